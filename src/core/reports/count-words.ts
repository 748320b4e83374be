/** How many of what, in words. */
import type { Unit } from '../capacity/weight.ts';

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

/** How one of merged work is called in each unit. */
export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  'pull-requests': 'pull request',
  size: 'size point',
  points: 'point',
  lines: 'line',
};

/** `3 size points`. */
export function counted(unit: Unit, units: number): string {
  return `${units} ${plural(UNIT_WORDS[unit], units)}`;
}
