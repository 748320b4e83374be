import type { Answer } from './answer.ts';
import { PRIORITIES, type Priority, type Standing } from './budget.ts';
import { RATE_LIMIT_TYPES } from './graphql-answer.ts';
import type { Feedback, Limiter, Urgency } from './limiter.ts';
import { answerIn } from './octokit-answer.ts';
import {
  type AnswerHeaders,
  DEFAULT_PAUSE_SECONDS,
  limitInHeaders,
  type Refusal,
  refusalIn,
  serverTime,
} from './rate-limit.ts';
import { costOf } from './request-cost.ts';

interface RequestOptions {
  readonly method: string;
  readonly url: string;
  readonly query?: unknown;
  readonly request?: object | undefined;
}

/** For `octokit.hook.wrap('request', …)`, and for the `limits` of a plain client. */
export type BudgetHook = <Options extends RequestOptions, Response extends Answer>(
  request: (options: Options) => Response | Promise<Response>,
  options: Options,
) => Promise<Response>;

/**
 * Makes a client's requests wait for room in `account`'s budget. A call says how urgent it is by Octokit's own `request`
 * option: `{ priority, patience, signal }`; without, it is the person's who is waiting.
 */
export function limitedBy(limiter: Limiter, account: string, now: () => number = Date.now): BudgetHook {
  return (request, options) => {
    // Made as the app inside another request, for its token: it would wait for the very request that waits for it.
    if (options.url.startsWith('/app/')) return Promise.resolve(request(options));
    return limiter.run(account, costOf(options), urgencyOf(options.request), async (tell) => {
      try {
        const response = await request(options);
        tell(feedbackOf(response, now()));
        return response;
      } catch (error) {
        const response = answerIn(error);
        if (response !== null) tell(feedbackOf(response, now()));
        throw error;
      }
    });
  };
}

function urgencyOf(request: object = {}): Urgency {
  const { priority, patience, signal } = request as Partial<Urgency>;
  return {
    priority: PRIORITIES.includes(priority as Priority) ? (priority as Priority) : 'own',
    ...(patience === undefined ? {} : { patience }),
    signal,
  };
}

function feedbackOf({ status, headers, data }: Answer, now: number): Feedback {
  const refusal = refusalIn(status, headers, data, now) ?? graphqlRefusal(headers, data, now);
  // Searches and other special accounts have an hour of their own, which says nothing about the others.
  const isSpecial = !['core', 'graphql'].includes(String(headers['x-ratelimit-resource'] ?? 'core'));
  if (isSpecial) return { standing: null, refusal: refusal?.kind === 'secondary' ? refusal : null };
  return { standing: standingIn(headers, now), refusal };
}

/** GraphQL refuses with status 200. */
function graphqlRefusal(headers: AnswerHeaders, data: unknown, now: number): Refusal | null {
  if (typeof data !== 'object' || data === null || !('errors' in data) || !Array.isArray(data.errors)) return null;
  const isLimit = data.errors.some((error: { type?: unknown }) => RATE_LIMIT_TYPES.has(String(error?.type)));
  if (isLimit) return limitInHeaders(headers, now) ?? { kind: 'primary', retryAfter: DEFAULT_PAUSE_SECONDS };
  return headers['retry-after'] === undefined ? null : limitInHeaders(headers, now);
}

function standingIn(headers: AnswerHeaders, now: number): Standing | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const value = headers[`x-ratelimit-${name}`];
    return value === undefined || value === '' ? Number.NaN : Number(value);
  });
  if (limit === undefined || remaining === undefined || reset === undefined) return null;
  if (Number.isNaN(limit + remaining + reset)) return null;
  return { limit, remaining, resetAt: now + reset * 1_000 - serverTime(headers, now) };
}
