import type { Actor, AppliedLabel } from './actor.ts';
import type { MilestoneFacts } from './issue.ts';
import type { LabelHistory } from './label-history.ts';
import type { Unavailable } from './unavailable.ts';

export interface PullRequestFacts {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** The description as its author typed it (Markdown). */
  readonly body: string;
  readonly url: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly mergedAt: string | null;
  /** When the description was last edited; null if never. */
  readonly lastEditedAt: string | null;
  readonly baseRef: string;
  readonly headRef: string;
  readonly headOid: string;
  /** From another repository: its author has no labels, sidebar or milestone here. */
  readonly isFork: boolean;
  readonly author: Actor | null;
  readonly labels: readonly AppliedLabel[];
  readonly labelHistory: LabelHistory | Unavailable;
  readonly milestone: MilestoneFacts | null;
  readonly files: ChangedFiles;
  /** Lines of the whole change, as GitHub counts them. */
  readonly additions: number;
  readonly deletions: number;
  /** Whether a commit of it (merges aside) is by a person's account; only read for pull requests that a bot opened. */
  readonly hasCommitByPerson: boolean;
}

export interface ChangedFiles {
  readonly total: number;
  /** Both names of a renamed file count. */
  readonly paths: readonly string[];
  /** False when GitHub holds more than were read, so that "all files match" can't be said. */
  readonly isComplete: boolean;
}
