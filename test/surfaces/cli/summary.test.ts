import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Summary } from '#core/summary/summary.ts';
import { type Issue, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';

const REPO = 'shop/web';
const DAY = 24 * 3_600_000;
const WRITER = { contents: 'read', issues: 'write', pull_requests: 'read' } as const;

let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  // The command goes by the machine's clock: something merged in each of the last weeks.
  sandbox = await startSandbox();
  const now = Date.now();
  sandbox.clock.set(new Date(now - 30 * DAY).toISOString());
  sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': 'mode: warn\n' } });
  sandbox.createUser('ben');
  sandbox.setPermission(REPO, 'ben', 'write');
  sandbox.createIssue({ repo: REPO, title: 'Cart \u001b[2J survives @all', author: 'ben', labels: ['objective'] });
  for (let day = 28; day > 0; day -= 3) {
    sandbox.clock.set(new Date(now - day * DAY).toISOString());
    sandbox.merge(
      sandbox.openPullRequest({
        repo: REPO,
        title: `Keep the cart ${day}`,
        author: 'ben',
        head: `cart-${day}`,
        body: 'Objective: #1',
        files: [{ path: 'src/cart.ts' }],
      }),
    );
  }
  sandbox.clock.set(new Date(now).toISOString());
  token = sandbox.workflowToken(REPO, WRITER);
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

interface Result {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Result> {
  const given = args[0]?.includes('/') === true ? args : [REPO, ...args];
  const child = spawn(process.execPath, ['src/surfaces/cli/index.ts', 'summary', ...given], {
    env: { PATH: process.env.PATH, GITHUB_API_URL: sandbox.url, GITHUB_TOKEN: token, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr })));
}

const issues = (): Issue[] =>
  [...sandbox.world.repository(REPO).items.values()].flatMap((item) =>
    item.kind === 'Issue' && item.labels.has('leadership-summary') ? [item] : [],
  );
const open = () => issues().filter(({ state }) => state === 'OPEN');

describe('a dry run', () => {
  test('prints the title and the issue as it would be posted, and what it would do, and writes nothing', async () => {
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Weekly alignment: web, \d{4}-W\d\d \(\d+ .*\)\n\n<!-- leadership:weekly scope=shop\/web#\d+ period=/,
    );
    for (const block of ['**1 Headline**', '**2 Needs you**', '**3 Objectives**', '**6 Zoom out**'])
      expect(stdout).toContain(block);
    expect(stdout).toContain(
      'Nothing was written. With --apply:\n  - open an issue in shop/web: Weekly alignment: web, ',
    );
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(sandbox.tape.writes).toBe(0);
  });

  test('with --json prints the figures alone, from which the text is made', async () => {
    const { exitCode, stdout, stderr } = await run(['--json']);
    const summary = JSON.parse(stdout) as Summary;
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\{[^\n]*\}\n$/) });
    expect(stderr).toBe('');
    expect(summary).toMatchObject({ version: 1, scope: { id: REPO, home: REPO } });
    expect(summary.blocks.headline.links).toMatchObject({ require: 'link', linked: expect.any(Number) });
  });

  test('of another period is about that one', async () => {
    const latest = JSON.parse((await run(['--json'])).stdout) as Summary;
    const [year, week] = latest.period.name.split('-W').map(Number);
    const before = `${year}-W${String(Number(week) - 1).padStart(2, '0')}`;
    // Over the turn of a year the weeks begin anew.
    if (week === 1) return;
    const { exitCode, stdout } = await run(['--week', before]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Weekly alignment: web, ${before} (`);
    // That would be refused.
    expect(stdout).toContain(`Nothing was written: only the latest period is posted, and ${before} is another one.`);
    expect(stdout).not.toContain('With --apply');
    expect((await run(['--week', latest.period.name])).stdout).toContain('With --apply:\n  - open an issue');
  });

  test('needs no file in the repository: the defaults tell as much', async () => {
    sandbox.createRepository({ owner: 'shop', name: 'bare' });
    const { exitCode, stdout } = await run(['shop/bare']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Weekly alignment: bare, ');
  });

  test('where the summary is switched off says so', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', 'summary: { enabled: false }\n');
    expect(await run()).toMatchObject({
      exitCode: 0,
      stdout: 'shop/web has no summary: `summary.enabled` is false in its configuration.\n',
    });
    expect((await run(['--json'])).stdout).toBe('{"summary":null,"why":"summary-disabled"}\n');
  });
});

describe('--apply', () => {
  test('posts it, and run again finds nothing to write', async () => {
    const { exitCode, stdout } = await run(['--apply']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `Written:\n  - open an issue in shop/web: ${open()[0]?.title}\n${sandbox.url}/shop/web/issues/`,
    );
    expect(open()).toHaveLength(1);
    sandbox.tape.clear();
    const again = await run(['--apply']);
    expect(again.stdout).toContain('There was nothing to write: ');
    expect(sandbox.tape.writes).toBe(0);
  });

  test('with --json prints the figures, and what was written on standard error', async () => {
    const { exitCode, stdout, stderr } = await run(['--apply', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
    expect(stderr).toContain('Written:\n  - open an issue in shop/web');
    expect(open()).toHaveLength(1);
  });

  test('brings it up to date, and keeps what people ticked, changed and added', async () => {
    await run(['--apply']);
    const [issue] = open();
    const body = issue?.body ?? '';
    expect(body).toContain('- [ ] ');
    const ticked = body.replace('- [ ] ', '- [x] ');
    const edited = ticked.replace(
      '**6 Zoom out**',
      '- [ ] ask the bank by Friday\n\nWe talked about this at length.\n\n**6 Zoom out**',
    );
    sandbox.editIssue(`${REPO}#${issue?.number}`, { body: edited }, 'ben');
    sandbox.createIssue({ repo: REPO, title: 'Keep webhook v1?', author: 'ben', labels: ['decision'] });
    const { stdout } = await run(['--apply']);
    expect(stdout).toContain(`Written:\n  - bring shop/web#${issue?.number} up to date`);
    const [after] = open();
    expect(after?.body).toContain('Keep webhook v1?');
    expect(after?.body).toContain('- [x] ');
    expect(after?.body).toContain('- [ ] ask the bank by Friday');
    expect(after?.body).toContain('We talked about this at length.');
    sandbox.tape.clear();
    await run(['--apply']);
    expect(sandbox.tape.writes).toBe(0);
    expect(open()).toHaveLength(1);
  });

  test('with a person’s token is refused and explained, unless that is meant', async () => {
    const person = { GITHUB_TOKEN: sandbox.userToken('shop') };
    const refused = await run(['--apply'], person);
    expect(refused.exitCode).toBe(2);
    expect(refused.stdout).toContain('Nothing was written.');
    expect(refused.stdout).not.toContain('--as-myself');
    expect(refused.stderr).toMatch(/^leadership: This token is a person’s \(shop\).*--as-myself\.\n$/);
    expect((await run(['--apply', '--json'], person)).stderr.match(/--as-myself/g)).toHaveLength(1);
    expect((await run([], person)).stdout).toContain('--as-myself');
    expect(issues()).toEqual([]);
    expect((await run(['--apply', '--as-myself'], person)).exitCode).toBe(0);
    expect(open().map(({ author }) => author.login)).toEqual(['shop']);
  });

  test('adds none of its own to the one that an app or a job posted', async () => {
    await run(['--apply']);
    const { exitCode, stdout } = await run(['--apply', '--as-myself'], { GITHUB_TOKEN: sandbox.userToken('shop') });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Another account posted the summary of this period already');
    expect(issues()).toHaveLength(1);
  });

  test('beside the one of another account says what it wrote all the same', async () => {
    await run(['--apply']);
    const [mine] = open();
    // Ours is that of the week before now.
    const body = (mine?.body ?? '')
      .replace(/period=(\d{4})-W\d\d/, (_, year: string) => `period=${Number(year) - 1}-W10`)
      .replace(/<!-- leadership:figures.*-->/s, '');
    sandbox.editIssue(`${REPO}#${mine?.number}`, { body, title: 'Before' }, 'ben');
    const app = sandbox.createApp({
      permissions: { contents: 'read', issues: 'write', pull_requests: 'read', metadata: 'read' },
      events: [],
    });
    const other = sandbox.installationToken(sandbox.installApp(app, 'shop', 'all'));
    await run(['--apply'], { GITHUB_TOKEN: other });
    const dry = await run();
    expect(dry.stdout).toContain(`Nothing was written. With --apply:\n  - close shop/web#${mine?.number}`);
    const { exitCode, stdout } = await run(['--apply']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Written:\n  - close shop/web#${mine?.number}, the one before\n`);
    expect(stdout).toContain('Another account posted the summary of this period already');
    expect(stdout).not.toContain('Nothing was written');
    expect((await run(['--apply'])).stdout).toMatch(/Nothing was written: \S+ is there\./);
  });

  test('that GitHub answers as where issues are disabled says that they may be', async () => {
    sandbox.faults.onRequest({
      route: 'POST /repos/{owner}/{repo}/issues',
      times: 9,
      effect: { kind: 'status', status: 410, when: 'before', message: 'Issues are disabled for this repo' },
    });
    const { exitCode, stderr } = await run(['--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Either issues are disabled in shop/web');
  });

  test('of an earlier period is refused', async () => {
    const { exitCode, stdout, stderr } = await run(['--apply', '--week', '2025-W10']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('only the latest period is posted, and 2025-W10 is an earlier one');
    expect(issues()).toEqual([]);
  });

  test.each([
    [
      'issues are disabled',
      () => Object.assign(sandbox.world.repository(REPO), { hasIssues: false }),
      /issues are disabled in shop\/web/,
    ],
    ['it is archived', () => sandbox.archive(REPO), /archived/],
    [
      'a public repository would tell of a private one',
      () => {
        sandbox.writeFile(REPO, '.github/leadership.yml', 'summary: { repository: plans }\n');
        sandbox.createRepository({ owner: 'shop', name: 'plans' });
        Object.assign(sandbox.world.repository(REPO), { isPrivate: true });
      },
      /would tell its week in shop\/plans, which is public; set `summary\.repository` to a private repository/,
    ],
  ])('where %s is refused, and tried by no write', async (_, change, said) => {
    change();
    const { exitCode, stdout, stderr } = await run(['--apply']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(sandbox.tape.entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/issues'))).toEqual(
      [],
    );
  });

  test('without the permission says which, after one attempt', async () => {
    const readOnly = sandbox.workflowToken(REPO, { contents: 'read', issues: 'read', pull_requests: 'read' });
    const { exitCode, stderr } = await run(['--apply'], { GITHUB_TOKEN: readOnly });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/issues/);
    expect(issues()).toEqual([]);
  });
});

describe('is explained', () => {
  test.each([
    ['a week to come', ['--week', '2999-W10'], /is not over yet/],
    ['an unknown repository', ['shop/nowhere'], /misspelt/],
    ['no token', [], /Set GITHUB_TOKEN/],
  ])('%s, with nothing on standard output', async (what, args, said) => {
    const { exitCode, stdout, stderr } = await run(args, what === 'no token' ? { GITHUB_TOKEN: '' } : {});
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });
});
