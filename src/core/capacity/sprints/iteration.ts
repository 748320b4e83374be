/** Sprints that are the iterations of a Projects field. */
import { isUnavailable, type Unavailable, unavailable } from '../../facts/unavailable.ts';
import { addLocalDays } from '../../time.ts';
import { type CalendarOptions, calendarOf, type SprintCalendar, sprintOf } from './sprint.ts';

export interface Iteration {
  readonly title: string;
  /** `YYYY-MM-DD`, a local date in the configured zone. */
  readonly startDate: string;
  /** In days. */
  readonly duration: number;
}

/** An iteration field as GitHub configures it: what is over moves from one list to the other. */
export interface IterationField {
  /** How the project is called in messages: `project 12 of acme`. */
  readonly project: string;
  readonly iterations: readonly Iteration[];
  readonly completedIterations: readonly Iteration[];
  /** How many items the project shows us. */
  readonly itemCount: number;
}

/**
 * Between iterations there is no sprint. A project that shows no items is one we cannot see into (apps see none that a
 * user owns), which is not a project without sprints.
 */
export function iterationSprints(
  field: IterationField | Unavailable,
  options: CalendarOptions,
): SprintCalendar | Unavailable {
  if (isUnavailable(field)) return field;
  if (field.itemCount === 0) return unavailable(`the items of ${field.project}`, 'forbidden');
  const sprints = [...field.completedIterations, ...field.iterations]
    .filter(({ duration }) => duration > 0)
    .map(({ title, startDate, duration }) => sprintOf(startDate, addLocalDays(startDate, duration), title, options));
  return calendarOf(sprints);
}
