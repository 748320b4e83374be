import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { label } from '#surfaces/cli/label.ts';
import { validateTape } from '../../support/openapi.ts';

const REPO = 'shop/web';
const WRITER = { contents: 'read', issues: 'write', pull_requests: 'write' } as const;

let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  sandbox = await startSandbox({ now: '2025-03-01T10:00:00Z' });
  sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': 'mode: warn\n' } });
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

function begin(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['src/surfaces/cli/index.ts', 'label', ...args], {
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
  const ended = new Promise<Result>((resolve) =>
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr })),
  );
  return { child, ended };
}

const run = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  begin([REPO, '--since', '2025-02-01', ...args], env).ended;

const open = (title: string, more: { readonly body?: string; readonly base?: string; readonly author?: string } = {}) =>
  sandbox.openPullRequest({ repo: REPO, title, author: 'ann', files: [{ path: 'src/cart.ts' }], ...more });

/** Of an app that acts under a login of its own, and not under the one that all workflows share. */
function ownToken() {
  const app = sandbox.createApp({ permissions: { ...WRITER, metadata: 'read' }, events: [] });
  return { GITHUB_TOKEN: sandbox.installationToken(sandbox.installApp(app, 'shop', 'all')) };
}

/** Where it does not matter how lines are broken. */
const onOneLine = (text: string) => text.replace(/\s+/g, ' ');

const isLabelled = (pr: PullRequest) => pr.labels.has('tech-debt');
const labellings = (pr: PullRequest) =>
  pr.timeline.filter((event) => 'label' in event && event.label.name === 'tech-debt').length;

describe('a dry run', () => {
  test('tells what counts as what, what it would do and why, and writes nothing', async () => {
    const issue = sandbox.createIssue({ repo: REPO, title: 'The old cart', labels: ['refactor'] });
    open('refactor: split the cart');
    open('Cart by mail', { body: `Closes #${issue.number}` });
    sandbox.merge(open('Pay by card'));
    open('deps', { author: 'dependabot[bot]' });

    const { exitCode, stdout, stderr } = await run();

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('shop/web: 4 pull requests and 1 issue changed since 2025-02-01T00:00:00Z');
    expect(stdout).toContain('Read with 1 query');
    expect(stdout).toContain(
      '- debt work: 2 pull requests, 1 issue\n- feature or other work: 1 pull request, 0 issues',
    );
    expect(stdout).toContain('- no work of the team: 1 pull request');
    expect(stdout).toContain('Nothing was written. With --apply, the label `tech-debt` on 3:');
    expect(stdout).toContain('- #2 refactor: split the cart (add: its title starts with `refactor:`)');
    expect(stdout).toContain('- #3 Cart by mail (add: linked issue #1 has label `refactor`)');
    expect(stdout).toContain('- issue #1 The old cart (add: label `refactor`)');
    expect(sandbox.tape.writes).toBe(0);
  });

  test('is the same data with --json', async () => {
    open('refactor: split the cart');
    const { stdout } = await run(['--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      repository: REPO,
      since: '2025-02-01T00:00:00Z',
      label: 'tech-debt',
      actingAs: { login: 'github-actions[bot]', isPerson: false },
      read: { pullRequests: 1, issues: 0, queries: 1, requests: 1 },
      totals: { pullRequests: { debt: 1, other: 0, expedite: 0, excluded: 0 }, issues: { debt: 0, other: 0 } },
      changes: [{ kind: 'pull-request', number: 1, action: 'add', reason: { code: 'title', type: 'refactor' } }],
      leftAlone: [],
      undecided: [],
      applied: false,
    });
  });

  test('of 600 pull requests with older ones behind them takes 12 reads', async () => {
    sandbox.clock.set('2025-01-01T10:00:00Z');
    for (let i = 0; i < 60; i += 1) open(`refactor: before ${i}`);
    sandbox.clock.set('2025-03-01T10:00:00Z');
    for (let i = 0; i < 600; i += 1) open(i % 10 === 0 ? `refactor: part ${i}` : `Part ${i}`);
    sandbox.tape.clear();

    const { stdout, exitCode } = await run(['--json']);

    expect(exitCode).toBe(0);
    const { read, changes } = JSON.parse(stdout) as { read: object; changes: unknown[] };
    expect(read).toMatchObject({ pullRequests: 600, queries: 12 });
    expect(changes).toHaveLength(60);
    expect(sandbox.tape).toMatchObject({ reads: 12, writes: 0 });
  }, 60_000);

  test('of what steers a terminal in titles and labels shows nothing but text', async () => {
    const evil = '\u001b[2J\u009b31m\u202eliame\u0007 @ann `x` <b>\n::error::no';
    open(`refactor: ${evil}`);
    for (const args of [[], ['--json']]) {
      const { stdout } = await run(args);
      const [body = ''] = [stdout.replaceAll('\n', '')];
      expect(body).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(stdout).not.toMatch(/^::/m);
    }
    const { stdout } = await run(['--json']);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [{ title: `refactor: ${evil}` }] });
  });

  test('leaves alone what a person, or another bot, did, and says so', async () => {
    const removed = open('refactor: not really');
    sandbox.addLabel(removed, 'tech-debt', 'ann');
    sandbox.removeLabel(removed, 'tech-debt', 'ann');
    sandbox.addLabel(open('Nothing'), 'tech-debt', 'other[bot]');
    sandbox.addLabel(open('bump', { author: 'dependabot[bot]' }), 'tech-debt', 'ann');
    sandbox.addLabel(open('Somebody’s debt'), 'tech-debt', 'ann');

    const { stdout } = await run(['--json']);

    expect(JSON.parse(stdout)).toMatchObject({
      changes: [],
      leftAlone: [
        { number: 3, word: 'set', bot: null, class: 'excluded' },
        { number: 2, word: 'set', bot: 'other', although: null },
        { number: 1, word: 'removed', bot: null, although: { code: 'title' } },
      ],
    });
    expect((await run()).stdout.replaceAll(/\s+/g, ' ')).toContain(
      '#1 refactor: not really (somebody removed it, although its title starts with `refactor:`)',
    );
  });

  test('says that every label is as it should be only where it is', async () => {
    sandbox.addLabel(open('Nothing'), 'tech-debt', 'other[bot]');
    const { stdout } = await run();
    expect(stdout).not.toContain('as it should be');
    expect(stdout).toContain('There is nothing to write. What was left alone or not read is told below.');
  });

  test('with a person’s token says that it can’t tell its own labels from other bots’', async () => {
    const asApp = ownToken();
    const pr = open('refactor: a');
    await run(['--apply'], asApp);
    sandbox.editPullRequest(pr, { title: 'A feature after all' });
    const { stdout } = await run([], { GITHUB_TOKEN: sandbox.userToken('ann') });
    expect(onOneLine(stdout)).toMatch(/the bot app-\d+ set it/);
    expect(onOneLine(stdout)).toContain(
      'With this token, a person’s or a job’s, the labels that Leadership Guardrails set itself can’t be',
    );
    expect(stdout).not.toContain('another bot');
    expect((await run([], asApp)).stdout).toContain('(remove: nothing says debt)');
  });

  test('counts every request in what it says of its reading', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', 'debt: { detect: { paths: ["legacy/**"] } }\n');
    const files = Array.from({ length: 250 }, (_, i) => ({ path: `legacy/${i}.ts` }));
    sandbox.openPullRequest({ repo: REPO, title: 'Cart', author: 'ann', files });
    sandbox.tape.clear();
    const { stdout } = await run();
    expect(onOneLine(stdout)).toMatch(/Read with 1 query \(\d+ points of the hour’s 5 000\) and 2 more requests\./);
    expect(sandbox.tape.reads).toBe(3);
  });

  test('says how long it would take before it lists what', async () => {
    for (let i = 0; i < 90; i += 1) open(`refactor: part ${i}`);
    expect(onOneLine((await run()).stdout)).toContain(
      'Nothing was written. GitHub allows 80 labels a minute and 500 an hour, so it would take about 1 minute. With --apply, the label `tech-debt` on 90: - #90 refactor',
    );
  });

  test('counts what only the text names, and the branches that are not looked at', async () => {
    open('Other', { body: 'Objective: #1' });
    open('refactor: elsewhere', { base: 'experiment' });
    const { stdout } = await run();
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('1 pull request without the label also names issues');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('1 more pull request goes to branches that are neither');
    expect(stdout).toContain('There is nothing to write. What was left alone or not read is told below.');
  });

  test('of a repository without a configuration goes by the defaults', async () => {
    sandbox.createRepository({ owner: 'shop', name: 'bare' });
    sandbox.openPullRequest({ repo: 'shop/bare', title: 'refactor: x', author: 'ann', files: [{ path: 'a' }] });
    const bare = sandbox.workflowToken('shop/bare', WRITER);
    const { stdout } = await begin(['shop/bare', '--since=2025-02-01'], { GITHUB_TOKEN: bare }).ended;
    expect(stdout).toContain('Rules: defaults');
    expect(stdout).toContain('- #1 refactor: x');
  });

  test('begins the date at midnight in the time zone of the configuration', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', 'timezone: America/New_York\n');
    sandbox.clock.set('2025-02-15T04:59:59Z');
    open('refactor: the evening before');
    sandbox.clock.set('2025-02-15T05:00:00Z');
    open('refactor: at midnight');
    const { stdout } = await begin([REPO, '--since', '2025-02-15', '--json']).ended;
    expect(JSON.parse(stdout)).toMatchObject({ since: '2025-02-15T05:00:00Z', changes: [{ number: 2 }] });
  });

  test('says that nothing is labelled where the configuration wants none', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', 'debt: { auto-label: false }\n');
    open('refactor: x');
    const { stdout } = await run(['--apply']);
    expect(stdout).toContain('The configuration says `debt.auto-label: false`');
    expect(stdout).toContain('- debt work: 1 pull request');
    expect(sandbox.tape.writes).toBe(0);
  });

  test('goes on without issues where the token may not read them', async () => {
    // What is public anybody may read.
    sandbox.createRepository({ owner: 'shop', name: 'vault', private: true });
    sandbox.openPullRequest({ repo: 'shop/vault', title: 'refactor: x', author: 'ann', files: [{ path: 'a' }] });
    sandbox.createIssue({ repo: 'shop/vault', title: 'x', labels: ['refactor'] });
    const { stdout, exitCode, stderr } = await begin(['shop/vault', '--since', '2025-02-01'], {
      GITHUB_TOKEN: sandbox.workflowToken('shop/vault', { contents: 'read', pull_requests: 'read' }),
    }).ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('- #1 refactor: x');
    expect(stdout).toContain('Issues are not read: the token lacks `issues: read`.');
  });
});

describe('--apply', () => {
  test('writes one label after the other, and nothing the second time', async () => {
    const issue = sandbox.createIssue({ repo: REPO, title: 'The old cart', labels: ['refactor'] });
    const all = [open('refactor: a'), open('refactor: b'), open('Cart', { body: `Closes #${issue.number}` })];
    sandbox.createLabel(REPO, 'tech-debt', 'c2820e', 'Debt');

    const first = await run(['--apply']);

    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('Written: the label `tech-debt` on 4 of 4');
    expect(all.map(isLabelled)).toEqual([true, true, true]);
    expect(issue.labels.has('tech-debt')).toBe(true);
    expect(sandbox.tape.writes).toBe(4);

    sandbox.tape.clear();
    const second = await run(['--apply']);
    expect(second.stdout).toContain('GitHub shows every label as it should be.');
    expect(sandbox.tape.writes).toBe(0);
  });

  test('takes back what it set itself and no longer holds', async () => {
    const asApp = ownToken();
    const pr = open('refactor: a');
    await run(['--apply'], asApp);
    sandbox.editPullRequest(pr, { title: 'A feature after all' });
    const { stdout } = await run(['--apply'], asApp);
    expect(stdout).toContain('(remove: nothing says debt)');
    expect(isLabelled(pr)).toBe(false);
  });

  test('with the token of a workflow’s job takes nothing back, since another workflow may have set it', async () => {
    const pr = open('refactor: a');
    await run(['--apply']);
    sandbox.editPullRequest(pr, { title: 'A feature after all' });
    const { stdout } = await run(['--apply']);
    expect(onOneLine(stdout)).toContain('(the bot github-actions set it');
    expect(isLabelled(pr)).toBe(true);
  });

  test.each(['SIGINT', 'SIGKILL'] as const)(
    'stopped in the middle by %s goes on where it was',
    async (signal) => {
      sandbox.createLabel(REPO, 'tech-debt', 'c2820e', 'Debt');
      const all = Array.from({ length: 20 }, (_, i) => open(`refactor: part ${i}`));
      sandbox.tape.clear();
      sandbox.faults.latency = 80;
      const { child, ended } = begin([REPO, '--since', '2025-02-01', '--apply']);
      await expect.poll(() => sandbox.tape.writes, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
      child.kill(signal);
      const { exitCode, stderr } = await ended;

      const written = all.filter(isLabelled).length;
      expect(written).toBeGreaterThanOrEqual(3);
      expect(written).toBeLessThan(20);
      if (signal === 'SIGINT') {
        expect(exitCode).toBe(130);
        expect(stderr).toContain(`Interrupted: ${written} of 20 written.`);
        expect(stderr).toContain('it goes on where it stopped');
      }

      // What was under way when it was killed is answered all the same.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const left = all.filter((pr) => !isLabelled(pr)).length;
      sandbox.faults.clear();
      sandbox.tape.clear();
      expect(await run(['--apply'])).toMatchObject({ exitCode: 0, stderr: '' });
      expect(sandbox.tape.writes).toBe(left);
      expect(all.map(labellings)).toEqual(all.map(() => 1));
    },
    40_000,
  );

  test('waits out a limit, and tries again where an answer was lost', async () => {
    const all = [open('refactor: a'), open('refactor: b'), open('refactor: c')];
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
    sandbox.faults.onRequest({ route, effect: { kind: 'secondary-limit', retryAfter: 1 } });
    sandbox.faults.onRequest({ route, skip: 1, effect: { kind: 'status', status: 502, when: 'after' } });
    const result = await run(['--apply']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(all.map(labellings)).toEqual([1, 1, 1]);
  }, 20_000);

  test('without the permission stops at the first refusal and names what is missing', async () => {
    for (let i = 0; i < 5; i += 1) open(`refactor: ${i}`);
    const readOnly = sandbox.workflowToken(REPO, { contents: 'read', issues: 'read', pull_requests: 'read' });
    const { exitCode, stdout, stderr } = await run(['--apply'], { GITHUB_TOKEN: readOnly });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Nothing was written.');
    expect(stderr).toContain('0 of 5 written, with the token of github-actions[bot]');
    expect(stderr).toMatch(/issues: write/);
    expect(sandbox.tape.entries.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  test.each([
    ['one that is locked', 1, ['refactor: 3', 'refactor: 2', 'refactor: 0'], /GitHub refused 1: 3 of 4 written\./],
    ['three in a row', 3, ['refactor: 3'], /refused 3 in a row, so the rest was not tried: 1 of 5 written\./],
  ] as const)('refused for %s does the others all the same', async (_, times, labelled, said) => {
    const all = Array.from({ length: times === 1 ? 4 : 5 }, (__, i) => open(`refactor: ${i}`));
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
    const effect = { kind: 'status', status: 403, when: 'before', message: 'Locked' } as const;
    sandbox.faults.onRequest({ route, skip: times === 1 ? 2 : 1, times, effect });

    const { exitCode, stdout, stderr } = await run(['--apply']);

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('where it stopped');
    expect(onOneLine(stdout).match(/GitHub does not allow it here/g)).toHaveLength(times);
    expect(
      all
        .filter(isLabelled)
        .map(({ title }) => title)
        .reverse(),
    ).toEqual(times === 1 ? labelled : ['refactor: 4']);
  });

  test('with a person’s token is refused and explained, unless that is meant', async () => {
    const pr = open('refactor: a');
    const person = { GITHUB_TOKEN: sandbox.userToken('shop') };
    const refused = await run(['--apply'], person);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('This token is a person’s (shop)');
    expect(refused.stderr).toContain('--as-myself');
    expect(refused.stderr).toContain('github.token');
    expect(isLabelled(pr)).toBe(false);

    expect((await run(['--apply', '--as-myself'], person)).exitCode).toBe(0);
    expect(pr.timeline.map(({ actor: { login } }) => login)).toEqual(['shop']);
  });

  test('of an archived repository leaves it as it is', async () => {
    open('refactor: a');
    sandbox.archive(REPO);
    const { exitCode, stdout } = await run(['--apply']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'shop/web is not labelled: it is archived.\n' });
    expect(sandbox.tape.writes).toBe(0);
  });

  test('a label that GitHub would refuse is nobody’s doing, and nothing is said to be right', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', `debt: { label: ${'x'.repeat(51)} }\n`);
    open('refactor: a');
    const { exitCode, stdout } = await run();
    expect(exitCode).toBe(0);
    expect(onOneLine(stdout)).toContain(
      'at most 50 characters, and `debt.label` has 51, so no label is set or removed.',
    );
    expect(stdout).not.toMatch(/somebody|as it should be|--apply/);
  });

  test('refuses a label that GitHub would refuse', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', `debt: { label: ${'x'.repeat(51)} }\n`);
    open('refactor: a');
    const { exitCode, stdout } = await run(['--apply']);
    expect(exitCode).not.toBe(1);
    expect(stdout).not.toContain('Written');
    expect(sandbox.tape.entries.filter(({ method, path }) => method === 'POST' && path.includes('labels'))).toEqual([]);
  });
});

describe('is explained', () => {
  test.each([
    ['no date', [REPO], /Since when\? For example/],
    ['a date that is none', [REPO, '--since', '2025-02-30'], /2025-02-30 is none/],
    ['a date in words', [REPO, '--since', 'yesterday'], /YYYY-MM-DD/],
    ['a date to come', [REPO, '--since', '9999-01-01'], /yet to come/],
    ['no repository', ['--since', '2025-01-01'], /Which repository\?/],
    ['a pull request in place of one', [`${REPO}#1`, '--since', '2025-01-01'], /names no repository/],
    ['an unknown repository', ['shop/nowhere', '--since', '2025-01-01'], /misspelt/],
    ['a page of another GitHub', ['https://github.com/shop/web', '--since', '2025-01-01'], /on github\.com, but/],
    ['a token file that is none', [REPO, '--since', '2025-01-01', '--token-file', '/nowhere'], /can’t be read/],
  ] as const)('%s, with nothing on standard output', async (_, args, said) => {
    const { exitCode, stdout, stderr } = await begin(args).ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/ {2}at /);
  });

  test('a wrong token', async () => {
    const { exitCode, stderr } = await run([], { GITHUB_TOKEN: 'ghp_wrong' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('does not accept the token');
  });

  test('a token file is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'label-'));
    const file = join(folder, 'token');
    writeFileSync(file, `${token}\n`);
    const { exitCode } = await run(['--token-file', file], { GITHUB_TOKEN: '' });
    rmSync(folder, { recursive: true });
    expect(exitCode).toBe(0);
  });
});

test('who watches sees how far it is', async () => {
  for (let i = 0; i < 4; i += 1) open(`refactor: ${i}`);
  sandbox.faults.latency = 500;
  const said: string[] = [];
  const printed: string[] = [];
  const terminal = {
    print: (text: string) => printed.push(text),
    complain: (text: string) => said.push(text),
    env: { GITHUB_API_URL: sandbox.url, GITHUB_TOKEN: token },
    width: 80,
    isWatched: true,
  };
  const repository = { owner: 'shop', name: 'web' };
  const options = { since: '2025-02-01', host: null, asMyself: false, json: false, tokenFile: null };
  const exitCode = await label({ name: 'label', repository, apply: true, ...options }, terminal);
  expect(exitCode).toBe(0);
  expect(said).toEqual([expect.stringMatching(/^\d of 4 written …$/)]);
  expect(printed).toHaveLength(1);
}, 20_000);
