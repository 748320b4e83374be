/** What the work of the period was linked to. */
import { mustBeLinked, type Work } from './period-work.ts';
import type { LinkFigures } from './summary.ts';
import { isWhole } from './week.ts';

export function linkFiguresOf({ week: { rules, objectives, scope }, inPeriod }: Work): LinkFigures {
  const judged = inPeriod.filter(mustBeLinked);
  return {
    require: rules.guardrails['linked-objective'].require,
    linked: judged.filter(({ isLinked }) => isLinked).length,
    toObjective: judged.filter((item) => item.objectives.length > 0).length,
    of: judged.length,
    // Where they could not be read, nobody can say that there are none.
    hasObjectives:
      objectives === null ||
      !isWhole(scope) ||
      objectives.length > 0 ||
      inPeriod.some((item) => item.objectives.length > 0),
  };
}
