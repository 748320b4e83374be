import { afterEach, describe, expect, it } from 'vitest';
import { fingerprint } from '#core/fingerprint.ts';
import { summarize } from '#core/summary/figures.ts';
import { renderSummary } from '#core/summary/render.ts';
import type { GitHubClient } from '#github/client.ts';
import { Unreachable } from '#github/errors.ts';
import { MONDAY, NOW, openWeekShop, TUESDAY, type WeekShop } from './week-shop.ts';

let shop: WeekShop;
afterEach(() => shop.close());

function objective(at: string, input: { readonly body?: string; readonly labels?: readonly string[] } = {}) {
  const { labels = ['objective'], ...rest } = input;
  return shop.at(at, () =>
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'Cart survives', author: 'anne', labels, ...rest }),
  );
}
/** A title is not kept, however short. */
const Q4 = `milestone:shop/web:${fingerprint('Q4')}`;

describe('what merged in the week', () => {
  it('is told with its class, its weight and its links, as the check has them', async () => {
    shop = await openWeekShop();
    const goal = objective('2026-10-05T09:00:00Z');
    const task = shop.at(MONDAY, () =>
      shop.sandbox.createIssue({ repo: 'shop/web', title: 'Retry', author: 'ben', parent: goal }),
    );
    const stray = shop.at(MONDAY, () => shop.sandbox.createIssue({ repo: 'shop/web', title: 'Dark mode' }));
    shop.merged(MONDAY, { body: `Closes #${task.number}` });
    shop.merged(MONDAY, { body: `Objective: #${goal.number}`, title: 'refactor: tidy' });
    shop.merged(TUESDAY, { body: `Closes #${stray.number}`, labels: ['ui'] });
    shop.merged(TUESDAY, { title: 'Revert "Keep the cart"', author: 'anne' });
    shop.merged(TUESDAY, { files: [{ path: 'docs/a.md' }] });

    const { merged, period, scope } = await shop.gather();

    expect(period).toMatchObject({ name: '2026-W47', firstDate: '2026-11-16', endDate: '2026-11-23' });
    expect(scope).toEqual({
      id: 'shop/web',
      name: 'web',
      isTeam: false,
      home: 'shop/web',
      isHomePrivate: false,
      repositories: ['shop/web'],
      missing: [],
    });
    const key = `shop/web#${goal.number}`;
    expect(
      merged.map(({ title: _, url: __, createdAt: ___, mergedAt: ____, id: _____, reason: ______, ...rest }) => rest),
    ).toEqual([
      {
        ref: '#4',
        class: 'other',
        weight: 1000,
        isUnclassified: false,
        author: 'ben',
        objectives: [key],
        isLinked: true,
        outcome: 'pass',
        gotPast: [],
        isRevert: false,
      },
      {
        ref: '#5',
        class: 'debt',
        weight: 1000,
        isUnclassified: false,
        author: 'ben',
        objectives: [key],
        isLinked: true,
        outcome: 'pass',
        gotPast: [],
        isRevert: false,
      },
      {
        ref: '#6',
        class: 'other',
        weight: 1000,
        isUnclassified: false,
        author: 'ben',
        objectives: [],
        isLinked: true,
        outcome: 'fail',
        gotPast: [],
        isRevert: false,
      },
      {
        ref: '#7',
        class: 'other',
        weight: 1000,
        isUnclassified: true,
        author: 'anne',
        objectives: [],
        isLinked: false,
        outcome: 'fail',
        gotPast: [],
        isRevert: true,
      },
      {
        ref: '#8',
        class: 'other',
        weight: 1000,
        isUnclassified: true,
        author: 'ben',
        objectives: [],
        isLinked: false,
        outcome: 'not-applicable',
        gotPast: [],
        isRevert: false,
      },
    ]);
  });

  it('is told with what let it past a guardrail', async () => {
    shop = await openWeekShop({ config: 'mode: enforce\nsprint: { length: 2w }\n' });
    shop.merged(TUESDAY, { title: 'nothing' });
    const skipped = shop.open(MONDAY, { title: 'skipped' });
    shop.at(TUESDAY, () => shop.sandbox.addLabel(skipped, 'no-objective', 'anne'));
    shop.at(TUESDAY, () => shop.sandbox.merge(skipped));
    const urgent = shop.open(MONDAY, { title: 'urgent' });
    shop.at(TUESDAY, () => shop.sandbox.addLabel(urgent, 'hotfix', 'anne'));
    shop.at(TUESDAY, () => shop.sandbox.merge(urgent));

    const { merged } = await shop.gather();

    expect(Object.fromEntries(merged.map(({ title, outcome, gotPast }) => [title, [outcome, ...gotPast]]))).toEqual({
      nothing: ['fail', { by: 'failing-verdict' }],
      skipped: ['not-applicable', { by: 'skip-label', label: 'no-objective' }],
      urgent: ['not-applicable', { by: 'expedite', isVerified: true }],
    });
  });
});

describe('objectives', () => {
  it('come with their measure, horizon, sub-issues and when they changed', async () => {
    shop = await openWeekShop();
    const goal = objective('2026-10-05T09:00:00Z', {
      body: '## Why\n\nMeasure: lost carts < 1 %\n',
      labels: ['objective', 'now'],
    });
    const children = [1, 2].map((n) =>
      shop.at(MONDAY, () => shop.sandbox.createIssue({ repo: 'shop/web', title: `Part ${n}`, parent: goal })),
    );
    shop.at(TUESDAY, () => shop.sandbox.closeIssue(children[0] ?? goal));
    shop.at('2026-11-18T09:00:00Z', () => shop.sandbox.editIssue(goal, { title: 'Cart survives all' }));
    const done = objective('2026-10-06T09:00:00Z');
    shop.at(TUESDAY, () => shop.sandbox.closeIssue(done));
    const old = objective('2026-10-06T09:00:00Z');
    shop.at('2026-11-10T09:00:00Z', () => shop.sandbox.closeIssue(old));

    const { objectives } = await shop.gather();

    expect(objectives).toEqual(
      [
        {
          ref: `#${done.number}`,
          title: 'Cart survives',
          url: expect.stringContaining('/issues/'),
          key: `shop/web#${done.number}`,
          isOpen: false,
          createdAt: '2026-10-06T09:00:00Z',
          closedAt: TUESDAY,
          measure: null,
          horizon: null,
          subIssues: { done: 0, total: 0 },
          subIssueClosedAt: null,
          editedAt: null,
        },
        {
          ref: `#${goal.number}`,
          title: 'Cart survives all',
          url: expect.stringContaining('/issues/'),
          key: `shop/web#${goal.number}`,
          isOpen: true,
          createdAt: '2026-10-05T09:00:00Z',
          closedAt: null,
          measure: 'lost carts < 1 %',
          horizon: 'now',
          subIssues: { done: 1, total: 2 },
          subIssueClosedAt: TUESDAY,
          editedAt: '2026-11-18T09:00:00Z',
        },
      ].sort((a, b) => Number(b.isOpen) - Number(a.isOpen)),
    );
  });

  it('moved in the week, whatever closed after it', async () => {
    shop = await openWeekShop();
    const goal = objective('2026-10-05T09:00:00Z');
    for (const closedAt of ['2026-11-10T09:00:00Z', TUESDAY, '2026-11-23T09:30:00Z']) {
      const part = shop.at('2026-11-09T09:00:00Z', () =>
        shop.sandbox.createIssue({ repo: 'shop/web', title: 'Part', parent: goal }),
      );
      shop.at(closedAt, () => shop.sandbox.closeIssue(part));
    }
    expect((await shop.gather()).objectives).toMatchObject([{ subIssueClosedAt: TUESDAY }]);
    expect((await shop.gather({ week: '2026-W44' })).objectives).toMatchObject([
      { subIssueClosedAt: '2026-11-23T09:30:00Z' },
    ]);
  });

  it('are all told although a sub-issue of one is not shown, which is said', async () => {
    shop = await openWeekShop();
    const goal = objective('2026-10-05T09:00:00Z');
    objective('2026-10-05T09:00:00Z');
    shop.at(MONDAY, () => shop.sandbox.createIssue({ repo: 'shop/web', title: 'Part', parent: goal }));
    const { query, request } = shop.client();
    const path = ['objectives', 'labelled', 'nodes', 1, 'subIssues', 'nodes', 0];
    const github: GitHubClient = {
      request,
      query: async <Data>(document: string, variables: Readonly<Record<string, unknown>>) => {
        const answer = await query<Data>(document, variables);
        if (!document.startsWith('query SummaryWeek(')) return answer;
        const data = JSON.parse(
          JSON.stringify(answer.data).replace(/"subIssues":\{"nodes":\[\{[^}]*\}\]/, '"subIssues":{"nodes":[null]'),
        );
        return { data, errors: [{ type: 'FORBIDDEN', path, message: '' }] };
      },
    };
    const { objectives, unread } = await shop.gather({ github });
    expect(objectives).toHaveLength(2);
    expect(unread).toMatchObject([{ what: 'some sub-issues of the objectives of shop/web', reason: 'not-found' }]);
  });

  it('are no objectives where somebody without triage labelled what he opened', async () => {
    shop = await openWeekShop();
    shop.at(MONDAY, () =>
      shop.sandbox.createIssue({ repo: 'shop/web', title: 'Mine', author: 'fred', labels: ['objective'] }),
    );
    expect((await shop.gather()).objectives).toEqual([]);
  });

  it('beyond so many people who labelled what they opened are not known, which is said', async () => {
    shop = await openWeekShop();
    for (let index = 0; index < 22; index += 1) {
      const author = `dev${index}`;
      shop.sandbox.createUser(author);
      shop.sandbox.setPermission('shop/web', author, 'write');
      shop.at(MONDAY, () =>
        shop.sandbox.createIssue({ repo: 'shop/web', title: 'Goal', author, labels: ['objective'] }),
      );
    }
    const { objectives, unread } = await shop.gather();
    expect(objectives).toHaveLength(20);
    expect(unread).toEqual([
      { unavailable: true, what: 'the permission of some who labelled objectives (2)', reason: 'unreachable' },
    ]);
  });

  it('of somebody whose permission GitHub does not tell are not known, nor is what is linked to them', async () => {
    shop = await openWeekShop();
    const goal = objective(MONDAY);
    shop.merged(TUESDAY, { body: `Objective: #${goal.number}` });
    const { query } = shop.client();
    const request = async () => {
      throw new Unreachable('GitHub answered 502');
    };
    const { objectives, merged, unread } = await shop.gather({ github: { query, request } });
    expect(objectives).toEqual([]);
    expect(merged).toMatchObject([{ outcome: 'not-available' }]);
    expect(unread).toMatchObject([{ what: 'the permission of some who labelled objectives (1)' }]);
  });

  it('are also milestones and what the configuration lists, each under one name', async () => {
    shop = await openWeekShop({
      config: `${'objectives: { milestones: "Q*", known: { growth: { title: Grow, url: "https://plans.example.com/7" } } }'}\n`,
    });
    const milestone = shop.at('2026-10-05T09:00:00Z', () =>
      shop.sandbox.createMilestone('shop/web', { title: 'Q4', description: 'Measure: more' }),
    );
    shop.merged(TUESDAY, { milestone: milestone.number });
    shop.merged(TUESDAY, { body: 'Objective: growth' });

    const { objectives, merged } = await shop.gather();

    expect(objectives?.map(({ key, ref, title, measure }) => [key, ref, title, measure])).toEqual([
      [Q4, 'Q4', 'Q4', 'more'],
      ['known:growth', 'growth', 'Grow', null],
    ]);
    expect(merged.map((one) => one.objectives)).toEqual([[Q4], ['known:growth']]);
  });
});

it('an objective that the configuration lists by its address has one name, whichever way work leads to it', async () => {
  shop = await openWeekShop({ config: null });
  const goal = objective('2026-10-05T09:00:00Z', { body: 'Measure: more', labels: [] });
  const url = `${shop.sandbox.url}/shop/web/issues/${goal.number}`;
  shop.sandbox.writeFile(
    'shop/web',
    '.github/leadership.yml',
    `objectives: { known: { growth: { title: Grow, url: "${url}" } } }\n`,
  );
  shop.merged(MONDAY, { body: 'Objective: growth' });
  shop.merged(TUESDAY, { body: `Objective: #${goal.number}` });

  const { objectives, merged } = await shop.gather();

  expect(objectives).toMatchObject([{ key: 'known:growth', ref: 'growth', title: 'Grow' }]);
  expect(merged.map((one) => one.objectives)).toEqual([['known:growth'], ['known:growth']]);
});

it('an objective above a task of another repository is found, and one that only a milestone makes it', async () => {
  shop = await openWeekShop({ config: 'objectives: { milestones: "Q*" }\n' });
  const { sandbox } = shop;
  sandbox.createRepository({ owner: 'shop', name: 'plans' });
  sandbox.setPermission('shop/plans', 'anne', 'maintain');
  const [epic, task] = shop.at(MONDAY, () => {
    const above = sandbox.createIssue({ repo: 'shop/plans', title: 'Epic', author: 'anne', labels: ['objective'] });
    const middle = sandbox.createIssue({ repo: 'shop/plans', title: 'Middle', parent: above });
    return [above, sandbox.createIssue({ repo: 'shop/web', title: 'Task', parent: middle })] as const;
  });
  const milestone = sandbox.createMilestone('shop/web', { title: 'Q4' });
  const planned = shop.at(MONDAY, () =>
    sandbox.createIssue({ repo: 'shop/web', title: 'Planned', milestone: milestone.number }),
  );
  shop.merged(MONDAY, { body: `Closes #${task.number}` });
  shop.merged(TUESDAY, { body: `Closes #${planned.number}` });

  const { merged } = await shop.gather();

  expect(merged.map((one) => one.objectives)).toEqual([[`shop/plans#${epic.number}`], [Q4]]);
});

describe('what waits', () => {
  it('is an open pull request from when a review was asked that nobody gave', async () => {
    shop = await openWeekShop();
    const { sandbox } = shop;
    const asked = shop.open(MONDAY, { title: 'asked', labels: ['blocked'] });
    shop.at(MONDAY, () => sandbox.requestReview(asked, 'anne'));
    const answered = shop.open(MONDAY, { title: 'answered', draft: true });
    shop.at(MONDAY, () => sandbox.requestReview(answered, 'anne'));
    shop.at(MONDAY, () => sandbox.requestReview(answered, 'fred'));
    shop.at(TUESDAY, () => sandbox.submitReview(answered, 'COMMENTED', 'anne'));
    const again = shop.open(MONDAY, { title: 'again', labels: ['tech-debt'] });
    shop.at(MONDAY, () => sandbox.submitReview(again, 'CHANGES_REQUESTED', 'anne'));
    shop.at(TUESDAY, () => sandbox.requestReview(again, 'anne'));
    const reviewed = shop.open(MONDAY, { title: 'reviewed by a bot' });
    shop.at(MONDAY, () => sandbox.requestReview(reviewed, 'anne'));
    shop.at(TUESDAY, () => sandbox.submitReview(reviewed, 'COMMENTED', 'rabbit[bot]'));

    const { open } = await shop.gather();

    expect(
      open?.map(({ title, waitsSince, isDraft, isBlocked, isDebt }) => [title, waitsSince, isDraft, isBlocked, isDebt]),
    ).toEqual([
      ['asked', MONDAY, false, true, false],
      ['answered', null, true, false, false],
      ['again', TUESDAY, false, false, true],
      ['reviewed by a bot', MONDAY, false, false, false],
    ]);
  });

  it('are issues by their labels, with what an experiment says of itself', async () => {
    shop = await openWeekShop();
    const { sandbox } = shop;
    const issue = (title: string, labels: readonly string[], body = '', at = MONDAY) =>
      shop.at(at, () => sandbox.createIssue({ repo: 'shop/web', title, labels, body }));
    issue('Which bank?', ['decision']);
    issue('Why so slow?', ['Question']);
    issue('Stuck', ['blocked', 'decision']);
    const down = issue('Down', ['incident']);
    shop.at(TUESDAY, () => sandbox.closeIssue(down));
    const leak = issue('Leak', ['security'], '', '2026-10-02T09:00:00Z');
    shop.at('2026-10-03T09:00:00Z', () => sandbox.closeIssue(leak));
    issue('One click', ['prototype'], '**Sunset:** 2026-11-20\n- Learned: people like it');
    issue('Plain', []);

    const { issues, unread } = await shop.gather();

    expect(unread).toEqual([]);
    expect(
      issues?.map(({ kind, title, closedAt, sunset, learned }) => [kind, title, closedAt, sunset, learned]),
    ).toEqual([
      ['decision', 'Which bank?', null, null, null],
      ['decision', 'Stuck', null, null, null],
      ['question', 'Why so slow?', null, null, null],
      ['blocked', 'Stuck', null, null, null],
      ['incident', 'Down', TUESDAY, null, null],
      ['experiment', 'One click', null, '2026-11-20', 'people like it'],
    ]);
  });

  it('are debt issues, with how many came and went in the week', async () => {
    shop = await openWeekShop();
    const { sandbox } = shop;
    const issue = (at: string, input: object) =>
      shop.at(at, () => sandbox.createIssue({ repo: 'shop/web', title: 'Tidy', ...input }));
    issue('2026-10-05T09:00:00Z', { labels: ['tech-debt'], type: 'Tech Debt' });
    issue(TUESDAY, { labels: ['refactor'] });
    issue(MONDAY, { type: 'Tech Debt' });
    const done = issue('2026-10-06T09:00:00Z', { labels: ['tech-debt'] });
    shop.at(TUESDAY, () => sandbox.closeIssue(done));
    issue(NOW, { labels: ['tech-debt'] });

    const { debtIssues } = await shop.gather();

    expect(debtIssues).toMatchObject({ opened: 2, closed: 1, isPartial: false });
    expect(debtIssues?.open.map(({ ref, createdAt }) => [ref, createdAt])).toEqual([
      ['#1', '2026-10-05T09:00:00Z'],
      ['#3', MONDAY],
      ['#2', TUESDAY],
      ['#5', NOW],
    ]);
  });
});

describe('of more than a page', () => {
  const times = (count: number, act: (at: string, index: number) => void) => {
    for (let index = 0; index < count; index += 1) {
      act(new Date(Date.parse(MONDAY) + index * 60_000).toISOString(), index);
    }
  };

  it('what waits, the oldest is told, and that there are more', async () => {
    shop = await openWeekShop();
    const decision = (at: string, title: string) =>
      shop.at(at, () => shop.sandbox.createIssue({ repo: 'shop/web', title, labels: ['decision'] }));
    decision('2026-10-02T09:00:00Z', 'Which bank?');
    times(99, (at) => decision(at, 'Which colour?'));
    expect((await shop.gather()).unread).toEqual([]);
    decision(TUESDAY, 'Which font?');

    const { issues, unread } = await shop.gather();

    expect(issues).toHaveLength(100);
    expect(issues?.[0]).toMatchObject({ title: 'Which bank?' });
    expect(unread).toMatchObject([
      { what: 'the issues with the label decision of shop/web beyond the 100 oldest', reason: 'unreachable' },
    ]);
  });

  it('debt that closed is not told as debt that is open', async () => {
    shop = await openWeekShop();
    times(101, (at) => {
      const debt = shop.at('2026-10-02T09:00:00Z', () =>
        shop.sandbox.createIssue({ repo: 'shop/web', title: 'Tidy', labels: ['tech-debt'] }),
      );
      shop.at(at, () => shop.sandbox.closeIssue(debt));
    });

    const { debtIssues, unread } = await shop.gather();

    expect(debtIssues).toEqual({ open: [], opened: 0, closed: 100, isPartial: false });
    expect(unread).toMatchObject([{ what: 'the closed debt issues of shop/web beyond the 100 that changed last' }]);
  });

  it('debt that came in one week is more than is counted', async () => {
    shop = await openWeekShop();
    times(101, (at) =>
      shop.at(at, () => shop.sandbox.createIssue({ repo: 'shop/web', title: 'Tidy', labels: ['tech-debt'] })),
    );
    const { debtIssues, unread } = await shop.gather();
    expect(debtIssues).toMatchObject({ opened: 101, isPartial: true });
    expect(unread).toMatchObject([{ what: 'the debt issues of shop/web beyond the 100 latest' }]);
  });

  it('releases are not counted', async () => {
    shop = await openWeekShop();
    times(101, (at, index) => shop.at(at, () => shop.sandbox.createRelease('shop/web', { tag: `v${index}` })));
    const { deliveries, unread } = await shop.gather();
    expect(deliveries).toBeNull();
    expect(unread).toMatchObject([{ what: 'the releases of shop/web beyond the latest 100' }]);
  });

  it('old releases change nothing', async () => {
    shop = await openWeekShop();
    for (let index = 0; index < 101; index += 1) {
      const at = '2026-10-02T09:00:00Z';
      shop.at(at, () => shop.sandbox.createRelease('shop/web', { tag: `v${index}` }));
    }
    expect(await shop.gather()).toMatchObject({ deliveries: { kind: null, at: [] }, unread: [] });
  });

  it('milestones, an open one that is an objective is found however many are due after it', async () => {
    shop = await openWeekShop({ config: 'objectives: { milestones: "Q*" }\n' });
    shop.sandbox.createMilestone('shop/web', { title: 'Q4', dueOn: '2026-10-05T00:00:00Z' });
    times(101, (_, index) =>
      shop.sandbox.createMilestone('shop/web', { title: `v${index}`, dueOn: '2026-12-05T00:00:00Z' }),
    );
    expect((await shop.gather()).objectives).toMatchObject([{ ref: 'Q4' }]);
  });
});

describe('deliveries', () => {
  it('are the successful deployments to production, and releases where there are none', async () => {
    shop = await openWeekShop();
    const { sandbox } = shop;
    shop.at(MONDAY, () => sandbox.createRelease('shop/web', { tag: 'v1' }));
    expect((await shop.gather()).deliveries).toEqual({ kind: 'release', at: [MONDAY] });
    shop.at(MONDAY, () => sandbox.deploy('shop/web', { states: ['SUCCESS', 'INACTIVE'] }));
    shop.at(TUESDAY, () => sandbox.deploy('shop/web'));
    shop.at(TUESDAY, () => sandbox.deploy('shop/web', { states: ['FAILURE'] }));
    shop.at(TUESDAY, () => sandbox.deploy('shop/web', { environment: 'staging' }));
    expect((await shop.gather()).deliveries).toEqual({ kind: 'deployment', at: [MONDAY, TUESDAY] });
  });

  it('are not known to be none where the app may not see them', async () => {
    shop = await openWeekShop({ private: true });
    const { sandbox } = shop;
    const token = sandbox.workflowToken('shop/web', { contents: 'read', issues: 'write', pull_requests: 'read' });
    const { plainClient } = await import('#github/transport/plain-client.ts');
    const github = plainClient({ token, baseUrl: sandbox.url, userAgent: 'test' });

    const week = await shop.gather({ github });

    expect(week.deliveries).toBeNull();
    expect(week.unread).toEqual([{ unavailable: true, what: 'the deployments of shop/web', reason: 'forbidden' }]);
    expect(week.objectives).toEqual([]);

    shop.at(MONDAY, () => sandbox.createRelease('shop/web', { tag: 'v1' }));
    expect(await shop.gather({ github })).toMatchObject({
      deliveries: { kind: 'release', at: [MONDAY] },
      unread: [{ what: 'the deployments of shop/web', reason: 'forbidden' }],
    });
  });
});

describe('sprints', () => {
  it('are those of milestones, with goal and learning question', async () => {
    shop = await openWeekShop({ config: 'sprint: { source: milestone, match: "Sprint *" }\n' });
    const { sandbox } = shop;
    const sprint = (number: number, due: string, description?: string) =>
      shop.at('2026-10-02T09:00:00Z', () =>
        sandbox.createMilestone('shop/web', {
          title: `Sprint ${number}`,
          dueOn: `${due}T08:00:00Z`,
          ...(description !== undefined && { description }),
        }),
      );
    sprint(1, '2026-11-08');
    sprint(2, '2026-11-22', '# No lost carts\r\n\r\nLearning question: Do people come back?\r\n');
    sprint(3, '2026-12-06', 'Learning question: What?\nFaster checkout');

    const { sprints } = await shop.gather();

    expect(sprints).toMatchObject({
      reported: { title: 'Sprint 2', firstDate: '2026-11-09', endDate: '2026-11-23' },
      begun: { title: 'Sprint 3', firstDate: '2026-11-23' },
      goal: 'No lost carts',
      goalOfBegun: 'Faster checkout',
      question: 'Do people come back?',
      isAssumed: false,
    });
  });

  it.each([
    ['a private home', true, 'Takeover'],
    ['a public home, where its project may be private, not', false, null],
  ])('are called as their iterations in %s', async (_, isPrivate, title) => {
    shop = await openWeekShop({
      config: 'sprint: { source: project, project: 1, field: Sprint }\n',
      private: isPrivate,
      permissions: { organization_projects: 'read' },
    });
    const { sandbox } = shop;
    const iterations = [{ title: 'Takeover', startDate: '2026-11-09', duration: 14 }];
    sandbox.addToProject(
      sandbox.createProject('shop', { title: 'Plan', field: 'Sprint', iterations }),
      `shop/web#${sandbox.createIssue({ repo: 'shop/web', title: 'Task' }).number}`,
    );
    const { sprints } = await shop.gather();
    expect(sprints).toMatchObject({ reported: { firstDate: '2026-11-09', title } });
  });

  it('reach as far back as any figure does', async () => {
    shop = await openWeekShop();
    const { mergedSince, sprints } = await shop.gather();
    // The sprints before the first of a cadence are none.
    expect(mergedSince).toBe('2026-11-09T00:00:00Z');
    expect(sprints).toMatchObject({
      reported: { firstDate: '2026-11-09' },
      begun: { firstDate: '2026-11-23' },
      earlier: [],
    });
  });
});

it('a week can be told', async () => {
  shop = await openWeekShop();
  objective('2026-10-05T09:00:00Z');
  shop.merged(TUESDAY, { body: 'Objective: #1' });
  const summary = summarize(await shop.gather());
  const { title, body } = renderSummary(summary, {
    blocks: summary.blocks && ['headline', 'objectives', 'debt'],
    maxItems: 10,
  });
  expect(title).toBe('Weekly alignment: web, 2026-W47 (16 – 22 Nov)');
  expect(body).toContain('Cart survives');
});
