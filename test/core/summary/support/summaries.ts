/** Summaries to be rendered: a made-up team's week with something in every block, a week with nothing, and the first. */
import type { WeekFigures } from '#core/summary/kept-figures.ts';
import type { Blocks, SprintFigures, Summary, Waiting } from '#core/summary/summary.ts';
import type { Item } from '#core/summary/week.ts';

export function item(ref: string, title: string | null = null, kind: 'pull' | 'issues' = 'issues'): Item {
  const [repository, number] = ref.startsWith('#') ? ['shop/pay-api', ref.slice(1)] : ref.split('#');
  return { ref, title, url: `https://github.com/${repository}/${kind}/${number}` };
}

function pull(ref: string, title: string | null = null): Item {
  return item(ref, title, 'pull');
}

function waiting(ref: string, days: number, title: string | null = null, kind: 'pull' | 'issues' = 'issues'): Waiting {
  return { ...item(ref, title, kind), days };
}

export const WEEK_FIGURES: WeekFigures = {
  period: '2026-W47',
  isPartial: false,
  linked: 16,
  toObjective: 12,
  ofLinked: 18,
  merged: 28,
  cycleP50: 120_960,
  cycleP90: 449_280,
  deliveries: 6,
  kind: 'deployment',
  restoreP50: null,
  reverts: 0,
};

export const SPRINT: SprintFigures = {
  firstDate: '2026-11-09',
  lastDate: '2026-11-22',
  title: null,
  isFinal: true,
  isAssumed: false,
  isInnovation: false,
  unit: 'pull-requests',
  debt: 5,
  other: 30,
  floor: 10,
  ceiling: 30,
  plan: { least: 4, most: 10 },
  standing: 'inside',
};

const CARTS = item('#12', 'Cart survives a failed payment');
const REFUNDS = item('#27', 'Refund within a day');
const PCI = item('#31', 'Smaller PCI scope');
const INVOICES = item('#44', 'Self-serve invoices');
const row = { isOpen: true, horizon: 'now', isOutput: false } as const;

export const RICH_BLOCKS: Blocks = {
  headline: {
    vision: 'Checkout that never loses a cart.',
    goal: 'Refunds without a ticket.',
    sprint: SPRINT,
    links: { require: 'link', linked: 16, toObjective: 12, of: 18, hasObjectives: true },
    linksBefore: { require: 'link', linked: 14, toObjective: 10, of: 17, hasObjectives: true },
    moved: 3,
    still: [INVOICES],
    oldestDecision: waiting('#376', 18, 'Keep webhook v1?'),
    begun: {
      firstDate: '2026-11-23',
      lastDate: '2026-12-06',
      title: 'Sprint 25',
      goal: null,
      size: 36,
      plan: { least: 4, most: 10 },
      unit: 'pull-requests',
    },
    isQuiet: false,
  },
  needsYou: {
    decide: [waiting('#376', 18, 'Keep webhook v1?')],
    answer: [waiting('#388', 6, 'Who decides on invoices?')],
    reviews: [
      waiting('#398', 6, null, 'pull'),
      waiting('#403', 4, null, 'pull'),
      waiting('shop/pay-web#80', 4, null, 'pull'),
    ],
    blocked: [item('#371', 'Payouts wait for the bank')],
    silent: [INVOICES],
    changed: [PCI],
    sunset: [waiting('#345', 7, 'Wallets on the first page')],
    debtBehind: null,
    boxes: [
      { id: null, text: 'alert on refund-queue age (from #391)', since: '2026-W45', about: null, weeks: 2 },
      { id: 'measure:shop/pay-api#31', text: 'a measure for #31', since: '2026-W44', about: PCI, weeks: 3 },
    ],
  },
  objectives: {
    rows: [
      {
        ...row,
        ...CARTS,
        key: 'shop/pay-api#12',
        measure: 'lost carts < 0.5 %',
        merged: 7,
        open: 3,
        subIssues: { done: 9, total: 14 },
        lastMerge: '2026-11-20',
      },
      {
        ...row,
        ...REFUNDS,
        key: 'shop/pay-api#27',
        measure: 'p90 < 24 h',
        merged: 4,
        open: 2,
        subIssues: { done: 3, total: 8 },
        lastMerge: '2026-11-19',
      },
      {
        ...row,
        ...PCI,
        key: 'shop/pay-api#31',
        measure: null,
        merged: 1,
        open: 0,
        subIssues: { done: 2, total: 6 },
        lastMerge: '2026-11-17',
        horizon: 'next',
      },
      {
        ...row,
        ...INVOICES,
        key: 'shop/pay-api#44',
        measure: '50 % self-served',
        merged: 0,
        open: 0,
        subIssues: { done: 0, total: 5 },
        lastMerge: '2026-10-22',
      },
      {
        ...row,
        ...item('shop/pay-web#8', 'Build a page of payouts for partners'),
        key: 'shop/pay-web#8',
        measure: 'mails per payout < 0.1',
        merged: 0,
        open: 1,
        subIssues: null,
        lastMerge: null,
        horizon: 'later',
        isOutput: true,
      },
    ],
    tooMany: { open: 5, most: 4 },
    onlyToIssue: [
      ...['#416', '#417', '#418'].map((ref) => ({ ...pull(ref), isDebt: true, why: 'debt' as const, label: null })),
      { ...pull('#420'), isDebt: false, why: 'nothing-said', label: null },
    ],
    toNothing: [
      { ...pull('#409'), isDebt: false, why: 'failing-verdict', label: null },
      { ...pull('#415'), isDebt: false, why: 'label', label: 'no-objective' },
      { ...pull('shop/pay-web#75'), isDebt: false, why: 'nothing-said', label: null },
    ],
    isUnread: false,
  },
  debt: {
    sprint: SPRINT,
    isUnread: false,
    wayBack: null,
    size: { origin: 'history', units: 36, of: [31, 36, 34, 38, 36, 41] },
    notCounted: { excluded: 9, expedite: 1 },
    unclassified: 3,
    debtItems: ['#360', '#361', '#416', '#417', '#418'].map((ref) => pull(ref, `Pay back a part of ${ref.slice(1)}`)),
    issues: { open: 14, opened: 3, closed: 5, ageP50: 61, ageP90: 190, isPartial: false },
    chart: [
      ['2026-08-31', 3],
      ['2026-09-14', 6.2],
      ['2026-09-28', 8],
      ['2026-10-12', 19],
      ['2026-10-26', 12],
      ['2026-11-09', 14.3],
    ].map(([firstDate, share]) => ({ firstDate: String(firstDate), share: Number(share), floor: 10, ceiling: 30 })),
  },
  learned: {
    objectives: [{ ...item('#19', 'Nobody is charged twice'), measure: 'no double charge in 30 days' }],
    experiments: [
      { ...item('#340', 'A banner that asks to retry'), learned: 'the banner saved no carts' },
      { ...item('#341', 'Pay by link'), learned: null },
    ],
    question: 'Do people retry a payment, or leave?',
    gotPast: [
      { ...pull('#409'), past: { by: 'failing-verdict' } },
      { ...pull('#415'), past: { by: 'skip-label', label: 'no-objective' } },
      { ...pull('#421'), past: { by: 'expedite', isVerified: true } },
    ],
  },
  zoomOut: { question: 'course' },
  flow: {
    figures: {
      cycle: { p50: 120_960, p90: 449_280, usual: 146_880, n: 18 },
      deliveries: { kind: 'deployment', n: 6, usual: 5 },
      restore: null,
      incidents: 1,
      reverts: { n: 0, of: 19, usual: 0 },
      week: WEEK_FIGURES,
    },
    read: ['shop/pay-api', 'shop/pay-web'],
    missing: [],
    unread: [],
    origin: 'shop/pay-api/.github/leadership.yml@4be1c07',
    merged: Array.from({ length: 28 }, (_, index) => pull(`#${401 + index}`, `Keep the cart, part ${index + 1}`)),
  },
};

export function summary(blocks: Partial<Blocks> = {}, changes: Partial<Summary> = {}): Summary {
  return {
    version: 1,
    scope: {
      id: 'payments',
      name: 'payments',
      isTeam: true,
      home: 'shop/pay-api',
      isHomePrivate: false,
      repositories: ['shop/pay-api', 'shop/pay-web'],
      missing: [],
    },
    period: { name: '2026-W47', firstDate: '2026-11-16', lastDate: '2026-11-22', timezone: 'Europe/Berlin' },
    skipped: [],
    previous: { number: 397, url: 'https://github.com/shop/pay-api/issues/397', period: '2026-W46' },
    blocks: { ...RICH_BLOCKS, ...blocks },
    kept: {
      v: 1,
      period: '2026-W47',
      scope: 'payments',
      week: WEEK_FIGURES,
      weeks: [],
      sprints: [],
      rules: 'a1b2',
      boxes: [{ id: 'measure:shop/pay-api#31', since: '2026-W44' }],
    },
    ...changes,
  };
}

const NOTHING: Blocks = {
  headline: {
    vision: null,
    goal: null,
    sprint: {
      ...SPRINT,
      debt: 0,
      other: 0,
      standing: 'none',
      plan: { least: 1, most: 1 },
      isFinal: false,
      lastDate: '2026-11-29',
      firstDate: '2026-11-16',
    },
    links: { require: 'objective', linked: 0, toObjective: 0, of: 0, hasObjectives: false },
    linksBefore: { require: 'objective', linked: 0, toObjective: 0, of: 0, hasObjectives: false },
    moved: 0,
    still: [],
    oldestDecision: null,
    begun: null,
    isQuiet: true,
  },
  needsYou: {
    decide: [],
    answer: [],
    reviews: [],
    blocked: [],
    silent: [],
    changed: [],
    sunset: [],
    debtBehind: null,
    boxes: [],
  },
  objectives: { rows: [], tooMany: null, onlyToIssue: [], toNothing: [], isUnread: false },
  debt: {
    sprint: {
      ...SPRINT,
      debt: 0,
      other: 0,
      standing: 'none',
      plan: { least: 1, most: 1 },
      isFinal: false,
      lastDate: '2026-11-29',
      firstDate: '2026-11-16',
    },
    isUnread: false,
    wayBack: null,
    size: { origin: 'history', units: 4, of: [4, 3, 5] },
    notCounted: { excluded: 0, expedite: 0 },
    unclassified: 0,
    debtItems: [],
    issues: { open: 0, opened: 0, closed: 0, ageP50: null, ageP90: null, isPartial: false },
    chart: [],
  },
  learned: { objectives: [], experiments: [], question: null, gotPast: [] },
  zoomOut: { question: 'direction' },
  flow: {
    figures: null,
    read: ['shop/pay-api', 'shop/pay-web'],
    missing: [],
    unread: [],
    origin: 'shop/pay-api/.github/leadership.yml@4be1c07',
    merged: [],
  },
};

export function emptySummary(blocks: Partial<Blocks> = {}, changes: Partial<Summary> = {}): Summary {
  return summary({ ...NOTHING, ...blocks }, changes);
}

/** Nobody wrote anything down yet: no objectives, no sprint key, no summary before. */
export function firstSummary(): Summary {
  const sprint: SprintFigures = {
    ...SPRINT,
    isFinal: false,
    isAssumed: true,
    debt: 1,
    other: 3,
    plan: null,
    standing: 'inside',
  };
  return emptySummary(
    {
      headline: {
        ...NOTHING.headline,
        sprint,
        links: { require: 'link', linked: 3, toObjective: 0, of: 4, hasObjectives: false },
        linksBefore: null,
        isQuiet: false,
      },
      debt: {
        ...NOTHING.debt,
        sprint,
        size: { origin: 'unknown', sprints: 1 },
        unclassified: 1,
        debtItems: [pull('#3', 'Drop the old client')],
        issues: { open: 1, opened: 1, closed: 0, ageP50: 2, ageP90: 2, isPartial: false },
      },
      objectives: {
        ...NOTHING.objectives,
        toNothing: [{ ...pull('#5'), isDebt: false, why: 'nothing-said', label: null }],
      },
      flow: {
        ...NOTHING.flow,
        merged: [
          pull('#2', 'Add a page'),
          pull('#3', 'Drop the old client'),
          pull('#4', 'Add a form'),
          pull('#5', 'Try a colour'),
        ],
      },
    },
    { previous: null },
  );
}
