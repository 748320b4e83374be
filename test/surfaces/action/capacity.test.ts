import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HeadVerdict } from '#core/verdict.ts';
import { connect } from '#github/transport/connect.ts';
import { type PullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { followSprint } from '#surfaces/action/follow-sprint.ts';
import { validateTape } from '../../support/openapi.ts';
import { payloadOf, runAction } from './run-action.ts';

const DAY_MS = 86_400_000;
const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
const CONFIG = `mode: enforce
sprint: { length: 2w, anchor: ${yesterday} }
debt: { auto-label: false }
guardrails:
  linked-objective: { mode: off }
  debt-capacity: { floor: 10%, ceiling: 30%, floor-mode: enforce, capacity: 20 }
`;
const READ = { contents: 'read', issues: 'read', pull_requests: 'read' } as const;
const WRITE = { ...READ, checks: 'write' } as const;
const DEBT = 'leadership/debt';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': CONFIG } });
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

let branches = 0;
const open = (title: string): PullRequest =>
  sandbox.openPullRequest({
    repo: 'shop/web',
    title,
    author: 'ann',
    head: `work-${branches++}`,
    files: [{ path: 'src/cart.ts' }],
  });
const debt = () => open('refactor: split the cart');
const other = () => open('Keep the cart');
function merged(count: number, how: () => PullRequest): void {
  for (let index = 0; index < count; index++) sandbox.merge(how());
}
const checks = (pr: PullRequest, name: string) => sandbox.checkRuns('shop/web', pr.headOid, name);
const conclusions = (pr: PullRequest, name: string) => checks(pr, name).map(({ conclusion }) => conclusion);

function job(pr: PullRequest | null, event: string, inputs: Readonly<Record<string, string>> = {}, action = 'opened') {
  const isWriting = inputs['check-run'] === 'true';
  const token = sandbox.workflowToken('shop/web', isWriting ? WRITE : READ);
  const payload = pr === null ? {} : payloadOf(pr, action);
  return runAction({ sandbox, event, payload, token, inputs });
}
const WITH_RUN = { 'check-run': 'true' };

describe('a pull request that the debt plan holds back', () => {
  beforeEach(() => {
    merged(6, debt);
    merged(13, other);
  });

  test('is warned about only, since a job is over before the sprint turns; the text says so, and how to change it', async () => {
    const { exitCode, outputs, summary } = await job(debt(), 'pull_request');

    expect([exitCode, outputs.conclusion]).toEqual([0, 'neutral']);
    expect(outputs.title).toMatch(/^Debt plan used up/);
    expect(summary).toContain('This does not block: a job is over before the sprint turns.');
    expect(summary).toContain('`check-run: true`');
  });

  test('is stopped where a check run is written, which others keep up; both runs are written', async () => {
    const pr = debt();
    const { exitCode, outputs, summary } = await job(pr, 'pull_request_target', WITH_RUN);

    expect([exitCode, outputs.conclusion]).toEqual([1, 'failure']);
    expect(summary).not.toContain('a job is over');
    expect([conclusions(pr, 'leadership'), conclusions(pr, DEBT)]).toEqual([['success'], ['failure']]);
    const verdict = JSON.parse(outputs.verdict ?? 'null') as HeadVerdict;
    expect(verdict.verdicts[0]?.guardrails.map(({ rule, outcome }) => [rule, outcome])).toEqual([
      ['debt-capacity', 'fail'],
    ]);
  });

  test('costs its own query, one for each hundred that merged, and nothing more', async () => {
    merged(90, other);
    const pr = debt();
    sandbox.tape.clear();
    await job(pr, 'pull_request');
    expect(sandbox.tape.of('Ledger').length).toBeLessThanOrEqual(2);
    expect(sandbox.tape.of('PullRequest')).toHaveLength(1);
  });
});

test('a merge group is stopped by the one that is too much: those ahead count as merged (A18)', async () => {
  merged(5, debt);
  merged(14, other);
  const groups = [debt(), debt()].map((pr) => sandbox.enqueue(pr));
  const codes: (number | null)[] = [];
  for (const { headOid, headRef } of groups) {
    const merge_group = { head_sha: headOid, head_ref: `refs/heads/${headRef}`, base_ref: 'refs/heads/main' };
    const token = sandbox.workflowToken('shop/web', { ...READ, merge_queues: 'read' });
    codes.push((await runAction({ sandbox, event: 'merge_group', payload: { merge_group }, token })).exitCode);
  }
  expect(codes).toEqual([0, 1]);
});

describe('debt-share', () => {
  test.each([
    [1, 3, '25'],
    [5, 14, '26.31'],
    [0, 2, '0'],
    [0, 0, ''],
  ])('of %i debt and %i other is %j', async (debts, others, share) => {
    merged(debts, debt);
    merged(others, other);
    expect((await job(other(), 'pull_request')).outputs['debt-share']).toBe(share);
  });

  test('is empty where nobody reads what merged', async () => {
    sandbox.writeFile('shop/web', '.github/leadership.yml', 'mode: warn\n');
    merged(1, debt);
    expect((await job(other(), 'pull_request')).outputs['debt-share']).toBe('');
  });
});

describe('when the sprint turns', () => {
  test('by a merge: the open ones are judged anew, and only the check runs are written that say something else', async () => {
    merged(5, debt);
    merged(14, other);
    const [turns, stays, first] = [debt(), other(), debt()];
    for (const pr of [turns, stays, first]) await job(pr, 'pull_request_target', WITH_RUN);
    expect(conclusions(turns, DEBT)).toEqual(['success']);
    sandbox.merge(first);
    sandbox.tape.clear();

    const { exitCode, outputs, summary } = await job(first, 'pull_request_target', WITH_RUN, 'closed');

    expect([exitCode, outputs.conclusion]).toEqual([0, 'skipped']);
    expect(outputs.title).toBe('Looked at 2 open pull requests · 1 says something else now');
    expect(summary).toContain(`#${turns.number}`);
    expect(conclusions(turns, DEBT)).toEqual(['success', 'failure']);
    expect([conclusions(stays, DEBT), conclusions(turns, 'leadership')]).toEqual([['success'], ['success']]);
    expect(sandbox.tape.writes).toBe(1);
    expect(sandbox.tape.of('ManyPullRequests')).toHaveLength(1);
    expect(sandbox.tape.of('Ledger')).toHaveLength(1);
  });

  test('by time: on a schedule; a dry run writes nothing', async () => {
    merged(6, debt);
    merged(13, other);
    const pr = debt();
    await job(pr, 'pull_request_target', WITH_RUN);
    expect(conclusions(pr, DEBT)).toEqual(['failure']);
    // As good as a new sprint: nothing has merged in it.
    sandbox.writeFile('shop/web', '.github/leadership.yml', CONFIG.replace('capacity: 20', 'capacity: 40'));

    const dry = await job(null, 'schedule', { ...WITH_RUN, 'dry-run': 'true' });
    expect(dry.outputs.title).toBe('Looked at 1 open pull request · 1 would say something else now');
    expect(conclusions(pr, DEBT)).toEqual(['failure']);
    await job(null, 'workflow_dispatch', WITH_RUN);
    expect(conclusions(pr, DEBT)).toEqual(['failure', 'success']);
  });

  describe('and GitHub does not tell what merged', () => {
    const PARTIAL = { kind: 'partial', path: ['repository', 'pullRequests', 'nodes'], type: 'INTERNAL' } as const;
    // What is open, and what they are, come before what merged.
    const outage = (times: number) =>
      sandbox.faults.onRequest({ route: 'POST /graphql', skip: 2, times, effect: PARTIAL });

    async function follow() {
      let at = Date.now();
      const token = sandbox.workflowToken('shop/web', WRITE);
      const github = connect({ token, baseUrl: sandbox.url, userAgent: 'test' });
      const sleep = async (milliseconds: number) => {
        at += milliseconds;
      };
      const repository = { owner: 'shop', name: 'web' };
      return followSprint(repository, { modeCap: 'enforce', checks: true }, github, { now: () => at, sleep });
    }
    let prs: readonly PullRequest[];
    beforeEach(async () => {
      prs = [other(), other(), other()];
      for (const pr of prs) await job(pr, 'pull_request_target', WITH_RUN);
      sandbox.tape.clear();
    });
    afterEach(() => {
      expect(sandbox.tape.writes).toBe(0);
      expect(prs.map((pr) => conclusions(pr, DEBT))).toEqual([['success'], ['success'], ['success']]);
    });

    test('for a moment: it tries again, and every check stays as it is', async () => {
      outage(12);
      expect(await follow()).toMatchObject({ looked: 3, changed: [], unread: [] });
    });

    test('for long: it writes nothing, asks once for all, and names each as unread, which makes the job red', async () => {
      outage(1_000);
      const { changed, unread } = await follow();

      expect(changed).toEqual([]);
      expect(unread.map(({ number }) => number).sort()).toEqual(prs.map(({ number }) => number));
      expect(unread[0]?.why).toContain('GitHub gave no answer');
      // Six attempts for the first, each with smaller and smaller pages; the others ask for none.
      expect(sandbox.tape.of('Ledger').length).toBeLessThanOrEqual(28);
    });
  });

  test('without a check run there is nothing that could follow it, which it says', async () => {
    const { exitCode, log } = await job(null, 'schedule', { command: 'check' });
    expect(exitCode).toBe(1);
    expect(log).toContain('check-run: true');
  });
});
