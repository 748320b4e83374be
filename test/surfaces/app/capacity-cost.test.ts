/** What happens all day and changes no sprint: the sweep does not read again what merged. */
import { expect, test } from 'vitest';
import { checked, eventually, type ServerProcess } from './support/app-process.ts';
import { DEBT, debt, followsSprint, merged, open, other, reads, sandbox, start } from './support/sprint.ts';

followsSprint();

const OFTEN_SWEPT = { NODE_OPTIONS: '--import ./test/surfaces/app/support/often-swept.js' };

/** Until the sweep has looked and what it found is done. */
async function afterSweeps(server: ServerProcess): Promise<void> {
  await sandbox.settle();
  const rounds = () => server.output().split('"happening":"swept"').length;
  const before = rounds();
  await eventually(() => (rounds() > before + 3 ? (true as const) : undefined), 'three sweeps');
}

const debtIssue = () => sandbox.createIssue({ repo: 'acme/web', title: 'Old', author: 'ann', labels: ['tech-debt'] });
/** More than the sweep sees of those that changed last. */
const moreIssues = () => {
  for (let count = 0; count < 22; count += 1) {
    sandbox.createIssue({ repo: 'acme/web', title: 'New', author: 'ann' });
  }
};

test('an edit of a backlog issue that is debt', async () => {
  const issue = debtIssue();
  moreIssues();
  merged(4, debt);
  merged(14, other);
  const server = await start(OFTEN_SWEPT);
  await checked(sandbox, debt(), 'success', DEBT);
  await afterSweeps(server);
  const before = reads('Ledger');
  sandbox.editIssue(issue, { body: 'In other words' });
  await afterSweeps(server);
  expect(reads('Ledger')).toBe(before);
}, 40_000);

test('a merge that closes an issue that is debt is read once', async () => {
  const issue = debtIssue();
  moreIssues();
  merged(5, debt);
  merged(14, other);
  const server = await start(OFTEN_SWEPT);
  const [turns, work] = [debt(), open('Do it', { body: `Closes #${issue.number}` })];
  for (const pr of [turns, work]) await checked(sandbox, pr, 'success', DEBT);
  await afterSweeps(server);
  const before = reads('Ledger');
  sandbox.merge(work);
  await checked(sandbox, turns, 'failure', DEBT);
  await afterSweeps(server);
  expect(reads('Ledger')).toBe(before + 1);
}, 40_000);

test('an edit of an open pull request that is no debt', async () => {
  merged(4, debt);
  merged(14, other);
  const server = await start(OFTEN_SWEPT);
  const [feature, work] = [other(), debt()];
  for (const pr of [feature, work]) await checked(sandbox, pr, 'success', DEBT);
  await afterSweeps(server);
  const before = reads('Ledger');
  sandbox.editPullRequest(feature, { body: 'In other words' });
  await afterSweeps(server);
  expect(reads('Ledger')).toBe(before);
}, 40_000);
