import { describe, expect, it } from 'vitest';
import { type CompletedSprint, completedSprint, sizeOfSprint } from '#core/capacity/size.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { ledger } from './facts.ts';

const past = (units: number, changes: Partial<CompletedSprint> = {}): CompletedSprint => ({
  debt: 0,
  weight: units * 1000,
  days: 14,
  isInnovation: false,
  ...changes,
});
const unread = unavailable('the sprint of 12 October', 'unreachable');

describe('the size of a sprint', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['A34: a holiday sprint does not count', [past(0), past(26), past(22), past(18)], 22],
    ['A35: the mean of the middle two', [past(22), past(18)], 20],
    ['A36: one sprint says nothing', [past(22)], null],
    ['none at all', [], null],
    ['one of two is empty', [past(0), past(22)], null],
    ['half a unit is rounded up', [past(19), past(18)], 19],
    ['six, in any order', [past(31), past(36), past(34), past(38), past(36), past(41)], 36],
    ['a seventh is too old', [past(1), past(1), past(1), past(1), past(1), past(1), past(99)], 1],
    ['the look-back is six, the empty ones among them', [past(0), past(0), past(0), past(0), past(0), past(9), past(9)], null],
    ['an innovation sprint does not count', [past(99, { isInnovation: true }), past(20), past(22)], 21],
    ['a third of a unit is rounded once', [past(0.5), past(0.5)], 1],
    ['shorter sprints weigh by the day', [past(7, { days: 7 }), past(14)], 14],
    ['and 5 in 7 days with 20 in 14 make 15', [past(5, { days: 7 }), past(20)], 15],
    ['an odd count of different lengths', [past(1, { days: 3 }), past(10, { days: 10 }), past(30, { days: 14 })], 14],
  ])('%s', (_, completed, expected) => {
    const size = sizeOfSprint(null, completed, 14);
    expect(size).toMatchObject({ origin: expected === null ? 'unknown' : 'history', size: expected === null ? null : expected * 1000 });
  });

  it('scales with the days of the sprint at hand', () => {
    expect(sizeOfSprint(null, [past(20), past(20)], 7)).toMatchObject({ size: 10_000 });
    expect(sizeOfSprint(null, [past(20), past(20)], 1)).toMatchObject({ size: 1000 });
  });

  it('names what it is the median of', () => {
    expect(sizeOfSprint(null, [past(22), past(0), past(18)], 14)).toHaveProperty('weights', [22_000, 18_000]);
  });

  it('is unread as soon as one of the sprints that it needs is', () => {
    expect(sizeOfSprint(null, [past(20), unread, past(22)], 14)).toBe(unread);
    expect(sizeOfSprint(null, [...Array.from({ length: 6 }, () => past(20)), unread], 14)).toMatchObject({
      size: 20_000,
    });
  });

  it('goes by the sums that earlier sprints ended with', () => {
    const sprint = { days: 14, isInnovation: false };
    const ended = [completedSprint(ledger(4, 18), sprint), completedSprint(ledger(2, 16), sprint)];
    expect(ended[0]).toEqual({ debt: 4000, weight: 22_000, ...sprint });
    expect(sizeOfSprint(null, ended, 14)).toMatchObject({ size: 20_000 });
  });

  it('that is configured needs no history', () => {
    expect(sizeOfSprint(12_500, [unread], 14)).toEqual({ origin: 'configured', size: 12_500 });
  });
});
