/** The merged work of a scope in one sprint, and its sums, which are kept and never counted again. */
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import { compareInstants } from '../time.ts';

export interface LedgerItem {
  /** `owner/name#12`: what replaces and removes it. */
  readonly id: string;
  readonly class: 'debt' | 'other' | 'expedite' | 'excluded';
  /** In thousandths of a unit; that of `expedite` and `excluded` is in no sum. */
  readonly weight: number;
  /** ISO 8601, UTC. */
  readonly mergedAt: string;
}

/** Weights in thousandths of a unit, counts in pull requests. */
export interface LedgerSums {
  /** D: weight of debt. */
  readonly debt: number;
  /** N: weight of everything else that counts. */
  readonly other: number;
  readonly debtCount: number;
  readonly otherCount: number;
  /** Reported, and in neither weight. */
  readonly expediteCount: number;
  readonly excludedCount: number;
}

export const NO_SUMS: LedgerSums = {
  debt: 0,
  other: 0,
  debtCount: 0,
  otherCount: 0,
  expediteCount: 0,
  excludedCount: 0,
};

/** n: how many pull requests the ledger weighs. */
export function countOf({ debtCount, otherCount }: LedgerSums): number {
  return debtCount + otherCount;
}

/** The sums once this item has merged too; pull requests ahead in a merge queue are added so, one after the other. */
export function withItem(sums: LedgerSums, item: Pick<LedgerItem, 'class' | 'weight'>): LedgerSums {
  return moved(sums, item, 1);
}

/** The sums before this item merged. */
export function withoutItem(sums: LedgerSums, item: Pick<LedgerItem, 'class' | 'weight'>): LedgerSums {
  return moved(sums, item, -1);
}

function moved(
  sums: LedgerSums,
  { class: name, weight }: Pick<LedgerItem, 'class' | 'weight'>,
  by: 1 | -1,
): LedgerSums {
  switch (name) {
    case 'debt':
      return { ...sums, debt: sums.debt + by * weight, debtCount: sums.debtCount + by };
    case 'other':
      return { ...sums, other: sums.other + by * weight, otherCount: sums.otherCount + by };
    case 'expedite':
      return { ...sums, expediteCount: sums.expediteCount + by };
    case 'excluded':
      return { ...sums, excludedCount: sums.excludedCount + by };
  }
}

/** Half-open, ISO 8601, UTC. */
export interface Interval {
  readonly start: string;
  readonly end: string;
}

export function isWithin({ start, end }: Interval, instant: string): boolean {
  return compareInstants(start, instant) <= 0 && compareInstants(instant, end) < 0;
}

/**
 * Of one repository and one sprint. Items arrive in any order, and again when something about them changed; they may hold
 * more than is weighed, such as why they have their class.
 */
export class Ledger<Item extends LedgerItem = LedgerItem> {
  readonly interval: Interval;
  readonly #items = new Map<string, Item>();
  #sums = NO_SUMS;
  #ordered: readonly Item[] | null = null;

  constructor(interval: Interval) {
    this.interval = interval;
  }

  get sums(): LedgerSums {
    return this.#sums;
  }

  /** Adds an item or replaces the one of that id. One that merged outside the sprint is not kept: only `mergedAt` places it. */
  put(item: Item): void {
    this.remove(item.id);
    if (!isWithin(this.interval, item.mergedAt)) return;
    this.#items.set(item.id, item);
    this.#sums = withItem(this.#sums, item);
    this.#ordered = null;
  }

  remove(id: string): void {
    const known = this.#items.get(id);
    if (known === undefined) return;
    this.#items.delete(id);
    this.#sums = withoutItem(this.#sums, known);
    this.#ordered = null;
  }

  has(id: string): boolean {
    return this.#items.has(id);
  }

  /** In the order of merging, see `byMerging`. */
  items(): readonly Item[] {
    this.#ordered ??= [...this.#items.values()].sort(byMerging);
    return this.#ordered;
  }
}

/** Those of the same second by repository and number, so that it is one order whichever way they came. */
export function byMerging(a: LedgerItem, b: LedgerItem): number {
  return compareInstants(a.mergedAt, b.mergedAt) || byId(a.id, b.id);
}

function byId(a: string, b: string): number {
  const [inA = '', numberA] = a.split('#');
  const [inB = '', numberB] = b.split('#');
  return inA === inB ? Number(numberA) - Number(numberB) : inA < inB ? -1 : 1;
}

/** The ledger of one repository of a scope, or why it could not be read. */
export interface RepositoryLedger {
  /** `owner/name`. */
  readonly repository: string;
  readonly sums: LedgerSums | Unavailable;
}

/** A union with a gap: nothing may be judged by it. `what` names the first repository, `repositories` all that are missing. */
export interface IncompleteLedger extends Unavailable {
  readonly repositories: readonly string[];
}

/** The sums of a scope: the union of its repositories, or which of them are missing. */
export function sumsOfScope(ledgers: readonly RepositoryLedger[]): LedgerSums | IncompleteLedger {
  let all = NO_SUMS;
  const missing: { readonly repository: string; readonly sums: Unavailable }[] = [];
  for (const { repository, sums } of ledgers) {
    if (isUnavailable(sums)) missing.push({ repository, sums });
    else all = added(all, sums);
  }
  const [first] = missing;
  if (first === undefined) return all;
  const { reason } = first.sums;
  const what = `the merged pull requests of ${first.repository}`;
  return { unavailable: true, what, reason, repositories: missing.map(({ repository }) => repository) };
}

function added(a: LedgerSums, b: LedgerSums): LedgerSums {
  return {
    debt: a.debt + b.debt,
    other: a.other + b.other,
    debtCount: a.debtCount + b.debtCount,
    otherCount: a.otherCount + b.otherCount,
    expediteCount: a.expediteCount + b.expediteCount,
    excludedCount: a.excludedCount + b.excludedCount,
  };
}
