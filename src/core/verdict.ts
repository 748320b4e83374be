/** What was decided about a pull request, as plain JSON: the same bytes through each door. */
import type { Classification } from './classes/class.ts';
import type { ConfigOrigin } from './config/config.ts';

/** The checks that show guardrails: what the author mends, and what the sprint does. */
export const VERDICT_CHECKS = ['leadership', 'leadership/debt'] as const;
/** Names of our check runs. Protection rules match by them, so they never change. */
export type CheckName = (typeof VERDICT_CHECKS)[number] | 'leadership/config';

export type Outcome = 'pass' | 'fail' | 'not-applicable' | 'not-available';
/** From the weakest to the strictest. `report` shows in reports only and never colours a check. */
export const MODES = ['off', 'report', 'warn', 'enforce'] as const;
export type Mode = (typeof MODES)[number];
export type Conclusion = 'success' | 'neutral' | 'failure';

/** What a rule returns: an outcome, a code out of its own messages, and the data that the message's text is made of. */
export interface Finding<Code extends string = string, Args = unknown> {
  readonly outcome: Outcome;
  readonly code: Code;
  readonly args: Args;
  /** No stricter mode counts for this finding, whatever that of its guardrail is. */
  readonly modeCap?: Mode;
  /** The instant (ISO 8601, UTC) at which the passing of time alone may change it. */
  readonly validUntil?: string;
}

export interface GuardrailResult extends Finding {
  readonly rule: string;
  /** The mode that counted, after `enforce-from` and any cap. */
  readonly mode: Mode;
  /** Set when `enforce` counts as `warn` because the pull request was opened before this date (`YYYY-MM-DD`). */
  readonly enforcedFrom?: string;
  /** `enforce` counts as less here, since what was decided is not decided again when the sprint turns it. */
  readonly isOfTheMoment?: true;
}

export interface Verdict {
  readonly version: 1;
  readonly repository: string;
  readonly pullRequest: number;
  readonly headOid: string;
  readonly classification: Classification;
  readonly conclusion: Conclusion;
  /** In report order: failing first, then as registered. */
  readonly guardrails: readonly GuardrailResult[];
  readonly config: ConfigOrigin;
  /** The instant (ISO 8601, UTC) at which the passing of time alone may change this verdict; null if it can't. */
  readonly validUntil: string | null;
}

const SEVERITY: Readonly<Record<Conclusion, number>> = { success: 0, neutral: 1, failure: 2 };

export function worstConclusion(conclusions: Iterable<Conclusion>): Conclusion {
  let worst: Conclusion = 'success';
  for (const conclusion of conclusions) if (SEVERITY[conclusion] > SEVERITY[worst]) worst = conclusion;
  return worst;
}

/** Fails, or nobody knows: what stands in the way where the mode is strict. */
export function isUnmet({ outcome }: Pick<Finding, 'outcome'>): boolean {
  return outcome === 'fail' || outcome === 'not-available';
}

/** `not-available` under `enforce` is a failure: GitHub lets neutral and skipped pass a required check. */
export function conclusionOf({ outcome, mode }: Pick<GuardrailResult, 'outcome' | 'mode'>): Conclusion {
  if (!isUnmet({ outcome })) return 'success';
  if (mode === 'enforce') return 'failure';
  return mode === 'warn' ? 'neutral' : 'success';
}

/**
 * The verdict on a head commit: a check hangs on the commit, so two open pull requests with the same head share it and
 * the worse one decides.
 */
export interface HeadVerdict {
  readonly version: 1;
  readonly repository: string;
  readonly headOid: string;
  readonly conclusion: Conclusion;
  /** The check's title, plain text, at most 80 characters. */
  readonly title: string;
  /** Worst first, then by number. */
  readonly verdicts: readonly Verdict[];
}
