/** An issue's text in the room that GitHub gives: lists of ours give way to what people wrote. */
import { type KeptFigures, keptLine } from './kept-figures.ts';
import { isTicked, lineFingerprint } from './lines.ts';

/** `known`: ours, and not to be written again since somebody removed it. */
export interface WrittenLine {
  readonly text: string;
  readonly role: 'marker' | 'ours' | 'theirs' | 'known' | 'blank';
}

/** GitHub refuses longer texts of an issue with 422 ("body is too long (maximum is 65536 characters)"). */
export const MAX_BODY_LENGTH = 65_536;

/** The whole text, with its hidden figures; null where even the shortest has no room. */
export function fitted(lines: readonly WrittenLine[], kept: KeptFigures | null): string | null {
  let shown = lines;
  for (;;) {
    const body = bodyOf(shown, kept);
    if (body.length <= MAX_BODY_LENGTH) return body;
    const longest = runsOf(shown).reduce<Run | null>((most, run) => (run.left > (most?.left ?? 0) ? run : most), null);
    if (longest === null) return null;
    shown = withoutLast(shown, longest);
  }
}

function bodyOf(lines: readonly WrittenLine[], kept: KeptFigures | null): string {
  const text = lines.filter(({ role }) => role !== 'known').map((line) => line.text);
  const remembered = lines
    .filter(({ role }) => role === 'ours' || role === 'known')
    .map((line) => lineFingerprint(line.text));
  return [...text, ...(kept === null ? [] : ['', keptLine({ ...kept, lines: remembered })])].join('\n').trimEnd();
}

/** Entries of one list, or rows of one table, that stand together. */
interface Run {
  readonly isTable: boolean;
  /** Index after the last. */
  readonly end: number;
  /** How many of them can go. */
  readonly left: number;
  /** How many it says that it does not show. */
  readonly more: number;
}

const MORE = /^(?:- |\| )and (\d{1,9}) more(?: \|)?$/;

function runsOf(lines: readonly WrittenLine[]): readonly Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < lines.length; ) {
    const kind = kindOf(lines[start]);
    let end = start + 1;
    while (kind !== null && kindOf(lines[end]) === kind) end++;
    if (kind !== null) {
      const more = Number(MORE.exec(lines[end - 1]?.text ?? '')?.[1] ?? 0);
      // Of a table its head stays, and of each the first entry.
      const least = kind === 'row' ? 3 : 1;
      const entries = end - start - (more > 0 ? 1 : 0);
      runs.push({ isTable: kind === 'row', end: start + entries, left: entries - least, more });
    }
    start = end;
  }
  return runs;
}

function kindOf(line: WrittenLine | undefined): 'entry' | 'row' | null {
  if (line?.role !== 'ours' || isTicked(line.text) !== null) return null;
  if (line.text.startsWith('- ')) return 'entry';
  return line.text.startsWith('|') ? 'row' : null;
}

function withoutLast(lines: readonly WrittenLine[], { isTable, end, more }: Run): readonly WrittenLine[] {
  const text = isTable ? `| and ${more + 1} more |` : `- and ${more + 1} more`;
  return [...lines.slice(0, end - 1), { text, role: 'ours' }, ...lines.slice(more > 0 ? end + 1 : end)];
}
