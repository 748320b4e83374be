/** The boxes of an issue: those that we ask for, and those that people added. */
import { cleanText } from '../reports/markdown.ts';
import type { KeptFigures } from './kept-figures.ts';
import { isTicked, lineFingerprint, linesOf, textOfBox } from './lines.ts';
import type { CarriedBox } from './week.ts';

export interface IssueBox {
  /** What it asks for (`measure:shop/web#31`); `text:…`, by its words, where a person added it. */
  readonly id: string;
  /** As a person would read it. */
  readonly text: string;
  readonly isTicked: boolean;
}

/** Beginning of the id of a box that a person added. */
export const BY_WORDS = 'text:';

/** More text than a box shows is not looked at. */
const MAX_TEXT = 2000;
const MAX_ID = 400;

/** In order, each id once: ticked where one of its lines is. What stands in a block of code is none. */
export function readBoxes(body: string): readonly IssueBox[] {
  const boxes = new Map<string, IssueBox>();
  let fence: string | null = null;
  for (const line of linesOf(body)) {
    const opened = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (opened !== undefined && (fence === null || opened.startsWith(fence))) fence = fence === null ? opened : null;
    const ticked = fence === null ? isTicked(line) : null;
    if (ticked === null) continue;
    const { id, text } = readLine(line);
    if (text === '') continue;
    boxes.set(id, { id, text: boxes.get(id)?.text ?? text, isTicked: ticked || boxes.get(id)?.isTicked === true });
  }
  return [...boxes.values()];
}

/** Those that nobody ticked, each with the period in which it first stood: `period` where the issue does not know it. */
export function unticked(body: string, kept: KeptFigures | null, period: string): readonly CarriedBox[] {
  const since = new Map(kept?.boxes.map((box) => [box.id, box.since]));
  return readBoxes(body)
    .filter((box) => !box.isTicked)
    .map(({ id, text }) => ({ id, text, since: since.get(id) ?? period }));
}

const MARK = '<!-- box:';
const MARK_END = ' -->';

/** The hidden id at the end of a line; null where none is. */
export function boxIdIn(line: string): string | null {
  const text = line.trimEnd();
  const at = text.lastIndexOf(MARK);
  if (at < 0 || !text.endsWith(MARK_END)) return null;
  const encoded = text.slice(at + MARK.length, -MARK_END.length);
  if (encoded.length > MAX_ID * 3 || !/^[\w.:/#%-]+$/.test(encoded)) return null;
  try {
    const id = decodeURIComponent(encoded);
    return id.length <= MAX_ID ? id : null;
  } catch {
    return null;
  }
}

function readLine(line: string): Pick<IssueBox, 'id' | 'text'> {
  const whole = textOfBox(line);
  const id = boxIdIn(whole);
  if (id === null) {
    const text = cleanText(withoutComments(whole.slice(0, MAX_TEXT)));
    return { id: `${BY_WORDS}${lineFingerprint(text)}`, text };
  }
  return { id, text: asRead(whole.slice(0, whole.lastIndexOf(MARK)).slice(0, MAX_TEXT).trim()) };
}

function withoutComments(text: string): string {
  return text.replace(/<!--(?:(?!<!--)[\s\S])*?-->/g, '');
}

/** What we rendered, as it was before: no age, no link, nothing escaped. */
function asRead(rendered: string): string {
  const text = rendered
    .replace(/ \(\d{1,4} weeks?\)$/, '')
    .replace(/(?<!\\)\[((?:[^\\\]]|\\.)*)\]\([^()\s]*\)/g, '$1')
    .replace(
      /\\([!-/:-@[-`{-~])|&(amp|lt|gt);/g,
      (_, escaped?: string, entity?: string) => escaped ?? ENTITIES[entity ?? ''] ?? '',
    );
  return cleanText(text);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };
