/** GitHub's answers about a configuration file: the file, or why nobody knows. */
import { CONFIG_PATH, type ConfigFile } from '#core/config/config.ts';
import type { ConfigCommitAnswer, OwnerConfigAnswer } from './answers.ts';
import type { QueryError } from './client.ts';
import { Forbidden, Unreachable } from './errors.ts';

/** GitHub's own word that the commit has no such file: known for certain, unlike any other error. */
export function isNoFile({ path, type }: QueryError): boolean {
  return type === 'NOT_FOUND' && path.at(-1) === 'file';
}

/** Throws `Forbidden` or `Unreachable` where there is any error. */
export function demandRead(errors: readonly QueryError[], what: string): void {
  if (errors.length === 0) return;
  // A refusal beside an outage may be the outage's doing, and worth another try.
  if (errors.every(({ type }) => type === 'FORBIDDEN')) {
    throw new Forbidden(`GitHub refused to show ${what}.`, 'contents=read');
  }
  const types = [...new Set(errors.map(({ type }) => type))].join(', ');
  throw new Unreachable(`GitHub gave no answer about ${what}: ${types}`);
}

export function fileAt(
  { nameWithOwner, isPrivate }: Pick<OwnerConfigAnswer, 'nameWithOwner' | 'isPrivate'>,
  commit: ConfigCommitAnswer | null,
): ConfigFile | null {
  const file = commit?.file ?? null;
  if (commit?.oid === undefined || file === null) return null;
  const { text = null, byteSize = 0, isBinary = false, isTruncated = false } = file.object ?? {};
  return {
    repository: nameWithOwner,
    isPrivate,
    path: CONFIG_PATH,
    commit: commit.oid,
    oid: file.oid,
    byteSize,
    text: isBinary === true || isTruncated ? null : text,
  };
}
