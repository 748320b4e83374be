/**
 * Where a description does not speak for its author: HTML comments, code and quotes, found as CommonMark and GitHub's
 * extensions delimit them. Each character is looked at a bounded number of times, whatever the text.
 */
import { CODE, COMMENT, HiddenText, QUOTE } from './hidden-text.ts';
import { commentEnd, InlineScan, opensComment } from './inline.ts';
import {
  beginsBlock,
  Cursor,
  closesFence,
  fenceAt,
  isBlank,
  isHeading,
  isRule,
  lineEnd,
  nextLine,
} from './line-start.ts';

export function hiddenText(text: string): HiddenText {
  return new BlockScan(text).run();
}

const GREATER_THAN = 62;
/** Lists in lists; nobody writes, and no renderer shows, more. */
const MAX_NESTING = 100;
/** For a position: there is none. Plain numbers keep the scan, which takes every line of the text, free of allocations. */
const NONE = -1;

class BlockScan {
  readonly #text: string;
  readonly #hidden: HiddenText;
  readonly #inline: InlineScan;
  readonly #cursor = new Cursor();
  /** Content columns of the list items that are open, outermost first. */
  readonly #items: number[] = [];
  /** Content column of the innermost of them. */
  #container = 0;
  /** Where the open fence begins. */
  #fence = NONE;
  #fenceUnit = 0;
  #fenceLength = 0;
  /** Column that the content of the fence's list item begins at; the fence ends with the item. */
  #fenceContainer = 0;
  /** Where the open paragraph began. */
  #paragraph = NONE;
  /** Whether the line before was a quote whose paragraph a plain line would continue. */
  #quotedParagraph = false;
  /** What the fence inside the quote is made of. */
  #quotedFence = NONE;

  constructor(text: string) {
    this.#text = text;
    this.#hidden = new HiddenText(text.length);
    this.#inline = new InlineScan(text, this.#hidden);
  }

  run(): HiddenText {
    const text = this.#text;
    for (let start = 0; start < text.length; ) {
      const end = lineEnd(text, start);
      const resume = this.#line(start, end);
      start = resume === NONE ? nextLine(text, end) : resume;
    }
    this.#closeParagraph(text.length);
    if (this.#fence !== NONE) this.#hidden.hide(this.#fence, text.length, CODE);
    return this.#hidden;
  }

  /** Takes one line; returns where to go on when that is not the next one (a comment swallowed some). */
  #line(start: number, end: number): number {
    const cursor = this.#cursor;
    cursor.startLine(start);
    cursor.skipBlanks(this.#text, end);
    if (this.#fence !== NONE && this.#isInFence(start, end)) return NONE;
    if (cursor.position === end) {
      this.#endQuote();
      return this.#closeParagraph(start);
    }
    // A line that is indented less leaves the list item, unless it carries on the item's paragraph.
    if (this.#paragraph === NONE && !this.#quotedParagraph) this.#leaveItems(cursor.column);
    return this.#block(start, end);
  }

  /** Whether the open fence goes on or ends with this line; it is over where its list item is. */
  #isInFence(start: number, end: number): boolean {
    const { position, column } = this.#cursor;
    const isBlankLine = position === end;
    const indent = column - this.#fenceContainer;
    if (!isBlankLine && indent < 0) {
      this.#hidden.hide(this.#fence, start, CODE);
      this.#fence = NONE;
      return false;
    }
    if (!isBlankLine && indent <= 3 && closesFence(this.#text, position, end, this.#fenceUnit, this.#fenceLength)) {
      this.#hidden.hide(this.#fence, end, CODE);
      this.#fence = NONE;
    }
    return true;
  }

  /** What begins behind the indentation; list items hold further blocks on the same line. */
  #block(start: number, end: number): number {
    const text = this.#text;
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.column - this.#container >= 4) {
        if (this.#quotedParagraph) this.#hidden.hide(start, end, QUOTE);
        else if (this.#paragraph === NONE) this.#hidden.hide(start, end, CODE);
        return NONE;
      }
      const { position, column } = cursor;
      const unit = text.charCodeAt(position);
      if (!beginsBlock(unit)) break;
      if (unit === GREATER_THAN) {
        const resume = this.#closeParagraph(start);
        if (resume !== NONE) return resume;
        this.#leaveItems(column);
        this.#quote(position, end);
        return NONE;
      }
      const fenceLength = fenceAt(text, position, end);
      if (fenceLength > 0) {
        const resume = this.#interrupt(start);
        if (resume !== NONE) return resume;
        this.#leaveItems(column);
        this.#openFence(position, unit, fenceLength);
        return NONE;
      }
      if (opensComment(text, position)) {
        const resume = this.#interrupt(start);
        if (resume !== NONE) return resume;
        const close = commentEnd(text, position);
        this.#hidden.hide(position, close, COMMENT);
        return this.#afterComment(close);
      }
      if (this.#items.length === MAX_NESTING) break;
      const container = cursor.enterListItem(text, end);
      if (container === 0) break;
      const resume = this.#interrupt(start);
      if (resume !== NONE) return resume;
      this.#enterItem(column, container);
      if (cursor.position === end) return NONE;
    }
    return this.#textLine(start, end);
  }

  /** A heading, a rule, or a line of a paragraph. */
  #textLine(start: number, end: number): number {
    const text = this.#text;
    const { position, column } = this.#cursor;
    const isTitle = isHeading(text, position, end);
    if (this.#quotedParagraph && !isTitle) {
      // A plain line right after a quoted paragraph belongs to it (CommonMark's lazy continuation).
      this.#hidden.hide(start, end, QUOTE);
      return NONE;
    }
    this.#endQuote();
    if (isTitle || isRule(text, position, end)) {
      const resume = this.#closeParagraph(start);
      if (resume !== NONE) return resume;
      this.#leaveItems(column);
      this.#paragraph = position;
      return this.#closeParagraph(end);
    }
    if (this.#paragraph === NONE) this.#paragraph = position;
    return NONE;
  }

  #enterItem(column: number, container: number): void {
    this.#leaveItems(column);
    this.#items.push(container);
    this.#container = container;
  }

  #leaveItems(column: number): void {
    while (column < this.#container) {
      this.#items.pop();
      this.#container = this.#items.at(-1) ?? 0;
    }
  }

  #openFence(position: number, unit: number, length: number): void {
    this.#fence = position;
    this.#fenceUnit = unit;
    this.#fenceLength = length;
    this.#fenceContainer = this.#container;
  }

  /** Ends what a new block ends. Returns where to go on when a comment in the paragraph reaches past its end. */
  #interrupt(start: number): number {
    this.#endQuote();
    return this.#closeParagraph(start);
  }

  #closeParagraph(end: number): number {
    const start = this.#paragraph;
    if (start === NONE || start >= end) return NONE;
    this.#paragraph = NONE;
    const resume = this.#inline.paragraph(start, end);
    return resume <= end ? NONE : this.#afterComment(resume);
  }

  /** What follows a comment on its line is text again; the rest of the line is read as a paragraph. */
  #afterComment(close: number): number {
    const lineBreak = lineEnd(this.#text, close);
    this.#paragraph = close < lineBreak ? close : NONE;
    return nextLine(this.#text, lineBreak);
  }

  #quote(position: number, end: number): void {
    this.#hidden.hide(position, end, QUOTE);
    const text = this.#text;
    let inner = position;
    while (inner < end && (text.charCodeAt(inner) === GREATER_THAN || isBlank(text.charCodeAt(inner)))) inner++;
    const isFence = inner < end && fenceAt(text, inner, end) > 0;
    const fence = isFence ? text.charCodeAt(inner) : NONE;
    if (this.#quotedFence === NONE) this.#quotedFence = fence;
    else if (fence === this.#quotedFence) this.#quotedFence = NONE;
    const isText = inner < end && !isFence && this.#quotedFence === NONE;
    this.#quotedParagraph = isText && !isHeading(text, inner, end) && !isRule(text, inner, end);
  }

  #endQuote(): void {
    this.#quotedParagraph = false;
    this.#quotedFence = NONE;
  }
}
