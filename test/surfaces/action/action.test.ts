import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { type ActionRun, payloadOf, runAction } from './run-action.ts';

const READ = { contents: 'read', issues: 'read', pull_requests: 'read' } as const;
const WRITE = { ...READ, checks: 'write' } as const;
const FAST_TIME = '--import ./test/support/fast-time.js';
const ENFORCE = { '.github/leadership.yml': 'mode: enforce\n' };

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

function shop(files: Readonly<Record<string, string>> = ENFORCE, isPrivate = false): void {
  sandbox.createRepository({ owner: 'shop', name: 'web', private: isPrivate, files });
  sandbox.createIssue({ repo: 'shop/web', title: 'Carts get lost' });
}

function open(body = '', title = 'Keep carts'): PullRequest {
  return sandbox.openPullRequest({
    repo: 'shop/web',
    title,
    body,
    author: 'ann',
    head: 'keep-carts',
    files: [{ path: 'src/cart.ts' }],
  });
}

function run(pr: PullRequest, rest: Partial<ActionRun> = {}) {
  const token = rest.token ?? sandbox.workflowToken('shop/web', READ);
  sandbox.tape.clear();
  return runAction({ sandbox, event: 'pull_request', payload: payloadOf(pr), ...rest, token });
}

const api = () => sandbox.tape.entries.map(({ method, route, operation }) => `${method} ${operation ?? route}`);

describe('a pull request', () => {
  test('that is linked passes, by one query and nothing else', async () => {
    shop();
    const result = await run(open('Closes #1'));
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: '',
      commands: ['::group::leadership: Linked to #1 · feature or other work', '::endgroup::'],
    });
    expect(result.outputs).toMatchObject({ conclusion: 'success', title: 'Linked to #1 · feature or other work' });
    expect(JSON.parse(result.outputs.verdict ?? '')).toMatchObject({
      version: 1,
      repository: 'shop/web',
      conclusion: 'success',
    });
    expect(result.summary).toContain('### `leadership`: Linked to #');
    expect(sandbox.tape.entries).toHaveLength(1);
    expect(sandbox.tape.entries[0]).toMatchObject({ route: '/graphql', operation: expect.any(String) });
    expect(sandbox.tape.points).toBeLessThanOrEqual(2);
  });

  test('that is not linked fails under enforce, with an annotation and the line to paste in the summary', async () => {
    shop();
    const result = await run(open());
    expect(result.exitCode).toBe(1);
    expect(result.outputs.conclusion).toBe('failure');
    expect(result.commands).toContainEqual(
      expect.stringMatching(/^::error title=No issue linked .*::This pull request does not say/),
    );
    expect(result.summary).toContain('**This pull request does not say which objective or issue it serves.**');
    expect(result.summary).toMatch(/^ {4}(Closes|Objective:) #/m);
    expect(sandbox.tape.writes).toBe(0);
  });

  test('in a repository without a configuration file is judged by the defaults: a warning, and the job is green', async () => {
    shop({});
    const result = await run(open());
    expect(result.exitCode).toBe(0);
    expect(result.outputs.conclusion).toBe('neutral');
    expect(result.commands.filter((line) => line.startsWith('::error'))).toEqual([]);
    expect(result.commands).toContainEqual(expect.stringMatching(/^::warning title=No issue linked/));
  });

  test('whose head loosens the configuration is judged by the base’s', async () => {
    shop();
    const pr = sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Loosen',
      author: 'ann',
      files: [{ path: '.github/leadership.yml', content: 'mode: off\n' }, { path: 'src/cart.ts' }],
    });
    expect((await run(pr)).exitCode).toBe(1);
  });

  test('that breaks the configuration file gets every problem on its line, and fails', async () => {
    shop();
    const pr = sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Tighten',
      body: 'Closes #1',
      author: 'ann',
      files: [{ path: '.github/leadership.yml', content: 'mode: enfroce\n' }],
    });
    const result = await run(pr);
    expect(result.exitCode).toBe(1);
    expect(result.commands).toContainEqual(
      expect.stringMatching(
        /^::error title=mode,file=\.github\/leadership\.yml,line=1,endLine=1,col=7,endColumn=14::.*Did you mean `enforce`\?/,
      ),
    );
  });

  test.each([
    ['is empty', {}],
    ['is no JSON', 'oops'],
    ['is missing', undefined],
    ['is odd', { pull_request: null, number: 'twelve' }],
  ])('whose payload %s is found by GITHUB_REF', async (_, payload) => {
    shop();
    const pr = open('Closes #1');
    const result = await run(pr, { payload, env: { GITHUB_REF: `refs/pull/${pr.number}/merge` } });
    expect(result.outputs.title).toBe('Linked to #1 · feature or other work');
  });

  test('that nothing names is an error, not a pass', async () => {
    shop();
    const result = await run(open(), {
      payload: {},
      event: 'pull_request_target',
      env: { GITHUB_REF: 'refs/heads/main' },
    });
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('does not say which pull request');
  });

  test('is judged the same below GitHub Enterprise’s prefix', async () => {
    shop();
    const result = await run(open('Closes #1'), {
      env: { GITHUB_API_URL: `${sandbox.url}/api/v3`, GITHUB_GRAPHQL_URL: `${sandbox.url}/api/graphql` },
    });
    expect(result).toMatchObject({ exitCode: 0, outputs: { title: 'Linked to #1 · feature or other work' } });
    expect(sandbox.tape.entries.map(({ path }) => path)).toEqual(['/api/graphql']);
  });

  test('with commands in its text and title has none of them carried out', async () => {
    shop();
    const hostile = '::set-output name=x::y ##[error]boo\n::error::z\r::add-path::/tmp';
    const result = await run(open(`Closes #77 ${hostile}\n\n${hostile}`, `chore: ${hostile}`));
    expect(result.commands.map((line) => line.split(/[ :]/)[2])).toEqual(['group', 'endgroup', 'error']);
    expect(result.log).not.toMatch(/##\[/);
    expect(Object.keys(result.outputs)).toEqual(['conclusion', 'title', 'verdict', 'debt-share']);
  });
});

describe('a fork’s read-only token', () => {
  test('gives the verdict by exit code, annotation and summary; nothing is written', async () => {
    shop();
    const token = sandbox.workflowToken('shop/web', WRITE, true);
    const result = await run(open(), { token });
    expect(result).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
    expect(result.summary).toContain('No issue linked');
    expect(sandbox.tape.writes).toBe(0);
  });

  test.each([
    ['fails', '', 1, 'failure'],
    ['passes', 'Closes #1', 1, 'success'],
  ])(
    'and a check run that it may not write is an error, since it may be the one required: what %s is red',
    async (_, body, exitCode, conclusion) => {
      shop();
      const token = sandbox.workflowToken('shop/web', WRITE, true);
      const result = await run(open(body), { token, inputs: { 'check-run': 'true' } });
      expect(result).toMatchObject({ exitCode, outputs: { conclusion } });
      expect(result.commands).toContainEqual(expect.stringMatching(/^::error .*The check run could not be written/));
      expect(sandbox.tape.of('POST /repos/{owner}/{repo}/check-runs')).toMatchObject([{ status: 403 }]);
    },
  );
});

describe('check-run', () => {
  test('writes the check run once, and not again when nothing changed', async () => {
    shop();
    const pr = open();
    const token = sandbox.workflowToken('shop/web', WRITE);
    const rest: Partial<ActionRun> = { token, event: 'pull_request_target', inputs: { 'check-run': 'true' } };
    expect((await run(pr, rest)).exitCode).toBe(1);
    expect(sandbox.checkRuns('shop/web', pr.headOid)).toMatchObject([{ name: 'leadership', conclusion: 'failure' }]);
    expect((await run(pr, rest)).exitCode).toBe(1);
    expect(sandbox.tape.writes).toBe(0);
  });

  test.each([
    ['403', { kind: 'status', status: 403, when: 'before' }],
    ['502', { kind: 'status', status: 502, when: 'before' }],
  ] as const)(
    'replaces an older success by a failure where nothing can be read (%s), and that by the next verdict',
    async (_, effect) => {
      shop();
      const pr = open('Closes #1');
      const token = sandbox.workflowToken('shop/web', WRITE);
      const rest: Partial<ActionRun> = {
        token,
        event: 'pull_request_target',
        payload: { pull_request: { number: pr.number, head: { ref: pr.headRef, sha: pr.headOid } } },
        inputs: { 'check-run': 'true' },
        env: { NODE_OPTIONS: FAST_TIME },
      };
      const shown = () => sandbox.checkRuns('shop/web', pr.headOid).map(({ conclusion }) => conclusion);
      await run(pr, rest);
      expect(shown()).toEqual(['success']);
      sandbox.editPullRequest(pr, { body: '' });
      sandbox.faults.onRequest({ route: 'POST /graphql', times: 1000, effect });
      expect((await run(pr, { ...rest, inputs: { 'check-run': 'true', 'dry-run': 'true' } })).exitCode).toBe(1);
      expect(shown().at(-1)).toBe('success');
      expect((await run(pr, rest)).exitCode).toBe(1);
      expect(shown().at(-1)).toBe('failure');
      sandbox.faults.clear();
      sandbox.editPullRequest(pr, { body: 'Closes #1' });
      expect((await run(pr, rest)).exitCode).toBe(0);
      expect(shown().at(-1)).toBe('success');
    },
  );
});

describe('dry-run and mode', () => {
  test('a dry run shows the failing verdict, writes nothing and does not fail', async () => {
    shop();
    const token = sandbox.workflowToken('shop/web', WRITE);
    const result = await run(open(), { token, inputs: { 'dry-run': 'true', 'check-run': 'true' } });
    expect(result).toMatchObject({ exitCode: 0, outputs: { conclusion: 'failure' } });
    expect(result.commands.filter((line) => line.startsWith('::error'))).toEqual([]);
    expect(sandbox.tape.writes).toBe(0);
  });

  test('mode caps what the configuration says', async () => {
    shop();
    const result = await run(open(), { inputs: { mode: 'warn' } });
    expect(result).toMatchObject({ exitCode: 0, outputs: { conclusion: 'neutral' } });
  });

  test.each([
    [{ mode: 'warn' }, 'neutral', 'neutral'],
    [{ mode: 'report' }, 'neutral', 'neutral'],
    [{ mode: 'off' }, 'neutral', 'neutral'],
    [{ 'dry-run': 'true' }, 'failure', null],
    [{}, 'failure', 'failure'],
  ])('%j caps the check of the configuration file like any other', async (inputs, conclusion, shown) => {
    shop();
    const pr = sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Tighten',
      body: 'Closes #1',
      author: 'ann',
      files: [{ path: '.github/leadership.yml', content: 'mode: enfroce\n' }],
    });
    const token = sandbox.workflowToken('shop/web', WRITE);
    const result = await run(pr, { token, inputs: { ...inputs, 'check-run': 'true' } });
    const isRed = shown === 'failure';
    expect(result).toMatchObject({ exitCode: isRed ? 1 : 0, outputs: { conclusion } });
    expect(JSON.parse(result.outputs.verdict ?? '')).toMatchObject({ conclusion: 'success' });
    expect(result.commands.some((line) => line.startsWith('::error'))).toBe(isRed);
    expect(result.commands).toContainEqual(expect.stringMatching(/^::(error|warning) title=mode,file=/));
    const runs = sandbox.checkRuns('shop/web', pr.headOid, 'leadership/config');
    expect(runs.map((each) => each.conclusion)).toEqual(shown === null ? [] : [shown]);
  });

  test('all wrong inputs are named at once, and GitHub is not asked', async () => {
    shop();
    const result = await run(open(), { inputs: { mode: 'enforced', 'dry-run': 'yes', command: 'chek' } });
    expect(result.exitCode).toBe(1);
    const errors = result.commands.filter((line) => line.startsWith('::error'));
    expect(errors.join('\n')).toMatch(/`command`.*`check`\?[\s\S]*`dry-run`[\s\S]*`mode`.*`enforce`\?/);
    expect(errors).toHaveLength(3);
    expect(api()).toEqual([]);
  });
});

describe('GitHub in trouble', () => {
  test('502 twice, then an answer: the verdict stands', async () => {
    shop();
    const pr = open('Closes #1');
    sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 2,
      effect: { kind: 'status', status: 502, when: 'before' },
    });
    expect(await run(pr)).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(api()).toHaveLength(3);
  });

  test.each([
    [
      '403',
      { kind: 'status', status: 403, when: 'before', message: 'Resource not accessible by integration' },
      /permissions/,
    ],
    ['404', { kind: 'status', status: 404, when: 'before' }, /permissions/],
    ['500 for good', { kind: 'status', status: 500, when: 'before' }, /githubstatus/],
    ['a rate limit for longer than a job waits', { kind: 'secondary-limit', retryAfter: 300 }, /pause of 300 s/],
  ] as const)('%s on reading is a failure with cause and hint, even for what would pass', async (_, effect, hint) => {
    shop();
    const pr = open('Closes #1');
    sandbox.faults.onRequest({ route: 'POST /graphql', times: 100, effect });
    const result = await run(pr, { env: { NODE_OPTIONS: FAST_TIME } });
    expect(result.exitCode).toBe(1);
    expect(result.outputs.conclusion).toBe('');
    expect(result.commands).toContainEqual(expect.stringMatching(/^::error .*Nothing was decided/));
    expect(result.log).toMatch(hint);
    expect(result.summary).toContain('Nothing was decided');
  });

  test('a token without permission to read a private repository’s pull requests fails and names what to grant', async () => {
    shop(ENFORCE, true);
    const result = await run(open('Closes #1'), { token: sandbox.workflowToken('shop/web', { contents: 'read' }) });
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('pull-requests: read');
  });

  test('a wrong token is told apart', async () => {
    shop();
    const result = await run(open('Closes #1'), { token: 'ghs_wrong' });
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('The token is wrong or has expired');
    expect(result.log).not.toContain('ghs_wrong');
  });
});

describe('a merge group', () => {
  test('is judged by its pull requests, the worst wins', async () => {
    shop();
    const linked = open('Closes #1');
    const unlinked = sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Other',
      author: 'ann',
      files: [{ path: 'src/a.ts' }],
    });
    const runGroup = (entry: { readonly headOid: string; readonly headRef: string }, payload: unknown) =>
      run(linked, {
        event: 'merge_group',
        payload,
        env: { GITHUB_SHA: entry.headOid, GITHUB_REF: `refs/heads/${entry.headRef}` },
      });
    const first = sandbox.enqueue(linked);
    const payload = {
      merge_group: { head_sha: first.headOid, head_ref: `refs/heads/${first.headRef}`, base_ref: 'refs/heads/main' },
    };
    expect(await runGroup(first, payload)).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    const second = sandbox.enqueue(unlinked);
    expect(await runGroup(second, {})).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
  });
});

describe('a push', () => {
  const push = (
    content: string | null,
    permissions: Record<string, 'read'> = { contents: 'read' },
    isPrivate = false,
  ) => {
    shop(content === null ? { 'README.md': '' } : { '.github/leadership.yml': content }, isPrivate);
    const sha = sandbox.world.repository('shop/web').branches.get('main') ?? '';
    return runAction({
      sandbox,
      event: 'push',
      payload: {},
      token: sandbox.workflowToken('shop/web', permissions),
      env: { GITHUB_SHA: sha, GITHUB_REF: 'refs/heads/main' },
    });
  };

  test('of a valid configuration passes', async () => {
    expect(await push('mode: enforce\n')).toMatchObject({
      exitCode: 0,
      outputs: { conclusion: 'success', title: 'The configuration is valid' },
    });
  });

  test('of a configuration with mistakes gets each on its line', async () => {
    const result = await push('mode: enfroce\nobjektives: {}\n');
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { conclusion: 'failure', title: '2 problems in the configuration' },
    });
    expect(result.commands.filter((line) => line.startsWith('::error'))).toEqual([
      expect.stringMatching(/file=\.github\/leadership\.yml,line=1,.*col=7.*::`mode`/),
      expect.stringMatching(/file=\.github\/leadership\.yml,line=2,.*col=1.*::`objektives`.*`objectives`\?/),
    ]);
  });

  test('without a configuration says so and passes', async () => {
    expect(await push(null)).toMatchObject({
      exitCode: 0,
      outputs: { title: 'There is no configuration file; the defaults apply' },
    });
  });

  test('in a private repository that the token can’t read is no pass', async () => {
    const result = await push('mode: enfroce\n', {}, true);
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('contents: read');
  });
});

test('any other event is an error that names those it handles', async () => {
  shop();
  const result = await run(open(), { event: 'issues' });
  expect(result.exitCode).toBe(1);
  expect(result.log).toMatch(/issues starts nothing.*pull_request, pull_request_target and merge_group.*push/);
});
