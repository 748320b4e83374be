/** What earlier sprints left undone for debt, and by how much that raises the next band ("debt interest"). */
import { type Band, WHOLE } from './band.ts';
import { floorDivide, roundDivide } from './exact.ts';
import type { CompletedSprint } from './size.ts';

export interface CarryOverOptions {
  /** ρ: what is owed grows by this each sprint, in basis points. */
  readonly interest: number;
  /** Most that a band moves up, in basis points. */
  readonly maxShift: number;
}

export interface CarryOver {
  /** What is owed after each sprint, oldest first, in thousandths of a unit, rounded to the nearest for reading. */
  readonly owed: readonly number[];
  /** δ: how far the next sprint's band moves up, in basis points, floored to 0.1 percentage points. */
  readonly shift: number;
}

/** Shifts are whole tenths of a percentage point. */
const STEP = 10n;

/**
 * `history` is oldest first and begins where nothing was owed. `band` is the configured one, `size` the next sprint's K in
 * thousandths of a unit, null when unknown: then nothing shifts. Exact throughout: only what is returned is rounded.
 */
export function carryOver(
  history: readonly CompletedSprint[],
  band: Band,
  size: number | null,
  options: CarryOverOptions,
): CarryOver {
  const whole = BigInt(WHOLE);
  // What is owed is `numerator ÷ denominator` thousandths; each sprint's interest and floor make it one whole finer.
  let numerator = 0n;
  let denominator = 1n;
  const owed: number[] = [];
  for (const { weight, debt, isInnovation } of history) {
    if (weight > 0 && !isInnovation) {
      const due = BigInt(band.floor) * BigInt(weight) - whole * BigInt(debt);
      const next = numerator * (whole + BigInt(options.interest)) + due * denominator;
      numerator = next > 0n ? next : 0n;
      denominator *= whole;
    }
    owed.push(Number(roundDivide(numerator, denominator)));
  }
  return { owed, shift: shiftOf(numerator, denominator, band, size, options.maxShift) };
}

function shiftOf(numerator: bigint, denominator: bigint, band: Band, size: number | null, maxShift: number): number {
  if (size === null || size === 0) return 0;
  const asked = floorDivide(numerator * BigInt(WHOLE), denominator * BigInt(size));
  const room = BigInt(WHOLE - band.ceiling);
  const least = [asked, BigInt(maxShift), room].reduce((a, b) => (b < a ? b : a));
  return Number(least - (least % STEP));
}
