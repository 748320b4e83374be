/** Issues as the running App labels them: the sandbox's own webhooks, real HTTP in both directions. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issue, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { CONFIG, eventually, type ServerProcess, type Stage, serve, stage, stop } from './support/app-process.ts';

let all: Stage;
let sandbox: Sandbox;
let server: ServerProcess;

beforeAll(async () => {
  all = await stage();
  ({ sandbox } = all);
  sandbox.createRepository({ owner: 'acme', name: 'quiet', files: { 'README.md': '# Quiet\n' } });
  sandbox.createRepository({ owner: 'acme', name: 'plans', files: { '.github/leadership.yml': CONFIG } });
  server = await serve(all);
});
afterAll(async () => {
  await stop(server);
  await sandbox.close();
});
afterEach(() => {
  expect(validateTape(sandbox.tape)).toEqual([]);
  sandbox.faults.clear();
  sandbox.tape.clear();
});

const open = (more: Partial<Parameters<Sandbox['createIssue']>[0]> = {}): Issue =>
  sandbox.createIssue({ repo: 'acme/web', title: 'Some work', author: 'ann', ...more });
const labelsOf = (issue: Issue) => [...issue.labels.values()].map(({ name }) => name).sort();
const labelled = (issue: Issue, ...labels: readonly string[]) =>
  eventually(
    () => (String(labelsOf(issue)) === String(labels) ? (true as const) : undefined),
    `#${issue.number} to have ${labels.join() || 'no labels'}, not ${labelsOf(issue).join()}`,
  );
const linesOf = (happening: string, { repository, number }: Issue) =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes(`"happening":"${happening}"`))
    .filter((line) => line.includes(`"${repository.owner.login}/${repository.name}","number":${number},`));
/** Resolves when the App said so of this issue once more than before. */
function said(happening: string, issue: Issue): Promise<true> {
  const before = linesOf(happening, issue).length;
  return eventually(
    () => (linesOf(happening, issue).length > before ? (true as const) : undefined),
    `${happening} of #${issue.number}`,
  );
}
const writes = () => sandbox.tape.writes;

describe.concurrent('an issue that changes', () => {
  test('an issue whose type says debt gets the label, and loses it with the type', async () => {
    const issue = open({ type: 'Tech Debt' });
    await labelled(issue, 'tech-debt');
    sandbox.setType(issue, null, 'ann');
    await labelled(issue);
  });

  test('a label that says debt brings the debt label; taking it away takes that back', async () => {
    const issue = open();
    sandbox.addLabel(issue, 'refactor', 'ann');
    await labelled(issue, 'refactor', 'tech-debt');
    sandbox.removeLabel(issue, 'refactor', 'ann');
    await labelled(issue);
  });

  test('what a person did to the label stands', async () => {
    const removed = open({ type: 'Tech Debt' });
    await labelled(removed, 'tech-debt');
    sandbox.removeLabel(removed, 'tech-debt', 'ann');
    await said('labelled', removed);
    expect(labelsOf(removed)).toEqual([]);

    const set = open();
    sandbox.addLabel(set, 'tech-debt', 'ann');
    await said('labelled', set);
    sandbox.editIssue(set, { title: 'Another title' }, 'ann');
    await said('labelled', set);
    expect(labelsOf(set)).toEqual(['tech-debt']);
  });

  test('a label that came along with a transfer is a person’s', async () => {
    sandbox.createIssue({ repo: 'acme/plans', title: 'Makes the label', labels: ['tech-debt'], author: 'ann' });
    const issue = open({ labels: ['tech-debt'] });
    await said('labelled', issue);
    const moved = sandbox.transferIssue(issue, 'acme/plans', 'ann');
    await said('labelled', moved);
    expect(labelsOf(moved)).toEqual(['tech-debt']);
  });

  test('our own label is no event for us', async () => {
    const issue = open({ type: 'Tech Debt' });
    await labelled(issue, 'tech-debt');
    await sandbox.settle();
    const own = sandbox.deliveries.find(
      ({ event, action, body }) =>
        `${event}.${action}` === 'issues.labeled' &&
        body.includes(`"number":${issue.number},`) &&
        body.includes('[bot]'),
    );
    expect(own?.status).toBe(202);
    await eventually(() => (server.output().includes(`"delivery":"${own?.guid}"`) ? true : undefined));
    expect(server.output()).toMatch(new RegExp(`"delivery":"${own?.guid}".*"jobs":0`));
  });
});

test('an issue that is no debt costs one read and no write', async () => {
  const issue = open();
  await said('labelled', issue);
  expect(sandbox.tape.reads).toBe(1);
  expect(writes()).toBe(0);
});

test('an issue that has its label already costs one read and no write', async () => {
  const issue = open({ type: 'Tech Debt' });
  await labelled(issue, 'tech-debt');
  await sandbox.settle();
  sandbox.tape.clear();
  const again = said('labelled', issue);
  sandbox.editIssue(issue, { title: 'Another title' }, 'ann');
  await again;
  expect([sandbox.tape.reads, writes()]).toEqual([1, 0]);
});

test('where no configuration rules there is silence', async () => {
  const issue = open({ repo: 'acme/quiet', type: 'Tech Debt' });
  await said('silent', issue);
  expect(writes()).toBe(0);
});

test('a label that GitHub does not take now is set a little later', async () => {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
  sandbox.faults.onRequest({ route, times: 10, effect: { kind: 'status', status: 502, when: 'before' } });
  const issue = open({ type: 'Tech Debt' });
  await said('labelled', issue);
  sandbox.faults.clear();
  await labelled(issue, 'tech-debt');
});
