/** When sprints are, by the configuration. */
import type { Config } from '../config/config.ts';
import { type Unavailable, unavailable } from '../facts/unavailable.ts';
import { cadence, parseLength } from './sprints/cadence.ts';
import { type IterationField, iterationSprints } from './sprints/iteration.ts';
import { type Milestone, milestoneSprints } from './sprints/milestone.ts';
import type { SprintCalendar } from './sprints/sprint.ts';

/** What a calendar is read from; null where the source is another. */
export interface CalendarSources {
  readonly milestones: readonly Milestone[] | Unavailable | null;
  readonly iterations: IterationField | Unavailable | null;
}

/** What holds where it is not written (spec, config.md). */
export const UNLESS_WRITTEN = { source: 'cadence', length: '2w', anchor: '1970-01-05', match: '*' } as const;

export function sprintSource({ sprint }: Config): 'cadence' | 'milestone' | 'project' {
  return sprint.source ?? UNLESS_WRITTEN.source;
}

/** Whether nobody wrote when a sprint is: then its dates are a guess, and stop nothing. */
export function isSprintAssumed({ sprint: { source, length, anchor } }: Config): boolean {
  return source === undefined && length === undefined && anchor === undefined;
}

export function calendarFor(config: Config, sources: CalendarSources): SprintCalendar | Unavailable {
  const { sprint, timezone } = config;
  const length = parseLength(sprint.length ?? UNLESS_WRITTEN.length);
  // The schema refuses any other.
  if (length === null) throw new Error('a length that is none');
  const options = { timezone, innovation: sprint.innovation };
  switch (sprintSource(config)) {
    case 'cadence':
      return cadence({ ...options, anchor: sprint.anchor ?? UNLESS_WRITTEN.anchor, length });
    case 'milestone':
      return milestoneSprints(sources.milestones ?? unavailable('the milestones', 'unreachable'), {
        ...options,
        match: sprint.match ?? UNLESS_WRITTEN.match,
        length,
      });
    case 'project':
      return iterationSprints(sources.iterations ?? unavailable('the iterations', 'unreachable'), options);
  }
}
