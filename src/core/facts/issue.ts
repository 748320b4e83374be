import type { Actor, AppliedLabel } from './actor.ts';
import type { RepositoryFacts } from './repository.ts';

export interface MilestoneFacts {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
}

/** An issue as a link may lead to it. `ancestors` are nearest first, at most eight (GitHub's own limit on nesting). */
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
}
