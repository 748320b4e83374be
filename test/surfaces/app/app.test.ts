import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PullRequest, Sandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import {
  CONFIG,
  check,
  checked,
  eventually,
  SECRET,
  type ServerProcess,
  type Stage,
  serve,
  stage,
  stop,
} from './support/app-process.ts';

let all: Stage;
let sandbox: Sandbox;
let server: ServerProcess;

beforeAll(async () => {
  all = await stage();
  ({ sandbox } = all);
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

let branches = 0;

function open(more: Partial<Parameters<Sandbox['openPullRequest']>[0]> = {}): PullRequest {
  return sandbox.openPullRequest({
    repo: 'acme/web',
    title: 'Add a thing',
    author: 'ann',
    files: [{ path: `a${branches++}.ts`, content: '1' }],
    ...more,
  });
}

const issue = () => sandbox.createIssue({ repo: 'acme/web', title: 'A goal' });
const checkWrites = () => sandbox.tape.of('POST /repos/{owner}/{repo}/check-runs').length;
/** Resolves when the server said so of this pull request once more than before. */
function said(happening: string, pr: PullRequest): Promise<true> {
  const name = `${pr.repository.owner.login}/${pr.repository.name}`;
  const count = () =>
    server
      .output()
      .split('\n')
      .filter(
        (line) => line.includes(`"happening":"${happening}"`) && line.includes(`"${name}","number":${pr.number},`),
      ).length;
  const before = count();
  return eventually(() => (count() > before ? (true as const) : undefined), `${happening} of #${pr.number}`);
}

describe.concurrent('a pull request that changes', () => {
  test('without a link it fails and says what to paste; an edit makes it pass', async () => {
    const goal = issue();
    const pr = open();
    const failing = await checked(sandbox, pr, 'failure');
    expect(failing.output.title).toMatch(/^No .* linked/);
    expect(failing.output.summary).toContain('Closes #');
    expect(failing.actions.map(({ identifier }) => identifier)).toContain('recheck');
    sandbox.editPullRequest(pr, { body: `Closes #${goal.number}` });
    const passing = await checked(sandbox, pr, 'success');
    expect(passing.output.title).toContain(`#${goal.number}`);
  });

  test('a link in the sidebar is found by Re-check', async () => {
    const goal = issue();
    const pr = open();
    const failing = await checked(sandbox, pr, 'failure');
    sandbox.linkInSidebar(pr, goal);
    sandbox.requestCheckRun(failing, 'somebody', 'recheck');
    await checked(sandbox, pr, 'success');
  });

  test('“Re-run all checks” finds it, too, by the number that we wrote into the run', async () => {
    const goal = issue();
    const pr = open();
    const failing = await checked(sandbox, pr, 'failure');
    sandbox.linkInSidebar(pr, goal);
    sandbox.requestCheckSuite(failing.suite, 'somebody');
    await checked(sandbox, pr, 'success');
  });

  test('a fork’s pull request is checked, and checked again by its button although the event names none', async () => {
    sandbox.createRepository({ owner: 'bob', name: 'web', forkOf: 'acme/web' });
    const goal = issue();
    const pr = open({ author: 'bob', headRepository: 'bob/web', body: 'Some words' });
    const failing = await checked(sandbox, pr, 'failure');
    sandbox.linkInSidebar(pr, goal);
    sandbox.requestCheckRun(failing, 'bob', 'recheck');
    await checked(sandbox, pr, 'success');
  });

  test('an update bot’s pull request passes', async () => {
    await checked(sandbox, open({ author: 'renovate[bot]', title: 'Update x to v2' }), 'success');
  });

  test('a repeated event makes no second write', async () => {
    const pr = open();
    await checked(sandbox, pr, 'failure');
    const evaluated = said('evaluated', pr);
    sandbox.editPullRequest(pr, { title: 'Another title' });
    await evaluated;
    expect(sandbox.checkRuns('acme/web', pr.headOid, 'leadership')).toHaveLength(1);
  });

  test('two pull requests on one head: the worse verdict stands, and both are named; when one closes the other’s counts', async () => {
    const goal = issue();
    const linked = open({ head: 'shared', body: `Closes #${goal.number}` });
    await checked(sandbox, linked, 'success');
    const bare = open({ head: 'shared', headOid: linked.headOid, base: 'main' });
    expect(bare.headOid).toBe(linked.headOid);
    const worst = await checked(sandbox, bare, 'failure');
    expect(worst.externalId).toMatch(new RegExp(`^v1:${linked.number}\\+${bare.number}:`));
    sandbox.closePullRequest(bare);
    const alone = await checked(sandbox, linked, 'success');
    expect(alone.externalId).toMatch(new RegExp(`^v1:${linked.number}:`));
  });
});

test('six events of one opening are one query and one check run', async () => {
  const goal = issue();
  sandbox.tape.clear();
  const pr = open({ body: `Closes #${goal.number}`, labels: ['a', 'b'] });
  for (const label of ['c', 'd', 'e']) sandbox.addLabel(pr, label, 'ann');
  await checked(sandbox, pr, 'success');
  expect(sandbox.tape.of('PullRequest')).toHaveLength(1);
  expect(checkWrites()).toBe(1);
});

test('what our own app does is no event for us', async () => {
  const pr = open();
  await checked(sandbox, pr, 'failure');
  await sandbox.settle();
  const ours = sandbox.deliveries.filter(({ event, body }) => event === 'check_run' && body.includes(pr.headOid));
  expect(ours.map(({ action, status }) => [action, status])).toEqual([
    ['created', 202],
    ['completed', 202],
  ]);
  for (const { guid } of ours) expect(server.output()).not.toContain(guid);
});

test('the head’s configuration does not count: the pull request that loosens the rules is judged by the base’s', async () => {
  const loose = CONFIG.replace('enforce', 'off');
  const pr = open({
    files: [
      { path: '.github/leadership.yml', content: loose },
      { path: 'b.ts', content: '1' },
    ],
  });
  await checked(sandbox, pr, 'failure');
  await checked(sandbox, pr, 'success', 'leadership/config');
});

test('a merge group fails with its worst pull request, and passes when all are linked', async () => {
  const goal = issue();
  const good = open({ body: `Closes #${goal.number}` });
  const bad = open();
  await checked(sandbox, bad, 'failure');
  const groupOf = (headOid: string, conclusion: string) =>
    eventually(() => {
      const run = sandbox.checkRuns('acme/web', headOid, 'leadership').at(-1);
      return run?.conclusion === conclusion ? run : undefined;
    }, `the group to be ${conclusion}`);
  await groupOf(sandbox.enqueue(good).headOid, 'success');
  await groupOf(sandbox.enqueue(bad).headOid, 'failure');
});

describe('a repository without a configuration file', () => {
  test('gets silence', async () => {
    sandbox.createRepository({ owner: 'acme', name: 'quiet', files: { 'README.md': '# Quiet\n' } });
    const pr = open({ repo: 'acme/quiet' });
    await said('silent', pr);
    expect(sandbox.checkRuns('acme/quiet', pr.headOid)).toEqual([]);
    expect(checkWrites()).toBe(0);
  });

  test('but for the pull request that brings the file: it gets leadership/config, and nothing else', async () => {
    sandbox.createRepository({ owner: 'acme', name: 'new', files: { 'README.md': '# New\n' } });
    const bring = (content: string) => open({ repo: 'acme/new', files: [{ path: '.github/leadership.yml', content }] });
    const good = bring(CONFIG);
    await checked(sandbox, good, 'success', 'leadership/config');
    expect(check(sandbox, good)).toBeUndefined();
    const bad = bring('guardrails:\n  linked-objectiv:\n    mode: enforce\n');
    const run = await checked(sandbox, bad, 'failure', 'leadership/config');
    expect(run.annotations[0]).toMatchObject({ path: '.github/leadership.yml', start_line: 2 });
  });

  test('and once the file is on the default branch, all its open pull requests are checked', async () => {
    sandbox.createRepository({ owner: 'acme', name: 'late', files: { 'README.md': '# Late\n' } });
    const prs = [open({ repo: 'acme/late' }), open({ repo: 'acme/late' })];
    await sandbox.settle();
    sandbox.writeFile('acme/late', '.github/leadership.yml', CONFIG);
    for (const pr of prs) await checked(sandbox, pr, 'failure');
  });
});

test('a read that GitHub fails once is repeated', async () => {
  sandbox.faults.onRequest({ route: 'POST /graphql', effect: { kind: 'status', status: 502, when: 'before' } });
  await checked(sandbox, open(), 'failure');
});

test('a write whose answer is lost leaves one run', async () => {
  sandbox.faults.onRequest({
    route: 'POST /repos/{owner}/{repo}/check-runs',
    effect: { kind: 'status', status: 502, when: 'after' },
  });
  const pr = open();
  const again = said('evaluated', pr);
  await again;
  expect(sandbox.checkRuns('acme/web', pr.headOid, 'leadership')).toHaveLength(1);
});

test('a delivery that is repeated and reordered ends in the same state', async () => {
  const goal = issue();
  sandbox.faults.onDelivery({ event: 'pull_request', times: 2, effect: { kind: 'reorder' } });
  sandbox.faults.onDelivery({ event: 'pull_request', times: 2, effect: { kind: 'repeat', total: 3 } });
  const pr = open();
  sandbox.editPullRequest(pr, { body: `Closes #${goal.number}` });
  sandbox.addLabel(pr, 'later', 'ann');
  await sandbox.settle();
  await checked(sandbox, pr, 'success');
});

test('one installation token serves for everything', () => {
  expect(server.output()).not.toContain('"level":"error"');
  const tokens = sandbox.tape.of('POST /app/installations/{installation_id}/access_tokens');
  expect(tokens.length).toBeLessThanOrEqual(1);
});

test('the log holds ids, and no secret, title, text or payload', () => {
  const output = server.output();
  for (const word of [SECRET, 'PRIVATE KEY', 'ghs_', 'Add a thing', 'Closes #', 'sha256=', 'eyJ']) {
    expect(output).not.toContain(word);
  }
});
