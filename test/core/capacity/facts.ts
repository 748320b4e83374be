/** The ground that the acceptance examples stand on: 10 to 30 % of 20 pull requests, planned, all of it enforced. */
import type { CapacityFacts } from '#core/capacity/capacity-facts.ts';
import { type LedgerSums, NO_SUMS } from '#core/capacity/ledger.ts';
import type { SprintSize } from '#core/capacity/size.ts';
import { unavailable } from '#core/facts/unavailable.ts';

/** One in thousandths. */
export const ONE = 1000;

/** A ledger of so many units; counts are one for each unit unless said otherwise. */
export function ledger(debt: number, other: number, counts: Partial<LedgerSums> = {}): LedgerSums {
  return {
    ...NO_SUMS,
    debt: Math.round(debt * ONE),
    other: Math.round(other * ONE),
    debtCount: Math.ceil(debt),
    otherCount: Math.ceil(other),
    ...counts,
  };
}

export function size(units: number | null): SprintSize {
  return units === null ? { origin: 'unknown', size: null, sprints: 1 } : { origin: 'configured', size: units * ONE };
}

export const UNREAD = unavailable('the merged pull requests of acme/b', 'forbidden');

export function facts(changes: Partial<CapacityFacts> = {}): CapacityFacts {
  return {
    isOn: true,
    isTracked: true,
    class: 'debt',
    isExpediteVerified: true,
    isWaived: false,
    sprint: { isInnovation: false, isAssumed: false, days: 14, daysLeft: 7 },
    weight: ONE,
    ledger: ledger(0, 0),
    size: size(20),
    band: { floor: 1000, ceiling: 3000 },
    shift: 0,
    basis: 'planned',
    unit: 'pull-requests',
    minSample: 5,
    floor: { mode: 'enforce', isBug: false, hasDebt: true },
    ...changes,
  };
}
