/** When the sprints of a week are, what is written about them, and how far back their figures reach. */
import { calendarFor, isSprintAssumed, sprintSource } from '#core/capacity/calendar.ts';
import type { IterationField } from '#core/capacity/sprints/iteration.ts';
import type { Milestone } from '#core/capacity/sprints/milestone.ts';
import type { Sprint, SprintCalendar } from '#core/capacity/sprints/sprint.ts';
import type { Config } from '#core/config/config.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import { isSameSprint, SHOWN_SPRINTS } from '#core/summary/figures-sprints.ts';
import type { KeptSprint } from '#core/summary/kept-figures.ts';
import type { Period } from '#core/summary/period.ts';
import type { SprintWeek } from '#core/summary/week.ts';
import { addLocalDays, addSeconds, compareInstants, localDaysBetween } from '#core/time.ts';
import type { GitHubClient } from '../client.ts';
import { readIterations } from '../gather/iterations.ts';
import { readMilestones } from '../gather/milestones.ts';
import { calledBy } from '../gather/scope-members.ts';
import type { SummaryMilestoneAnswer } from './answers.ts';
import type { Overview } from './overview.ts';
import { allOf } from './part.ts';
import { firstLine, lineAfter } from './text-lines.ts';

export type SprintDates = Pick<SprintWeek, 'reported' | 'begun' | 'earlier'>;

/** `missing`: repositories whose milestones nobody knows. */
export async function readCalendar(
  github: GitHubClient,
  rules: Config,
  overviews: readonly Overview[],
  { missing, period, owner }: { readonly missing: readonly string[]; readonly period: Period; readonly owner: string },
): Promise<SprintCalendar | Unavailable> {
  switch (sprintSource(rules)) {
    case 'cadence':
      return calendarFor(rules, { milestones: null, iterations: null });
    case 'project': {
      const iterations: IterationField | Unavailable = await readIterations(github, { owner, name: '' }, rules.sprint);
      return calendarFor(rules, { milestones: null, iterations });
    }
    case 'milestone': {
      const [unread] = missing;
      // A sprint of the scope ends when a milestone of any of its repositories does.
      if (unread !== undefined) return unavailable(`the milestones of ${unread}`, 'unreachable');
      const lists: (readonly Milestone[] | Unavailable)[] = [];
      for (const overview of overviews) lists.push(await milestonesOf(github, rules, overview, period));
      const milestones = allOf(lists);
      return calendarFor(rules, {
        milestones: isUnavailable(milestones) ? milestones : milestones.flat(),
        iterations: null,
      });
    }
  }
}

function milestonesOf(
  github: GitHubClient,
  rules: Config,
  { member, milestones, errors }: Overview,
  period: Period,
): Promise<readonly Milestone[] | Unavailable> {
  const { pageInfo, nodes } = milestones ?? { pageInfo: { hasNextPage: false }, nodes: null };
  const page = { nodes, pageInfo: { endCursor: null, ...pageInfo } };
  // The list stands elsewhere in this answer than in that of a further page.
  const here = errors.map((error) => ({
    ...error,
    path: error.path.map((step) => (step === 'planned' ? 'repository' : step)),
  }));
  const isEnough = (known: readonly Milestone[]) => {
    const calendar = calendarFor(rules, { milestones: known, iterations: null });
    // The start of the earliest is the end of one before it.
    return !isUnavailable(calendar) && calendar.previous(period.start, SHOWN_SPRINTS + 1).length > SHOWN_SPRINTS;
  };
  return readMilestones(github, { ...member, calledBy: calledBy(member) }, { page, errors: here }, isEnough);
}

export function datesIn(calendar: SprintCalendar, period: Period, now: string): SprintDates {
  const reported = reportedIn(calendar, period);
  const current = calendar.at(now);
  // Once it is over, it is one of those that a chart shows.
  const isOver = reported !== null && compareInstants(reported.end, now) <= 0;
  return {
    reported,
    begun: current === null || current.firstDate === reported?.firstDate ? null : current,
    earlier: calendar.previous(reported?.start ?? now, isOver ? SHOWN_SPRINTS - 1 : SHOWN_SPRINTS),
  };
}

/** The one that held most of its days; of two that held as many, the later. */
function reportedIn(calendar: SprintCalendar, { start, end, firstDate, endDate }: Period): Sprint | null {
  const last = calendar.at(addSeconds(end, -1));
  const held = [last, ...calendar.previous(end, SHOWN_SPRINTS), calendar.at(start)];
  let found: Sprint | null = null;
  let most = 0;
  for (const sprint of held.filter((one) => one !== null)) {
    const from = sprint.firstDate > firstDate ? sprint.firstDate : firstDate;
    const until = sprint.endDate < endDate ? sprint.endDate : endDate;
    const days = localDaysBetween(from, until);
    if (days > most) {
      found = sprint;
      most = days;
    }
  }
  return found;
}

/** Sprints before the reported one that nobody keeps the figures of, latest first. */
export function unheld(dates: SprintDates, kept: readonly KeptSprint[]): readonly Sprint[] {
  return dates.earlier.filter((sprint) => !kept.some((one) => isSameSprint(one, sprint)));
}

interface Readers {
  /** Of the repositories whose milestones they may know. */
  readonly overviews: readonly Overview[];
  /** They are the owner's people, who may know what its project calls an iteration. */
  readonly arePrivate: boolean;
}

export function sprintWeekOf({ reported, begun, earlier }: SprintDates, rules: Config, readers: Readers): SprintWeek {
  const { overviews } = readers;
  const about = reported === null ? null : descriptionOf(reported, overviews);
  return {
    reported: reported && shown(reported, rules, readers),
    begun: begun && shown(begun, rules, readers),
    earlier: earlier.map((sprint) => shown(sprint, rules, readers)),
    isAssumed: isSprintAssumed(rules),
    goal: firstLine(about),
    goalOfBegun: begun === null ? null : firstLine(descriptionOf(begun, overviews)),
    question: about === null ? null : lineAfter(about, 'Learning question'),
  };
}

/** The title of a private repository's milestone, or of an iteration, whose project may be private, is not for others. */
function shown(sprint: Sprint, rules: Config, { overviews, arePrivate }: Readers): Sprint {
  const source = sprintSource(rules);
  if (source === 'cadence' || (source === 'project' && arePrivate)) return sprint;
  const isKnown =
    source === 'milestone' &&
    overviews.some(({ milestones }) => milestones?.nodes?.some((one) => one?.title === sprint.title));
  return isKnown ? sprint : { ...sprint, title: null };
}

/** What the milestone of a sprint says of itself: of the first repository, in their order, that has one with a text. */
function descriptionOf({ title, endDate }: Sprint, overviews: readonly Overview[]): string | null {
  const isOf = (milestone: SummaryMilestoneAnswer | null) =>
    milestone !== null &&
    milestone.title === title &&
    milestone.dueOn !== null &&
    addLocalDays(milestone.dueOn.slice(0, 10), 1) === endDate;
  for (const { milestones } of overviews) {
    const description = milestones?.nodes?.find(isOf)?.description ?? null;
    if (description !== null && description.trim() !== '') return description;
  }
  return null;
}
