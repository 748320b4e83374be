import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ now: '2026-11-02T09:00:00Z' });
});
afterEach(() => shop.sandbox.close());

const repository = async (selection: string) =>
  (await shop.query(`{ repository(owner: "shop", name: "web") { ${selection} } }`)).data.repository;

describe('deployments and releases', () => {
  test('are listed the latest first, those of other environments left out, with the statuses that they had', async () => {
    const { sandbox } = shop;
    const first = sandbox.deploy('shop/web', { states: ['IN_PROGRESS'] });
    sandbox.clock.advance(60_000);
    sandbox.setDeploymentState(first, 'SUCCESS');
    sandbox.clock.advance(600_000);
    sandbox.deploy('shop/web', { environment: 'staging' });
    sandbox.deploy('shop/web', { states: ['FAILURE'] });
    const args = 'first: 10, environments: ["production"], orderBy: { field: CREATED_AT, direction: DESC }';
    const { deployments } = await repository(
      `deployments(${args}) { nodes { state createdAt statuses(first: 5) { nodes { state createdAt } } } }`,
    );
    expect(deployments.nodes).toEqual([
      {
        state: 'FAILURE',
        createdAt: '2026-11-02T09:11:00Z',
        statuses: { nodes: [{ state: 'FAILURE', createdAt: '2026-11-02T09:11:00Z' }] },
      },
      {
        state: 'ACTIVE',
        createdAt: '2026-11-02T09:00:00Z',
        statuses: {
          nodes: [
            { state: 'IN_PROGRESS', createdAt: '2026-11-02T09:00:00Z' },
            { state: 'SUCCESS', createdAt: '2026-11-02T09:01:00Z' },
          ],
        },
      },
    ]);
  });

  test('of a release name when it was published; a draft is shown to nobody', async () => {
    shop.sandbox.createRelease('shop/web', { tag: 'v1' });
    shop.sandbox.createRelease('shop/web', { tag: 'v2', draft: true });
    const { releases } = await repository(
      'releases(first: 5, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { tagName isDraft publishedAt } }',
    );
    expect(releases.nodes).toEqual([{ tagName: 'v1', isDraft: false, publishedAt: '2026-11-02T09:00:00Z' }]);
  });
});

test('a review is waited for until whoever was asked gives one', async () => {
  const { sandbox } = shop;
  const pr = sandbox.openPullRequest({ repo: 'shop/web', title: 'T', author: 'ann' });
  sandbox.requestReview(pr, 'bob');
  sandbox.clock.advance(60_000);
  sandbox.requestReview(pr, 'cay');
  sandbox.submitReview(pr, 'APPROVED', 'bob');
  const { pullRequest } = await repository(`pullRequest(number: ${pr.number}) {
    reviewDecision reviewRequests(first: 5) { nodes { requestedReviewer { ... on User { login } } } }
    timelineItems(last: 9, itemTypes: [REVIEW_REQUESTED_EVENT, PULL_REQUEST_REVIEW]) { nodes {
      __typename
      ... on ReviewRequestedEvent { createdAt requestedReviewer { ... on User { login } } }
      ... on PullRequestReview { state submittedAt author { login } }
    } }
  }`);
  expect(pullRequest).toEqual({
    reviewDecision: 'APPROVED',
    reviewRequests: { nodes: [{ requestedReviewer: { login: 'cay' } }] },
    timelineItems: {
      nodes: [
        {
          __typename: 'ReviewRequestedEvent',
          createdAt: '2026-11-02T09:00:00Z',
          requestedReviewer: { login: 'bob' },
        },
        {
          __typename: 'ReviewRequestedEvent',
          createdAt: '2026-11-02T09:01:00Z',
          requestedReviewer: { login: 'cay' },
        },
        {
          __typename: 'PullRequestReview',
          state: 'APPROVED',
          submittedAt: '2026-11-02T09:01:00Z',
          author: { login: 'bob' },
        },
      ],
    },
  });
});

test('a new text sets when an issue was edited, a new title leaves an event', async () => {
  const { sandbox } = shop;
  sandbox.createIssue({ repo: 'shop/web', title: 'Old' });
  sandbox.clock.advance(60_000);
  sandbox.editIssue('shop/web#1', { title: 'New' });
  const read = () =>
    repository(`issue(number: 1) { lastEditedAt timelineItems(last: 1, itemTypes: [RENAMED_TITLE_EVENT]) { nodes {
      ... on RenamedTitleEvent { createdAt previousTitle currentTitle }
    } } }`);
  const nodes = [{ createdAt: '2026-11-02T09:01:00Z', previousTitle: 'Old', currentTitle: 'New' }];
  expect((await read()).issue).toEqual({ lastEditedAt: null, timelineItems: { nodes } });
  sandbox.clock.advance(60_000);
  sandbox.editIssue('shop/web#1', { body: 'More' });
  expect((await read()).issue).toEqual({ lastEditedAt: '2026-11-02T09:02:00Z', timelineItems: { nodes } });
});

describe('pinned issues', () => {
  const change = async (name: 'pinIssue' | 'unpinIssue', issueId: string, token?: string) =>
    shop.query(
      `mutation Change($issueId: ID!) { ${name}(input: { issueId: $issueId }) { issue { number isPinned } } }`,
      { issueId },
      token,
    );
  const pinned = async () =>
    (await repository('pinnedIssues(first: 3) { nodes { issue { number } } }')).pinnedIssues.nodes.map(
      (one: { issue: { number: number } }) => one.issue.number,
    );

  test('are three at most, and pinning counts as a write', async () => {
    const issues = [1, 2, 3, 4].map((n) => shop.sandbox.createIssue({ repo: 'shop/web', title: `Issue ${n}` }));
    for (const { nodeId } of issues.slice(0, 3)) await change('pinIssue', nodeId);
    const fourth = issues[3]?.nodeId ?? '';
    expect(await change('pinIssue', fourth)).toMatchObject({
      data: { pinIssue: null },
      errors: [{ type: 'UNPROCESSABLE', path: ['pinIssue'] }],
    });
    expect(await pinned()).toEqual([1, 2, 3]);
    expect((await change('unpinIssue', issues[0]?.nodeId ?? '')).data.unpinIssue.issue.isPinned).toBe(false);
    await change('pinIssue', fourth);
    expect(await pinned()).toEqual([2, 3, 4]);
    expect([shop.sandbox.tape.reads, shop.sandbox.tape.writes]).toEqual([2, 6]);
  });

  test('are not for those who may only read', async () => {
    const { nodeId } = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Issue' });
    const token = shop.sandbox.workflowToken('shop/web', { issues: 'read' });
    expect((await change('pinIssue', nodeId, token)).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
    expect(await pinned()).toEqual([]);
  });
});

describe('issues by label', () => {
  test('are those of one author where it is asked for, with the suffix of a bot', async () => {
    const body = { title: 'Weekly', labels: ['leadership-summary'] };
    await shop.request('POST', '/repos/shop/web/issues', body);
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'Forged', labels: ['leadership-summary'], author: 'ann' });
    const listed = async (creator: string) => {
      const path = `/repos/shop/web/issues?labels=leadership-summary&state=all&creator=${encodeURIComponent(creator)}`;
      const issues = (await (await shop.request('GET', path)).json()) as { number: number }[];
      return issues.map(({ number }) => number);
    };
    const own = `${shop.app.slug}[bot]`;
    expect([await listed(own), await listed('ann'), await listed(shop.app.slug)]).toEqual([[1], [2], []]);
  });

  test('are refused where issues are off, and where the repository is archived', async () => {
    const { sandbox, request } = shop;
    const post = async () => (await request('POST', '/repos/shop/web/issues', { title: 'T' })).status;
    sandbox.setIssuesEnabled('shop/web', false);
    expect(await post()).toBe(410);
    sandbox.setIssuesEnabled('shop/web', true);
    sandbox.archive('shop/web');
    expect(await post()).toBe(403);
  });
});
