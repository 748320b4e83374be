/** Sprints that end on the due dates of milestones. */
import { isUnavailable, type Unavailable } from '../../facts/unavailable.ts';
import { matchesAnyTitle } from '../../globs/matches.ts';
import { addLocalDays, localDateOf } from '../../time.ts';
import { type CalendarOptions, calendarOf, type Sprint, type SprintCalendar, sprintOf } from './sprint.ts';

export interface Milestone {
  readonly title: string;
  /** ISO 8601 as GitHub gives it, of which only the UTC date means anything; null when it has no due date. */
  readonly dueOn: string | null;
}

export interface MilestoneOptions extends CalendarOptions {
  /** Glob of the titles that are sprints. */
  readonly match: string;
  /** Days of a sprint that has none before it. */
  readonly length: number;
}

/**
 * The sprint of a milestone ends with the local day of its due date and starts where the one before ends. `milestones` are
 * all of a repository, open and closed: without the earlier ones a start is guessed. Of two that are due on the same day
 * the one of the first title is the sprint.
 */
export function milestoneSprints(
  milestones: readonly Milestone[] | Unavailable,
  options: MilestoneOptions,
): SprintCalendar | Unavailable {
  if (isUnavailable(milestones)) return milestones;
  const titles = new Map<string, string>();
  for (const { title, dueOn } of milestones) {
    if (dueOn === null || !matchesAnyTitle([options.match], title)) continue;
    const endDate = addLocalDays(localDateOf(dueOn, 'UTC'), 1);
    const known = titles.get(endDate);
    if (known === undefined || title < known) titles.set(endDate, title);
  }
  const sprints: Sprint[] = [];
  for (const [endDate, title] of [...titles].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const firstDate = sprints.at(-1)?.endDate ?? addLocalDays(endDate, -options.length);
    sprints.push(sprintOf(firstDate, endDate, title, options));
  }
  return calendarOf(sprints);
}
