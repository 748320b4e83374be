/** The weekly issue as the server posts it: once a period, whatever happens to the process and its clock. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Issue, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { eventually, type ServerProcess, type Stage, stage, startServer, stop } from './support/app-process.ts';
import { shiftedTime } from './support/shifted-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const REPO = 'acme/web';
const LABEL = 'leadership-summary';

let all: Stage;
let sandbox: Sandbox;
const running: ServerProcess[] = [];

/** `config` null: no file. */
async function set(config: string | null = 'summary: { pin: true }\n'): Promise<void> {
  all = await stage({ config });
  ({ sandbox } = all);
}
beforeEach(() => running.splice(0));
afterEach(async () => {
  await Promise.all(running.map(stop));
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

/** A process that lives so many milliseconds later than the machine, or earlier. */
async function start(shift = 0): Promise<ServerProcess> {
  if (shift !== 0) sandbox.clock.set(new Date(Date.now() + shift).toISOString());
  const server = await startServer({ ...all.env, ...shiftedTime(shift) });
  running.push(server);
  return server;
}

const weekly = (repo = REPO): Issue[] =>
  [...sandbox.world.repository(repo).items.values()].flatMap((item) =>
    item.kind === 'Issue' && item.labels.has(LABEL) ? [item] : [],
  );
const open = (repo = REPO) => weekly(repo).filter(({ state }) => state === 'OPEN');
const happened = ({ output }: ServerProcess, happening: string) =>
  output()
    .split('\n')
    .filter((line) => line.includes(`"happening":"${happening}"`));
const looked = (server: ServerProcess, happening: string) =>
  eventually(() => happened(server, happening)[0], `${happening} in ${server.output()}`);
/** Milliseconds from now to ten o’clock on the Monday after so many weeks: something fell due an hour before. */
function mondayIn(weeks: number): number {
  const date = new Date();
  date.setUTCHours(10, 0, 0, 0);
  const days = (8 - date.getUTCDay()) % 7;
  return date.getTime() + days * DAY + weeks * WEEK - Date.now();
}

describe('a repository with a file of its own', () => {
  test('gets its issue when the server starts, and a second start finds it and writes nothing', async () => {
    await set();
    const first = await start();
    await looked(first, 'summary-posted');
    expect(weekly()).toHaveLength(1);
    expect(open()[0]).toMatchObject({ title: expect.stringMatching(/^Weekly alignment: web, \d{4}-W\d\d \(/) });
    expect(open()[0]?.author.login).toBe('leadership');
    expect(sandbox.world.repository(REPO).pinned.map(({ issue }) => issue)).toEqual(open());
    await stop(first);
    sandbox.tape.clear();

    const second = await start();
    await looked(second, 'summary-stands');
    expect(sandbox.tape.entries.filter(({ operation }) => operation === 'SummaryMerged')).toEqual([]);
    expect(weekly()).toHaveLength(1);
    expect([...sandbox.tape.of('PostedIssues')]).toHaveLength(1);
    expect(sandbox.tape.writes).toBe(0);
  });

  test('has one open issue after two servers found it due at the same second', async () => {
    await set();
    sandbox.faults.latency = 30;
    const servers = await Promise.all([start(), start()]);
    await Promise.all(
      servers.map((server) =>
        eventually(() => happened(server, 'summary-posted')[0] ?? happened(server, 'summary-stands')[0]),
      ),
    );
    await pause(300);
    expect(open()).toHaveLength(1);
    expect(open()[0]).toBe(weekly()[0]);
  });

  test('gets one issue after three weeks without a server, which names them and follows the last one', async () => {
    await set();
    const before = await start(mondayIn(0));
    await looked(before, 'summary-posted');
    await stop(before);
    const after = await start(mondayIn(4));
    await looked(after, 'summary-posted');
    const [first, second] = weekly();
    expect(weekly()).toHaveLength(2);
    expect([first?.state, second?.state]).toEqual(['CLOSED', 'OPEN']);
    const [, week = ''] = /-W(\d\d)/.exec(first?.title ?? '') ?? [];
    const named = [1, 2, 3].map((later) => Number(week) + later);
    // Over the turn of a year the weeks begin anew.
    if (named.every((one) => one < 53))
      for (const one of named) expect(second?.body).toContain(`W${String(one).padStart(2, '0')}`);
  });

  test('gets none when the clock goes back over the hour at which it was due', async () => {
    await set();
    const before = await start(mondayIn(0));
    await looked(before, 'summary-posted');
    await stop(before);
    sandbox.tape.clear();
    const after = await start(mondayIn(0) - 2 * HOUR);
    await looked(after, 'summary-stands');
    expect(weekly()).toHaveLength(1);
    expect(sandbox.tape.writes).toBe(0);
  });

  test('gets the issue that an answer was lost for, once', async () => {
    await set();
    sandbox.faults.onRequest({
      route: 'POST /repos/{owner}/{repo}/issues',
      effect: { kind: 'status', status: 502, when: 'after' },
    });
    await looked(await start(), 'summary-posted');
    expect(weekly()).toHaveLength(1);
  });

  test('without issues gets none, which is said and not tried', async () => {
    await set();
    sandbox.world.repository(REPO).hasIssues = false;
    const server = await start();
    expect(await looked(server, 'no-summary')).toContain('issues-disabled');
    expect(sandbox.tape.entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/issues'))).toEqual(
      [],
    );
  });
});

describe('a repository without a file of its own', () => {
  const inOwners = (config: string) =>
    sandbox.createRepository({ owner: 'acme', name: '.github', files: { '.github/leadership.yml': config } });

  test.each([
    ['no file rules', null],
    ['only its owner’s does', 'repositories: { include: ["*"] }\n'],
    [
      'its owner’s does, whose summary it does not inherit',
      'repositories: { include: ["web"] }\nsummary: { enabled: true }\n',
    ],
  ])('gets none where %s', async (_, config) => {
    await set(null);
    if (config !== null) inOwners(config);
    const server = await start();
    await looked(server, 'no-summary');
    await pause(200);
    expect(weekly()).toEqual([]);
  });

  test('that is in a team has the team’s one issue in its home, however many are in it', async () => {
    await set(null);
    for (const name of ['api', 'home']) sandbox.createRepository({ owner: 'acme', name });
    inOwners('teams: { pay: { repositories: [web, api], summary: { repository: home } } }\n');
    const server = await start();
    await looked(server, 'summary-posted');
    await eventually(() => (happened(server, 'no-summary').length >= 2 ? true : undefined), 'the others');
    expect(open('acme/home').map(({ title }) => title)).toEqual([expect.stringMatching(/^Weekly alignment: pay, /)]);
    expect([...weekly('acme/web'), ...weekly('acme/api')]).toEqual([]);
  });
});
