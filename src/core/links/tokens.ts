/** References as they are written: `#12`, `owner/repo#12`, `GH-12`, the address of an issue, a key of another tracker. */
import type { RepositoryRef } from '../facts/repository.ts';
import type { RejectionReason } from './link.ts';
import type { IssueTarget } from './targets.ts';

const MAX_NUMBER = 2 ** 31 - 1;
/** GitHub's own limits: 39 characters for an account (more with an enterprise's suffix), 100 for a repository. */
const MAX_OWNER = 60;
const MAX_NAME = 100;

const KEYWORDS = new Set(['close', 'closes', 'closed', 'fix', 'fixes', 'fixed', 'resolve', 'resolves', 'resolved']);
const LONGEST_KEYWORD = 8;

/** A reference in a text: where it is, and what it names or why it can't name anything. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly target?: IssueTarget;
  readonly reason?: RejectionReason;
}

export function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
}

/**
 * Whether a word goes on here. Letters of scripts that put no spaces between words do not count: `#12を` ends after the
 * number. Zero-width characters do not count either, which is how GitHub reads them.
 */
export function isWordAt(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const unit = text.charCodeAt(at);
  if (unit < 128) return isAsciiWord(unit);
  return (
    /^[\p{L}\p{N}\p{M}]/u.test(text[at] ?? '') &&
    !/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u.test(text[at] ?? '')
  );
}

function isAsciiWord(unit: number): boolean {
  return isAlphanumeric(unit) || unit === 95;
}

function isAlphanumeric(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
}

/** A word boundary to the left: `_` alone is emphasis, unless a word stands before it. */
export function beginsWord(text: string, at: number): boolean {
  if (text[at - 1] === '_') return !isWordAt(text, at - 2);
  return !isWordAt(text, at - 1);
}

function endsWord(text: string, at: number): boolean {
  if (text[at] === '_') return !isWordAt(text, at + 1);
  return !isWordAt(text, at);
}

/** `#n`, with `owner/repo` before it or not. `hash` is where the `#` stands, a digit follows. Null: no reference at all. */
export function hashToken(text: string, hash: number, repository: RepositoryRef): Token | null {
  const end = digitsEnd(text, hash + 1);
  if (!endsWord(text, end)) return null;
  const number = issueNumber(text, hash + 1, end);
  if (isEntity(text, hash, end)) return null;
  const nameStart = spanBefore(text, hash, MAX_NAME, isNameUnit);
  if (nameStart === hash) {
    if (text[hash - 1] === '/' || !beginsWord(text, hash)) return { start: hash, end, reason: 'no-word-boundary' };
    return numbered(hash, end, repository, number);
  }
  if (text[nameStart - 1] === '/') {
    const ownerStart = spanBefore(text, nameStart - 1, MAX_OWNER, isOwnerUnit);
    const isWhole =
      ownerStart < nameStart - 1 && beginsWord(text, ownerStart) && !'/.@'.includes(text[ownerStart - 1] ?? ' ');
    if (isWhole) {
      const start = text[ownerStart] === '_' ? ownerStart + 1 : ownerStart;
      const named = { owner: text.slice(start, nameStart - 1), name: text.slice(nameStart, hash) };
      if (named.owner !== '') return numbered(start, end, canonical(named, repository), number);
    }
  }
  // Only marks before it, such as `-#12` or `_#12_`: no word that the number would belong to.
  const hasWord = spanBefore(text, hash, MAX_NAME, (unit) => !isAlphanumeric(unit) && isNameUnit(unit)) !== nameStart;
  if (!hasWord && beginsWord(text, hash)) return numbered(hash, end, repository, number);
  return { start: nameStart, end, reason: 'no-word-boundary' };
}

/** `GH-n`; `dash` is where the dash stands, a digit follows. */
export function prefixedToken(text: string, dash: number, repository: RepositoryRef): Token | null {
  const start = dash - 2;
  if (
    start < 0 ||
    !'Hh'.includes(text.charAt(dash - 1)) ||
    !'Gg'.includes(text.charAt(start)) ||
    !beginsWord(text, start)
  )
    return null;
  if (text[start - 1] === '-') return null;
  const end = digitsEnd(text, dash + 1);
  return endsWord(text, end) ? numbered(start, end, repository, issueNumber(text, dash + 1, end)) : null;
}

/** A key of a tracker whose prefix is configured; `dash` as above. `prefixes` are in upper case. */
export function externalKey(
  text: string,
  dash: number,
  prefixes: ReadonlySet<string>,
): { start: number; end: number; key: string } | null {
  const start = spanBefore(text, dash, 32, isAsciiWord);
  if (start === dash || isDigit(text, start)) return null;
  const prefix = text.slice(start, dash).toUpperCase();
  if (!prefixes.has(prefix) || isWordAt(text, start - 1) || text[start - 1] === '-') return null;
  const end = digitsEnd(text, dash + 1);
  // Longer runs of digits are no key of anything.
  if (end - dash > 12 || !endsWord(text, end)) return null;
  return { start, end, key: `${prefix}-${text.slice(dash + 1, end)}` };
}

/** Where an address ends: at white space, a control character or a mark that Markdown or HTML gives a meaning. */
export function addressEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= 32 || unit === 0xa0 || unit === 127 || '<>"`|\\^{}[]()\''.includes(text[at] ?? ' ')) break;
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
  const address = text.slice(colon + 3, Math.min(end, colon + 3 + LONGEST_ISSUE_ADDRESS));
  const slash = address.indexOf('/');
  if (slash <= 0) return null;
  const match = ISSUE_PATH.exec(address.slice(slash));
  if (match === null) return null;
  const [path, owner = '', name = '', kind = '', digits = ''] = match;
  const stop = colon + 3 + slash + path.length;
  if (!endsWord(text, stop) || isDigit(text, stop)) return null;
  const isHttps = text.slice(start, colon).toLowerCase() === 'https';
  if (bareHost(address.slice(0, slash), isHttps) !== bareHost(host, isHttps))
    return { start, end: stop, reason: 'other-host' };
  if (kind === 'pull' || kind === 'pulls') {
    return {
      ...numbered(start, stop, canonical({ owner, name }, repository), Number(digits)),
      reason: 'is-pull-request',
    };
  }
  if (kind !== 'issues' || path.includes('/-/')) return null;
  return numbered(start, stop, canonical({ owner, name }, repository), Number(digits));
}

/** Where a closing keyword before this position begins; null when none stands there. */
export function closingKeyword(text: string, position: number, skipsBackticks: boolean): number | null {
  let end = position;
  if (skipsBackticks) while (text[end - 1] === '`') end--;
  const gapEnd = end;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  if (text[end - 1] === ':') end--;
  else if (end === gapEnd) return null;
  const start = lettersStart(text, end);
  if (!KEYWORDS.has(text.slice(start, end).toLowerCase())) return null;
  return beginsWord(text, start) && !(text[start - 1] === '-' && isWordAt(text, start - 2)) ? start : null;
}

/** Whether the word before ends like a keyword without being one, as in `unfixed #3`. */
export function endsLikeKeyword(text: string, position: number): boolean {
  let end = position;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  if (text[end - 1] === ':') end--;
  else if (end === position) return false;
  const word = text.slice(lettersStart(text, end), end).toLowerCase();
  for (let from = 0; from < word.length; from++) if (KEYWORDS.has(word.slice(from))) return true;
  return false;
}

function lettersStart(text: string, end: number): number {
  return spanBefore(text, end, LONGEST_KEYWORD + 1, (unit) => (unit | 32) >= 97 && (unit | 32) <= 122);
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
  while (from < end - 1 && text[from] === '0') from++;
  return end - from > 10 ? Number.POSITIVE_INFINITY : Number(text.slice(from, end));
}

/** `&#39;` is an apostrophe. */
function isEntity(text: string, hash: number, end: number): boolean {
  return text[hash - 1] === '&' && text[end] === ';';
}

function spanBefore(text: string, end: number, limit: number, accepts: (unit: number) => boolean): number {
  let start = end;
  while (start > 0 && end - start < limit && accepts(text.charCodeAt(start - 1))) start--;
  return start;
}

function isOwnerUnit(unit: number): boolean {
  return isAsciiWord(unit) || unit === 45;
}

function isNameUnit(unit: number): boolean {
  return isOwnerUnit(unit) || unit === 46;
}

function canonical(named: RepositoryRef, repository: RepositoryRef): RepositoryRef {
  const isSame =
    named.owner.toLowerCase() === repository.owner.toLowerCase() &&
    named.name.toLowerCase() === repository.name.toLowerCase();
  return isSame ? repository : named;
}

function schemeStart(text: string, colon: number): number | null {
  for (const length of [5, 4]) {
    const start = colon - length;
    const scheme = length === 5 ? 'https' : 'http';
    if (start >= 0 && text.slice(start, colon).toLowerCase() === scheme && beginsWord(text, start)) return start;
  }
  return null;
}

function bareHost(host: string, isHttps: boolean): string {
  return host.toLowerCase().replace(isHttps ? /:443$/ : /:80$/, '');
}
