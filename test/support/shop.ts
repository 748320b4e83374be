/** A repository of a plausible team on the sandbox, and the pipeline run on it as the App would. */

import { expect } from 'vitest';
import { planSwitchedOff } from '#core/effects/switched-off.ts';
import type { Cause } from '#core/trigger.ts';
import type { GitHubClient } from '#github/client.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { connect } from '#github/transport/connect.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import { type Evaluated, type PipelineOutcome, type Ports, runPipeline } from '#pipeline';
import {
  type CheckRun,
  type Issue,
  type NewPullRequest,
  type PullRequest,
  type Sandbox,
  startSandbox,
} from '#sandbox/index.ts';
import { validateTape } from './openapi.ts';

export const CONFIG_PATH = '.github/leadership.yml';
const STRICT = 'mode: enforce\nguardrails: { linked-objective: { require: objective } }\n';

export interface Shop {
  readonly sandbox: Sandbox;
  readonly ports: Ports;
  open(input?: Partial<NewPullRequest>): PullRequest;
  run(pr: PullRequest, change?: Partial<Ports> & { readonly cause?: Cause }): Promise<PipelineOutcome>;
  /** Runs, and fails the test where nothing was evaluated. */
  evaluate(pr: PullRequest, change?: Partial<Ports> & { readonly cause?: Cause }): Promise<Evaluated>;
  checks(pr: PullRequest, name?: string): CheckRun[];
  labels(item: Issue | PullRequest): string[];
  /** The login under which the app acts, as GitHub's REST API spells it. */
  readonly ourLogin: string;
  /** The app's client without repetitions, so that one fault is one failure. */
  readonly impatient: GitHubClient;
  /** Also holds every request of the test to GitHub's official description. */
  close(): Promise<void>;
}

/** `config` null: no file. Issue 1 is an objective, issue 2 a task under it, issue 3 a task under none. */
export async function openShop(
  config: string | null = STRICT,
  permissions: Readonly<Record<string, 'read' | 'write'>> = {},
): Promise<Shop> {
  const sandbox = await startSandbox({ now: '2026-11-18T09:00:00Z' });
  sandbox.createRepository({ owner: 'shop', name: 'web', files: config === null ? {} : { [CONFIG_PATH]: config } });
  for (const [login, role] of [
    ['anne', 'maintain'],
    ['ben', 'write'],
    ['fred', 'read'],
  ] as const) {
    sandbox.createUser(login);
    sandbox.setPermission('shop/web', login, role);
  }
  sandbox.createIssue({
    repo: 'shop/web',
    title: 'Cart survives a failed payment',
    author: 'anne',
    labels: ['objective'],
  });
  sandbox.createIssue({ repo: 'shop/web', title: 'Retry the payment', author: 'ben', parent: 'shop/web#1' });
  sandbox.createIssue({ repo: 'shop/web', title: 'Dark mode', author: 'ben' });
  const app = sandbox.createApp({
    permissions: {
      checks: 'write',
      contents: 'read',
      issues: 'write',
      pull_requests: 'write',
      metadata: 'read',
      merge_queues: 'read',
      ...permissions,
    },
    events: [],
  });
  const installation = sandbox.installApp(app, 'shop', 'all');
  sandbox.clock.advance(3_600_000);

  const options = { token: sandbox.installationToken(installation), baseUrl: sandbox.url, userAgent: 'test' };
  const github = connect(options);
  const ports: Ports = {
    github,
    host: hostCapabilities(),
    permissions: new Map(),
    olderEvents: new Map(),
    looksOwed: new Map(),
    now: () => sandbox.clock.now(),
    appId: app.id,
    release: planSwitchedOff,
    door: 'app',
    withoutConfig: 'silence',
    writes: { labels: true, checks: true },
    whenUnread: 'conclude',
  };
  let branch = 0;
  const shop: Shop = {
    sandbox,
    ports,
    ourLogin: `${app.slug}[bot]`,
    impatient: plainClient(options),
    open: (input = {}) => {
      branch += 1;
      return sandbox.openPullRequest({
        repo: 'shop/web',
        title: 'Keep the cart',
        author: 'ben',
        head: `work-${branch}`,
        files: [{ path: 'src/cart.ts' }],
        ...input,
      });
    },
    run: (pr, { cause = 'own', ...change } = {}) =>
      runPipeline(
        {
          kind: 'pull-request',
          repository: { owner: 'shop', name: 'web' },
          number: pr.number,
          cause,
          headRef: pr.headRef,
        },
        { ...ports, ...change },
      ),
    evaluate: async (pr, change) => {
      const outcome = await shop.run(pr, change);
      if (outcome.kind !== 'evaluated') throw new Error(`silent: ${outcome.why}`);
      return outcome;
    },
    checks: (pr, name = 'leadership') => sandbox.checkRuns('shop/web', pr.headOid, name),
    labels: ({ labels }) => [...labels.values()].map(({ name }) => name),
    close: async () => {
      await sandbox.close();
      expect(validateTape(sandbox.tape)).toEqual([]);
    },
  };
  return shop;
}
