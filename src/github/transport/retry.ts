import type { GitHubClient } from '#github/client.ts';
import { RateLimited, Unreachable } from '#github/errors.ts';
import { isMutation } from './request-cost.ts';

/** One call, and three more. */
const MAX_RETRIES = 3;
/** Milliseconds before the first repetition; doubled for each further one. GitHub's short outages last seconds. */
const BASE_DELAY_MS = 500;
/** Methods after which a second time leaves the same as one. A POST may have been carried out before the line broke. */
const REPEATABLE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'PATCH']);

export interface RetryOptions {
  /** Milliseconds since 1970: no repetition starts after this. */
  readonly deadline: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** From 0 to 1, so that many runs that failed together do not return together. */
  readonly random?: () => number;
}

/**
 * Repeats what may be repeated: reads and idempotent writes when GitHub did not answer, anything when it refused for a
 * limit (then nothing happened). A write that may have happened is thrown at once; its caller looks before it writes.
 */
export function withRetries(client: GitHubClient, options: RetryOptions): GitHubClient {
  return {
    query: (document, variables) => repeat(() => client.query(document, variables), !isMutation(document), options),
    request: (route, parameters) =>
      repeat(() => client.request(route, parameters), REPEATABLE_METHODS.has(route.split(' ', 1)[0] ?? ''), options),
  };
}

async function repeat<T>(call: () => Promise<T>, isRepeatable: boolean, options: RetryOptions): Promise<T> {
  const { deadline, now = Date.now, sleep = defaultSleep, random = Math.random } = options;
  for (let retries = 0; ; retries++) {
    try {
      return await call();
    } catch (error) {
      const delay = delayAfter(error, isRepeatable, retries, random());
      if (delay === null || retries === MAX_RETRIES || now() + delay > deadline) throw error;
      await sleep(delay);
    }
  }
}

/** Milliseconds; null when the call must not be repeated. */
function delayAfter(error: unknown, isRepeatable: boolean, retries: number, jitter: number): number | null {
  const backOff = BASE_DELAY_MS * 2 ** retries;
  if (error instanceof RateLimited) return error.retryAfter * 1000 + backOff * jitter;
  if (error instanceof Unreachable && isRepeatable) return (backOff * (1 + jitter)) / 2;
  return null;
}

const defaultSleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
