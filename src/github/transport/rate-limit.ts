/** GitHub's signs of a limit, read from an answer's status, headers and body. Never from a message's words. */

export type AnswerHeaders = Readonly<Record<string, string | number | undefined>>;

/**
 * "Wait at least one minute before retrying" when an answer does not say how long.
 * docs: rest/using-the-rest-api/rate-limits-for-the-rest-api, "Exceeding the rate limit".
 */
export const DEFAULT_PAUSE_SECONDS = 60;

/** `primary`: the hour's points are spent. `secondary`: too fast or too many at once. */
export interface Refusal {
  readonly kind: 'primary' | 'secondary';
  /** Seconds, at least 1. */
  readonly retryAfter: number;
}

/**
 * Whether an answer that refused (403, 429, or GraphQL's own limit error) did so for a limit; null if for another reason.
 * `now`: milliseconds since 1970.
 */
export function refusalIn(status: number, headers: AnswerHeaders, body: unknown, now: number): Refusal | null {
  if (status !== 403 && status !== 429) return null;
  const limit = limitInHeaders(headers, now);
  if (limit !== null) return limit;
  if (status === 429 || pointsToSecondaryLimits(body)) return { kind: 'secondary', retryAfter: DEFAULT_PAUSE_SECONDS };
  return null;
}

/** What the headers alone say, whatever the status: GraphQL refuses with 200. */
export function limitInHeaders(headers: AnswerHeaders, now: number): Refusal | null {
  const retryAfter = secondsIn(headers['retry-after'], headers, now);
  if (retryAfter !== null) return { kind: 'secondary', retryAfter };
  if (String(headers['x-ratelimit-remaining'] ?? '') !== '0') return null;
  const reset = Number(headers['x-ratelimit-reset']);
  const wait = Number.isFinite(reset) ? Math.ceil(reset - serverTime(headers, now) / 1000) : DEFAULT_PAUSE_SECONDS;
  return { kind: 'primary', retryAfter: Math.max(1, wait) };
}

/** GitHub's clock where the answer tells it: ours may be off, and `x-ratelimit-reset` is by theirs. */
export function serverTime(headers: AnswerHeaders, now: number): number {
  const date = Date.parse(String(headers.date ?? ''));
  return Number.isNaN(date) ? now : date;
}

function secondsIn(value: string | number | undefined, headers: AnswerHeaders, now: number): number | null {
  if (value === undefined || value === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds));
  const instant = Date.parse(String(value));
  if (Number.isNaN(instant)) return DEFAULT_PAUSE_SECONDS;
  return Math.max(1, Math.ceil((instant - serverTime(headers, now)) / 1000));
}

/** A secondary limit without headers is known by the page that its body points to. */
export function pointsToSecondaryLimits(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('documentation_url' in body)) return false;
  return /#(about-)?(secondary|abuse)-rate-limits$/.test(String(body.documentation_url));
}
