/** One round of the sweep over a sandbox, without the App around it; anew for each test of the file that calls it. */
import { beforeEach, onTestFinished } from 'vitest';
import { formatExternalId } from '#core/effects/external-id.ts';
import { type HostCapabilities, hostCapabilities } from '#github/gather/host.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import type { Installation, PullRequest, Sandbox } from '#sandbox/index.ts';
import { HeadMap } from '#surfaces/app/head-map.ts';
import type { LogFields } from '#surfaces/app/log.ts';
import type { SweptSprint } from '#surfaces/app/sprint-watch.ts';
import { sweep } from '#surfaces/app/sweep.ts';
import { SweepMemory } from '#surfaces/app/sweep-memory.ts';
import type { Job } from '#surfaces/app/task.ts';
import { type Stage, stage } from './app-process.ts';

export let all: Stage;
export let sandbox: Sandbox;
export let heads: HeadMap;
export let host: HostCapabilities;
export let logged: { happening: string; fields: LogFields }[];
/** What the sweep told of. */
export let quiet: string[];
export let listed: string[];
export let seen: ({ installation: number; name: string; numbers: number[] } & Omit<SweptSprint, 'open'>)[];
/** What it is told. */
export const known: { hasDebtCheck: boolean | undefined; countsElsewhere: boolean } = {
  hasDebtCheck: undefined,
  countsElsewhere: false,
};

/** For each test of the file that calls it. */
export function sweeps(): void {
  beforeEach(async () => {
    all = await stage();
    ({ sandbox } = all);
    onTestFinished(() => sandbox.close());
    heads = new HeadMap();
    host = hostCapabilities();
    logged = [];
    quiet = [];
    listed = [];
    seen = [];
    Object.assign(known, { hasDebtCheck: undefined, countsElsewhere: false });
  });
}

/** One round; what it found, as `<repository>#<number> <cause> <priority>`. */
export async function swept(memory = new SweepMemory()): Promise<{ found: string[]; jobs: Job[] }> {
  const jobs: Job[] = [];
  const connect = (token: string) => plainClient({ baseUrl: sandbox.url, userAgent: 'test', token });
  sandbox.tape.clear();
  await sweep({
    // The list of installations alone is asked as the app; its token is another matter.
    app: async () => ({
      query: () => Promise.reject(new Error('an app has no GraphQL')),
      request: async <Data>() =>
        [...sandbox.world.installations.values()].map((one) => ({
          id: one.id,
          account: { login: one.account.login },
          suspended_at: one.suspendedAt,
        })) as Data,
    }),
    clientFor: async (id) => {
      const installation = sandbox.world.installations.get(id);
      if (installation === undefined) throw new Error('no installation');
      return connect(sandbox.installationToken(installation));
    },
    heads,
    appId: all.app.id,
    host,
    now: () => Date.parse(sandbox.clock.now()),
    log: (_, happening, fields = {}) => logged.push({ happening, fields }),
    enqueue: (job) => jobs.push(job),
    rulesChangedAt: (repository, oids) => memory.rulesChangedAt(repository, oids, Date.parse(sandbox.clock.now())),
    hasDebtCheck: () => known.hasDebtCheck,
    countsElsewhere: () => known.countsElsewhere,
    onListed: (_, { name }) => listed.push(name),
    onQuiet: ({ name }) => quiet.push(name),
    onSwept: (installation, { name }, { open, ...more }) =>
      seen.push({ installation, name, numbers: open.map(({ number }) => number), ...more }),
    isDone: (job, isCheckPassing) => memory.isDone(job, isCheckPassing, Date.parse(sandbox.clock.now())),
    signal: new AbortController().signal,
  });
  const found = jobs.flatMap(({ task, priority }) =>
    task.kind === 'pull-request' ? [`${task.repository.name}#${task.number} ${task.cause} ${priority}`] : [],
  );
  return { found, jobs };
}

let branches = 0;
export const open = (more: Partial<Parameters<Sandbox['openPullRequest']>[0]> = {}) =>
  sandbox.openPullRequest({
    repo: 'acme/web',
    title: 'Add',
    author: 'ann',
    files: [{ path: `a${branches++}.ts` }],
    ...more,
  });

/** A check run of ours on the pull request's head, written as the app would. */
export async function write(
  pr: PullRequest,
  more: Readonly<Record<string, unknown>> = {},
  installation: Installation = all.installation,
) {
  const github = plainClient({
    baseUrl: sandbox.url,
    userAgent: 'test',
    token: sandbox.installationToken(installation),
  });
  await github.request('POST /repos/{owner}/{repo}/check-runs', {
    owner: pr.repository.owner.login,
    repo: pr.repository.name,
    name: 'leadership',
    head_sha: pr.headOid,
    external_id: formatExternalId({ pullRequests: [pr.number], decision: 'd', text: 't' }),
    conclusion: 'success',
    ...more,
  });
}
