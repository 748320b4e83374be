/** Whether an issue's state lets it count, and until when. */
import type { Config } from '../config/config.ts';
import type { IssueFacts } from '../facts/issue.ts';
import { addDays, addSeconds, compareInstants } from '../time.ts';
import type { RejectionReason } from './link.ts';

export interface Standing {
  readonly rejection: RejectionReason | null;
  /** The first instant at which time alone takes the standing away; null when it can't. */
  readonly validUntil: string | null;
}

export interface StandingContext {
  readonly objectives: Pick<Config['objectives'], 'closed-grace-days'>;
  /** When the pull request was merged, else now. */
  readonly at: string;
  readonly isMerged: boolean;
}

const COUNTS: Standing = { rejection: null, validUntil: null };

/** Open ones count, and closed ones through the last second of the grace; dropped ones do not. */
export function standingOf(
  { isOpen, closedAt, stateReason }: Pick<IssueFacts, 'isOpen' | 'closedAt' | 'stateReason'>,
  { objectives, at, isMerged }: StandingContext,
): Standing {
  if (isOpen || closedAt === null) return COUNTS;
  // What was closed after the merge, or by it, was open when the pull request counted.
  if (isMerged && compareInstants(closedAt, at) >= 0) return COUNTS;
  if (stateReason === 'NOT_PLANNED') return { rejection: 'not-planned', validUntil: null };
  // The objective lives on elsewhere: the other issue is the one to name.
  if (stateReason === 'DUPLICATE') return { rejection: 'duplicate', validUntil: null };
  const graceEnds = addDays(closedAt, objectives['closed-grace-days']);
  if (compareInstants(at, graceEnds) > 0) return { rejection: 'closed-too-long', validUntil: null };
  return { rejection: null, validUntil: isMerged ? null : addSeconds(graceEnds, 1) };
}
