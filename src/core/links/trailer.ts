/** Lines such as `Objective: #12`, `OKR: O-3` or `Part-of: shop/plans#7, #8`. */
import type { RepositoryRef } from '../facts/repository.ts';
import { knownId } from './elsewhere.ts';
import { isBlank } from './line-start.ts';
import type { ReferenceTarget, RejectionReason } from './link.ts';
import { addressEnd, addressToken, hashToken, isDigit, prefixedToken, type Token } from './tokens.ts';
import { unitTable } from './units.ts';

export interface TrailerValue {
  readonly text: string;
  readonly target: ReferenceTarget | undefined;
  readonly reason: RejectionReason | undefined;
}

/** What a value names, or why it names nothing, and where it ends. */
interface ReadValue {
  readonly end: number;
  readonly target?: ReferenceTarget;
  readonly reason?: RejectionReason;
}

/** A trailer's line: its name begins at `start`, the text up to `end` is read. */
export interface Trailer {
  readonly start: number;
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

/** Letters, digits, `_` and `-`, of which the scheme of an address is made as well. */
const OWNER_UNITS = unitTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');
const LONGEST_OWNER = 60;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const HASH = 35;
const ASTERISK = 42;
const COMMA = 44;
const DASH = 45;
const SLASH = 47;
const COLON = 58;
const UNDERSCORE = 95;
const BACKTICK = 96;

/** Finds the trailers of one description. Asked at the start of every line, it says no without allocating. */
export class TrailerLines {
  readonly #text: string;
  readonly #units: Uint16Array;
  readonly #context: Context;
  readonly #names: readonly string[];
  /** What a name begins with, in either case; the names that a configuration may give are ASCII. */
  readonly #initials: Uint8Array;

  constructor(text: string, units: Uint16Array, context: Context) {
    this.#text = text;
    this.#units = units;
    this.#context = context;
    this.#names = context.trailers.map((name) => name.toLowerCase());
    const initials = this.#names.map((name) => name.slice(0, 1)).join('');
    this.#initials = unitTable(initials + initials.toUpperCase());
  }

  /** The trailer on the line that starts here; null when there is none. */
  at(lineStart: number): Trailer | null {
    const units = this.#units;
    let start = lineStart;
    const limit = Math.min(units.length, lineStart + MAX_DECORATION);
    while (start < limit && DECORATION[units[start] ?? 0] === 1) start++;
    if (this.#initials[units[start] ?? 0] !== 1) return null;
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
      if (value === null) return { start, values, end: at };
      // The first is shown as the line that its author wrote.
      const from = values.length === 0 ? start : at;
      end = value.end;
      values.push({ text: text.slice(from, end), target: value.target, reason: value.reason });
      at = skipBlanks(text, end);
      if (at >= text.length || text.charCodeAt(at) !== COMMA || values.length > MAX_VALUES)
        return { start, values, end };
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

function valueAt(text: string, at: number, context: Context): ReadValue | null {
  const token = tokenAt(text, at, context);
  if (token !== null) return token;
  const end = segmentEnd(text, at);
  // What a template left for later is no value; the pasted line inside backticks is one in the wrong place.
  if (end === at || text.startsWith('<!--', at)) return null;
  if (text.charCodeAt(at) === BACKTICK) return { end, reason: 'in-code' };
  if (text.charCodeAt(at) === HASH) return { end, reason: 'no-number' };
  const segment = text.slice(at, end);
  // An id may be followed by its title: `OKR: O-3 Faster checkout`.
  const space = segment.search(/\s/);
  const word = space < 0 ? segment : segment.slice(0, space);
  const whole = knownId(segment, context.knownIds);
  const id = whole ?? (space < 0 ? null : knownId(word, context.knownIds));
  if (id === null) return { end, reason: 'unknown-id' };
  return { end: whole === null ? at + word.length : end, target: { kind: 'known', id } };
}

/** A reference that begins exactly here. The first characters tell which kind it may be; most values are none. */
function tokenAt(text: string, at: number, { repository, host }: Context): Token | null {
  if (at >= text.length) return null;
  if (text.charCodeAt(at) === HASH) return isDigit(text, at + 1) ? begins(hashToken(text, at, repository), at) : null;
  if (text.charCodeAt(at + 2) === DASH && /^gh-\d/i.test(text.slice(at, at + 4))) {
    return begins(prefixedToken(text, at + 2, repository), at);
  }
  let wordEnd = at;
  const limit = Math.min(text.length, at + LONGEST_OWNER);
  while (wordEnd < limit && isOwnerUnit(text.charCodeAt(wordEnd))) wordEnd++;
  if (wordEnd === text.length) wordEnd--;
  const after = text.charCodeAt(wordEnd);
  if (after === COLON) return begins(addressAt(text, wordEnd, host, repository), at);
  if (after === SLASH) {
    const named = /^\/[A-Za-z0-9._-]{1,100}#\d/.exec(text.slice(wordEnd, wordEnd + 110));
    return named === null ? null : begins(hashToken(text, wordEnd + named[0].length - 2, repository), at);
  }
  return null;
}

function addressAt(text: string, colon: number, host: string, repository: RepositoryRef): Token | null {
  if (!text.startsWith('://', colon)) return null;
  return addressToken(text, colon, addressEnd(text, colon + 3), host, repository);
}

function isOwnerUnit(unit: number): boolean {
  return OWNER_UNITS[unit] === 1;
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
