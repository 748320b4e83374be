import type { ParsedReferences, ReferenceTarget } from '#core/links/link.ts';
import { parseReferences, type ReferenceContext } from '#core/links/parse.ts';

export const LINK_CONTEXT: ReferenceContext = {
  repository: { owner: 'shop', name: 'web' },
  host: 'github.com',
  trailers: ['Objective', 'OKR', 'Part-of'],
  branchPrefixes: ['okr-'],
  knownIds: ['O-3'],
  externalPrefixes: ['SHOP'],
  accept: ['closing', 'sidebar', 'parent', 'milestone', 'trailer', 'label'],
};

export function parseBody(body: string): ParsedReferences {
  return parseReferences({ body, title: '', headRef: '', labels: [] }, LINK_CONTEXT);
}

/** `#12` in this repository, `owner/repo#12` elsewhere, else the id or the key. */
export function describeTarget(target: ReferenceTarget): string {
  if (target.kind === 'known') return target.id;
  if (target.kind === 'external') return target.key;
  const { owner, name } = LINK_CONTEXT.repository;
  const isHere = target.owner === owner && target.name === name;
  return `${isHere ? '' : `${target.owner}/${target.name}`}#${target.number}`;
}
