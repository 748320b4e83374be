/** What a pull request weighs. Weights are whole thousandths of a unit everywhere in this folder: sums stay exact. */

export const UNITS = ['pull-requests', 'size', 'points', 'lines'] as const;
export type Unit = (typeof UNITS)[number];

/** Thousandths in one unit. */
export const ONE = 1000;

/** More points than anybody means. It keeps the sum of a hundred thousand pull requests a safe integer. */
const MAX_POINTS = 1_000_000;

export interface WeightOptions {
  readonly unit: Unit;
  /** `labels` is the prefix of labels that hold points (`points/`), `default` what an item without one weighs, in thousandths. */
  readonly points: { readonly labels: string; readonly default: number };
  /** Most lines that one pull request counts as. */
  readonly linesCap: number;
}

/** Of a pull request, what its weight is made of. Lines are those of the whole change, as GitHub counts them. */
export interface WeightFacts {
  readonly additions: number;
  readonly deletions: number;
  readonly labels: readonly string[];
}

/** In thousandths of a unit, never negative. */
export function weightOf(facts: WeightFacts, options: WeightOptions): number {
  const lines = facts.additions + facts.deletions;
  switch (options.unit) {
    case 'pull-requests':
      return ONE;
    case 'size':
      return sizeOf(lines) * ONE;
    case 'points':
      return pointsOf(facts.labels, options.points.labels) ?? options.points.default;
    case 'lines':
      return Math.min(lines, options.linesCap) * ONE;
  }
}

/** A configured number of units (at most three decimals) in thousandths; null for what is none. */
export function thousandths(units: number | string): number | null {
  const [, whole, decimals = ''] = UNITS_WRITTEN.exec(String(units)) ?? [];
  if (whole === undefined || Number(whole) > MAX_POINTS) return null;
  return Number(whole) * ONE + Number(decimals.padEnd(3, '0'));
}

const UNITS_WRITTEN = /^(\d{1,7})(?:\.(\d{1,3}))?$/;

/** Most lines of each size but the largest, which is 8. */
const SIZES: readonly (readonly [lines: number, size: number])[] = [
  [10, 1],
  [50, 2],
  [200, 3],
  [500, 5],
];

function sizeOf(lines: number): number {
  return SIZES.find(([most]) => lines <= most)?.[1] ?? 8;
}

/** The most changed lines that weigh at most `size`, which is at least 1 and less than the largest. */
export function linesWithin(size: number): number {
  return SIZES.findLast(([, least]) => least <= size)?.[0] ?? 0;
}

/** Of several labels the largest number counts: no order of labels may decide. A label without a number is none. */
function pointsOf(labels: readonly string[], prefix: string): number | null {
  let most: number | null = null;
  for (const label of labels) {
    if (!label.toLowerCase().startsWith(prefix.toLowerCase())) continue;
    const points = thousandths(label.slice(prefix.length).trim());
    if (points !== null && (most === null || points > most)) most = points;
  }
  return most;
}
