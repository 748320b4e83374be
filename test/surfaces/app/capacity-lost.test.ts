/** Deliveries that go wrong: whatever is lost, one sweep later the debt check says what it would say else (law 1). */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { check, checked, eventually, type ServerProcess } from './support/app-process.ts';
import {
  DEBT,
  debt,
  dueIn,
  followsSprint,
  merged,
  milestoneSprint,
  open,
  other,
  quiet,
  sandbox,
  start,
  stop,
  teamOfTwo,
} from './support/sprint.ts';

followsSprint();

const OFTEN_SWEPT = { NODE_OPTIONS: '--import ./test/surfaces/app/support/often-swept.js' };

/** Nothing is told of an event; then the sweep looks. */
async function lost(server: ServerProcess, event: string, change: () => void): Promise<void> {
  // Until all that was asked for is done.
  await pause(2_000);
  const rounds = () => server.output().split('"happening":"swept"').length;
  sandbox.faults.onDelivery({ event, effect: { kind: 'drop' } });
  change();
  await sandbox.settle();
  const before = rounds();
  await eventually(() => (rounds() > before + 1 ? (true as const) : undefined), 'a sweep');
}

test('a merge of which nothing was told is found by the sweep, also of a new process', async () => {
  merged(5, debt);
  merged(14, other);
  const server = await start();
  const [turns, first] = [debt(), debt()];
  for (const pr of [turns, first]) await checked(sandbox, pr, 'success', DEBT);
  await quiet();
  sandbox.faults.onDelivery({ event: 'pull_request.closed', effect: { kind: 'drop' } });
  sandbox.merge(first);
  await quiet();
  expect(check(sandbox, turns, DEBT)?.conclusion).toBe('success');
  await stop(server);
  await start();
  await checked(sandbox, turns, 'failure', DEBT);
});

test('repeated and out of order, they end in the same verdict', async () => {
  merged(4, debt);
  merged(14, other);
  await start();
  const [turns, one, two] = [debt(), debt(), debt()];
  for (const pr of [turns, one, two]) await checked(sandbox, pr, 'success', DEBT);
  sandbox.faults.onDelivery({ event: 'pull_request.closed', effect: { kind: 'reorder' } });
  sandbox.faults.onDelivery({ event: 'pull_request.closed', effect: { kind: 'repeat', total: 3 } });
  sandbox.merge(one);
  sandbox.merge(two);
  await sandbox.settle();
  await checked(sandbox, turns, 'failure', DEBT);
});

test('a milestone that moved', async () => {
  merged(6, debt);
  merged(13, other);
  const first = milestoneSprint(1);
  const server = await start(OFTEN_SWEPT);
  const blocked = debt();
  await checked(sandbox, blocked, 'success', DEBT);
  await lost(server, 'milestone.edited', () => sandbox.editMilestone(first, { dueOn: dueIn(0) }));
  await checked(sandbox, blocked, 'failure', DEBT);
});

test.each([
  ['its text names', (number: number) => ({ body: `Closes #${number}` })],
  // Of this GitHub shows nothing at the issue.
  ['its label names', (number: number) => ({ labels: [`objective/${number}`] })],
])('an issue, which %s, that became debt after what it asked for had merged', async (_, naming) => {
  const task = sandbox.createIssue({ repo: 'acme/web', title: 'Some work', author: 'ann' });
  merged(5, debt);
  merged(13, other);
  merged(1, () => open('Add it', naming(task.number)));
  const server = await start(OFTEN_SWEPT);
  const turns = debt();
  await checked(sandbox, turns, 'success', DEBT);
  await lost(server, 'issues.typed', () => sandbox.setType(task, 'Tech Debt', 'ann'));
  await checked(sandbox, turns, 'failure', DEBT);
  await lost(server, 'issues.untyped', () => sandbox.setType(task, null, 'ann'));
  await checked(sandbox, turns, 'success', DEBT);
});

test('a merge in a repository of the team where nothing else is open', async () => {
  teamOfTwo();
  merged(3, debt);
  merged(14, other);
  merged(2, () => debt({ repo: 'acme/api' }));
  const server = await start(OFTEN_SWEPT);
  const [turns, there] = [debt(), debt({ repo: 'acme/api' })];
  for (const pr of [turns, there]) await checked(sandbox, pr, 'success', DEBT);
  await lost(server, 'pull_request.closed', () => sandbox.merge(there));
  await checked(sandbox, turns, 'failure', DEBT);
});

test('open debt work that is closed, by which alone the floor held', async () => {
  merged(18, other);
  const server = await start(OFTEN_SWEPT);
  const [work, feature] = [debt(), other()];
  await checked(sandbox, feature, 'failure', DEBT);
  await lost(server, 'pull_request.closed', () => sandbox.closePullRequest(work));
  await checked(sandbox, feature, 'success', DEBT);
});

test('open debt work that gets a label with which it does not count, and loses it', async () => {
  merged(18, other);
  const server = await start(OFTEN_SWEPT);
  const work = open('Some work');
  sandbox.addLabel(work, 'tech-debt', 'ann');
  await pause(2_000);
  const feature = other();
  await checked(sandbox, feature, 'failure', DEBT);
  const ignore = 'leadership-ignore';
  await lost(server, 'pull_request.labeled', () => sandbox.addLabel(work, ignore, 'ann'));
  await checked(sandbox, feature, 'success', DEBT);
  await lost(server, 'pull_request.unlabeled', () => sandbox.removeLabel(work, ignore, 'ann'));
  await checked(sandbox, feature, 'failure', DEBT);
}, 40_000);
