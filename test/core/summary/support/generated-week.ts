/** Weeks of any kind, small enough to count by hand and wide enough to reach every border: instants fall on boundaries, too. */
import fc from 'fast-check';
import type { Sprint } from '#core/capacity/sprints/sprint.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { rulesKey } from '#core/summary/rules-key.ts';
import type { GotPast, MergedPullRequest, SummaryObjective, WeekFacts } from '#core/summary/week.ts';
import { addLocalDays, addSeconds, localDaysBetween, startOfLocalDate } from '#core/time.ts';
import { box, CARTS, KEYS, kept, maybe } from './generated-kept.ts';
import { CAPACITY, merged, notable, objective, open, rules, SCOPE, week } from './week-facts.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const;
/** Clocks changed in both of the latter two zones in one of these weeks. */
const MONDAYS = ['2026-11-16', '2026-10-26', '2026-11-02', '2026-12-28', '2027-01-04'] as const;

export function anyWeek(): fc.Arbitrary<WeekFacts> {
  return fc
    .record({
      monday: fc.constantFrom(...MONDAYS),
      zone: fc.constantFrom(...ZONES),
      settings: settings(),
      place: place(),
    })
    .chain(({ monday, zone, settings: written, place: where }) => {
      const at = (days: number) => startOfLocalDate(addLocalDays(monday, days), zone);
      const calendar = calendarOf(monday, zone, where);
      const from = at(-1 - where.reads * 14);
      // On the border of a day, or a second before, or somewhere in it.
      const instant = fc
        .tuple(dayOf(where.reads), fc.constantFrom(0, -1, 1, 3600, 40_000, 80_000))
        .map(([days, seconds]) => addSeconds(at(days), seconds))
        .filter((one) => one >= from && one <= addSeconds(at(7), 36_000));
      const date = fc.integer({ min: -40, max: 20 }).map((days) => addLocalDays(monday, days));
      const configured = rules({
        timezone: zone,
        guardrails: { 'debt-capacity': { ...CAPACITY, ...written.capacity }, 'linked-objective': written.links },
        objectives: { ...DEFAULTS.objectives, 'max-open': written.maxOpen },
      } as Parameters<typeof rules>[0]);
      const facts = fc.record({
        merged: fc.array(pullRequest(instant), { maxLength: 40, size: 'max' }).map(numbered),
        open: maybe(
          fc
            .array(openOne(instant), { maxLength: 6, size: 'max' })
            .map((all) => all.map((one, n) => open(`#${900 + n}`, one))),
        ),
        objectives: maybe(
          fc.subarray(KEYS).chain((keys) => fc.tuple(...keys.map((key) => anyObjective(key, instant)))),
        ),
        issues: maybe(
          fc
            .array(issue(instant, date), { maxLength: 12, size: 'max' })
            .map((all) => all.map((one, n) => notable(one.kind, `#${700 + n}`, `Issue ${n}`, one))),
        ),
        deliveries: maybe(
          fc.record({
            kind: fc.constantFrom(null, 'release', 'deployment'),
            at: fc.array(instant, { maxLength: 9, size: 'max' }),
          }),
        ),
        debtIssues: maybe(
          fc.record({
            open: fc
              .array(instant, { maxLength: 12, size: 'max' })
              .map((all) => all.map((createdAt, n) => ({ ref: `#${600 + n}`, title: 'Old', url: null, createdAt }))),
            opened: fc.nat(9),
            closed: fc.nat(9),
            isPartial: fc.boolean(),
          }),
        ),
        kept: maybe(kept(calendar)),
        boxes: fc.array(box(), { maxLength: 5, size: 'max' }),
        isMissing: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
      });
      return facts.map(({ kept: figures, boxes, isMissing, ...rest }) => {
        const base = week({
          ...rest,
          now: addSeconds(at(7), 36_000),
          rules: configured,
          mergedSince: from,
          period: {
            name: isoWeek(monday),
            firstDate: monday,
            endDate: addLocalDays(monday, 7),
            start: at(0),
            end: at(7),
            dueAt: addSeconds(at(7), 36_000),
          },
          scope: isMissing ? { ...SCOPE, missing: ['shop/pay-old'] } : SCOPE,
          sprints: where.isUnread ? unavailable('the iterations', 'forbidden') : calendar,
        });
        const previous =
          figures === null
            ? null
            : {
                number: 5,
                url: 'https://github.com/shop/pay-api/issues/5',
                period: figures.week.period,
                kept: figures.isSame ? { ...figures.kept, rules: rulesKey(base) } : figures.kept,
                boxes,
              };
        return { ...base, previous };
      });
    });
}

/** Half of them in the week itself and about it. */
function dayOf(reads: number): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: -1, max: 7 }), fc.integer({ min: -1 - reads * 14, max: 7 }));
}

function isoWeek(monday: string): string {
  const thursday = new Date(Date.parse(addLocalDays(monday, 3)));
  const year = thursday.getUTCFullYear();
  const days = (thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

const percent = (least: number, most: number) => fc.integer({ min: least, max: most }).map((share) => `${share}%`);

function settings() {
  return fc.record({
    maxOpen: fc.integer({ min: 1, max: 4 }),
    links: fc.record({
      require: fc.constantFrom('link', 'objective'),
      skip: fc.constant(DEFAULTS.guardrails['linked-objective'].skip),
    }),
    capacity: fc.record({
      floor: percent(0, 20),
      ceiling: percent(21, 60),
      basis: fc.constantFrom('planned', 'projected', 'merged'),
      unit: fc.constantFrom('pull-requests', 'points'),
      capacity: fc.oneof(fc.constant('auto'), fc.integer({ min: 1, max: 40 })),
      'min-sample': fc.integer({ min: 1, max: 8 }),
      'carry-over': fc.record({
        mode: fc.constantFrom('off', 'report', 'enforce'),
        interest: percent(0, 50),
        'max-shift': percent(0, 30),
      }),
    }),
  });
}

interface Place {
  /** How many sprints before the week were read. */
  readonly reads: number;
  /** Day of the reported sprint, of fourteen, on which the week begins; null for no sprint. */
  readonly begins: number | null;
  readonly earlier: number;
  readonly innovation: readonly boolean[];
  readonly isAssumed: boolean;
  readonly isUnread: boolean;
}

function place(): fc.Arbitrary<Place> {
  return fc.record({
    reads: fc.integer({ min: 1, max: 4 }),
    begins: fc.option(fc.constantFrom(0, 3, 7), { nil: null, freq: 9 }),
    earlier: fc.nat(8),
    innovation: fc.array(
      fc.integer({ min: 0, max: 5 }).map((roll) => roll === 0),
      { minLength: 10, maxLength: 10 },
    ),
    isAssumed: fc.boolean(),
    isUnread: fc.integer({ min: 0, max: 11 }).map((roll) => roll === 0),
  });
}

function calendarOf(monday: string, zone: string, { begins, earlier, innovation, isAssumed }: Place) {
  const first = addLocalDays(monday, -(begins ?? 0));
  const sprintAt = (offset: number): Sprint => {
    const firstDate = addLocalDays(first, offset * 14);
    const endDate = addLocalDays(firstDate, 14);
    return {
      firstDate,
      endDate,
      start: startOfLocalDate(firstDate, zone),
      end: startOfLocalDate(endDate, zone),
      days: localDaysBetween(firstDate, endDate),
      title: null,
      isInnovation: innovation[offset + 8] ?? false,
    };
  };
  return {
    reported: begins === null ? null : sprintAt(0),
    begun: begins === 7 ? sprintAt(1) : null,
    earlier: Array.from({ length: earlier }, (_, index) => sprintAt(-1 - index)),
    isAssumed,
    goal: null,
    goalOfBegun: null,
    question: null,
  };
}

const reason = { code: 'default' } as const;

function pullRequest(instant: fc.Arbitrary<string>): fc.Arbitrary<Partial<MergedPullRequest>> {
  return fc
    .record({
      class: fc.constantFrom('debt', 'other', 'other', 'expedite', 'excluded'),
      weight: fc.constantFrom(1000, 1000, 500, 2000),
      mergedAt: instant,
      hours: fc.integer({ min: 0, max: 900 }),
      isUnclassified: fc.boolean(),
      author: fc.constantFrom('anne', 'bo', 'cleo', 'dev', 'agent[bot]'),
      objectives: fc.oneof(fc.constant([]), fc.subarray(KEYS), fc.constant([CARTS, CARTS])),
      isLinkedOnly: fc.boolean(),
      outcome: fc.constantFrom('pass', 'fail', 'not-applicable', 'not-available'),
      gotPast: fc.subarray<GotPast>([
        { by: 'skip-label', label: 'no-objective' },
        { by: 'expedite', isVerified: false },
        { by: 'failing-verdict' },
      ]),
      isRevert: fc.boolean(),
    })
    .map(({ hours, isLinkedOnly, ...one }) => ({
      ...one,
      reason,
      isLinked: isLinkedOnly || one.objectives.length > 0,
      createdAt: addSeconds(one.mergedAt, -hours * 3600 - 17),
    }));
}

function numbered(all: readonly Partial<MergedPullRequest>[]): readonly MergedPullRequest[] {
  return all.map((one, index) => merged(index % 3 === 0 ? `pay-web#${index}` : `#${index}`, one));
}

function openOne(instant: fc.Arbitrary<string>) {
  return fc.record({
    createdAt: instant,
    isDraft: fc.boolean(),
    waitsSince: maybe(instant),
    isBlocked: fc.boolean(),
    objectives: fc.subarray(KEYS),
  });
}

function anyObjective(key: string, instant: fc.Arbitrary<string>): fc.Arbitrary<SummaryObjective> {
  return fc
    .record({
      isOpen: fc.boolean(),
      createdAt: maybe(instant),
      closedAt: instant,
      measure: maybe(fc.constantFrom('p90 < 24 h', 'ship it', 'Release notes are read', 'Built in Berlin')),
      title: fc.option(fc.constantFrom('Fewer mails', 'Ship it', 'Shipping is cheaper', 'Shipwrights'), {
        nil: null,
        freq: 8,
      }),
      subIssueClosedAt: maybe(instant),
      editedAt: maybe(instant),
    })
    .map(({ closedAt, ...one }) => ({
      ...objective('#1', ''),
      ...one,
      key,
      ref: key.startsWith('shop/pay-api') ? key.slice('shop/pay-api'.length) : key,
      closedAt: one.isOpen ? null : closedAt,
    }));
}

function issue(instant: fc.Arbitrary<string>, date: fc.Arbitrary<string>) {
  return fc.record({
    kind: fc.constantFrom('decision', 'question', 'blocked', 'incident', 'incident', 'incident', 'experiment'),
    createdAt: instant,
    closedAt: maybe(instant),
    sunset: maybe(date),
    learned: maybe(fc.constant('it did not')),
  });
}
