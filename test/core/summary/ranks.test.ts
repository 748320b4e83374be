import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, percentile } from '#core/summary/ranks.ts';
import { middle, rank } from './support/ranks-by-hand.ts';

const NUMBERS = fc.array(fc.nat(50), { maxLength: 120, size: 'max' });

describe('order statistics', () => {
  it('are percentiles by nearest rank, each a number of the list', () => {
    expect([50, 90, 100].map((percent) => percentile([30, 10, 50, 20, 40], percent))).toEqual([30, 50, 50]);
    expect(percentile([], 50)).toBeNull();
    fc.assert(
      fc.property(NUMBERS, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        expect(percentile(values, percent)).toBe(rank(values, percent));
      }),
    );
  });

  it('are medians that lie halfway between two', () => {
    expect([median([4, 1, 3]), median([4, 1, 3, 2]), median([7]), median([])]).toEqual([3, 2.5, 7, null]);
    fc.assert(
      fc.property(NUMBERS, (values) => {
        expect(median(values)).toBe(middle(values));
      }),
    );
  });
});
