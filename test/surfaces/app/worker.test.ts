import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Forbidden, RateLimited } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import type { PullRequest, Sandbox } from '#sandbox/index.ts';
import { DueDates } from '#surfaces/app/due-dates.ts';
import { HeadMap } from '#surfaces/app/head-map.ts';
import { KnownRepositories } from '#surfaces/app/known-repositories.ts';
import { Ledgers } from '#surfaces/app/ledgers.ts';
import type { LogFields } from '#surfaces/app/log.ts';
import type { ClientFor } from '#surfaces/app/patience.ts';
import { Standings } from '#surfaces/app/standings.ts';
import { type Job, newJob } from '#surfaces/app/task.ts';
import { Weekly } from '#surfaces/app/weekly.ts';
import type { Again } from '#surfaces/app/work-queue.ts';
import { Worker } from '#surfaces/app/worker.ts';
import { CONFIG, check, type Stage, stage } from './support/app-process.ts';

const MINUTE = 60_000;
const place = { owner: 'acme', name: 'web' };

let all: Stage;
let sandbox: Sandbox;
let worker: Worker;
/** Milliseconds by which the worker's clock is ahead of the sandbox's. */
let ahead: number;
let failed: string[];
let logged: { happening: string; fields: LogFields }[];
let clientFor: ClientFor;
let due: DueDates;
let asked: Job[];
let ledgers: Ledgers;

async function set(config: string): Promise<void> {
  all = await stage({ config });
  ({ sandbox } = all);
  onTestFinished(() => sandbox.close());
  ahead = 0;
  failed = [];
  due = new DueDates();
  logged = [];
  asked = [];
  ledgers = new Ledgers(() => Date.now() + ahead);
  clientFor = async (_, request) => {
    const token = sandbox.installationToken(all.installation);
    return plainClient({ baseUrl: sandbox.url, userAgent: 'test', token }, { request: { ...request } });
  };
  worker = new Worker({
    clientFor: (installation, request) => clientFor(installation, request),
    host: hostCapabilities(),
    permissions: new Map(),
    configs: new Map(),
    ledgers,
    standings: new Standings(),
    heads: new HeadMap(),
    known: new KnownRepositories(),
    weekly: new Weekly(),
    now: () => Date.now() + ahead,
    appId: all.app.id,
    modeCap: null,
    log: (_, happening, fields = {}) => logged.push({ happening, fields }),
    enqueue: (job) => asked.push(job),
    onFailure: (delivery) => failed.push(delivery),
    onDue: (job, at) => due.note(job, at),
    onDone: () => {},
  });
}

beforeEach(() => set(CONFIG));

const open = (body = '') =>
  sandbox.openPullRequest({ repo: 'acme/web', title: 'Add', author: 'ann', files: [{ path: 'a.ts' }], body });
const debtWork = () =>
  sandbox.openPullRequest({ repo: 'acme/web', title: 'refactor: tidy', author: 'ann', files: [{ path: 'a.ts' }] });
const jobFor = ({ number, headRef, headOid }: PullRequest): Job =>
  newJob(
    7,
    { kind: 'pull-request', repository: place, number, cause: 'own', headRef },
    { headOid, deliveries: ['guid'] },
  );
const run = (job: Job) => worker.run(job, new AbortController().signal);
const runs = (pr: PullRequest) => sandbox.checkRuns('acme/web', pr.headOid, 'leadership');

/** GitHub gives no GraphQL answer any more. */
const silence = () =>
  sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 1_000,
    effect: { kind: 'status', status: 502, when: 'before' },
  });

/** Runs and runs again, as the queue would, until nothing is left to do; what the check was at each minute. */
async function untilItRests(
  pr: PullRequest,
  name = 'leadership',
): Promise<{ conclusions: (string | null)[]; after: number }> {
  const conclusions: (string | null)[] = [];
  let again: Again<Job> | null = await run(jobFor(pr));
  for (; again !== null && ahead < 60 * MINUTE; again = await run(again.job)) {
    ahead += again.inMs;
    const newest = check(sandbox, pr, name);
    const now = newest === undefined ? 'none' : (newest.conclusion ?? newest.status);
    if (conclusions.at(-1) !== now) conclusions.push(now);
  }
  const newest = check(sandbox, pr, name);
  return { conclusions: [...conclusions, newest?.conclusion ?? newest?.status ?? 'none'], after: ahead };
}

test('enforce, and GitHub falls silent: the last verdict stands for two minutes, then it waits, then it fails and says why', async () => {
  const pr = open(`Closes #${sandbox.createIssue({ repo: 'acme/web', title: 'Goal' }).number}`);
  expect(await run(jobFor(pr))).toBeNull();
  silence();
  const { conclusions, after } = await untilItRests(pr);
  expect(conclusions).toEqual(['success', 'in_progress', 'failure']);
  expect(after).toBeGreaterThanOrEqual(10 * MINUTE);
  expect(after).toBeLessThan(11 * MINUTE);
  // One run each: what was said is not said again with every attempt.
  expect(runs(pr)).toHaveLength(3);
  expect(check(sandbox, pr)?.output.title).toContain('GitHub could not be read');
});

test('warn, and GitHub falls silent: it ends neutral and blocks nobody', async () => {
  await set(CONFIG.replace('enforce', 'warn'));
  const pr = open();
  await run(jobFor(pr));
  silence();
  expect((await untilItRests(pr)).conclusions.at(-1)).toBe('neutral');
});

describe('the debt check', () => {
  const plan = (mode: string) => `mode: ${mode}
sprint: { length: 2w, anchor: ${new Date(Date.now() - 24 * 60 * MINUTE).toISOString().slice(0, 10)} }
guardrails: { linked-objective: { mode: off }, debt-capacity: { floor: 10%, capacity: 20 } }
`;
  /** What merged can't be read; all else can. */
  const outage = () =>
    sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 1_000,
      effect: { kind: 'partial', path: ['repository', 'pullRequests', 'nodes'], type: 'INTERNAL' },
    });

  test('goes its own steps while what merged can’t be read, and `leadership` stands from the first look', async () => {
    await set(plan('enforce'));
    outage();
    const pr = open();
    await run(jobFor(pr));
    expect(check(sandbox, pr)?.conclusion).toBe('success');
    expect(check(sandbox, pr, 'leadership/debt')).toBeUndefined();
    const { conclusions, after } = await untilItRests(pr, 'leadership/debt');
    expect(conclusions).toEqual(['none', 'in_progress', 'failure']);
    expect(after).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(runs(pr)).toHaveLength(1);
    expect(check(sandbox, pr, 'leadership/debt')?.output.summary).toContain('could not be read');
  });

  test('fails beside `leadership` when GitHub tells nothing at all, and is never left green', async () => {
    await set(plan('enforce'));
    const pr = open();
    await run(jobFor(pr));
    expect(check(sandbox, pr, 'leadership/debt')?.conclusion).toBe('success');
    silence();
    const { conclusions } = await untilItRests(pr, 'leadership/debt');
    expect(conclusions).toEqual(['success', 'in_progress', 'failure']);
    // What is off binds nobody.
    expect(check(sandbox, pr)?.conclusion).toBe('neutral');
  });

  test('in warn it says at once that it knows nothing, and blocks nobody', async () => {
    await set(plan('warn'));
    outage();
    const pr = open();
    expect(await run(jobFor(pr))).toBeNull();
    expect(check(sandbox, pr, 'leadership/debt')?.conclusion).toBe('neutral');
  });

  test('is looked at again when its sprint ends', async () => {
    await set(plan('enforce').replace('capacity: 20', 'capacity: 20, min-sample: 1'));
    for (let index = 0; index < 7; index++) sandbox.merge(debtWork());
    const pr = debtWork();
    await run(jobFor(pr));
    expect(check(sandbox, pr, 'leadership/debt')?.conclusion).toBe('failure');
    expect(due.take(Date.now() + 12 * 24 * 60 * MINUTE)).toEqual([]);
    const [again] = due.take(Date.now() + 14 * 24 * 60 * MINUTE);
    expect(again?.task).toMatchObject({ number: pr.number, cause: 'fan-out' });
  });

  test('asks once more for all of them when something merged while one was judged', async () => {
    await set(plan('enforce'));
    const pr = open();
    const client = clientFor;
    clientFor = async (...request) => {
      const github = await client(...request);
      return {
        ...github,
        query: async (document, variables) => {
          const answer = await github.query<never>(document, variables);
          if (document.startsWith('query Ledger')) ledgers.happened(place, 'news');
          return answer;
        },
      };
    };
    await run(jobFor(pr));
    expect(asked.map(({ task }) => task)).toEqual([{ kind: 'sprint', repository: place }]);
  });
});

test('GitHub is silent where no rules were known to hold: so are we', async () => {
  const pr = open();
  silence();
  expect((await untilItRests(pr)).conclusions).toEqual(['none', 'none']);
  expect(runs(pr)).toEqual([]);
});

test('a fact that decides cannot be read: the same steps, and the verdict as soon as it can', async () => {
  const goal = sandbox.createIssue({ repo: 'acme/web', title: 'Goal' });
  const partial = () =>
    sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 1_000,
      effect: {
        kind: 'partial',
        path: ['repository', 'pullRequest', 'closingIssuesReferences'],
        type: 'SERVICE_UNAVAILABLE',
      },
    });
  const pr = open();
  sandbox.linkInSidebar(pr, goal);
  partial();
  const first = await run(jobFor(pr));
  expect(runs(pr)).toEqual([]);
  if (first === null) throw new Error('It gave up.');
  ahead += 3 * MINUTE;
  const second = await run(first.job);
  expect(check(sandbox, pr)).toMatchObject({ status: 'in_progress', conclusion: null });
  if (second === null) throw new Error('It gave up.');
  sandbox.faults.clear();
  expect(await run(second.job)).toBeNull();
  expect(check(sandbox, pr)?.conclusion).toBe('success');

  partial();
  const other = open();
  expect(await run({ ...jobFor(other), unreadSince: Date.now() + ahead - 10 * MINUTE })).toBeNull();
  expect(check(sandbox, other)?.conclusion).toBe('failure');
});

test('a short limit is waited for as long as GitHub says, and nothing is written meanwhile', async () => {
  const pr = open();
  sandbox.faults.onRequest({ route: 'POST /graphql', effect: { kind: 'secondary-limit', retryAfter: 37 } });
  expect(await run(jobFor(pr))).toMatchObject({ inMs: 37_000 });
  expect(runs(pr)).toEqual([]);
});

describe('a verdict that passed does not outlive', () => {
  const linked = async () => {
    const pr = open(`Closes #${sandbox.createIssue({ repo: 'acme/web', title: 'Goal' }).number}`);
    await run(jobFor(pr));
    expect(check(sandbox, pr)?.conclusion).toBe('success');
    sandbox.editPullRequest(pr, { body: 'No link any more' });
    return pr;
  };
  /** GitHub's GraphQL is used up for fifty minutes from now; REST still answers. */
  const spent = () => {
    const end = Date.now() + ahead + 50 * MINUTE;
    const plain = clientFor;
    clientFor = async (installation, request) => {
      const client = await plain(installation, request);
      return {
        request: (route, parameters) => client.request(route, parameters),
        query: async (document, variables) => {
          const left = end - Date.now() - ahead;
          if (left > 0) throw new RateLimited('Used up.', Math.ceil(left / 1_000));
          return client.query(document, variables);
        },
      };
    };
  };

  test('a long limit: it waits after two minutes, fails after ten, and is judged when the limit ends', async () => {
    const pr = await linked();
    spent();
    const seen: [number, string | null, boolean][] = [];
    let again = await run(jobFor(pr));
    for (; again !== null && seen.length < 10; again = await run(again.job)) {
      ahead += again.inMs;
      const newest = check(sandbox, pr);
      seen.push([Math.round(ahead / MINUTE), newest?.conclusion ?? null, again.holdsGroup ?? false]);
    }
    expect(seen).toEqual([
      [2, 'success', false],
      [10, null, false],
      [50, 'failure', false],
    ]);
    expect(check(sandbox, pr)?.output.title).not.toContain('no answer');
    expect(runs(pr)).toHaveLength(4);
  });

  test('a limit that refuses writes, too: they are tried again', async () => {
    const pr = await linked();
    const limited = async () => {
      throw new RateLimited('Used up.', 3_000);
    };
    clientFor = async () => ({ query: limited, request: limited });
    const again = await run({ ...jobFor(pr), unreadSince: Date.now() - 3 * MINUTE });
    expect(again).toMatchObject({ inMs: 30_000, job: { saidSo: false } });
  });

  test('a permission that was taken away: it fails at once and names it', async () => {
    const pr = await linked();
    const plain = clientFor;
    clientFor = async (installation, request) => ({
      ...(await plain(installation, request)),
      query: () => Promise.reject(new Forbidden('Not accessible.', 'issues=read')),
    });
    expect(await run(jobFor(pr))).toBeNull();
    expect(check(sandbox, pr)?.conclusion).toBe('failure');
    expect(check(sandbox, pr)?.output.summary).toContain('issues=read');
    expect(logged.at(-1)).toMatchObject({ happening: 'forbidden' });
    expect(failed).toEqual(['guid']);
    // The sweep comes by every ten minutes.
    expect(await run({ ...jobFor(pr), isFailing: true })).toBeNull();
    expect(runs(pr)).toHaveLength(2);
  });
});

test('GitHub’s links lag behind an edit: it looks once more when they are settled', async () => {
  const pr = open(`Closes #${sandbox.createIssue({ repo: 'acme/web', title: 'Goal' }).number}`);
  sandbox.closingLag = 5_000;
  ahead = 10_000;
  sandbox.clock.advance(ahead);
  sandbox.editPullRequest(pr, { body: 'Nothing' });
  const again = await run(jobFor(pr));
  expect(again?.inMs).toBeGreaterThan(0);
  expect(again?.inMs).toBeLessThanOrEqual(61_000);
});

test('a verdict that ends with a date is looked at again after it, by the sweep', async () => {
  const goal = sandbox.createIssue({ repo: 'acme/web', title: 'Goal' });
  const pr = open(`Closes #${goal.number}`);
  sandbox.closeIssue(goal);
  await run(jobFor(pr));
  expect(check(sandbox, pr)?.conclusion).toBe('success');
  expect(due.take(Date.now())).toEqual([]);
  const later = Date.now() + 366 * 24 * 60 * MINUTE;
  expect(due.take(later)).toMatchObject([{ priority: 'sweep', task: { number: pr.number, cause: 'fan-out' } }]);
  expect(due.take(later)).toEqual([]);
});

test('a run that became pointless writes nothing', async () => {
  const pr = open();
  const abort = new AbortController();
  const plain = clientFor;
  clientFor = async (installation, request) => {
    // Only the run itself is told to stop: its requests would still go through.
    const client = await plain(installation, { ...request, signal: new AbortController().signal });
    return {
      request: (route, parameters) => client.request(route, parameters),
      query: async (document, variables) => {
        const answer = await client.query(document, variables);
        abort.abort();
        return answer as never;
      },
    };
  };
  expect(await worker.run(jobFor(pr), abort.signal)).toBeNull();
  expect(runs(pr)).toEqual([]);
  expect(failed).toEqual([]);
});

test.each([
  ['a permission that is missing', 403, 'forbidden'],
  ['a pull request that is gone', 404, 'gone'],
  ['a token that is not accepted', 401, 'refused'],
  ['something that GitHub does not take', 422, 'refused'],
])('%s: told to the log, not tried again, and GitHub may deliver it again', async (_, status, happening) => {
  sandbox.faults.onRequest({
    route: 'POST /repos/{owner}/{repo}/check-runs',
    times: 10,
    effect: { kind: 'status', status, when: 'before' },
  });
  expect(await run(jobFor(open()))).toBeNull();
  expect(logged.map((line) => line.happening)).toEqual([happening]);
  expect(failed).toEqual(['guid']);
});

test('a defect is told with its delivery, and does not get out', async () => {
  clientFor = () => Promise.reject(new TypeError('x is not a function'));
  expect(await run(jobFor(open()))).toBeNull();
  expect(logged).toMatchObject([{ happening: 'defect', fields: { error: 'TypeError', deliveries: ['guid'] } }]);
  expect(failed).toEqual(['guid']);
});

test('a merge group of which nothing can be read fails in the end, too', async () => {
  const pr = open();
  await run(jobFor(pr));
  const { headOid, headRef } = sandbox.enqueue(pr);
  silence();
  const job = newJob(7, { kind: 'merge-group', repository: place, headOid, headRef, baseRef: 'main' }, { headOid });
  expect(await run({ ...job, unreadSince: Date.now() - 10 * MINUTE })).toBeNull();
  expect(sandbox.checkRuns('acme/web', headOid, 'leadership').map(({ conclusion }) => conclusion)).toEqual(['failure']);
});

test('a limit of GitHub holds the installation, and counts as time without an answer', async () => {
  const limited = async () => {
    throw new RateLimited('Too much.', 57);
  };
  clientFor = async () => ({ query: limited, request: limited });
  const before = Date.now();
  const again = await run(jobFor(open()));
  expect(again).toMatchObject({ inMs: 57_000, holdsGroup: true });
  const since = again?.job.unreadSince ?? 0;
  expect(since).toBeGreaterThanOrEqual(before);

  ahead = 5 * MINUTE;
  const later = await run(again?.job ?? jobFor(open()));
  expect(later?.job.unreadSince).toBe(since);
});

test('a rerun with the same verdict gets one fresh run, and the look after it none', async () => {
  const pr = open(`Closes #${sandbox.createIssue({ repo: 'acme/web', title: 'Goal' }).number}`);
  await run(jobFor(pr));
  const { task, ...rest } = jobFor(pr);
  if (task.kind !== 'pull-request') throw new Error('not a pull request');
  const rerun: Job = { ...rest, task: { ...task, cause: 'rerun' } };
  await run(rerun);
  expect(runs(pr)).toHaveLength(2);

  sandbox.closingLag = 5_000;
  ahead = 10_000;
  sandbox.clock.advance(ahead);
  sandbox.editPullRequest(pr, { body: 'Nothing' });
  const again = await run(rerun);
  expect(again?.job.task).toMatchObject({ cause: 'own' });
});

test('a write on a shared commit asks the other pull requests, and a silent look asks nobody', async () => {
  const first = open();
  const more = {
    repo: 'acme/web',
    title: 'The same commit',
    author: 'ann',
    head: first.headRef,
    headOid: first.headOid,
  };
  const second = sandbox.openPullRequest(more);

  await run(jobFor(first));
  const once = asked.map(({ task }) => (task.kind === 'pull-request' ? [task.number, task.cause] : task.kind));
  asked = [];
  await run(jobFor(first));

  expect(once).toEqual([[second.number, 'fan-out']]);
  expect(asked).toEqual([]);
});

describe('a label that GitHub does not take', () => {
  const refuse = (status: number) =>
    sandbox.faults.onRequest({
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      times: 1_000,
      effect: { kind: 'status', status, when: 'before' },
    });
  const debt = (more: object = {}) =>
    sandbox.openPullRequest({
      repo: 'acme/web',
      title: 'refactor: split the cart',
      author: 'ann',
      files: [{ path: 'b.ts' }],
      ...more,
    });

  test('for now: the check does not wait, and the label is tried for some minutes, then left to the next event', async () => {
    const pr = debt();
    refuse(502);
    const first = await run(jobFor(pr));
    expect(check(sandbox, pr)?.conclusion).toBe('failure');
    expect(first?.job.attempts).toBe(1);
    const { after } = await untilItRests(pr);
    expect(after).toBeGreaterThan(2 * MINUTE);
    expect(after).toBeLessThan(5 * MINUTE);
    expect(runs(pr)).toHaveLength(1);
    expect(logged.map(({ happening }) => happening)).toContain('label-given-up');
  });

  test('for its limit: it waits for as long as GitHub says, and longer each time, up to an hour', async () => {
    const pr = debt();
    sandbox.faults.onRequest({
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      times: 1_000,
      effect: { kind: 'secondary-limit', retryAfter: 900 },
    });
    const waits: number[] = [];
    for (let job: Job | undefined = jobFor(pr); job !== undefined && waits.length < 20; ) {
      const again: Again<Job> | null = await run(job);
      if (again !== null) waits.push(again.inMs / MINUTE);
      job = again?.job;
    }
    expect(waits).toEqual([15, 30, 60, 60, 60, 60, 60, 60]);
  });

  test('for now: it is set as soon as GitHub takes it', async () => {
    const pr = debt();
    refuse(502);
    const again = await run(jobFor(pr));
    sandbox.faults.clear();
    if (again === null) throw new Error('It was not to be tried again.');
    ahead += again.inMs;
    await run(again.job);
    expect([...pr.labels.keys()]).toEqual(['tech-debt']);
  });

  test('at all: two pull requests on one head do not ask each other for ever', async () => {
    const one = debt();
    const other = debt({ headOid: one.headOid });
    refuse(403);
    await run(jobFor(one));
    await run(jobFor(other));
    asked = [];
    await run(jobFor(one));
    await run(jobFor(other));
    expect(asked).toEqual([]);
  });
});

describe('many pull requests at once', () => {
  const many = (pullRequests: readonly PullRequest[]) =>
    newJob(
      7,
      {
        kind: 'many',
        repository: place,
        pullRequests: pullRequests.map(({ number, headRef, headOid }) => ({ number, headRef, headOid })),
      },
      { priority: 'fan-out', deliveries: ['guid'] },
    );

  test('are read together; each evaluation then asks nothing of its own', async () => {
    const goal = sandbox.createIssue({ repo: 'acme/web', title: 'Goal' });
    const two = [open(`Closes #${goal.number}`), open(`Closes #${goal.number}`)];
    expect(await run(many(two))).toBeNull();
    expect(
      asked.map(({ task, priority, headOid }) => [task.kind === 'pull-request' && task.number, priority, headOid]),
    ).toEqual(two.map(({ number, headOid }) => [number, 'fan-out', headOid]));
    sandbox.tape.clear();
    for (const job of asked.splice(0)) expect(await run(job)).toBeNull();
    expect(two.map((pr) => check(sandbox, pr)?.conclusion)).toEqual(['success', 'success']);
    expect([sandbox.tape.reads, sandbox.tape.writes]).toEqual([0, 2]);
  });

  test('that were read before a newer look are read again', async () => {
    const goal = sandbox.createIssue({ repo: 'acme/web', title: 'Goal' });
    const [pr, other] = [open(), open()];
    await run(many([pr, other]));
    const [stale] = asked;
    if (stale === undefined) throw new Error('None was asked for.');
    ahead += 1_000;
    sandbox.editPullRequest(pr, { body: `Closes #${goal.number}` });
    await run(jobFor(pr));
    expect(check(sandbox, pr)?.conclusion).toBe('success');
    await run(stale);
    expect(check(sandbox, pr)?.conclusion).toBe('success');
  });

  test('are asked for one by one where GitHub does not answer for all of them', async () => {
    const two = [open(), open()];
    silence();
    expect(await run(many(two))).toBeNull();
    expect(asked.map(({ task, reading }) => [task.kind, reading])).toEqual([
      ['pull-request', undefined],
      ['pull-request', undefined],
    ]);
  });
});
