/** Order statistics of a few numbers, without interpolation: each percentile is a number that was measured. */

/** By nearest rank: the least of them that at least so many percent of all do not exceed. Null for none. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
}

/** The middle one, or halfway between the middle two, which may end in a half. Null for none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
