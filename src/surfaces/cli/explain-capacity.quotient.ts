import { ONE } from '#core/capacity/weight.ts';

/** `numerator` ÷ `denominator` in lowest terms, exact, and its decimals: all of them, or two and `isRounded`. */
export interface Quotient {
  readonly numerator: number;
  readonly denominator: number;
  readonly decimals: string;
  readonly isRounded: boolean;
}

/** Of thousandths of a unit, in units. */
export function inUnits(numerator: bigint, denominator: bigint): Quotient {
  return quotient(numerator, denominator * BigInt(ONE));
}

/** Lowest terms; decimals as far as they go when that is no further than thousandths, else two, halves up. */
export function quotient(numerator: bigint, denominator: bigint): Quotient {
  const common = greatestCommon(numerator, denominator);
  const [top, bottom] = [numerator / common, denominator / common];
  const isWhole = (top * 1000n) % bottom === 0n;
  const [scale, places] = isWhole ? [1000n, 3] : [100n, 2];
  const scaled = isWhole ? (top * scale) / bottom : (2n * top * scale + bottom) / (2n * bottom);
  const decimals = `${scaled / scale}.${String(scaled % scale).padStart(places, '0')}`;
  return {
    numerator: Number(top),
    denominator: Number(bottom),
    decimals: isWhole ? decimals.replace(/\.?0+$/, '') : decimals,
    isRounded: !isWhole,
  };
}

function greatestCommon(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommon(b, a % b);
}
