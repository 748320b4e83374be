import { parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import { renderSummary } from '#core/summary/render.ts';
import { Unreachable } from '#github/errors.ts';
import { referencesDocument } from '#github/issue-documents.ts';
import { mergedDocument, openDocument, weekDocument } from '#github/summary/documents.ts';
import { priceOf } from '#sandbox/graphql/cost.ts';
import { githubSchema } from '#sandbox/graphql/schema.ts';
import { CONFIG_PATH } from '../../support/shop.ts';
import { movingClient } from './moving-client.ts';
import { mergedMany, NOW, openWeekShop, RULES, type WeekShop } from './week-shop.ts';

let shop: WeekShop;
const TYPES = { issueTypes: true };
afterEach(() => shop?.close());

const TOTAL = (reads: Readonly<Record<string, number>>) => Object.values(reads).reduce((sum, count) => sum + count, 0);
/** What the budgets allow a repository, for so many merged pull requests and objectives. */
const budget = (merged: number, objectives: number) => 8 + Math.ceil(merged / 50) + Math.ceil(objectives / 50);

describe('a summary costs', () => {
  it.each([
    [0, 1],
    [50, 1],
    [51, 2],
    [500, 10],
    [5_000, 100],
  ])(
    'for %i merged pull requests %i pages of them',
    async (count, pages) => {
      shop = await openWeekShop();
      shop.sandbox.createIssue({ repo: 'shop/web', title: 'Goal', author: 'anne', labels: ['objective'] });
      // One in fifty names the task under it, so that GitHub does not list what counts.
      const task = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Task', author: 'ben', parent: 'shop/web#1' });
      mergedMany(shop, count, '2026-11-20T12:00:00Z', { body: `Part-of: #${task.number}` });
      shop.sandbox.tape.clear();

      const { merged } = await shop.gather();

      expect(merged).toHaveLength(count);
      expect(merged.every(({ objectives }) => objectives[0] === 'shop/web#1')).toBe(true);
      const reads = shop.reads();
      expect(reads).toEqual({
        SprintRules: 1,
        PostedIssues: 1,
        SummaryWeek: 1,
        SummaryMerged: pages,
        SummaryOpen: 1,
        'GET /repos/{owner}/{repo}/collaborators/{username}/permission': 1,
        ...(count > 0 && { References: 1 }),
      });
      expect(TOTAL(reads)).toBeLessThanOrEqual(budget(count, 1));
    },
    120_000,
  );

  it('one page more where older ones are behind the last, and not the older ones', async () => {
    shop = await openWeekShop();
    mergedMany(shop, 120, '2026-09-20T12:00:00Z');
    mergedMany(shop, 50, '2026-11-20T12:00:00Z');
    shop.sandbox.tape.clear();
    expect((await shop.gather()).merged).toHaveLength(50);
    expect(shop.reads()).toMatchObject({ SummaryMerged: 2 });
  });

  it('for 200 objectives four pages of them, whichever way they are objectives', async () => {
    shop = await openWeekShop();
    for (let n = 0; n < 200; n += 1) {
      const sign = n % 4 === 0 ? { labels: ['objective'], type: 'Epic' } : { labels: ['objective'] };
      shop.sandbox.createIssue({ repo: 'shop/web', title: `Goal ${n}`, author: 'anne', ...sign });
    }
    shop.sandbox.tape.clear();

    const { objectives } = await shop.gather();

    expect(new Set(objectives?.map(({ key }) => key)).size).toBe(200);
    expect(objectives).toHaveLength(200);
    const reads = shop.reads();
    expect(reads).toMatchObject({ SummaryWeek: 1, SummaryObjectives: 3 });
    expect(TOTAL(reads)).toBeLessThanOrEqual(budget(0, 200));
  });

  it('for what many texts name one query, and nothing for an objective that is listed', async () => {
    shop = await openWeekShop();
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'Goal', author: 'anne', labels: ['objective'] });
    for (let n = 0; n < 90; n += 1) {
      const { number } = shop.sandbox.createIssue({
        repo: 'shop/web',
        title: `Task ${n}`,
        author: 'ben',
        parent: 'shop/web#1',
      });
      shop.merged('2026-11-20T12:00:00Z', { body: n % 2 === 0 ? `Part-of: #${number}` : 'Objective: #1' });
    }
    shop.sandbox.tape.clear();

    const { merged } = await shop.gather();

    expect(merged.every(({ objectives }) => objectives.length === 1)).toBe(true);
    expect(shop.reads()).toMatchObject({ References: 1 });
  });

  it('no read of what an earlier summary keeps', async () => {
    shop = await openWeekShop({ config: 'sprint: { length: 2w, anchor: 2026-01-05 }\n' });
    mergedMany(shop, 60, '2026-08-20T12:00:00Z');
    mergedMany(shop, 20, '2026-11-17T12:00:00Z');
    shop.sandbox.tape.clear();
    const first = await shop.gather({ week: '2026-W46' });
    expect(first.mergedSince < '2026-08-10').toBe(true);
    const { title, body } = renderSummary(summarize(first), { blocks: first.rules.summary.blocks, maxItems: 10 });
    shop.at('2026-11-17T12:30:00Z', () =>
      shop.sandbox.createIssue({
        repo: 'shop/web',
        title,
        body,
        author: shop.ourLogin,
        labels: ['leadership-summary'],
      }),
    );
    shop.sandbox.tape.clear();

    const second = await shop.gather();

    expect(second.previous).toMatchObject({ period: '2026-W46', kept: { v: 1, scope: 'shop/web' } });
    // Since the start of the sprint before: no summary keeps what was silent.
    expect(second.mergedSince).toBe('2026-10-26T00:00:00Z');
    expect(second.merged).toHaveLength(20);
    expect(shop.reads()).toMatchObject({ SummaryMerged: 1 });
  });

  it('no more than so many long lists of files, and says what that leaves open', async () => {
    const skip = 'skip: { paths: ["docs/**"] }';
    shop = await openWeekShop({ config: `guardrails: { linked-objective: { require: objective, ${skip} } }\n` });
    const files = Array.from({ length: 101 }, (_, index) => ({ path: `docs/${index}.md` }));
    mergedMany(shop, 22, '2026-11-20T12:00:00Z', { files });
    shop.sandbox.tape.clear();

    const { merged, unread } = await shop.gather();

    expect(shop.reads()['GET /repos/{owner}/{repo}/pulls/{pull_number}/files']).toBe(20);
    const outcomes = merged.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'not-applicable')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === 'not-available')).toHaveLength(2);
    expect(unread).toMatchObject([{ what: 'the many files of some pull requests of shop/web (2)' }]);
  });

  it('nothing but the rules where there is no summary', async () => {
    for (const [config, why] of [
      [null, 'no-config'],
      ['summary: { enabled: false }', 'summary-disabled'],
    ] as const) {
      shop = await openWeekShop({ config });
      expect(await shop.resolve()).toMatchObject({ kind: 'nothing', why });
      expect(shop.reads()).toEqual({ SprintRules: 1 });
      if (why === 'no-config') await shop.close();
    }
  });
});

describe('no week', () => {
  it.each([
    ['is archived', 'archived', () => shop.sandbox.archive('shop/web'), {}],
    ['has no issues', 'issues-disabled', () => shop.sandbox.setIssuesEnabled('shop/web', false), {}],
    ['has none of that name', 'no-such-week', () => {}, { week: '2026-W54' }],
    ['has not ended it', 'week-not-over', () => {}, { week: '2026-W48' }],
  ])('where a repository %s', async (_, why, act, change) => {
    shop = await openWeekShop({ config: RULES });
    act();
    expect(await shop.resolve(change)).toMatchObject({ kind: 'nothing', why });
  });
});

describe('a private repository whose summary another one holds', () => {
  const config = 'vision: { statement: Buy ACME }\nsummary: { repository: plans }\n';

  it('has none in a public one, and nothing of it is read', async () => {
    shop = await openWeekShop({ private: true, config });
    shop.sandbox.createRepository({ owner: 'shop', name: 'plans' });
    expect(await shop.resolve({ isAsked: true })).toEqual({
      kind: 'nothing',
      why: 'private-home',
      home: 'shop/plans',
    });
    expect(shop.reads()).toEqual({ SprintRules: 2 });
  });

  it('has one in a private one', async () => {
    shop = await openWeekShop({ private: true, config });
    shop.sandbox.createRepository({ owner: 'shop', name: 'plans', private: true });
    expect(await shop.gather()).toMatchObject({
      scope: { home: 'shop/plans', repositories: ['shop/web'] },
      rules: { vision: { statement: 'Buy ACME' } },
    });
  });
});

it('what a private file of the owner says of a vision is not for a public home', async () => {
  shop = await openWeekShop();
  const files = { [CONFIG_PATH]: 'vision: { statement: Buy ACME }\n' };
  shop.sandbox.createRepository({ owner: 'shop', name: '.github-private', private: true, files });
  expect((await shop.gather()).rules.vision.statement).toBeUndefined();
});

it('a page that is too heavy is asked for in smaller parts', async () => {
  shop = await openWeekShop();
  mergedMany(shop, 60, '2026-11-20T12:00:00Z');
  const { github } = movingClient(shop, 'query SummaryMerged(', 1, () => {
    throw new Unreachable('GitHub gave up');
  });
  expect((await shop.gather({ github })).merged).toHaveLength(60);
  // One of fifty in vain, and three of twenty-five.
  expect(shop.reads()).toMatchObject({ SummaryMerged: 4 });
});

it('a GitHub without issue types is asked without them, and for nothing more than once', async () => {
  shop = await openWeekShop({ issueTypes: false });
  for (let n = 0; n < 60; n += 1) {
    shop.sandbox.createIssue({ repo: 'shop/web', title: `Goal ${n}`, author: 'anne', labels: ['objective'] });
  }
  const week = await shop.gather();
  expect(week.objectives).toHaveLength(60);
  expect(week.debtIssues).toMatchObject({ open: [] });
  expect(week.unread).toEqual([]);
  expect(shop.reads()).toMatchObject({ SummaryWeek: 2, SummaryObjectives: 1, SummaryMerged: 1, SummaryOpen: 1 });
});

it('what moves to the front while pages are read is not lost', async () => {
  shop = await openWeekShop();
  mergedMany(shop, 120, '2026-11-20T12:00:00Z');
  const moving = shop.open('2026-11-01T09:00:00Z', { title: 'moving' });
  shop.at('2026-11-18T09:00:00Z', () => shop.sandbox.merge(moving));
  shop.at('2026-11-18T09:00:00Z', () => shop.sandbox.editPullRequest(moving, { title: 'moved' }));
  const { github } = movingClient(shop, 'query SummaryMerged(', 1, () =>
    shop.at(NOW, () => shop.sandbox.editPullRequest(moving, { title: 'moved again' })),
  );

  const { merged } = await shop.gather({ github });

  expect(merged).toHaveLength(121);
  expect(merged.filter(({ title }) => title === 'moved again')).toHaveLength(1);
});

it.each([
  ['all of a week but its pull requests', weekDocument({ objectives: 4, debt: 1 }, TYPES), 21],
  ['as much with as many types as are looked for', weekDocument({ objectives: 10, debt: 10 }, TYPES), 46],
  ['a page of merged pull requests', mergedDocument(TYPES), 24],
  ['a page of open pull requests', openDocument(TYPES), 25],
  ['a hundred issues that texts name', referencesDocument(100, { labels: false, types: [] }, TYPES), 12],
])('%s costs what GitHub’s formula says, and stays below the most that it allows', (_, document, points) => {
  const price = priceOf(
    githubSchema(true),
    parse(document),
  )({ first: 50, withFiles: true, withRules: true, withLabels: true });
  expect(price).toMatchObject({ points, refusal: null });
  expect(price.nodes).toBeLessThan(300_000);
});
