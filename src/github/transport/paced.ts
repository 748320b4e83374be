import type { GitHubClient } from '#github/client.ts';
import { limitedBy } from './limited-by.ts';
import { Limiter } from './limiter.ts';
import { type PlainClientOptions, plainClient } from './plain-client.ts';
import { costOf } from './request-cost.ts';
import { withRetries } from './retry.ts';

const ACCOUNT = 'the token’s';

export interface Pacing {
  /** Waits so many milliseconds for GitHub's limits. It may throw to end what waits; nothing was sent then. */
  readonly pause: (ms: number) => Promise<void>;
  readonly limiter?: Limiter;
}

/**
 * A client for work that may take hours: it keeps inside GitHub's limits, and waits them out where GitHub refuses all the
 * same. No call is repeated for longer than the repetitions take.
 */
export function connectPaced(
  options: Omit<PlainClientOptions, 'limits'>,
  { pause, limiter = new Limiter() }: Pacing,
): GitHubClient {
  const client = plainClient({ ...options, limits: limitedBy(limiter, ACCOUNT) });
  const paced: GitHubClient = {
    query: (document, variables) => client.query(document, variables),
    async request(route, parameters) {
      const [method = '', url = ''] = route.split(' ');
      const cost = costOf({ method, url });
      for (let wait = limiter.wait(ACCOUNT, cost, 'own'); wait > 0; wait = limiter.wait(ACCOUNT, cost, 'own')) {
        if (!Number.isFinite(wait)) break;
        await pause(wait);
      }
      return client.request(route, parameters);
    },
  };
  return withRetries(paced, { deadline: Number.POSITIVE_INFINITY, sleep: pause });
}
