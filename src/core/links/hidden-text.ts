/** What of a description does not speak for its author, and why: one byte for each UTF-16 unit. */
export type HiddenBy = typeof COMMENT | typeof CODE | typeof QUOTE;

export const VISIBLE = 0;
export const COMMENT = 1;
export const CODE = 2;
export const QUOTE = 3;

/** Up to here a loop is quicker than the call of `fill`. */
const SHORT = 32;

/** A mark for each unit answers at once and costs the same whatever the text; a list of ranges grows with hostility. */
export class HiddenText {
  readonly #marks: Uint8Array;
  #lastEnd = -1;
  #lastBy = VISIBLE;

  constructor(length: number) {
    this.#marks = new Uint8Array(length);
  }

  /** Ranges come in rising order and do not overlap. */
  hide(start: number, end: number, by: HiddenBy): void {
    if (start >= end) return;
    // Lines that follow each other are hidden as one, with the line break between them.
    const from = by === this.#lastBy && start - this.#lastEnd === 1 ? this.#lastEnd : start;
    if (end - from > SHORT) this.#marks.fill(by, from, end);
    else for (let at = from; at < end; at++) this.#marks[at] = by;
    this.#lastEnd = end;
    this.#lastBy = by;
  }

  /** `VISIBLE` or what hides the unit at this position. */
  at(position: number): number {
    return this.#marks[position] ?? VISIBLE;
  }
}
