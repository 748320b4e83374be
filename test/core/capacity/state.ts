/** A sprint as it was gathered: two weeks in Berlin of 20 pull requests, and what has merged in it. */
import { NO_SUMS, withItem } from '#core/capacity/ledger.ts';
import type { Sprint } from '#core/capacity/sprints/sprint.ts';
import type { CapacityState, MergedWork } from '#core/facts/capacity.ts';
import { ONE } from './facts.ts';

export const SPRINT: Sprint = {
  start: '2026-11-08T23:00:00Z',
  end: '2026-11-22T23:00:00Z',
  firstDate: '2026-11-09',
  endDate: '2026-11-23',
  days: 14,
  title: null,
  isInnovation: false,
};

type Counted = Pick<MergedWork, 'class' | 'weight'>;

export const debtItems = (count: number, weight = ONE): Counted[] =>
  Array.from({ length: count }, () => ({ class: 'debt', weight }));
export const otherItems = (count: number, weight = ONE): Counted[] =>
  Array.from({ length: count }, () => ({ class: 'other', weight }));

/** Merged one after the other, from `#701` on, ten minutes apart. */
export function merged(...counted: readonly Counted[]): readonly MergedWork[] {
  return counted.map((item, index) => ({
    ...item,
    id: `shop/web#${701 + index}`,
    ref: `#${701 + index}`,
    reason: { code: 'default' },
    mergedAt: new Date(Date.UTC(2026, 10, 16, 8, index * 10)).toISOString().replace('.000', ''),
  }));
}

export function capacityState(items: readonly MergedWork[], changes: Partial<CapacityState> = {}): CapacityState {
  return {
    sprint: SPRINT,
    next: SPRINT.end,
    isAssumed: false,
    timezone: 'Europe/Berlin',
    sums: items.reduce(withItem, NO_SUMS),
    items,
    completed: [],
    previous: [],
    hasDebt: true,
    help: { pullRequests: [], issues: [] },
    listUrl: 'https://github.com/shop/web/pulls?q=merged',
    ...changes,
  };
}
