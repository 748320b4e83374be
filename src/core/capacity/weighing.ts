/**
 * The arithmetic of the rows that weigh: what is merged, what would be, and how much of the sprint that may take. Whole
 * numbers only, cross-multiplied, in BigInt so that no size of input can make them inexact.
 */
import { type Band, capOf, otherClass, type WeighedClass, WHOLE } from './band.ts';
import { ceilDivide, floorDivide, roundDivide } from './exact.ts';
import { ONE } from './weight.ts';

export const BASES = ['planned', 'projected', 'merged'] as const;
/** What the shares are shares of, see `baseOf`. */
export type Basis = (typeof BASES)[number];

/** Weights in thousandths of a unit. */
export interface Weighing {
  /** D and N, without this pull request. */
  readonly debt: bigint;
  readonly other: bigint;
  /** w, of this pull request. */
  readonly weight: bigint;
  /** K; not read on the basis `merged`. */
  readonly size: bigint;
  readonly basis: Basis;
  /** Local dates in the sprint, at least 1, and those that are wholly ahead. */
  readonly days: bigint;
  readonly daysLeft: bigint;
  readonly band: Band;
}

/** P as `numerator ÷ denominator` thousandths of a unit. */
interface Base {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** P: with W′ = D + N + w, the larger of K and W′; or W′ and the share of K that the days left stand for; or W′. */
export function baseOf({ debt, other, weight, size, basis, days, daysLeft }: Weighing): Base {
  const merged = debt + other + weight;
  switch (basis) {
    case 'planned':
      return { numerator: merged > size ? merged : size, denominator: 1n };
    case 'projected':
      return { numerator: merged * days + size * daysLeft, denominator: days };
    case 'merged':
      return { numerator: merged, denominator: 1n };
  }
}

/** Whether this weight in that class is more than the class may take: X + w > cap × P. */
export function isOverCap(weighing: Weighing, weighed: WeighedClass): boolean {
  return exceeds(weighing[weighed] + weighing.weight, weighing, weighed);
}

/** Whether it would be even with nothing of its class merged: w > cap × P. */
export function isLargerThanCap(weighing: Weighing, weighed: WeighedClass): boolean {
  return exceeds(weighing.weight, weighing, weighed);
}

function exceeds(weight: bigint, weighing: Weighing, weighed: WeighedClass): boolean {
  const { numerator, denominator } = baseOf(weighing);
  return weight * BigInt(WHOLE) * denominator > BigInt(capOf(weighed, weighing.band)) * numerator;
}

/**
 * Whether a band that is narrower than this one item stops either class: neither may have it by its share, and neither is
 * spared as the first of its class. Then nobody could move the sprint, and both pass.
 */
export function isNarrowerThanItem(weighing: Weighing, weighed: WeighedClass): boolean {
  const opposite = otherClass(weighed);
  return isOverCap(weighing, weighed) && weighing[opposite] > 0n && isOverCap(weighing, opposite);
}

/**
 * The least number of whole units that have to merge in the other class until this pull request passes; at least 1, and
 * asked only of one that does not pass now. `mayTolerate`: a band narrower than the item lets it pass, too. Both ways to
 * pass can only come, not go, as those units merge: the base grows at most as fast as they do, and at least as fast as a
 * share of them. So halving finds the least.
 */
export function unitsUntilItPasses(weighing: Weighing, weighed: WeighedClass, mayTolerate: boolean): number {
  let failing = 0n;
  let passing = unitsUntilWithinCap(weighing, weighed);
  while (passing - failing > 1n) {
    const middle = (failing + passing) / 2n;
    if (passesAfter(weighing, weighed, mayTolerate, middle)) passing = middle;
    else failing = middle;
  }
  return Number(passing);
}

/**
 * The most whole units that a smaller part of this pull request may weigh and pass; 0 where none fits, and asked only of
 * one that does not pass now. The base shrinks with the part, and by less than the part does: what fits stays within its
 * cap when it is made smaller still, so halving finds the most.
 */
export function unitsThatFit(weighing: Weighing, weighed: WeighedClass): number {
  let fitting = 0n;
  let failing = ceilDivide(weighing.weight, BigInt(ONE));
  while (failing - fitting > 1n) {
    const middle = (failing + fitting) / 2n;
    if (isOverCap({ ...weighing, weight: middle * BigInt(ONE) }, weighed)) failing = middle;
    else fitting = middle;
  }
  return Number(fitting);
}

function passesAfter(weighing: Weighing, weighed: WeighedClass, mayTolerate: boolean, units: bigint): boolean {
  const opposite = otherClass(weighed);
  const later = { ...weighing, [opposite]: weighing[opposite] + units * BigInt(ONE) };
  return !isOverCap(later, weighed) || (mayTolerate && isNarrowerThanItem(later, weighed));
}

/** In closed form, ⌈(X + w) ÷ cap − P⌉ for a P that holds what the merged work does not outgrow: enough, not always least. */
function unitsUntilWithinCap(weighing: Weighing, weighed: WeighedClass): bigint {
  const { basis } = weighing;
  const { numerator, denominator } = baseOf(basis === 'planned' ? { ...weighing, basis: 'merged' } : weighing);
  const cap = BigInt(capOf(weighed, weighing.band));
  const wanted = (weighing[weighed] + weighing.weight) * BigInt(WHOLE) * denominator - cap * numerator;
  return ceilDivide(wanted, cap * denominator * BigInt(ONE));
}

/** In whole units. `least` is above `most` where the band is narrower than one unit. */
export interface Plan {
  /** ⌈f × P⌉, the least of debt that the sprint is to hold. */
  readonly least: number;
  /** ⌊c × P⌋, the most of it. */
  readonly most: number;
  /** ⌊(1 − f) × P⌋, the most of all else. */
  readonly mostOther: number;
  /** P to the nearest unit, halves up. */
  readonly about: number;
}

export function planOf(weighing: Weighing): Plan {
  const { numerator, denominator } = baseOf(weighing);
  const unit = denominator * BigInt(ONE);
  const share = (basisPoints: number) => numerator * BigInt(basisPoints);
  const { floor, ceiling } = weighing.band;
  const whole = BigInt(WHOLE);
  return {
    least: Number(ceilDivide(share(floor), unit * whole)),
    most: Number(floorDivide(share(ceiling), unit * whole)),
    mostOther: Number(floorDivide(share(WHOLE - floor), unit * whole)),
    about: Number(roundDivide(numerator, unit)),
  };
}
