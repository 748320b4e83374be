/** What merged in the period of a summary, and in any other span, in the order of merging. */
import { byMerging, type Interval } from '../capacity/ledger.ts';
import { compareInstants, millisecondsBetween } from '../time.ts';
import type { Item, MergedPullRequest, WeekFacts } from './week.ts';

/** All that merged and is known, in the order of merging, whichever way it came: each instant is read once. */
function inOrder({ merged, period }: Pick<WeekFacts, 'merged' | 'period'>): readonly MergedPullRequest[] {
  return merged
    .map((item) => ({ item, at: millisecondsBetween(period.start, item.mergedAt) }))
    .sort((a, b) => a.at - b.at || byMerging(a.item, b.item))
    .map(({ item }) => item);
}

/** Of what is in the order of merging, what merged in a span. */
export function mergedWithin(
  ordered: readonly MergedPullRequest[],
  { start, end }: Interval,
): readonly MergedPullRequest[] {
  return ordered.slice(firstAtOrAfter(ordered, start), firstAtOrAfter(ordered, end));
}

function firstAtOrAfter(ordered: readonly MergedPullRequest[], instant: string): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const item = ordered[middle];
    if (item !== undefined && compareInstants(item.mergedAt, instant) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the guardrail on links applies to it: it passed, failed, or nobody knows. */
export function mustBeLinked({ outcome }: Pick<MergedPullRequest, 'outcome'>): boolean {
  return outcome !== 'not-applicable';
}

/** What readers may not see may well have what they can't see of it. */
export function isShown({ title }: Item): boolean {
  return title !== null;
}

/** The part of it that a list shows. */
export function shownItem({ ref, title, url }: Item): Item {
  return { ref, title, url };
}

/** Facts, with what merged in order. */
export interface Work {
  readonly week: WeekFacts;
  readonly merged: readonly MergedPullRequest[];
  readonly inPeriod: readonly MergedPullRequest[];
}

export function workOf(week: WeekFacts): Work {
  const merged = inOrder(week);
  return { week, merged, inPeriod: mergedWithin(merged, week.period) };
}
