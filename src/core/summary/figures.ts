/** From a week's facts to its summary: each figure from facts that are named, and null where they are not known. */
import { addLocalDays } from '../time.ts';
import { isoWeekOf } from '../weeks.ts';
import { boxesOf } from './figures-boxes.ts';
import { debtOf } from './figures-debt.ts';
import { flowOf, weekFiguresOf, weeksToKeep } from './figures-flow.ts';
import { headlineOf } from './figures-headline.ts';
import { learnedOf } from './figures-learned.ts';
import { needsYouOf } from './figures-needs-you.ts';
import { objectivesOf } from './figures-objectives.ts';
import { sprintStateOf } from './figures-sprint.ts';
import { sprintsToKeep } from './figures-sprints.ts';
import type { Period } from './period.ts';
import { workOf } from './period-work.ts';
import { rulesKey } from './rules-key.ts';
import type { Summary, ZoomOut } from './summary.ts';
import type { WeekFacts } from './week.ts';

export function summarize(week: WeekFacts): Summary {
  const { scope, period, skipped, previous, rules } = week;
  const work = workOf(week);
  const state = sprintStateOf(work);
  const sprints = sprintsToKeep(state.ended, rules);
  const figures = weekFiguresOf(work);
  return {
    version: 1,
    scope,
    period: {
      name: period.name,
      firstDate: period.firstDate,
      lastDate: addLocalDays(period.endDate, -1),
      timezone: rules.timezone,
    },
    skipped,
    previous: previous === null ? null : { number: previous.number, url: previous.url, period: previous.period },
    blocks: {
      headline: headlineOf(work, state),
      needsYou: needsYouOf(work, state),
      objectives: objectivesOf(work),
      debt: debtOf(work, state, sprints),
      learned: learnedOf(work),
      zoomOut: { question: questionOf(period) },
      flow: flowOf(work, figures),
    },
    kept: {
      v: 1,
      period: period.name,
      scope: scope.id,
      week: figures,
      weeks: weeksToKeep(week),
      sprints,
      rules: rulesKey(week),
      boxes: boxesOf(week).kept,
    },
  };
}

/** In turn, one a week. */
const QUESTIONS = ['direction', 'right-problem', 'course', 'debt-plan'] as const satisfies ZoomOut['question'][];

function questionOf({ firstDate }: Pick<Period, 'firstDate'>): ZoomOut['question'] {
  const week = Number(isoWeekOf(firstDate).slice(-2));
  return QUESTIONS[(week - 1) % QUESTIONS.length] ?? QUESTIONS[0];
}
