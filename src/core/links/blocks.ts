/**
 * Where a description does not speak for its author: HTML comments, code and quotes, found as CommonMark and GitHub's
 * extensions delimit them. Each character is looked at a bounded number of times, whatever the text.
 */
import { CODE, COMMENT, HiddenText, QUOTE } from './hidden-text.ts';
import { commentEnd, InlineScan } from './inline.ts';
import { LineStart, lineEnd, nextLine } from './line-start.ts';

/** `units` are those of the text. */
export function hiddenText(text: string, units: Uint16Array): HiddenText {
  return new BlockScan(text, units).run();
}

/** Lists in lists; nobody writes, and no renderer shows, more. */
const MAX_NESTING = 100;
/** For a position: there is none. Plain numbers keep the scan, which takes every line of the text, free of allocations. */
const NONE = -1;

class BlockScan {
  readonly #text: string;
  readonly #units: Uint16Array;
  readonly #hidden: HiddenText;
  readonly #inline: InlineScan;
  readonly #line: LineStart;
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

  constructor(text: string, units: Uint16Array) {
    this.#text = text;
    this.#units = units;
    this.#line = new LineStart(units);
    this.#hidden = new HiddenText(text.length);
    this.#inline = new InlineScan(text, units, this.#hidden);
  }

  run(): HiddenText {
    const line = this.#line;
    const { length } = this.#text;
    for (let start = 0; start < length; ) {
      line.read(start);
      const resume = this.#takeLine();
      start = resume === NONE ? line.next : resume;
    }
    this.#closeParagraph(length);
    if (this.#fence !== NONE) this.#hidden.hide(this.#fence, length, CODE);
    return this.#hidden;
  }

  /** Returns where to go on when that is not the next line (a comment swallowed some). */
  #takeLine(): number {
    const line = this.#line;
    if (this.#fence !== NONE && this.#isInFence()) return NONE;
    if (line.isBlank) return this.#interrupt();
    // A line that is indented less leaves the list item, unless it carries on the item's paragraph.
    if (this.#paragraph === NONE && !this.#quotedParagraph) this.#leaveItems(line.column);
    return this.#takeBlock();
  }

  /** Whether the open fence goes on or ends with this line; it is over where its list item is. */
  #isInFence(): boolean {
    const line = this.#line;
    if (line.isBlank) return true;
    const indent = line.column - this.#fenceContainer;
    if (indent < 0) {
      this.#hidden.hide(this.#fence, line.start, CODE);
      this.#fence = NONE;
      return false;
    }
    if (indent <= 3 && line.closesFence(this.#fenceUnit, this.#fenceLength)) {
      this.#hidden.hide(this.#fence, line.end, CODE);
      this.#fence = NONE;
    }
    return true;
  }

  /** What begins behind the indentation; list items hold further blocks on the same line. */
  #takeBlock(): number {
    const line = this.#line;
    for (;;) {
      if (line.column - this.#container >= 4) {
        if (this.#quotedParagraph) this.#hidden.hide(line.start, line.end, QUOTE);
        else if (this.#paragraph === NONE) this.#hidden.hide(line.start, line.end, CODE);
        return NONE;
      }
      if (!line.beginsBlock) break;
      if (line.isQuote) return this.#takeQuote();
      const { fenceLength } = line;
      if (fenceLength > 0) return this.#openFence(fenceLength);
      if (line.opensComment) return this.#takeComment();
      if (this.#items.length === MAX_NESTING) break;
      const { column } = line;
      const container = line.enterListItem();
      if (container === 0) break;
      const resume = this.#interrupt();
      if (resume !== NONE) return resume;
      this.#enterItem(column, container);
      if (line.isBlank) return NONE;
    }
    return this.#takeText();
  }

  /** A heading, a rule, or a line of a paragraph. */
  #takeText(): number {
    const line = this.#line;
    const { isHeading } = line;
    if (this.#quotedParagraph && !isHeading) {
      // A plain line right after a quoted paragraph belongs to it (CommonMark's lazy continuation).
      this.#hidden.hide(line.start, line.end, QUOTE);
      return NONE;
    }
    this.#endQuote();
    if (isHeading || line.isRule) {
      const resume = this.#closeParagraph(line.start);
      if (resume !== NONE) return resume;
      this.#leaveItems(line.column);
      // A rule holds nothing but its marks.
      if (!isHeading) return NONE;
      this.#paragraph = line.position;
      return this.#closeParagraph(line.end);
    }
    if (this.#paragraph === NONE) this.#paragraph = line.position;
    return NONE;
  }

  #takeQuote(): number {
    const line = this.#line;
    const resume = this.#closeParagraph(line.start);
    if (resume !== NONE) return resume;
    this.#leaveItems(line.column);
    this.#hidden.hide(line.position, line.end, QUOTE);
    line.enterQuote();
    const isFence = !line.isBlank && line.fenceLength > 0;
    const fence = isFence ? line.unit : NONE;
    if (this.#quotedFence === NONE) this.#quotedFence = fence;
    else if (fence === this.#quotedFence) this.#quotedFence = NONE;
    const isText = !line.isBlank && !isFence && this.#quotedFence === NONE;
    this.#quotedParagraph = isText && !line.isHeading && !line.isRule;
    return NONE;
  }

  #openFence(length: number): number {
    const line = this.#line;
    const resume = this.#interrupt();
    if (resume !== NONE) return resume;
    this.#leaveItems(line.column);
    this.#fence = line.position;
    this.#fenceUnit = line.unit;
    this.#fenceLength = length;
    this.#fenceContainer = this.#container;
    return NONE;
  }

  #takeComment(): number {
    const resume = this.#interrupt();
    if (resume !== NONE) return resume;
    const { position } = this.#line;
    const close = commentEnd(this.#text, position);
    this.#hidden.hide(position, close, COMMENT);
    return this.#afterComment(close);
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

  /** Ends what this line ends. Returns where to go on when a comment in the paragraph reaches past its end. */
  #interrupt(): number {
    this.#endQuote();
    return this.#closeParagraph(this.#line.start);
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
    const lineBreak = lineEnd(this.#units, close);
    this.#paragraph = close < lineBreak ? close : NONE;
    return nextLine(this.#units, lineBreak);
  }

  #endQuote(): void {
    this.#quotedParagraph = false;
    this.#quotedFence = NONE;
  }
}
