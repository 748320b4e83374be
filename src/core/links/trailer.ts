/** Lines such as `Objective: #12`, `OKR: O-3` or `Part-of: shop/plans#7, #8`. */
import type { RepositoryRef } from '../facts/repository.ts';
import { knownId } from './elsewhere.ts';
import type { ReferenceTarget, RejectionReason } from './link.ts';
import { addressEnd, addressToken, hashToken, isDigit, prefixedToken, type Token } from './tokens.ts';

export interface TrailerValue {
  readonly text: string;
  readonly target?: ReferenceTarget;
  readonly reason?: RejectionReason;
}

interface Context {
  readonly repository: RepositoryRef;
  readonly host: string;
  readonly trailers: readonly string[];
  readonly knownIds: readonly string[];
}

/** More than are read of a whole description. */
const MAX_VALUES = 200;
const DECORATION = ' \t>-*+_`';

/** Whether the line that begins with this character may be a trailer: asked of every line. */
export function trailerInitials(names: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...DECORATION,
    ...names.flatMap((name) => [name.slice(0, 1).toLowerCase(), name.slice(0, 1).toUpperCase()]),
  ]);
}

/** The trailer on the line that starts here; null when there is none. `end`: the text up to there is read. */
export function trailerAt(
  text: string,
  lineStart: number,
  context: Context,
): { values: TrailerValue[]; end: number } | null {
  const head = trailerHead(text, lineStart, context.trailers);
  if (head === null) return null;
  const values: TrailerValue[] = [];
  let at = head.end;
  for (;;) {
    at = skipBlanks(text, at);
    const value = valueAt(text, at, context);
    if (value === null) break;
    // The first is shown as the line that its author wrote.
    const from = values.length === 0 ? head.start : at;
    values.push({ ...value.value, text: text.slice(from, value.end) });
    at = value.end;
    const comma = skipBlanks(text, at);
    if (text[comma] !== ',' || values.length > MAX_VALUES) break;
    at = comma + 1;
  }
  return { values, end: at };
}

function trailerHead(text: string, lineStart: number, names: readonly string[]): { start: number; end: number } | null {
  let start = lineStart;
  // Within a list, a quote or emphasis it is the same line to its author; what hides it is judged elsewhere.
  const limit = lineStart + 16;
  while (start < limit && start < text.length && DECORATION.includes(text[start] ?? 'x')) start++;
  const initial = text[start]?.toLowerCase();
  for (const name of names) {
    if (name[0]?.toLowerCase() !== initial) continue;
    const colon = start + name.length;
    if (text.slice(start, colon).toLowerCase() !== name.toLowerCase()) continue;
    let end = colon;
    while (end < colon + 3 && (text[end] === '*' || text[end] === '_')) end++;
    if (text[end] !== ':') continue;
    end++;
    while (end < colon + 6 && (text[end] === '*' || text[end] === '_')) end++;
    return { start, end };
  }
  return null;
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
  if (end === at) return null;
  // What a template left for later, or the pasted line inside backticks.
  if (text.startsWith('<!--', at)) return null;
  if (text[at] === '`') return { value: { reason: 'in-code' }, end };
  if (text[at] === '#') return { value: { reason: 'no-number' }, end };
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
  if (/^gh-\d/i.test(text.slice(at, at + 4))) return begins(prefixedToken(text, at + 2, repository), at);
  const scheme = /^https?:\/\//i.exec(text.slice(at, at + 8));
  if (scheme !== null) {
    const colon = at + scheme[0].length - 3;
    return begins(addressToken(text, colon, addressEnd(text, colon + 3), host, repository), at);
  }
  const named = /^[A-Za-z0-9_-]{1,60}\/[A-Za-z0-9._-]{1,100}#\d/.exec(text.slice(at, at + 170));
  return named === null ? null : begins(hashToken(text, at + named[0].length - 2, repository), at);
}

function begins(token: Token | null, at: number): Token | null {
  return token?.start === at ? token : null;
}

/** End of a value that is no reference: at a comma or the line's end, without trailing space. A long line is no id. */
function segmentEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + 200);
  let end = from;
  while (end < limit && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++;
  while (end > from && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return end;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
