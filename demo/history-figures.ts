/**
 * Figures of 600 merged pull requests of a public repository, February to August 2026. Only counts were taken: no
 * title, path or name of theirs is in the made history.
 */

export type Kind = 'feat' | 'fix' | 'docs' | 'chore' | 'refactor' | 'test' | 'ci' | 'perf' | 'revert';

/** Values at the quantiles of `QUANTILES`. */
type Spread = readonly [number, number, number, number, number, number, number, number];

export const QUANTILES: Spread = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

export const FIGURES = {
  merged: 600,
  /** From the first merge to the last. */
  days: 193,
  bots: 43,
  /** Conventional types of the titles. */
  kinds: {
    people: { fix: 230, docs: 83, feat: 78, chore: 55, test: 32, ci: 32, refactor: 28, perf: 18, revert: 1 },
    bots: { chore: 39, fix: 4 },
  },
  /** Sunday first, UTC. */
  weekdays: [32, 116, 147, 94, 104, 76, 31],
  /** From midnight, UTC. */
  hours: [12, 6, 3, 4, 10, 12, 55, 79, 67, 56, 50, 48, 31, 51, 43, 18, 17, 6, 0, 12, 2, 6, 4, 8],
  sizes: {
    people: {
      additions: [0, 2, 10, 47, 132, 338, 2146, 4180],
      deletions: [0, 0, 2, 7, 32, 113, 610, 3690],
      files: [1, 1, 2, 3, 8, 15, 124, 1012],
    },
    bots: {
      additions: [1, 4, 15, 118, 402, 683, 3441, 3441],
      deletions: [1, 4, 11, 56, 407, 737, 4118, 4118],
      files: [1, 1, 2, 3, 15, 22, 60, 60],
    },
  },
} as const satisfies {
  readonly sizes: Record<'people' | 'bots', Record<'additions' | 'deletions' | 'files', Spread>>;
  readonly kinds: Record<'people' | 'bots', Partial<Record<Kind, number>>>;
  readonly [figure: string]: unknown;
};

/** The value at a quantile, on a straight line between the two figures around it. */
export function atQuantile(spread: Spread, quantile: number): number {
  for (let index = 1; index < QUANTILES.length; index += 1) {
    const [low = 0, high = 1] = [QUANTILES[index - 1], QUANTILES[index]];
    if (quantile > high) continue;
    const [from = 0, to = 0] = [spread[index - 1], spread[index]];
    return Math.round(from + ((quantile - low) / (high - low)) * (to - from));
  }
  return spread[spread.length - 1] ?? 0;
}
