/** Chance that repeats: the same seed gives the same history on every machine. */
export interface Random {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** A key, by its share of the sum of all. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
}

/** Steps of Marsaglia's xorshift with 32 bits; good enough for titles, and for nothing secret. */
export function randomFrom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 8; warm += 1) next();
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      const [last] = entries.at(-1) ?? [];
      if (last === undefined) throw new Error('nothing to weigh');
      return last;
    },
  };
}
