/** What the issue before a generated week keeps: sprints and weeks that fit it, and others. */
import fc from 'fast-check';
import type { Sprint } from '#core/capacity/sprints/sprint.ts';
import type { KeptFigures, KeptSprint, WeekFigures } from '#core/summary/kept-figures.ts';
import type { CarriedBox } from '#core/summary/week.ts';
import { addLocalDays } from '#core/time.ts';
import { SCOPE } from './week-facts.ts';

export const CARTS = 'shop/pay-api#12';
export const KEYS = [CARTS, 'shop/pay-api#27', 'shop/pay-web#8', 'known:growth', 'milestone:shop/pay-api:Spring'];
const WEEKS = ['2026-W40', '2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46', '2026-W47', '2026-W53'];

export const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

function weekFigures(): fc.Arbitrary<WeekFigures> {
  const count = fc.nat(30);
  return fc.record({
    period: fc.constantFrom(...WEEKS),
    isPartial: fc.integer({ min: 0, max: 4 }).map((roll) => roll === 0),
    linked: count,
    toObjective: count,
    ofLinked: count,
    merged: count,
    cycleP50: maybe(count),
    cycleP90: maybe(count),
    deliveries: maybe(count),
    kind: fc.constantFrom(null, 'release', 'deployment'),
    restoreP50: maybe(count),
    reverts: count,
  });
}

export function kept({ reported, earlier }: { readonly reported: Sprint | null; readonly earlier: readonly Sprint[] }) {
  const all = earlier.map(({ firstDate, endDate, isInnovation }) => ({ firstDate, endDate, isInnovation }));
  // Some that no calendar holds any more, one of them to come, and one whose end was moved since.
  const others =
    reported === null
      ? []
      : [28, -9 * 14, -140].map((days) => ({
          firstDate: addLocalDays(reported.firstDate, days),
          endDate: addLocalDays(reported.firstDate, days + 14),
          isInnovation: false,
        }));
  const moved = all.slice(0, 1).map((one) => ({ ...one, endDate: addLocalDays(one.endDate, -1) }));
  return fc
    .record({
      week: weekFigures(),
      weeks: fc.uniqueArray(weekFigures(), { maxLength: 7, selector: ({ period }) => period }),
      sprints: fc.subarray([...all, ...others, ...moved]).chain((some) => fc.tuple(...some.map(keptOne))),
      boxes: fc.uniqueArray(fc.record({ id: fc.constantFrom(...BOX_IDS), since: fc.constantFrom(...WEEKS) }), {
        maxLength: 4,
        selector: ({ id }) => id,
      }),
      isSame: fc.integer({ min: 0, max: 3 }).map((roll) => roll > 0),
      isOurs: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
    })
    .map(({ week: of, weeks, sprints, boxes, isSame, isOurs }) => {
      const figures: KeptFigures = {
        v: 1,
        period: of.period,
        scope: isOurs ? SCOPE.id : 'another',
        week: of,
        weeks: weeks.filter(({ period }) => period !== of.period),
        sprints,
        rules: 'other rules',
        boxes,
        lines: [],
      };
      return { kept: figures, week: of, isSame };
    });
}

function keptOne(dates: Pick<KeptSprint, 'firstDate' | 'endDate' | 'isInnovation'>): fc.Arbitrary<KeptSprint> {
  return fc
    .record({ debt: fc.nat(6), other: fc.nat(14), floor: fc.nat(1500), wide: fc.integer({ min: 1, max: 4000 }) })
    .map(({ debt, other, floor, wide }) => ({
      ...dates,
      debt: debt * 1000,
      other: other * 1000,
      debtCount: debt,
      otherCount: other,
      floor,
      ceiling: floor + wide,
    }));
}

const BOX_IDS = [
  ...KEYS.map((key) => `measure:${key}`),
  'measure:shop/gone#1',
  'learned:#700',
  'learned:#703',
  'learned:#799',
];

export function box(): fc.Arbitrary<CarriedBox> {
  return fc.record({
    id: maybe(fc.constantFrom(...BOX_IDS)),
    text: fc.constantFrom('ask the bank', 'a measure'),
    since: fc.constantFrom(...WEEKS, 'no week'),
  });
}
