/** Block 5: what ended in the period, and what got past a guardrail. */
import { isUnavailable } from '../facts/unavailable.ts';
import { byInstant, byName } from './in-order.ts';
import { shownItem, type Work } from './period-work.ts';
import type { Learned } from './summary.ts';
import { closedInPeriod, isIn } from './waiting.ts';

export function learnedOf({ week, inPeriod }: Work): Learned {
  const { sprints, period } = week;
  return {
    objectives: (week.objectives ?? [])
      .filter(({ isOpen, closedAt }) => !isOpen && isIn(period, closedAt))
      .toSorted((a, b) => byInstant(a.closedAt, b.closedAt) || byName(a.key, b.key))
      .map((objective) => ({ ...shownItem(objective), measure: objective.measure })),
    experiments: closedInPeriod(week, 'experiment').map((issue) => ({ ...shownItem(issue), learned: issue.learned })),
    question: isUnavailable(sprints) ? null : sprints.question,
    gotPast: inPeriod.flatMap((item) => item.gotPast.map((past) => ({ ...shownItem(item), past }))),
  };
}
