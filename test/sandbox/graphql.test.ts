import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { priceOf } from '#sandbox/graphql/cost.ts';
import { githubSchema } from '#sandbox/graphql/schema.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.sandbox.close());

const PULL = (selection: string) =>
  `query ($n: Int!) { repository(owner: "Shop", name: "WEB") { pullRequest(number: $n) { ${selection} } } }`;

async function pull(
  number: number,
  selection: string,
  token = shop.token,
): Promise<Record<string, { nodes: Record<string, unknown>[]; totalCount: number }>> {
  return (await shop.query(PULL(selection), { n: number }, token)).data.repository.pullRequest;
}

describe('points', () => {
  test.each([
    // The example of GitHub's own page on limits: 5 101 requests.
    [
      'viewer { repositories(first: 100) { edges { node { issues(first: 50) { edges { node { labels(first: 60) { edges { node { name } } } } } } } } } }',
      {},
      51,
      305_100,
    ],
    ['viewer { login }', {}, 1, 0],
    [
      'repository(owner: "a", name: "b") { pullRequests(first: $n) { nodes { commits(last: 1) { nodes { commit { oid } } } } } }',
      { n: 50 },
      1,
      100,
    ],
    [
      'repository(owner: "a", name: "b") { issues(first: $n) @include(if: $on) { nodes { labels(first: 9) { nodes { id } } } } }',
      { n: 100, on: false },
      1,
      0,
    ],
  ])('of %s', (selection, variables, points, nodes) => {
    const price = priceOf(
      githubSchema(true),
      parse(`query ($n: Int, $on: Boolean = true) { ${selection} }`),
    )(variables);
    expect(price).toMatchObject({ points, nodes, refusal: null });
  });

  test('are told by rateLimit and kept on the tape', async () => {
    const document =
      'query Budget { rateLimit { cost remaining limit } repository(owner: "shop", name: "web") { issues(first: 100) { nodes { labels(first: 9) { nodes { id } } timelineItems(first: 9) { nodes { __typename } } } } } }';
    expect((await shop.query(document)).data.rateLimit).toEqual({ cost: 2, limit: 5000, remaining: 4998 });
    expect(shop.sandbox.tape.points).toBe(2);
    expect(shop.sandbox.tape.of('Budget')).toHaveLength(1);
    expect([shop.sandbox.tape.reads, shop.sandbox.tape.writes]).toEqual([1, 0]);
  });

  test.each([
    ['issues { totalCount }', 'MISSING_PAGINATION_BOUNDARIES'],
    ['issues(first: 101) { totalCount }', 'EXCESSIVE_PAGINATION'],
    [
      'issues(first: 100) { nodes { labels(first: 100) { nodes { issues(first: 100) { totalCount } } } } }',
      'MAX_NODE_LIMIT_EXCEEDED',
    ],
  ])('are not even counted for %s', async (selection, type) => {
    const answer = await shop.query(`{ repository(owner: "shop", name: "web") { ${selection} } }`);
    expect(answer).toMatchObject({ errors: [{ type }] });
    expect(answer.data).toBeUndefined();
  });
});

describe('what is not there', () => {
  test('is an error beside the rest of the data', async () => {
    const answer = await shop.query(
      '{ a: repository(owner: "shop", name: "web") { name issueOrPullRequest(number: 9) { __typename } } b: repository(owner: "x", name: "y") { name } }',
    );
    expect(answer.data).toEqual({ a: { name: 'web', issueOrPullRequest: null }, b: null });
    expect(answer.errors).toHaveLength(2);
    expect(answer.errors).toContainEqual(
      expect.objectContaining({
        type: 'NOT_FOUND',
        path: ['b'],
        message: "Could not resolve to a Repository with the name 'x/y'.",
      }),
    );
    expect(answer.errors).toContainEqual(
      expect.objectContaining({
        type: 'NOT_FOUND',
        path: ['a', 'issueOrPullRequest'],
        message: 'Could not resolve to an issue or pull request with the number of 9.',
      }),
    );
  });

  test('is never a repository under a name that it had, as long as renames are followed and no other took that name', async () => {
    const { sandbox } = shop;
    sandbox.createRepository({ owner: 'shop', name: 'old' });
    sandbox.renameRepository('shop/old', 'new');
    const asked =
      '{ a: repository(owner: "shop", name: "OLD") { name } b: repository(owner: "shop", name: "old", followRenames: false) { name } }';

    expect((await shop.query(asked)).data).toEqual({ a: { name: 'new' }, b: null });

    sandbox.createRepository({ owner: 'shop', name: 'old' });
    expect((await shop.query(asked)).data).toEqual({ a: { name: 'old' }, b: { name: 'old' } });
  });

  test('on a GitHub without issue types is refused as undefinedField, and the filter likewise', async () => {
    const old = await openShop({ issueTypes: false });
    const answer = await old.query(
      '{ repository(owner: "shop", name: "web") { issues(first: 1, filterBy: { type: "x" }) { nodes { issueType { name } } } } }',
    );
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.map((error) => error.extensions?.['code']).sort()).toEqual([
      'argumentNotAccepted',
      'undefinedField',
    ]);
    expect(answer.errors?.find((error) => error.extensions?.['code'] === 'undefinedField')?.message).toBe(
      "Field 'issueType' doesn't exist on type 'Issue'",
    );
    await old.sandbox.close();
  });

  test('for want of a permission is FORBIDDEN in a private repository', async () => {
    const secret = await openShop({ private: true });
    const reader = secret.sandbox.createApp({ permissions: { pull_requests: 'read' }, events: [] });
    const token = secret.sandbox.installationToken(secret.sandbox.installApp(reader, 'shop'));
    const answer = await secret.query(
      '{ repository(owner: "shop", name: "web") { name issues(first: 1) { totalCount } } }',
      {},
      token,
    );
    expect(answer).toMatchObject({
      errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
    });
    await secret.sandbox.close();
  });
});

describe('closing references', () => {
  const links = async (number: number) =>
    (
      await pull(
        number,
        'closingIssuesReferences(first: 10) { totalCount nodes { number repository { nameWithOwner } } }',
      )
    )['closingIssuesReferences']?.nodes.map((node) => node['number']);
  const open = (body: string, base?: string) =>
    shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', body, ...(base === undefined ? {} : { base }) })
      .number;

  beforeEach(() => {
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'One' });
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'Two' });
    shop.sandbox.createRepository({ owner: 'shop', name: 'plans' });
    shop.sandbox.createIssue({ repo: 'shop/plans', title: 'Plan' });
  });

  test.each([
    ['Closes #1', [1]],
    ['closes: #1', [1]],
    ['FIXED #1 and resolves GH-2', [1, 2]],
    ['Fixes #1, #2', [1]],
    ['Closes shop/plans#1', [1]],
    ['Closes #0002', [2]],
    ['unfixed #1', []],
    ['Closes#1', []],
    ['Fixes prefix#1', []],
    ['Closes #99', []],
    ['See #1', []],
    ['<!-- Closes #1 -->', []],
    ['`Closes #1`', []],
    ['```\nCloses #1\n```', []],
    ['Text\n\n    Closes #1', []],
    ['Closes #1x', []],
    ['does not fix #1', [1]],
  ])('%j names %j', async (body, numbers) => {
    expect(await links(open(body))).toEqual(numbers);
  });

  test('are read from full addresses of this host only', async () => {
    expect(await links(open(`Closes ${shop.sandbox.url}/shop/web/issues/2`))).toEqual([2]);
    expect(await links(open('Closes https://elsewhere.example/shop/web/issues/2'))).toEqual([]);
  });

  test('are made from keywords only on the default branch', async () => {
    const number = open('Closes #1', 'release');
    expect(await links(number)).toEqual([]);
    shop.sandbox.editPullRequest(`shop/web#${number}`, { base: 'main' });
    expect(await links(number)).toEqual([1]);
  });

  test('never name a pull request', async () => {
    const first = open('');
    expect(await links(open(`Closes #${first}`))).toEqual([]);
  });

  test('follow an edit after a while where that was asked for', async () => {
    shop.sandbox.clock.set('2026-06-01T12:00:00Z');
    const number = open('Closes #1');
    shop.sandbox.clock.advance(60_000);
    shop.sandbox.closingLag = 30_000;
    shop.sandbox.editPullRequest(`shop/web#${number}`, { body: 'Closes #2' });
    expect(await links(number)).toEqual([1]);
    shop.sandbox.clock.advance(30_000);
    expect(await links(number)).toEqual([2]);
    expect((await pull(number, 'lastEditedAt'))['lastEditedAt']).toBe('2026-06-01T12:01:00Z');
  });

  test('made in the sidebar are told apart, on any base, and fire no webhook', async () => {
    const number = open('Closes #1', 'release');
    const before = shop.sandbox.deliveries.length;
    shop.sandbox.linkInSidebar(`shop/web#${number}`, 'shop/web#2');
    expect(shop.sandbox.deliveries).toHaveLength(before);
    expect(await links(number)).toEqual([2]);
    const user = await pull(
      number,
      'userLinked: closingIssuesReferences(first: 10, userLinkedOnly: true) { nodes { number } }',
    );
    expect(user['userLinked']?.nodes).toEqual([{ number: 2 }]);
  });

  test('leave out what the reader cannot see', async () => {
    shop.sandbox.createRepository({ owner: 'else', name: 'secret', private: true });
    shop.sandbox.createIssue({ repo: 'else/secret', title: 'Hidden' });
    expect(await links(open('Closes else/secret#1, closes #1'))).toEqual([1]);
  });
});

test('the timeline tells who labelled, people and bots apart', async () => {
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', author: 'ann', labels: ['a'] });
  shop.sandbox.addLabel(pr, 'b', 'robot[bot]');
  shop.sandbox.removeLabel(pr, 'A', 'ben');
  const selection =
    '... on LabeledEvent { label { name } actor { __typename login } } ... on UnlabeledEvent { label { name } actor { __typename login } }';
  const all = await pull(
    pr.number,
    `timelineItems(last: 10, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) { nodes { __typename ${selection} } }`,
  );
  expect(all['timelineItems']?.nodes).toEqual([
    { __typename: 'LabeledEvent', label: { name: 'a' }, actor: { __typename: 'User', login: 'ann' } },
    { __typename: 'LabeledEvent', label: { name: 'b' }, actor: { __typename: 'Bot', login: 'robot' } },
    { __typename: 'UnlabeledEvent', label: { name: 'a' }, actor: { __typename: 'User', login: 'ben' } },
  ]);
  const last = await pull(
    pr.number,
    'timelineItems(last: 1, itemTypes: [LABELED_EVENT]) { pageInfo { hasPreviousPage } nodes { ... on LabeledEvent { label { name } } } }',
  );
  expect(last['timelineItems']).toEqual({ pageInfo: { hasPreviousPage: true }, nodes: [{ label: { name: 'b' } }] });
});

test('connections page forwards by cursor', async () => {
  const files = Array.from({ length: 5 }, (_, index) => ({ path: `f${index}`, status: 'added' as const }));
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T', files });
  const seen: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await shop.query(
      'query ($n: Int!, $after: String) { repository(owner: "shop", name: "web") { pullRequest(number: $n) { files(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { path } } } } }',
      { n: pr.number, after },
    );
    const { files: page } = data.repository.pullRequest;
    expect(page.totalCount).toBe(5);
    seen.push(...page.nodes.map((node: { path: string }) => node.path));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(['f0', 'f1', 'f2', 'f3', 'f4']);
});

test('the newest check run of a name is the latest one, and the others stay', async () => {
  const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'T' });
  const post = (conclusion: string, token = shop.token) =>
    shop.request('POST', '/repos/shop/web/check-runs', { name: 'leadership', head_sha: pr.headOid, conclusion }, token);
  await post('failure');
  await post('success');
  await post('neutral', shop.sandbox.workflowToken('shop/web', { checks: 'write' }));
  const runs = async (appId: number, checkType: string) => {
    const selection = `commits(last: 1) { nodes { commit { checkSuites(first: 5, filterBy: { appId: ${appId} }) { nodes { checkRuns(first: 5, filterBy: { checkType: ${checkType} }) { nodes { conclusion } } } } } } }`;
    const { data } = await shop.query(PULL(selection), { n: pr.number });
    const [suite] = data.repository.pullRequest.commits.nodes[0].commit.checkSuites.nodes;
    return suite.checkRuns.nodes.map((run: { conclusion: string }) => run.conclusion);
  };
  expect(await runs(shop.app.id, 'LATEST')).toEqual(['SUCCESS']);
  expect(await runs(shop.app.id, 'ALL')).toEqual(['FAILURE', 'SUCCESS']);
  expect(await runs(15368, 'LATEST')).toEqual(['NEUTRAL']);
});

test('a file of a commit, its text, its size and its history', async () => {
  const { sandbox } = shop;
  sandbox.writeFile('shop/web', '.github/leadership.yml', 'a: ü');
  sandbox.writeFile('shop/web', 'other', 'x');
  sandbox.writeFile('shop/web', '.github/leadership.yml', 'b: 2');
  const { data } =
    await shop.query(`{ repository(owner: "shop", name: "web") { defaultBranchRef { name target { ... on Commit {
    none: file(path: "nothing") { oid } directory: file(path: ".github") { type }
    history(first: 5, path: ".github/leadership.yml") { nodes { file(path: ".github/leadership.yml") { object { ... on Blob { text byteSize isBinary isTruncated } } } } }
  } } } } }`);
  const { target } = data.repository.defaultBranchRef;
  expect(target.none).toBeNull();
  expect(target.directory).toEqual({ type: 'tree' });
  const blob = (text: string, byteSize: number) => ({
    file: { object: { text, byteSize, isBinary: false, isTruncated: false } },
  });
  expect(target.history.nodes).toEqual([blob('b: 2', 4), blob('a: ü', 5)]);
});

test('issues know their parents, types and milestones, and lists their filters', async () => {
  const { sandbox } = shop;
  sandbox.createMilestone('shop/web', { title: 'Q3' });
  const top = sandbox.createIssue({ repo: 'shop/web', title: 'Top', type: 'Objective', labels: ['OKR'] });
  const middle = sandbox.createIssue({ repo: 'shop/web', title: 'Middle', parent: top });
  sandbox.createIssue({ repo: 'shop/web', title: 'Low', parent: middle, milestone: 1 });
  sandbox.closeIssue(middle, 'NOT_PLANNED');
  const { data } = await shop.query(`{ repository(owner: "shop", name: "web") {
    issue(number: 3) { milestone { title state } parent { number state stateReason parent { number issueType { name } parent { number } } } }
    labelled: issues(first: 5, labels: ["okr"], states: OPEN) { nodes { number } }
    typed: issues(first: 5, filterBy: { type: "objective" }) { nodes { number } }
    newest: issues(first: 1, states: OPEN, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { number } }
  } }`);
  expect(data.repository).toEqual({
    issue: {
      milestone: { title: 'Q3', state: 'OPEN' },
      parent: {
        number: 2,
        state: 'CLOSED',
        stateReason: 'NOT_PLANNED',
        parent: { number: 1, issueType: { name: 'Objective' }, parent: null },
      },
    },
    labelled: { nodes: [{ number: 1 }] },
    typed: { nodes: [{ number: 1 }] },
    newest: { nodes: [{ number: 3 }] },
  });
});

test('issues nest eight levels below the top one and no deeper', () => {
  let parent = shop.sandbox.createIssue({ repo: 'shop/web', title: '0' });
  for (let level = 1; level <= 8; level += 1)
    parent = shop.sandbox.createIssue({ repo: 'shop/web', title: String(level), parent });
  expect(() => shop.sandbox.createIssue({ repo: 'shop/web', title: '9', parent })).toThrow(/8 levels/);
});

test('pull requests are found by their head branch; a shared head is one commit', async () => {
  const first = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'A', head: 'topic' });
  shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'B', head: 'topic', base: 'next', headOid: first.headOid });
  shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'C' });
  const { data } = await shop.query(
    '{ repository(owner: "shop", name: "web") { pullRequests(headRefName: "topic", states: OPEN, first: 10) { nodes { number headRefOid } } } }',
  );
  expect(data.repository.pullRequests.nodes).toEqual([
    { number: 1, headRefOid: first.headOid },
    { number: 2, headRefOid: first.headOid },
  ]);
});

test('the merge queue holds its entries in order, each on its own group commit', async () => {
  const entries = ['A', 'B'].map((title) =>
    shop.sandbox.enqueue(shop.sandbox.openPullRequest({ repo: 'shop/web', title })),
  );
  const { data } = await shop.query(
    '{ repository(owner: "shop", name: "web") { mergeQueue(branch: "main") { entries(first: 10) { nodes { position headCommit { oid } pullRequest { number } } } } } }',
  );
  expect(data.repository.mergeQueue.entries.nodes).toEqual(
    entries.map(({ headOid }, index) => ({
      position: index + 1,
      headCommit: { oid: headOid },
      pullRequest: { number: index + 1 },
    })),
  );
});

test('merging closes the linked issues and moves the base branch', async () => {
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'One' });
  const pr = shop.sandbox.openPullRequest({
    repo: 'shop/web',
    title: 'T',
    body: 'Fixes #1',
    files: [{ path: 'new.ts', status: 'added', content: 'x' }],
  });
  shop.sandbox.merge(pr, 'ann');
  const { data } = await shop.query(
    '{ repository(owner: "shop", name: "web") { issue(number: 1) { state } pullRequest(number: 2) { state mergedAt merged } object(expression: "main:new.ts") { ... on Blob { text } } } }',
  );
  expect(data.repository).toMatchObject({
    issue: { state: 'CLOSED' },
    pullRequest: { state: 'MERGED', merged: true },
    object: { text: 'x' },
  });
});
