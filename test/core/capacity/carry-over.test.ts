import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOver } from '#core/capacity/carry-over.ts';
import type { CompletedSprint } from '#core/capacity/size.ts';

const BAND = { floor: 1000, ceiling: 3000 };
const OPTIONS = { interest: 1000, maxShift: 1000 };
const past = (debt: number, weight: number, isInnovation = false): CompletedSprint => ({
  debt: debt * 1000,
  weight: weight * 1000,
  days: 14,
  isInnovation,
});
/** The worked example of the specification. */
const WORKED = [past(0, 20), past(1, 20), past(5, 20), past(3, 20)];

describe('what is carried over', () => {
  it.each([
    [1, 2000, 1000],
    [2, 3200, 1000],
    [3, 520, 260],
    [4, 0, 0],
  ])('after sprint %d of the worked example: %d thousandths, %d basis points', (sprints, owed, shift) => {
    const carried = carryOver(WORKED.slice(0, sprints), BAND, 20_000, OPTIONS);
    expect([carried.owed.at(-1), carried.shift]).toEqual([owed, shift]);
  });

  it('is capped by the largest shift, which without one would be 16 points', () => {
    expect(carryOver(WORKED.slice(0, 2), BAND, 20_000, { ...OPTIONS, maxShift: 10_000 }).shift).toBe(1600);
  });

  it('never moves the ceiling past the whole', () => {
    expect(carryOver(WORKED.slice(0, 2), { floor: 1000, ceiling: 9510 }, 20_000, OPTIONS).shift).toBe(490);
  });

  it('is floored to a tenth of a point', () => {
    expect(carryOver([past(1, 15)], BAND, 7000, OPTIONS).shift).toBe(710);
  });

  it.each([
    ['a sprint without work', past(0, 0)],
    ['an innovation sprint', past(9, 20, true)],
  ])('is left as it was by %s', (_, sprint) => {
    expect(carryOver([past(0, 20), sprint], BAND, 20_000, OPTIONS).owed).toEqual([2000, 2000]);
  });

  it('banks no credit', () => {
    expect(carryOver([past(20, 20), past(0, 20)], BAND, 20_000, OPTIONS).owed).toEqual([0, 2000]);
  });

  it('moves nothing while the size of the sprint is unknown', () => {
    expect(carryOver(WORKED.slice(0, 2), BAND, null, OPTIONS).shift).toBe(0);
  });

  it('loses nothing over a hundred sprints of a tenth of interest', () => {
    // 0.1 owed and nothing paid: owed = 0.1 × (1.1^n − 1) ÷ 0.1, in thousandths.
    const history = Array.from({ length: 100 }, () => past(0, 1));
    const exact = (11n ** 100n - 10n ** 100n) * 1000n;
    expect(carryOver(history, BAND, 20_000, OPTIONS).owed.at(-1)).toBe(Number(((exact * 2n) / 10n ** 100n + 1n) / 2n));
  });

  it('is never negative, and never more than allowed', () => {
    const sprint = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(sprint, { maxLength: 12 }), fc.integer({ min: 0, max: 2000 }), (history, maxShift) => {
        const sprints = history.map(([debt, rest, isInnovation]) => past(debt, debt + rest, isInnovation));
        const { owed, shift } = carryOver(sprints, BAND, 20_000, { interest: 1000, maxShift });
        expect(owed.every((each) => each >= 0)).toBe(true);
        expect(shift).toBeGreaterThanOrEqual(0);
        expect(shift).toBeLessThanOrEqual(maxShift);
        expect(shift % 10).toBe(0);
      }),
    );
  });
});
