/** One engine behind three doors: the App, the Action and the command line say the same about the same pull request. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRequest, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../support/openapi.ts';
import { runAction } from './action/run-action.ts';
import {
  checked,
  SECRET,
  type ServerProcess,
  type Stage,
  stage,
  startServer,
  WEBHOOK_PATH,
} from './app/support/app-process.ts';

const CONFIG = 'mode: enforce\nguardrails: { linked-objective: { require: objective } }\n';
const REPOSITORY = 'acme/web';

let set: Stage;
let sandbox: Sandbox;
let server: ServerProcess;

beforeAll(async () => {
  set = await stage({ config: CONFIG });
  ({ sandbox } = set);
  sandbox.setPermission(REPOSITORY, 'mira', 'maintain');
  sandbox.createIssue({ repo: REPOSITORY, title: 'Cart survives', author: 'mira', labels: ['objective'] });
  sandbox.createIssue({ repo: REPOSITORY, title: 'Retry `it` @all', author: 'mira', parent: `${REPOSITORY}#1` });
  sandbox.createIssue({ repo: REPOSITORY, title: 'Dark mode', author: 'mira' });
  sandbox.createUser('renovate', 'Bot');
  server = await startServer(set.env);
  set.app.webhook = { url: `${server.url}${WEBHOOK_PATH}`, secret: SECRET };
});
afterAll(async () => {
  server.child.kill();
  await server.exited;
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

/** Through the App: the webhook of opening it, and the verdict that the check on GitHub carries as data. */
async function byApp(pr: PullRequest, conclusion: string): Promise<unknown> {
  const { text } = (await checked(sandbox, pr, conclusion)).output;
  const [, json = ''] = /^`{3,}json\n([\s\S]*)\n`{3,}$/m.exec(text ?? '') ?? [];
  return JSON.parse(json);
}

async function byAction(
  pr: PullRequest,
  inputs: Readonly<Record<string, string>> = {},
): Promise<{ readonly verdict: unknown; readonly exitCode: number | null }> {
  const { outputs, exitCode } = await runAction({
    sandbox,
    token: sandbox.workflowToken(REPOSITORY, {
      contents: 'read',
      pull_requests: 'read',
      issues: 'read',
      ...(inputs['check-run'] === 'true' && { checks: 'write' }),
    }),
    inputs,
    event: 'pull_request',
    payload: { pull_request: { number: pr.number, head: { ref: pr.headRef } } },
    env: { GITHUB_REPOSITORY: REPOSITORY },
  });
  return { verdict: JSON.parse(outputs.verdict ?? 'null'), exitCode };
}

function byCommandLine(pr: PullRequest): Promise<{ readonly verdict: unknown; readonly exitCode: number | null }> {
  const { PATH } = process.env;
  const env = { PATH, GITHUB_TOKEN: sandbox.userToken('mira'), GITHUB_API_URL: sandbox.url };
  const args = ['src/surfaces/cli/index.ts', 'check', `${REPOSITORY}#${pr.number}`, '--json'];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_, stdout) => {
      resolve({ verdict: JSON.parse(stdout), exitCode: child.exitCode });
    });
  });
}

describe('the same pull request', () => {
  it.each([
    ['names nothing', { body: '' }, 'failure', 1],
    ['closes a task under an objective', { body: 'Closes #2' }, 'success', 0],
    ['closes a task under no objective', { body: 'Fixes #3, <!-- Fixes #2 -->' }, 'failure', 1],
    ['names an objective beside what does not exist', { body: 'Objective: #1\nCloses #99' }, 'success', 0],
    ['is by a bot', { body: '', author: 'renovate' }, 'success', 0],
    ['changes documentation only', { body: '', files: [{ path: 'docs/a.md' }] }, 'success', 0],
  ])('that %s gets the same verdict through each door', async (what, input, conclusion, exitCode) => {
    const pr = sandbox.openPullRequest({
      repo: REPOSITORY,
      title: what,
      author: 'mira',
      head: what.replaceAll(' ', '-'),
      files: [{ path: 'src/a.ts' }],
      ...input,
    });

    const app = await byApp(pr, conclusion);
    const action = await byAction(pr);
    const commandLine = await byCommandLine(pr);

    expect(app).toMatchObject({ version: 1, conclusion, verdicts: [{ pullRequest: pr.number }] });
    expect(action).toEqual({ verdict: app, exitCode });
    expect(commandLine).toEqual({ verdict: app, exitCode });
  });
});

describe('a pull request that the debt plan stops', () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const plan = `mode: enforce
sprint: { length: 2w, anchor: ${yesterday} }
guardrails:
  linked-objective: { require: objective }
  debt-capacity: { floor: 10%, ceiling: 30%, capacity: 20 }
`;

  beforeAll(() => {
    sandbox.writeFile(REPOSITORY, '.github/leadership.yml', plan);
    for (let index = 0; index < 6; index++) {
      sandbox.merge(
        sandbox.openPullRequest({
          repo: REPOSITORY,
          title: 'refactor: tidy up',
          author: 'mira',
          head: `tidy-${index}`,
          files: [{ path: 'src/a.ts' }],
        }),
      );
    }
  });

  it('gets the same verdict through each door that keeps it up, and is warned about by a job alone', async () => {
    const pr = sandbox.openPullRequest({
      repo: REPOSITORY,
      title: 'refactor: one more',
      body: 'Closes #2',
      author: 'mira',
      head: 'one-more',
      files: [{ path: 'src/a.ts' }],
    });
    const run = await checked(sandbox, pr, 'failure', 'leadership/debt');
    await checked(sandbox, pr, 'success');
    const commandLine = await byCommandLine(pr);
    const writing = await byAction(pr, { 'check-run': 'true' });
    const alone = await byAction(pr);

    expect(run.output.title).toMatch(/^Debt plan used up/);
    expect(commandLine).toMatchObject({
      exitCode: 1,
      verdict: { conclusion: 'failure', verdicts: [{ guardrails: [{ rule: 'debt-capacity', code: 'ceiling' }, {}] }] },
    });
    expect(writing).toEqual(commandLine);
    expect(alone).toMatchObject({ exitCode: 0, verdict: { conclusion: 'neutral' } });
  });
});
