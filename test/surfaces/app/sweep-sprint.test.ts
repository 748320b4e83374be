/** What the sweep sees of sprints. */
import { describe, expect, test } from 'vitest';
import { all, host, known, open, sandbox, seen, sweeps, swept, write } from './support/sweeping.ts';

sweeps();

describe('the debt check beside it', () => {
  const debt = { name: 'leadership/debt' };

  test('may be missing where it is known to be written, and nowhere else', async () => {
    await write(open());
    expect((await swept()).found).toEqual([]);
    known.hasDebtCheck = true;
    expect((await swept()).found).toEqual(['web#1 own fan-out']);
  });

  test.each(['failure', 'neutral'])('says %s: the sprint may have turned', async (conclusion) => {
    const pr = open();
    await write(pr);
    await write(pr, { ...debt, conclusion });
    expect((await swept()).found).toEqual(['web#1 fan-out sweep']);
  });

  test('is stale, or waits for more than ten minutes', async () => {
    const [one, other] = [open(), open()];
    for (const pr of [one, other]) await write(pr);
    await write(one, { ...debt, external_id: 'something' });
    await write(other, { ...debt, conclusion: undefined, status: 'in_progress' });
    expect((await swept()).found).toEqual(['web#1 fan-out fan-out']);
    sandbox.clock.advance(11 * 60_000);
    const { found, jobs } = await swept();
    expect(found.sort()).toEqual(['web#1 fan-out fan-out', 'web#2 fan-out fan-out']);
    expect(jobs.find(({ task }) => task.kind === 'pull-request' && task.number === 2)?.saidSo).toBe(true);
  });

  test('passes: whose sprint may have turned is told, with what merged last', async () => {
    const [one, other] = [open(), open()];
    for (const pr of [one, other]) await write(pr);
    await write(one, debt);
    sandbox.merge(open());
    const merged = sandbox.clock.now();
    expect((await swept()).found).toEqual([]);
    expect(seen).toMatchObject([
      { installation: all.installation.id, name: 'web', numbers: [1], latestMerge: expect.any(String), issues: [] },
    ]);
    expect(Math.abs(Date.parse(seen[0]?.latestMerge ?? '') - Date.parse(merged))).toBeLessThan(5_000);
  });
});

test('what the sprint of another repository counts is asked for, whether or not anything is open there', async () => {
  known.countsElsewhere = true;
  sandbox.merge(open());
  expect((await swept()).found).toEqual([]);
  expect(sandbox.tape.of('Sweep')).toHaveLength(1);
  expect(seen).toMatchObject([{ name: 'web', numbers: [], latestMerge: expect.any(String) }]);
});

describe('what the sprint hangs on is told:', () => {
  test('the labels and the type of the issues that changed last', async () => {
    await write(open());
    sandbox.createIssue({ repo: 'acme/web', title: 'Some work', labels: ['a', 'b'], type: 'Tech Debt' });
    await swept();
    expect(seen[0]?.issues).toMatchObject([{ names: ['a', 'b', 'Tech Debt'] }]);
  });

  test('the labels alone, where GitHub has no types', async () => {
    host.issueTypes = false;
    await write(open());
    sandbox.createIssue({ repo: 'acme/web', title: 'Some work', labels: ['a'], type: 'Tech Debt' });
    await swept();
    expect(seen[0]?.issues).toMatchObject([{ names: ['a'] }]);
  });

  test('a milestone that came, moved or went', async () => {
    await write(open());
    const milestones: unknown[] = [];
    const look = async () => {
      seen.length = 0;
      await swept();
      milestones.push(seen[0]?.milestones);
      sandbox.clock.advance(5_000);
    };
    await look();
    await look();
    const one = sandbox.createMilestone('acme/web', { title: 'Sprint 1', dueOn: '2026-12-01T08:00:00Z' });
    await look();
    sandbox.editMilestone(one, { dueOn: '2026-12-08T08:00:00Z' });
    await look();
    sandbox.deleteMilestone(one);
    await look();
    const isOther = milestones.slice(1).map((one, index) => one !== milestones[index]);
    expect(isOther).toEqual([false, true, true, true]);
  });

  test('the open pull requests that have labels', async () => {
    const [plain, labelled] = [open(), open()];
    sandbox.addLabel(labelled, 'ui', 'ann');
    for (const pr of [plain, labelled]) await write(pr);
    await swept();
    expect(seen[0]?.labelled).toMatchObject([
      { number: labelled.number, baseRef: 'main', labels: ['ui'], updatedAt: expect.any(String) },
    ]);
  });
});
