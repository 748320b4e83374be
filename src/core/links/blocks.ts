/**
 * Where a description does not speak for its author: HTML comments, code and quotes, found as CommonMark and GitHub's
 * extensions delimit them. Each character is looked at a bounded number of times, whatever the text.
 */
import { BacktickRuns, commentEnd, scanInline } from './inline.ts';

export type HiddenBy = 'comment' | 'code' | 'quote';

/** Half-open, in UTF-16 units; a list of them is sorted and does not overlap. */
export interface HiddenRange {
  readonly start: number;
  readonly end: number;
  readonly by: HiddenBy;
}

interface Fence {
  readonly character: string;
  readonly length: number;
  /** Column that the content of its list item begins at; the fence ends with the item. */
  readonly container: number;
  readonly start: number;
}

export function hiddenRanges(text: string): readonly HiddenRange[] {
  return new BlockScan(text).run();
}

/** What a block other than a paragraph can begin with, besides its indentation. */
const BLOCK_STARTS = '>`~<-+*0123456789';
/** Lists in lists; nobody writes, and no renderer shows, more. */
const MAX_NESTING = 100;

class BlockScan {
  readonly #text: string;
  readonly #runs: BacktickRuns;
  readonly #ranges: { start: number; end: number; by: HiddenBy }[] = [];
  /** Content columns of the list items that are open, outermost first. */
  readonly #items: number[] = [];
  #fence: Fence | null = null;
  /** Where the open paragraph began; null when none is open. */
  #paragraph: number | null = null;
  /** Whether the line before was a quote whose paragraph a plain line would continue. */
  #quotedParagraph = false;
  #quotedFence: string | null = null;

  readonly #hideInline = (start: number, end: number, by: HiddenBy): void => this.#hide(start, end, by);

  constructor(text: string) {
    this.#text = text;
    this.#runs = new BacktickRuns(text);
  }

  run(): readonly HiddenRange[] {
    const text = this.#text;
    let start = 0;
    while (start < text.length) {
      const end = lineEnd(text, start);
      const resume = this.#line(start, end);
      start = resume ?? nextLine(text, end);
      if (start >= text.length && this.#paragraph !== null) start = this.#closeParagraph(text.length) ?? start;
    }
    if (this.#fence !== null) this.#hide(this.#fence.start, text.length, 'code');
    return this.#ranges;
  }

  /** Takes one line; returns where to go on when that is not the next one (a comment swallowed some). */
  #line(start: number, end: number): number | null {
    const text = this.#text;
    let position = start;
    let column = 0;
    const first = text.charCodeAt(start);
    if (first === 32 || first === 9) ({ position, column } = skipIndent(text, start, end, 0));
    const isBlank = position === end;

    if (this.#fence !== null) {
      const fence = this.#fence;
      if (isBlank || column >= fence.container) {
        const isClosing = !isBlank && column - fence.container <= 3 && closesFence(text, position, end, fence);
        if (isClosing) {
          this.#hide(fence.start, end, 'code');
          this.#fence = null;
        }
        return null;
      }
      this.#hide(fence.start, start, 'code');
      this.#fence = null;
    }

    if (isBlank) {
      this.#endQuote();
      return this.#closeParagraph(start);
    }

    // A line that is indented less leaves the list item, unless it carries on the item's paragraph.
    while (this.#paragraph === null && !this.#quotedParagraph && column < this.#container()) this.#items.pop();

    for (;;) {
      const indent = column - this.#container();
      if (indent >= 4) {
        if (this.#quotedParagraph) return this.#lazily(start, end);
        if (this.#paragraph === null) this.#hide(start, end, 'code');
        return null;
      }
      const character = text[position];
      if (!BLOCK_STARTS.includes(character ?? '')) break;
      if (character === '>') {
        const resume = this.#closeParagraph(start);
        if (resume !== null && resume > start) return resume;
        this.#leaveItems(column);
        this.#quote(position, end);
        return null;
      }
      const fenceLength = fenceAt(text, position, end);
      if (fenceLength > 0 && character !== undefined) {
        const resume = this.#interrupt(start);
        if (resume !== null) return resume;
        this.#leaveItems(column);
        this.#fence = { character, length: fenceLength, container: this.#container(), start: position };
        return null;
      }
      if (text.startsWith('<!--', position)) {
        const resume = this.#interrupt(start);
        if (resume !== null) return resume;
        const close = commentEnd(text, position);
        this.#hide(position, close, 'comment');
        return this.#afterComment(close, end);
      }
      const content = listContent(text, position, end, column);
      if (content === null || this.#items.length === MAX_NESTING) break;
      const resume = this.#interrupt(start);
      if (resume !== null) return resume;
      this.#leaveItems(column);
      this.#items.push(content.container);
      ({ position, column } = content);
      if (position === end) return null;
    }

    if (this.#quotedParagraph && !isHeading(text, position, end)) return this.#lazily(start, end);
    this.#endQuote();
    if (isHeading(text, position, end) || isRule(text, position, end)) {
      const resume = this.#closeParagraph(start);
      if (resume !== null && resume > start) return resume;
      this.#leaveItems(column);
      this.#paragraph = position;
      return this.#closeParagraph(end);
    }
    this.#paragraph ??= position;
    return null;
  }

  #container(): number {
    return this.#items.at(-1) ?? 0;
  }

  #leaveItems(column: number): void {
    while (this.#items.length > 0 && column < this.#container()) this.#items.pop();
  }

  /** Ends what a new block ends. Returns where to go on when a comment in the paragraph reaches past its end. */
  #interrupt(start: number): number | null {
    this.#endQuote();
    const resume = this.#closeParagraph(start);
    return resume !== null && resume > start ? resume : null;
  }

  #closeParagraph(end: number): number | null {
    const start = this.#paragraph;
    if (start === null || start >= end) return null;
    this.#paragraph = null;
    const resume = scanInline(this.#text, start, end, this.#runs, this.#hideInline);
    if (resume <= end) return null;
    return this.#afterComment(resume, lineEnd(this.#text, resume));
  }

  /** What follows a comment on its line is text again; the rest of the line is read as a paragraph. */
  #afterComment(close: number, end: number): number | null {
    this.#paragraph = null;
    const lineBreak = close > end ? lineEnd(this.#text, close) : end;
    if (close < lineBreak) this.#paragraph = close;
    return nextLine(this.#text, lineBreak);
  }

  #quote(position: number, end: number): void {
    this.#hide(position, end, 'quote');
    const text = this.#text;
    let inner = position;
    while (inner < end && (text[inner] === '>' || text[inner] === ' ' || text[inner] === '\t')) inner++;
    const fence = inner < end && fenceAt(text, inner, end) > 0 ? (text[inner] ?? null) : null;
    if (this.#quotedFence === null) this.#quotedFence = fence;
    else if (fence === this.#quotedFence) this.#quotedFence = null;
    const isText = inner < end && fence === null && this.#quotedFence === null;
    this.#quotedParagraph = isText && !isHeading(text, inner, end) && !isRule(text, inner, end);
  }

  /** A plain line right after a quoted paragraph belongs to it (CommonMark's lazy continuation). */
  #lazily(start: number, end: number): null {
    this.#hide(start, end, 'quote');
    return null;
  }

  #endQuote(): void {
    this.#quotedParagraph = false;
    this.#quotedFence = null;
  }

  #hide(start: number, end: number, by: HiddenBy): void {
    if (start >= end) return;
    const last = this.#ranges.at(-1);
    // Lines that follow each other are one range: only their line break is between them.
    if (last !== undefined && last.by === by && start - last.end <= 1) last.end = end;
    else this.#ranges.push({ start, end, by });
  }
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) return at;
  }
  return text.length;
}

function nextLine(text: string, end: number): number {
  return text.startsWith('\r\n', end) ? end + 2 : end + 1;
}

/** Skips spaces and tabs; a tab reaches to the next column that is a multiple of four. */
function skipIndent(text: string, start: number, end: number, from: number): { position: number; column: number } {
  let position = start;
  let column = from;
  for (; position < end; position++) {
    if (text[position] === ' ') column++;
    else if (text[position] === '\t') column += 4 - (column % 4);
    else break;
  }
  return { position, column };
}

/** Length of the code fence that opens here; 0 when none does. */
function fenceAt(text: string, position: number, end: number): number {
  const character = text[position];
  if (character !== '`' && character !== '~') return 0;
  let at = position;
  while (at < end && text[at] === character) at++;
  if (at - position < 3) return 0;
  // An info string can't hold backticks: a line such as ```code``` is a code span.
  if (character === '`') for (let rest = at; rest < end; rest++) if (text[rest] === '`') return 0;
  return at - position;
}

function closesFence(text: string, position: number, end: number, fence: Fence): boolean {
  let at = position;
  while (at < end && text[at] === fence.character) at++;
  return at - position >= fence.length && skipIndent(text, at, end, 0).position === end;
}

interface ListContent {
  readonly position: number;
  readonly column: number;
  readonly container: number;
}

/** What follows a list marker; null when there is none here. */
function listContent(text: string, position: number, end: number, column: number): ListContent | null {
  let at = position;
  if ('-+*'.includes(text[at] ?? 'x')) at++;
  else {
    while (at < end && at - position < 9 && isDigit(text[at])) at++;
    if (at === position || (text[at] !== '.' && text[at] !== ')')) return null;
    at++;
  }
  const marker = column + at - position;
  if (at < end && text[at] !== ' ' && text[at] !== '\t') return null;
  const content = skipIndent(text, at, end, marker);
  const spaces = content.column - marker;
  // More than four spaces: one belongs to the marker, the rest indents code.
  const container = spaces === 0 || spaces > 4 || content.position === end ? marker + 1 : content.column;
  return { ...content, container };
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isHeading(text: string, position: number, end: number): boolean {
  let at = position;
  while (at < end && text[at] === '#' && at - position < 7) at++;
  const level = at - position;
  return level > 0 && level < 7 && (at === end || text[at] === ' ' || text[at] === '\t');
}

/** A thematic break, or the line under a heading. */
function isRule(text: string, position: number, end: number): boolean {
  const character = text[position];
  if (character === undefined || !'-_*='.includes(character)) return false;
  for (let at = position; at < end; at++) {
    if (text[at] !== character && text[at] !== ' ' && text[at] !== '\t') return false;
  }
  return true;
}
