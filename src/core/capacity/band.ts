/**
 * The band of a sprint's capacity that is for debt. Both ends belong to it. Percentages are whole basis points (1 % is
 * 100), so that `10.5%` and `10% + 20%` are exact.
 */
export interface Band {
  /** Basis points, 0 to 10 000. */
  readonly floor: number;
  /** Basis points, above `floor`, at most 10 000. */
  readonly ceiling: number;
}

/** Basis points in the whole. */
export const WHOLE = 10_000;

/** The two classes that a ledger weighs. */
export type WeighedClass = 'debt' | 'other';

export function otherClass(weighed: WeighedClass): WeighedClass {
  return weighed === 'debt' ? 'other' : 'debt';
}

/** The most of a sprint that a class may take, in basis points: the floor of debt is a ceiling on everything else. */
export function capOf(weighed: WeighedClass, band: Band): number {
  return weighed === 'debt' ? band.ceiling : WHOLE - band.floor;
}

/** Whether 0 ≤ floor < ceiling ≤ 100 %, in whole basis points: a band without width would let nothing merge. */
export function isBand({ floor, ceiling }: Band): boolean {
  return Number.isInteger(floor) && Number.isInteger(ceiling) && floor >= 0 && floor < ceiling && ceiling <= WHOLE;
}

/** The whole band moved up by what carry-over asks for, in basis points; its width is kept. */
export function shiftedBand({ floor, ceiling }: Band, shift: number): Band {
  const by = Math.min(shift, WHOLE - ceiling);
  return { floor: floor + by, ceiling: ceiling + by };
}

/**
 * A percentage as written, `10%` or `10` or `12.5 %`, to basis points. `fraction` is a number between 0 and 1 without a
 * percent sign, which nobody means as a percentage; `meant` is what it would be as a share. Anything else than 0 to 100
 * with at most two decimals is `malformed`.
 */
export function parsePercentage(written: string | number): Percentage {
  const [, whole, decimals = '', sign] = PERCENTAGE.exec(String(written).trim()) ?? [];
  if (whole === undefined) return { problem: 'malformed' };
  const basisPoints = Number(whole) * 100 + Number(decimals.padEnd(2, '0').slice(0, 2));
  if (sign === undefined && Number(whole) === 0 && /[1-9]/.test(decimals)) {
    return { problem: 'fraction', meant: Number(decimals.padEnd(4, '0').slice(0, 4)) };
  }
  return decimals.length > 2 || basisPoints > WHOLE ? { problem: 'malformed' } : { problem: null, basisPoints };
}

const PERCENTAGE = /^(\d{1,3})(?:\.(\d{1,4}))? ?(%)?$/;

export type Percentage =
  | { readonly basisPoints: number; readonly problem: null }
  | { readonly problem: 'fraction'; readonly meant: number }
  | { readonly problem: 'malformed' };
