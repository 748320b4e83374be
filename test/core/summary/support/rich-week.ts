/**
 * A made-up team in a week in which every block has something to say: `payments`, 16 to 22 November 2026, whose sprint
 * ended with it. Nothing in it was measured anywhere.
 */
import type { Sprint } from '#core/capacity/sprints/sprint.ts';
import type { KeptSprint, WeekFigures } from '#core/summary/kept-figures.ts';
import { rulesKey } from '#core/summary/rules-key.ts';
import type { MergedPullRequest, SummaryObjective, WeekFacts } from '#core/summary/week.ts';
import { addLocalDays, localDaysBetween, startOfLocalDate } from '#core/time.ts';
import { CAPACITY, itemOf, merged, notable, objective, open, rules, SCOPE, week } from './week-facts.ts';

export const ZONE = 'Europe/Berlin';

export const RICH_RULES = rules({
  timezone: ZONE,
  sprint: { source: 'cadence', length: '2w', anchor: '2026-08-03', innovation: ['2026-08-03'] },
  guardrails: { 'debt-capacity': { ...CAPACITY, mode: 'enforce', floor: '10%', ceiling: '30%' } },
  objectives: Object.assign({}, { 'max-open': 3 }),
  ...Object.assign({}, { vision: { statement: 'Checkout that never loses a cart.', outcomes: [], constraints: [] } }),
});

/** Of two weeks, from a date on. */
export function sprint(firstDate: string, changes: Partial<Sprint> = {}): Sprint {
  const endDate = addLocalDays(firstDate, 14);
  return {
    firstDate,
    endDate,
    start: startOfLocalDate(firstDate, ZONE),
    end: startOfLocalDate(endDate, ZONE),
    days: localDaysBetween(firstDate, endDate),
    title: null,
    isInnovation: false,
    ...changes,
  };
}

export function keptSprint(firstDate: string, debt: number, other: number, changes: Partial<KeptSprint> = {}) {
  return {
    firstDate,
    endDate: addLocalDays(firstDate, 14),
    debt: debt * 1000,
    other: other * 1000,
    debtCount: debt,
    otherCount: other,
    isInnovation: false,
    floor: 1000,
    ceiling: 3000,
    ...changes,
  };
}

export function keptWeek(period: string, changes: Partial<WeekFigures> = {}): WeekFigures {
  return {
    period,
    isPartial: false,
    linked: 15,
    toObjective: 13,
    ofLinked: 16,
    merged: 20,
    cycleP50: 147_000,
    cycleP90: 400_000,
    deliveries: 5,
    kind: 'deployment',
    restoreP50: 9_000,
    reverts: 1,
    ...changes,
  };
}

const CARTS: SummaryObjective = objective('#12', 'Cart survives a failed payment', {
  subIssues: { done: 9, total: 14 },
  subIssueClosedAt: '2026-11-19T13:20:00Z',
});
const REFUNDS = objective('#27', 'Refund within a day', {
  measure: 'p90 < 24 h',
  subIssues: { done: 3, total: 8 },
  subIssueClosedAt: '2026-11-06T10:00:00Z',
});
const PCI = objective('#31', 'Migrate card data out of our systems', {
  measure: null,
  horizon: 'next',
  subIssues: { done: 2, total: 6 },
  editedAt: '2026-11-12T15:00:00Z',
});
const INVOICES = objective('#44', 'Self-serve invoices', {
  measure: '50 % self-served',
  subIssues: { done: 0, total: 5 },
});
const PARTNERS = objective('pay-web#8', 'Partners see their own payouts', {
  measure: 'support mails per payout < 0.1',
  horizon: 'later',
  createdAt: '2026-11-11T09:00:00Z',
});
const CHARGED_TWICE = objective('#19', 'Nobody is charged twice', {
  measure: 'no double charge in 30 days',
  isOpen: false,
  closedAt: '2026-11-18T16:00:00Z',
  subIssues: { done: 6, total: 6 },
  subIssueClosedAt: '2026-11-18T15:50:00Z',
});

const AUTHORS = ['anne', 'bo', 'cleo', 'dev'] as const;

/** One after the other, an hour and a half apart, each `hours` old when it merges. */
function series(
  refs: readonly string[],
  from: string,
  changes: Partial<MergedPullRequest> | ((index: number) => Partial<MergedPullRequest>),
): MergedPullRequest[] {
  return refs.map((ref, index) => {
    const at = Date.parse(from) + index * 5_400_000;
    return merged(ref, {
      mergedAt: instant(at),
      createdAt: instant(at - (6 + 9 * index) * 3_600_000),
      author: AUTHORS[index % AUTHORS.length] ?? 'anne',
      ...(typeof changes === 'function' ? changes(index) : changes),
    });
  });
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

function numbers(from: number, count: number, repository = ''): string[] {
  return Array.from({ length: count }, (_, index) => `${repository}#${from + index}`);
}

function towards(...keys: readonly SummaryObjective[]): Partial<MergedPullRequest> {
  return { isLinked: true, outcome: 'pass', objectives: keys.map(({ key }) => key) };
}

const UPDATE = {
  class: 'excluded',
  outcome: 'not-applicable',
  reason: { code: 'update-bot', login: 'renovate' },
} as const;
const DEBT = { class: 'debt', reason: { code: 'label', label: 'tech-debt' } } as const;

/** 16 to 22 November: 18 that must be linked, 16 of them are, 12 to an objective. */
const THIS_WEEK: readonly MergedPullRequest[] = [
  ...series(numbers(401, 7), '2026-11-16T08:10:00Z', (index) => ({
    ...towards(CARTS),
    title: index === 0 ? 'Keep the cart | when a `payment` fails' : `Keep the cart, part ${index}`,
  })),
  ...series(numbers(71, 4, 'pay-web'), '2026-11-17T07:30:00Z', towards(REFUNDS)),
  ...series(['#412'], '2026-11-17T13:00:00Z', towards(PCI)),
  ...series(numbers(416, 3), '2026-11-18T09:00:00Z', { ...DEBT, isLinked: true, outcome: 'pass' }),
  ...series(['#420'], '2026-11-19T09:00:00Z', { isLinked: true, outcome: 'pass' }),
  ...series(['#409'], '2026-11-19T15:00:00Z', { gotPast: [{ by: 'failing-verdict' }], isUnclassified: true }),
  ...series(['pay-web#75'], '2026-11-20T08:00:00Z', { isUnclassified: true, isRevert: true }),
  ...series(['#415'], '2026-11-20T10:00:00Z', {
    outcome: 'not-applicable',
    gotPast: [{ by: 'skip-label', label: 'no-objective' }],
  }),
  ...series(['#421'], '2026-11-20T11:00:00Z', {
    class: 'expedite',
    outcome: 'not-applicable',
    reason: { code: 'expedite-label', label: 'security' },
    gotPast: [{ by: 'expedite', isVerified: true }],
  }),
  ...series(numbers(430, 5), '2026-11-20T12:00:00Z', UPDATE),
];

/** 9 to 15 November, the first half of the sprint. */
const WEEK_BEFORE: readonly MergedPullRequest[] = [
  ...series(numbers(350, 8), '2026-11-09T08:10:00Z', towards(CARTS)),
  ...series(numbers(60, 5, 'pay-web'), '2026-11-10T08:10:00Z', towards(REFUNDS)),
  ...series(numbers(360, 2), '2026-11-11T08:10:00Z', { ...DEBT, isLinked: true, outcome: 'pass' }),
  ...series(['#365'], '2026-11-12T10:00:00Z', { isUnclassified: true }),
  ...series(numbers(370, 4), '2026-11-13T08:00:00Z', UPDATE),
];

/** The sprint before, 26 October to 8 November: 36, 7 of them debt. */
const SPRINT_BEFORE: readonly MergedPullRequest[] = [
  ...series(numbers(300, 29), '2026-10-26T08:00:00Z', towards(CARTS)),
  ...series(numbers(340, 7), '2026-11-02T08:00:00Z', { ...DEBT, isLinked: true, outcome: 'pass' }),
];

const BEFORE_THAT: readonly MergedPullRequest[] = series(['#291'], '2026-10-22T12:00:00Z', towards(INVOICES));

export const RICH_MERGED: readonly MergedPullRequest[] = [
  ...BEFORE_THAT,
  ...SPRINT_BEFORE,
  ...WEEK_BEFORE,
  ...THIS_WEEK,
].sort((a, b) => (a.mergedAt < b.mergedAt ? -1 : 1));

const EARLIER = ['2026-10-26', '2026-10-12', '2026-09-28', '2026-09-14', '2026-08-31', '2026-08-17', '2026-08-03'];

const ISSUES = [
  notable('decision', '#376', 'Keep webhook v1?', { createdAt: '2026-11-05T10:00:00Z' }),
  notable('question', '#388', 'Who decides on invoices?', { createdAt: '2026-11-17T08:00:00Z' }),
  notable('decision', '#301', 'Which bank first?', {
    createdAt: '2026-10-20T10:00:00Z',
    closedAt: '2026-11-17T10:00:00Z',
  }),
  notable('blocked', '#371', 'Payouts wait for the bank', {}),
  ...['2026-11-16', '2026-11-17', '2026-11-19', '2026-11-20'].map((date, index) =>
    notable('incident', `#39${index}`, `Refund queue stood still (${index + 1})`, {
      createdAt: `${date}T06:00:00Z`,
      closedAt: `${date}T0${7 + (index % 3)}:30:00Z`,
    }),
  ),
  notable('experiment', '#340', 'A banner that asks to retry', {
    createdAt: '2026-10-01T10:00:00Z',
    closedAt: '2026-11-19T10:00:00Z',
    learned: 'the banner saved no carts',
  }),
  notable('experiment', '#341', 'Pay by link', {
    createdAt: '2026-10-02T10:00:00Z',
    closedAt: '2026-11-20T10:00:00Z',
  }),
  notable('experiment', '#345', 'Wallets on the first page', {
    createdAt: '2026-10-12T10:00:00Z',
    sunset: '2026-11-15',
  }),
];

/** Five a week, and six in this one. */
const DEPLOYED = ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'].flatMap((monday, index) =>
  Array.from({ length: index === 4 ? 6 : 5 }, (_, day) => `${addLocalDays(monday, day)}T14:00:00Z`),
);

export function richWeek(changes: Partial<WeekFacts> = {}): WeekFacts {
  const facts = week({
    rules: RICH_RULES,
    merged: RICH_MERGED,
    mergedSince: '2026-10-11T22:00:00Z',
    open: [
      open('#398', { createdAt: '2026-11-15T08:00:00Z', waitsSince: '2026-11-17T07:00:00Z', objectives: [CARTS.key] }),
      open('#399', { createdAt: '2026-11-16T08:00:00Z', waitsSince: '2026-11-18T12:00:00Z', objectives: [CARTS.key] }),
      open('pay-web#80', { waitsSince: '2026-11-19T07:00:00Z', objectives: [REFUNDS.key] }),
      open('#425', { waitsSince: '2026-11-22T12:00:00Z', objectives: [CARTS.key] }),
      open('#426', { isDraft: true, objectives: [REFUNDS.key] }),
      open('#427', { isBlocked: true, isDebt: true }),
    ],
    objectives: [CARTS, REFUNDS, PCI, INVOICES, PARTNERS, CHARGED_TWICE],
    sprints: {
      reported: sprint('2026-11-09', { title: 'Sprint 24' }),
      begun: sprint('2026-11-23', { title: 'Sprint 25' }),
      earlier: EARLIER.map((date) => sprint(date, { isInnovation: date === '2026-08-03' })),
      isAssumed: false,
      goal: 'Refunds without a ticket.',
      goalOfBegun: null,
      question: 'Do people retry a payment, or leave?',
    },
    debtIssues: {
      open: ['2026-05-04', '2026-06-18', '2026-08-02', '2026-09-14', '2026-09-23', '2026-10-30', '2026-11-18'].map(
        (date, index) => ({
          ...itemOf(`#2${index}0`, `Old part ${index + 1}`, 'issues'),
          createdAt: `${date}T09:00:00Z`,
        }),
      ),
      opened: 3,
      closed: 5,
      isPartial: false,
    },
    issues: ISSUES,
    deliveries: { kind: 'deployment', at: DEPLOYED },
    ...changes,
  });
  return 'previous' in changes ? facts : { ...facts, previous: previousOf(facts) };
}

function previousOf(facts: WeekFacts): WeekFacts['previous'] {
  return {
    number: 397,
    url: 'https://github.com/shop/pay-api/issues/397',
    period: '2026-W46',
    kept: {
      v: 1,
      period: '2026-W46',
      scope: SCOPE.id,
      week: keptWeek('2026-W46'),
      weeks: [
        keptWeek('2026-W45', { cycleP50: 150_000, reverts: 0, restoreP50: 7_200 }),
        keptWeek('2026-W44', { cycleP50: 130_000, deliveries: 4, reverts: 0, restoreP50: null }),
        keptWeek('2026-W43', { cycleP50: 160_000, deliveries: 6, reverts: 0 }),
      ],
      sprints: [
        keptSprint('2026-10-12', 5, 36, { ceiling: 3500 }),
        keptSprint('2026-09-28', 6, 28),
        keptSprint('2026-09-14', 3, 35),
        keptSprint('2026-08-31', 1, 35),
        keptSprint('2026-08-17', 1, 30),
        keptSprint('2026-08-03', 20, 4, { isInnovation: true }),
      ],
      rules: rulesKey(facts),
      boxes: [{ id: 'measure:shop/pay-api#31', since: '2026-W44' }],
      lines: [],
    },
    boxes: [
      {
        id: 'measure:shop/pay-api#31',
        text: 'a measure for #31 “Migrate card data out of our systems”',
        since: '2026-W44',
      },
      { id: null, text: 'alert on refund-queue age, from [the incident](https://example.com)', since: '2026-W44' },
    ],
  };
}
