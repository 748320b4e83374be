import type { QueryAnswer, QueryError } from '#github/client.ts';
import { RateLimited, Unreachable } from '#github/errors.ts';
import { type Answer, refusalOf } from './answer.ts';
import { DEFAULT_PAUSE_SECONDS, limitInHeaders, pointsToSecondaryLimits } from './rate-limit.ts';

interface RawError {
  readonly type?: unknown;
  readonly path?: unknown;
  readonly message?: unknown;
  readonly locations?: unknown;
  readonly extensions?: { readonly code?: unknown };
}

/** A query's name in messages. */
export const QUERY = 'the GraphQL query';
/** GitHub's words for a spent budget: the documented one, and the one it has sent since 2024. */
export const RATE_LIMIT_TYPES: ReadonlySet<string> = new Set(['RATE_LIMITED', 'RATE_LIMIT']);
const UNTYPED = 'UNKNOWN';

/**
 * What a query brought: data, or the errors of a document that this GitHub can't answer, or both. Throws a `GitHubError`
 * where GitHub refused, gave up, or something else answered. `now`: milliseconds since 1970.
 */
export function readQueryAnswer<Data>(answer: Answer, now: number): QueryAnswer<Data> {
  if (answer.status >= 400) throw refusalOf(answer, QUERY, now);
  const { cause } = answer;
  const { data, errors } = (answer.data ?? {}) as { readonly data?: Data | null; readonly errors?: unknown };
  if (Array.isArray(errors)) {
    const limited = rateLimitIn(errors, answer, now);
    if (limited !== null) throw limited;
    if (isGivenUp(data, errors)) throw new Unreachable('GitHub failed to answer the GraphQL query.', { cause });
    return { data: data ?? null, errors: errors.map(toQueryError) };
  }
  // No JSON object with `data`: a proxy's page, an unfinished answer.
  if (typeof data !== 'object') throw new Unreachable('GitHub’s answer to the GraphQL query is not JSON.');
  return { data, errors: [] };
}

function rateLimitIn(errors: readonly RawError[], answer: Answer, now: number): RateLimited | null {
  const { headers, data, cause } = answer;
  const isTyped = errors.some((raw) => RATE_LIMIT_TYPES.has(typeOf(raw)));
  const isSecondary = 'retry-after' in headers || pointsToSecondaryLimits(data);
  if (!isTyped && !isSecondary) return null;
  const retryAfter = limitInHeaders(headers, now)?.retryAfter ?? DEFAULT_PAUSE_SECONDS;
  return new RateLimited('GitHub refused the GraphQL query: a rate limit is reached.', retryAfter, { cause });
}

/** Whether GitHub gave up on the query as a whole: no data, and errors that name neither a kind nor a place. */
function isGivenUp(data: unknown, errors: readonly RawError[]): boolean {
  return (data ?? null) === null && errors.every((raw) => typeOf(raw) === UNTYPED && raw.locations === undefined);
}

function toQueryError(raw: RawError): QueryError {
  return {
    type: typeOf(raw),
    path: Array.isArray(raw.path) ? (raw.path as (string | number)[]) : [],
    message: typeof raw.message === 'string' ? raw.message : '',
  };
}

function typeOf(raw: RawError): string {
  if (typeof raw.type === 'string') return raw.type;
  return typeof raw.extensions?.code === 'string' ? raw.extensions.code : UNTYPED;
}
