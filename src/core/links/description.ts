/** The references of a description, found in one pass from left to right. */
import type { RepositoryRef } from '../facts/repository.ts';
import { hiddenText } from './blocks.ts';
import { CODE, COMMENT, type HiddenText, QUOTE, VISIBLE } from './hidden-text.ts';
import type { RejectionReason } from './link.ts';
import { MAX_REFERENCES, type Sightings } from './sightings.ts';
import {
  addressEnd,
  addressToken,
  closingKeyword,
  endsLikeKeyword,
  externalKey,
  hashToken,
  isDigit,
  prefixedToken,
  type Token,
} from './tokens.ts';
import { type Trailer, TrailerLines } from './trailer.ts';
import { unitsOf, unitTable } from './units.ts';

interface Context {
  readonly repository: RepositoryRef;
  readonly host: string;
  readonly trailers: readonly string[];
  readonly knownIds: readonly string[];
}

const HIDDEN: Readonly<Record<number, RejectionReason>> = {
  [COMMENT]: 'in-comment',
  [CODE]: 'in-code',
  [QUOTE]: 'in-quote',
};

/** Of `close`, `closes`, `closed`, `fix` and the like. */
const LAST_LETTERS = unitTable('esdxESDX');

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;
const DASH = 45;
const SLASH = 47;
const COLON = 58;
const QUESTION_MARK = 63;
const BACKTICK = 96;

/**
 * Looks at a description character by character and stops at the few that every reference holds. Each `#…` method takes
 * what stands at `at` and returns the last position that it took.
 */
export class DescriptionScan {
  readonly #text: string;
  readonly #units: Uint16Array;
  readonly #context: Context;
  readonly #prefixes: readonly string[];
  readonly #sightings: Sightings;
  readonly #hidden: HiddenText;
  readonly #trailers: TrailerLines;
  readonly #isMentionable: boolean;
  /** References taken so far in text that counts, and in text that does not. */
  #liveCount = 0;
  #hiddenCount = 0;
  #isFull = false;
  /** Up to there an address stands: what looks like a reference in it is a part of it. */
  #addressStop = 0;
  /** Where the run of characters that may be an address ends, so that no run is measured twice. */
  #addressEnd = 0;

  /** `prefixes` of external keys are in lower case and without their dash. */
  constructor(text: string, context: Context, prefixes: readonly string[], sightings: Sightings) {
    this.#text = text;
    this.#context = context;
    this.#prefixes = prefixes;
    this.#sightings = sightings;
    this.#isMentionable = sightings.accepts('mention');
    this.#units = unitsOf(text);
    this.#hidden = hiddenText(text, this.#units);
    this.#trailers = new TrailerLines(text, this.#units, context);
  }

  run(): void {
    const units = this.#units;
    let isLineStart = true;
    for (let at = 0; at < units.length && !this.#isFull; at++) {
      const unit = units[at];
      if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
        isLineStart = true;
        continue;
      }
      if (isLineStart) {
        isLineStart = false;
        const trailer = this.#trailers.at(at);
        if (trailer !== null) {
          at = this.#takeTrailer(trailer, at);
          continue;
        }
      }
      if (unit === HASH) at = this.#hash(at);
      else if (unit === DASH) at = this.#dash(at);
      else if (unit === COLON) at = this.#colon(at);
    }
  }

  #takeTrailer({ start, values, end }: Trailer, at: number): number {
    // Before its name there may be the marks of a list, or the backtick that hides it.
    const by = this.#hidden.at(start);
    for (const { text, target, reason } of values) {
      if (!this.#admits(by)) break;
      if (by !== VISIBLE) this.#sightings.reject(text, HIDDEN[by] ?? 'in-code', target);
      else if (reason !== undefined) this.#sightings.reject(text, reason, target);
      else if (target !== undefined) this.#sightings.settle('trailer', text, target);
    }
    return Math.max(at, end - 1);
  }

  #hash(at: number): number {
    if (at < this.#addressStop) return at;
    const by = this.#hidden.at(at);
    if (this.#ignores(by)) return at;
    if (!isDigit(this.#text, at + 1)) {
      this.#takeBare(at, by);
      return at;
    }
    if (by !== VISIBLE && !this.#isMentionable && !mayFollowKeyword(this.#units, at)) return at;
    const token = hashToken(this.#text, at, this.#context.repository);
    return token === null ? at : this.#take(token, at, by);
  }

  #dash(at: number): number {
    if (!isDigit(this.#text, at + 1)) return at;
    const by = this.#hidden.at(at);
    if (this.#ignores(by)) return at;
    const token = at < this.#addressStop ? null : prefixedToken(this.#text, at, this.#context.repository);
    if (token !== null) return this.#take(token, at, by);
    if (this.#prefixes.length > 0) this.#takeKey(at, by);
    return at;
  }

  #colon(at: number): number {
    const text = this.#text;
    const isAddress =
      at >= this.#addressStop &&
      at + 2 < text.length &&
      text.charCodeAt(at + 1) === SLASH &&
      text.charCodeAt(at + 2) === SLASH;
    if (!isAddress) return at;
    if (at + 3 > this.#addressEnd) this.#addressEnd = addressEnd(text, at + 3);
    this.#addressStop = this.#addressEnd;
    const token = addressToken(text, at, this.#addressEnd, this.#context.host, this.#context.repository);
    if (token === null) return at;
    const next = token.end < text.length ? text.charCodeAt(token.end) : SPACE;
    if (next !== SLASH && next !== QUESTION_MARK && next !== HASH) this.#addressStop = token.end;
    return this.#take(token, at, this.#hidden.at(at));
  }

  #take(token: Token, at: number, by: number): number {
    const last = Math.max(at, token.end - 1);
    if (this.#ignores(by)) return last;
    const keyword = closingKeyword(this.#text, token.start, by === CODE);
    // A plain number inside code or a comment would not count outside of it either: not worth a word.
    if (by !== VISIBLE && keyword === null && !this.#isMentionable) return last;
    const text = this.#text.slice(keyword ?? token.start, token.end);
    const { target } = token;
    if (!this.#admits(by)) this.#sightings.reject(text, 'too-many', target);
    else if (by !== VISIBLE) this.#sightings.reject(text, HIDDEN[by] ?? 'in-code', target);
    else if (token.reason !== undefined) this.#sightings.reject(text, token.reason, target);
    else if (target === undefined) return last;
    else if (keyword !== null) this.#sightings.settle('closing', text, target);
    else if (this.#isMentionable) this.#sightings.settle('mention', text, target);
    else {
      const isLikeKeyword = endsLikeKeyword(this.#text, token.start);
      this.#sightings.reject(text, isLikeKeyword ? 'no-word-boundary' : 'no-keyword', target);
    }
    return last;
  }

  /** `Closes #` with nothing after it, as templates leave it. */
  #takeBare(at: number, by: number): void {
    if (at === 0 || !isGap(this.#units[at - 1]) || !mayFollowKeyword(this.#units, at)) return;
    const keyword = closingKeyword(this.#text, at, false);
    if (keyword === null || !this.#admits(by)) return;
    this.#sightings.reject(this.#text.slice(keyword, at + 1), HIDDEN[by] ?? 'no-number', undefined);
  }

  #takeKey(at: number, by: number): void {
    const key = externalKey(this.#text, at, this.#prefixes);
    if (key === null || !this.#admits(by)) return;
    const text = this.#text.slice(key.start, key.end);
    if (by === VISIBLE) this.#sightings.settleExternal(text, key.key);
    else this.#sightings.reject(text, HIDDEN[by] ?? 'in-code', { kind: 'external', key: key.key });
  }

  /** Whether text hidden by this has been read enough; what counts is read on. */
  #ignores(by: number): boolean {
    return by !== VISIBLE && this.#hiddenCount >= MAX_REFERENCES;
  }

  /** Counts one more; false when it is one too many. In text that counts, the scan ends with it. */
  #admits(by: number): boolean {
    if (by !== VISIBLE) {
      this.#hiddenCount++;
      return this.#hiddenCount <= MAX_REFERENCES;
    }
    this.#liveCount++;
    this.#isFull = this.#liveCount > MAX_REFERENCES;
    return !this.#isFull;
  }
}

/**
 * Whether a closing keyword can stand before the reference with this `#`: a quick no for the plain numbers that hostile
 * text hides by the thousand. Behind a gap, and backticks in code, stands the end of a keyword; anything else is left to the
 * exact look.
 */
function mayFollowKeyword(units: Uint16Array, hash: number): boolean {
  let end = hash;
  while (end > 0 && units[end - 1] === BACKTICK) end--;
  while (end > 0 && isGap(units[end - 1])) end--;
  if (end === hash && hash > 0) return true;
  return end > 0 && LAST_LETTERS[units[end - 1] ?? 0] === 1;
}

function isGap(unit: number | undefined): boolean {
  return unit === SPACE || unit === TAB || unit === COLON;
}
