import type { ChangedFiles } from './pull-request.ts';
import type { Unavailable } from './unavailable.ts';

/** The pull request that another one says it reverts. */
export interface ClaimedRevert {
  readonly number: number;
  readonly found: RevertedFacts | Unavailable;
}

export interface RevertedFacts {
  /** ISO 8601, UTC; null when it is not merged. */
  readonly mergedAt: string | null;
  /** Both names of a renamed file. */
  readonly files: ChangedFiles;
}
