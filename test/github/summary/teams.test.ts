import { afterEach, describe, expect, it } from 'vitest';
import type { GitHubClient } from '#github/client.ts';
import { RateLimited } from '#github/errors.ts';
import { CONFIG_PATH } from '../../support/shop.ts';
import { MONDAY, openWeekShop, TUESDAY, type WeekShop } from './week-shop.ts';

let shop: WeekShop;
afterEach(() => shop.close());

interface Setting {
  readonly home?: string;
  readonly file?: '.github' | '.github-private';
  /** Beside `web`, and whether they are private. */
  readonly others?: Readonly<Record<string, boolean>>;
  readonly private?: boolean;
}

async function openTeam({ home, file = '.github', others = { api: false, pay: false }, ...rest }: Setting = {}) {
  shop = await openWeekShop({ config: null, ...rest });
  const { sandbox } = shop;
  for (const [name, isPrivate] of Object.entries(others)) {
    sandbox.createRepository({ owner: 'shop', name, private: isPrivate });
    sandbox.setPermission(`shop/${name}`, 'ben', 'write');
    sandbox.setPermission(`shop/${name}`, 'anne', 'maintain');
  }
  const summary = home === undefined ? '' : `\n    summary: { repository: ${home} }`;
  const rules = `vision: { statement: Nobody loses a cart }
teams:
  carts:
    repositories: [web, ${Object.keys(others).join(', ')}]
    sprint: { length: 2w, anchor: 2026-11-09 }${summary}
`;
  sandbox.createRepository({
    owner: 'shop',
    name: file,
    private: file === '.github-private',
    files: { [CONFIG_PATH]: rules },
  });
}

describe('a team', () => {
  it('has one week, whichever of its repositories is asked', async () => {
    await openTeam();
    const goal = shop.at(MONDAY, () =>
      shop.sandbox.createIssue({ repo: 'shop/api', title: 'Fast', author: 'anne', labels: ['objective'] }),
    );
    shop.merged(TUESDAY);
    shop.merged(TUESDAY, { repo: 'shop/api', body: `Objective: #${goal.number}` });
    shop.merged(MONDAY, { repo: 'shop/pay', body: `Objective: shop/api#${goal.number}`, title: 'refactor: tidy' });

    const weeks = [await shop.gather(), await shop.gather({ repository: { owner: 'shop', name: 'pay' } })];

    expect(weeks[0]).toEqual(weeks[1]);
    expect(weeks[0]?.scope).toEqual({
      id: 'carts',
      name: 'carts',
      isTeam: true,
      home: 'shop/web',
      isHomePrivate: false,
      repositories: ['shop/web', 'shop/api', 'shop/pay'],
      missing: [],
    });
    expect(weeks[0]?.merged.map(({ ref, class: counts, objectives }) => [ref, counts, objectives])).toEqual([
      ['shop/pay#1', 'debt', ['shop/api#1']],
      ['shop/api#2', 'other', ['shop/api#1']],
      ['#1', 'other', []],
    ]);
    expect(weeks[0]?.objectives?.map(({ ref, key }) => [ref, key])).toEqual([['shop/api#1', 'shop/api#1']]);
  });

  it('of which only a pattern tells is posted in the first by name, whichever is asked', async () => {
    shop = await openWeekShop({ config: null });
    shop.sandbox.createRepository({ owner: 'shop', name: 'web2' });
    const files = { [CONFIG_PATH]: 'teams: { carts: { repositories: ["we*"] } }\n' };
    shop.sandbox.createRepository({ owner: 'shop', name: '.github', files });
    for (const name of ['web2', 'web']) {
      expect(await shop.resolve({ repository: { owner: 'shop', name } })).toMatchObject({
        id: 'carts',
        home: { nameWithOwner: 'shop/web' },
      });
    }
  });

  it('is told without a repository that can’t be read, which is named', async () => {
    await openTeam();
    shop.merged(TUESDAY);
    shop.sandbox.restrict('shop/pay', 'forbidden');

    const { scope, merged, unread } = await shop.gather();

    expect(scope).toMatchObject({ repositories: ['shop/web', 'shop/api'], missing: ['shop/pay'] });
    expect(merged).toHaveLength(1);
    expect(unread).toEqual([]);
  });

  it('is posted where it says, be that none of its repositories', async () => {
    await openTeam({ home: 'plans' });
    await expect(shop.resolve()).rejects.toMatchObject({ name: 'NotFound' });
    shop.sandbox.createRepository({ owner: 'shop', name: 'plans', private: true });
    const { scope, merged } = await shop.gather();
    expect(scope).toMatchObject({
      home: 'shop/plans',
      isHomePrivate: true,
      repositories: ['shop/api', 'shop/pay', 'shop/web'],
    });
    expect(merged).toEqual([]);
  });

  it('says nothing of private repositories to readers of a public home', async () => {
    await openTeam({ file: '.github-private', others: { vault: true } });
    const { sandbox } = shop;
    const goal = shop.at(MONDAY, () =>
      sandbox.createIssue({
        repo: 'shop/vault',
        title: 'Hush',
        body: 'Measure: hush',
        author: 'anne',
        labels: ['objective'],
      }),
    );
    shop.at(MONDAY, () =>
      sandbox.createIssue({ repo: 'shop/vault', title: 'Hush?', labels: ['decision', 'tech-debt'] }),
    );
    shop.merged(TUESDAY, { repo: 'shop/vault', title: 'Hush hush', body: `Objective: #${goal.number}` });
    shop.open(TUESDAY, { repo: 'shop/vault', title: 'Hush hush hush' });

    const { merged, objectives, ...week } = await shop.gather();

    expect(merged.map(({ ref, title, url, objectives: keys }) => [ref, title, url, keys])).toEqual([
      ['a private pull request', null, null, [objectives?.[0]?.key]],
    ]);
    expect(objectives).toMatchObject([
      {
        ref: 'a private issue',
        title: null,
        url: null,
        measure: null,
        key: expect.stringMatching(/^private:[0-9a-f]{16}$/),
      },
    ]);
    expect(week.scope.repositories).toEqual(['shop/web', 'a private repository of the team']);
    // What counts them is never shown.
    const { rules: _, ...shown } = week;
    expect(JSON.stringify([shown, objectives])).not.toMatch(/hush|vault/i);
    expect(JSON.stringify(week)).not.toContain('Nobody loses a cart');
    expect(week.origin).toBe('defaults');
  });

  it('calls a private one by no name, not even where a public file does', async () => {
    await openTeam({ others: { vault: true } });
    const { github } = clientThat((document, { name }) =>
      document.startsWith('query SummaryOpen(') && name === 'vault'
        ? { data: null, errors: [{ type: 'FORBIDDEN', path: ['repository'], message: '' }] }
        : null,
    );
    const { rules: _, ...week } = await shop.gather({ github });
    expect(week.unread).toMatchObject([{ what: 'the open pull requests of a private repository of the team' }]);
    expect(JSON.stringify(week)).not.toContain('vault');
  });

  it('tells all of them in a private home', async () => {
    await openTeam({ file: '.github-private', others: { vault: true }, private: true });
    shop.merged(TUESDAY, { repo: 'shop/vault', title: 'Hush' });
    const { merged, rules, origin } = await shop.gather();
    expect(merged).toMatchObject([{ ref: 'shop/vault#1', title: 'Hush' }]);
    expect(rules.vision.statement).toBe('Nobody loses a cart');
    expect(origin).toMatch(/^shop\/\.github-private\/\.github\/leadership\.yml@/);
  });
});

describe('what could not be read', () => {
  it('ends it where it is the only repository', async () => {
    shop = await openWeekShop();
    const { github } = clientThat((document) =>
      document.startsWith('query SummaryWeek(')
        ? { data: null, errors: [{ type: 'FORBIDDEN', path: ['repository'], message: '' }] }
        : null,
    );
    await expect(shop.gather({ github })).rejects.toMatchObject({ name: 'Forbidden' });
  });

  it.each([
    ['the objectives', 'objectives', 'objectives'],
    ['the debt issues', 'debt', 'debtIssues'],
    ['the issues', 'notable', 'issues'],
    ['the deployments', 'deployed', 'deliveries'],
  ])('is no empty list: %s', async (what, alias, part) => {
    shop = await openWeekShop();
    const week = await shop.gather({ github: without(alias) });
    expect(week).toMatchObject({ [part]: null });
    expect(week.unread).toMatchObject([{ what: expect.stringContaining(what), reason: 'forbidden' }]);
  });

  it('of open pull requests is said, and the rest told', async () => {
    shop = await openWeekShop();
    shop.merged(TUESDAY);
    const { github } = clientThat((document) => {
      if (document.startsWith('query SummaryOpen('))
        return { data: null, errors: [{ type: 'FORBIDDEN', path: ['repository'], message: '' }] };
      return null;
    });
    const { open, merged, unread } = await shop.gather({ github });
    expect(open).toBeNull();
    expect(merged).toHaveLength(1);
    expect(unread).toMatchObject([{ what: 'the open pull requests of shop/web', reason: 'forbidden' }]);
  });

  it('for a limit ends the run of a team, too', async () => {
    await openTeam();
    const limit = new RateLimited('GitHub limits the requests', 900);
    const { github } = clientThat((document, variables) => {
      if (document.startsWith('query SummaryMerged(') && variables['name'] === 'api') throw limit;
      return null;
    });
    await expect(shop.gather({ github })).rejects.toBe(limit);
  });
});

type Answer = Awaited<ReturnType<GitHubClient['query']>>;

function clientThat(answers: (document: string, variables: Readonly<Record<string, unknown>>) => Answer | null): {
  readonly github: GitHubClient;
} {
  const { query, request } = shop.client();
  const github: GitHubClient = {
    request,
    query: async <Data>(document: string, variables: Readonly<Record<string, unknown>>) =>
      (answers(document, variables) as { data: Data; errors: [] } | null) ?? query<Data>(document, variables),
  };
  return { github };
}

/** As GitHub takes away all around a list that it refuses. */
function without(alias: string): GitHubClient {
  const { query, request } = shop.client();
  return {
    request,
    query: async <Data>(document: string, variables: Readonly<Record<string, unknown>>) => {
      const answer = await query<Data>(document, variables);
      if (!document.startsWith('query SummaryWeek(')) return answer;
      return {
        data: { ...answer.data, [alias]: null } as Data,
        errors: [{ type: 'FORBIDDEN', path: [alias, 'issues'], message: 'Resource not accessible by integration' }],
      };
    },
  };
}
