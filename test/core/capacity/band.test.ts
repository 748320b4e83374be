import { describe, expect, it } from 'vitest';
import { capOf, isBand, parsePercentage, shiftedBand } from '#core/capacity/band.ts';

describe('a percentage', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['10%', { problem: null, basisPoints: 1000 }],
    [10, { problem: null, basisPoints: 1000 }],
    ['12.5 %', { problem: null, basisPoints: 1250 }],
    ['0.25%', { problem: null, basisPoints: 25 }],
    [0, { problem: null, basisPoints: 0 }],
    [0.0, { problem: null, basisPoints: 0 }],
    ['100%', { problem: null, basisPoints: 10_000 }],
    [1, { problem: null, basisPoints: 100 }],
    [33.33, { problem: null, basisPoints: 3333 }],
    // A39
    [0.1, { problem: 'fraction', meant: 1000 }],
    ['0.1', { problem: 'fraction', meant: 1000 }],
    [0.125, { problem: 'fraction', meant: 1250 }],
    ['100.01%', { problem: 'malformed' }],
    ['33.333%', { problem: 'malformed' }],
    [-1, { problem: 'malformed' }],
    ['1e1', { problem: 'malformed' }],
    [Number.NaN, { problem: 'malformed' }],
    ['ten', { problem: 'malformed' }],
    ['', { problem: 'malformed' }],
  ])('written %j is %j', (written, expected) => expect(parsePercentage(written)).toEqual(expected));
});

describe('a band', () => {
  it.each([
    [0, 10_000, true],
    [1000, 3000, true],
    // A40
    [3000, 3000, false],
    [3000, 1000, false],
    [-1, 3000, false],
    [1000, 10_001, false],
    [10.5, 3000, false],
  ])('from %d to %d: %j', (floor, ceiling, expected) => expect(isBand({ floor, ceiling })).toBe(expected));

  it('caps debt by its ceiling and all else by its floor', () => {
    expect([capOf('debt', { floor: 1000, ceiling: 3000 }), capOf('other', { floor: 1000, ceiling: 3000 })]).toEqual([
      3000, 9000,
    ]);
  });

  it('moves as a whole and never past the end', () => {
    expect(shiftedBand({ floor: 1000, ceiling: 3000 }, 500)).toEqual({ floor: 1500, ceiling: 3500 });
    expect(shiftedBand({ floor: 7000, ceiling: 9500 }, 1000)).toEqual({ floor: 7500, ceiling: 10_000 });
  });
});
