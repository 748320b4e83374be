import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Classification } from '#core/classes/class.ts';
import type { GitHubClient } from '#github/client.ts';
import { connect } from '#github/transport/connect.ts';
import type { PullRequest } from '#sandbox/index.ts';
import { openShop, type Shop } from '../support/shop.ts';

const CONFIG = 'mode: enforce\n';
const PATHS = `${CONFIG}debt: { detect: { paths: ["legacy/**"] } }\n`;
const FILES = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
const ASK = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop(CONFIG);
});
afterEach(() => shop.close());

async function reopen(config: string): Promise<void> {
  await shop.close();
  shop = await openShop(config);
}

async function classified(pr: PullRequest, change?: Parameters<Shop['evaluate']>[1]): Promise<Classification> {
  const { verdict } = await shop.evaluate(pr, change);
  const [first] = verdict?.verdicts ?? [];
  if (first === undefined) throw new Error('no verdict');
  return first.classification;
}

/** What it counts as, and by what; `?` where something was found that does not count, and why. */
async function brief(pr: PullRequest, change?: Parameters<Shop['evaluate']>[1]): Promise<string> {
  const { class: found, reason, isUnverified, evidence } = await classified(pr, change);
  const doubts = evidence.flatMap(({ detector, doubt }) => (doubt === undefined ? [] : [` ${detector}? ${doubt}`]));
  return `${found} ${reason.code}${isUnverified ? ' unverified' : ''}${doubts.join('')}`;
}

const summary = (pr: PullRequest) => shop.checks(pr).at(-1)?.output.summary ?? '';
const issue = (more: Partial<Parameters<Shop['sandbox']['createIssue']>[0]>) =>
  shop.sandbox.createIssue({ repo: 'shop/web', title: 'An issue', author: 'anne', ...more }).number;
const files = (count: number, folder: string) =>
  Array.from({ length: count }, (_, index) => ({ path: `${folder}/${index}.ts` }));

describe('debt is told by', () => {
  it.each<[string, string, () => PullRequest, string]>([
    ['the branch', 'debt branch', () => shop.open({ head: 'refactor/cart' }), 'its branch starts with `refactor/`'],
    [
      'the title',
      'debt title',
      () => shop.open({ title: 'refactor(cart)!: split' }),
      'its title starts with `refactor:`',
    ],
    [
      'a label of a linked issue',
      'debt issue',
      () => shop.open({ body: `Closes #${issue({ labels: ['Technical-Debt'] })}` }),
      'has label `Technical-Debt`',
    ],
    [
      'the type of a linked issue',
      'debt issue',
      () => shop.open({ body: `Objective: #${issue({ type: 'tech debt' })}` }),
      'is of type `tech debt`',
    ],
    ['another label', 'debt label', () => shop.open({ labels: ['maintenance'] }), 'label `maintenance`'],
    [
      'nothing, where the branch only looks like it',
      'other default',
      () => shop.open({ head: 'my-refactor/cart', title: 'Refactor the cart', labels: ['refactoring'] }),
      'nothing says debt',
    ],
    [
      'no issue that is only mentioned',
      'other default',
      () => shop.open({ body: `Like #${issue({ labels: ['tech-debt'] })}` }),
      'nothing says debt',
    ],
  ])('%s', async (_name, expected, open, words) => {
    const pr = open();
    expect(await brief(pr)).toBe(expected);
    expect(summary(pr)).toContain(words);
    expect(shop.labels(pr).includes('tech-debt')).toBe(expected.startsWith('debt'));
  });

  it('the label of an issue that a person gave, not by the one that we gave it', async () => {
    const number = issue({});
    shop.sandbox.addLabel(`shop/web#${number}`, 'tech-debt', shop.ourLogin);
    const pr = shop.open({ body: `Closes #${number}` });
    expect(await brief(pr)).toBe('other default issue? our-own');
    shop.sandbox.removeLabel(`shop/web#${number}`, 'tech-debt', 'ben');
    shop.sandbox.addLabel(`shop/web#${number}`, 'tech-debt', 'ben');
    expect(await brief(pr)).toBe('debt issue');
  });
});

describe('paths', () => {
  beforeEach(() => reopen(PATHS));

  /** What it counts as, and how many pages of files were read beside the query. */
  async function read(pr: PullRequest): Promise<[string, number]> {
    shop.sandbox.tape.clear();
    const found = await brief(pr);
    return [found, shop.sandbox.tape.of(FILES).length];
  }

  it.each<[string, () => PullRequest, string, number]>([
    ['all match in the first hundred', () => shop.open({ files: files(100, 'legacy') }), 'debt paths', 0],
    ['all match, on three pages', () => shop.open({ files: files(250, 'legacy') }), 'debt paths', 3],
    [
      'the first hundred hold one that does not',
      () => shop.open({ files: [...files(240, 'legacy'), ...files(1, 'src')].reverse() }),
      'other default',
      0,
    ],
    [
      'the second page holds one that does not',
      () => shop.open({ files: [...files(150, 'legacy'), ...files(1, 'src'), ...files(300, 'legacy/more')] }),
      'other default',
      2,
    ],
    [
      'the title has decided already',
      () => shop.open({ title: 'refactor: all', files: files(250, 'legacy') }),
      'debt title paths? files-unknown',
      0,
    ],
    [
      'a file came from elsewhere under another name',
      () => shop.open({ files: [{ path: 'legacy/a.ts', previousPath: 'src/a.ts' }] }),
      'other default',
      1,
    ],
    [
      'a file was renamed within',
      () => shop.open({ files: [{ path: 'legacy/a.ts', previousPath: 'legacy/b.ts' }] }),
      'debt paths',
      1,
    ],
    ['nothing is changed', () => shop.open({ files: [] }), 'other default', 0],
  ])('where %s', async (_name, open, expected, pages) => {
    expect(await read(open())).toEqual([expected, pages]);
  });

  it('never say “all” of more files than GitHub lists', async () => {
    const pr = shop.open({ files: files(3_001, 'legacy') });
    expect(await read(pr)).toEqual(['other default paths? files-unknown', 30]);
    expect(shop.labels(pr)).toEqual([]);
  });

  it('without a rule cost no read', async () => {
    await reopen(CONFIG);
    expect(await read(shop.open({ files: files(250, 'legacy') }))).toEqual(['other default', 0]);
  });
});

describe('work that must not wait', () => {
  it.each<[string, string, () => PullRequest]>([
    ['a label that a person set', 'expedite expedite-label', () => shop.open({ labels: ['Security'] })],
    [
      'no label that a bot set',
      'other default expedite-label? set-without-triage',
      () => {
        const pr = shop.open();
        shop.sandbox.addLabel(pr, 'security', 'copycat[bot]');
        return pr;
      },
    ],
    [
      'the label of an issue that it closes',
      'expedite expedite-issue',
      () => shop.open({ body: `Fixes #${issue({ labels: ['incident'] })}` }),
    ],
    [
      'the type of an issue that it closes',
      'expedite expedite-issue',
      () => shop.open({ body: `Fixes #${issue({ type: 'Incident' })}` }),
    ],
    [
      'no issue that it does not close',
      'other default',
      () => shop.open({ body: `Objective: #${issue({ labels: ['incident'] })}` }),
    ],
  ])('is told by %s', async (_name, expected, open) => {
    const pr = open();
    expect(await brief(pr)).toBe(expected);
    expect(shop.labels(pr)).not.toContain('tech-debt');
  });

  it('passes every guardrail, and says why', async () => {
    const pr = shop.open({ labels: ['security'] });
    const { verdict } = await shop.evaluate(pr);
    expect(verdict?.conclusion).toBe('success');
    expect(verdict?.title).toContain('Passes as urgent work');
    expect(summary(pr)).toContain('**Passes every guardrail as urgent work:** label `security`');
  });

  it('is not told by a label that came with an issue’s template, unless its submitter may triage: asked once', async () => {
    const submitted = (author: string) => issue({ author, labels: ['incident'] });
    const [byReader, byWriter] = [submitted('fred'), submitted('ben')];
    const asked = () => shop.sandbox.tape.of(ASK).length;

    const stranger = shop.open({ body: `Fixes #${byReader}` });
    shop.sandbox.tape.clear();
    expect(await brief(stranger)).toBe('other default expedite-issue? set-without-triage');
    expect(asked()).toBe(1);
    expect(await brief(stranger)).toBe('other default expedite-issue? set-without-triage');
    expect(asked()).toBe(1);

    expect(await brief(shop.open({ body: `Fixes #${byWriter}` }))).toBe('expedite expedite-issue');
    expect(asked()).toBe(2);
  });

  it('is told by a label that somebody gave the issue later, without asking anybody', async () => {
    const number = issue({ author: 'fred' });
    shop.sandbox.clock.advance(120_000);
    shop.sandbox.addLabel(`shop/web#${number}`, 'incident', 'ben');
    shop.sandbox.tape.clear();
    expect(await brief(shop.open({ body: `Fixes #${number}` }))).toBe('expedite expedite-issue');
    expect(shop.sandbox.tape.of(ASK)).toEqual([]);
  });

  it('passes unverified where GitHub does not say who the submitter is, and is verified the next time', async () => {
    const pr = shop.open({ body: `Fixes #${issue({ author: 'fred', labels: ['incident'] })}` });
    shop.sandbox.faults.onRequest({ route: ASK, effect: { kind: 'status', status: 502, when: 'before' } });
    expect(await brief(pr, { github: shop.impatient })).toBe('expedite expedite-issue unverified');
    expect(shop.checks(pr).at(-1)?.output.title).toBe('Passes for now as urgent work · could not be verified yet');
    expect(await brief(pr)).toBe('other default expedite-issue? set-without-triage');
  });
});

describe('a label of urgent work', () => {
  const lose = () =>
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      effect: { kind: 'partial', path: ['repository', 'pullRequest', 'timelineItems'], type: 'INTERNAL' },
    });

  it('counts for now where GitHub does not show who set it, and is verified the next time', async () => {
    const pr = shop.open();
    shop.sandbox.addLabel(pr, 'security', 'copycat[bot]');
    lose();
    expect(await brief(pr)).toBe('expedite expedite-label unverified');
    expect(await brief(pr)).toBe('other default expedite-label? set-without-triage');
  });

  it('lets nobody past that has none, whatever GitHub does not show', async () => {
    lose();
    expect(await brief(shop.open())).toBe('other default');
  });
});

describe('with the token of a workflow’s job, whose login every workflow shares', () => {
  const throughJob = () => ({
    github: connect({
      token: shop.sandbox.workflowToken('shop/web', {
        contents: 'read',
        checks: 'write',
        issues: 'write',
        pull_requests: 'write',
      }),
      baseUrl: shop.sandbox.url,
      userAgent: 'test',
    }),
  });

  it.each<[string, string, string]>([
    ['another workflow’s label of debt counts', 'refactor', 'debt label'],
    ['the debt label does not', 'tech-debt', 'other default'],
  ])('%s, as through the App', async (_, name, expected) => {
    const pr = shop.open();
    shop.sandbox.addLabel(pr, name, 'github-actions[bot]');

    const found = [await classified(pr, throughJob()), await classified(pr)];
    expect(found.map(({ class: counts, reason }) => `${counts} ${reason.code}`)).toEqual([expected, expected]);
  });

  it('a label is set, and what is there is left to whoever set it', async () => {
    const pr = shop.open({ title: 'refactor: x' });
    const job = throughJob();
    expect(await brief(pr, job)).toBe('debt title');
    expect(shop.labels(pr)).toEqual(['tech-debt']);

    shop.sandbox.editPullRequest(pr, { title: 'A feature after all' });
    expect(await brief(pr, job)).toBe('other default person? set-by-bot');
    expect(shop.labels(pr)).toEqual(['tech-debt']);

    shop.sandbox.removeLabel(pr, 'tech-debt', 'ben');
    shop.sandbox.editPullRequest(pr, { title: 'refactor: x' });
    expect(await brief(pr, job)).toBe('other person');
    expect(shop.labels(pr)).toEqual([]);
  });
});

describe('an issue elsewhere', () => {
  function elsewhere(repo: string, owned: { private?: boolean } & Partial<Parameters<typeof issue>[0]>): number {
    const [owner = '', name = ''] = repo.split('/');
    const { private: isPrivate = false, labels = [], ...more } = owned;
    shop.sandbox.createRepository({ owner, name, private: isPrivate, files: { 'README.md': 'x' } });
    shop.sandbox.setPermission(repo, owner === 'shop' ? 'anne' : owner, 'admin');
    const { number } = issueIn(repo, owner === 'shop' ? 'anne' : owner, more);
    shop.sandbox.clock.advance(600_000);
    for (const label of labels) shop.sandbox.addLabel(`${repo}#${number}`, label, owner === 'shop' ? 'anne' : owner);
    return number;
  }
  const issueIn = (repo: string, author: string, more: Partial<Parameters<typeof issue>[0]>) =>
    shop.sandbox.createIssue({ repo, title: 'Elsewhere', author, ...more });

  it('of another owner lets nothing past and says no class, whatever its author calls it', async () => {
    shop.sandbox.createUser('mallory');
    const number = elsewhere('mallory/toys', { labels: ['security', 'tech-debt', 'bug'] });
    const pr = shop.open({ author: 'fred', body: `Closes mallory/toys#${number}` });

    expect(await brief(pr)).toBe('other default expedite-issue? other-owner issue? other-owner');
    expect((await classified(pr)).categories).toEqual([]);
    expect(summary(pr)).toContain('(kept by another owner)');
    expect(shop.labels(pr)).toEqual([]);
  });

  it('of another owner is no objective, and the check says what helps', async () => {
    await reopen('mode: enforce\nguardrails: { linked-objective: { require: objective } }\n');
    shop.sandbox.createUser('mallory');
    const number = elsewhere('mallory/toys', { labels: ['objective'] });
    const pr = shop.open({ author: 'fred', body: `Objective: mallory/toys#${number}` });
    const { verdict } = await shop.evaluate(pr);

    expect(verdict?.conclusion).toBe('failure');
    expect(summary(pr)).toContain('leads to what another owner calls an objective');
    expect(summary(pr)).toContain('`objectives.known`');
  });

  it('of the same owner counts', async () => {
    const number = elsewhere('shop/plans', { labels: ['security'] });

    expect(await brief(shop.open({ author: 'fred', body: `Closes shop/plans#${number}` }))).toBe(
      'expedite expedite-issue',
    );
  });

  it.each(['security', 'tech-debt'])(
    'that is private does not show its label %s, although it is named',
    async (name) => {
      const number = elsewhere('shop/secret', { private: true, labels: [name, 'bug'] });
      const pr = shop.open({ author: 'fred', body: `Closes shop/secret#${number}` });
      const found = await classified(pr);

      expect(found.class).toBe(name === 'security' ? 'expedite' : 'debt');
      expect(found.reason).toMatchObject({ ref: `shop/secret#${number}`, label: null, type: null });
      expect(found.categories).toEqual([]);
      expect(JSON.stringify([found, summary(pr)])).not.toMatch(/has label|"security"|"tech-debt"/);
    },
  );
});

describe('a revert', () => {
  function merged(more: Parameters<Shop['open']>[0] = {}): PullRequest {
    const pr = shop.open({ files: [{ path: 'src/cart.ts' }, { path: 'src/pay.ts' }], ...more });
    shop.sandbox.merge(pr);
    return pr;
  }
  const revert = (of: number, more: Parameters<Shop['open']>[0] = {}) =>
    shop.open({
      title: 'Revert "Keep the cart"',
      body: `Reverts shop/web#${of}`,
      files: [{ path: 'src/cart.ts' }],
      ...more,
    });

  it.each<[string, () => PullRequest, string]>([
    ['of what was just merged', () => revert(merged().number), 'expedite revert'],
    [
      'that says so without the repository',
      () => revert(merged().number, { body: `Reverts #${lastNumber()}` }),
      'expedite revert',
    ],
    ['of nothing that there is', () => revert(999), 'other default revert? not-found'],
    ['of an issue', () => revert(1), 'other default revert? not-found'],
    ['of what was never merged', () => revert(shop.open().number), 'other default revert? not-merged'],
    [
      'of what was merged 31 days before',
      () => {
        const now = shop.sandbox.clock.now();
        shop.sandbox.clock.advance(-31 * 86_400_000);
        const { number } = merged();
        shop.sandbox.clock.set(now);
        return revert(number);
      },
      'other default revert? merged-too-long-ago',
    ],
    [
      'that changes more than what it reverts',
      () => revert(merged().number, { files: [{ path: 'src/cart.ts' }, { path: 'src/more.ts' }] }),
      'other default revert? changes-other-files',
    ],
    [
      'of more files than GitHub lists',
      () => revert(merged({ files: files(3_001, 'src') }).number, { files: [{ path: 'src/0.ts' }] }),
      'other default revert? files-unknown',
    ],
    ['of a number that GitHub can’t be asked for', () => revert(9_999_999_999), 'other default'],
    [
      'of what was merged after it was opened',
      () => {
        const old = shop.open();
        const pr = revert(old.number);
        shop.sandbox.clock.advance(60_000);
        shop.sandbox.merge(old);
        return pr;
      },
      'other default revert? merged-afterwards',
    ],
    ['by its title alone', () => revert(merged().number, { body: 'Closes #2' }), 'other default'],
    ['by its description alone', () => revert(merged().number, { title: 'Keep the cart out' }), 'other default'],
    [
      'of another repository’s',
      () => revert(merged().number, { body: `Reverts shop/api#${lastNumber()}` }),
      'other default',
    ],
  ])('%s', async (_name, open, expected) => {
    expect(await brief(open())).toBe(expected);
  });

  function lastNumber(): number {
    return Math.max(...shop.sandbox.world.repository('shop/web').items.keys());
  }

  it('turns no other verdict because a day passes', async () => {
    const { number } = merged();
    const later = new Date(Date.parse(shop.sandbox.clock.now()) + 40 * 86_400_000).toISOString();
    expect(await brief(revert(number), { now: () => later })).toBe('expedite revert');
  });

  it('of 250 files is measured by all of them', async () => {
    const { number } = merged({ files: files(250, 'src') });
    shop.sandbox.tape.clear();
    expect(await brief(revert(number, { files: files(250, 'src') }))).toBe('expedite revert');
    expect(shop.sandbox.tape.of(FILES)).toHaveLength(6);
  });

  it('costs one read more', async () => {
    const pr = revert(merged().number);
    await shop.evaluate(pr);
    shop.sandbox.tape.clear();
    await shop.evaluate(pr);
    expect([shop.sandbox.tape.reads, shop.sandbox.tape.writes]).toEqual([2, 0]);
  });

  it.each([
    [422, 'Sorry, there was a problem generating this diff.'],
    [403, 'Resource not accessible by integration'],
    [404, 'Not Found'],
  ])('of what GitHub refuses to show (%i) is none, and ends no evaluation', async (status, message) => {
    const { number } = merged({ files: [{ path: 'src/cart.ts', previousPath: 'src/basket.ts' }] });
    const pr = revert(number, { body: `Reverts #${number}\n\nCloses #2` });
    shop.sandbox.faults.onRequest({
      route: FILES,
      times: 9,
      effect: { kind: 'status', status, when: 'before', message },
    });
    expect(await brief(pr, { github: shop.impatient })).toBe('other default revert? not-found');
    expect(shop.checks(pr).at(-1)?.conclusion).toBe('success');
  });

  it('of a number that GitHub does not take is none', async () => {
    const { number } = merged();
    const github: GitHubClient = {
      ...shop.ports.github,
      query: (document, variables) =>
        shop.ports.github.query(document, document.includes('query Reverted') ? { ...variables, n0: 'x' } : variables),
    };
    expect(await brief(revert(number), { github })).toBe('other default revert? not-found');
  });

  it.each([
    ['was merged', () => revert(merged().number), 'expedite revert', 'success'],
    ['never was', () => revert(shop.open().number), 'other default revert? not-merged', 'failure'],
  ] as const)(
    'passes flagged while GitHub does not show what it reverts; then it counts if that %s',
    async (_name, open, then, conclusion) => {
      const pr = open();
      shop.sandbox.faults.onRequest({
        route: 'POST /graphql',
        skip: 1,
        effect: { kind: 'status', status: 502, when: 'before' },
      });
      const { verdict, shouldRetry } = await shop.evaluate(pr, { github: shop.impatient });
      const [first] = verdict?.verdicts ?? [];
      expect(first?.classification).toMatchObject({ class: 'expedite', isUnverified: true });
      expect([verdict?.conclusion, shouldRetry]).toEqual(['success', false]);
      expect(first?.validUntil).toBe(
        new Date(Date.parse(shop.sandbox.clock.now()) + 120_000).toISOString().replace('.000Z', 'Z'),
      );
      expect(summary(pr)).toContain('GitHub gave no answer');

      shop.sandbox.clock.advance(120_000);
      expect(await brief(pr)).toBe(then);
      expect(shop.checks(pr).at(-1)?.conclusion).toBe(conclusion);
    },
  );
});

describe('a bot’s pull request', () => {
  const byBot = (author: string, commits: readonly { author: string; isMerge?: boolean }[]) =>
    shop.open({ author, commits, title: 'Update left-pad' });

  it.each<[string, () => PullRequest, string]>([
    ['is no work of the team', () => byBot('dependabot[bot]', [{ author: 'dependabot[bot]' }]), 'excluded update-bot'],
    [
      'is a person’s once that person commits to it',
      () => byBot('dependabot[bot]', [{ author: 'dependabot[bot]' }, { author: 'ben' }]),
      'other default bot? has-commit-by-person',
    ],
    [
      'is still the bot’s when a person only merges the base into it',
      () => byBot('dependabot[bot]', [{ author: 'dependabot[bot]' }, { author: 'ben', isMerge: true }]),
      'excluded update-bot',
    ],
    [
      'is the team’s where a coding agent opened it',
      () => byBot('copilot-swe-agent[bot]', [{ author: 'copilot-swe-agent[bot]' }]),
      'other default',
    ],
  ])('%s', async (_name, open, expected) => {
    expect(await brief(open())).toBe(expected);
  });

  it('of a person called like a bot is that person’s', async () => {
    shop.sandbox.createUser('dependabot');
    expect(await brief(byBot('dependabot', [{ author: 'dependabot' }]))).toBe('other default');
  });
});

it('a back-merge is no work of the team, where the configuration names its branch outright', async () => {
  await reopen(`${CONFIG}branches: [release/2, "stable/*"]\n`);
  shop.sandbox.writeFile('shop/web', 'a', 'a', { branch: 'release/2' });
  expect(await brief(shop.open({ head: 'release/2' }))).toBe('excluded back-merge');
  expect(await brief(shop.open({ head: 'stable/mine' }))).toBe('other default');
});
