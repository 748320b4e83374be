import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LabelEffect } from '#core/effects/effect.ts';
import { type BackfillPlan, planBackfill } from '#github/backfill.ts';
import type { GitHubClient } from '#github/client.ts';
import { Forbidden, NotFound } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { connect } from '#github/transport/connect.ts';
import { runIssuePipeline } from '#issue-pipeline';
import { runPipeline } from '#pipeline';
import type { PullRequest } from '#sandbox/index.ts';
import { openShop, type Shop } from '../support/shop.ts';

const repository = { owner: 'shop', name: 'web' };
const CONFIG = `
branches: ['release/*']
debt: { detect: { paths: ['docs/**'] } }
`;

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(CONFIG);
});
afterEach(() => shop.close());

async function planOf(github: GitHubClient = shop.ports.github, since = '2026-11-01'): Promise<BackfillPlan> {
  const now = shop.sandbox.clock.now();
  const plan = await planBackfill({ github, host: hostCapabilities(), repository, since, now });
  if (plan.kind !== 'plan') throw new Error(plan.kind);
  return plan;
}

async function itemOf(pr: PullRequest) {
  const { items } = await planOf();
  return items.find(({ number }) => number === pr.number);
}

const numbered = (count: number, path: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({ path: path(index) }));

/** What stands on GitHub, by what is to be seen. */
const CASES: Readonly<Record<string, () => PullRequest>> = {
  'nothing in particular': () => shop.open(),
  'a title': () => shop.open({ title: 'refactor(cart)!: split it' }),
  'a branch': () => shop.open({ head: 'debt/cart' }),
  paths: () => shop.open({ files: numbered(3, (i) => `docs/${i}.md`) }),
  'paths, but one': () => shop.open({ files: [{ path: 'docs/a.md' }, { path: 'src/a.ts' }] }),
  'paths of 130 files': () => shop.open({ files: numbered(130, (i) => `docs/${i}.md`) }),
  'paths of 130 files, but the last': () =>
    shop.open({ files: numbered(130, (i) => (i === 129 ? 'src/a.ts' : `docs/${i}.md`)) }),
  'a linked issue with a label': () => {
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old', labels: ['refactor'] });
    return shop.open({ body: `Closes #${issue.number}` });
  },
  'an issue linked in the sidebar': () => {
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old', labels: ['maintenance'] });
    const pr = shop.open();
    shop.sandbox.linkInSidebar(pr, issue);
    return pr;
  },
  'a linked issue that was dropped': () => {
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old', labels: ['refactor'] });
    shop.sandbox.closeIssue(issue, 'NOT_PLANNED');
    return shop.open({ body: `Closes #${issue.number}` });
  },
  'a label of a bot': () => {
    const pr = shop.open();
    shop.sandbox.addLabel(pr, 'refactor', 'labeler[bot]');
    return pr;
  },
  'the debt label of a person': () => {
    const pr = shop.open();
    shop.sandbox.addLabel(pr, 'tech-debt', 'ben');
    return pr;
  },
  'the debt label that a person removed': () => {
    const pr = shop.open({ title: 'refactor: no' });
    shop.sandbox.addLabel(pr, 'tech-debt', shop.ourLogin);
    shop.sandbox.removeLabel(pr, 'tech-debt', 'ben');
    return pr;
  },
  'our label that nothing says any more': () => {
    const pr = shop.open();
    shop.sandbox.addLabel(pr, 'tech-debt', shop.ourLogin);
    return pr;
  },
  'our label over a person’s word': () => {
    const pr = shop.open({ title: 'refactor: no' });
    shop.sandbox.addLabel(pr, 'tech-debt', 'ben');
    shop.sandbox.removeLabel(pr, 'tech-debt', 'ben');
    shop.sandbox.addLabel(pr, 'tech-debt', shop.ourLogin);
    return pr;
  },
  'another bot’s debt label': () => {
    const pr = shop.open({ title: 'refactor: yes' });
    shop.sandbox.addLabel(pr, 'tech-debt', 'labeler[bot]');
    return pr;
  },
  'an update bot': () => shop.open({ title: 'refactor: bump', author: 'dependabot[bot]' }),
  'an update bot with a person’s commit': () =>
    shop.open({ title: 'refactor: bump', author: 'dependabot[bot]', commits: [{}, { author: 'ben' }] }),
  'a coding agent': () => shop.open({ title: 'refactor: x', author: 'copilot[bot]' }),
  'urgent by a label': () => {
    const pr = shop.open({ title: 'refactor: x' });
    shop.sandbox.addLabel(pr, 'security', 'ben');
    return pr;
  },
  'urgent by a label of a bot': () => {
    const pr = shop.open({ title: 'refactor: x' });
    shop.sandbox.addLabel(pr, 'security', 'labeler[bot]');
    return pr;
  },
  'a revert': () => {
    const first = shop.open({ head: 'refactor/x', files: [{ path: 'src/a.ts' }] });
    shop.sandbox.merge(first);
    const title = `Revert "${first.title}"`;
    const body = `Reverts shop/web#${first.number}`;
    return shop.open({ title, body, head: 'refactor/back', files: [{ path: 'src/a.ts' }] });
  },
  'a revert of what was never merged': () => {
    const first = shop.open();
    const body = `Reverts shop/web#${first.number}`;
    return shop.open({ title: 'Revert "x"', body, head: 'refactor/back', files: [{ path: 'src/cart.ts' }] });
  },
  'a merged one': () => {
    const pr = shop.open({ title: 'refactor: done' });
    shop.sandbox.merge(pr);
    return pr;
  },
  'a tracked branch': () => shop.open({ title: 'refactor: x', base: 'release/1' }),
  'more label events than a page holds': () => {
    const pr = shop.open({ title: 'refactor: x' });
    shop.sandbox.addLabel(pr, 'tech-debt', 'ben');
    shop.sandbox.removeLabel(pr, 'tech-debt', 'ben');
    for (let i = 0; i < 60; i += 1) {
      shop.sandbox.addLabel(pr, 'noise', 'ben');
      shop.sandbox.removeLabel(pr, 'noise', 'ben');
    }
    return pr;
  },
};

describe('a back-fill comes to what a check of the pull request by itself comes to', () => {
  test.each(Object.keys(CASES))('%s', async (name) => {
    const pr = CASES[name]?.();
    if (pr === undefined) throw new Error(name);
    const item = await itemOf(pr);
    const writes = { labels: false, checks: false };
    const trigger = { kind: 'pull-request', repository, number: pr.number, cause: 'own', closedToo: true } as const;
    const outcome = await runPipeline(trigger, { ...shop.ports, writes });
    if (outcome.kind !== 'evaluated') throw new Error(outcome.why);
    const { verdict, effects } = outcome;
    const alone = verdict?.verdicts.find(({ pullRequest }) => pullRequest === pr.number)?.classification;

    expect(item?.decision.kind).not.toBe('undecided');
    expect({ class: item?.class, reason: item?.reason }).toEqual({ class: alone?.class, reason: alone?.reason });
    const planned = item?.decision.kind === 'change' ? [item.decision.effect] : [];
    expect(planned).toEqual(effects.filter((effect): effect is LabelEffect => effect.kind === 'label'));
  });
});

describe('of issues it comes to what each by itself comes to', () => {
  const issue = (labels: readonly string[], type?: string) =>
    shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old', labels, ...(type !== undefined && { type }) });

  test.each([
    ['nothing', () => issue([])],
    ['a label', () => issue(['refactor'])],
    ['a type', () => issue([], 'Tech Debt')],
    [
      'our label that nothing says any more',
      () => {
        const it = issue([]);
        shop.sandbox.addLabel(it, 'tech-debt', shop.ourLogin);
        return it;
      },
    ],
    [
      'a label that a person removed',
      () => {
        const it = issue(['refactor', 'tech-debt']);
        shop.sandbox.removeLabel(it, 'tech-debt', 'ben');
        return it;
      },
    ],
  ] as const)('%s', async (_, create) => {
    const { number } = create();
    const { items } = await planOf();
    const item = items.find((one) => one.number === number);
    const ports = { ...shop.ports, writes: { labels: false } };
    const { label } = await runIssuePipeline({ kind: 'issue', repository, number }, ports);
    if (label.kind !== 'labelled') throw new Error(label.why);
    expect(item?.decision.kind === 'change' ? [item.decision.effect] : []).toEqual(label.effects);
  });
});

describe('reads no more than it says', () => {
  test.each([
    [50, 0, 1],
    [51, 0, 2],
    [100, 30, 2],
    [20, 101, 3],
  ])('%i pull requests and %i issues in the period: %i', async (pulls, issues, reads) => {
    shop.sandbox.clock.advance(20 * 86_400_000);
    // An installation's token would have expired.
    const token = shop.sandbox.workflowToken('shop/web', { contents: 'read', issues: 'read', pull_requests: 'read' });
    const github = connect({ token, baseUrl: shop.sandbox.url, userAgent: 'test' });
    for (let i = 0; i < pulls; i += 1) shop.open({ title: `refactor: ${i}` });
    for (let i = 0; i < issues; i += 1) shop.sandbox.createIssue({ repo: 'shop/web', title: `${i}` });
    shop.sandbox.tape.clear();
    const { items, pages, points } = await planOf(github, '2026-12-08');
    expect(items).toHaveLength(pulls + issues);
    expect({ pages, reads: shop.sandbox.tape.reads, points: shop.sandbox.tape.points }).toEqual({
      pages: reads,
      reads,
      points,
    });
  });

  test('files beyond those of the page are read from there on, until one decides', async () => {
    shop.open({ title: 'docs', files: numbered(250, (i) => `docs/${i}.md`) });
    shop.open({ title: 'one other', files: numbered(350, (i) => (i === 120 ? 'src/a.ts' : `docs/${i}.md`)) });
    shop.open({
      title: 'renamed',
      files: [
        { path: 'docs/new.md', previousPath: 'src/old.ts', status: 'renamed' },
        ...numbered(120, (i) => `docs/${i}.md`),
      ],
    });
    shop.sandbox.tape.clear();
    const { items, pages, requests } = await planOf();

    expect(
      items.flatMap(({ kind, title, class: counts }) => (kind === 'issue' ? [] : [`${title}: ${counts}`])),
    ).toEqual(['renamed: other', 'one other: other', 'docs: debt']);
    const listed = shop.sandbox.tape.entries.flatMap(
      ({ path }) => /\/pulls\/(\d+)\/files.*[?&]page=(\d)/.exec(path)?.slice(1).join() ?? [],
    );
    expect(listed).toEqual(['6,1', '5,2', '4,2', '4,3']);
    expect({ pages, requests }).toEqual({ pages: 1, requests: shop.sandbox.tape.reads });
  });

  test('a page of what changed stays far below GitHub’s limit of nodes', async () => {
    const { points } = await planOf();
    expect(points).toBeLessThanOrEqual(25);
  });

  test('files only where a rule about them is configured', async () => {
    await shop.close();
    shop = await openShop('mode: warn');
    for (let i = 0; i < 60; i += 1) shop.open();
    shop.sandbox.tape.clear();
    await planOf();
    const asked = shop.sandbox.tape.of('Backfill').map(({ requestBody }) => requestBody);
    expect(asked).toMatchObject([{ variables: { withFiles: true } }, { variables: { withFiles: false } }]);
  });
});

describe('what GitHub does not tell', () => {
  const node = ['repository', 'pullRequests', 'nodes', 0] as const;
  const partial = (path: readonly (string | number)[], type = 'SOMETHING') =>
    shop.sandbox.faults.onRequest({ route: 'POST /graphql', effect: { kind: 'partial', path, type } });

  test('of the labels leaves the pull request as it is', async () => {
    const pr = shop.open({ title: 'refactor: x' });
    partial([...node, 'labels']);
    expect(await itemOf(pr)).toMatchObject({
      decision: { kind: 'undecided', why: { code: 'unread', what: 'the labels' } },
    });
  });

  test('of a linked issue leaves the pull request as it is, debt or not', async () => {
    const pr = shop.open({ body: 'Closes #2' });
    partial([...node, 'closingIssuesReferences', 'nodes', 0]);
    expect(await itemOf(pr)).toMatchObject({ decision: { kind: 'undecided', why: { code: 'unread' } } });
  });

  test('at all is counted', async () => {
    shop.open();
    partial([...node]);
    expect(await planOf()).toMatchObject({ missing: 1 });
  });

  test('of an issue leaves the issue as it is', async () => {
    const { number } = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old' });
    shop.sandbox.addLabel(`shop/web#${number}`, 'tech-debt', shop.ourLogin);
    partial(['repository', 'issues', 'nodes', 0, 'issueType']);
    const { items } = await planOf();
    expect(items.find((item) => item.number === number)).toMatchObject({ decision: { kind: 'undecided' } });
  });

  test('about who set a label that would let it past leaves it as it is', async () => {
    await shop.close();
    shop = await openShop('expedite: { issue-labels: [incident] }');
    // By its author, as a template does: only the permission endpoint would tell.
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Down', author: 'fred', labels: ['incident'] });
    const pr = shop.open({ title: 'refactor: x', body: `Closes #${issue.number}` });
    expect(await itemOf(pr)).toMatchObject({ decision: { kind: 'undecided', why: { code: 'setter' } } });
  });

  test('about issues that only the text names leaves our label, and adds none', async () => {
    const labelled = shop.open({ body: 'Objective: #3' });
    shop.sandbox.addLabel(labelled, 'tech-debt', shop.ourLogin);
    const plain = shop.open({ body: 'Objective: #3' });
    const undecided = { decision: { kind: 'undecided', why: { code: 'only-in-text' } } };
    expect(await itemOf(labelled)).toMatchObject({ ...undecided, isLabelled: true });
    expect(await itemOf(plain)).toMatchObject({ ...undecided, isLabelled: false });
  });
});

test('a page that is too much for GitHub is asked for in smaller parts', async () => {
  for (let i = 0; i < 60; i += 1) shop.open({ title: `refactor: ${i}` });
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 1,
    effect: { kind: 'status', status: 502, when: 'before' },
  });
  const { items, pages } = await planOf(shop.impatient);
  expect(items.filter(({ kind }) => kind === 'pull-request')).toHaveLength(60);
  expect(pages).toBe(2);
});

test('a full set of labels is told, and nothing is added', async () => {
  const labels = Array.from({ length: 100 }, (_, i) => `label-${i}`);
  const pr = shop.open({ title: 'refactor: x', labels });
  expect(await itemOf(pr)).toMatchObject({ decision: { kind: 'undecided', why: { code: 'full' } } });
});

test('a GitHub without issue types does as well', async () => {
  const pr = shop.open({ title: 'refactor: x' });
  const now = shop.sandbox.clock.now();
  const { github } = shop.ports;
  const plan = await planBackfill({ github, host: { issueTypes: false }, repository, since: '2026-11-01', now });
  expect(plan.kind === 'plan' && plan.items.find(({ number }) => number === pr.number)?.decision.kind).toBe('change');
});

test('a repository that is not there, or whose pull requests may not be read, is an error', async () => {
  const now = shop.sandbox.clock.now();
  const base = { github: shop.ports.github, host: hostCapabilities(), since: '2026-11-01', now };
  const nowhere = { owner: 'shop', name: 'nowhere' };
  await expect(planBackfill({ ...base, repository: nowhere })).rejects.toBeInstanceOf(NotFound);
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    effect: { kind: 'partial', path: ['repository', 'pullRequests'], type: 'FORBIDDEN' },
  });
  const refused = planBackfill({ ...base, repository });
  await expect(refused).rejects.toBeInstanceOf(Forbidden);
  await expect(refused).rejects.toMatchObject({ missing: 'pull_requests=read' });
});

test('an archived repository is told apart, and so are rules that nobody knows', async () => {
  const request = { github: shop.ports.github, host: hostCapabilities(), repository, since: '2026-11-01' };
  const now = shop.sandbox.clock.now();
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    effect: { kind: 'partial', path: ['ownerPublic'], type: 'SOMETHING' },
  });
  expect(await planBackfill({ ...request, now })).toMatchObject({ kind: 'no-rules' });
  shop.sandbox.archive('shop/web');
  expect(await planBackfill({ ...request, now })).toMatchObject({ kind: 'archived' });
});
