/** Code spans and comments inside one paragraph, from left to right: whichever opens first wins. */
import { CODE, COMMENT, type HiddenText } from './hidden-text.ts';
import { opensComment } from './line-start.ts';

const LESS_THAN = 60;
const BACKSLASH = 92;
const BACKTICK = 96;

/** End of the comment that opens here. What never closes hides all the rest, as a browser would. */
export function commentEnd(text: string, open: number): number {
  const close = text.indexOf('-->', open + 2);
  return close < 0 ? text.length : close + 3;
}

/** Finds code spans and comments, paragraph after paragraph from the top of the text. */
export class InlineScan {
  readonly #text: string;
  readonly #units: Uint16Array;
  readonly #hidden: HiddenText;
  /**
   * Where the last run of backticks of each length starts, known for the paragraph that ends at `#known`. An opening run
   * without a match is looked for once; after that these answer, so that no text is passed over again and again.
   */
  readonly #lastRuns = new Map<number, number>();
  #known = -1;

  constructor(text: string, units: Uint16Array, hidden: HiddenText) {
    this.#text = text;
    this.#units = units;
    this.#hidden = hidden;
  }

  /** Returns where the last comment ended when that is past the paragraph, else `end`. */
  paragraph(start: number, end: number): number {
    const units = this.#units;
    let at = start;
    while (at < end) {
      const unit = units[at];
      if (unit === BACKSLASH) at += 2;
      else if (unit === BACKTICK) at = this.#backticks(at, end);
      else if (unit === LESS_THAN && opensComment(units, at)) {
        const close = commentEnd(this.#text, at);
        this.#hidden.hide(at, close, COMMENT);
        if (close >= end) return close;
        at = close;
      } else at++;
    }
    return end;
  }

  /** Takes the run of backticks at `open`; returns where to go on, behind the code span or behind the run alone. */
  #backticks(open: number, end: number): number {
    const from = runEnd(this.#units, open);
    const length = from - open;
    const closing = this.#closingRun(length, from, end);
    if (closing < 0) return from;
    this.#hidden.hide(open, closing + length, CODE);
    return closing + length;
  }

  /** Where the next run of exactly this length starts; -1 when there is none before `end`. */
  #closingRun(length: number, from: number, end: number): number {
    const isKnown = this.#known === end;
    if (isKnown && (this.#lastRuns.get(length) ?? -1) < from) return -1;
    const units = this.#units;
    for (let at = from; at < end; at++) {
      if (units[at] !== BACKTICK) continue;
      const close = runEnd(units, at);
      if (close - at === length) return at;
      if (!isKnown) this.#lastRuns.set(close - at, at);
      at = close;
    }
    this.#known = end;
    return -1;
  }
}

function runEnd(units: Uint16Array, start: number): number {
  let end = start + 1;
  while (units[end] === BACKTICK) end++;
  return end;
}
