/** Block 4: debt against its plan, what both are made of, and its course. */
import { counted, plural, UNIT_WORDS } from '../reports/count-words.ts';
import { code, joined, type Markdown, md } from '../reports/markdown.ts';
import { renderChart } from './render-chart.ts';
import { AS_FAR, debtOfAll, line, planWords } from './render-words.ts';
import type { Debt, SprintFigures, Summary } from './summary.ts';

export function renderDebt({ blocks: { debt } }: Summary): Markdown {
  const parts = [
    ...renderSprint(debt),
    debt.sprint === null ? null : renderNotCounted(debt),
    debt.unclassified === 0 ? null : md`${debt.unclassified} of the other work with neither a label nor an issue`,
    renderIssues(debt.issues),
  ];
  const words = md`**4 Debt** ${line(parts)}`;
  const chart = renderChart(debt.chart);
  return chart === null ? words : joined([words, chart], '\n');
}

function renderSprint({ sprint, isUnread, wayBack, size }: Debt): Markdown[] {
  if (sprint === null) return [isUnread ? md`the sprint could not be read` : md`no sprint ran this week`];
  const state = sprint.isFinal ? md`final` : md`so far`;
  const figures = md`${state}: ${debtOfAll(sprint)}`;
  if (sprint.isInnovation) return [md`${figures}, a sprint set apart for innovation: no plan weighs it`];
  const plan = planWords(sprint);
  const band = planWords({ ...sprint, plan: null });
  const share = plan === band ? '' : ` (${band}${sprint.isFinal ? ' of what merged' : ''})`;
  return [
    md`${figures}, plan ${plan}${{ markdown: share }}`,
    ...renderWayBack(sprint, wayBack),
    ...renderSize(size, sprint.unit),
    ...(sprint.isAssumed ? [md`sprint dates assumed, for want of a ${code('sprint')} key`] : []),
  ];
}

function renderWayBack({ isFinal, unit, standing }: SprintFigures, wayBack: Debt['wayBack']): Markdown[] {
  if (wayBack === null) return standing === 'inside' ? [md`nothing to do`] : [];
  const { units } = wayBack;
  const work = wayBack.class === 'debt' ? 'debt work' : 'other work';
  const brings = isFinal ? 'would have brought' : units === 1 ? 'brings' : 'bring';
  return [md`${units} more ${plural(UNIT_WORDS[unit], units)} of ${work} ${brings} it inside`];
}

function renderSize(size: Debt['size'], unit: SprintFigures['unit']): Markdown[] {
  switch (size.origin) {
    case 'configured':
      return [md`sprint size ${counted(unit, size.units)} as configured`];
    case 'history':
      return [
        md`sprint size ${unit === 'pull-requests' ? size.units : counted(unit, size.units)} = median of ${size.of.join(' ')}`,
      ];
    case 'unknown':
      return [md`sprint size not known yet: ${size.sprints} of the 2 ended sprints that it takes`];
    case 'unread':
      return [md`the sprint size could not be read`];
  }
}

function renderNotCounted({ notCounted: { excluded, expedite } }: Debt): Markdown | null {
  const parts = [
    ...(excluded === 0 ? [] : [md`${excluded} by bots or otherwise left out`]),
    ...(expedite === 0 ? [] : [md`${expedite} urgent`]),
  ];
  return parts.length === 0 ? null : md`not counted: ${joined(parts, ', ')}`;
}

function renderIssues(issues: Debt['issues']): Markdown | null {
  if (issues === null) return md`debt issues could not be read`;
  const { open, opened, closed, ageP50, ageP90, isPartial } = issues;
  if (open + opened + closed === 0) return md`debt issues: none${isPartial ? AS_FAR : md``}`;
  const least = { markdown: isPartial ? 'at least ' : '' };
  const age = ageP50 === null || ageP90 === null ? md`` : md`, age p50 ${ageP50} d, p90 ${ageP90} d`;
  const ofThese = isPartial && age.markdown !== '' ? md` of those read` : md``;
  return md`debt issues: ${least}${open} open (${opened} opened, ${closed} closed)${age}${ofThese}`;
}
