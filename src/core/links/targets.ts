/** What references name: their keys, and which of them somebody still has to read. */
import { isUnavailable } from '../facts/unavailable.ts';
import type { LinkSources, ParsedReferences, ReferenceTarget } from './link.ts';

export type IssueTarget = Extract<ReferenceTarget, { readonly kind: 'issue' }>;

/** References that are resolved; the parser keeps no more. */
export const MAX_TARGETS = 20;

/** Equal for what names the same thing: `owner/repo#n` in lower case; ids and keys behind their kind. */
export function referenceKey(target: ReferenceTarget): string {
  switch (target.kind) {
    case 'issue':
      return `${target.owner}/${target.name}#${target.number}`.toLowerCase();
    case 'known':
      return `known:${target.id.toLowerCase()}`;
    case 'external':
      return `external:${target.key.toLowerCase()}`;
  }
}

/** The parsed issues that GitHub did not list itself, in order, each once, at most `MAX_TARGETS`. */
export function targetsToRead(parsed: ParsedReferences, closing: LinkSources['closing']): readonly IssueTarget[] {
  const listed = new Set<string>();
  for (const node of closing) {
    if (isUnavailable(node)) continue;
    const { owner, name } = node.issue.repository;
    listed.add(referenceKey({ kind: 'issue', owner, name, number: node.issue.number }));
  }
  const targets: IssueTarget[] = [];
  for (const { target } of parsed.found) {
    if (target.kind !== 'issue' || targets.length === MAX_TARGETS) continue;
    const key = referenceKey(target);
    if (listed.has(key)) continue;
    listed.add(key);
    targets.push(target);
  }
  return targets;
}
