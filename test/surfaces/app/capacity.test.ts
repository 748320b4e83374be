/** The debt check follows the sprint: the sandbox's own webhooks, real HTTP both ways. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { check, checked, eventually } from './support/app-process.ts';
import { shiftedTime } from './support/shifted-time.ts';
import {
  CONFIG,
  DAY_MS,
  DEBT,
  debt,
  dueIn,
  followsSprint,
  merged,
  milestoneSprint,
  open,
  other,
  quiet,
  reads,
  runs,
  sandbox,
  start,
  stop,
  teamOfTwo,
} from './support/sprint.ts';

followsSprint();

describe('when something merges', () => {
  test('a green debt pull request turns red without a push, and says what turned it; only it is written (A37)', async () => {
    merged(5, debt);
    merged(14, other);
    await start();
    const [stays, turns, first] = [other(), debt(), debt()];
    for (const pr of [stays, turns, first]) await checked(sandbox, pr, 'success', DEBT);
    await quiet();
    sandbox.tape.clear();

    sandbox.merge(first);

    const run = await checked(sandbox, turns, 'failure', DEBT);
    expect(run.output.summary).toContain(`#${first.number}`);
    expect(check(sandbox, turns)?.conclusion).toBe('success');
    await quiet();
    expect([runs(stays), runs(turns)]).toEqual([1, 2]);
    // What merged, and the one that turned; its closing asks who else is on its commit.
    expect(sandbox.tape.entries.flatMap(({ operation }) => operation ?? []).sort()).toEqual([
      'Ledger',
      'PullRequest',
      'SharedHead',
    ]);
  });

  test('other work opens the plan again: a red one turns green without a push', async () => {
    merged(6, debt);
    merged(13, other);
    await start();
    const [blocked, ...more] = [debt(), other(), other(), other(), other()];
    await checked(sandbox, blocked, 'failure', DEBT);
    for (const pr of more) await checked(sandbox, pr, 'success', DEBT);
    for (const pr of more) sandbox.merge(pr);
    await checked(sandbox, blocked, 'success', DEBT);
  });

  test('two at the same second turn what both together turn', async () => {
    sandbox.clock.set(new Date().toISOString());
    merged(4, debt);
    merged(14, other);
    await start();
    const [turns, one, two] = [debt(), debt(), debt()];
    for (const pr of [turns, one, two]) await checked(sandbox, pr, 'success', DEBT);
    sandbox.merge(one);
    sandbox.merge(two);
    expect(one.mergedAt).toBe(two.mergedAt);
    await checked(sandbox, turns, 'failure', DEBT);
  });
});

test('the floor holds once debt work is open, is told of in the way out, and rests again when it is closed', async () => {
  merged(18, other);
  await start();
  const feature = other();
  await checked(sandbox, feature, 'success', DEBT);
  await quiet();

  const work = debt();
  await checked(sandbox, feature, 'failure', DEBT);
  const late = other();
  const { output } = await checked(sandbox, late, 'failure', DEBT);
  expect(output.summary).toContain(`#${work.number}`);
  sandbox.closePullRequest(work);
  await checked(sandbox, feature, 'success', DEBT);
  await checked(sandbox, late, 'success', DEBT);
});

test('the floor rests while the only open debt work has a label with which it does not count', async () => {
  merged(18, other);
  await start();
  const work = open('Some work');
  // A person's, which stays.
  sandbox.addLabel(work, 'tech-debt', 'ann');
  await quiet();
  const feature = other();
  await checked(sandbox, feature, 'failure', DEBT);
  sandbox.addLabel(work, 'leadership-ignore', 'ann');
  await checked(sandbox, feature, 'success', DEBT);
  sandbox.removeLabel(work, 'leadership-ignore', 'ann');
  await checked(sandbox, feature, 'failure', DEBT);
});

test('a plan that is switched off, and a file that goes, release what they stopped', async () => {
  merged(6, debt);
  merged(13, other);
  await start();
  const blocked = debt();
  await checked(sandbox, blocked, 'failure', DEBT);
  sandbox.writeFile('acme/web', '.github/leadership.yml', CONFIG.replace('floor: 10%', 'mode: off, floor: 10%'));
  await checked(sandbox, blocked, 'success', DEBT);
  sandbox.writeFile('acme/web', '.github/leadership.yml', CONFIG);
  await checked(sandbox, blocked, 'failure', DEBT);
  sandbox.writeFile('acme/web', '.github/leadership.yml', null);
  const { output } = await checked(sandbox, blocked, 'success', DEBT);
  expect(output.title).toBe('The debt plan is switched off');
  await quiet();
  expect(runs(blocked)).toBe(4);
});

test('a merged pull request that gets the debt label counts anew', async () => {
  merged(5, debt);
  const [relabelled] = merged(14, other);
  await start();
  const turns = debt();
  await checked(sandbox, turns, 'success', DEBT);
  if (relabelled === undefined) throw new Error('nothing merged');
  sandbox.addLabel(relabelled, 'tech-debt', 'ann');
  await checked(sandbox, turns, 'failure', DEBT);
  sandbox.removeLabel(relabelled, 'tech-debt', 'ann');
  await checked(sandbox, turns, 'success', DEBT);
});

test('an issue that becomes debt takes along what merged for it; another label of it costs no look at what merged', async () => {
  const task = sandbox.createIssue({ repo: 'acme/web', title: 'Some work', author: 'ann' });
  merged(5, debt);
  merged(13, other);
  merged(1, () => open('Add it', { body: `Closes #${task.number}` }));
  await start();
  const turns = debt();
  await checked(sandbox, turns, 'success', DEBT);
  await quiet();
  sandbox.tape.clear();
  sandbox.addLabel(task, 'good first issue', 'ann');
  await quiet();
  expect(reads('Ledger')).toBe(0);
  sandbox.setType(task, 'Tech Debt', 'ann');
  await checked(sandbox, turns, 'failure', DEBT);
});

test('at the sprint’s turn one that was blocked turns green by itself, also after a restart (A38)', async () => {
  merged(6, debt);
  merged(13, other);
  const server = await start();
  const blocked = debt();
  const run = await checked(sandbox, blocked, 'failure', DEBT);
  expect(run.output.title).toContain('opens again');
  await stop(server);
  sandbox.clock.advance(14 * DAY_MS);
  await start(shiftedTime(14 * DAY_MS));
  await checked(sandbox, blocked, 'success', DEBT);
});

test('in a merge queue those ahead count as merged: both checks on the group’s commit (A18)', async () => {
  merged(5, debt);
  merged(14, other);
  await start();
  const [one, two] = [debt(), debt()];
  for (const pr of [one, two]) await checked(sandbox, pr, 'success', DEBT);
  const groupOf = (headOid: string, name: string, conclusion: string) =>
    eventually(() => {
      const run = sandbox.checkRuns('acme/web', headOid, name).at(-1);
      return run?.conclusion === conclusion ? run : undefined;
    }, `${name} of the group to be ${conclusion}`);
  const [first, second] = [sandbox.enqueue(one).headOid, sandbox.enqueue(two).headOid];
  await groupOf(first, DEBT, 'success');
  await groupOf(second, DEBT, 'failure');
  for (const head of [first, second]) await groupOf(head, 'leadership', 'success');
});

test('when what merged can’t be read, `leadership` stands at once, and the other check waits', async () => {
  merged(2, debt);
  await start();
  sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 1_000,
    effect: { kind: 'partial', path: ['repository', 'pullRequests', 'nodes'], type: 'INTERNAL' },
  });
  const pr = debt();
  const asked = Date.now();
  await checked(sandbox, pr, 'success');
  expect(Date.now() - asked).toBeLessThan(7_000);
  expect(runs(pr)).toBe(0);
  sandbox.faults.clear();
  await checked(sandbox, pr, 'success', DEBT);
}, 40_000);

test('a merge in one repository of a team turns what is open in another', async () => {
  teamOfTwo();
  sandbox.setPermission('acme/api', 'ann', 'maintain');
  merged(3, debt);
  merged(14, other);
  merged(2, () => open('refactor: tidy the API', { repo: 'acme/api' }));
  await start();
  const turns = debt();
  const there = open('refactor: tidy the API once more', { repo: 'acme/api' });
  for (const pr of [turns, there]) await checked(sandbox, pr, 'success', DEBT);
  // GitHub tells merges apart by the second.
  await pause(1_100);
  sandbox.merge(there);
  const run = await checked(sandbox, turns, 'failure', DEBT);
  expect(run.output.summary).toContain(`acme/api#${there.number}`);
});

test.each(['before it was looked at', 'afterwards'])(
  'so does a merge in one that the team still calls by the name that it had %s',
  async (when) => {
    teamOfTwo();
    merged(3, debt);
    merged(14, other);
    merged(2, () => debt({ repo: 'acme/api' }));
    const rename = () => sandbox.renameRepository('acme/api', 'api2');
    if (when !== 'afterwards') rename();
    await start();
    const turns = debt();
    await checked(sandbox, turns, 'success', DEBT);
    if (when === 'afterwards') {
      rename();
      await quiet();
    }
    const there = debt({ repo: 'acme/api2' });
    await quiet();
    sandbox.merge(there);
    await checked(sandbox, turns, 'failure', DEBT);
  },
);

test('a milestone that is moved moves the sprint', async () => {
  merged(6, debt);
  merged(13, other);
  const first = milestoneSprint(1);
  await start();
  const blocked = debt();
  // It is tomorrow's: no sprint is running.
  await checked(sandbox, blocked, 'success', DEBT);
  sandbox.editMilestone(first, { dueOn: dueIn(0) });
  await checked(sandbox, blocked, 'failure', DEBT);
});
