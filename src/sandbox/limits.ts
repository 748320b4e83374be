import type { Clock } from './clock.ts';
import { Refusal } from './http-answer.ts';

/**
 * GitHub's documented limits for an installation.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
const PRIMARY_AN_HOUR = 5_000;
const REST_POINTS_A_MINUTE = 900;
const GRAPHQL_POINTS_A_MINUTE = 2_000;
const REST_WRITE_POINTS = 5;
const CONTENT_A_MINUTE = 80;
const CONTENT_AN_HOUR = 500;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const SECONDARY_MESSAGE =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. For more on scraping GitHub and how it may affect your rights, please review our Terms of Service.';

/** Requests that make content people are told of. Check runs and labels are not among them. */
const CONTENT_ROUTES = new Set([
  'POST /repos/{owner}/{repo}/issues',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/pulls',
]);

interface Window {
  start: number;
  used: number;
}

/** Counts always, so that the headers are right; refuses only while `enforced`. */
export class Limits {
  /** Turn on to have requests over a documented limit refused. */
  enforced = false;
  /** Whether the refusals by a secondary limit say `retry-after`. */
  saysRetryAfter = true;
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws the refusal, or counts the request. A GraphQL request is counted by `spend` once its points are known. */
  admit(who: string, method: string, route: string | null): void {
    const resource = route === '/graphql' ? 'graphql' : 'core';
    const points = method === 'GET' ? 1 : REST_WRITE_POINTS;
    const isContent = CONTENT_ROUTES.has(`${method} ${route}`);
    if (this.enforced) {
      if (this.#window(who, resource, HOUR).used >= PRIMARY_AN_HOUR) throw this.#primary(who, resource);
      const minute = this.#window(who, `${resource}-minute`, MINUTE);
      if (
        minute.used + (resource === 'core' ? points : 1) >
        (resource === 'core' ? REST_POINTS_A_MINUTE : GRAPHQL_POINTS_A_MINUTE)
      )
        throw this.secondary(minute.start + MINUTE);
      if (isContent) {
        const shortly = this.#window(who, 'content', MINUTE);
        const longer = this.#window(who, 'content-hour', HOUR);
        if (shortly.used >= CONTENT_A_MINUTE) throw this.secondary(shortly.start + MINUTE);
        if (longer.used >= CONTENT_AN_HOUR) throw this.secondary(longer.start + HOUR);
      }
    }
    if (isContent) {
      this.#window(who, 'content', MINUTE).used += 1;
      this.#window(who, 'content-hour', HOUR).used += 1;
    }
    if (resource === 'core') {
      this.#window(who, 'core', HOUR).used += 1;
      this.#window(who, 'core-minute', MINUTE).used += points;
    }
  }

  spend(who: string, points: number): void {
    this.#window(who, 'graphql', HOUR).used += points;
    this.#window(who, 'graphql-minute', MINUTE).used += points;
  }

  /** A conditional request that was answered 304 costs nothing of the primary limit. */
  refund(who: string): void {
    this.#window(who, 'core', HOUR).used -= 1;
  }

  state(who: string, resource: 'core' | 'graphql'): { limit: number; used: number; remaining: number; reset: number } {
    const window = this.#window(who, resource, HOUR);
    return {
      limit: PRIMARY_AN_HOUR,
      used: window.used,
      remaining: Math.max(0, PRIMARY_AN_HOUR - window.used),
      reset: Math.ceil((window.start + HOUR) / 1000),
    };
  }

  headers(who: string, resource: 'core' | 'graphql'): Record<string, string> {
    const state = this.state(who, resource);
    return {
      'x-ratelimit-limit': String(state.limit),
      'x-ratelimit-remaining': String(state.remaining),
      'x-ratelimit-reset': String(state.reset),
      'x-ratelimit-used': String(state.used),
      'x-ratelimit-resource': resource,
    };
  }

  /** The refusal by a secondary limit; `until` in milliseconds. */
  secondary(until: number, saysRetryAfter = this.saysRetryAfter): Refusal {
    const seconds = Math.max(1, Math.ceil((until - this.#now()) / 1000));
    const documentation_url =
      'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits';
    return new Refusal(
      403,
      SECONDARY_MESSAGE,
      { documentation_url },
      saysRetryAfter ? { 'retry-after': String(seconds) } : {},
    );
  }

  #primary(who: string, resource: 'core' | 'graphql'): Refusal {
    const message = `API rate limit exceeded for ${who.replace(':', ' ID ')}.`;
    const refusal = new Refusal(403, message, {
      documentation_url: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
    });
    return resource === 'core' ? refusal : new GraphQLLimit(message);
  }

  #window(who: string, name: string, length: number): Window {
    const key = `${who} ${name}`;
    const now = this.#now();
    const window = this.#windows.get(key);
    if (window !== undefined && now < window.start + length) return window;
    const fresh = { start: now, used: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }

  #now(): number {
    return Date.parse(this.#clock.now());
  }
}

/** GraphQL answers 200 with an error when the points of the hour are used up. */
class GraphQLLimit extends Refusal {
  override readonly answer;
  constructor(message: string) {
    super(200, message);
    this.answer = { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] } };
  }
}
