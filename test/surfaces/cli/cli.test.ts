import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { payloadOf, runAction } from '../action/run-action.ts';

interface Result {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function leadership(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Promise<Result> {
  const child = spawn(process.execPath, ['src/surfaces/cli/index.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr })));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('check', () => {
  let sandbox: Sandbox;
  let env: Record<string, string>;
  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': 'mode: enforce\n' } });
    sandbox.createIssue({ repo: 'shop/web', title: 'Carts <b>get</b> lost' });
    env = { GITHUB_API_URL: sandbox.url, GITHUB_TOKEN: sandbox.userToken('shop') };
  });
  afterEach(async () => {
    await sandbox.close();
    expect(validateTape(sandbox.tape)).toEqual([]);
  });

  const open = (body = ''): PullRequest =>
    sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Keep carts',
      body,
      author: 'ann',
      files: [{ path: 'src/cart.ts' }],
    });

  test('a pass prints the verdict in plain text, and writes nothing', async () => {
    const pr = open('Closes #1');
    const result = await leadership(['check', `shop/web#${pr.number}`], env);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain(
      `shop/web#${pr.number} · leadership: success\nLinked to #1 · feature or other work\n`,
    );
    expect(result.stdout).toContain('✔ Objective: #1 Carts <b>get</b> lost'.replace('Objective', 'Linked'));
    expect(result.stdout).toContain('✔ Counts as feature or other work: nothing says debt.');
    expect(result.stdout).not.toMatch(/\*\*|<sub>|&lt;|\u200b/);
    expect(result.stdout).toMatch(/Rules: `shop\/web\/\.github\/leadership\.yml@/);
    expect(result.stdout).toContain('Nothing was written. With --apply:\n  - check run leadership, success, on ');
    expect(sandbox.tape.writes).toBe(0);
  });

  test('a failing verdict exits with 1 and shows the line to paste', async () => {
    const result = await leadership(['check', `shop/web#${open().number}`], env);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/^ {4}(Objective|Closes)/m);
    expect(result.stdout).toContain('Run the command again after a change.');
  });

  test('--apply with an app’s token writes the check run, and nothing the second time', async () => {
    const pr = open();
    const token = sandbox.workflowToken('shop/web', {
      contents: 'read',
      issues: 'read',
      pull_requests: 'read',
      checks: 'write',
    });
    const args = ['check', '--apply', `shop/web#${pr.number}`];
    expect((await leadership(args, { ...env, GITHUB_TOKEN: token })).stdout).toContain(
      'Written:\n  - check run leadership, failure',
    );
    expect(sandbox.checkRuns('shop/web', pr.headOid)).toHaveLength(1);
    expect((await leadership(args, { ...env, GITHUB_TOKEN: token })).stdout).toContain('there is nothing to write');
    expect(sandbox.checkRuns('shop/web', pr.headOid)).toHaveLength(1);
  });

  const refactoring = (): PullRequest =>
    sandbox.openPullRequest({ repo: 'shop/web', title: 'refactor: carts', author: 'ann', files: [{ path: 'a.ts' }] });
  const labelOf = (pr: PullRequest) => pr.labels.has('tech-debt');

  test('--apply with a person’s token prints the verdict, sets no label in that name, and says what was refused', async () => {
    const pr = refactoring();
    const result = await leadership(['check', '--apply', `shop/web#${pr.number}`], env);
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toContain(`shop/web#${pr.number} · leadership: failure`);
    expect(result.stdout.replace(/\s+/g, ' ')).toContain(
      'The label `tech-debt` was left as it is: this token is a person’s',
    );
    expect(result.stdout).toMatch(
      /Nothing was written\.\nNot written:\n {2}- add label tech-debt\n {2}- check run leadership, failure, on /,
    );
    expect(result.stderr).toContain('needs the token of a GitHub App');
    expect(labelOf(pr)).toBe(false);
    expect(sandbox.tape.entries.filter(({ path, method }) => method === 'POST' && path.endsWith('/labels'))).toEqual(
      [],
    );
    const json = await leadership(['check', '--apply', '--json', `shop/web#${pr.number}`], env);
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ conclusion: 'failure' });
  });

  test('a dry run with a person’s token says that it would set no label', async () => {
    const { stdout } = await leadership(['check', `shop/web#${refactoring().number}`], env);
    expect(stdout).toContain(
      '  - add label tech-debt (not with this token: it is a person’s)\n  - check run leadership',
    );
    expect(stdout).not.toContain('was left as it is');
  });

  test.each([
    [
      'the check run',
      { issues: 'write', pull_requests: 'write' },
      2,
      /Written:\n.*add label tech-debt\nNot written:\n.*check run/,
    ],
    [
      'the label',
      { issues: 'read', checks: 'write' },
      1,
      /Written:\n.*check run.*\nNot written:\n.*add label tech-debt$/,
    ],
  ] as const)('--apply tells what was written where GitHub refuses %s', async (_, permissions, exitCode, said) => {
    const pr = refactoring();
    const token = sandbox.workflowToken('shop/web', { contents: 'read', pull_requests: 'read', ...permissions });
    const result = await leadership(['check', '--apply', `shop/web#${pr.number}`], { ...env, GITHUB_TOKEN: token });
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout.trimEnd()).toMatch(said);
    expect(labelOf(pr)).toBe(exitCode === 2);
  });

  test.each(['check', 'explain'])('a token with a line break in it is wrong usage of %s', async (command) => {
    const args = [command, `shop/web#${open().number}`];
    const result = await leadership(args, { ...env, GITHUB_TOKEN: 'ghp_a\nghp_b' });
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('The token in GITHUB_TOKEN is more than one word');
    expect(result.stderr).not.toMatch(/ghp_|defect/);
    const none = await leadership(args, { GITHUB_API_URL: sandbox.url });
    expect(none.stderr).toContain(`leadership ${command} …`);
  });

  test('explain says nothing of writing where GitHub refuses to show', async () => {
    const pr = open();
    const route = 'POST /graphql';
    sandbox.faults.onRequest({ route, effect: { kind: 'status', status: 403, when: 'before', message: 'No' } });
    const result = await leadership(['explain', `shop/web#${pr.number}`], env);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).not.toContain('--apply');
  });

  test.each(['', 'Closes #1'])('--json for the text %j is to the byte what the Action puts out', async (body) => {
    const pr = open(body);
    const json = await leadership(['check', '--json', `shop/web#${pr.number}`], env);
    const token = sandbox.workflowToken('shop/web', { contents: 'read', issues: 'read', pull_requests: 'read' });
    const action = await runAction({ sandbox, token, event: 'pull_request', payload: payloadOf(pr) });
    expect(json.stdout).toBe(`${action.outputs.verdict}\n`);
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, repository: 'shop/web' });
  });

  test('--json steers no terminal, nor does the Action’s output', async () => {
    sandbox.writeFile('shop/web', '.github/leadership.yml', 'expedite: { labels: ["x\\u009b31m\\u202ey"] }\n');
    const pr = open('Closes #1');
    sandbox.addLabel(pr, 'x\u009b31m\u202ey', 'shop');
    const { stdout } = await leadership(['check', '--json', `shop/web#${pr.number}`], env);
    expect(stdout.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.stringify(JSON.parse(stdout))).toContain('x\u009b31m\u202ey');
    const token = sandbox.workflowToken('shop/web', { contents: 'read', issues: 'read', pull_requests: 'read' });
    const action = await runAction({ sandbox, token, event: 'pull_request', payload: payloadOf(pr) });
    expect(action.outputs.verdict).toBe(stdout.trimEnd());
  });

  test('a token file is read', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, `${env.GITHUB_TOKEN}\n`);
    const result = await leadership(['check', `shop/web#${open('Closes #1').number}`, '--token-file', file], {
      GITHUB_API_URL: sandbox.url,
    });
    expect(result.exitCode).toBe(0);
  });

  test('GH_TOKEN will do', async () => {
    const result = await leadership(['check', `shop/web#${open('Closes #1').number}`], {
      GITHUB_API_URL: sandbox.url,
      GH_TOKEN: env.GITHUB_TOKEN ?? '',
    });
    expect(result.exitCode).toBe(0);
  });

  test.each([
    ['no token', {}, 'shop/web#2', 2, /Set GITHUB_TOKEN or GH_TOKEN/],
    ['a wrong token', { GITHUB_TOKEN: 'ghp_wrong' }, 'shop/web#2', 2, /does not accept the token/],
    ['no such pull request', null, 'shop/web#404', 2, /misspelt.*issue.*can’t see/],
    ['no such repository', null, 'shop/nowhere#2', 2, /misspelt/],
    ['an issue', null, 'shop/web#1', 2, /an issue and no pull request/],
  ] as const)(
    '%s is explained on standard error, with nothing on standard output',
    async (_, credentials, reference, exitCode, said) => {
      open();
      const result = await leadership(
        ['check', '--json', reference],
        credentials === null ? env : { GITHUB_API_URL: sandbox.url, ...credentials },
      );
      expect(result).toMatchObject({ exitCode, stdout: '' });
      expect(result.stderr).toMatch(said);
    },
  );

  const FAST_TIME = { NODE_OPTIONS: '--import ./test/support/fast-time.js' };

  test('no answer from GitHub for a minute is neither a pass nor a verdict: 70', async () => {
    const pr = open('Closes #1');
    sandbox.faults.onRequest({ route: '*', times: 1000, effect: { kind: 'status', status: 500, when: 'before' } });
    const result = await leadership(['check', `shop/web#${pr.number}`], { ...env, ...FAST_TIME });
    expect(result).toMatchObject({ exitCode: 70, stdout: '' });
    expect(result.stderr).toContain('Run the command again');
    expect(result.stderr).not.toContain('trying again later');
  });

  test('an outage that ends within the minute is waited out', async () => {
    const pr = open('Closes #1');
    sandbox.faults.onRequest({ route: '*', times: 10, effect: { kind: 'status', status: 502, when: 'before' } });
    expect(await leadership(['check', `shop/web#${pr.number}`], { ...env, ...FAST_TIME })).toMatchObject({
      exitCode: 0,
    });
  });

  test('the page of another GitHub is refused before anything is asked', async () => {
    const result = await leadership(['check', `https://ghe.corp.example/shop/web/pull/${open().number}`], env);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('GITHUB_API_URL=https://ghe.corp.example/api/v3');
    expect(sandbox.tape.entries).toEqual([]);
  });

  test('what is no address in GITHUB_API_URL is wrong usage', async () => {
    const result = await leadership(['check', 'shop/web#2'], { ...env, GITHUB_API_URL: 'foo' });
    expect(result).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('GITHUB_API_URL') });
  });

  describe('a pull request that breaks the configuration file', () => {
    const breaking = () =>
      sandbox.openPullRequest({
        repo: 'shop/web',
        title: 'Tighten',
        body: 'Closes #1',
        author: 'ann',
        files: [{ path: '.github/leadership.yml', content: 'mode: enfroce\n' }],
      });

    test('with --json: standard output has the verdict, standard error the second check, the exit code the worse', async () => {
      const result = await leadership(['check', '--json', `shop/web#${breaking().number}`], env);
      expect(result.exitCode).toBe(1);
      expect(JSON.parse(result.stdout)).toMatchObject({ version: 1, conclusion: 'success' });
      expect(result.stderr).toMatch(/leadership\/config: failure\. /);
    });

    test('without: both checks, one after the other', async () => {
      const result = await leadership(['check', `shop/web#${breaking().number}`], env);
      expect(result).toMatchObject({ exitCode: 1, stderr: '' });
      expect(result.stdout).toMatch(/leadership: success\n[\s\S]*leadership\/config: failure\n/);
    });
  });
});

describe('validate', () => {
  test('prints every problem as file:line:column', async () => {
    const file = join(folder, 'bad.yml');
    writeFileSync(file, 'mode: enfroce\nobjektives: {}\n');
    const result = await leadership(['validate', file]);
    expect(result.exitCode).toBe(2);
    expect(result.stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/bad\.yml:1:7: `mode` must be one of .* Did you mean `enforce`\?$/),
      expect.stringMatching(/bad\.yml:2:1: `objektives` .* Did you mean `objectives`\?$/),
    ]);
  });

  test('reads standard input, and --json prints only JSON', async () => {
    const valid = await leadership(['validate', '-', '--json'], {}, 'mode: warn\n');
    expect([valid.exitCode, JSON.parse(valid.stdout)]).toEqual([0, { file: '<stdin>', valid: true, problems: [] }]);
    const long = await leadership(['validate', '-', '--json'], {}, `debt: { label: ${'x'.repeat(51)} }\n`);
    expect(long.exitCode).toBe(0);
    expect(JSON.parse(long.stdout)).toMatchObject({ valid: true, problems: [{ line: 1, consequence: 'ignored' }] });
    const broken = await leadership(['validate', '-', '--json'], {}, 'mode: [\n');
    expect(broken.exitCode).toBe(2);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      valid: false,
      problems: [{ line: expect.any(Number), column: expect.any(Number) }],
    });
  });

  test('says what to do when the file is not there', async () => {
    const result = await leadership(['validate', join(folder, 'none.yml')]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('or - for standard input');
  });

  test('a file that is not text is a problem, not a crash', async () => {
    const file = join(folder, 'binary.yml');
    writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    expect(await leadership(['validate', file])).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('binary'),
    });
  });
});

describe('explain', () => {
  test('says what a rule wants, why, and its options with defaults', async () => {
    const { exitCode, stdout } = await leadership(['explain', 'linked-objective']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('The pull request names the objective that it serves.');
    expect(stdout).toContain('- require (link | objective; default "link")');
    expect(stdout).toContain('- skip.labels (default ["no-objective"])');
  });

  test('lists all rules, also as JSON', async () => {
    expect((await leadership(['explain'])).stdout).toContain('linked-objective: ');
    expect(JSON.parse((await leadership(['explain', '--json'])).stdout)).toMatchObject([
      { id: 'linked-objective' },
      { id: 'debt-capacity' },
    ]);
  });
});

test('a reader that has read enough is no defect', async () => {
  const child = spawn(process.execPath, ['src/surfaces/cli/index.ts', 'explain', 'linked-objective']);
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

describe('help and version', () => {
  test.each([[], ['check'], ['validate'], ['explain'], ['demo']])('%s --help', async (...command) => {
    const result = await leadership([...command.filter((word) => typeof word === 'string'), '--help']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('Usage: leadership');
    for (const line of result.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('wrong usage exits with 2, on standard error', async () => {
    expect(await leadership(['chek'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean check?'),
    });
  });

  test('--version prints the version', async () => {
    expect((await leadership(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
