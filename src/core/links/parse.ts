/**
 * Text → references: the description from left to right, then labels, title and branch. Never throws, and takes time
 * linear in the text, which anybody on GitHub can write.
 */
import type { RepositoryRef } from '../facts/repository.ts';
import { DescriptionScan } from './description.ts';
import { branchReferences, labelReferences, type NamedReference } from './elsewhere.ts';
import type { FoundReference, ParsedReferences, RejectedReference, Way } from './link.ts';
import { MAX_REFERENCES, Sightings } from './sightings.ts';
import { MAX_TARGETS, referenceKey } from './targets.ts';
import { externalKey, isDigit } from './tokens.ts';

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

export function parseReferences(input: ReferenceInput, context: ReferenceContext): ParsedReferences {
  const sightings = new Sightings(context.accept);
  const prefixes = context.externalPrefixes.map((prefix) => prefix.replace(/-$/, '').toLowerCase());
  // Each reference and each trailer has one of these.
  if (/[#:]|-\d/.test(input.body)) new DescriptionScan(input.body, context, prefixes, sightings).run();
  settleNamed('label', labelReferences(input.labels, context), sightings);
  settleKeys(input.title, prefixes, sightings);
  settleNamed('branch', branchReferences(input.headRef, context), sightings);
  settleKeys(input.headRef, prefixes, sightings);
  return tidy(sightings.found, sightings.rejected);
}

function settleNamed(
  way: 'label' | 'branch',
  references: readonly (NamedReference | RejectedReference)[],
  sightings: Sightings,
): void {
  for (const reference of references) {
    if ('reason' in reference) sightings.reject(reference.text, reference.reason, reference.target);
    else sightings.settle(way, reference.text, reference.target);
  }
}

function settleKeys(text: string, prefixes: readonly string[], sightings: Sightings): void {
  if (prefixes.length === 0) return;
  for (let at = text.indexOf('-'), left = MAX_REFERENCES; at >= 0 && left > 0; at = text.indexOf('-', at + 1)) {
    const found = isDigit(text, at + 1) ? externalKey(text, at, prefixes) : null;
    if (found === null) continue;
    sightings.settleExternal(text.slice(found.start, found.end), found.key);
    left--;
  }
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
