import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePercentage } from '#core/capacity/band.ts';
import { decide } from '#core/capacity/decide.ts';
import { NO_SUMS, withItem } from '#core/capacity/ledger.ts';
import { BASES } from '#core/capacity/weighing.ts';
import { UNITS } from '#core/capacity/weight.ts';
import { facts, ledger, ONE, size } from './facts.ts';
import { afterUnits, closedForm, rowByModel, sideAfter, type WeighedFacts, wayOutByModel } from './reference-model.ts';

const band = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 10_000 }))
  .map(([floor, width]) => ({ floor, ceiling: Math.min(10_000, floor + width) }));
const roundBand = fc.constantFrom(
  { floor: 1000, ceiling: 3000 },
  { floor: 1500, ceiling: 3500 },
  { floor: 0, ceiling: 2000 },
  { floor: 2000, ceiling: 2500 },
  { floor: 5000, ceiling: 10_000 },
);
/** Weights from one thousandth to far more than a sprint, whole units most of all. */
const weight = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 40 }).map((units) => units * ONE) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * ONE }) },
);
const capacity = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 60 }).map((units) => size(units)) },
  { weight: 1, arbitrary: fc.constant(size(null)) },
);

/** Any state that the rows R4 to R8 may meet, with debt known. */
const state = fc
  .record({
    class: fc.constantFrom('debt', 'other'),
    debt: weight,
    other: weight,
    weight: fc.oneof(fc.constantFrom(ONE, 2 * ONE, 3 * ONE, 5 * ONE, 8 * ONE), weight),
    size: capacity,
    band: fc.oneof(roundBand, roundBand, band),
    basis: fc.constantFrom(...BASES),
    unit: fc.constantFrom(...UNITS),
    minSample: fc.integer({ min: 0, max: 9 }),
    days: fc.integer({ min: 1, max: 28 }),
    left: fc.nat(28),
    mode: fc.constantFrom('enforce', 'warn', 'off'),
  })
  .map(
    ({ debt, other, days, left, mode, ...rest }): WeighedFacts =>
      ({
        ...facts(),
        ...rest,
        floor: { mode, isBug: false, hasDebt: true },
        sprint: { isInnovation: false, isAssumed: false, days, daysLeft: Math.min(days, left) },
        ledger: ledger(debt / ONE, other / ONE),
      }) as WeighedFacts,
  );

const isStop = (code: string) => code === 'block-ceiling' || code === 'block-floor';
const isArmed = ({ size: { size }, floor: { mode } }: WeighedFacts) => size !== null && mode !== 'off';
const opposite = (given: WeighedFacts): WeighedFacts => ({
  ...given,
  class: given.class === 'debt' ? 'other' : 'debt',
});
const RUNS = { numRuns: 5000 };

describe('for every state, the decision', () => {
  it('is that of the reference model', () => {
    fc.assert(
      fc.property(state, (given) => {
        const { row, code } = decide(given);
        const model = rowByModel(given);
        if (model !== 'stop') expect(row).toBe(model);
        else if (given.class === 'debt') expect(code).toBe('block-ceiling');
        else expect(code).toBe(isArmed(given) ? 'block-floor' : 'pass-unarmed');
      }),
      RUNS,
    );
  });

  it('never stops what leaves the merged work inside the band', () => {
    fc.assert(
      fc.property(state, (given) => {
        if (sideAfter(given) === 'inside') expect(isStop(decide(given).code)).toBe(false);
      }),
      RUNS,
    );
  });

  it('stops only the class that pushes: debt that ends above, other work that ends below', () => {
    fc.assert(
      fc.property(state, (given) => {
        const { code } = decide(given);
        if (code === 'block-ceiling') expect([given.class, sideAfter(given)]).toEqual(['debt', 'above']);
        if (code === 'block-floor') expect([given.class, sideAfter(given)]).toEqual(['other', 'below']);
      }),
      RUNS,
    );
  });

  it('never stops both classes at equal weight', () => {
    fc.assert(
      fc.property(state, (given) => {
        expect(isStop(decide(given).code) && isStop(decide(opposite(given)).code)).toBe(false);
      }),
      RUNS,
    );
  });

  it('lets debt over the ceiling only where the floor would stop other work of its weight', () => {
    fc.assert(
      fc.property(state, (given) => {
        if (given.class === 'debt' && decide(given).row === 'R7') expect(isArmed(given)).toBe(true);
      }),
      RUNS,
    );
  });

  it('names the least that lets it pass', () => {
    fc.assert(
      fc.property(state, (given) => {
        const decision = decide(given);
        if (decision.row !== 'R8') return;
        const { units } = decision.wayOut;
        if (units > 2000) return;
        expect(units).toBe(wayOutByModel(given));
        expect(isStop(decide(afterUnits(given, units)).code)).toBe(false);
        expect(isStop(decide(afterUnits(given, units - 1)).code)).toBe(true);
        expect(decision.wayOut.class).toBe(opposite(given).class);
        if (decision.figures.basis !== 'projected') expect(units).toBeLessThanOrEqual(closedForm(given));
      }),
      RUNS,
    );
  });

  it('names the most of it that would pass', () => {
    fc.assert(
      fc.property(state, (given) => {
        const decision = decide(given);
        if (decision.row !== 'R8') return;
        const { part } = decision;
        if (part > 0) expect(isStop(decide({ ...given, weight: part * ONE }).code)).toBe(false);
        if ((part + 1) * ONE < given.weight)
          expect(isStop(decide({ ...given, weight: (part + 1) * ONE }).code)).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not change by the passing of time alone, unless projected', () => {
    fc.assert(
      fc.property(state, fc.nat(28), (given, left) => {
        if (given.basis === 'projected') return;
        const { days } = given.sprint;
        expect(decide({ ...given, sprint: { ...given.sprint, daysLeft: Math.min(days, left) } })).toEqual(
          decide(given),
        );
      }),
      RUNS,
    );
  });

  it('does not depend on the order in which work merged', () => {
    const item = fc.record({
      class: fc.constantFrom('debt', 'other', 'expedite', 'excluded'),
      weight: fc.integer({ min: 0, max: 9000 }),
    });
    const both = fc
      .array(item, { maxLength: 40 })
      .chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })));
    fc.assert(
      fc.property(state, both, (given, [items, shuffled]) => {
        const merged = (list: typeof items) => decide({ ...given, ledger: list.reduce(withItem, NO_SUMS) });
        expect(merged(shuffled)).toEqual(merged(items));
      }),
    );
  });

  it('has a plan whose ends hold the shares of P exactly', () => {
    fc.assert(
      fc.property(state, (given) => {
        const decision = decide(given);
        if (!('figures' in decision) || decision.figures === null || decision.figures.basis === 'projected') return;
        const { plan, basis } = decision.figures;
        const merged = given.ledger.debt + given.ledger.other + given.weight;
        const base = BigInt(basis === 'planned' ? Math.max(merged, given.size.size ?? 0) : merged);
        const [floor, ceiling, unit] = [BigInt(given.band.floor), BigInt(given.band.ceiling), 10_000_000n];
        expect(BigInt(plan.least) * unit >= floor * base && BigInt(plan.least - 1) * unit < floor * base).toBe(true);
        expect(BigInt(plan.most) * unit <= ceiling * base && BigInt(plan.most + 1) * unit > ceiling * base).toBe(true);
        const others = (10_000n - floor) * base;
        expect(BigInt(plan.mostOther) * unit <= others && BigInt(plan.mostOther + 1) * unit > others).toBe(true);
        expect(Math.abs(plan.about * 1000 - Number(base))).toBeLessThanOrEqual(500);
      }),
      RUNS,
    );
  });
});

describe('shares are exact', () => {
  it('for every ceiling that is a sum of two, such as 10 % + 20 %: its last thousandth passes, the next does not', () => {
    const points = (percent: number) => {
      const parsed = parsePercentage(`${percent}%`);
      return 'basisPoints' in parsed ? parsed.basisPoints : Number.NaN;
    };
    for (let floor = 0.1; floor < 50; floor += 0.7) {
      for (let width = 0.1; width < 50; width += 0.9) {
        const [low, high] = [points(Number(floor.toFixed(1))), points(Number(width.toFixed(1)))];
        const ceiling = low + high;
        // K is 10 000 units, so that a basis point is one of them.
        const given = { band: { floor: low, ceiling }, size: size(10_000), minSample: 0, unit: 'size' as const };
        const atEnd = facts({ ...given, ledger: ledger(ceiling - 1, 0) });
        expect(decide(atEnd).row, `${ceiling}`).toBe(ceiling === 1 ? 'R5' : 'R6');
        expect(decide({ ...atEnd, weight: ONE + 1 }).code, `${ceiling}`).toBe('block-ceiling');
        const reserve = facts({ ...given, class: 'other', ledger: ledger(0, 10_000 - low - 1) });
        expect(decide(reserve).row, `${low}`).toBe('R6');
        expect(decide({ ...reserve, weight: ONE + 1 }).code, `${low}`).toBe('block-floor');
      }
    }
  });

  it('beyond what a floating point number holds', () => {
    // 2^53 thousandths times 10 000: 30 % of P is 6 units here, to the thousandth, and D + w one thousandth more.
    const large = 2 ** 52;
    const given = facts({
      size: { origin: 'configured', size: large * 2 - 2 },
      weight: 1,
      minSample: 0,
      unit: 'lines',
    });
    const most = Number((BigInt(large * 2 - 2) * 3000n) / 10_000n);
    expect(decide({ ...given, ledger: { ...NO_SUMS, debt: most - 1 } }).code).toBe('pass');
    expect(decide({ ...given, ledger: { ...NO_SUMS, debt: most } }).code).toBe('block-ceiling');
  });
});

describe('of all small states', () => {
  const WHOLE_PULL_REQUESTS = { unit: 'pull-requests', weight: ONE } as const;

  it('none stops both classes, and none is stopped although it ends in the band', () => {
    const sizes = [null, 1, 2, 3, 5, 8, 13, 20, 33].map(size);
    let states = 0;
    const wrong: WeighedFacts[] = [];
    for (let floor = 0; floor < 10_000; floor += 1000) {
      for (let ceiling = floor + 1000; ceiling <= 10_000; ceiling += 1000) {
        for (const K of sizes) {
          for (let debt = 0; debt <= 12; debt++) {
            for (let other = 0; other <= 12; other++) {
              const given = { band: { floor, ceiling }, size: K, ledger: ledger(debt, other), ...WHOLE_PULL_REQUESTS };
              const [one, two] = (['debt', 'other'] as const).map((name) => facts({ ...given, class: name })) as [
                WeighedFacts,
                WeighedFacts,
              ];
              const stops = [one, two].filter((each) => isStop(decide(each).code));
              states++;
              if (stops.length > 1) wrong.push(one);
              wrong.push(...stops.filter((each) => sideAfter(each) === 'inside'));
            }
          }
        }
      }
    }
    expect([states, wrong]).toEqual([55 * 9 * 13 * 13, []]);
  });

  it('none in the band of 10 to 30 % needs the tolerance, for any K to 60', () => {
    for (let K = 1; K <= 60; K++) {
      for (let debt = 0; debt <= 20; debt++) {
        for (let other = 0; other <= 30; other++) {
          for (const name of ['debt', 'other'] as const) {
            const { row } = decide(facts({ class: name, size: size(K), ledger: ledger(debt, other) }));
            if (row === 'R7') expect.fail(`K ${K}, D ${debt}, N ${other}, ${name}`);
          }
        }
      }
    }
  });
});
