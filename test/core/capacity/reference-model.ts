/**
 * The specification's rows R4 to R8 once more, as naively as can be: rational numbers in whole units, one row after the
 * other, the way out by trying one unit after the other. Shares nothing with the product but the shape of its facts.
 */
import type { CapacityFacts, SprintFacts } from '#core/capacity/capacity-facts.ts';
import type { LedgerSums } from '#core/capacity/ledger.ts';
import type { SprintSize } from '#core/capacity/size.ts';

/** Facts of a pull request that the ledger weighs, all of them read. */
export interface WeighedFacts extends CapacityFacts {
  readonly class: 'debt' | 'other';
  readonly sprint: SprintFacts;
  readonly weight: number;
  readonly ledger: LedgerSums;
  readonly size: SprintSize;
}

class Rational {
  readonly top: bigint;
  readonly bottom: bigint;
  constructor(top: bigint | number, bottom: bigint | number = 1) {
    this.top = BigInt(top);
    this.bottom = BigInt(bottom);
  }
  plus(that: Rational) {
    return new Rational(this.top * that.bottom + that.top * this.bottom, this.bottom * that.bottom);
  }
  minus(that: Rational) {
    return this.plus(new Rational(-that.top, that.bottom));
  }
  times(that: Rational) {
    return new Rational(this.top * that.top, this.bottom * that.bottom);
  }
  over(that: Rational) {
    return this.times(new Rational(that.bottom, that.top));
  }
  isAtMost(that: Rational) {
    return this.minus(that).top * this.bottom * that.bottom <= 0n;
  }
  get isZero() {
    return this.top === 0n;
  }
  /** The least whole number that is not below this. */
  get ceiling(): number {
    let whole = Number(this.top / this.bottom);
    while (!this.isAtMost(new Rational(whole))) whole++;
    return whole;
  }
}

const inUnits = (thousandths: number) => new Rational(thousandths, 1000);
const share = (basisPoints: number) => new Rational(basisPoints, 10_000);
const ALL = new Rational(1);

interface Numbers {
  readonly D: Rational;
  readonly N: Rational;
  readonly w: Rational;
  readonly P: Rational;
  readonly W: Rational;
}

function numbersOf({ ledger, weight, size, basis, sprint }: WeighedFacts): Numbers {
  const [D, N, w] = [inUnits(ledger.debt), inUnits(ledger.other), inUnits(weight)];
  const W = D.plus(N).plus(w);
  if (size.size === null || basis === 'merged') return { D, N, w, W, P: W };
  const K = inUnits(size.size);
  if (basis === 'planned') return { D, N, w, W, P: K.isAtMost(W) ? W : K };
  return { D, N, w, W, P: W.plus(K.times(new Rational(sprint.daysLeft, sprint.days))) };
}

function fits(name: 'debt' | 'other', { D, N, w, P }: Numbers, { band }: WeighedFacts): boolean {
  return name === 'debt'
    ? D.plus(w).isAtMost(share(band.ceiling).times(P))
    : N.plus(w).isAtMost(ALL.minus(share(band.floor)).times(P));
}

/** The verdict of R4 to R7, or `stop` where R8 begins. */
export function rowByModel(facts: WeighedFacts): 'R4' | 'R5' | 'R6' | 'R7' | 'stop' {
  const { band, ledger, size, unit, basis, minSample, floor } = facts;
  const g = Math.max(minSample, ALL.over(share(band.ceiling).minus(share(band.floor))).ceiling);
  const isMerged = basis === 'merged' || size.size === null;
  const isSmall = unit === 'pull-requests' && size.size !== null && size.size < g * 1000;
  if ((isMerged || isSmall) && ledger.debtCount + ledger.otherCount + 1 <= g) return 'R4';
  const numbers = numbersOf(facts);
  const [own, opposite] = facts.class === 'debt' ? [numbers.D, numbers.N] : [numbers.N, numbers.D];
  if (own.isZero) return 'R5';
  if (fits(facts.class, numbers, facts)) return 'R6';
  const isFloorUnarmed = facts.class === 'debt' && (floor.mode === 'off' || size.size === null);
  const isOppositeLet =
    opposite.isZero || isFloorUnarmed || fits(facts.class === 'debt' ? 'other' : 'debt', numbers, facts);
  return isOppositeLet ? 'stop' : 'R7';
}

/** The same pull request once so many whole units, each a pull request, have merged in the other class. */
export function afterUnits<Facts extends WeighedFacts>(facts: Facts, units: number): Facts {
  const { ledger } = facts;
  const more =
    facts.class === 'debt'
      ? { other: ledger.other + units * 1000, otherCount: ledger.otherCount + units }
      : { debt: ledger.debt + units * 1000, debtCount: ledger.debtCount + units };
  return { ...facts, ledger: { ...ledger, ...more } };
}

export function wayOutByModel(facts: WeighedFacts): number {
  for (let units = 1; ; units++) if (rowByModel(afterUnits(facts, units)) !== 'stop') return units;
}

/** ⌈(X + w) ÷ cap − W′⌉, the specification's closed form for a base that the merged work alone makes up. */
export function closedForm(facts: WeighedFacts): number {
  const { D, N, w, W } = numbersOf(facts);
  return facts.class === 'debt'
    ? D.plus(w).over(share(facts.band.ceiling)).minus(W).ceiling
    : N.plus(w)
        .over(ALL.minus(share(facts.band.floor)))
        .minus(W).ceiling;
}

/** Whether merging it leaves the share of debt in all that merged inside the band, and on which side it is if not. */
export function sideAfter(facts: WeighedFacts): 'below' | 'inside' | 'above' {
  const { D, w, W } = numbersOf(facts);
  const debt = facts.class === 'debt' ? D.plus(w) : D;
  if (!share(facts.band.floor).times(W).isAtMost(debt)) return 'below';
  return debt.isAtMost(share(facts.band.ceiling).times(W)) ? 'inside' : 'above';
}
