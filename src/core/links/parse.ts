/**
 * Text → references. One pass from left to right over the description, then labels, title and branch. Never throws, and
 * takes time linear in the text, which anybody on GitHub can write.
 */
import type { RepositoryRef } from '../facts/repository.ts';
import { type HiddenBy, hiddenRanges } from './blocks.ts';
import { branchReferences, labelReferences } from './elsewhere.ts';
import type { FoundReference, ParsedReferences, RejectedReference, RejectionReason, Way } from './link.ts';
import { MAX_TARGETS, referenceKey } from './targets.ts';
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
import { trailerAt, trailerInitials } from './trailer.ts';

export interface ReferenceInput {
  readonly body: string;
  readonly title: string;
  readonly headRef: string;
  readonly labels: readonly string[];
}

export interface ReferenceContext {
  readonly repository: RepositoryRef;
  /** Host of the web pages, with its port where it has one: `github.com`. */
  readonly host: string;
  readonly trailers: readonly string[];
  readonly branchPrefixes: readonly string[];
  readonly knownIds: readonly string[];
  readonly externalPrefixes: readonly string[];
  readonly accept: readonly Way[];
}

/** References that are read at all, in text that counts and, counted apart, in text that does not. */
const MAX_REFERENCES = 200;
const MAX_TEXT = 80;

const HIDDEN: Readonly<Record<HiddenBy, RejectionReason>> = {
  comment: 'in-comment',
  code: 'in-code',
  quote: 'in-quote',
};

export function parseReferences(input: ReferenceInput, context: ReferenceContext): ParsedReferences {
  const found: FoundReference[] = [];
  const rejected: RejectedReference[] = [];
  const accepted = new Set(context.accept);
  const settle = (way: FoundReference['way'], text: string, target: FoundReference['target']): void => {
    if (accepted.has(way)) found.push({ way, text: cut(text), target });
    else rejected.push({ text: cut(text), reason: 'way-not-accepted', target });
  };
  const prefixes = new Set(context.externalPrefixes.map((prefix) => prefix.replace(/-$/, '').toUpperCase()));
  // A configured prefix is consent enough: `external` is no entry of `objectives.accept`.
  const settleExternal = (text: string, key: string): void => {
    found.push({ way: 'external', text: cut(text), target: { kind: 'external', key } });
  };

  scanBody();
  for (const reference of labelReferences(input.labels, context)) {
    if ('target' in reference && !('reason' in reference)) settle('label', reference.text, reference.target);
    else rejected.push(reference);
  }
  scanKeys(input.title);
  for (const reference of branchReferences(input.headRef, context)) {
    if ('target' in reference && !('reason' in reference)) settle('branch', reference.text, reference.target);
    else rejected.push(reference);
  }
  scanKeys(input.headRef);
  return tidy(found, rejected);

  function scanKeys(text: string): void {
    if (prefixes.size === 0) return;
    for (let at = text.indexOf('-'), left = MAX_REFERENCES; at >= 0 && left > 0; at = text.indexOf('-', at + 1)) {
      const found = isDigit(text, at + 1) ? externalKey(text, at, prefixes) : null;
      if (found === null) continue;
      settleExternal(text.slice(found.start, found.end), found.key);
      left--;
    }
  }

  function scanBody(): void {
    const { body } = input;
    // Each reference and each trailer has one of these.
    if (!/[#:-]/.test(body)) return;
    const ranges = hiddenRanges(body);
    let range = 0;
    let live = 0;
    let hidden = 0;
    let addressStop = 0;
    let isLineStart = true;
    const initials = trailerInitials(context.trailers);
    for (let at = 0; at < body.length; at++) {
      const unit = body.charCodeAt(at);
      while (range < ranges.length && (ranges[range]?.end ?? 0) <= at) range++;
      const current = ranges[range];
      const by = current !== undefined && current.start <= at ? current.by : null;

      if (isLineStart && unit !== 10 && unit !== 13) {
        isLineStart = false;
        const trailer = initials.has(body[at] ?? '') ? trailerAt(body, at, context) : null;
        if (trailer !== null) {
          for (const value of trailer.values) {
            if (!admit(by)) return;
            if (by !== null) {
              const target = value.target === undefined ? {} : { target: value.target };
              rejected.push({ text: cut(value.text), reason: HIDDEN[by], ...target });
            } else if (value.reason !== undefined) {
              const target = value.target === undefined ? {} : { target: value.target };
              rejected.push({ text: cut(value.text), reason: value.reason, ...target });
            } else if (value.target !== undefined) settle('trailer', value.text, value.target);
          }
          if (trailer.end > at) at = trailer.end - 1;
          continue;
        }
      }
      if (unit === 10 || unit === 13) {
        isLineStart = true;
        continue;
      }
      let token: Token | null = null;
      if (unit === 35 && at >= addressStop) {
        if (isDigit(body, at + 1)) token = hashToken(body, at, context.repository);
        else if (isGap(body.charCodeAt(at - 1)) && !takeBare(at, by)) return;
      } else if (unit === 45 && isDigit(body, at + 1)) {
        if (at >= addressStop) token = prefixedToken(body, at, context.repository);
        if (token === null && prefixes.size > 0 && !takeKey(at, by)) return;
      } else if (unit === 58 && at >= addressStop && body.startsWith('://', at)) {
        addressStop = addressEnd(body, at + 3);
        token = addressToken(body, at, addressStop, context.host, context.repository);
        if (token !== null && !'/?#'.includes(body[token.end] ?? ' ')) addressStop = token.end;
      }
      if (token === null) continue;
      if (!take(token, by)) return;
      at = Math.max(at, token.end - 1);
    }

    /** False when no more are read. */
    function admit(by: HiddenBy | null): boolean {
      if (by !== null) {
        hidden++;
        return true;
      }
      live++;
      return live <= MAX_REFERENCES;
    }

    function take(token: Token, by: HiddenBy | null): boolean {
      const keyword = closingKeyword(body, token.start, by === 'code');
      const text = body.slice(keyword ?? token.start, token.end);
      const target = token.target === undefined ? {} : { target: token.target };
      // A plain number inside code or a comment would not count outside of it either: not worth a word.
      if (by !== null && keyword === null && !accepted.has('mention')) return true;
      if (by !== null && hidden >= MAX_REFERENCES) return true;
      if (!admit(by)) {
        rejected.push({ text: cut(text), reason: 'too-many', ...target });
        return false;
      }
      if (by !== null) rejected.push({ text: cut(text), reason: HIDDEN[by], ...target });
      else if (token.reason !== undefined) rejected.push({ text: cut(text), reason: token.reason, ...target });
      else if (token.target !== undefined) {
        if (keyword !== null) settle('closing', text, token.target);
        else if (accepted.has('mention')) settle('mention', text, token.target);
        else {
          const reason = endsLikeKeyword(body, token.start) ? 'no-word-boundary' : 'no-keyword';
          rejected.push({ text: cut(text), reason, ...target });
        }
      }
      return true;
    }

    /** `Closes #` with nothing after it, as templates leave it. */
    function takeBare(at: number, by: HiddenBy | null): boolean {
      const keyword = closingKeyword(body, at, false);
      if (keyword === null || (by !== null && hidden >= MAX_REFERENCES)) return true;
      if (!admit(by)) return false;
      rejected.push({ text: body.slice(keyword, at + 1), reason: by === null ? 'no-number' : HIDDEN[by] });
      return true;
    }

    function takeKey(at: number, by: HiddenBy | null): boolean {
      const key = externalKey(body, at, prefixes);
      if (key === null || (by !== null && hidden >= MAX_REFERENCES)) return true;
      if (!admit(by)) return false;
      const text = body.slice(key.start, key.end);
      if (by === null) settleExternal(text, key.key);
      else rejected.push({ text, reason: HIDDEN[by], target: { kind: 'external', key: key.key } });
      return true;
    }
  }
}

/** Whether a keyword can end before it: at a space, a tab or a colon. */
function isGap(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 58;
}

/** Each target once, the first way wins; plain mentions give way to stronger ones when there are too many. */
function tidy(found: readonly FoundReference[], rejected: readonly RejectedReference[]): ParsedReferences {
  const keys = new Set<string>();
  const first = found.filter(({ target }) => isNew(keys, referenceKey(target)));
  const issues = first.filter(({ target }) => target.kind === 'issue');
  const ranked = [...issues.filter(({ way }) => way !== 'mention'), ...issues.filter(({ way }) => way === 'mention')];
  const dropped = new Set(ranked.slice(MAX_TARGETS));
  const tooMany = [...dropped].map(({ text, target }): RejectedReference => ({ text, reason: 'too-many', target }));
  const seen = new Set<string>();
  const told = [...rejected, ...tooMany].filter(({ text, reason, target }) => {
    const key = target === undefined ? null : referenceKey(target);
    // What counts already needs no excuse for the other places where it stands.
    if (key !== null && keys.has(key) && reason !== 'too-many') return false;
    return isNew(seen, `${reason} ${key ?? text}`);
  });
  return { found: first.filter((reference) => !dropped.has(reference)), rejected: told };
}

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** At most `MAX_TEXT` units, on one line, never half a surrogate pair. */
function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
