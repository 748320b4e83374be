/** Block 7: how work flows, as proxies: percentiles by nearest rank, and never of so few that they would be somebody's. */
import { millisecondsBetween } from '../time.ts';
import { linkFiguresOf } from './figures-links.ts';
import { keptOf } from './figures-sprints.ts';
import type { WeekFigures } from './kept-figures.ts';
import { weeksBetween } from './period.ts';
import { shownItem, type Work } from './period-work.ts';
import { median, percentile } from './ranks.ts';
import type { Flow, FlowFigures } from './summary.ts';
import { closedInPeriod, isIn } from './waiting.ts';
import { isWhole, type MergedPullRequest, type WeekFacts } from './week.ts';

const LEAST_AUTHORS = 3;
const LEAST_MERGED = 5;
const LEAST_INCIDENTS = 3;
/** What is usual is the median of so many weeks before. */
const USUAL_WEEKS = 4;
/** What an issue keeps of the weeks before. */
const KEPT_WEEKS = 7;

export function flowOf(work: Work, figures: WeekFigures): Flow {
  const { scope, unread, origin } = work.week;
  return {
    figures: hasAuthors(work) ? figuresOf(work, figures) : null,
    read: scope.repositories,
    missing: scope.missing,
    unread,
    origin,
    merged: work.inPeriod.map(shownItem),
  };
}

/** Bots that keep dependencies new are neither authors nor is what they do anybody's flow. */
function byPeople({ inPeriod }: Work): readonly MergedPullRequest[] {
  return inPeriod.filter((item) => item.class !== 'excluded');
}

/** Whoever works with agents has not become several. */
function hasAuthors(work: Work): boolean {
  const people = byPeople(work).filter(({ author }) => !author.endsWith('[bot]'));
  return new Set(people.map(({ author }) => author)).size >= LEAST_AUTHORS;
}

/** What the next issues compare theirs with: null where it may not be shown, too. */
export function weekFiguresOf(work: Work): WeekFigures {
  const { linked, toObjective, of } = linkFiguresOf(work);
  const merged = byPeople(work);
  const isShown = hasAuthors(work);
  const cycle = isShown && merged.length >= LEAST_MERGED ? cycleTimes(merged) : [];
  const incidents = restoreTimes(work.week);
  return {
    period: work.week.period.name,
    isPartial: !isWhole(work.week.scope),
    linked,
    toObjective,
    ofLinked: of,
    merged: merged.length,
    cycleP50: percentile(cycle, 50),
    cycleP90: percentile(cycle, 90),
    deliveries: deliveriesIn(work.week),
    kind: work.week.deliveries?.kind ?? null,
    restoreP50: isShown && incidents.length >= LEAST_INCIDENTS ? percentile(incidents, 50) : null,
    reverts: merged.filter(({ isRevert }) => isRevert).length,
  };
}

function cycleTimes(merged: readonly MergedPullRequest[]): readonly number[] {
  return merged.map(({ createdAt, mergedAt }) => secondsBetween(createdAt, mergedAt));
}

/** Incidents that closed in the period, from when each was opened. */
function restoreTimes(week: WeekFacts): readonly number[] {
  return closedInPeriod(week, 'incident').flatMap(({ createdAt, closedAt }) =>
    closedAt === null ? [] : [secondsBetween(createdAt, closedAt)],
  );
}

function deliveriesIn({ deliveries, period }: WeekFacts): number | null {
  if (deliveries === null || deliveries.kind === null) return null;
  return deliveries.at.filter((instant) => isIn(period, instant)).length;
}

/** An amended commit or an imported issue may be older than what it began with. */
function secondsBetween(a: string, b: string): number {
  return Math.max(0, Math.floor(millisecondsBetween(a, b) / 1000));
}

function figuresOf({ week }: Work, figures: WeekFigures): FlowFigures {
  const { cycleP50, cycleP90, deliveries, kind, restoreP50, merged, reverts } = figures;
  const incidents = week.issues === null ? null : closedInPeriod(week, 'incident').length;
  const before = figures.isPartial ? [] : weeksBefore(week, USUAL_WEEKS).filter(({ isPartial }) => !isPartial);
  return {
    cycle:
      cycleP50 === null || cycleP90 === null
        ? null
        : { p50: cycleP50, p90: cycleP90, usual: usual(before, 'cycleP50'), n: merged },
    deliveries:
      kind === null || deliveries === null
        ? null
        : {
            kind,
            n: deliveries,
            usual: usual(
              before.filter((one) => one.kind === kind),
              'deliveries',
            ),
          },
    restore:
      restoreP50 === null || incidents === null
        ? null
        : { p50: restoreP50, usual: usual(before, 'restoreP50'), n: incidents },
    incidents,
    reverts: { n: reverts, of: merged, usual: usual(before, 'reverts') },
    week: figures,
  };
}

type Usual = 'cycleP50' | 'deliveries' | 'restoreP50' | 'reverts';

function usual(weeks: readonly WeekFigures[], which: Usual): number | null {
  return median(weeks.map((week) => week[which]).filter((value) => value !== null));
}

/** What is kept of the weeks directly before, latest first: of at most so many, and of those that have an issue. */
function weeksBefore(week: WeekFacts, most: number): readonly WeekFigures[] {
  const kept = keptOf(week);
  const byAge = new Map<number, WeekFigures>();
  for (const figures of kept === null ? [] : [kept.week, ...kept.weeks]) {
    const age = weeksBetween(figures.period, week.period.name);
    if (age !== null && age >= 1 && age <= most && !byAge.has(age)) byAge.set(age, figures);
  }
  return [...byAge].toSorted(([a], [b]) => a - b).map(([, figures]) => figures);
}

export function weeksToKeep(week: WeekFacts): readonly WeekFigures[] {
  return weeksBefore(week, KEPT_WEEKS);
}
