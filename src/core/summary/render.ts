/**
 * A summary as the issue that a team reads: its title, and its text in Markdown. Whatever the summary holds, the text
 * has at most 40 lines outside what is folded and fits in an issue; what there is no room for is counted.
 */
import type { BLOCKS } from '../config/summary-schema.ts';
import { cleanText, joined, type Markdown } from '../reports/markdown.ts';
import { type KeptFigures, keptBlock, markerOf } from './kept-figures.ts';
import { renderDebt } from './render-debt.ts';
import { renderFlow } from './render-flow.ts';
import { renderHeadline, renderMissing, renderSkipped } from './render-headline.ts';
import { renderLearned } from './render-learned.ts';
import { renderNeedsYou } from './render-needs-you.ts';
import { renderObjectives } from './render-objectives.ts';
import { dayMonth, type Room } from './render-words.ts';
import { renderZoomOut } from './render-zoom-out.ts';
import type { Summary, SummaryPeriod } from './summary.ts';

type BlockId = (typeof BLOCKS)[number];

export interface RenderOptions {
  /** Which blocks are shown; their order is fixed. */
  readonly blocks: readonly BlockId[];
  /** Most entries of a list that are shown. */
  readonly maxItems: number;
}

/** More than a team reads in two minutes (spec, weekly summary). */
const MAX_LINES = 40;
/** An issue holds 65 536 characters (GitHub answers 422 beyond); people add to it. */
const MAX_LENGTH = 60_000;
/** Most entries of a list that is folded, however much room there is. */
const MAX_FOLDED = 100;

const RENDERERS: Readonly<Record<BlockId, (summary: Summary, room: Room) => Markdown>> = {
  headline: renderHeadline,
  'needs-you': renderNeedsYou,
  objectives: renderObjectives,
  debt: renderDebt,
  learned: renderLearned,
  'zoom-out': renderZoomOut,
  flow: renderFlow,
};
const ORDER = Object.keys(RENDERERS) as BlockId[];

export function renderSummary(
  summary: Summary,
  options: RenderOptions,
): { readonly title: string; readonly body: string } {
  const rows = largest(options.maxItems, (most) => {
    return unfoldedLines(draw(summary, options, { items: 1, rows: most, folded: 1 })) <= MAX_LINES;
  });
  // The same bound for every list: what it takes away, it takes from the longest.
  const most = largest(Math.max(MAX_FOLDED, options.maxItems), (bound) => {
    return draw(summary, options, roomFor(bound, rows, options)).length <= MAX_LENGTH;
  });
  return { title: titleOf(summary), body: draw(summary, options, roomFor(most, rows, options)) };
}

function roomFor(bound: number, rows: number, { maxItems }: RenderOptions): Room {
  return { items: Math.min(bound, maxItems), rows: Math.min(bound, rows), folded: Math.min(bound, MAX_FOLDED) };
}

/** The largest number up to `most` that fits, if those below it fit, too; 0 where none does. */
function largest(most: number, fits: (number: number) => boolean): number {
  if (fits(most)) return most;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function draw(summary: Summary, { blocks }: RenderOptions, room: Room): string {
  const shown = ORDER.filter((id) => blocks.includes(id));
  const said = shown.includes('headline')
    ? []
    : [summary.skipped.length > 0 ? renderSkipped(summary.skipped, room) : null, renderMissing(summary, room)];
  const text = joined(
    [...said.filter((each) => each !== null), ...shown.map((id) => RENDERERS[id](summary, room))],
    '\n\n',
  ).markdown;
  const { kept, scope, period } = summary;
  const boxes = boxesToKeep(summary, shown.includes('needs-you') ? room.rows + room.folded : 0, room);
  return `${markerOf(scope.id, period.name)}\n${text}\n\n${keptBlock({ ...kept, boxes }, text)}\n`;
}

/** First those that somebody ticked, then those that are drawn: of a box that nobody saw, nobody took the tick. */
function boxesToKeep({ kept, blocks }: Summary, drawn: number, { folded }: Room): KeptFigures['boxes'] {
  const place = new Map(blocks.needsYou.boxes.map(({ id }, at) => [id, at]));
  const ticked = kept.boxes.filter(({ id }) => !place.has(id));
  return [...ticked.slice(0, folded), ...kept.boxes.filter(({ id }) => (place.get(id) ?? drawn) < drawn)];
}

/** Lines before and between what is folded, the empty ones and the marker included. */
function unfoldedLines(body: string): number {
  const [shown = ''] = body.split('\n<!-- leadership:figures', 1);
  return shown
    .replace(/^<details>[\s\S]*?^<\/details>$/gm, '')
    .trimEnd()
    .split('\n').length;
}

/** `Weekly alignment: payments, 2026-W47 (16 – 22 Nov)`: a title is plain text. */
function titleOf({ scope, period }: Summary): string {
  return `Weekly alignment: ${cleanText(scope.name)}, ${period.name} (${spanOf(period)})`;
}

function spanOf({ firstDate, lastDate }: SummaryPeriod): string {
  const first = firstDate.slice(0, 7) === lastDate.slice(0, 7) ? `${Number(firstDate.slice(8))}` : dayMonth(firstDate);
  return `${first} – ${dayMonth(lastDate)}`;
}
