import { describe, expect, it } from 'vitest';
import { linesWithin, thousandths, UNITS, type Unit, type WeightOptions, weightOf } from '#core/capacity/weight.ts';

const options = (unit: Unit): WeightOptions => ({ unit, points: { labels: 'points/', default: 1000 }, linesCap: 500 });
const change = (lines: number, labels: readonly string[] = []) => ({
  additions: Math.ceil(lines / 2),
  deletions: Math.floor(lines / 2),
  labels,
});

describe('the weight of a pull request', () => {
  it('counts one each', () => expect(weightOf(change(9999), options('pull-requests'))).toBe(1000));

  it.each([
    [0, 1],
    [10, 1],
    [11, 2],
    [50, 2],
    [51, 3],
    [200, 3],
    [201, 5],
    [500, 5],
    [501, 8],
    [100_000, 8],
  ])('of %d changed lines has size %d', (lines, size) =>
    expect(weightOf(change(lines), options('size'))).toBe(size * 1000),
  );

  it.each([1, 2, 3, 4, 5, 6, 7])('of size %d at most is that of so many lines and no more', (size) => {
    const sizeOf = (lines: number) => weightOf(change(lines), options('size')) / 1000;
    expect(sizeOf(linesWithin(size))).toBeLessThanOrEqual(size);
    expect(sizeOf(linesWithin(size) + 1)).toBeGreaterThan(size);
  });

  it.each([
    [0, 0],
    [499, 499],
    [500, 500],
    [501, 500],
  ])('of %d changed lines counts %d lines', (lines, counted) =>
    expect(weightOf(change(lines), options('lines'))).toBe(counted * 1000),
  );

  it.each([
    [['points/3'], 3000],
    [['bug', 'Points/0.5'], 500],
    [['points/0'], 0],
    [['points/1.125'], 1125],
    [['points/2', 'points/8', 'points/5'], 8000],
    [[], 1000],
    [['points/'], 1000],
    [['points/many'], 1000],
    [['points/-1'], 1000],
    [['points/1e9'], 1000],
    [['points/1.0001'], 1000],
    [['points/99999999999999999999'], 1000],
    [['story-points/3'], 1000],
  ])('of labels %j is %d thousandths of a point', (labels, weight) =>
    expect(weightOf(change(40, labels), options('points'))).toBe(weight),
  );

  it('is a whole number of thousandths in every unit', () => {
    for (const unit of UNITS) expect(Number.isSafeInteger(weightOf(change(777), options(unit)))).toBe(true);
  });
});

describe('a number of units', () => {
  it.each([
    [20, 20_000],
    [0.5, 500],
    ['12.125', 12_125],
    [1_000_000, 1_000_000_000],
    [1_000_001, null],
    [0.0001, null],
    [-1, null],
    [Number.NaN, null],
  ])('%j is %j thousandths', (units, expected) => expect(thousandths(units)).toBe(expected));
});
