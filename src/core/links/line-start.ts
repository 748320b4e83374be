/**
 * What a line of Markdown begins with: indentation, a fence, a list marker, a heading, a rule. These run for every line
 * of a text that anybody can write, so they compare character codes and allocate nothing.
 */
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const EXCLAMATION = 33;
const HASH = 35;
const CLOSING_PARENTHESIS = 41;
const ASTERISK = 42;
const PLUS = 43;
const DASH = 45;
const FULL_STOP = 46;
const ZERO = 48;
const NINE = 57;
const LESS_THAN = 60;
const EQUALS = 61;
const GREATER_THAN = 62;
const UNDERSCORE = 95;
const BACKTICK = 96;
const TILDE = 126;

/**
 * A place in one line of a text, with its column: a tab reaches to the next column that is a multiple of four. One object
 * reads all lines, and its questions are about what stands at the place.
 */
export class LineStart {
  readonly #units: Uint16Array;
  start = 0;
  /** Without the line break. */
  end = 0;
  position = 0;
  column = 0;
  /** What stands there; -1 where the line is blank from here on. */
  unit = -1;

  constructor(units: Uint16Array) {
    this.#units = units;
  }

  /** Goes to the line that starts here, behind its indentation. */
  read(start: number): void {
    this.start = start;
    this.end = lineEnd(this.#units, start);
    this.position = start;
    this.column = 0;
    this.#skipBlanks();
  }

  get isBlank(): boolean {
    return this.position === this.end;
  }

  /** Where the line after this one starts. */
  get next(): number {
    return nextLine(this.#units, this.end);
  }

  /** Whether a block other than a paragraph, a heading or a rule can begin with this unit. */
  get beginsBlock(): boolean {
    const { unit } = this;
    return (
      isDigit(unit) ||
      unit === GREATER_THAN ||
      unit === BACKTICK ||
      unit === TILDE ||
      unit === LESS_THAN ||
      unit === DASH ||
      unit === PLUS ||
      unit === ASTERISK
    );
  }

  get isQuote(): boolean {
    return this.unit === GREATER_THAN;
  }

  /** Length of the code fence that opens here; 0 when none does. */
  get fenceLength(): number {
    const { unit, end } = this;
    if (unit !== BACKTICK && unit !== TILDE) return 0;
    let at = runEnd(this.#units, this.position, end, unit);
    const length = at - this.position;
    if (length < 3) return 0;
    // An info string can't hold backticks: a line such as ```code``` is a code span.
    if (unit === BACKTICK) for (; at < end; at++) if (this.#units[at] === BACKTICK) return 0;
    return length;
  }

  /** Whether a fence of this character and length ends with this line. */
  closesFence(unit: number, length: number): boolean {
    let at = runEnd(this.#units, this.position, this.end, unit);
    if (at - this.position < length) return false;
    while (at < this.end && isBlank(this.#units[at])) at++;
    return at === this.end;
  }

  get isHeading(): boolean {
    if (this.unit !== HASH) return false;
    const at = runEnd(this.#units, this.position, Math.min(this.end, this.position + 7), HASH);
    return at - this.position < 7 && (at === this.end || isBlank(this.#units[at]));
  }

  /** A thematic break, or the line under a heading. */
  get isRule(): boolean {
    const mark = this.unit;
    if (mark !== DASH && mark !== UNDERSCORE && mark !== ASTERISK && mark !== EQUALS) return false;
    for (let at = this.position; at < this.end; at++) {
      const unit = this.#units[at];
      if (unit !== mark && !isBlank(unit)) return false;
    }
    return true;
  }

  get opensComment(): boolean {
    return this.unit === LESS_THAN && opensComment(this.#units, this.position);
  }

  /** Steps over the marks of a quote, and of the quotes in it. */
  enterQuote(): void {
    while (this.unit === GREATER_THAN) {
      this.position++;
      this.#skipBlanks();
    }
  }

  /**
   * Steps over a list marker and the blanks behind it. Returns the column that the item's content begins at; 0, and
   * stays, when no marker is here.
   */
  enterListItem(): number {
    const after = listMarkerEnd(this.#units, this.position, this.end);
    if (after === this.position) return 0;
    const marker = this.column + after - this.position;
    this.position = after;
    this.column = marker;
    this.#skipBlanks();
    const spaces = this.column - marker;
    // More than four spaces: one belongs to the marker, the rest indents code.
    return spaces === 0 || spaces > 4 || this.isBlank ? marker + 1 : this.column;
  }

  #skipBlanks(): void {
    for (; this.position < this.end; this.position++) {
      this.unit = this.#units[this.position] ?? -1;
      if (this.unit === SPACE) this.column++;
      else if (this.unit === TAB) this.column += 4 - (this.column % 4);
      else return;
    }
    this.unit = -1;
  }
}

function listMarkerEnd(units: Uint16Array, position: number, end: number): number {
  let at = position;
  const unit = units[at];
  if (unit === DASH || unit === PLUS || unit === ASTERISK) at++;
  else {
    while (at < end && at - position < 9 && isDigit(units[at])) at++;
    if (at === position || at === end) return position;
    const delimiter = units[at];
    if (delimiter !== FULL_STOP && delimiter !== CLOSING_PARENTHESIS) return position;
    at++;
  }
  return at === end || isBlank(units[at]) ? at : position;
}

export function lineEnd(units: Uint16Array, from: number): number {
  for (let at = from; at < units.length; at++) {
    const unit = units[at];
    if (unit === LINE_FEED || unit === CARRIAGE_RETURN) return at;
  }
  return units.length;
}

/** Where the line after the one that ends here starts. */
export function nextLine(units: Uint16Array, end: number): number {
  const isPair = end + 1 < units.length && units[end] === CARRIAGE_RETURN && units[end + 1] === LINE_FEED;
  return isPair ? end + 2 : end + 1;
}

export function opensComment(units: Uint16Array, at: number): boolean {
  return units[at] === LESS_THAN && units[at + 1] === EXCLAMATION && units[at + 2] === DASH && units[at + 3] === DASH;
}

export function isBlank(unit: number | undefined): boolean {
  return unit === SPACE || unit === TAB;
}

function isDigit(unit: number | undefined): boolean {
  return unit !== undefined && unit >= ZERO && unit <= NINE;
}

function runEnd(units: Uint16Array, start: number, end: number, unit: number): number {
  let at = start;
  while (at < end && units[at] === unit) at++;
  return at;
}
