import { expect, test } from 'vitest';
import { interleaved, median, percentile } from '../../bench/measure.ts';

test('the median of an odd number of runs is the one in the middle, whatever their order', () => {
  expect(median([9, 1, 5])).toBe(5);
});

test('a percentile is a value that was measured, by the nearest rank', () => {
  const values = Array.from({ length: 200 }, (_, index) => index + 1);
  expect(percentile(values, 99)).toBe(198);
  expect(percentile(values, 100)).toBe(200);
  expect(percentile([7], 10)).toBe(7);
});

test('cases take turns, each round begins with another, and the first round is not counted', async () => {
  const order: string[] = [];
  const note = (name: string) => async () => order.push(name);
  const results = await interleaved(2, { a: note('a'), b: note('b'), c: note('c') });
  expect(order.join('')).toBe('abc' + 'abc' + 'bca');
  expect(results.b).toEqual([5, 7]);
});
