/** Lines such as `Objective: #12`, `OKR: O-3` or `Part-of: shop/plans#7, #8`. */
import type { RepositoryRef } from '../facts/repository.ts';
import { knownId } from './elsewhere.ts';
import { opensComment } from './inline.ts';
import { isBlank } from './line-start.ts';
import type { ReferenceTarget, RejectionReason } from './link.ts';
import { addressEnd, addressToken, hashToken, isDigit, prefixedToken, type Token } from './tokens.ts';
import { unitTable } from './unit-table.ts';

export interface TrailerValue {
  readonly text: string;
  readonly target?: ReferenceTarget;
  readonly reason?: RejectionReason;
}

/** A trailer's line: the text up to `end` is read. */
export interface Trailer {
  readonly values: readonly TrailerValue[];
  readonly end: number;
}

interface Context {
  readonly repository: RepositoryRef;
  readonly host: string;
  readonly trailers: readonly string[];
  readonly knownIds: readonly string[];
}

/** More than are read of a whole description. */
const MAX_VALUES = 200;
/** Within a list, a quote or emphasis it is the same line to its author; what hides it is judged elsewhere. */
const DECORATION = unitTable(' \t>-*+_`');
const MAX_DECORATION = 16;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const HASH = 35;
const ASTERISK = 42;
const COMMA = 44;
const COLON = 58;
const UNDERSCORE = 95;
const BACKTICK = 96;

/** Finds the trailers of one description. Asked at the start of every line, it says no without allocating. */
export class TrailerLines {
  readonly #text: string;
  readonly #context: Context;
  readonly #names: readonly string[];
  /** What a name begins with, in either case; the names that a configuration may give are ASCII. */
  readonly #initials: Uint8Array;

  constructor(text: string, context: Context) {
    this.#text = text;
    this.#context = context;
    this.#names = context.trailers.map((name) => name.toLowerCase());
    const initials = this.#names.map((name) => name.slice(0, 1)).join('');
    this.#initials = unitTable(initials + initials.toUpperCase());
  }

  /** The trailer on the line that starts here; null when there is none. */
  at(lineStart: number): Trailer | null {
    const text = this.#text;
    let start = lineStart;
    const limit = Math.min(text.length, lineStart + MAX_DECORATION);
    while (start < limit && DECORATION[text.charCodeAt(start)] === 1) start++;
    if (start === text.length || this.#initials[text.charCodeAt(start)] !== 1) return null;
    const head = this.#headEnd(start);
    return head < 0 ? null : this.#values(start, head);
  }

  /** Where the name and colon that start here end; -1 when none does. */
  #headEnd(start: number): number {
    const text = this.#text;
    for (const name of this.#names) {
      const nameEnd = start + name.length;
      const colon = emphasisEnd(text, nameEnd, nameEnd + 3);
      if (colon >= text.length || text.charCodeAt(colon) !== COLON) continue;
      if (text.slice(start, nameEnd).toLowerCase() === name) return emphasisEnd(text, colon + 1, nameEnd + 6);
    }
    return -1;
  }

  #values(start: number, head: number): Trailer {
    const text = this.#text;
    const values: TrailerValue[] = [];
    let end = head;
    for (let at = skipBlanks(text, head); ; at = skipBlanks(text, at + 1)) {
      const value = valueAt(text, at, this.#context);
      if (value === null) return { values, end: at };
      // The first is shown as the line that its author wrote.
      const from = values.length === 0 ? start : at;
      end = value.end;
      values.push({ ...value.value, text: text.slice(from, end) });
      at = skipBlanks(text, end);
      if (at >= text.length || text.charCodeAt(at) !== COMMA || values.length > MAX_VALUES) return { values, end };
    }
  }
}

function emphasisEnd(text: string, from: number, limit: number): number {
  let at = from;
  for (; at < limit && at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== ASTERISK && unit !== UNDERSCORE) break;
  }
  return at;
}

function valueAt(
  text: string,
  at: number,
  context: Context,
): { value: Omit<TrailerValue, 'text'>; end: number } | null {
  const token = tokenAt(text, at, context);
  if (token !== null) {
    const value = { ...(token.target && { target: token.target }), ...(token.reason && { reason: token.reason }) };
    return { value, end: token.end };
  }
  const end = segmentEnd(text, at);
  // What a template left for later is no value; the pasted line inside backticks is one in the wrong place.
  if (end === at || opensComment(text, at)) return null;
  if (text.charCodeAt(at) === BACKTICK) return { value: { reason: 'in-code' }, end };
  if (text.charCodeAt(at) === HASH) return { value: { reason: 'no-number' }, end };
  const segment = text.slice(at, end);
  // An id may be followed by its title: `OKR: O-3 Faster checkout`.
  const word = segment.split(/\s/, 1)[0] ?? segment;
  const whole = knownId(segment, context.knownIds);
  const id = whole ?? knownId(word, context.knownIds);
  if (id === null) return { value: { reason: 'unknown-id' }, end };
  return { value: { target: { kind: 'known', id } }, end: whole === null ? at + word.length : end };
}

/** A reference that begins exactly here. */
function tokenAt(text: string, at: number, { repository, host }: Context): Token | null {
  if (text[at] === '#' && isDigit(text, at + 1)) return begins(hashToken(text, at, repository), at);
  const start = text.slice(at, at + 170);
  if (/^gh-\d/i.test(start)) return begins(prefixedToken(text, at + 2, repository), at);
  const scheme = /^https?:\/\//i.exec(start);
  if (scheme !== null) {
    const colon = at + scheme[0].length - 3;
    return begins(addressToken(text, colon, addressEnd(text, colon + 3), host, repository), at);
  }
  const named = /^[A-Za-z0-9_-]{1,60}\/[A-Za-z0-9._-]{1,100}#\d/.exec(start);
  return named === null ? null : begins(hashToken(text, at + named[0].length - 2, repository), at);
}

function begins(token: Token | null, at: number): Token | null {
  return token?.start === at ? token : null;
}

/** End of a value that is no reference: at a comma or the line's end, without trailing space. A long line is no id. */
function segmentEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + 200);
  let end = from;
  for (; end < limit; end++) {
    const unit = text.charCodeAt(end);
    if (unit === COMMA || unit === LINE_FEED || unit === CARRIAGE_RETURN) break;
  }
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}
