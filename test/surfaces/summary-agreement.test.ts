/** One engine behind three doors: the App, the Action and the command line tell the same of the same week. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../support/openapi.ts';
import { runAction } from './action/run-action.ts';
import { eventually, type ServerProcess, type Stage, stage, startServer, stop } from './app/support/app-process.ts';

const REPOSITORY = 'acme/web';
const DAY = 24 * 3_600_000;
const CONFIG = `sprint: { length: 2w, anchor: 2026-01-05 }
vision: { statement: Checkout that never loses a cart. }
guardrails: { debt-capacity: { floor: 10%, ceiling: 30%, capacity: 20, mode: warn } }
summary: { pin: true }
`;

let set: Stage;
let sandbox: Sandbox;
let server: ServerProcess;

beforeAll(async () => {
  set = await stage({ config: CONFIG });
  ({ sandbox } = set);
  sandbox.setPermission(REPOSITORY, 'mira', 'maintain');
  const now = Date.now();
  const at = (days: number) => sandbox.clock.set(new Date(now - days * DAY).toISOString());
  at(40);
  sandbox.createIssue({ repo: REPOSITORY, title: 'Cart survives @all', author: 'mira', labels: ['objective', 'now'] });
  sandbox.createIssue({ repo: REPOSITORY, title: 'Keep webhook v1?', author: 'mira', labels: ['decision'] });
  for (let day = 38; day > 0; day -= 2) {
    at(day);
    const isDebt = day % 8 === 0;
    const pr = sandbox.openPullRequest({
      repo: REPOSITORY,
      title: isDebt ? 'refactor: tidy `up`' : 'Keep the cart',
      body: day % 6 === 0 ? 'No link' : 'Objective: #1',
      author: 'mira',
      head: `work-${day}`,
      files: [{ path: 'src/a.ts' }],
    });
    at(day - 1);
    if (day > 2) sandbox.merge(pr);
  }
  at(0);
  server = await startServer(set.env);
});
afterAll(async () => {
  await stop(server);
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

const posted = () =>
  [...sandbox.world.repository(REPOSITORY).items.values()].find(({ labels }) => labels.has('leadership-summary'));

function byCommandLine(token: string): Promise<string> {
  const { PATH } = process.env;
  const env = { PATH, GITHUB_TOKEN: token, GITHUB_API_URL: sandbox.url };
  return new Promise((resolve) =>
    execFile(process.execPath, ['src/surfaces/cli/index.ts', 'summary', REPOSITORY], { env }, (_, stdout) =>
      resolve(stdout),
    ),
  );
}

it('the same week has the same text through each door', async () => {
  const issue = await eventually(posted, 'the App’s issue');
  const { title, body } = issue;
  const token = sandbox.workflowToken(REPOSITORY, {
    contents: 'read',
    issues: 'read',
    pull_requests: 'read',
    deployments: 'read',
  });
  const { summary } = await runAction({
    sandbox,
    token,
    event: 'workflow_dispatch',
    payload: {},
    inputs: { 'dry-run': 'true' },
    env: { GITHUB_REPOSITORY: REPOSITORY },
  });
  const commandLine = await byCommandLine(token);

  expect(title).toMatch(/^Weekly alignment: web, /);
  expect(body).toContain('Checkout that never loses a cart.');
  expect(body).toContain('**4 Debt**');
  expect(commandLine.startsWith(`${title}\n\n${body.trimEnd()}\n`)).toBe(true);
  expect(summary).toContain(body.trimEnd());
});
