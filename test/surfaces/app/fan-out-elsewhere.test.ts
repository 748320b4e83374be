/** What hangs on an issue without mentioning it, or from another repository, over the sandbox's own webhooks. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Installation, Issue, PullRequest, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { checked, eventually, type ServerProcess, type Stage, serve, stage, stop } from './support/app-process.ts';

const CONFIG = 'mode: enforce\nguardrails: { linked-objective: { require: objective } }\n';
const WITH_BRANCHES = `${CONFIG}objectives: { accept: [closing, sidebar, parent, label, branch] }\n`;

let all: Stage;
let sandbox: Sandbox;
let server: ServerProcess;
let other: Installation;

beforeAll(async () => {
  all = await stage({ config: CONFIG });
  ({ sandbox } = all);
  sandbox.createUser('ann');
  const repositories: [string, string, Record<string, string>][] = [
    ['acme', 'plans', { 'README.md': '# Plans\n' }],
    ['acme', 'more-plans', { 'README.md': '# Plans\n' }],
    ['acme', 'third-plans', { 'README.md': '# Plans\n' }],
    ['acme', 'branches', { '.github/leadership.yml': WITH_BRANCHES }],
    ['other', 'app', { '.github/leadership.yml': CONFIG }],
  ];
  for (const [owner, name, files] of repositories) sandbox.createRepository({ owner, name, files });
  for (const name of ['acme/web', ...repositories.map(([owner, name]) => `${owner}/${name}`)]) {
    sandbox.setPermission(name, 'ann', 'maintain');
  }
  other = sandbox.installApp(all.app, 'other');
  server = await serve(all);
});
afterAll(async () => {
  await stop(server);
  await sandbox.close();
});
afterEach(() => expect(validateTape(sandbox.tape)).toEqual([]));

let files = 0;
const open = (body: string, more: Partial<Parameters<Sandbox['openPullRequest']>[0]> = {}): PullRequest =>
  sandbox.openPullRequest({
    repo: 'acme/web',
    title: 'Add a thing',
    author: 'ann',
    files: [{ path: `a${files++}.ts`, content: '1' }],
    body,
    ...more,
  });
const objective = (repo = 'acme/web'): Issue =>
  sandbox.createIssue({ repo, title: 'A goal', author: 'ann', labels: ['objective'] });
const under = (parent: Issue, repo = 'acme/web'): Issue =>
  sandbox.createIssue({
    repo,
    title: 'A task',
    author: 'ann',
    parent: `${parent.repository.owner.login}/${parent.repository.name}#${parent.number}`,
  });
/** Until all that its opening asked for is done, so that nothing but the change itself leads to it. */
async function rested(pr: PullRequest): Promise<void> {
  await checked(sandbox, pr, 'success');
  await pause(1_500);
}
async function followed(pr: PullRequest, change: () => void): Promise<void> {
  await rested(pr);
  change();
  await checked(sandbox, pr, 'failure');
}
const losesLabel = (goal: Issue) => () => sandbox.removeLabel(goal, 'objective', 'ann');

describe.concurrent('a verdict follows the issue that it hangs on', { timeout: 40_000 }, () => {
  test.each(['objective', 'OKR'])('by a label %s/…', async (word) => {
    const goal = objective();
    await followed(open('Some words', { labels: [`${word}/${goal.number}`] }), losesLabel(goal));
  });

  test('by a label that names one under it', async () => {
    const goal = objective();
    const pr = open('Some words', { labels: [`okr/#${under(under(goal)).number}`] });
    await followed(pr, losesLabel(goal));
  });

  test('by a label in the repository of the one under it', async () => {
    const goal = objective('acme/plans');
    const pr = open('Some words', { labels: [`okr/${under(goal).number}`] });
    await followed(pr, losesLabel(goal));
  });

  test('by its branch, where that is accepted', async () => {
    const goal = objective('acme/branches');
    const pr = open('Some words', { repo: 'acme/branches', head: `okr-${goal.number}-x` });
    await followed(pr, losesLabel(goal));
  });

  test('from a repository of another installation, under that one', async () => {
    const goal = objective();
    const pr = open(`Closes acme/web#${goal.number}`, { repo: 'other/app' });
    // An objective of another owner is none, but what is linked may change all the same.
    await checked(sandbox, pr, 'failure');
    await pause(1_500);
    const lines = () =>
      server
        .output()
        .split('\n')
        .filter((line) => line.includes('"repository":"other/app"'));
    const before = lines().length;
    sandbox.removeLabel(goal, 'objective', 'ann');
    const line = await eventually(() => lines()[before]);
    expect(JSON.parse(line)).toMatchObject({ happening: 'evaluated', installation: other.id });
  });

  test('from another repository, when the issue is deleted', async () => {
    const goal = objective('acme/more-plans');
    const pr = open(`Closes acme/more-plans#${goal.number}`);
    await followed(pr, () => sandbox.deleteIssue(goal, 'ann'));
  });

  test('from another repository, when the label is deleted', async () => {
    const goal = objective('acme/third-plans');
    const pr = open(`Closes acme/third-plans#${goal.number}`);
    await followed(pr, () => sandbox.deleteLabel('acme/third-plans', 'objective', 'ann'));
  });
});
