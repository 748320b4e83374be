/** The first, from below, that so many percent do not exceed. */
export function rank(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.find((value) => sorted.filter((one) => one <= value).length * 100 >= share * sorted.length) ?? null;
}

/** What is left after taking the least and the largest away, again and again. */
export function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  while (sorted.length > 2) {
    sorted.pop();
    sorted.shift();
  }
  return sorted.length === 0 ? null : sorted.reduce((a, b) => a + b, 0) / sorted.length;
}
