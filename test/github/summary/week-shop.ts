/** A small shop whose weeks are gathered: what happens in it happens at given instants, and each reading has a fresh token. */
import { expect } from 'vitest';
import type { WeekFacts } from '#core/summary/week.ts';
import type { GitHubClient } from '#github/client.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { gatherWeek } from '#github/summary/gather-week.ts';
import { type NoWeek, resolveWeek, type WeekRequest } from '#github/summary/resolve-week.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import { type NewPullRequest, type PullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { CONFIG_PATH } from '../../support/shop.ts';

/** Monday; the period is 2026-W47, 16 to 22 November. */
export const NOW = '2026-11-23T10:00:00Z';
export const MONDAY = '2026-11-16T09:00:00Z';
export const TUESDAY = '2026-11-17T09:00:00Z';
export const RULES = `guardrails: { linked-objective: { require: objective } }
sprint: { length: 2w, anchor: 2026-11-09 }
`;

export interface WeekShop {
  readonly sandbox: Sandbox;
  /** Our bot, as REST spells it. */
  readonly ourLogin: string;
  at<Result>(instant: string, act: () => Result): Result;
  open(at: string, input?: Partial<NewPullRequest>): PullRequest;
  merged(at: string, input?: Partial<NewPullRequest>): PullRequest;
  resolve(change?: Partial<WeekRequest>): ReturnType<typeof resolveWeek>;
  gather(change?: Partial<WeekRequest>): Promise<WeekFacts>;
  /** With a fresh token. */
  client(): GitHubClient;
  /** What was read for it, by the name of the query or the route. */
  reads(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface WeekShopOptions {
  readonly config?: string | null;
  readonly private?: boolean;
  /** Whether GitHub knows issue types. */
  readonly issueTypes?: boolean;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
}

export async function openWeekShop({
  config = RULES,
  private: isPrivate = false,
  issueTypes = true,
  permissions = {},
}: WeekShopOptions = {}): Promise<WeekShop> {
  const sandbox = await startSandbox({ now: '2026-10-01T09:00:00Z', issueTypes });
  const files = config === null ? {} : { [CONFIG_PATH]: config };
  sandbox.createRepository({ owner: 'shop', name: 'web', files, private: isPrivate });
  for (const [login, role] of [
    ['anne', 'maintain'],
    ['ben', 'write'],
    ['fred', 'read'],
  ] as const) {
    sandbox.createUser(login);
    sandbox.setPermission('shop/web', login, role);
  }
  const app = sandbox.createApp({
    permissions: {
      checks: 'write',
      contents: 'read',
      issues: 'write',
      pull_requests: 'write',
      metadata: 'read',
      deployments: 'read',
      ...permissions,
    },
    events: [],
  });
  const installation = sandbox.installApp(app, 'shop', 'all');
  sandbox.clock.set(NOW);
  let branch = 0;
  const host = hostCapabilities();
  const at: WeekShop['at'] = (instant, act) => {
    sandbox.clock.set(instant);
    const result = act();
    sandbox.clock.set(NOW);
    return result;
  };
  const client = () =>
    plainClient({ token: sandbox.installationToken(installation), baseUrl: sandbox.url, userAgent: 'test' });
  const request = (change: Partial<WeekRequest>): WeekRequest => {
    const repository = { owner: 'shop', name: 'web' };
    return { github: client(), host, now: sandbox.clock.now(), repository, ...change };
  };
  const shop: WeekShop = {
    sandbox,
    ourLogin: `${app.slug}[bot]`,
    client,
    at,
    open: (instant, input = {}) => {
      branch += 1;
      const files = [{ path: 'src/cart.ts' }];
      const defaults = { repo: 'shop/web', title: 'Keep the cart', author: 'ben', head: `work-${branch}`, files };
      return at(instant, () => sandbox.openPullRequest({ ...defaults, ...input }));
    },
    merged: (instant, input) => {
      const pr = shop.open(instant, input);
      at(instant, () => sandbox.merge(pr));
      return pr;
    },
    resolve: (change = {}) => resolveWeek(request(change)),
    gather: async (change = {}) => {
      const whole = request(change);
      const scope = await resolveWeek(whole);
      if (scope.kind === 'nothing') throw new Error(`no week: ${(scope satisfies NoWeek).why}`);
      return gatherWeek(scope, whole);
    },
    reads: () => {
      const counts: Record<string, number> = {};
      for (const { operation, method, route } of sandbox.tape.entries) {
        const name = operation ?? `${method} ${route}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    close: async () => {
      await sandbox.close();
      expect(validateTape(sandbox.tape)).toEqual([]);
    },
  };
  return shop;
}

/** Many pull requests that merged, the last of them at an instant, a second each. */
export function mergedMany(shop: WeekShop, count: number, last: string, input: Partial<NewPullRequest> = {}): void {
  for (let index = 0; index < count; index += 1) {
    const at = new Date(Date.parse(last) - (count - 1 - index) * 1000).toISOString();
    shop.merged(at, input);
  }
}
