/** One open issue of a period, whoever else writes and whatever gets lost on the way. Over HTTP, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KeptFigures, keptBlock, markerOf } from '#core/summary/kept-figures.ts';
import { type AppliedSummary, applySummary, type SummaryRequest } from '#github/apply-summary.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError, NotFound, Unreachable } from '#github/errors.ts';
import { oursAmong, readPosted, withUnlabelled } from '#github/posted-issues.ts';
import { connect } from '#github/transport/connect.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import { type Issue, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../support/openapi.ts';

const REPO = 'shop/web';
const HOME = { owner: 'shop', name: 'web' };
const LABEL = 'leadership-summary';
const WRITER = { issues: 'write', contents: 'read', pull_requests: 'read', metadata: 'read' } as const;
const CREATE = 'POST /repos/{owner}/{repo}/issues';
const CHANGE = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';

let sandbox: Sandbox;
let token: string;
let impatient: GitHubClient;
beforeEach(async () => {
  sandbox = await startSandbox({ now: '2026-11-23T09:00:00Z' });
  sandbox.createRepository({ owner: 'shop', name: 'web' });
  token = sandbox.workflowToken(REPO, WRITER);
  impatient = plainClient({ token, baseUrl: sandbox.url, userAgent: 'test' });
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

function bodyOf(period: string, text = 'All is well.', scope = REPO): string {
  const unknown = { cycleP50: null, cycleP90: null, deliveries: null, kind: null, restoreP50: null };
  const week = {
    period,
    isPartial: false,
    linked: 0,
    toObjective: 0,
    ofLinked: 0,
    merged: 0,
    reverts: 0,
    ...unknown,
  };
  const kept: Omit<KeptFigures, 'lines'> = {
    v: 1,
    period,
    scope,
    week,
    weeks: [],
    sprints: [],
    rules: 'a',
    boxes: [],
  };
  return `${markerOf(scope, period)}\n${text}\n\n${keptBlock(kept, text)}\n`;
}

interface Wanted {
  readonly period?: string;
  readonly text?: string;
  readonly pin?: boolean;
  readonly github?: GitHubClient;
  readonly more?: Partial<SummaryRequest>;
}

async function post({ period = '2026-W47', text, pin = false, github = impatient, more }: Wanted = {}) {
  const place = { github, home: HOME, label: LABEL, scope: REPO, period, permissions: new Map(), nowMs: Date.now() };
  const title = `Weekly alignment: web, ${period}`;
  const desired = { scope: REPO, period, title, body: bodyOf(period, text), labels: [LABEL], pin, closePrevious: true };
  const posted = await withUnlabelled(place, await readPosted(place));
  return applySummary({ ...place, desired, posted, keepsText: false, isDry: false, ...more });
}

const issues = (): Issue[] =>
  [...sandbox.world.repository(REPO).items.values()].filter((item) => item.kind === 'Issue');
const pinned = () => sandbox.world.repository(REPO).pinned.map(({ issue }) => issue.number);
const open = () => issues().filter(({ state }) => state === 'OPEN');
const types = ({ effects }: AppliedSummary) => effects.map(({ type }) => type);

async function again(wanted: Wanted = {}): Promise<void> {
  sandbox.faults.clear();
  await post(wanted);
  sandbox.tape.clear();
  const { effects, applied } = await post(wanted);
  expect({ effects, applied }).toEqual({ effects: [], applied: [] });
  expect(sandbox.tape.writes).toBe(0);
}

describe('the issue of a period', () => {
  test('is one create with its label, which GitHub makes where it is missing, and nothing when run again', async () => {
    const done = await post();
    expect(types(done)).toEqual(['create']);
    expect(done.applied).toEqual(done.effects);
    expect(done).toMatchObject({ refusal: null, notes: [], issue: { number: 1 } });
    expect(sandbox.tape.writes).toBe(1);
    const [issue] = issues();
    expect([...(issue?.labels.keys() ?? [])]).toEqual([LABEL]);
    await again();
    expect(open()).toHaveLength(1);
  });

  test('closes the one before and is pinned, in one write each, and each links to the other', async () => {
    await post({ period: '2026-W46', pin: true });
    sandbox.tape.clear();
    const done = await post({ pin: true });
    expect(types(done)).toEqual(['create', 'unpin', 'pin', 'close']);
    expect(sandbox.tape.entries.filter(({ method }) => method !== 'GET').map(({ method }) => method)).toContain(
      'PATCH',
    );
    const [before, now] = issues();
    expect(before).toMatchObject({ state: 'CLOSED', stateReason: 'COMPLETED' });
    expect(before?.body.replaceAll('\u2060', '')).toContain('Followed by [#2]');
    expect(pinned()).toEqual([now?.number]);
    await again({ pin: true });
  });

  test('is planned whole in a dry run, what hangs on its number too, and nothing is written', async () => {
    await post({ period: '2026-W46' });
    sandbox.tape.clear();
    const done = await post({ pin: true, more: { isDry: true } });
    expect(types(done)).toEqual(['create', 'pin', 'close']);
    expect(done).toMatchObject({ applied: [], issue: null });
    expect(sandbox.tape.writes).toBe(0);
  });

  test('is left as it is where it is only due, and what was left undone beside it is done', async () => {
    await post({ period: '2026-W46' });
    sandbox.faults.onRequest({ route: CHANGE, effect: { kind: 'status', status: 500, when: 'before' } });
    await expect(post()).rejects.toThrow(Unreachable);
    expect(open()).toHaveLength(2);
    const done = await post({ text: 'Something else.', more: { keepsText: true } });
    expect(types(done)).toEqual(['close']);
    expect(open().map(({ body }) => body)).toEqual([expect.stringContaining('All is well.')]);
  });

  test('of an earlier period is not made after a later one', async () => {
    await post();
    const done = await post({ period: '2026-W46' });
    expect(done).toMatchObject({ effects: [], notes: ['later-exists'], issue: null });
    expect(issues()).toHaveLength(1);
  });

  test('is not somebody else’s with the same words', async () => {
    sandbox.createUser('mallory');
    sandbox.createIssue({ repo: REPO, title: 'x', author: 'mallory', labels: [LABEL], body: bodyOf('2026-W47') });
    const done = await post();
    expect(types(done)).toEqual(['create']);
    await again();
    expect(issues()).toHaveLength(2);
  });

  test('is found behind many others with its label', async () => {
    await post();
    // As many as of other scopes that share its home, and more.
    for (let i = 0; i < 260; i += 1) {
      sandbox.clock.advance(1_000);
      sandbox.createIssue({ repo: REPO, title: 'x', author: 'shop', labels: [LABEL] });
    }
    expect(types(await post())).toEqual([]);
  });

  test('is sought no further back than that of the period before, nor long in what is older', async () => {
    sandbox.clock.set('2026-10-01T09:00:00Z');
    for (let i = 0; i < 300; i += 1) sandbox.createIssue({ repo: REPO, title: 'x', author: 'shop', labels: [LABEL] });
    sandbox.clock.set('2026-11-23T09:00:00Z');
    sandbox.tape.clear();
    expect(types(await post())).toEqual(['create']);
    expect(sandbox.tape.of('PostedIssues')).toHaveLength(2 * 5);
    sandbox.tape.clear();
    await post({ period: '2026-W48' });
    expect(sandbox.tape.of('PostedIssues')).toHaveLength(2);
  });

  test('is not made where more carry its label since the period began than can be read', async () => {
    await post();
    sandbox.clock.advance(1_000);
    for (let i = 0; i < 2_000; i += 1) sandbox.createIssue({ repo: REPO, title: 'x', author: 'shop', labels: [LABEL] });
    await expect(post()).rejects.toThrow('More than 2000 issues of shop/web');
    expect(open().filter(({ author }) => author?.login !== 'shop')).toHaveLength(1);
  }, 60_000);

  test('gets its label back where somebody took it off, and another where that is configured', async () => {
    await post();
    sandbox.removeLabel(`${REPO}#1`, LABEL, 'shop');
    expect(types(await post())).toEqual(['label']);
    await again();
    expect(await post({ more: { label: 'weekly' } })).toMatchObject({ effects: [] });
    expect(issues()).toHaveLength(1);
  });
});

describe('two that write at the same second', () => {
  test.each([2, 3, 5])('end with one open issue: %i of them', async (count) => {
    await post({ period: '2026-W46' });
    sandbox.faults.latency = 20;
    await Promise.all(Array.from({ length: count }, () => post()));
    const ofPeriod = issues().filter(({ title }) => title.endsWith('W47'));
    expect(open()).toEqual([ofPeriod[0]]);
    for (const { stateReason, body } of ofPeriod.slice(1)) {
      expect(stateReason).toBe('DUPLICATE');
      expect(body).toContain('The same as [#2]');
    }
    await again();
    expect(open()).toHaveLength(1);
  });
});

describe('two accounts', () => {
  const another = () => {
    const app = sandbox.createApp({ permissions: WRITER, events: [] });
    const baseUrl = sandbox.url;
    return plainClient({
      token: sandbox.installationToken(sandbox.installApp(app, 'shop', 'all')),
      baseUrl,
      userAgent: 'test',
    });
  };

  test('never write one issue: who comes second lets the first one’s stand, and says so', async () => {
    const github = another();
    await post({ github });
    const done = await post({ text: 'Something else.', pin: true });
    expect(done).toMatchObject({ effects: [], notes: ['posted-by-another'], issue: { number: 1 } });
    expect(open().map(({ body }) => body)).toEqual([expect.stringContaining('All is well.')]);
  });

  test('at the same second end with one open issue, the first', async () => {
    const github = another();
    sandbox.faults.latency = 20;
    await Promise.all([post(), post({ github }), post(), post({ github })]);
    // Lists may have been read before the other account’s issue was made.
    await post();
    await post({ github });
    expect(open().map(({ number }) => number)).toEqual([1]);
    sandbox.tape.clear();
    await post();
    await post({ github });
    expect(sandbox.tape.writes).toBe(0);
  });

  test('leave one that a person closed as that of its period, and one that was closed as a duplicate not', async () => {
    const github = another();
    await post({ github });
    sandbox.closeIssue(`${REPO}#1`);
    expect(await post()).toMatchObject({ effects: [], notes: ['posted-by-another'], issue: { number: 1 } });
    sandbox.editIssue(`${REPO}#1`, { body: `${bodyOf('2026-W47')}\n<!-- same:9 -->` }, 'shop');
    expect(types(await post())).toEqual(['create']);
    expect(await post({ github })).toMatchObject({ effects: [], notes: ['posted-by-another'], issue: { number: 2 } });
  });

  test('of which one is a person: the app goes its way, the person lets the app’s stand', async () => {
    const person = plainClient({ token: sandbox.userToken('shop'), baseUrl: sandbox.url, userAgent: 'test' });
    await post({ github: person });
    expect(types(await post())).toEqual(['create']);
    // Who may not triage is asked for, and holds nothing.
    sandbox.createUser('mallory');
    sandbox.createIssue({ repo: REPO, title: 'x', author: 'mallory', labels: [LABEL], body: bodyOf('2026-W47') });
    sandbox.closeIssue(`${REPO}#1`);
    sandbox.removeLabel(`${REPO}#1`, LABEL, 'shop');
    expect(await post({ github: person })).toMatchObject({
      effects: [],
      notes: ['posted-by-another'],
      issue: { number: 2 },
    });
  });

  test('of which both are people: one who may triage goes first, and anybody else does not', async () => {
    sandbox.createUser('mallory');
    sandbox.createIssue({ repo: REPO, title: 'Hi', author: 'mallory', labels: [LABEL], body: 'Hello' });
    const person = plainClient({ token: sandbox.userToken('shop'), baseUrl: sandbox.url, userAgent: 'test' });
    await post({ github: person });
    sandbox.editIssue(`${REPO}#1`, { body: bodyOf('2026-W47') }, 'mallory');
    expect(await post({ github: person })).toMatchObject({ effects: [], notes: [], issue: { number: 2 } });
    sandbox.setPermission(REPO, 'mallory', 'triage');
    expect(await post({ github: person })).toMatchObject({ notes: ['posted-by-another'], issue: { number: 1 } });
  });

  test('each close their own issue of the week before', async () => {
    const github = another();
    await post({ period: '2026-W46', github });
    await post({ period: '2026-W46', more: { posted: { issues: [], viewer: 'github-actions[bot]', pinsUsed: 0 } } });
    await post();
    const done = await post({ github });
    expect(types(done)).toEqual(['close']);
    expect(open().map(({ number }) => number)).toEqual([3]);
  });
});

describe('an answer that is lost', () => {
  test('after the issue was made makes no second one', async () => {
    sandbox.faults.onRequest({ route: CREATE, effect: { kind: 'status', status: 502, when: 'after' } });
    const done = await post();
    expect(done).toMatchObject({ issue: { number: 1 }, refusal: null });
    expect(types(done)).toEqual(['create']);
    await again();
    expect(issues()).toHaveLength(1);
  });

  test('before it was made is told, not repeated blindly', async () => {
    sandbox.faults.onRequest({ route: CREATE, effect: { kind: 'status', status: 502, when: 'before' } });
    await expect(post()).rejects.toThrow(Unreachable);
    expect(sandbox.tape.entries.filter(({ method, route }) => `${method} ${route}` === CREATE)).toHaveLength(1);
    await again();
    expect(issues()).toHaveLength(1);
  });

  test.each([
    [CREATE, 'after'],
    [CREATE, 'before'],
    [CHANGE, 'after'],
    [CHANGE, 'before'],
  ] as const)('by a broken connection at %s, %s it was done, is made good by the next run', async (route, when) => {
    await post({ period: '2026-W46' });
    sandbox.faults.onRequest({ route, effect: { kind: 'reset', when } });
    await post({ pin: true }).catch((error: unknown) => expect(error).toBeInstanceOf(Unreachable));
    await again({ pin: true });
    expect(open().map(({ number }) => number)).toEqual([2]);
    expect(pinned()).toEqual([2]);
  });
});

test.each([1, 2, 3, 4])('a crash after write %i is made good by the next run', async (writes) => {
  await post({ period: '2026-W46', pin: true });
  const crash = new AbortController();
  let left = writes;
  const counted = <T>(answer: Promise<T>): Promise<T> =>
    answer.then((value) => {
      left -= 1;
      if (left === 0) crash.abort();
      return value;
    });
  const github: GitHubClient = {
    query: (document, variables) => {
      const answer = impatient.query(document, variables);
      return (document.startsWith('mutation') ? counted(answer) : answer) as never;
    },
    request: (route, parameters) => {
      const answer = impatient.request(route, parameters);
      return (route.startsWith('GET') ? answer : counted(answer)) as never;
    },
  };
  const done = await post({ pin: true, github, more: { signal: crash.signal } });
  expect(done.applied.length).toBe(writes);
  await again({ pin: true });
  expect(open().map(({ number }) => number)).toEqual([2]);
  expect(pinned()).toEqual([2]);
});

describe('a refusal is told once and not retried', () => {
  const tried = () => sandbox.tape.entries.filter(({ method, path }) => method !== 'GET' && !path.includes('graphql'));

  test.each([
    ['issues that are disabled', 410, 'Issues has been disabled in this repository.'],
    ['an archived repository', 403, 'Repository was archived so is read-only.'],
    ['a permission that is missing', 403, 'Resource not accessible by integration'],
  ])('of %s', async (_, status, message) => {
    sandbox.faults.onRequest({ route: CREATE, times: 9, effect: { kind: 'status', status, when: 'before', message } });
    const { refusal, applied, issue } = await post({
      github: connect({ token, baseUrl: sandbox.url, userAgent: 'test' }),
    });
    expect(refusal).toBeInstanceOf(GitHubError);
    expect(refusal?.message).toContain(message);
    expect({ applied, issue }).toEqual({ applied: [], issue: null });
    expect(tried()).toHaveLength(1);
  });

  test('of a change that GitHub knows nothing of', async () => {
    await post({ period: '2026-W46' });
    sandbox.faults.onRequest({ route: CHANGE, effect: { kind: 'status', status: 404, when: 'before' } });
    const { refusal, applied } = await post({ pin: true });
    expect(refusal).toBeInstanceOf(NotFound);
    expect(applied.map(({ type }) => type)).toEqual(['create', 'pin']);
  });

  test('of a fourth pin is told beside the issue', async () => {
    for (let i = 0; i < 3; i += 1)
      sandbox.pinIssue(sandbox.createIssue({ repo: REPO, title: `Pinned ${i}`, author: 'shop' }), 'shop');
    const done = await post({ pin: true });
    expect(done).toMatchObject({ notes: ['no-room-to-pin'], refusal: null, issue: { number: 4 } });
    await again({ pin: true });
  });

  test('of a pin that somebody took meanwhile is told, too', async () => {
    sandbox.faults.onRequest({
      route: 'POST /graphql',
      skip: 2,
      effect: { kind: 'partial', path: ['pinIssue'], type: 'UNPROCESSABLE' },
    });
    expect(await post({ pin: true })).toMatchObject({ notes: ['pin-refused'], refusal: null, issue: { number: 1 } });
  });

  test('of its label leaves no issue open that would never be found again', async () => {
    sandbox.createUser('fred');
    sandbox.setPermission(REPO, 'fred', 'read');
    const github = plainClient({ token: sandbox.userToken('fred'), baseUrl: sandbox.url, userAgent: 'test' });
    const { refusal } = await post({ github });
    expect(refusal?.message).toContain('did not label');
    expect(open()).toEqual([]);
  });
});

test('a person who is called like our app is not our app', () => {
  const issue = {
    id: '',
    number: 1,
    isOpen: true,
    author: 'leadership',
    title: '',
    body: '',
    url: '',
    isPinned: false,
    isLabelled: true,
  };
  const whose = (isByBot: boolean, viewer: string) =>
    oursAmong({ issues: [{ ...issue, isByBot }], viewer }).length === 1;
  expect([whose(true, 'leadership[bot]'), whose(false, 'Leadership')]).toEqual([true, true]);
  expect([whose(false, 'leadership[bot]'), whose(true, 'leadership')]).toEqual([false, false]);
});

test('a list that could not be read is never taken for an empty one', async () => {
  await post();
  sandbox.faults.onRequest({
    route: 'POST /graphql',
    effect: { kind: 'partial', path: ['repository', 'issues'], type: 'SERVICE_UNAVAILABLE' },
  });
  await expect(post()).rejects.toThrow(Unreachable);
  expect(issues()).toHaveLength(1);
});
