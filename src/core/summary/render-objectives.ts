/** Block 3: objectives with what was done for them, and the work that was for none. */
import { code, joined, type Markdown, md } from '../reports/markdown.ts';
import { lacksMeasure } from './objective-life.ts';
import {
  AS_FAR,
  dayMonth,
  line,
  listed,
  listedBy,
  type Room,
  shortItem,
  titledItem,
  UNDER_RULES_OF_NOW,
} from './render-words.ts';
import type { ObjectiveRow, Objectives, Summary, UnlinkedWork } from './summary.ts';
import { isWhole } from './week.ts';

const HEAD = '| objective | measure | merged · open | sub-issues | last merge | when |\n|---|---|---|---|---|---|';
/** Blocks of a bar. */
const BAR = 5;

export function renderObjectives(summary: Summary, room: Room): Markdown {
  const {
    blocks: { objectives },
    period,
    scope,
  } = summary;
  const { rows, isUnread } = objectives;
  const unlinked = renderUnlinked(objectives, room);
  if (rows.length === 0) {
    const none = isUnread
      ? md`They could not be read.`
      : isWhole(scope)
        ? md`No objectives yet.`
        : md`No objectives${AS_FAR}.`;
    return md`**3 Objectives** ${unlinked === null ? none : md`${none} Merged: ${unlinked}`}`;
  }
  const shown = rows.slice(0, room.rows);
  const left = rows.length - shown.length;
  const parts = [
    md`**3 Objectives** ${renderHints(objectives, room)}`,
    { markdown: HEAD },
    ...shown.map((row) => renderRow(row, period.lastDate)),
    ...(left > 0 ? [md`| and ${left} more |`] : []),
    ...(unlinked === null ? [] : [md``, unlinked]),
  ];
  return joined(parts, '\n');
}

function renderHints({ rows, tooMany }: Objectives, room: Room): Markdown {
  const outputs = rows.filter(({ isOutput }) => isOutput);
  const unmeasured = rows.filter((row) => row.isOpen && lacksMeasure(row)).length;
  return line([
    tooMany === null
      ? null
      : md`${tooMany.open} are open, more than the ${tooMany.most} of ${code('objectives.max-open')}`,
    unmeasured === 0 ? null : md`${unmeasured} without a measure`,
    outputs.length === 0
      ? null
      : md`${outputs.length === 1 ? 'says' : 'say'} what is built, not what changes for somebody: ${listed(outputs, room.items, shortItem)}`,
  ]);
}

function renderRow(row: ObjectiveRow, today: string): Markdown {
  const { measure, merged, open, subIssues, lastMerge, horizon, isOpen } = row;
  const cells = [
    titledItem(row, MAX_TITLE),
    lacksMeasure(row) ? md`**none**` : md`${measure ?? NONE}`,
    md`${merged} · ${open ?? NONE}`,
    subIssues === null ? NONE : md`${subIssues.done} of ${subIssues.total} ${bar(subIssues)}`,
    lastMerge === null ? NONE : md`${dayMonth(lastMerge, today)}`,
    isOpen ? md`${horizon ?? NONE}` : md`closed ✔`,
  ];
  return md`| ${joined(cells, ' | ')} |`;
}

const MAX_TITLE = 120;
const NONE: Markdown = { markdown: '–' };

/** For whoever reads it as an e-mail, too. */
function bar({ done, total }: { readonly done: number; readonly total: number }): Markdown {
  if (total === 0) return md``;
  // Neither full before the last is done nor empty once one is.
  const full = done === 0 ? 0 : Math.max(1, Math.floor((BAR * done) / total));
  return { markdown: '▇'.repeat(full) + '▁'.repeat(BAR - full) };
}

function renderUnlinked({ onlyToIssue, toNothing }: Objectives, room: Room): Markdown | null {
  const debt = onlyToIssue.filter(({ isDebt }) => isDebt).length;
  const isSaid = ({ why }: UnlinkedWork) => Number(why !== 'nothing-said');
  const unsaidFirst = toNothing.toSorted((a, b) => isSaid(a) - isSaid(b));
  const free = toNothing.filter(({ why }) => why === 'skipped').length;
  const ofThem = debt === 0 ? md`` : md` (${debt} of them debt)`;
  const parts = [
    onlyToIssue.length === 0
      ? null
      : md`**${onlyToIssue.length}** linked only to an issue${ofThem}: ${listed(onlyToIssue, room.items, shortItem)}`,
    toNothing.length === 0
      ? null
      : md`**${toNothing.length}** linked to nothing${free === 0 ? md`` : md` (${free} of them need no link)`}: ${listedBy(unsaidFirst, room.items, reasonOf)}`,
  ];
  return parts.every((part) => part === null) ? null : line(parts);
}

function reasonOf({ why, label }: UnlinkedWork): Markdown | null {
  switch (why) {
    case 'debt':
      return md`debt`;
    case 'skipped':
      return md`no link needed`;
    case 'label':
      return label === null ? md`label` : md`label ${code(label)}`;
    case 'unread':
      return md`its links could not be read`;
    case 'failing-verdict':
      return UNDER_RULES_OF_NOW;
    case 'nothing-said':
      return null;
  }
}
