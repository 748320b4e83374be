import type { Actor, AppliedLabel } from './actor.ts';
import type { RepositoryFacts } from './repository.ts';
import type { UnavailableReason } from './unavailable.ts';

/** The greatest number of an issue or pull request that GitHub can be asked for: GraphQL's `Int` has 32 bits. */
export const MAX_NUMBER = 2 ** 31 - 1;

/** GitHub nests sub-issues at most eight levels deep (github/docs, "About sub-issues"). */
export const MAX_ANCESTORS = 8;

export interface MilestoneFacts {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
}

/** A part of an issue that could not be read; `setters` is who set its labels. */
export interface UnreadPart {
  readonly part: 'parent' | 'labels' | 'setters' | 'type' | 'milestone';
  readonly reason: UnavailableReason;
}

/** An issue as a link may lead to it. `ancestors` are nearest first, at most `MAX_ANCESTORS`. */
export interface IssueFacts {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly repository: Pick<RepositoryFacts, 'owner' | 'name' | 'nameWithOwner' | 'isPrivate'>;
  readonly isOpen: boolean;
  /** Why it was closed, in GitHub's words; null while open. */
  readonly stateReason: 'COMPLETED' | 'NOT_PLANNED' | 'REOPENED' | 'DUPLICATE' | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly author: Actor | null;
  readonly labels: readonly AppliedLabel[];
  /** Issue type of the organisation; null where none is set or this GitHub has no types. */
  readonly type: string | null;
  readonly milestone: MilestoneFacts | null;
  readonly ancestors: readonly IssueFacts[];
  /** What of it is unknown, although the facts above look as if it were not there; absent when all was read. */
  readonly unread?: readonly UnreadPart[];
}
