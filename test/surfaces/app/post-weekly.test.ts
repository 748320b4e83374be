/** One look at a summary that may be due, where GitHub does not play along. */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { hostCapabilities } from '#github/gather/host.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import type { Sandbox } from '#sandbox/index.ts';
import type { LogFields } from '#surfaces/app/log.ts';
import { postWeekly } from '#surfaces/app/post-weekly.ts';
import { type Job, keyOf, newJob } from '#surfaces/app/task.ts';
import { Weekly } from '#surfaces/app/weekly.ts';
import { type Stage, stage } from './support/app-process.ts';

const DAY = 24 * 3_600_000;
const place = { owner: 'acme', name: 'web' };
const CREATE = 'POST /repos/{owner}/{repo}/issues';
type Effect = Parameters<Sandbox['faults']['onRequest']>[0]['effect'];

let all: Stage;
let sandbox: Sandbox;
let weekly: Weekly;
let logged: { level: string; happening: string; fields: LogFields }[];
/** Milliseconds by which we are ahead of the machine. */
let ahead: number;
beforeEach(async () => {
  all = await stage({ config: 'mode: warn\n' });
  ({ sandbox } = all);
  onTestFinished(() => sandbox.close());
  weekly = new Weekly();
  logged = [];
  ahead = 0;
});

const now = () => Date.now() + ahead;
async function look(attempts = 0, signal = new AbortController().signal, repository = place) {
  const job = newJob(all.installation.id, { kind: 'summary', repository }, { priority: 'sweep', attempts });
  const github = plainClient({
    baseUrl: sandbox.url,
    userAgent: 'test',
    token: sandbox.installationToken(all.installation),
  });
  const parts = { weekly, host: hostCapabilities(), permissions: new Map(), configs: new Map(), now };
  return postWeekly(
    { ...job, task: { kind: 'summary', repository } },
    github,
    { ...parts, log: (level, happening, fields = {}) => logged.push({ level, happening, fields }) },
    signal,
  );
}
const break_ = (effect: Effect, { route = 'POST /graphql', skip = 0, times = 1 } = {}) =>
  sandbox.faults.onRequest({ route, skip, times, effect });
const posted = () =>
  [...sandbox.world.repository('acme/web').items.values()].filter(({ labels }) => labels.has('leadership-summary'));
const dueIn = (ms: number): Job[] => weekly.due(now() + ms);
const happenings = () => logged.map(({ happening }) => happening);

test('the week of a private repository is kept from a public home, and the operator is warned', async () => {
  sandbox.createRepository({ owner: 'acme', name: 'plans' });
  sandbox.world.repository('acme/web').isPrivate = true;
  sandbox.writeFile('acme/web', '.github/leadership.yml', 'summary: { repository: plans }\n');
  expect(await look()).toBeNull();
  expect(logged).toMatchObject([{ level: 'warn', happening: 'no-summary', fields: { why: 'private-home' } }]);
  expect(sandbox.world.repository('acme/plans').items.size).toBe(0);
});

test('posts, looks once more, and then rests until the next period', async () => {
  expect(await look()).toBeNull();
  expect(posted()).toHaveLength(1);
  expect(dueIn(0)).toHaveLength(1);
  expect(await look()).toBeNull();
  expect(dueIn(0)).toEqual([]);
  expect(dueIn(8 * DAY)).toHaveLength(1);
  expect(happenings()).toEqual(['summary-posted', 'summary-stands']);
  expect(logged[0]?.fields).toMatchObject({ repository: 'acme/web', home: 'acme/web', number: 1, writes: ['create'] });
});

describe('where GitHub gives no answer', () => {
  test.each([
    ['about the rules', { skip: 0 }],
    ['about the issues', { skip: 1 }],
    ['about the week', { skip: 2, times: 20 }],
    ['to the create', { route: CREATE }],
  ])('%s, tries again and posts', async (_, where) => {
    break_({ kind: 'status', status: 502, when: 'before' }, where);
    const again = await look();
    expect(again).toMatchObject({ job: { attempts: 1 }, inMs: 15_000 });
    expect(posted()).toEqual([]);
    sandbox.faults.clear();
    expect(await look(1)).toBeNull();
    expect(posted()).toHaveLength(1);
  });

  test('for long, leaves it to the next round of the sweep', async () => {
    break_({ kind: 'status', status: 502, when: 'before' }, { route: CREATE });
    expect(await look(4)).toBeNull();
    expect(dueIn(0)).toHaveLength(1);
    expect(happenings()).toEqual(['summary-unread']);
  });

  test('for a limit, waits as long as it says', async () => {
    break_({ kind: 'secondary-limit', retryAfter: 90 }, { route: CREATE });
    expect(await look()).toMatchObject({ inMs: 90_000 });
  });
});

describe('where GitHub refuses', () => {
  test('the create, says so and tries again only a day later', async () => {
    break_(
      { kind: 'status', status: 403, when: 'before', message: 'Resource not accessible' },
      { route: CREATE, times: 9 },
    );
    expect(await look()).toBeNull();
    expect(happenings()).toContain('summary-refused');
    expect(dueIn(0)).toEqual([]);
    expect(await look()).toBeNull();
    expect(
      sandbox.tape.entries.filter(({ path, method }) => method === 'POST' && path.endsWith('/issues')),
    ).toHaveLength(1);
    expect(dueIn(DAY)).toHaveLength(1);
  });

  test('to show the rules, does not ask each round', async () => {
    break_({ kind: 'partial', path: ['repository'], type: 'FORBIDDEN' });
    expect(await look()).toBeNull();
    expect(weekly.listed(all.installation.id, place, now())).toEqual([]);
  });
});

/** Of so many rounds, ten minutes each, the looks at what is due or not known. */
async function rounds(count: number, before: (job: Job) => void = () => {}): Promise<void> {
  for (let round = 0; round < count; round++) {
    ahead += 600_000;
    weekly.beginRound(now());
    const asked = [...weekly.listed(all.installation.id, place, now()), ...weekly.due(now())];
    // As the queue has it: one piece of work a key.
    for (const job of new Map(asked.map((each) => [keyOf(each), each])).values()) {
      before(job);
      if (job.task.kind === 'summary') await look(0, undefined, { ...job.task.repository });
    }
  }
}
const ownerFile = (team: string) => `teams: { pay: { ${team} } }\n`;
function teamOf(team: string): void {
  sandbox.writeFile('acme/web', '.github/leadership.yml', null);
  sandbox.createRepository({
    owner: 'acme',
    name: '.github',
    files: { '.github/leadership.yml': ownerFile(team) },
  });
}

describe('a team’s summary', () => {
  test('that was switched off costs a look a day', async () => {
    teamOf('repositories: [web]');
    await look();
    expect(posted()).toHaveLength(1);
    sandbox.writeFile(
      'acme/.github',
      '.github/leadership.yml',
      ownerFile('repositories: [web], summary: { enabled: false }'),
    );
    weekly.forget(place);
    logged = [];
    ahead = 8 * DAY;
    await rounds(20);
    expect(logged).toMatchObject([{ happening: 'no-summary', fields: { why: 'summary-disabled' } }]);
  });

  test('whose home lost its issues costs a look a day', async () => {
    teamOf('repositories: [web]');
    await look();
    sandbox.world.repository('acme/web').hasIssues = false;
    weekly.forget(place);
    logged = [];
    ahead = 8 * DAY;
    await rounds(143);
    expect(logged).toMatchObject([{ happening: 'no-summary', fields: { why: 'issues-disabled' } }]);
  });

  test('that was known by a repository which is gone is posted all the same', async () => {
    sandbox.createRepository({ owner: 'acme', name: 'old' });
    teamOf('repositories: [web, old]');
    await look();
    await look(0, undefined, { owner: 'acme', name: 'old' });
    expect(weekly.due(now() + 8 * DAY)).toMatchObject([{ task: { repository: { name: 'old' } } }]);
    sandbox.clock.advance(8 * DAY);
    ahead = 8 * DAY;
    await rounds(3, ({ task }) => {
      sandbox.faults.clear();
      const isGone = task.kind === 'summary' && task.repository.name === 'old';
      if (isGone) break_({ kind: 'partial', path: ['repository'], type: 'NOT_FOUND' });
    });
    expect(posted()).toHaveLength(2);
    expect(logged.filter(({ happening }) => happening === 'summary-unread')).toMatchObject([
      { fields: { repository: 'acme/old', error: 'NotFound', hint: expect.stringMatching(/exists/) } },
    ]);
  });
});

test('a repository that was renamed is posted once a week', async () => {
  await look();
  sandbox.renameRepository('acme/web', 'store');
  const store = { owner: 'acme', name: 'store' };
  await look(0, undefined, store);
  await look(0, undefined, store);
  sandbox.clock.advance(8 * DAY);
  ahead = 8 * DAY;
  sandbox.faults.latency = 20;
  for (let round = 0; round < 2; round++) {
    await Promise.all(
      weekly.due(now()).map(({ task }) => task.kind === 'summary' && look(0, undefined, { ...task.repository })),
    );
  }
  const items = [...sandbox.world.repository('acme/store').items.values()];
  expect(items.filter((item) => item.kind === 'Issue' && item.stateReason === 'DUPLICATE')).toEqual([]);
  expect(weekly.due(now() + 8 * DAY)).toHaveLength(1);
});

test.each([
  ['the rules', 0],
  ['the issues', 1],
  ['the week', 2],
])('a token that is not accepted for %s is followed by a look with another, an hour later', async (_, skip) => {
  break_({ kind: 'status', status: 401, when: 'before', message: 'Bad credentials' }, { skip });
  expect(await look()).toBeNull();
  expect(logged).toMatchObject([{ happening: 'summary-unread', fields: { error: 'Unauthorized' } }]);
  ahead = DAY / 24 - 120_000;
  const asked = () => [...weekly.listed(all.installation.id, place, now()), ...weekly.due(now())];
  expect(asked()).toEqual([]);
  ahead = DAY / 24;
  expect(asked()).toHaveLength(1);
  await look();
  expect(posted()).toHaveLength(1);
});

test('one that is not due yet is not told of', async () => {
  await look();
  await look();
  logged = [];
  await look();
  expect(logged).toEqual([]);
});

test('what was ended in the middle of it is due as before', async () => {
  const ended = new AbortController();
  ended.abort();
  expect(await look(0, ended.signal)).toBeNull();
  expect(posted()).toEqual([]);
  expect(await look()).toBeNull();
  expect(posted()).toHaveLength(1);
});

test('a repository without issues is looked at again a day later', async () => {
  sandbox.world.repository('acme/web').hasIssues = false;
  await look();
  expect(logged).toMatchObject([{ happening: 'no-summary', fields: { why: 'issues-disabled' } }]);
  expect(weekly.listed(all.installation.id, place, now())).toEqual([]);
  ahead = DAY;
  expect(weekly.listed(all.installation.id, place, now())).toHaveLength(1);
});
