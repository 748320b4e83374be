import { Webhooks } from '@octokit/webhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openReceiver } from './receiver.ts';
import { openShop, PERMISSIONS, type Shop } from './shop.ts';

let shop: Shop;
let hook: Awaited<ReturnType<typeof openReceiver>>;
let status = 202;

beforeEach(async () => {
  status = 202;
  hook = await openReceiver(() => status);
  shop = await openShop({ webhook: { url: hook.url, secret: 's3cret' } });
  await shop.sandbox.settle();
  hook.received.length = 0;
  shop.sandbox.clearDeliveries();
});
afterEach(async () => {
  await shop.sandbox.close();
  await hook.close();
});

const events = () => hook.received.map(({ event }) => event);

test('every delivery is signed as GitHub signs it and names itself', async () => {
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'Ünïcode ✓' });
  await shop.sandbox.settle();
  const [first] = hook.received;
  const verified = (secret: string) =>
    new Webhooks({ secret }).verify(first?.body ?? '', String(first?.headers['x-hub-signature-256']));
  expect(await verified('s3cret')).toBe(true);
  expect(await verified('other')).toBe(false);
  expect(first?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-hook-installation-target-type': 'integration',
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}-/),
  });
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    action: 'opened',
    installation: { id: shop.installation.id },
    organization: { login: 'shop' },
  });
});

test('what happens together is told in GitHub’s order', async () => {
  shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', labels: ['a', 'b'] });
  await shop.sandbox.settle();
  expect(events()).toEqual([
    'push',
    'pull_request.opened',
    'label.created',
    'pull_request.labeled',
    'label.created',
    'pull_request.labeled',
  ]);
});

test('an app gets one delivery at a time', async () => {
  for (const title of ['a', 'b', 'c', 'd']) shop.sandbox.createIssue({ repo: 'shop/web', title });
  await shop.sandbox.settle();
  expect(events()).toHaveLength(4);
  expect(hook.mostAtOnce()).toBe(1);
});

test('an edit tells what was there before', async () => {
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', body: 'old' });
  shop.sandbox.editPullRequest(pr, { body: 'new', base: 'next' });
  shop.sandbox.editPullRequest(pr, { body: 'new' });
  await shop.sandbox.settle();
  const edits = hook.received
    .filter(({ event }) => event === 'pull_request.edited')
    .map(({ body }) => JSON.parse(body).changes);
  expect(edits).toEqual([{ body: { from: 'old' } }, { base: { ref: { from: 'main' }, sha: { from: pr.baseOid } } }]);
});

test('a label that is deleted goes from each item without being named, and then itself', async () => {
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'T', labels: ['x'] });
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', labels: ['x', 'y'] });
  await shop.sandbox.settle();
  hook.received.length = 0;
  shop.sandbox.deleteLabel('shop/web', 'X', 'ann');
  await shop.sandbox.settle();
  expect(events()).toEqual(['issues.unlabeled', 'pull_request.unlabeled', 'label.deleted']);
  const [issue, pull, label] = hook.received.map(({ body }) => JSON.parse(body));
  expect([issue, pull].map((payload) => 'label' in payload)).toEqual([false, false]);
  expect(pull).toMatchObject({
    number: pr.number,
    pull_request: { labels: [{ name: 'y' }] },
    sender: { login: 'ann' },
  });
  expect(label).toMatchObject({ label: { name: 'x' }, sender: { login: 'ann' } });
});

test('a label that is made on the way is made by whoever adds it', async () => {
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'T' });
  await shop.request('POST', '/repos/shop/web/issues/1/labels', { labels: ['new'] });
  await shop.sandbox.settle();
  const made = hook.received.find(({ event }) => event === 'label.created');
  expect(JSON.parse(made?.body ?? '{}')).toMatchObject({ sender: { login: `${shop.app.slug}[bot]` } });
});

test('a transfer is told on both sides', async () => {
  shop.sandbox.createRepository({ owner: 'shop', name: 'plans' });
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'T' });
  await shop.sandbox.settle();
  hook.received.length = 0;
  const moved = shop.sandbox.transferIssue('shop/web#1', 'shop/plans', 'ann');
  await shop.sandbox.settle();
  expect(hook.received.map(({ event, body }) => [event, JSON.parse(body).repository.name])).toEqual([
    ['issues.transferred', 'web'],
    ['issues.opened', 'plans'],
  ]);
  expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({
    issue: { number: 1 },
    changes: { new_issue: { number: moved.number }, new_repository: { name: 'plans' } },
  });
});

test('a click on a check run comes from the one who clicked, and only to the app that made the run', async () => {
  const other = shop.sandbox.createApp({ permissions: PERMISSIONS, events: ['check_run'] });
  shop.sandbox.installApp(other, 'shop');
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T' });
  await shop.request('POST', '/repos/shop/web/check-runs', {
    name: 'leadership',
    head_sha: pr.headOid,
    external_id: 'v1:1',
  });
  const [run] = shop.sandbox.checkRuns('shop/web', pr.headOid);
  await shop.sandbox.settle();
  expect(events().filter((event) => event === 'check_run.created')).toHaveLength(2);
  hook.received.length = 0;
  shop.sandbox.requestCheckRun(run?.id ?? 0, 'ann', 'recheck');
  shop.sandbox.requestCheckRun(run?.id ?? 0, 'ann');
  await shop.sandbox.settle();
  expect(hook.received.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      action: 'requested_action',
      sender: { login: 'ann' },
      requested_action: { identifier: 'recheck' },
      check_run: { external_id: 'v1:1' },
    },
    { action: 'rerequested', sender: { login: 'ann' } },
  ]);
});

describe('only those hear of it', () => {
  test.each([
    ['who subscribe', { permissions: PERMISSIONS, events: ['push'] }, []],
    ['who may read it', { permissions: { checks: 'write' }, events: ['issues'] }, []],
    ['who do both', { permissions: { issues: 'read' }, events: ['issues'] }, ['issues.opened']],
  ] as const)('%s', async (_name, app, heard) => {
    const own = await openReceiver();
    const made = shop.sandbox.createApp({ ...app, webhookUrl: own.url, webhookSecret: 'x' });
    shop.sandbox.installApp(made, 'shop');
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'T' });
    await shop.sandbox.settle();
    expect(own.received.map(({ event }) => event)).toEqual(['installation.created', ...heard]);
    await own.close();
  });

  test('whose installation covers the repository', async () => {
    shop.sandbox.createRepository({ owner: 'else', name: 'where' });
    shop.sandbox.createIssue({ repo: 'else/where', title: 'T' });
    await shop.sandbox.settle();
    expect(events()).toEqual([]);
  });
});

test('a redelivery keeps its GUID and its words', async () => {
  status = 500;
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'T' });
  await shop.sandbox.settle();
  const [failed] = shop.sandbox.deliveries;
  expect(failed).toMatchObject({ state: 'failed', status: 500 });
  status = 202;
  shop.sandbox.redeliver(failed?.guid ?? '');
  await shop.sandbox.settle();
  expect(hook.received).toHaveLength(2);
  expect(hook.received[1]?.body).toBe(hook.received[0]?.body);
  expect(hook.received[1]?.headers['x-github-delivery']).toBe(failed?.guid);
  expect(shop.sandbox.deliveries[1]).toMatchObject({ state: 'delivered', isRedelivery: true });
});

describe('faults of deliveries', () => {
  const titled = () =>
    hook.received
      .filter(({ event }) => event === 'issues.opened')
      .map(({ body }) => (JSON.parse(body) as { issue: { title: string } }).issue.title);
  const create = (...titles: string[]) => {
    for (const title of titles) shop.sandbox.createIssue({ repo: 'shop/web', title });
  };

  test('drop loses as many as asked for', async () => {
    shop.sandbox.faults.onDelivery({ event: 'issues.opened', times: 2, effect: { kind: 'drop' } });
    create('a', 'b', 'c');
    await shop.sandbox.settle();
    expect(titled()).toEqual(['c']);
    expect(shop.sandbox.deliveries.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'delivered']);
  });

  test('repeat sends the same GUID again', async () => {
    shop.sandbox.faults.onDelivery({ event: '*', effect: { kind: 'repeat', total: 3 } });
    create('a', 'b');
    await shop.sandbox.settle();
    expect(titled()).toEqual(['a', 'a', 'a', 'b']);
    expect(new Set(hook.received.map(({ headers }) => headers['x-github-delivery']))).toHaveLength(2);
  });

  test('delay lets the others overtake', async () => {
    shop.sandbox.faults.onDelivery({ event: 'issues', effect: { kind: 'delay', milliseconds: 60 } });
    create('a', 'b');
    await shop.sandbox.settle();
    expect(titled()).toEqual(['b', 'a']);
  });

  test('reorder sends the held ones last, in reverse', async () => {
    shop.sandbox.faults.onDelivery({ event: 'issues.opened', times: 3, effect: { kind: 'reorder' } });
    create('a', 'b', 'c', 'd');
    await shop.sandbox.settle();
    expect(titled()).toEqual(['d', 'c', 'b', 'a']);
  });
});
