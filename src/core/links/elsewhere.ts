/** References that stand in no text: labels and the branch's name. */
import type { RepositoryRef } from '../facts/repository.ts';
import type { ReferenceTarget, RejectedReference } from './link.ts';
import { digitsEnd, isDigit, issueNumber, isWordAt, numbered } from './tokens.ts';

export interface NamedReference {
  readonly text: string;
  readonly target: ReferenceTarget;
}

interface Context {
  readonly repository: RepositoryRef;
  readonly knownIds: readonly string[];
  readonly branchPrefixes: readonly string[];
}

/** `objective/<id>` and `okr/<id>`: a known id, else a number in this repository. */
export function labelReferences(labels: readonly string[], context: Context): (NamedReference | RejectedReference)[] {
  return labels.flatMap((label): (NamedReference | RejectedReference)[] => {
    const slash = label.indexOf('/');
    if (slash < 0 || !['objective', 'okr'].includes(label.slice(0, slash).toLowerCase())) return [];
    const id = label.slice(slash + 1).trim();
    const known = knownId(id, context.knownIds);
    if (known !== null) return [{ text: label, target: { kind: 'known', id: known } }];
    const digits = id.startsWith('#') ? id.slice(1) : id;
    if (digits === '' || digitsEnd(digits, 0) !== digits.length) return [{ text: label, reason: 'unknown-id' }];
    return [fromNumber(label, context.repository, issueNumber(digits, 0, digits.length))];
  });
}

/** `<prefix>12-…`, from the start of the branch's name or of one of its parts (`ada/okr-12-cart`). */
export function branchReferences(branch: string, context: Context): (NamedReference | RejectedReference)[] {
  const lower = branch.toLowerCase();
  for (const prefix of context.branchPrefixes) {
    const wanted = prefix.toLowerCase();
    for (let at = 0; at >= 0; ) {
      const digits = at + wanted.length;
      if (lower.startsWith(wanted, at) && isDigit(branch, digits)) {
        const end = digitsEnd(branch, digits);
        if (branch[end] === '_' || !isWordAt(branch, end)) {
          return [fromNumber(branch.slice(at, end), context.repository, issueNumber(branch, digits, end))];
        }
      }
      // Without a prefix only the very start counts: `release/2-x` names no issue.
      const slash = wanted === '' ? -1 : branch.indexOf('/', at);
      at = slash < 0 ? -1 : slash + 1;
    }
  }
  return [];
}

/** The id as the configuration spells it; null when it knows none such. Case does not count. */
export function knownId(id: string, knownIds: readonly string[]): string | null {
  if (!knownIds.some((known) => known.length === id.length)) return null;
  const lower = id.toLowerCase();
  return knownIds.find((known) => known.toLowerCase() === lower) ?? null;
}

function fromNumber(text: string, repository: RepositoryRef, number: number): NamedReference | RejectedReference {
  const { target } = numbered(0, 0, repository, number);
  return target === undefined ? { text, reason: 'number-out-of-range' } : { text, target };
}
