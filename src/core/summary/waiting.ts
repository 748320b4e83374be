/** What waits for somebody, and for how long. */
import { type Interval, isWithin } from '../capacity/ledger.ts';
import { compareInstants, localDateOf, localDaysBetween } from '../time.ts';
import { byInstant, byRef } from './in-order.ts';
import { shownItem } from './period-work.ts';
import type { Waiting } from './summary.ts';
import type { Item, NotableIssue, WeekFacts } from './week.ts';

/** How long ago an instant was, in whole local days. */
export function ageAt({ now, rules: { timezone } }: Pick<WeekFacts, 'now' | 'rules'>): (instant: string) => number {
  const today = localDateOf(now, timezone);
  return (instant) => Math.max(0, localDaysBetween(localDateOf(instant, timezone), today));
}

/** Those that wait for longest come first. */
export function longestFirst<Waits extends Item>(
  week: Pick<WeekFacts, 'now' | 'rules'>,
  items: readonly Waits[],
  since: (item: Waits) => string,
): readonly Waiting[] {
  const age = ageAt(week);
  return items
    .toSorted((a, b) => compareInstants(since(a), since(b)) || byRef(a, b))
    .map((item) => ({ ...shownItem(item), days: age(since(item)) }));
}

/** Issues of a kind that are open. */
export function openOf(week: WeekFacts, kind: NotableIssue['kind']): readonly NotableIssue[] {
  return (week.issues ?? []).filter((issue) => issue.kind === kind && issue.closedAt === null);
}

export function waitingOf(week: WeekFacts, kind: NotableIssue['kind']): readonly Waiting[] {
  return longestFirst(week, openOf(week, kind), ({ createdAt }) => createdAt);
}

/** Issues of a kind that closed in the period, in the order of closing. */
export function closedInPeriod({ issues, period }: WeekFacts, kind: NotableIssue['kind']): readonly NotableIssue[] {
  return (issues ?? [])
    .filter((issue) => issue.kind === kind && isIn(period, issue.closedAt))
    .toSorted((a, b) => byInstant(a.closedAt, b.closedAt) || byRef(a, b));
}

export function isIn(interval: Interval, instant: string | null): boolean {
  return instant !== null && isWithin(interval, instant);
}
