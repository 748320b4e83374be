/** References as they are written: `#12`, `owner/repo#12`, `GH-12`, the address of an issue, a key of another tracker. */
import { MAX_NUMBER } from '../facts/issue.ts';
import type { RepositoryRef } from '../facts/repository.ts';
import { isBlank } from './line-start.ts';
import type { RejectionReason } from './link.ts';
import type { IssueTarget } from './targets.ts';
import { unitTable } from './units.ts';

/** GitHub's own limits: 39 characters for an account (more with an enterprise's suffix), 100 for a repository. */
const MAX_OWNER = 60;
const MAX_NAME = 100;

const ALL_KEYWORDS = ['close', 'closes', 'closed', 'fix', 'fixes', 'fixed', 'resolve', 'resolves', 'resolved'];
const LONGEST_KEYWORD = 8;
/** By length, which most words that stand before a `#` do not share. */
const KEYWORDS = Array.from({ length: LONGEST_KEYWORD + 2 }, (_, length) =>
  ALL_KEYWORDS.filter((keyword) => keyword.length === length),
);
/** As in `objectives.external`. */
const LONGEST_PREFIX = 32;

const SPACE = 32;
const AMPERSAND = 38;
const COLON = 58;
const SEMICOLON = 59;
const DASH = 45;
const FULL_STOP = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const AT = 64;
const UNDERSCORE = 95;
const BACKTICK = 96;
const DELETE = 127;
const NO_BREAK_SPACE = 0xa0;

/** A reference in a text: where it is, and what it names or why it can't name anything. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly target?: IssueTarget;
  readonly reason?: RejectionReason;
}

/** The UTF-16 unit at a position; -1 before and behind the text. */
function unitAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : -1;
}

export function isDigit(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return unit >= ZERO && unit <= NINE;
}

const WORD_UNIT = /[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]]/v;

/**
 * Whether a word goes on here. Letters of scripts that put no spaces between words do not count: `#12を` ends after the
 * number. Zero-width characters do not count either, which is how GitHub reads them.
 */
export function isWordAt(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return unit < 128 ? isAsciiWord(unit) : WORD_UNIT.test(text.charAt(at));
}

function isAsciiWord(unit: number): boolean {
  return isAlphanumeric(unit) || unit === UNDERSCORE;
}

function isAlphanumeric(unit: number): boolean {
  return (unit >= ZERO && unit <= NINE) || isLetter(unit);
}

function isLetter(unit: number): boolean {
  return (unit | 32) >= 97 && (unit | 32) <= 122;
}

/** A word boundary to the left: `_` alone is emphasis, unless a word stands before it. */
export function beginsWord(text: string, at: number): boolean {
  return !isWordAt(text, unitAt(text, at - 1) === UNDERSCORE ? at - 2 : at - 1);
}

function endsWord(text: string, at: number): boolean {
  return !isWordAt(text, unitAt(text, at) === UNDERSCORE ? at + 1 : at);
}

/** `#n`, with `owner/repo` before it or not. `hash` is where the `#` stands, a digit follows. Null: no reference at all. */
export function hashToken(text: string, hash: number, repository: RepositoryRef): Token | null {
  const end = digitsEnd(text, hash + 1);
  if (!endsWord(text, end) || isEntity(text, hash, end)) return null;
  const number = issueNumber(text, hash + 1, end);
  const nameStart = spanBefore(text, hash, MAX_NAME, true);
  const before = unitAt(text, nameStart - 1);
  if (nameStart === hash) {
    if (before === SLASH || !beginsWord(text, hash)) return { start: hash, end, reason: 'no-word-boundary' };
    return numbered(hash, end, repository, number);
  }
  if (before === SLASH) {
    const start = ownerStart(text, nameStart - 1);
    if (start < nameStart - 1) {
      const named = { owner: text.slice(start, nameStart - 1), name: text.slice(nameStart, hash) };
      return numbered(start, end, canonical(named, repository), number);
    }
  }
  // Only marks before it, such as `-#12` or `_#12_`: no word that the number would belong to.
  if (marksStart(text, hash) === nameStart && beginsWord(text, hash)) return numbered(hash, end, repository, number);
  return { start: nameStart, end, reason: 'no-word-boundary' };
}

/** Where the account before this slash begins; at the slash itself when none does. */
function ownerStart(text: string, slash: number): number {
  const start = spanBefore(text, slash, MAX_OWNER, false);
  const before = unitAt(text, start - 1);
  if (!beginsWord(text, start) || before === SLASH || before === FULL_STOP || before === AT) return slash;
  return unitAt(text, start) === UNDERSCORE ? start + 1 : start;
}

/** `GH-n`; `dash` is where the dash stands, a digit follows. */
export function prefixedToken(text: string, dash: number, repository: RepositoryRef): Token | null {
  const start = dash - 2;
  if (!matchesAt(text, start, 'gh') || !beginsWord(text, start) || unitAt(text, start - 1) === DASH) return null;
  const end = digitsEnd(text, dash + 1);
  return endsWord(text, end) ? numbered(start, end, repository, issueNumber(text, dash + 1, end)) : null;
}

/** A key of a tracker whose prefix is configured; `dash` as above. `prefixes` are in lower case. */
export function externalKey(
  text: string,
  dash: number,
  prefixes: readonly string[],
): { start: number; end: number; key: string } | null {
  let start = dash;
  while (start > 0 && dash - start < LONGEST_PREFIX && isAsciiWord(text.charCodeAt(start - 1))) start--;
  if (!isOneOf(prefixes, text, start, dash) || unitAt(text, start - 1) === DASH || isWordAt(text, start - 1))
    return null;
  const end = digitsEnd(text, dash + 1);
  // Longer runs of digits are no key of anything.
  if (end - dash > 12 || !endsWord(text, end)) return null;
  return { start, end, key: text.slice(start, end).toUpperCase() };
}

/** Marks that Markdown or HTML gives a meaning. */
const ENDS_ADDRESS = unitTable('<>"`|\\^{}[]()\'');

/** Where an address ends: at white space, a control character or a mark that Markdown or HTML gives a meaning. */
export function addressEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= SPACE || unit === NO_BREAK_SPACE || unit === DELETE || ENDS_ADDRESS[unit] === 1) break;
  }
  return at;
}

const ISSUE_PATH =
  /^\/([A-Za-z0-9_-]{1,60})\/([A-Za-z0-9._-]{1,100})\/(?:-\/)?(issues|pull|pulls|merge_requests)\/(\d+)/;
/** Scheme, host and port, owner, repository, word and a number of any sensible length. */
const LONGEST_ISSUE_ADDRESS = 512;

/** The address of an issue; `colon` is the one of `://`. Null: an address of something else. */
export function addressToken(
  text: string,
  colon: number,
  end: number,
  host: string,
  repository: RepositoryRef,
): Token | null {
  const start = schemeStart(text, colon);
  if (start === null) return null;
  const limit = Math.min(end, colon + 3 + LONGEST_ISSUE_ADDRESS);
  let path = colon + 3;
  while (path < limit && text.charCodeAt(path) !== SLASH) path++;
  if (path === colon + 3 || path === limit) return null;
  const match = ISSUE_PATH.exec(text.slice(path, limit));
  if (match === null) return null;
  const [matched, owner = '', name = '', kind = '', digits = ''] = match;
  const stop = path + matched.length;
  if (!endsWord(text, stop) || isDigit(text, stop)) return null;
  const isHttps = colon - start === 'https'.length;
  if (bareHost(text.slice(colon + 3, path), isHttps) !== bareHost(host, isHttps))
    return { start, end: stop, reason: 'other-host' };
  const isPullRequest = kind === 'pull' || kind === 'pulls';
  if (!isPullRequest && (kind !== 'issues' || matched.includes('/-/'))) return null;
  const token = numbered(start, stop, canonical({ owner, name }, repository), Number(digits));
  return isPullRequest ? { ...token, reason: 'is-pull-request' } : token;
}

/** Where a closing keyword before this position begins; null when none stands there. */
export function closingKeyword(text: string, position: number, skipsBackticks: boolean): number | null {
  let from = position;
  if (skipsBackticks) while (unitAt(text, from - 1) === BACKTICK) from--;
  const end = keywordEnd(text, from);
  const start = lettersStart(text, end);
  if (end === from || !isOneOf(KEYWORDS[end - start] ?? [], text, start, end)) return null;
  return beginsWord(text, start) && !(unitAt(text, start - 1) === DASH && isWordAt(text, start - 2)) ? start : null;
}

/** Whether the word before ends like a keyword without being one, as in `unfixed #3`. */
export function endsLikeKeyword(text: string, position: number): boolean {
  const end = keywordEnd(text, position);
  if (end === position) return false;
  for (let start = lettersStart(text, end); start < end; start++)
    if (isOneOf(KEYWORDS[end - start] ?? [], text, start, end)) return true;
  return false;
}

/** Where a keyword before this position would end; the position itself when there is no room or colon between. */
function keywordEnd(text: string, position: number): number {
  let end = position;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  return end > 0 && text.charCodeAt(end - 1) === COLON ? end - 1 : end;
}

function lettersStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start <= LONGEST_KEYWORD && isLetter(text.charCodeAt(start - 1))) start--;
  return start;
}

function isOneOf(words: readonly string[], text: string, start: number, end: number): boolean {
  for (const word of words) if (word.length === end - start && matchesAt(text, start, word)) return true;
  return false;
}

/** Whether these ASCII letters, digits and `_`, in lower case, stand here in any case. */
function matchesAt(text: string, at: number, word: string): boolean {
  if (at < 0 || at + word.length > text.length) return false;
  for (let index = 0; index < word.length; index++) {
    if (lower(text.charCodeAt(at + index)) !== word.charCodeAt(index)) return false;
  }
  return true;
}

function lower(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit | 32 : unit;
}

export function numbered(start: number, end: number, { owner, name }: RepositoryRef, number: number): Token {
  if (number < 1 || number > MAX_NUMBER) return { start, end, reason: 'number-out-of-range' };
  return { start, end, target: { kind: 'issue', owner, name, number } };
}

export function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text, at)) at++;
  return at;
}

/** Infinity for what has too many digits to be one. */
export function issueNumber(text: string, start: number, end: number): number {
  let from = start;
  while (from < end - 1 && text.charCodeAt(from) === ZERO) from++;
  if (end - from > 10) return Number.POSITIVE_INFINITY;
  let number = 0;
  for (; from < end; from++) number = number * 10 + text.charCodeAt(from) - ZERO;
  return number;
}

/** `&#39;` is an apostrophe. */
function isEntity(text: string, hash: number, end: number): boolean {
  return unitAt(text, hash - 1) === AMPERSAND && unitAt(text, end) === SEMICOLON;
}

/** Start of the run of letters, digits, `_`, `-` and, in the name of a repository, `.` that ends here. */
function spanBefore(text: string, end: number, limit: number, hasDots: boolean): number {
  let start = end;
  for (; start > 0 && end - start < limit; start--) {
    const unit = text.charCodeAt(start - 1);
    if (!isAsciiWord(unit) && unit !== DASH && !(hasDots && unit === FULL_STOP)) break;
  }
  return start;
}

/** Start of the run of `_`, `-` and `.` that ends here. */
function marksStart(text: string, end: number): number {
  let start = end;
  for (; start > 0 && end - start < MAX_NAME; start--) {
    const unit = text.charCodeAt(start - 1);
    if (unit !== UNDERSCORE && unit !== DASH && unit !== FULL_STOP) break;
  }
  return start;
}

/** This repository as its owner spells it; another one as written. */
function canonical(named: RepositoryRef, repository: RepositoryRef): RepositoryRef {
  return isSame(named.owner, repository.owner) && isSame(named.name, repository.name) ? repository : named;
}

/** Whatever the case of its letters; what people write here is ASCII, by the characters that were let in. */
function isSame(written: string, known: string): boolean {
  if (written.length !== known.length) return false;
  for (let at = 0; at < written.length; at++) {
    if (lower(written.charCodeAt(at)) !== lower(known.charCodeAt(at))) return false;
  }
  return true;
}

function schemeStart(text: string, colon: number): number | null {
  for (const scheme of ['https', 'http']) {
    const start = colon - scheme.length;
    if (matchesAt(text, start, scheme) && beginsWord(text, start)) return start;
  }
  return null;
}

function bareHost(host: string, isHttps: boolean): string {
  return host.toLowerCase().replace(isHttps ? /:443$/ : /:80$/, '');
}
