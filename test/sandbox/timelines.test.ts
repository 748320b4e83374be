import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.sandbox.close());

describe('timelines', () => {
  const events = (kind: 'issue' | 'pullRequest', number: number, args: string) =>
    shop.query(
      `{ repository(owner: "shop", name: "web") { ${kind}(number: ${number}) { timelineItems(${args}) {
        totalCount filteredCount pageInfo { hasPreviousPage startCursor }
        nodes {
          __typename
          ... on CrossReferencedEvent { willCloseTarget isCrossRepository actor { login } target { ... on Issue { number } } source { ...Named } }
          ... on ConnectedEvent { subject { ...Named } source { ...Named } }
          ... on DisconnectedEvent { subject { ...Named } }
          ... on LabeledEvent { label { name } labelable { __typename } }
          ... on UnlabeledEvent { label { name } }
        }
      } } } }
      fragment Named on ReferencedSubject { __typename ... on PullRequest { number } ... on Issue { number } }`,
    );
  const nodes = async (kind: 'issue' | 'pullRequest', number: number, args: string) =>
    (await events(kind, number, args)).data.repository[kind].timelineItems.nodes;

  beforeEach(() => {
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'Goal' });
  });

  test('are read backwards, page by page, with both kinds of label events', async () => {
    for (const label of ['a', 'b', 'c']) {
      shop.sandbox.addLabel('shop/web#1', label);
      shop.sandbox.removeLabel('shop/web#1', label);
    }
    const seen: string[] = [];
    for (let before = ''; ; ) {
      const args = `last: 4, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]${before}`;
      const { data } = await events('issue', 1, args);
      const { pageInfo, nodes: page } = data.repository.issue.timelineItems;
      seen.unshift(
        ...page.map((one: { __typename: string; label: { name: string } }) => one.__typename[0] + one.label.name),
      );
      if (!pageInfo.hasPreviousPage) break;
      before = `, before: "${pageInfo.startCursor}"`;
    }
    expect(seen).toEqual(['La', 'Ua', 'Lb', 'Ub', 'Lc', 'Uc']);
  });

  test('of an issue name the pull requests that mention it, once, and say which will close it', async () => {
    const closing = shop.sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'A',
      body: 'Fixes #1, see #1',
      author: 'ann',
    });
    const mention = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'B', body: 'Part of shop/web#1' });
    shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'C', body: '`#1` and web#1 and a/b#1' });
    const later = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'D', body: 'Fixes #1', base: 'next' });
    shop.sandbox.editPullRequest(mention, { body: 'no more' });
    expect(await nodes('issue', 1, 'first: 10, itemTypes: [CROSS_REFERENCED_EVENT]')).toEqual(
      [closing, mention, later].map(({ number, author }, index) => ({
        __typename: 'CrossReferencedEvent',
        willCloseTarget: index === 0,
        isCrossRepository: false,
        actor: { login: author.login },
        target: { number: 1 },
        source: { __typename: 'PullRequest', number },
      })),
    );
  });

  test('of an issue name the pull requests that are linked in the sidebar, and of these the issue', async () => {
    const pr = shop.sandbox.openPullRequest({ repo: 'shop/web', title: 'A' });
    shop.sandbox.linkInSidebar(pr, 'shop/web#1', 'ben');
    shop.sandbox.linkInSidebar(pr, 'shop/web#1', 'ben');
    shop.sandbox.unlinkInSidebar(pr, 'shop/web#1', 'ben');
    const [issue, pull] = [
      { __typename: 'Issue', number: 1 },
      { __typename: 'PullRequest', number: pr.number },
    ];
    expect(await nodes('issue', 1, 'first: 10')).toEqual([
      { __typename: 'ConnectedEvent', source: issue, subject: pull },
      { __typename: 'DisconnectedEvent', subject: pull },
    ]);
    expect(await nodes('pullRequest', pr.number, 'first: 1, itemTypes: [CONNECTED_EVENT]')).toEqual([
      { __typename: 'ConnectedEvent', source: pull, subject: issue },
    ]);
  });

  test('leave out what comes from where the reader cannot look', async () => {
    shop.sandbox.createRepository({ owner: 'else', name: 'secret', private: true });
    shop.sandbox.openPullRequest({ repo: 'else/secret', title: 'Hidden', body: 'See shop/web#1' });
    shop.sandbox.createRepository({ owner: 'else', name: 'open' });
    shop.sandbox.openPullRequest({ repo: 'else/open', title: 'Shown', body: 'See shop/web#1' });
    const { data } = await events('issue', 1, 'first: 10');
    expect(data.repository.issue.timelineItems).toMatchObject({ totalCount: 1, nodes: [{ isCrossRepository: true }] });
  });

  test('start where `since` says', async () => {
    shop.sandbox.clock.set('2026-06-01T12:00:00Z');
    shop.sandbox.addLabel('shop/web#1', 'a');
    shop.sandbox.clock.advance(60_000);
    shop.sandbox.addLabel('shop/web#1', 'b');
    expect(await nodes('issue', 1, 'first: 10, since: "2026-06-01T12:00:01Z"')).toMatchObject([
      { label: { name: 'b' } },
    ]);
  });
});

describe('lists for whoever looks through everything', () => {
  const at = (minute: number) => shop.sandbox.clock.set(`2026-06-01T12:${String(minute).padStart(2, '0')}:00Z`);

  test('of issues start at an instant of their last change', async () => {
    for (const minute of [1, 2, 3]) {
      at(minute);
      shop.sandbox.createIssue({ repo: 'shop/web', title: `${minute}` });
    }
    at(9);
    shop.sandbox.addLabel('shop/web#1', 'a');
    const { data } = await shop.query(
      '{ repository(owner: "shop", name: "web") { issues(first: 10, orderBy: { field: UPDATED_AT, direction: DESC }, filterBy: { since: "2026-06-01T12:03:00Z" }) { totalCount nodes { number } } } }',
    );
    expect(data.repository.issues).toEqual({ totalCount: 2, nodes: [{ number: 1 }, { number: 3 }] });
  });

  test('of pull requests are ordered by their last change, in every state', async () => {
    const [open, merged, closed] = [1, 2, 3].map((minute) => {
      at(minute);
      return shop.sandbox.openPullRequest({ repo: 'shop/web', title: `${minute}` });
    });
    if (open === undefined || merged === undefined || closed === undefined) throw new Error('none');
    at(5);
    shop.sandbox.closePullRequest(closed);
    at(6);
    shop.sandbox.merge(merged);
    const numbers = async (states: string) =>
      (
        await shop.query(
          `{ repository(owner: "shop", name: "web") { pullRequests(first: 10, states: [${states}], orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { number state } } } }`,
        )
      ).data.repository.pullRequests.nodes.map(({ number }: { number: number }) => number);
    expect(await numbers('OPEN, MERGED, CLOSED')).toEqual([merged.number, closed.number, open.number]);
    expect(await numbers('MERGED')).toEqual([merged.number]);
  });
});

test('an installation is its bot', async () => {
  expect((await shop.query('{ viewer { login } }')).data).toEqual({ viewer: { login: `${shop.app.slug}[bot]` } });
});

test('a transferred issue is no longer there under its old number, and REST says where it went', async () => {
  shop.sandbox.createRepository({ owner: 'shop', name: 'plans' });
  shop.sandbox.createLabel('shop/plans', 'Objective');
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'Moves', labels: ['objective', 'here-only'] });
  const moved = shop.sandbox.transferIssue('shop/web#1', 'shop/plans');
  expect([...moved.labels.values()].map(({ name }) => name)).toEqual(['Objective']);
  expect(moved.timeline).toEqual([]);
  const gone = await shop.query('{ repository(owner: "shop", name: "web") { issue(number: 1) { title } } }');
  expect(gone.errors).toMatchObject([{ type: 'NOT_FOUND' }]);
  const answer = await fetch(`${shop.sandbox.url}/repos/shop/web/issues/1`, {
    headers: { authorization: `Bearer ${shop.token}` },
  });
  expect(await answer.json()).toMatchObject({
    title: 'Moves',
    number: 1,
    repository_url: expect.stringContaining('plans'),
  });
});
