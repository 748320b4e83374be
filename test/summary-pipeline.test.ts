/** The way of a weekly summary from its trigger to its issue, over HTTP against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitHubClient } from '#github/client.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { connect } from '#github/transport/connect.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import { type Installation, type Issue, type PullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { runSummary, type SummaryPorts, type SummaryTrigger } from '#summary-pipeline';
import { validateTape } from './support/openapi.ts';

const CONFIG_PATH = '.github/leadership.yml';
const place = { owner: 'shop', name: 'web' };
const MONDAY = '2026-11-23T10:00:00Z';

let sandbox: Sandbox;
let installation: Installation;
beforeEach(async () => {
  sandbox = await startSandbox({ now: '2026-11-01T10:00:00Z' });
  sandbox.createRepository({ ...place, files: { [CONFIG_PATH]: 'mode: warn\n' } });
  sandbox.createUser('ben');
  sandbox.setPermission('shop/web', 'ben', 'write');
  const app = sandbox.createApp({
    permissions: { contents: 'read', issues: 'write', pull_requests: 'read', metadata: 'read', deployments: 'read' },
    events: [],
  });
  installation = sandbox.installApp(app, 'shop', 'all');
  sandbox.clock.set(MONDAY);
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

let branch = 0;
function merge(at: string, repo = 'shop/web'): PullRequest {
  const now = sandbox.clock.now();
  sandbox.clock.set(at);
  branch += 1;
  const files = [{ path: 'a.ts' }];
  const pr = sandbox.openPullRequest({ repo, title: 'Keep the cart', author: 'ben', head: `b${branch}`, files });
  sandbox.merge(pr);
  sandbox.clock.set(now);
  return pr;
}

function run(trigger: Partial<SummaryTrigger> = {}, ports: Partial<SummaryPorts> = {}) {
  return runSummary(
    { repository: place, cause: 'asked', ...trigger },
    {
      github: connect({ token: sandbox.installationToken(installation), baseUrl: sandbox.url, userAgent: 'test' }),
      host: hostCapabilities(),
      now: () => sandbox.clock.now(),
      withoutConfig: 'silence',
      writes: true,
      asMyself: false,
      ...ports,
    },
  );
}
const weekly = (repo = 'shop/web'): Issue[] =>
  [...sandbox.world.repository(repo).items.values()].flatMap((item) =>
    item.kind === 'Issue' && item.labels.has('leadership-summary') ? [item] : [],
  );
const configure = (text: string) => sandbox.writeFile('shop/web', CONFIG_PATH, text);

describe('week after week', () => {
  test('each has its issue, closes the one before, and tells what changed since', async () => {
    merge('2026-11-18T12:00:00Z');
    const first = await run({ cause: 'due' });
    expect(first).toMatchObject({
      kind: 'summarized',
      period: '2026-W47',
      number: 2,
      scope: 'shop/web',
      home: 'shop/web',
    });
    sandbox.clock.set('2026-11-30T10:00:00Z');
    sandbox.tape.clear();
    const second = await run({ cause: 'due' });
    // The budget: 8 for what does not grow, and a page of merged pull requests.
    expect(sandbox.tape.reads).toBeLessThanOrEqual(9);
    // The list: before the week is read, before it is posted, and after.
    expect(sandbox.tape.of('PostedIssues')).toHaveLength(3);
    expect(second).toMatchObject({ kind: 'summarized', period: '2026-W48', number: 3 });
    expect(weekly().map(({ state }) => state)).toEqual(['CLOSED', 'OPEN']);
    expect(weekly()[0]?.body).toContain('next:2026-W48');
    expect(second.kind === 'summarized' && second.summary.previous).toMatchObject({ number: 2, period: '2026-W47' });
    sandbox.tape.clear();
    expect(await run({ cause: 'due' })).toMatchObject({ kind: 'stands', effects: [], number: 3 });
    expect(sandbox.tape).toMatchObject({ reads: 2, writes: 0 });
  });

  test('three that were missed are named in the one that comes', async () => {
    await run();
    sandbox.clock.set('2026-12-21T10:00:00Z');
    const outcome = await run({ cause: 'due' });
    expect(outcome).toMatchObject({ period: '2026-W51', summary: { skipped: ['2026-W48', '2026-W49', '2026-W50'] } });
    expect(weekly()).toHaveLength(2);
    for (const week of ['W48', 'W49', 'W50']) expect(weekly()[1]?.body).toContain(week);
  });

  test('of a clock that goes back none is posted again, nor an older one', async () => {
    await run();
    sandbox.clock.set('2026-11-23T08:00:00Z');
    expect(await run({ cause: 'due' })).toMatchObject({ period: '2026-W46', applied: [], notes: ['later-exists'] });
    expect(weekly()).toHaveLength(1);
  });

  test('an earlier one is shown, and never posted', async () => {
    expect(await run({ week: '2026-W45' })).toMatchObject({ kind: 'silent', why: 'not-latest' });
    const shown = await run({ week: '2026-W45' }, { writes: false });
    expect(shown).toMatchObject({
      kind: 'summarized',
      period: '2026-W45',
      issue: { title: expect.stringContaining('2026-W45') },
    });
    expect(weekly()).toEqual([]);
  });

  test('a quiet one has none where that is wanted', async () => {
    configure('summary: { skip-if-quiet: true }\n');
    expect(await run()).toMatchObject({ kind: 'silent', why: 'quiet' });
    merge('2026-11-18T12:00:00Z');
    expect(await run()).toMatchObject({ kind: 'summarized', number: 2 });
  });
});

/** A job of the repository, which posts with an account of its own. */
const asJob = (): Partial<SummaryPorts> => ({
  github: plainClient({
    token: sandbox.workflowToken('shop/web', {
      issues: 'write',
      contents: 'read',
      pull_requests: 'read',
      metadata: 'read',
      deployments: 'read',
    }),
    baseUrl: sandbox.url,
    userAgent: 'test',
  }),
  withoutConfig: 'defaults',
  asMyself: true,
});
const issues = (repo = 'shop/web'): Issue[] =>
  [...sandbox.world.repository(repo).items.values()].filter((item) => item.kind === 'Issue');

describe('beside others who write', () => {
  test('what is written in it while the week is read stays', async () => {
    await run();
    merge('2026-11-18T12:00:00Z');
    const client = connect({ token: sandbox.installationToken(installation), baseUrl: sandbox.url, userAgent: 'test' });
    const github: GitHubClient = {
      ...client,
      request: (route, parameters) => client.request(route, parameters),
      query: async (document, variables) => {
        const answer = await client.query(document, variables);
        if (document.includes('SummaryMerged')) {
          sandbox.editIssue('shop/web#1', { body: `${weekly()[0]?.body}\nWe keep the cart.` }, 'ben');
        }
        return answer as never;
      },
    };
    const outcome = await run({}, { github });
    expect(outcome).toMatchObject({ applied: [{ type: 'update' }] });
    expect(weekly()[0]?.body).toContain('We keep the cart.');
    expect(outcome.kind === 'summarized' && outcome.issue.body).toContain('We keep the cart.');
  });

  test('another account’s stands, and the week is not read for it each hour', async () => {
    await run({ cause: 'due' });
    sandbox.tape.clear();
    expect(await run({ cause: 'due' }, asJob())).toMatchObject({
      kind: 'stands',
      notes: ['posted-by-another'],
      number: 1,
    });
    expect(sandbox.tape).toMatchObject({ reads: 2, writes: 0 });
    sandbox.closeIssue('shop/web#1', 'COMPLETED', 'ben');
    expect(await run({ cause: 'due' }, asJob())).toMatchObject({ kind: 'stands', number: 1 });
    expect(issues()).toHaveLength(1);
  });

  test('an app and a job may take turns: each goes on from what the other posted, and closes its own', async () => {
    await run({ cause: 'due' });
    const body = weekly()[0]?.body.replace('**2 Needs you**', '- [ ] Ring the bank\n\n**2 Needs you**');
    sandbox.editIssue('shop/web#1', { body: body ?? '' }, 'ben');
    sandbox.clock.set('2026-12-07T10:00:00Z');
    expect(await run({ cause: 'due' }, asJob())).toMatchObject({
      applied: [{ type: 'create' }],
      summary: { previous: { number: 1, period: '2026-W47' }, skipped: ['2026-W48'] },
    });
    expect(issues()[1]?.body).toContain('Ring the bank');
    expect(await run({ cause: 'due' })).toMatchObject({ kind: 'stands', applied: [{ type: 'close', number: 1 }] });
    expect(issues().map(({ state }) => state)).toEqual(['CLOSED', 'OPEN']);
  });

  test('a label that was changed, in the configuration or on GitHub, makes no second one', async () => {
    await run({ cause: 'due' });
    configure('summary: { labels: [weekly] }\n');
    expect(await run({ cause: 'due' })).toMatchObject({ kind: 'stands', applied: [{ type: 'label', number: 1 }] });
    sandbox.renameLabel('shop/web', 'weekly', 'our-week', 'ben');
    expect(await run({ cause: 'due' })).toMatchObject({ kind: 'stands', applied: [{ type: 'label', number: 1 }] });
    configure('summary: { labels: [summary] }\n');
    sandbox.clock.set('2026-11-30T10:00:00Z');
    expect(await run({ cause: 'due' })).toMatchObject({
      applied: [{ type: 'create' }, { type: 'close', number: 1 }],
      summary: { previous: { number: 1 } },
    });
    expect(issues()).toHaveLength(2);
  });

  test('a pin that somebody took off stays off', async () => {
    configure('summary: { pin: true }\n');
    expect(await run({ cause: 'due' })).toMatchObject({ applied: [{ type: 'create' }, { type: 'pin' }] });
    sandbox.unpinIssue('shop/web#1', 'ben');
    for (const cause of ['due', 'asked'] as const) expect(await run({ cause })).toMatchObject({ applied: [] });
  });
});

describe('whoever runs it', () => {
  test('may let it go once it is known whose it is, and nothing more is read', async () => {
    const outcome = await run({ cause: 'due' }, { isWanted: ({ id }) => id !== 'shop/web' });
    expect(outcome).toMatchObject({ kind: 'silent', why: 'superseded' });
    expect(sandbox.tape).toMatchObject({ reads: 1, writes: 0 });
  });

  test('ends it before anything is written', async () => {
    const ended = new AbortController();
    ended.abort();
    expect(await run({}, { signal: ended.signal })).toMatchObject({ kind: 'silent', why: 'superseded' });
    expect(weekly()).toEqual([]);
  });

  test('decides what a repository has that no file speaks for', async () => {
    sandbox.createRepository({ owner: 'shop', name: 'bare' });
    const repository = { owner: 'shop', name: 'bare' };
    expect(await run({ repository })).toMatchObject({ kind: 'silent', why: 'no-config' });
    expect(await run({ repository }, { withoutConfig: 'defaults' })).toMatchObject({ kind: 'summarized', number: 1 });
  });
});

describe('a repository that gets another name', () => {
  test('has the one that it had, and goes on from it', async () => {
    await run({ cause: 'due' });
    sandbox.renameRepository('shop/web', 'store');
    const store = { owner: 'shop', name: 'store' };
    for (const repository of [place, store]) {
      expect(await run({ cause: 'due', repository })).toMatchObject({ kind: 'stands', number: 1, applied: [] });
    }
    expect(await run({ repository: store })).toMatchObject({ applied: [{ type: 'update' }], scope: 'shop/store' });
    expect(issues('shop/store')[0]?.body.match(/leadership:weekly/g)).toHaveLength(1);
    expect(await run({ repository: store })).toMatchObject({ applied: [] });
    sandbox.clock.set('2026-11-30T10:00:00Z');
    expect(await run({ cause: 'due', repository: store })).toMatchObject({
      applied: [{ type: 'create' }, { type: 'close', number: 1 }],
      summary: { previous: { number: 1 }, skipped: [] },
    });
  });

  test('takes none of another repository that shares its home', async () => {
    const store = { owner: 'shop', name: 'store' };
    sandbox.createRepository({ ...store, files: { [CONFIG_PATH]: 'summary: { repository: web }\n' } });
    for (const repository of [store, place]) await run({ cause: 'due', repository });
    sandbox.renameRepository('shop/store', 'shelf');
    for (const repository of [{ owner: 'shop', name: 'shelf' }, place]) {
      expect(await run({ cause: 'due', repository })).toMatchObject({ kind: 'stands', applied: [] });
    }
    expect(issues()).toHaveLength(2);
  });
});

test('a team over two repositories has one issue in its home, whichever of them it is run for', async () => {
  sandbox.createRepository({ owner: 'shop', name: 'api' });
  const text = 'teams: { pay: { repositories: [api, web], summary: { pin: true } } }\n';
  sandbox.createRepository({ owner: 'shop', name: '.github', files: { [CONFIG_PATH]: text } });
  merge('2026-11-18T12:00:00Z');
  merge('2026-11-18T13:00:00Z', 'shop/api');

  const [one, other] = await Promise.all([run(), run({ repository: { owner: 'shop', name: 'api' } })]);
  for (const outcome of [one, other])
    expect(outcome).toMatchObject({ kind: 'summarized', home: 'shop/api', scope: 'pay' });
  expect(one.kind === 'summarized' && one.summary.scope.repositories.toSorted()).toEqual(['shop/api', 'shop/web']);
  expect(weekly('shop/web')).toEqual([]);
  expect(weekly('shop/api').filter(({ state }) => state === 'OPEN')).toHaveLength(1);
  sandbox.tape.clear();
  await run();
  expect(sandbox.tape.writes).toBe(0);
});
