import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.sandbox.close());

async function json(answer: Promise<Response>): Promise<Record<string, unknown>> {
  return (await (await answer).json()) as Record<string, unknown>;
}

test('a request that carries the ETag of what is still so is answered 304 and costs no primary limit', async () => {
  const first = await shop.request('GET', '/repos/shop/web/contents/README.md');
  const etag = first.headers.get('etag') ?? '';
  const before = shop.sandbox.limits.state(`installation:${shop.installation.id}`, 'core').used;
  const again = await shop.request('GET', '/repos/shop/web/contents/README.md', undefined, shop.token, {
    'if-none-match': etag,
  });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
  expect(shop.sandbox.limits.state(`installation:${shop.installation.id}`, 'core').used).toBe(before);
  shop.sandbox.writeFile('shop/web', 'README.md', 'Changed');
  const changed = await shop.request('GET', '/repos/shop/web/contents/README.md', undefined, shop.token, {
    'if-none-match': etag,
  });
  expect(changed.status).toBe(200);
});

test('pages are joined by Link', async () => {
  for (let number = 0; number < 4; number += 1) shop.sandbox.createRepository({ owner: 'shop', name: `r${number}` });
  const first = await shop.request('GET', '/installation/repositories?per_page=2');
  expect(await first.json()).toMatchObject({ total_count: 5, repositories: [{ name: 'web' }, { name: 'r0' }] });
  const links = first.headers.get('link') ?? '';
  expect(links).toContain('rel="next"');
  expect(links).toContain('rel="last"');
  const [, next = ''] = /<([^>]+)>; rel="next"/.exec(links) ?? [];
  expect(next).toContain('per_page=2&page=2');
  const last = await shop.request('GET', '/installation/repositories?per_page=2&page=3');
  expect(await last.json()).toMatchObject({ repositories: [{ name: 'r3' }] });
  expect(last.headers.get('link')).not.toContain('rel="next"');
});

test('GitHub Enterprise’s prefixes lead to the same places', async () => {
  expect(await json(shop.request('GET', '/api/v3/repos/shop/web'))).toMatchObject({ full_name: 'shop/web' });
  const answer = await shop.request('POST', '/api/graphql', {
    query: '{ repository(owner: "shop", name: "web") { name } }',
  });
  expect(await answer.json()).toEqual({ data: { repository: { name: 'web' } } });
});

test('owners, repositories and labels are found in any case', async () => {
  shop.sandbox.createIssue({ repo: 'SHOP/Web', title: 'T', labels: ['Objective'] });
  expect(await json(shop.request('GET', '/repos/SHOP/WEB/labels/OBJECTIVE'))).toMatchObject({ name: 'Objective' });
  expect(await json(shop.request('POST', '/repos/shop/web/issues/1/labels', { labels: ['objective'] }))).toHaveLength(
    1,
  );
});

test('a pull request is an issue too and takes its number from the same row', async () => {
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'Issue' });
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'Pull' });
  expect(pr.number).toBe(2);
  expect(await json(shop.request('GET', '/repos/shop/web/issues/2'))).toMatchObject({
    title: 'Pull',
    pull_request: {},
  });
});

test('who may do what is told by role_name, and permission knows no triage', async () => {
  for (const role of ['triage', 'maintain', 'write'] as const)
    shop.sandbox.setPermission('shop/web', `a-${role}`, role);
  expect(await json(shop.request('GET', '/repos/shop/web/collaborators/a-triage/permission'))).toMatchObject({
    permission: 'read',
    role_name: 'triage',
  });
  expect(await json(shop.request('GET', '/repos/shop/web/collaborators/a-maintain/permission'))).toMatchObject({
    permission: 'write',
    role_name: 'maintain',
  });
  shop.sandbox.createUser('stranger');
  expect(await json(shop.request('GET', '/repos/shop/web/collaborators/stranger/permission'))).toMatchObject({
    permission: 'read',
    role_name: 'read',
  });
  expect((await shop.request('GET', '/repos/shop/web/collaborators/nobody/permission')).status).toBe(404);
});

test('issues cannot be made where they are disabled', async () => {
  shop.sandbox.createRepository({ owner: 'shop', name: 'quiet', hasIssues: false });
  expect((await shop.request('POST', '/repos/shop/quiet/issues', { title: 'x' })).status).toBe(410);
});

describe('check runs', () => {
  const output = { title: 't', summary: 's' };
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' };
  const action = { label: 'l', description: 'd', identifier: 'i' };

  test.each([
    ['a summary of 65 535 characters', { output: { ...output, summary: 'x'.repeat(65_535) } }, 201],
    ['a longer summary', { output: { ...output, summary: 'x'.repeat(65_536) } }, 422],
    ['50 annotations', { output: { ...output, annotations: Array(50).fill(annotation) } }, 201],
    ['51 annotations', { output: { ...output, annotations: Array(51).fill(annotation) } }, 422],
    [
      'columns over several lines',
      { output: { ...output, annotations: [{ ...annotation, end_line: 2, start_column: 1, end_column: 2 }] } },
      422,
    ],
    [
      '3 actions at their longest',
      { actions: Array(3).fill({ label: 'x'.repeat(20), description: 'x'.repeat(40), identifier: 'x'.repeat(20) }) },
      201,
    ],
    ['4 actions', { actions: Array(4).fill(action) }, 422],
    ['a label of 21 characters', { actions: [{ ...action, label: 'x'.repeat(21) }] }, 422],
    ['a description of 41 characters', { actions: [{ ...action, description: 'x'.repeat(41) }] }, 422],
    ['an identifier of 21 characters', { actions: [{ ...action, identifier: 'x'.repeat(21) }] }, 422],
    ['output without a summary', { output: { title: 't' } }, 422],
    ['completed without a conclusion', { status: 'completed' }, 422],
    ['a commit that is not there', { head_sha: '0'.repeat(40) }, 422],
  ])('with %s: %#', async (_name, body, status) => {
    const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T' });
    const answer = await shop.request('POST', '/repos/shop/web/check-runs', {
      name: 'x',
      head_sha: pr.headOid,
      ...body,
    });
    expect(answer.status).toBe(status);
  });

  test('name the pull requests of the head, but none for the head of a fork', async () => {
    shop.sandbox.createRepository({ owner: 'zoe', name: 'web', forkOf: 'shop/web' });
    const own = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'Own' });
    const fork = shop.sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Fork',
      author: 'zoe',
      headRepository: 'zoe/web',
    });
    const numbers = async (oid: string) => {
      const run = await json(shop.request('POST', '/repos/shop/web/check-runs', { name: 'x', head_sha: oid }));
      const pulls = (await (await shop.request('GET', `/repos/shop/web/commits/${oid}/pulls`)).json()) as {
        number: number;
      }[];
      return [
        (run['pull_requests'] as { number: number }[]).map(({ number }) => number),
        pulls.map(({ number }) => number),
      ];
    };
    expect(await numbers(own.headOid)).toEqual([[own.number], [own.number]]);
    expect(await numbers(fork.headOid)).toEqual([[], []]);
  });

  test('can only be changed by the app that made them', async () => {
    const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T' });
    const { id } = await json(shop.request('POST', '/repos/shop/web/check-runs', { name: 'x', head_sha: pr.headOid }));
    const job = shop.sandbox.workflowToken('shop/web', { checks: 'write' });
    expect(
      (await shop.request('PATCH', `/repos/shop/web/check-runs/${String(id)}`, { conclusion: 'success' }, job)).status,
    ).toBe(403);
    expect(
      await json(shop.request('PATCH', `/repos/shop/web/check-runs/${String(id)}`, { conclusion: 'success' })),
    ).toMatchObject({ status: 'completed' });
  });
});

describe('limits', () => {
  const who = () => `installation:${shop.installation.id}`;

  test('are told in headers', async () => {
    const answer = await shop.request('GET', '/repos/shop/web');
    expect(Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('x-ratelimit')))).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-used': '1',
      'x-ratelimit-resource': 'core',
    });
    const graphql = await shop.request('POST', '/graphql', { query: '{ rateLimit { cost } }' });
    expect(graphql.headers.get('x-ratelimit-resource')).toBe('graphql');
  });

  test('of REST a minute: 900 points, of which a write takes five, and the next minute is free again', async () => {
    shop.sandbox.limits.enforced = true;
    for (let count = 0; count < 179; count += 1)
      shop.sandbox.limits.admit(who(), 'POST', '/repos/{owner}/{repo}/check-runs');
    expect((await shop.request('GET', '/repos/shop/web')).status).toBe(200);
    shop.sandbox.limits.admit(who(), 'GET', '/x');
    const refused = await shop.request('PATCH', '/repos/shop/web/issues/1', {});
    expect(refused.status).toBe(403);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    shop.sandbox.limits.saysRetryAfter = false;
    expect((await shop.request('PATCH', '/repos/shop/web/issues/1', {})).headers.get('retry-after')).toBeNull();
    shop.sandbox.clock.advance(60_000);
    expect((await shop.request('GET', '/repos/shop/web')).status).toBe(200);
  });

  test('of content: 80 a minute', async () => {
    shop.sandbox.limits.enforced = true;
    for (let count = 0; count < 80; count += 1)
      shop.sandbox.limits.admit(who(), 'POST', '/repos/{owner}/{repo}/issues');
    expect((await shop.request('POST', '/repos/shop/web/issues', { title: 'x' })).status).toBe(403);
    expect((await shop.request('POST', '/repos/shop/web/labels', { name: 'x' })).status).toBe(201);
  });

  test('of GraphQL an hour: 5 000 points, refused by an error of type RATE_LIMITED', async () => {
    shop.sandbox.limits.enforced = true;
    shop.sandbox.limits.spend(who(), 5_000);
    shop.sandbox.clock.advance(61_000);
    const answer = await shop.request('POST', '/graphql', { query: '{ rateLimit { cost } }' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(await answer.json()).toMatchObject({ errors: [{ type: 'RATE_LIMITED' }] });
  });

  test('are not enforced unless asked for', async () => {
    shop.sandbox.limits.spend(who(), 6_000);
    expect((await shop.query('{ rateLimit { cost } }')).errors).toBeUndefined();
  });
});

describe('branches', () => {
  test('a file committed to a head branch is the new head of its pull requests', async () => {
    const pr = shop.sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'T',
      head: 'topic',
      files: [{ path: 'a', status: 'added', content: '1' }],
    });
    const other = shop.sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'U',
      head: 'topic',
      base: 'next',
      headOid: pr.headOid,
    });
    const before = pr.headOid;
    expect(
      (await shop.request('PUT', '/repos/shop/web/contents/b', { message: 'b', content: 'Yg==', branch: 'topic' }))
        .status,
    ).toBe(201);
    expect(pr.headOid).not.toBe(before);
    expect(other.headOid).toBe(pr.headOid);
    expect(pr.files.map(({ path }) => path)).toEqual(['a', 'b']);
  });

  test('a pull request made through the API lists what its branch changed since the base', async () => {
    for (const path of ['x', 'y'])
      await shop.request('PUT', `/repos/shop/web/contents/${path}`, {
        message: path,
        content: 'eA==',
        branch: 'topic',
      });
    expect(
      await json(shop.request('POST', '/repos/shop/web/pulls', { title: 'T', head: 'topic', base: 'main' })),
    ).toMatchObject({ changed_files: 2 });
  });

  test('merging brings in what the pull request changed and leaves newer files of the base alone', async () => {
    const pr = shop.sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'T',
      files: [{ path: 'a', status: 'added', content: 'new' }],
    });
    shop.sandbox.writeFile('shop/web', 'README.md', 'Newer');
    shop.sandbox.enqueue(pr);
    const merged = shop.sandbox.merge(pr);
    expect([merged.tree.get('README.md'), merged.tree.get('a')]).toEqual(['Newer', 'new']);
    expect(pr.repository.queue).toEqual([]);
  });
});

describe('people without triage', () => {
  const as = (login: string) => {
    shop.sandbox.setPermission('shop/web', login, 'read');
    return shop.sandbox.userToken(login);
  };

  test('open issues, whose labels GitHub drops without a word', async () => {
    expect(
      await json(shop.request('POST', '/repos/shop/web/issues', { title: 'T', labels: ['objective'] }, as('ann'))),
    ).toMatchObject({ labels: [] });
    expect(
      await json(shop.request('POST', '/repos/shop/web/issues', { title: 'T', labels: ['objective'] })),
    ).toMatchObject({ labels: [{ name: 'objective' }] });
  });

  test('edit what is theirs, and nothing else', async () => {
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'T', author: 'ann' });
    const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', author: 'ann' });
    for (const path of [`/repos/shop/web/issues/${issue.number}`, `/repos/shop/web/pulls/${pr.number}`]) {
      expect((await shop.request('PATCH', path, { title: 'Mine' }, as('ann'))).status).toBe(200);
      expect((await shop.request('PATCH', path, { title: 'Theirs' }, as('ben'))).status).toBe(403);
    }
    expect(
      (await shop.request('POST', `/repos/shop/web/issues/${pr.number}/labels`, { labels: ['x'] }, as('ann'))).status,
    ).toBe(403);
  });
});

test('a label is taken off in any case, once', async () => {
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'T', labels: ['Objective', 'bug'] });
  expect(await json(shop.request('DELETE', '/repos/shop/web/issues/1/labels/OBJECTIVE'))).toMatchObject([
    { name: 'bug' },
  ]);
  expect((await shop.request('DELETE', '/repos/shop/web/issues/1/labels/objective')).status).toBe(404);
});
