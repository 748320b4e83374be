/** What changes at an issue reaches the pull requests that hang on it: the sandbox's own webhooks, real HTTP both ways. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issue, PullRequest, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import {
  check,
  checked,
  eventually,
  type ServerProcess,
  type Stage,
  serve,
  stage,
  startServer,
  stop,
} from './support/app-process.ts';

const CONFIG = 'mode: enforce\nguardrails: { linked-objective: { require: objective } }\n';

let all: Stage;
let sandbox: Sandbox;
let server: ServerProcess;

beforeAll(async () => {
  all = await stage({ config: CONFIG });
  ({ sandbox } = all);
  sandbox.createRepository({ owner: 'acme', name: 'plans', files: { 'README.md': '# Plans\n' } });
  sandbox.createUser('ann');
  sandbox.setPermission('acme/web', 'ann', 'maintain');
  sandbox.setPermission('acme/plans', 'ann', 'maintain');
  server = await serve(all);
});
afterAll(async () => {
  await stop(server);
  await sandbox.close();
});
afterEach(() => {
  expect(validateTape(sandbox.tape)).toEqual([]);
  sandbox.faults.clear();
});

let branches = 0;
const open = (body: string, more: Partial<Parameters<Sandbox['openPullRequest']>[0]> = {}): PullRequest =>
  sandbox.openPullRequest({
    repo: 'acme/web',
    title: 'Add a thing',
    author: 'ann',
    files: [{ path: `a${branches++}.ts`, content: '1' }],
    body,
    ...more,
  });
const issue = (more: Partial<Parameters<Sandbox['createIssue']>[0]> = {}): Issue =>
  sandbox.createIssue({ repo: 'acme/web', title: 'Some work', author: 'ann', ...more });
const objective = (more: Partial<Parameters<Sandbox['createIssue']>[0]> = {}) =>
  issue({ labels: ['objective'], title: 'A goal', ...more });
const under = (parent: Issue, more: Partial<Parameters<Sandbox['createIssue']>[0]> = {}) =>
  issue({ parent: `${parent.repository.owner.login}/${parent.repository.name}#${parent.number}`, ...more });
const of = (to: Issue) => `Closes ${to.repository.owner.login}/${to.repository.name}#${to.number}`;
const isTold = (happening: string, work: string, number: number) =>
  eventually(
    () =>
      server
        .output()
        .split('\n')
        .some(
          (line) =>
            line.includes(`"happening":"${happening}"`) &&
            line.includes(`"${work}"`) &&
            line.includes(`"number":${number},`),
        )
        ? (true as const)
        : undefined,
    `${happening} of #${number}`,
  );

describe.concurrent('a verdict follows', () => {
  test('the label of the issue that it links to', async () => {
    const goal = objective();
    const pr = open(of(goal));
    await checked(sandbox, pr, 'success');
    sandbox.removeLabel(goal, 'objective', 'ann');
    await checked(sandbox, pr, 'failure');
    sandbox.addLabel(goal, 'objective', 'ann');
    await checked(sandbox, pr, 'success');
  });

  test('its type', async () => {
    const goal = issue();
    const pr = open(of(goal));
    await checked(sandbox, pr, 'failure');
    sandbox.setType(goal, 'Objective', 'ann');
    await checked(sandbox, pr, 'success');
  });

  test('its being closed as not planned', async () => {
    const goal = objective();
    const pr = open(of(goal));
    await checked(sandbox, pr, 'success');
    sandbox.closeIssue(goal, 'NOT_PLANNED', 'ann');
    await checked(sandbox, pr, 'failure');
    sandbox.reopenIssue(goal, 'ann');
    await checked(sandbox, pr, 'success');
  });

  test('an ancestor three levels up, and one eight levels up', async () => {
    const goal = objective();
    let low = under(goal);
    low = under(low);
    const near = open(of(under(low)));
    for (let level = 2; level < 8; level++) low = under(low);
    const far = open(of(low));
    await checked(sandbox, near, 'success');
    await checked(sandbox, far, 'success');
    sandbox.removeLabel(goal, 'objective', 'ann');
    await checked(sandbox, near, 'failure');
    await checked(sandbox, far, 'failure');
  });

  test('a sub-issue that gets another parent, or none', async () => {
    const goal = objective();
    const task = under(goal);
    const deeper = under(task);
    const pr = open(of(deeper));
    await checked(sandbox, pr, 'success');
    sandbox.setParent(task, null, 'ann');
    await checked(sandbox, pr, 'failure');
    sandbox.setParent(task, goal, 'ann');
    await checked(sandbox, pr, 'success');
  });

  test('an issue that is linked in the sidebar only, or named by a trailer', async () => {
    const goal = objective();
    const byHand = open('Some words');
    sandbox.linkInSidebar(byHand, goal);
    sandbox.editPullRequest(byHand, { title: 'Another title' });
    const byTrailer = open(`Some words\n\nObjective: #${goal.number}`);
    await checked(sandbox, byHand, 'success');
    await checked(sandbox, byTrailer, 'success');
    sandbox.removeLabel(goal, 'objective', 'ann');
    await checked(sandbox, byHand, 'failure');
    await checked(sandbox, byTrailer, 'failure');
  });

  test('an issue of another repository that has no configuration', async () => {
    const goal = objective({ repo: 'acme/plans' });
    const pr = open(of(goal));
    await checked(sandbox, pr, 'success');
    sandbox.removeLabel(goal, 'objective', 'ann');
    await checked(sandbox, pr, 'failure');
  });

  test('the thirtieth sub-issue, which comes on a further page', async () => {
    const goal = objective();
    const tasks = Array.from({ length: 30 }, () => under(goal));
    const pr = open(of(tasks.at(-1) ?? goal));
    await checked(sandbox, pr, 'success');
    sandbox.removeLabel(goal, 'objective', 'ann');
    await checked(sandbox, pr, 'failure');
  });

  test('the issue’s debt: the pull request gets its label, too', async () => {
    const goal = objective();
    const task = under(goal);
    const pr = open(of(task));
    await checked(sandbox, pr, 'success');
    sandbox.setType(task, 'Tech Debt', 'ann');
    const isLabelled = () => (pr.labels.has('tech-debt') && task.labels.has('tech-debt') ? true : undefined);
    await eventually(isLabelled, 'both labels');
  });
});

describe('deliveries that go wrong', () => {
  test('lost, repeated or out of order, they end in the same verdict', async () => {
    const goal = objective();
    const pr = open(of(goal));
    await checked(sandbox, pr, 'success');
    sandbox.faults.onDelivery({ event: 'issues.unlabeled', effect: { kind: 'drop' } });
    sandbox.faults.onDelivery({ event: 'issues.labeled', effect: { kind: 'repeat', total: 3 } });
    sandbox.faults.onDelivery({ event: 'issues.closed', effect: { kind: 'reorder' } });
    sandbox.removeLabel(goal, 'objective', 'ann');
    sandbox.addLabel(goal, 'okr', 'ann');
    sandbox.closeIssue(goal, 'NOT_PLANNED', 'ann');
    sandbox.reopenIssue(goal, 'ann');
    sandbox.removeLabel(goal, 'okr', 'ann');
    await sandbox.settle();
    await checked(sandbox, pr, 'failure');
  });
});

test('an event that was lost is made up for by the next sweep', async () => {
  const goal = objective();
  const pr = open(of(under(goal)));
  await checked(sandbox, pr, 'success');
  // Until all that the opening asked for is done.
  await pause(1_500);
  sandbox.faults.onDelivery({ event: 'issues.unlabeled', effect: { kind: 'drop' } });
  sandbox.removeLabel(goal, 'objective', 'ann');
  await sandbox.settle();
  expect(check(sandbox, pr)?.conclusion).toBe('success');
  // Each process sweeps when it starts.
  const second = await startServer(all.env);
  await checked(sandbox, pr, 'failure');
  await stop(second);
}, 60_000);

describe('a label of the repository', () => {
  test('that is renamed takes its objectives along', async () => {
    const goal = issue({ labels: ['key-result'] });
    const pr = open(of(goal));
    await checked(sandbox, pr, 'success');
    sandbox.renameLabel('acme/web', 'key-result', 'kr');
    await checked(sandbox, pr, 'failure');
    sandbox.renameLabel('acme/web', 'kr', 'key-result');
    await checked(sandbox, pr, 'success');
  });
});

test('an issue that is deleted takes the verdicts along that hang on it', async () => {
  const goal = objective();
  const pr = open(of(goal));
  await checked(sandbox, pr, 'success');
  sandbox.deleteIssue(goal, 'ann');
  await checked(sandbox, pr, 'failure');
});

test('an issue that nobody names costs one read, and changes nothing', async () => {
  const alone = issue();
  await isTold('labelled', 'issue', alone.number);
  // What the tests before asked for is done, too.
  await pause(1_500);
  await sandbox.settle();
  sandbox.tape.clear();
  sandbox.editIssue(alone, { title: 'Another title' }, 'ann');
  await eventually(() => (sandbox.tape.of('LabelledIssue').length > 0 ? true : undefined));
  await sandbox.settle();
  expect([sandbox.tape.reads, sandbox.tape.writes]).toEqual([1, 0]);
});

test('sixty pull requests on one objective: one query finds them, two read them, each that changes is written', async () => {
  const goal = objective();
  const other = objective();
  const most = Array.from({ length: 57 }, () => open(`${of(goal)}\n${of(other)}`));
  // GitHub takes no more than eighty writes a minute, so only these change.
  const few = Array.from({ length: 3 }, () => open(of(goal)));
  const areAll = (conclusion: string, pullRequests: readonly PullRequest[]) =>
    eventually(
      () => (pullRequests.every((pr) => check(sandbox, pr)?.conclusion === conclusion) ? (true as const) : undefined),
      `all to be ${conclusion}`,
    );
  await areAll('success', [...most, ...few]);
  // However busy the machine is, what was asked for before is not among what is counted.
  const isQuiet = async () => {
    let before = -1;
    while (before !== sandbox.tape.entries.length) {
      before = sandbox.tape.entries.length;
      await pause(2_000);
      await sandbox.settle();
    }
  };
  const requestsOf = async (change: () => void, after: () => Promise<unknown>) => {
    await isQuiet();
    sandbox.tape.clear();
    change();
    await after();
    await pause(1_000);
    // Whether somebody may still triage is asked once a minute, whatever happens.
    return [sandbox.tape.entries.filter(({ operation }) => operation !== null).length, sandbox.tape.writes];
  };
  const unchanged = requestsOf(
    () => sandbox.setType(goal, 'Bug', 'ann'),
    () => eventually(() => (sandbox.tape.of('ManyPullRequests').length === 2 ? true : undefined)),
  );
  expect(await unchanged).toEqual([3, 0]);
  const changed = requestsOf(
    () => sandbox.removeLabel(goal, 'objective', 'ann'),
    () => areAll('failure', few),
  );
  // One more: what to suggest, asked once for all of them.
  expect(await changed).toEqual([4, 3]);
}, 60_000);
