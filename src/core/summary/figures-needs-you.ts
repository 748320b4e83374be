/** Block 2: what waits for somebody. */

import { daysLeft } from '../capacity/sprints/sprint.ts';
import { ONE } from '../capacity/weight.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import { compareInstants, localDateOf, localDaysBetween, millisecondsBetween } from '../time.ts';
import { boxesOf } from './figures-boxes.ts';
import type { SprintState } from './figures-sprint.ts';
import { byInstant, byRef } from './in-order.ts';
import { objectivesInOrder, silentOf } from './objective-life.ts';
import { shownItem, type Work } from './period-work.ts';
import type { NeedsYou, Waiting } from './summary.ts';
import { longestFirst, openOf, waitingOf } from './waiting.ts';
import type { Item, WeekFacts } from './week.ts';

/** A review that waits for no longer is nobody's delay. */
const PATIENCE_DAYS = 3;

export function needsYouOf(work: Work, state: SprintState): NeedsYou {
  const { week } = work;
  return {
    decide: waitingOf(week, 'decision'),
    answer: waitingOf(week, 'question'),
    reviews: reviewsOf(week),
    blocked: blockedOf(week),
    silent: silentOf(work),
    changed: changedOf(week),
    sunset: sunsetOf(week),
    debtBehind: debtBehindOf(week, state),
    boxes: boxesOf(week).shown,
  };
}

function reviewsOf(week: WeekFacts): readonly Waiting[] {
  const waiting = (week.open ?? []).flatMap(({ isDraft, waitsSince, ...item }) =>
    isDraft || waitsSince === null ? [] : [{ ...item, waitsSince }],
  );
  return longestFirst(week, waiting, ({ waitsSince }) => waitsSince).filter(({ days }) => days > PATIENCE_DAYS);
}

function blockedOf(week: WeekFacts): readonly Item[] {
  const pullRequests = (week.open ?? []).filter(({ isBlocked }) => isBlocked);
  return [...pullRequests, ...openOf(week, 'blocked')]
    .toSorted((a, b) => byInstant(a.createdAt, b.createdAt) || byRef(a, b))
    .map(shownItem);
}

/** Open ones that were opened or whose text was changed after the reported sprint began: while it ran, and by the week's end. */
function changedOf(week: WeekFacts): readonly Item[] {
  const { sprints, period } = week;
  const reported = isUnavailable(sprints) ? null : sprints.reported;
  if (reported === null) return [];
  const isDuring = (instant: string | null) =>
    instant !== null &&
    compareInstants(instant, reported.start) > 0 &&
    [reported, period].every(({ end }) => compareInstants(instant, end) < 0);
  return objectivesInOrder(week)
    .filter(({ isOpen, createdAt, editedAt }) => isOpen && (isDuring(createdAt) || isDuring(editedAt)))
    .map(shownItem);
}

/** Experiments that are open after the last day that they were given. */
function sunsetOf(week: WeekFacts): readonly Waiting[] {
  const today = localDateOf(week.now, week.rules.timezone);
  return openOf(week, 'experiment')
    .flatMap(({ sunset, ...item }) =>
      sunset === null || sunset >= today ? [] : [{ ...shownItem(item), days: localDaysBetween(sunset, today) }],
    )
    .toSorted((a, b) => b.days - a.days || byRef(a, b));
}

/** Half of a sprint that still runs is over, and less than half of the least debt that it is to hold has merged. */
function debtBehindOf({ now, rules }: WeekFacts, { reported }: SprintState): NeedsYou['debtBehind'] {
  if (reported === null) return null;
  const { sprint, sums, figures } = reported;
  const { plan, isFinal, isAssumed } = figures;
  // Dates that nobody wrote are a guess.
  if (plan === null || isFinal || isAssumed) return null;
  const isHalfOver = 2 * millisecondsBetween(sprint.start, now) >= millisecondsBetween(sprint.start, sprint.end);
  if (!isHalfOver || 2 * sums.debt >= plan.least * ONE) return null;
  return { debt: figures.debt, least: plan.least, daysLeft: daysLeft(sprint, now, rules.timezone) };
}
