/** Builders of a week's facts: name what a test is about, the rest is a plausible default. Times are those of Berlin in winter. */
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type {
  MergedPullRequest,
  NotableIssue,
  OpenPullRequest,
  SummaryObjective,
  SummaryScope,
  WeekFacts,
} from '#core/summary/week.ts';

export const HOME = 'shop/pay-api';

/** `#12` of the home, `pay-web#12` of the other repository. */
export function itemOf(ref: string, title: string, kind: 'pull' | 'issues') {
  const [name = '', number = ''] = ref.split('#');
  const repository = name === '' ? HOME : `shop/${name}`;
  return {
    ref: name === '' ? ref : `${repository}#${number}`,
    title,
    url: `https://github.com/${repository}/${kind}/${number}`,
  };
}

export function idOf(ref: string): string {
  const [name = '', number = ''] = ref.split('#');
  return `${name === '' ? HOME : `shop/${name}`}#${number}`;
}

export function merged(ref: string, changes: Partial<MergedPullRequest> = {}): MergedPullRequest {
  return {
    ...itemOf(ref, `Change ${ref}`, 'pull'),
    id: idOf(ref),
    class: 'other',
    weight: 1000,
    createdAt: '2026-11-16T09:00:00Z',
    mergedAt: '2026-11-18T09:00:00Z',
    reason: { code: 'default' },
    isUnclassified: false,
    author: 'anne',
    objectives: [],
    isLinked: false,
    outcome: 'fail',
    gotPast: [],
    isRevert: false,
    ...changes,
  };
}

export function open(ref: string, changes: Partial<OpenPullRequest> = {}): OpenPullRequest {
  return {
    ...itemOf(ref, `Change ${ref}`, 'pull'),
    createdAt: '2026-11-16T09:00:00Z',
    isDraft: false,
    waitsSince: null,
    isBlocked: false,
    isDebt: false,
    objectives: [],
    ...changes,
  };
}

export function objective(ref: string, title: string, changes: Partial<SummaryObjective> = {}): SummaryObjective {
  return {
    ...itemOf(ref, title, 'issues'),
    key: idOf(ref),
    isOpen: true,
    createdAt: '2026-07-01T09:00:00Z',
    closedAt: null,
    measure: 'lost carts < 0.5 %',
    horizon: 'now',
    subIssues: null,
    subIssueClosedAt: null,
    editedAt: null,
    ...changes,
  };
}

export function notable(
  kind: NotableIssue['kind'],
  ref: string,
  title: string,
  changes: Partial<NotableIssue> = {},
): NotableIssue {
  return {
    ...itemOf(ref, title, 'issues'),
    kind,
    createdAt: '2026-11-10T09:00:00Z',
    closedAt: null,
    sunset: null,
    learned: null,
    ...changes,
  };
}

export const SCOPE: SummaryScope = {
  id: 'payments',
  name: 'payments',
  isTeam: true,
  home: HOME,
  isHomePrivate: false,
  repositories: [HOME, 'shop/pay-web'],
  missing: [],
};

/** The defaults, with what is written over them; keys two deep. */
export function rules(written: { readonly [Section in keyof Config]?: Partial<Config[Section]> } = {}): Config {
  const all: Record<string, unknown> = { ...DEFAULTS };
  for (const [section, value] of Object.entries(written)) {
    const standard = all[section];
    all[section] = typeof value === 'object' && !Array.isArray(value) ? Object.assign({}, standard, value) : value;
  }
  return all as Config;
}

export const CAPACITY = DEFAULTS.guardrails['debt-capacity'];

/** Nothing happened, nothing is kept, and no sprint is known. */
export function week(changes: Partial<WeekFacts> = {}): WeekFacts {
  return {
    now: '2026-11-23T08:00:05Z',
    period: {
      name: '2026-W47',
      firstDate: '2026-11-16',
      endDate: '2026-11-23',
      start: '2026-11-15T23:00:00Z',
      end: '2026-11-22T23:00:00Z',
      dueAt: '2026-11-23T08:00:00Z',
    },
    skipped: [],
    scope: SCOPE,
    rules: rules({ timezone: 'Europe/Berlin' }),
    origin: 'shop/pay-api/.github/leadership.yml@4be1c07',
    merged: [],
    mergedSince: '2026-10-11T22:00:00Z',
    open: [],
    objectives: [],
    sprints: {
      reported: null,
      begun: null,
      earlier: [],
      isAssumed: false,
      goal: null,
      goalOfBegun: null,
      question: null,
    },
    debtIssues: { open: [], opened: 0, closed: 0, isPartial: false },
    issues: [],
    deliveries: { kind: null, at: [] },
    previous: null,
    unread: [],
    ...changes,
  };
}
