/** Block 1: figures of the other blocks, each with what it is of. */
import { isUnavailable } from '../facts/unavailable.ts';
import { linkFiguresOf } from './figures-links.ts';
import type { SprintState } from './figures-sprint.ts';
import { keptOf } from './figures-sprints.ts';
import { standstill } from './objective-life.ts';
import { weeksBetween } from './period.ts';
import type { Work } from './period-work.ts';
import type { Headline, LinkFigures } from './summary.ts';
import { waitingOf } from './waiting.ts';
import { isWhole, type WeekFacts } from './week.ts';

export function headlineOf(work: Work, { reported, begun }: SprintState): Headline {
  const { week, inPeriod } = work;
  const { rules, sprints } = week;
  const links = linkFiguresOf(work);
  return {
    vision: rules.vision.statement ?? null,
    goal: isUnavailable(sprints) ? null : sprints.goal,
    sprint: reported?.figures ?? null,
    links,
    linksBefore: linksBefore(week, links),
    ...standstill(work),
    oldestDecision: waitingOf(week, 'decision')[0] ?? null,
    begun,
    isQuiet: inPeriod.length === 0 && isWhole(week.scope),
  };
}

/** Of the week directly before, and of no other; none where of one of both a part is missing. */
function linksBefore(week: WeekFacts, { require, hasObjectives }: LinkFigures): LinkFigures | null {
  const before = keptOf(week)?.week;
  if (before === undefined || before.isPartial || !isWhole(week.scope)) return null;
  if (weeksBetween(before.period, week.period.name) !== 1) return null;
  return { require, hasObjectives, linked: before.linked, toObjective: before.toObjective, of: before.ofLinked };
}
