import type { QueryAnswer, QueryError } from '#github/client.ts';
import { RateLimited } from '#github/errors.ts';
import { type AnswerHeaders, DEFAULT_PAUSE_SECONDS, limitInHeaders, pointsToSecondaryLimits } from './rate-limit.ts';

/** Octokit's GraphqlResponseError by its shape: status 200 and `errors` in the body. */
export interface GraphqlError extends Error {
  readonly headers: AnswerHeaders;
  readonly errors: readonly unknown[];
  readonly data: unknown;
  readonly response: unknown;
}

interface RawError {
  readonly type?: unknown;
  readonly path?: unknown;
  readonly message?: unknown;
  readonly locations?: unknown;
  readonly extensions?: { readonly code?: unknown };
}

/** GitHub's words for a spent budget: the documented one, and the one it has sent since 2024. */
export const RATE_LIMIT_TYPES: ReadonlySet<string> = new Set(['RATE_LIMITED', 'RATE_LIMIT']);
const UNTYPED = 'UNKNOWN';

export function isGraphqlError(error: unknown): error is GraphqlError {
  return (
    error instanceof Error && error.name === 'GraphqlResponseError' && 'errors' in error && Array.isArray(error.errors)
  );
}

/** `now`: milliseconds since 1970. */
export function rateLimitIn(error: GraphqlError, now: number): RateLimited | null {
  const isTyped = error.errors.some((raw) => RATE_LIMIT_TYPES.has(typeOf(raw as RawError)));
  const isSecondary = 'retry-after' in error.headers || pointsToSecondaryLimits(error.response);
  if (!isTyped && !isSecondary) return null;
  const retryAfter = limitInHeaders(error.headers, now)?.retryAfter ?? DEFAULT_PAUSE_SECONDS;
  return new RateLimited('GitHub refused the GraphQL query: a rate limit is reached.', retryAfter, { cause: error });
}

/** Null when GitHub gave up on the query as a whole: no data, and errors that name neither a kind nor a place. */
export function readQueryAnswer<Data>(error: GraphqlError): QueryAnswer<Data> | null {
  const data = (error.data ?? null) as Data | null;
  const raws = error.errors as readonly RawError[];
  if (data === null && raws.every((raw) => typeOf(raw) === UNTYPED && raw.locations === undefined)) return null;
  return { data, errors: raws.map(toQueryError) };
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
