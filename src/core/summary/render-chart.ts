/** The share of debt by sprint: a chart for whoever sees charts, and bars of text for whoever reads an e-mail. */
import type { Markdown } from '../reports/markdown.ts';
import { SHOWN_SPRINTS } from './figures-sprints.ts';
import { dayMonth } from './render-words.ts';
import type { ChartSprint } from './summary.ts';

/** One bar shows no course. */
const LEAST_SPRINTS = 2;
/** Low, since it says little; in colours that stand out on white and on black. Bars, then floor, then ceiling. */
const LOOK =
  '%%{init: {"xyChart": {"height": 300}, "themeVariables": {"xyChart": {"plotColorPalette": "#6ca0dc, #2da44e, #cf222e"}}}}%%';
const BARS = '▁▂▃▄▅▆▇█';

/** Null with fewer than two sprints. It has nothing in it that anybody wrote. */
export function renderChart(sprints: readonly ChartSprint[]): Markdown | null {
  const [first] = sprints;
  if (first === undefined || sprints.length < LEAST_SPRINTS) return null;
  const highest = Math.max(...sprints.flatMap(({ share, ceiling, floor }) => [share, ceiling, floor]));
  const top = Math.min(100, (Math.floor(highest / 10) + 1) * 10);
  const list = (value: (sprint: ChartSprint) => number | string) => sprints.map(value).join(', ');
  const shares = sprints.map(({ share }) => share);
  return {
    markdown: `\`\`\`mermaid
${LOOK}
xychart-beta
    title "Debt share of merged work by sprint, %, with floor and ceiling"
    x-axis [${labelsOf(sprints).join(', ')}]
    y-axis "%" 0 --> ${top}
    bar [${list(({ share }) => share)}]
    line [${list(({ floor }) => floor)}]
    line [${list(({ ceiling }) => ceiling)}]
\`\`\`
${barsOf(shares)} *${list(({ share }) => share).replaceAll(', ', ' · ')} % debt, by sprint since ${dayMonth(first.firstDate)}${sprints.length < SHOWN_SPRINTS ? '; what came before is left out, not drawn as 0' : ''}.*`,
  };
}

/** Two bars of the same name would be drawn as one. */
function labelsOf(sprints: readonly ChartSprint[]): string[] {
  const short = sprints.map(({ firstDate }) => dayMonth(firstDate));
  const isClear = new Set(short).size === short.length;
  return sprints.map(({ firstDate }) => `"${dayMonth(firstDate, isClear ? firstDate : '')}"`);
}

function barsOf(shares: readonly number[]): string {
  const highest = Math.max(...shares);
  return shares
    .map((share) => BARS[highest === 0 ? 0 : Math.round((share / highest) * (BARS.length - 1))] ?? '')
    .join('');
}
