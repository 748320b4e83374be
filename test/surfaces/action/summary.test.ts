/** The weekly summary as a job posts it. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Issue, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { runAction } from './run-action.ts';

const REPO = 'shop/web';
const WRITER = { contents: 'read', issues: 'write', pull_requests: 'read' } as const;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': 'mode: warn\n' } });
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

const issues = (): Issue[] =>
  [...sandbox.world.repository(REPO).items.values()].flatMap((item) =>
    item.kind === 'Issue' && item.labels.has('leadership-summary') ? [item] : [],
  );
const open = () => issues().filter(({ state }) => state === 'OPEN');

const job = (
  event: string,
  inputs: Readonly<Record<string, string>> = {},
  permissions: Readonly<Record<string, 'read' | 'write'>> = WRITER,
) => runAction({ sandbox, token: sandbox.workflowToken(REPO, permissions), event, payload: {}, inputs });

describe('by time', () => {
  test('posts the issue, says which, and shows it in the job summary', async () => {
    const { exitCode, outputs, summary, stderr } = await job('schedule');
    const [issue] = open();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(outputs['summary-issue']).toBe(String(issue?.number));
    expect(outputs).toMatchObject({
      conclusion: 'skipped',
      title: expect.stringMatching(/^Posted the summary of .*: shop\/web#1$/),
    });
    expect(summary).toContain(issue?.body.split('\n')[2]);
    expect(issue?.author.login).toBe('github-actions');
  });

  test('finds it each time after that in two reads, and leaves it as it is', async () => {
    await job('schedule');
    sandbox.createIssue({ repo: REPO, title: 'Keep webhook v1?', author: 'shop', labels: ['decision'] });
    sandbox.tape.clear();
    const { exitCode, outputs } = await job('schedule');
    expect({ exitCode, number: outputs['summary-issue'] }).toEqual({ exitCode: 0, number: '1' });
    expect(outputs.title).toMatch(/^Posted already: the summary of .*, shop\/web#1$/);
    expect(sandbox.tape).toMatchObject({ reads: 2, writes: 0 });
  });

  test('in two jobs at the same second ends with one', async () => {
    sandbox.faults.latency = 30;
    await Promise.all([job('schedule'), job('schedule')]);
    expect(open()).toHaveLength(1);
    expect(open()[0]).toBe(issues()[0]);
  });

  test('posts it where no file speaks for the repository: its workflow does', async () => {
    sandbox.createRepository({ owner: 'shop', name: 'bare' });
    const token = sandbox.workflowToken('shop/bare', WRITER);
    const { exitCode, outputs } = await runAction({
      sandbox,
      token,
      event: 'schedule',
      payload: {},
      env: { GITHUB_REPOSITORY: 'shop/bare' },
    });
    expect({ exitCode, number: outputs['summary-issue'] }).toEqual({ exitCode: 0, number: '1' });
  });

  test('posts none where it is switched off', async () => {
    sandbox.writeFile(REPO, '.github/leadership.yml', 'summary: { enabled: false }\n');
    const { exitCode, outputs } = await job('schedule');
    expect({ exitCode, number: outputs['summary-issue'] }).toEqual({ exitCode: 0, number: '' });
    expect(outputs.title).toBe('No summary: `summary.enabled` is false');
    expect(issues()).toEqual([]);
  });

  test('beside a check run that follows the sprint does both, and the sprint tells the title', async () => {
    const { exitCode, outputs, summary } = await job(
      'schedule',
      { 'check-run': 'true' },
      { ...WRITER, checks: 'write' },
    );
    expect({ exitCode, number: outputs['summary-issue'] }).toEqual({ exitCode: 0, number: '1' });
    expect(outputs.title).toBe('Looked at 0 open pull requests · 0 say something else now');
    expect(summary).toContain('Posted the summary of');
    expect(open()).toHaveLength(1);
  });

  test('posts none where only checks are asked for', async () => {
    const { exitCode } = await job(
      'schedule',
      { 'check-run': 'true', command: 'check' },
      { ...WRITER, checks: 'write' },
    );
    expect(exitCode).toBe(0);
    expect(issues()).toEqual([]);
  });
});

describe('by hand', () => {
  test.each([
    ['workflow_dispatch', {}],
    ['push', { command: 'summary' }],
  ])('on %s brings it up to date', async (event, inputs) => {
    await job('schedule');
    sandbox.createIssue({ repo: REPO, title: 'Keep webhook v1?', author: 'shop', labels: ['decision'] });
    const { exitCode, outputs } = await job(event, inputs);
    expect({ exitCode, number: outputs['summary-issue'] }).toEqual({ exitCode: 0, number: '1' });
    expect(outputs.title).toMatch(/^Brought the summary of .* up to date: shop\/web#1$/);
    expect(open()[0]?.body).toContain('Keep webhook v1?');
    sandbox.tape.clear();
    expect((await job(event, inputs)).outputs.title).toMatch(/^Unchanged: the summary of/);
    expect(sandbox.tape.writes).toBe(0);
  });

  test('in a dry run shows it and what would be done, and writes nothing', async () => {
    const { exitCode, outputs, summary, log } = await job('workflow_dispatch', { 'dry-run': 'true' });
    expect({ exitCode, number: outputs['summary-issue'] }).toEqual({ exitCode: 0, number: '' });
    expect(outputs.title).toMatch(/^Would post the summary of .* in shop\/web$/);
    for (const text of [summary, log]) expect(text).toContain('**1 Headline**');
    expect(sandbox.tape.writes).toBe(0);
  });
});

test('a check run loads nothing of it', () => {
  const { main } = parse(readFileSync('action.yml', 'utf8')).runs as { readonly main: string };
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, next = ''] of source.matchAll(/(?:from|import)\s*["'](\.\/[^"']+)["']/g))
      load(join(dirname(file), next));
  };
  load(main);
  expect([...loaded].filter((file) => readFileSync(file, 'utf8').includes('Weekly alignment'))).toEqual([]);
});

describe('is red, once and with a reason,', () => {
  test('without the permission', async () => {
    const { exitCode, commands } = await job('schedule', {}, { ...WRITER, issues: 'read' });
    expect(exitCode).toBe(1);
    expect(commands.join('\n')).toMatch(/^::error .*issues: write/m);
    expect(issues()).toEqual([]);
  });

  test('where GitHub does not show the week, with what a summary needs', async () => {
    const message = 'Resource not accessible by integration';
    sandbox.faults.onRequest({
      route: 'POST /graphql',
      times: 99,
      effect: { kind: 'status', status: 403, when: 'before', message },
    });
    const { exitCode, commands, outputs, summary } = await job('schedule');
    expect({ exitCode, title: outputs.title, number: outputs['summary-issue'] }).toEqual({
      exitCode: 1,
      title: '',
      number: '',
    });
    const errors = commands.filter((command) => command.startsWith('::error'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/The weekly summary was not posted: .*issues: write/);
    for (const text of [...errors, summary]) expect(text).not.toMatch(/decided|unchecked/);
    expect(summary).toContain('The weekly summary was not posted');
  });

  test('where neither the sprint nor the summary can be read, with both', async () => {
    const refuse = (status: number, message: string, times: number) =>
      sandbox.faults.onRequest({
        route: 'POST /graphql',
        times,
        effect: { kind: 'status', status, when: 'before', message },
      });
    refuse(401, 'Bad credentials', 1);
    refuse(403, 'Resource not accessible by integration', 99);
    const { exitCode, commands } = await job('schedule', { 'check-run': 'true' }, { ...WRITER, checks: 'write' });
    expect(exitCode).toBe(1);
    const errors = commands.filter((command) => command.startsWith('::error')).join('\n');
    expect(errors).toContain('The token is wrong or has expired');
    expect(errors).toContain('The weekly summary was not posted');
  });

  test.each(['schedule', 'workflow_dispatch'])(
    'and not for want of it on %s, in a job that is there for its check runs',
    async (event) => {
      const permissions = { contents: 'read', issues: 'read', pull_requests: 'read', checks: 'write' } as const;
      const { exitCode, commands, outputs } = await job(event, { 'check-run': 'true' }, permissions);
      expect(exitCode).toBe(0);
      expect(outputs.title).toMatch(/^Looked at 0 open pull requests/);
      const said = commands.join('\n');
      expect(said).toMatch(/^::notice .*Grant `issues: write`, or leave it out: `command: check`/m);
      expect(said).not.toMatch(/^::(?:error|warning)/m);
      expect(issues()).toEqual([]);
    },
  );

  test('and not where issues are disabled: nothing is wrong with the job', async () => {
    sandbox.world.repository(REPO).hasIssues = false;
    const { exitCode, outputs } = await job('schedule');
    expect(exitCode).toBe(0);
    expect(outputs.title).toBe('No summary: issues are disabled in shop/web');
  });
});
