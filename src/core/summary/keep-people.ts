/**
 * What people did to an issue survives when we write it anew: ticks, and boxes and lines that they added or changed. A line
 * is ours if the hidden figures remember it; any other is somebody's.
 */
import { boxIdIn } from './boxes.ts';
import { fitted, type WrittenLine } from './fit-body.ts';
import { isSameScope, keptIn, markerIn, markerOf, readKept, readMarker } from './kept-figures.ts';
import { isBlank, isTicked, lineFingerprint, linesOf, withTick } from './lines.ts';
import { type ToldLine, tellApart } from './tell-apart.ts';

export interface KeptPeople {
  readonly body: string;
  /** What people wrote leaves no room for ours, not even for the shortest of it: the issue stays as it is. */
  readonly isFull: boolean;
}

/** Each pass settles what the one before it moved; two are enough unless people repeat lines of ours. */
const MAX_PASSES = 4;

/**
 * The text to write: `written` with what people did in `current`. Doing it again changes nothing. Where both do not fit,
 * our lists give way. A text whose hidden figures are gone can't tell what was ours: all that is not written anew stays.
 */
export function keepPeople(written: string, current: string): KeptPeople {
  let body = current;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = fitted(merged(written, body), readKept(written));
    if (next === null) return { body: current, isFull: true };
    if (next === body) break;
    body = next;
  }
  return { body, isFull: false };
}

/** Whether two texts are the same to GitHub, which ends lines as it likes, and drops the last ends. */
export function isSameText(a: string, b: string): boolean {
  return linesOf(a.trimEnd()).join('\n') === linesOf(b.trimEnd()).join('\n');
}

/** In order, marker first, without the hidden figures. */
function merged(written: string, current: string): readonly WrittenLine[] {
  const before = readKept(current);
  const marker = readMarker(written);
  const isMarker = (line: string) => {
    const other = markerIn(line);
    return (
      other !== null && marker !== null && isSameScope(other.scope, marker.scope) && other.period === marker.period
    );
  };
  const isShown = (line: string) => keptIn(line) === null && !isMarker(line);
  const ours = withoutLastBlanks(linesOf(written).filter(isShown));
  const shown = linesOf(current).filter(isShown);
  const known = before?.lines ?? ours.filter((line) => !isBlank(line)).map(lineFingerprint);
  const told = tellApart(shown, known);
  const lines = withPeoplesBoxes(ours, told, new Set(before?.lines));
  const head = marker === null ? [] : [{ text: markerOf(marker.scope, marker.period), role: 'marker' as const }];
  return [...head, ...joinedWith(groupsOf(told), lines)];
}

function withoutLastBlanks(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => !isBlank(line)) + 1);
}

/** A box is ticked as it is now. One that somebody rewrote or removed is not written again, but goes on being known. */
function withPeoplesBoxes(
  ours: readonly string[],
  told: readonly ToldLine[],
  known: ReadonlySet<string>,
): readonly WrittenLine[] {
  const now = new Map<string, { isOurs: boolean; isTicked: boolean }>();
  for (const { text, print, whose } of told) {
    const ticked = isTicked(text);
    if (ticked === null) continue;
    const key = boxIdIn(text) ?? print;
    const box = now.get(key);
    now.set(key, { isOurs: whose === 'ours' || box?.isOurs === true, isTicked: ticked || box?.isTicked === true });
  }
  return ours.map((text) => {
    if (isBlank(text)) return { text: '', role: 'blank' };
    if (isTicked(text) === null) return { text, role: 'ours' };
    const print = lineFingerprint(text);
    const box = now.get(boxIdIn(text) ?? print);
    const isGone = box === undefined ? known.has(print) : !box.isOurs;
    return { text: withTick(text, box?.isTicked === true), role: isGone ? 'known' : 'ours' };
  });
}

/** Lines of people that stand together, with what they stand under. */
interface Group {
  readonly block: number;
  /** Fingerprint of our line before them in that block; null for none. */
  readonly under: string | null;
  readonly lines: string[];
  /** Whether a blank line stands before, and after. */
  readonly isApart: boolean;
  isApartAfter: boolean;
}

/** How a block begins: `**2 Needs you**`, or folded. */
const BLOCK = /^(?:\*\*|<details><summary>)([1-7]) /;

/** The block that a line is in, given the one before it: they only go on. */
function blockAt(text: string, block: number): number {
  return Math.max(block, Number(BLOCK.exec(text)?.[1] ?? 0));
}

function groupsOf(told: readonly ToldLine[]): readonly Group[] {
  const groups: Group[] = [];
  let [block, under]: [number, string | null] = [0, null];
  let open: Group | null = null;
  let blanks = 0;
  for (const { text, print, whose } of told) {
    if (whose === 'blank') {
      blanks++;
      continue;
    }
    const next = whose === 'ours' ? blockAt(text, block) : block;
    if (next !== block) {
      if (open !== null) open.isApartAfter = blanks > 0;
      [block, under, open] = [next, null, null];
    }
    if (whose === 'ours') {
      if (open !== null) open.isApartAfter = blanks > 0;
      [under, open] = [print, null];
    } else if (open === null) {
      open = { block, under, lines: [text], isApart: blanks > 0, isApartAfter: false };
      groups.push(open);
    } else open.lines.push(...Array.from({ length: blanks }, () => ''), text);
    blanks = 0;
  }
  return groups;
}

/** Each under its line if that is there once, else at the end of its block, or of the one before where that is gone. */
function joinedWith(groups: readonly Group[], lines: readonly WrittenLine[]): readonly WrittenLine[] {
  const places = placesIn(lines);
  const added = new Map<number, Group[]>();
  for (const group of groups) {
    const own = group.under === null ? null : (places.under.get(`${group.block} ${group.under}`) ?? null);
    const at = own ?? places.endOf(group.block);
    const placed = own === null ? { ...group, isApart: true, isApartAfter: true } : group;
    added.set(at, [...(added.get(at) ?? []), placed]);
  }
  const all: WrittenLine[] = [];
  const pushBlank = (): void => {
    if (all.findLast(({ role }) => role !== 'known')?.role !== 'blank') all.push({ text: '', role: 'blank' });
  };
  const pushGroups = (at: number): void => {
    for (const group of added.get(at) ?? []) {
      if (group.isApart) pushBlank();
      for (const text of group.lines) all.push({ text, role: isBlank(text) ? 'blank' : 'theirs' });
      if (group.isApartAfter) pushBlank();
    }
  };
  pushGroups(-1);
  for (const [at, line] of lines.entries()) {
    if (line.role === 'blank') pushBlank();
    else all.push(line);
    pushGroups(at);
  }
  return all;
}

function placesIn(lines: readonly WrittenLine[]) {
  const under = new Map<string, number | null>();
  const ends: number[] = new Array<number>(8).fill(-1);
  let block = 0;
  for (const [at, { text, role }] of lines.entries()) {
    if (role !== 'ours') continue;
    block = blockAt(text, block);
    ends[block] = at;
    const key = `${block} ${lineFingerprint(text)}`;
    under.set(key, under.has(key) ? null : at);
  }
  /** Of the block, or of the last before it that is there; -1 for before all. */
  const endOf = (wanted: number) => Math.max(...ends.slice(0, wanted + 1));
  return { under, endOf };
}
