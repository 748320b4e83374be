import { afterEach, describe, expect, it } from 'vitest';
import type { Ports } from '#pipeline';
import type { PullRequest } from '#sandbox/index.ts';
import { CONFIG_PATH, openShop, type Shop } from '../support/shop.ts';
import { asked, DEBT, judged, KeptLedgers, type Merging, merged, refs, sums } from './sprints.ts';

const SPRINT = '{ length: 2w, anchor: 2026-01-05 }';

function team(repositories: string, sprint = SPRINT, more = ''): string {
  return `mode: enforce
guardrails: { linked-objective: { mode: off } }
teams:
  shop:
    repositories: [${repositories}]
    sprint: ${sprint}
    guardrails: { debt-capacity: { floor: 10%, ceiling: 30%, floor-mode: enforce, capacity: 30 } }
${more}`;
}

interface Setting {
  readonly file?: string;
  /** Where the owner's file stands. */
  readonly home?: '.github' | '.github-private';
  /** Other repositories, and whether they are private. */
  readonly others?: Readonly<Record<string, boolean>>;
}

let shop: Shop;
afterEach(() => shop.close());

async function openTeam({ file = team('web, api'), home = '.github', others = { api: false } }: Setting = {}) {
  shop = await openShop(null);
  const { sandbox } = shop;
  for (const [name, isPrivate] of Object.entries(others)) {
    sandbox.createRepository({ owner: 'shop', name, private: isPrivate });
    sandbox.setPermission(`shop/${name}`, 'ben', 'write');
  }
  sandbox.createRepository({
    owner: 'shop',
    name: home,
    private: home === '.github-private',
    files: { [CONFIG_PATH]: file },
  });
}

let branch = 0;
/** The same in another repository. */
function mergedIn(name: string, count: number, { at = '2026-11-18T09:00:00Z', ...input }: Merging = {}): PullRequest[] {
  const { sandbox } = shop;
  const now = sandbox.clock.now();
  sandbox.clock.set(at);
  const all = Array.from({ length: count }, () => {
    branch += 1;
    const more = {
      repo: `shop/${name}`,
      title: 'Faster',
      author: 'ben',
      head: `b-${branch}`,
      files: [{ path: 'a.ts' }],
    };
    const pr = sandbox.openPullRequest({ ...more, ...input });
    sandbox.merge(pr);
    return pr;
  });
  sandbox.clock.set(now);
  return all;
}

/** The shared example: K = 30, one repository has 3 + 10 and the other 4 + 8. */
function fill(): void {
  merged(shop, 3, DEBT);
  merged(shop, 10);
  mergedIn('api', 4, DEBT);
  mergedIn('api', 8);
}

describe('a team', () => {
  it('has one ledger over all of its repositories (A25)', async () => {
    await openTeam();
    fill();

    const inside = await judged(shop, shop.open(DEBT));
    expect(sums(inside.state)).toBe('7 + 18');
    expect(inside.conclusion).toBe('success');

    mergedIn('api', 2, DEBT);
    const over = await judged(shop, shop.open(DEBT));
    expect(sums(over.state)).toBe('9 + 18');
    expect(over.conclusion).toBe('failure');
  });

  it('names merged work of its other repositories in full, in the order of merging', async () => {
    await openTeam();
    const [there] = mergedIn('api', 1, { ...DEBT, at: '2026-11-17T09:00:00Z' });
    const [here] = merged(shop, 1, DEBT);

    const { state } = await judged(shop, shop.open(DEBT));

    expect(refs(state.items)).toEqual([`shop/api#${there?.number}`, `#${here?.number}`]);
    expect(decodeURIComponent(state.listUrl)).toMatch(
      /\/pulls\?q=is:pr is:merged merged:\S+ repo:shop\/api repo:shop\/web$/,
    );
  });

  it.each([
    ['refused', 'forbidden', 'forbidden'],
    ['not to be seen', 'hidden', 'not-found'],
  ] as const)('decides nothing while one of its repositories is %s, and names it (A27)', async (_, access, reason) => {
    await openTeam();
    fill();
    shop.sandbox.restrict('shop/api', access);

    const { state, conclusion, summary } = await judged(shop, shop.open(DEBT));

    expect(state.sums).toMatchObject({
      what: 'the merged pull requests of shop/api',
      reason,
      repositories: ['shop/api'],
    });
    expect(state.items).toEqual([]);
    expect(conclusion).toBe('failure');
    expect(summary).toContain('the merged pull requests of shop/api');
  });

  it('misses a repository that is named and not there', async () => {
    await openTeam({ file: team('web, api, lost') });
    fill();

    const { state } = await judged(shop, shop.open(DEBT));

    expect(state.sums).toMatchObject({ repositories: ['shop/lost'], reason: 'not-found' });
  });

  it('counts a repository once that its file names by an old name and a new one', async () => {
    await openTeam({ file: team('web, old-api, api'), others: { 'old-api': false } });
    mergedIn('old-api', 3, DEBT);
    shop.sandbox.renameRepository('shop/old-api', 'api');
    const ledgers = new KeptLedgers();

    const { state, conclusion } = await judged(shop, shop.open(DEBT), { ledgers });
    expect(sums(state)).toBe('3 + 0');
    expect(refs(state.items)).toEqual(['shop/api#1', 'shop/api#2', 'shop/api#3']);
    expect(conclusion).toBe('success');

    mergedIn('api', 1, DEBT);
    ledgers.happened = 'news';
    expect(sums((await judged(shop, shop.open(DEBT), { ledgers })).state)).toBe('4 + 0');
  });

  it('counts its own repository once, and as its own, where its file names it by an old name, too', async () => {
    await openTeam();
    merged(shop, 3, DEBT);
    const pr = shop.open(DEBT);
    shop.sandbox.renameRepository('shop/web', 'new-web');
    shop.sandbox.writeFile('shop/.github', CONFIG_PATH, team('web, new-web, api'));

    const { state } = await judged(shop, pr, { writes: { labels: false, checks: false } });

    expect(sums(state)).toBe('3 + 0');
    expect(refs(state.items)).toEqual(['#4', '#5', '#6']);
  });

  it('asks what happened to a repository that its file names by an old name by the name that it has', async () => {
    await openTeam({ file: team('web, old-api'), others: { 'old-api': false } });
    shop.sandbox.renameRepository('shop/old-api', 'api');
    const ledgers = new KeptLedgers();
    await judged(shop, shop.open(DEBT), { ledgers });
    await judged(shop, shop.open(DEBT), { ledgers });

    expect(ledgers.askedAbout).toEqual(['shop/api', 'shop/web']);
  });

  it('is every repository whose name matches, and that no team before it has', async () => {
    await openTeam({
      file: `mode: enforce
teams:
  front: { repositories: ["web-*"] }
  shop:
    repositories: ["w*", api]
    sprint: ${SPRINT}
    guardrails: { debt-capacity: { ceiling: 30%, capacity: 30 } }
`,
      others: { api: false, 'web-shop': false, warehouse: true, other: false },
    });
    for (const name of ['api', 'web-shop', 'warehouse', 'other']) mergedIn(name, 1);
    shop.sandbox.tape.clear();

    const { state } = await judged(shop, shop.open(DEBT));

    expect(sums(state)).toBe('0 + 2');
    expect(asked(shop, 'OwnedRepositories')).toHaveLength(1);
    await judged(shop, shop.open(DEBT));
    expect(asked(shop, 'OwnedRepositories')).toHaveLength(1);
  });

  it('decides nothing while nobody knows what rules in one of its repositories, and says so', async () => {
    await openTeam();
    fill();
    shop.sandbox.writeFile('shop/api', CONFIG_PATH, 'inherit: required\n');
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      skip: 1,
      effect: { kind: 'partial', path: ['ownerPublic'], type: 'FORBIDDEN' },
    });

    const { state, conclusion } = await judged(shop, shop.open(DEBT));

    expect(state.sums).toMatchObject({ what: 'the rules of shop/api', reason: 'forbidden' });
    expect(conclusion).toBe('failure');
  });

  it('decides nothing while nobody knows which repositories match', async () => {
    await openTeam({ file: team('"*"') });
    const effect = { kind: 'partial', path: ['repositoryOwner', 'repositories'], type: 'INTERNAL' } as const;
    shop.sandbox.faults.onRequest({ route: 'POST /graphql', times: 9, effect });

    const { state, conclusion } = await judged(shop, shop.open(DEBT));

    expect(state.sums).toMatchObject({ what: 'which repositories share a sprint with shop/web' });
    expect(conclusion).toBe('failure');
  });

  it('counts each repository by its own file where that may decide, and by the team’s where it may not', async () => {
    await openTeam();
    shop.sandbox.writeFile('shop/api', CONFIG_PATH, 'branches: [release]\ndebt: { detect: { title-types: [] } }\n');
    mergedIn('api', 2, { ...DEBT, base: 'release' });
    merged(shop, 1, { base: 'release' });

    const { state } = await judged(shop, shop.open(DEBT));

    expect(sums(state)).toBe('2 + 0');
  });

  it.each([
    ['its general mode', 'mode: off'],
    ['what it calls a bug', 'categories: { bug: { labels: [feature] } }'],
  ])('stops what a repository would let past by %s', async (_, own) => {
    await openTeam();
    mergedIn('api', 27);
    shop.sandbox.openPullRequest({
      repo: 'shop/web',
      title: 'Tidy',
      author: 'ben',
      labels: ['tech-debt'],
      head: 'tidy',
    });
    shop.sandbox.writeFile('shop/web', CONFIG_PATH, own);

    expect((await judged(shop, shop.open({ labels: ['feature'] }))).conclusion).toBe('failure');
  });

  it('looks at earlier sprints and open debt in all of its repositories', async () => {
    await openTeam();
    merged(shop, 27);
    const pr = shop.open();
    expect((await judged(shop, pr)).state.hasDebt).toBe(false);
    expect((await judged(shop, pr)).conclusion).toBe('success');

    const old = mergedIn('api', 1, { ...DEBT, at: '2026-10-01T09:00:00Z' });
    expect(old).toHaveLength(1);
    const found = await judged(shop, pr);
    expect(found.state.hasDebt).toBe(true);
    expect(found.conclusion).toBe('failure');

    shop.sandbox.openPullRequest({
      repo: 'shop/api',
      title: 'Tidy',
      author: 'ben',
      labels: ['tech-debt'],
      head: 'tidy',
    });
    const { state } = await judged(shop, pr);
    expect(state.help).toEqual({ pullRequests: [{ ref: 'shop/api#2', standing: 'in review' }], issues: [] });
  });

  it('has the sprints that the milestones of any of its repositories end', async () => {
    await openTeam({ file: team('web, api', '{ source: milestone }') });
    shop.sandbox.createMilestone('shop/api', { title: 'Sprint 1', dueOn: '2026-11-08T08:00:00Z' });
    shop.sandbox.createMilestone('shop/web', { title: 'Sprint 2', dueOn: '2026-11-22T08:00:00Z' });
    merged(shop, 2, { at: '2026-11-09T00:00:00Z' });
    merged(shop, 1, { at: '2026-11-08T23:59:59Z' });
    mergedIn('api', 3);

    const { state } = await judged(shop, shop.open(DEBT));

    expect(state.sprint).toMatchObject({ title: 'Sprint 2', start: '2026-11-09T00:00:00Z' });
    expect(sums(state)).toBe('0 + 5');

    shop.sandbox.restrict('shop/api', 'hidden');
    const unknown = await judged(shop, shop.open(DEBT));
    expect(unknown.state.sprint).toMatchObject({ what: 'the merged pull requests of shop/api' });
    expect(unknown.conclusion).toBe('failure');
  });

  it('reads each repository once, whichever of them a pull request is in', async () => {
    await openTeam();
    fill();
    const ledgers = new KeptLedgers();
    const evaluate = (change: Partial<Ports>) => judged(shop, shop.open(DEBT), change);
    shop.sandbox.tape.clear();
    await evaluate({ ledgers });
    expect(asked(shop, 'Ledger')).toHaveLength(2);

    const { state } = await evaluate({ ledgers });

    expect(asked(shop, 'Ledger')).toHaveLength(2);
    expect(sums(state)).toBe('7 + 18');
    expect([...ledgers.readings.keys()].map((key) => key.split(' ')[0])).toEqual(['shop/api', 'shop/web']);
  });
});

describe('what is private', () => {
  it('counts in a public repository of the team, and is not told there', async () => {
    await openTeam({ others: { api: true } });
    fill();
    mergedIn('api', 2, { ...DEBT, at: '2026-11-18T09:59:00Z' });
    shop.sandbox.openPullRequest({
      repo: 'shop/api',
      title: 'Tidy',
      author: 'ben',
      labels: ['tech-debt'],
      head: 'tidy',
    });

    const { state, summary, conclusion } = await judged(shop, shop.open(DEBT));

    expect(conclusion).toBe('failure');
    expect(sums(state)).toBe('9 + 18');
    expect(new Set(refs(state.items.filter(({ id }) => id.startsWith('shop/api'))))).toEqual(new Set([null]));
    expect(state.help).toBeNull();
    expect(summary).not.toContain('shop/api#');
  });

  it('is not named where only a private file says that it belongs to the team', async () => {
    await openTeam({ others: { api: true }, home: '.github-private' });
    shop.sandbox.restrict('shop/api', 'forbidden');

    const { state, summary } = await judged(shop, shop.open(DEBT));

    expect(state.sums).toMatchObject({ what: 'the merged pull requests of a private repository of the team' });
    expect(summary).not.toContain('api');
  });

  it('nor where a glob alone finds it', async () => {
    await openTeam({ file: team('web, "a*"'), others: { api: true, app: false } });
    shop.sandbox.restrict('shop/api', 'forbidden');

    const { state } = await judged(shop, shop.open(DEBT));

    expect(state.sums).toMatchObject({ what: 'the merged pull requests of a private repository of the team' });
    expect(decodeURIComponent(state.listUrl)).not.toContain('shop/api');
  });
});
