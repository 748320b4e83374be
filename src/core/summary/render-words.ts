/** Words that the blocks of a summary share: dates, counts, lists, and what they point to. */
import { plural, UNIT_WORDS } from '../reports/count-words.ts';
import { cleanText, cutText, joined, type Markdown, md } from '../reports/markdown.ts';
import { quietLink } from '../reports/posted-markdown.ts';
import type { SprintFigures, Summary } from './summary.ts';
import { type Item, isWhole } from './week.ts';

/** How much of a list there is room for. */
export interface Room {
  /** Entries of a list that stands in a line. */
  readonly items: number;
  /** Entries that take a line each. */
  readonly rows: number;
  /** Entries of what is folded. */
  readonly folded: number;
}

/** Where not all could be read, none that was found is not none. */
export function asFar({ scope, blocks: { flow } }: Summary): Markdown {
  return isWhole(scope) && flow.unread.length === 0 ? md`` : AS_FAR;
}

export const AS_FAR: Markdown = { markdown: ', as far as could be read' };

/** Titles inside a line are shorter than elsewhere: ten of them are read in a breath. */
const MAX_TITLE_IN_LINE = 60;
/** What its check said when it merged is not known: other rules may have held then, or none. */
export const UNDER_RULES_OF_NOW: Markdown = { markdown: 'a failing check by today’s rules' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** What is hidden from some who read it has no title, and no address. */
export function shortItem({ ref, url }: Item): Markdown {
  return quietLink(cleanText(ref) === '' ? 'untitled' : ref, url);
}

export function titledItem(item: Item, most = MAX_TITLE_IN_LINE): Markdown {
  const title = cutText(item.title === null || item.title === item.ref ? '' : item.title, most);
  return title.markdown === '' ? shortItem(item) : md`${shortItem(item)} ${title}`;
}

/** As many as there is room for, and how many more there are. */
export function listed<T>(items: readonly T[], most: number, show: (item: T) => Markdown, separator = ', '): Markdown {
  if (most < 1) return md`${items.length}`;
  const shown = items.slice(0, most).map(show);
  const left = items.length - shown.length;
  return joined(left > 0 ? [...shown, md`and ${left} more`] : shown, separator);
}

/** The same, with what several have in common said once, after them: `#1, #2 (debt); #3`. */
export function listedBy<T extends Item>(
  items: readonly T[],
  most: number,
  why: (item: T) => Markdown | null,
): Markdown {
  if (most < 1) return md`${items.length}`;
  const groups = new Map<string, T[]>();
  for (const item of items.slice(0, most)) {
    const reason = why(item)?.markdown ?? '';
    groups.set(reason, [...(groups.get(reason) ?? []), item]);
  }
  const shown = [...groups].map(([reason, group]) => {
    const all = listed(group, most, shortItem);
    return reason === '' ? all : md`${all} (${{ markdown: reason }})`;
  });
  const left = items.length - most;
  return joined(left > 0 ? [...shown, md`and ${left} more`] : shown, '; ');
}

/** Parts of a line; those that have nothing to say are null. */
export function line(parts: readonly (Markdown | null)[]): Markdown {
  return joined(
    parts.filter((part) => part !== null),
    ' · ',
  );
}

/** `3 days`, `1 day`. */
export function count(number: number, word: string): string {
  return `${number} ${plural(word, number)}`;
}

/** `23 Nov`, of a local date; with the year where it is another than that of `beside`. */
export function dayMonth(date: string, beside: string = date): string {
  const words = `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`;
  return date.slice(0, 4) === beside.slice(0, 4) ? words : `${words} ${date.slice(0, 4)}`;
}

/** `9–22 Nov`, `23 Nov – 6 Dec`, `28 Dec 2026 – 3 Jan 2027`: the first and the last of some days. */
export function days(first: string, last: string): string {
  if (first === last) return dayMonth(first);
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8, 10))}–${dayMonth(last)}`;
  return `${dayMonth(first, last)} – ${dayMonth(last, first)}`;
}

type SprintDays = Pick<SprintFigures, 'title' | 'firstDate' | 'lastDate'>;

/** `Sprint 24 (9–22 Nov)`, `Sprint “Refunds” (9–22 Nov)`, `Sprint 9–22 Nov`. */
export function sprintName({ title, firstDate, lastDate }: SprintDays): Markdown {
  const name = title === null ? '' : cleanText(title, MAX_TITLE_IN_LINE);
  if (name === '') return md`Sprint ${days(firstDate, lastDate)}`;
  const called = /^(?:sprint|iteration|cycle)\b/i.test(name) ? name : `Sprint “${name}”`;
  return md`${called} (${days(firstDate, lastDate)})`;
}

/** `debt **5 of 35**`: pull requests go without a word, as everywhere else. */
export function debtOfAll({ debt, other, unit }: SprintFigures): Markdown {
  // Sums of thousandths, which a sum of decimals may miss by its last digit.
  const all = Math.round((debt + other) * 1000) / 1000;
  if (all === 0) return md`no debt or other work`;
  const words = unit === 'pull-requests' ? '' : ` ${plural(UNIT_WORDS[unit], all)}`;
  return md`debt **${debt} of ${all}**${{ markdown: words }}`;
}

/** `4–10`, `up to 5`; in percent where no whole number of units lies in the band, or its size is not known. */
export function planWords({ plan, floor, ceiling }: Pick<SprintFigures, 'plan' | 'floor' | 'ceiling'>): string {
  if (plan === null || plan.least > plan.most) return `${range(floor, ceiling)} %`;
  if (plan.most === 0) return 'less than 1';
  return plan.least === 0 ? `up to ${plan.most}` : range(plan.least, plan.most);
}

function range(least: number, most: number): string {
  return least === most ? `${least}` : `${least}–${most}`;
}
