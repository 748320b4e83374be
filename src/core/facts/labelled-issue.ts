import type { AppliedLabel } from './actor.ts';
import type { UnreadPart } from './issue.ts';
import type { LabelHistory } from './label-history.ts';
import type { Unavailable } from './unavailable.ts';

/** An issue as far as its own debt label hangs on it. */
export interface LabelledIssue {
  readonly number: number;
  readonly labels: readonly AppliedLabel[];
  readonly labelHistory: LabelHistory | Unavailable;
  /** Issue type of the organisation; null where none is set or this GitHub has no types. */
  readonly type: string | null;
  /** What of it is unknown, although the facts above look as if it were not there. */
  readonly unread: readonly UnreadPart[];
}
