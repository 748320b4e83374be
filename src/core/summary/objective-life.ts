/** Which objectives moved, stand still or have been silent: by linked merges and closed sub-issues, and by nothing else. */
import { isUnavailable } from '../facts/unavailable.ts';
import { compareInstants } from '../time.ts';
import { byInstant, byName } from './in-order.ts';
import { mergedWithin, shownItem, type Work } from './period-work.ts';
import type { Headline } from './summary.ts';
import { isIn } from './waiting.ts';
import {
  type Item,
  isWhole,
  type MergedPullRequest,
  type SprintWeek,
  type SummaryObjective,
  type WeekFacts,
} from './week.ts';

/** Sprints without a sign of it after which an objective is silent. */
const SILENT_SPRINTS = 2;

/** Open ones first; then the oldest. */
export function objectivesInOrder({ objectives }: Pick<WeekFacts, 'objectives'>): readonly SummaryObjective[] {
  return (objectives ?? []).toSorted(
    (a, b) => Number(b.isOpen) - Number(a.isOpen) || byInstant(a.createdAt, b.createdAt) || byName(a.key, b.key),
  );
}

/** Of one that is kept in the configuration there is no text that a measure could stand in. */
export function lacksMeasure(objective: Pick<SummaryObjective, 'key' | 'measure' | 'title'>): boolean {
  return objective.measure === null && objective.title !== null && !objective.key.startsWith('known:');
}

/** Keys of objectives, each with how many pull requests of those given are linked to it. */
export function countByObjective(items: readonly { readonly objectives: readonly string[] }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { objectives } of items) {
    for (const key of new Set(objectives)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

export function standstill(work: Work): Pick<Headline, 'moved' | 'still'> {
  const { week, inPeriod } = work;
  if (week.objectives === null) return { moved: null, still: null };
  const worked = countByObjective(inPeriod);
  const hasMoved = ({ key, subIssueClosedAt }: SummaryObjective) =>
    worked.has(key) || isIn(week.period, subIssueClosedAt);
  const all = objectivesInOrder(week);
  return { moved: all.filter(hasMoved).length, still: resting(week, all, hasMoved) };
}

/** Where a repository is missing, what was done in it is not known: nobody is said to have done nothing. */
function resting(
  { scope, period }: WeekFacts,
  all: readonly SummaryObjective[],
  hasMoved: (objective: SummaryObjective) => boolean,
): readonly Item[] | null {
  if (!isWhole(scope)) return null;
  return all
    .filter(({ isOpen, createdAt }) => isOpen && (createdAt === null || compareInstants(createdAt, period.end) < 0))
    .filter((objective) => !hasMoved(objective))
    .map(shownItem);
}

/**
 * Since when an objective has to have been silent: the start of the second to last sprint that is over. Null where none
 * is known. All that merged since then has to be read.
 */
export function silentFrom(
  { reported, earlier }: Pick<SprintWeek, 'reported' | 'earlier'>,
  now: string,
): string | null {
  const over = (reported === null ? earlier : [reported, ...earlier]).filter(
    ({ end }) => compareInstants(end, now) <= 0,
  );
  return over[SILENT_SPRINTS - 1]?.start ?? null;
}

/** Open ones, older than that, for which nothing merged since and no sub-issue closed. */
export function silentOf({ week, merged }: Work): readonly Item[] {
  const { sprints, scope, mergedSince, now } = week;
  const from = isUnavailable(sprints) ? null : silentFrom(sprints, now);
  if (from === null || !isWhole(scope) || compareInstants(mergedSince, from) > 0) return [];
  const signs = countByObjective(sinceOf(merged, from));
  return objectivesInOrder(week)
    .filter(({ isOpen, createdAt }) => isOpen && createdAt !== null && compareInstants(createdAt, from) < 0)
    .filter(
      ({ key, subIssueClosedAt }) =>
        !signs.has(key) && (subIssueClosedAt === null || compareInstants(subIssueClosedAt, from) < 0),
    )
    .map(shownItem);
}

function sinceOf(merged: readonly MergedPullRequest[], start: string): readonly MergedPullRequest[] {
  return mergedWithin(merged, { start, end: END_OF_TIME });
}

const END_OF_TIME = '9999-12-31T23:59:59Z';
