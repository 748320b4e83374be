import { afterEach, beforeEach, expect, test } from 'vitest';
import { Forbidden, Unreachable } from '#github/errors.ts';
import { connect } from '#github/transport/connect.ts';
import { type Sandbox, startSandbox } from '#sandbox/index.ts';
import { judge } from '#surfaces/action/check.ts';

let sandbox: Sandbox;
let pauses: number[];
beforeEach(async () => {
  pauses = [];
  sandbox = await startSandbox({ now: '2026-11-02T09:00:00Z', closingLag: 30_000 });
  sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': 'mode: enforce\n' } });
  sandbox.createIssue({ repo: 'shop/web', title: 'Carts get lost' });
});
afterEach(() => sandbox.close());

/** Judges by the sandbox's clock; sleeping moves it, and `meanwhile` is what happens then. */
function judgeOn(
  number: number,
  meanwhile: () => void = () => {},
  /** In the way of the client's queries; null lets one through. */
  { query = () => null }: { readonly query?: () => Promise<never> | null } = {},
) {
  const token = sandbox.workflowToken('shop/web', { contents: 'read', issues: 'read', pull_requests: 'read' });
  return judge(
    { kind: 'pull-request', repository: { owner: 'shop', name: 'web' }, number, cause: 'own' },
    { modeCap: 'enforce', sprintCap: 'enforce', labels: false },
    (within) => {
      const client = connect({ token, baseUrl: sandbox.url, userAgent: 'test' }, within);
      return { ...client, query: (document, variables) => query() ?? client.query(document, variables) };
    },
    {
      now: () => Date.parse(sandbox.clock.now()),
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        sandbox.clock.advance(milliseconds);
        meanwhile();
      },
    },
  );
}

function open(body: string) {
  return sandbox.openPullRequest({
    repo: 'shop/web',
    title: 'Keep carts',
    body,
    author: 'ann',
    files: [{ path: 'a.ts' }],
  });
}

test('a fact that stays unreadable is tried again for at most a minute, then fails', async () => {
  const pr = open('');
  sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 100,
    effect: { kind: 'partial', path: ['repository', 'pullRequest', 'closingIssuesReferences'], type: 'INTERNAL' },
  });
  const outcome = await judgeOn(pr.number);
  expect(outcome).toMatchObject({ kind: 'evaluated', verdict: { conclusion: 'failure' } });
  expect(pauses.length).toBeGreaterThan(2);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(60_000);
});

test.each([
  [2, 'success', 2],
  [1000, null, 5],
])('no answer at all, %d times, is tried again like that for at most a minute', async (times, conclusion, most) => {
  const pr = open('Objective: #1');
  const answers = { left: times };
  const outcome = judgeOn(pr.number, () => {}, {
    query: () => (answers.left-- > 0 ? Promise.reject(new Unreachable('502')) : null),
  });
  if (conclusion === null) await expect(outcome).rejects.toThrow('502');
  else expect(await outcome).toMatchObject({ verdict: { conclusion } });
  expect(pauses).toHaveLength(most);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(60_000);
});

test('what trying again can’t mend ends at once', async () => {
  const query = () => Promise.reject(new Forbidden('no', null));
  await expect(judgeOn(open('').number, () => {}, { query })).rejects.toThrow('no');
  expect(pauses).toEqual([]);
});

test('a verdict that passes is not waited for', async () => {
  const pr = open('Objective: #1');
  expect(await judgeOn(pr.number)).toMatchObject({ verdict: { conclusion: 'success' } });
  expect(pauses).toEqual([]);
});

test('a failing verdict that GitHub’s lag behind an edit may still turn is looked at once more when it is settled', async () => {
  const pr = open('Closes #1');
  sandbox.clock.advance(120_000);
  sandbox.editPullRequest(pr, { body: 'Nothing' });
  const outcome = await judgeOn(pr.number, () => sandbox.editPullRequest(pr, { body: 'Objective: #1' }));
  expect(outcome).toMatchObject({ verdict: { conclusion: 'success' } });
  expect(pauses).toHaveLength(1);
  expect(pauses[0]).toBeLessThanOrEqual(60_000);
});
