import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describedEvents, validateDeliveries, validateTape } from '../support/openapi.ts';
import { jwt, openShop, type Shop } from './shop.ts';

let shop: Shop;
let hook: Server;

beforeEach(async () => {
  hook = createServer((request, response) => {
    request.resume();
    response.end();
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  shop = await openShop({
    webhook: { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}`, secret: 's3cret' },
  });
});

afterEach(async () => {
  await shop.sandbox.close();
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});

test('every answer and every accepted request agrees with GitHub’s description of its REST API', async () => {
  const { sandbox, request, installation, app } = shop;
  sandbox.createUser('ann');
  sandbox.setPermission('shop/web', 'ann', 'triage');
  const milestone = sandbox.createMilestone('shop/web', { title: 'Q3', dueOn: '2026-09-30T07:00:00Z' });
  const issue = sandbox.createIssue({
    repo: 'shop/web',
    title: 'Faster',
    labels: ['objective'],
    type: 'Objective',
    milestone: 1,
  });
  const pr = sandbox.openPullRequest({
    repo: 'shop/web',
    title: 'Cache',
    body: `Closes #${issue.number}`,
    author: 'ann',
    labels: ['perf'],
    milestone: milestone.number,
    files: [
      { path: 'a.ts', status: 'added', content: 'x' },
      { path: 'c.ts', previousPath: 'b.ts' },
    ],
  });
  const asApp = jwt(app);
  await request('GET', '/app', undefined, asApp);
  await request('GET', '/app/installations', undefined, asApp);
  await request('GET', `/app/installations/${installation.id}`, undefined, asApp);
  await request(
    'POST',
    `/app/installations/${installation.id}/access_tokens`,
    { repositories: ['web'], permissions: { checks: 'write' } },
    asApp,
  );
  await request('GET', '/repos/shop/web/installation', undefined, asApp);
  await request('GET', '/orgs/shop/installation', undefined, asApp);
  await request('GET', '/users/shop/installation', undefined, asApp);
  const run = await request('POST', '/repos/shop/web/check-runs', {
    name: 'leadership',
    head_sha: pr.headOid,
    external_id: 'v1:2',
    status: 'completed',
    conclusion: 'neutral',
    output: {
      title: 'T',
      summary: 'S',
      annotations: [{ path: 'a.ts', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' }],
    },
    actions: [{ label: 'Re-check', description: 'Read it again', identifier: 'recheck' }],
  });
  const { id } = (await run.json()) as { id: number };
  await request('POST', '/repos/shop/web/check-runs', {
    name: 'leadership',
    head_sha: pr.headOid,
    status: 'in_progress',
  });
  for (const [method, path, body] of [
    ['GET', '/installation/repositories'],
    ['PATCH', `/repos/shop/web/check-runs/${id}`, { conclusion: 'success', output: { title: 'T', summary: 'S' } }],
    ['GET', `/repos/shop/web/check-runs/${id}`],
    ['GET', `/repos/shop/web/check-runs/${id}/annotations`],
    ['POST', `/repos/shop/web/check-runs/${id}/rerequest`],
    ['GET', `/repos/shop/web/commits/${pr.headOid}/check-runs`],
    ['GET', `/repos/shop/web/commits/${pr.headOid}/pulls`],
    ['GET', `/repos/shop/web/commits/${pr.headOid}`],
    ['GET', '/repos/shop/web'],
    ['GET', '/repos/shop/web/collaborators/ann/permission'],
    ['GET', '/repos/shop/web/contents/README.md'],
    ['GET', '/repos/shop/web/contents/'],
    ['PUT', '/repos/shop/web/contents/docs/a.md', { message: 'Add', content: 'aGk=', branch: 'topic' }],
    ['POST', '/repos/shop/web/git/refs', { ref: 'refs/heads/other', sha: pr.headOid }],
    ['POST', '/repos/shop/web/pulls', { title: 'By API', head: 'topic', base: 'main' }],
    ['GET', '/repos/shop/web/pulls'],
    ['GET', `/repos/shop/web/pulls/${pr.number}`],
    ['GET', `/repos/shop/web/pulls/${pr.number}/files`],
    ['PATCH', `/repos/shop/web/pulls/${pr.number}`, { title: 'New', body: 'No link', base: 'other' }],
    ['PUT', `/repos/shop/web/pulls/${pr.number}/merge`],
    ['GET', '/repos/shop/web/issues'],
    ['POST', '/repos/shop/web/issues', { title: 'Another', body: 'b', labels: ['bug'], milestone: 1 }],
    ['GET', `/repos/shop/web/issues/${issue.number}`],
    ['PATCH', `/repos/shop/web/issues/${issue.number}`, { state: 'closed', state_reason: 'not_planned' }],
    ['GET', `/repos/shop/web/issues/${issue.number}/labels`],
    ['POST', `/repos/shop/web/issues/${issue.number}/labels`, { labels: ['okr'] }],
    ['DELETE', `/repos/shop/web/issues/${issue.number}/labels/okr`],
    ['GET', '/repos/shop/web/labels'],
    ['GET', '/repos/shop/web/labels/objective'],
    ['POST', '/repos/shop/web/labels', { name: 'new', color: 'ff0000', description: 'd' }],
    ['PATCH', '/repos/shop/web/labels/new', { new_name: 'newer', color: '00ff00', description: 'e' }],
    ['DELETE', '/repos/shop/web/labels/newer'],
    ['GET', '/repos/shop/web/issues?since=2026-01-01T00:00:00Z&sort=updated&direction=asc'],
    ['GET', '/repos/shop/web/issues?state=all&labels=objective&creator=shop-maintainer&per_page=100'],
    ['PATCH', `/repos/shop/web/issues/${issue.number}`, { title: 'New', body: 'Newer', state: 'open' }],
    ['GET', '/repos/shop/web/milestones'],
    ['POST', '/repos/shop/web/milestones', { title: 'Q4' }],
    ['GET', '/users/ann'],
    ['GET', '/rate_limit'],
    ['GET', '/repos/shop/web/issues/999'],
    ['POST', '/repos/shop/web/issues', {}],
  ] as const) {
    await request(method, path, body);
  }
  const bad = sandbox.tape.entries
    .filter((entry) => entry.status >= 400)
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
  expect(bad).toEqual(['GET /repos/shop/web/issues/999 404', 'POST /repos/shop/web/issues 422']);
  expect(validateTape(sandbox.tape)).toEqual([]);
});

test('every webhook agrees with GitHub’s description of its webhooks', async () => {
  const { sandbox, installation, request } = shop;
  sandbox.createRepository({ owner: 'shop', name: 'plans', private: true });
  sandbox.removeFromInstallation(installation, 'shop/plans');
  sandbox.addToInstallation(installation, 'shop/plans');
  const milestone = sandbox.createMilestone('shop/web', { title: 'Q3' });
  const goal = sandbox.createIssue({ repo: 'shop/plans', title: 'Grow', labels: ['objective'], type: 'Objective' });
  const issue = sandbox.createIssue({ repo: 'shop/web', title: 'Faster', parent: goal, milestone: 1, author: 'ann' });
  sandbox.setParent(issue, null);
  sandbox.setType(goal, null);
  sandbox.editIssue(issue, { title: 'Much faster', body: 'b' });
  sandbox.removeLabel(goal, 'Objective', 'ann');
  sandbox.pinIssue(goal);
  sandbox.unpinIssue(goal);
  sandbox.setMilestone(issue, null);
  sandbox.closeIssue(issue, 'NOT_PLANNED');
  sandbox.reopenIssue(issue);
  const pr = sandbox.openPullRequest({
    repo: 'shop/web',
    title: 'T',
    body: `Fixes #${issue.number}`,
    author: 'ann',
    labels: ['x'],
    milestone: 1,
    files: [{ path: 'a', status: 'added' }],
  });
  sandbox.editPullRequest(pr, { title: 'U', body: 'none', base: 'next', draft: true });
  sandbox.editPullRequest(pr, { draft: false });
  sandbox.push(pr, { files: [{ path: 'b', status: 'added' }] });
  sandbox.requestReview(pr, 'bob');
  sandbox.removeLabel(pr, 'x');
  sandbox.setMilestone(pr, null);
  sandbox.closePullRequest(pr);
  sandbox.reopenPullRequest(pr);
  await request('POST', '/repos/shop/web/check-runs', {
    name: 'leadership',
    head_sha: pr.headOid,
    conclusion: 'failure',
    output: { title: 't', summary: 's' },
  });
  const [run] = sandbox.checkRuns('shop/web', pr.headOid);
  if (run === undefined) throw new Error('no check run');
  sandbox.requestCheckRun(run, 'ann');
  sandbox.requestCheckRun(run, 'ann', 'recheck');
  sandbox.requestCheckSuite(run.suite, 'ann');
  sandbox.enqueue(pr);
  sandbox.merge(pr);
  sandbox.renameLabel('shop/web', 'x', 'y');
  await request('PATCH', '/repos/shop/web/labels/y', { color: '000000', description: 'Y' });
  sandbox.addLabel(issue, 'y');
  sandbox.addLabel(pr, 'y');
  sandbox.deleteLabel('shop/web', 'y');
  sandbox.transferIssue(sandbox.createIssue({ repo: 'shop/web', title: 'Moves' }), 'shop/plans');
  sandbox.renameMilestone(milestone, 'Q4');
  sandbox.editMilestone(milestone, { dueOn: '2026-09-30T07:00:00Z' });
  sandbox.editMilestone(milestone, { dueOn: '2026-10-07T07:00:00Z' });
  sandbox.closeMilestone(milestone);
  sandbox.deleteMilestone(milestone);
  const project = sandbox.createProject('shop', {
    title: 'Plan',
    iterations: [{ title: 'Sprint 1', startDate: '2026-09-07', duration: 14 }],
  });
  sandbox.renameProject(project, 'The plan');
  const item = sandbox.addToProject(project, pr);
  sandbox.setIteration(project, item, 'Sprint 1');
  sandbox.removeFromProject(project, item);
  sandbox.deleteIssue(issue);
  sandbox.renameRepository('shop/plans', 'goals');
  sandbox.archive('shop/goals');
  sandbox.archive('shop/goals', false);
  sandbox.suspend(installation);
  sandbox.uninstall(installation);
  await sandbox.settle();
  expect(validateDeliveries(sandbox.deliveries)).toEqual([]);
  expect(sandbox.deliveries.every(({ state }) => state === 'delivered')).toBe(true);
  const sent = sandbox.deliveries.map(({ event, action }) => (action === null ? event : `${event}.${action}`));
  expect([...new Set(sent)].sort()).toEqual([...describedEvents].sort());
});
