import type { UnavailableReason } from '#core/facts/unavailable.ts';
import type { QueryError } from '../client.ts';
import { Forbidden, type GitHubError, NotFound, Unreachable } from '../errors.ts';

/**
 * Why a part of an answer is missing; null when all of it is there. What is null is lost when an error lies on its path,
 * above or beneath, or nowhere at all; in what is there, only errors beneath it count. The worst reason wins: a 404
 * beside an outage proves nothing.
 */
export function lostReason(
  errors: readonly QueryError[],
  path: readonly (string | number)[],
  value: unknown,
): UnavailableReason | null {
  const isNull = value === null || value === undefined;
  const types = errors
    .filter((error) => (isNull || error.path.length > path.length) && isOnPath(error.path, path))
    .map(({ type, path: at }) => (type === 'NOT_FOUND' && at.length === 0 ? 'UNKNOWN' : type));
  if (types.length === 0) return null;
  if (types.every((type) => type === 'NOT_FOUND')) return 'not-found';
  return types.every((type) => type === 'NOT_FOUND' || type === 'FORBIDDEN') ? 'forbidden' : 'unreachable';
}

/** What to throw where an answer tells nothing of a repository: that there is none is one thing, no answer another. */
export function lostAnswer(errors: readonly QueryError[], what: string, needed: string | null = null): GitHubError {
  const decisive = errors.filter(({ path }) => path.length === 0 || path[0] === 'repository');
  if (decisive.some(({ type }) => type === 'FORBIDDEN'))
    return new Forbidden(`GitHub refused to show ${what}.`, needed);
  if (decisive.length > 0 && decisive.every(({ type }) => type === 'NOT_FOUND')) {
    return new NotFound(`GitHub does not show ${what}.`);
  }
  const types = errors.map(({ type }) => type).join(', ') || 'empty';
  return new Unreachable(`GitHub gave no answer about ${what}: ${types}`);
}

/** Why there was no answer at all. */
export function reasonOf(error: GitHubError): UnavailableReason {
  if (error instanceof Forbidden) return 'forbidden';
  return error instanceof NotFound ? 'not-found' : 'unreachable';
}

function isOnPath(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  return a.every((step, index) => index >= b.length || b[index] === step);
}
