/** Block 2: what waits for somebody, in a line, and the boxes to tick. */
import { cleanText, joined, type Markdown, md } from '../reports/markdown.ts';
import { hidden } from '../reports/posted-markdown.ts';
import { asFar, count, line, listed, type Room, shortItem, titledItem } from './render-words.ts';
import type { Box, NeedsYou, Summary, Waiting } from './summary.ts';

export function renderNeedsYou(summary: Summary, room: Room): Markdown {
  const { needsYou } = summary.blocks;
  const groups = renderGroups(needsYou, room);
  const isEmpty = groups.length === 0 && needsYou.boxes.length === 0;
  const parts = [
    md`**2 Needs you** ${isEmpty ? md`nothing this week${asFar(summary)}.` : line(groups)}`,
    ...needsYou.boxes.slice(0, room.rows).map(renderBox),
    ...renderMoreBoxes(needsYou.boxes.slice(room.rows), room),
  ];
  return joined(parts, '\n');
}

function renderGroups(needs: NeedsYou, room: Room): Markdown[] {
  const group = <T>(name: string, items: readonly T[], show: (item: T) => Markdown, separator?: string) =>
    items.length === 0 ? [] : [md`*${name}:* ${listed(items, room.items, show, separator)}`];
  return [
    ...group('decide', needs.decide, agedTitle, '; '),
    ...group('answer', needs.answer, agedTitle, '; '),
    ...group('review waits over 3 days', needs.reviews, agedReference),
    ...group('blocked', needs.blocked, shortItem),
    ...group('silent for two sprints', needs.silent, shortItem),
    ...group('changed after the sprint began', needs.changed, shortItem),
    ...group('past the sunset date', needs.sunset, agedTitle, '; '),
    ...renderDebtBehind(needs),
  ];
}

function agedTitle(item: Waiting): Markdown {
  return md`${titledItem(item)} (${item.days} d)`;
}

function agedReference(item: Waiting): Markdown {
  return md`${shortItem(item)} (${item.days} d)`;
}

function renderDebtBehind({ debtBehind }: NeedsYou): Markdown[] {
  if (debtBehind === null) return [];
  const { debt, least, daysLeft } = debtBehind;
  return [md`*debt is behind its plan:* ${debt} of at least ${least}, ${count(daysLeft, 'day')} left`];
}

const ASKS: Readonly<Record<string, string>> = { measure: 'a measure for', learned: 'what was learned from' };

/** What we ask for is said in our words of today; what a person wrote is repeated. */
function renderBox(box: Box): Markdown {
  const { id, about, text, weeks } = box;
  const ask = id === null ? undefined : ASKS[id.split(':', 1)[0] ?? ''];
  const words =
    ask === undefined || about === null ? md`${cleanText(text) || '…'}` : md`${{ markdown: ask }} ${titledItem(about)}`;
  const age = weeks === 0 ? md`` : md` (${count(weeks, 'week')})`;
  return md`- [ ] ${words}${age}${id === null ? md`` : md` ${hidden(`box:${id}`)}`}`;
}

/** Folded, not dropped: what is no longer in the issue can't be carried over. */
function renderMoreBoxes(boxes: readonly Box[], { folded }: Room): Markdown[] {
  if (boxes.length === 0) return [];
  const left = boxes.length - folded;
  return [
    md`<details><summary>and ${boxes.length} more</summary>\n`,
    ...boxes.slice(0, folded).map(renderBox),
    ...(left > 0 ? [md`- and ${left} more`] : []),
    md`\n</details>`,
  ];
}
