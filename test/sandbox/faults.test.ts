import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, type Shop } from './shop.ts';

const CREATE = 'POST /repos/{owner}/{repo}/check-runs';

let shop: Shop;
let oid: string;
beforeEach(async () => {
  shop = await openShop();
  oid = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', body: 'Closes #1' }).headOid;
});
afterEach(() => shop.sandbox.close());

const post = () => shop.request('POST', '/repos/shop/web/check-runs', { name: 'x', head_sha: oid });
const written = () => shop.sandbox.checkRuns('shop/web', oid).length;

test('a status before the write leaves nothing behind', async () => {
  shop.sandbox.faults.onRequest({ route: CREATE, times: 2, effect: { kind: 'status', status: 502, when: 'before' } });
  expect([(await post()).status, (await post()).status]).toEqual([502, 502]);
  expect(written()).toBe(0);
  expect((await post()).status).toBe(201);
});

test('a status after the write hides a write that happened', async () => {
  shop.sandbox.faults.onRequest({ route: CREATE, effect: { kind: 'status', status: 500, when: 'after' } });
  expect((await post()).status).toBe(500);
  expect(written()).toBe(1);
  expect(shop.sandbox.tape.of(CREATE)).toMatchObject([{ status: 500, fault: 'status' }]);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a connection that breaks %s the write', async (when, count) => {
  shop.sandbox.faults.onRequest({ route: CREATE, effect: { kind: 'reset', when } });
  await expect(post()).rejects.toThrow();
  expect(written()).toBe(count);
});

test('a fault lets as many requests through first as asked for, and leaves other routes alone', async () => {
  shop.sandbox.faults.onRequest({ route: CREATE, skip: 2, effect: { kind: 'status', status: 404, when: 'before' } });
  expect((await shop.request('GET', '/repos/shop/web')).status).toBe(200);
  expect([(await post()).status, (await post()).status, (await post()).status, (await post()).status]).toEqual([
    201, 201, 404, 201,
  ]);
});

test.each([
  [{ kind: 'secondary-limit', retryAfter: 7 }, 403, '7'],
  [{ kind: 'secondary-limit', retryAfter: null, status: 429 }, 429, null],
] as const)('a secondary limit %j', async (effect, status, retryAfter) => {
  shop.sandbox.faults.onRequest({ route: '*', effect });
  const answer = await post();
  expect(answer.status).toBe(status);
  expect(answer.headers.get('retry-after')).toBe(retryAfter);
  expect(answer.headers.get('x-ratelimit-remaining')).not.toBe('0');
  expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/secondary rate limit/) });
  expect(written()).toBe(0);
});

test('a partial answer nulls what is at the path and says so', async () => {
  const document =
    '{ repository(owner: "shop", name: "web") { pullRequest(number: 1) { title closingIssuesReferences(first: 1) { totalCount } } } }';
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    effect: {
      kind: 'partial',
      path: ['repository', 'pullRequest', 'closingIssuesReferences'],
      type: 'SERVICE_UNAVAILABLE',
    },
  });
  const answer = await shop.query(document);
  expect(answer.data).toEqual({ repository: { pullRequest: { title: 'T', closingIssuesReferences: null } } });
  expect(answer.errors).toMatchObject([
    { type: 'SERVICE_UNAVAILABLE', path: ['repository', 'pullRequest', 'closingIssuesReferences'] },
  ]);
  expect((await shop.query(document)).errors).toBeUndefined();
});

test('latency makes every answer slow, and clear makes all well again', async () => {
  shop.sandbox.faults.latency = 80;
  const start = performance.now();
  await post();
  expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  shop.sandbox.faults.onRequest({ route: '*', effect: { kind: 'status', status: 500, when: 'before' } });
  shop.sandbox.faults.clear();
  expect((await post()).status).toBe(201);
  expect(shop.sandbox.faults.latency).toBe(0);
});
