import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitHubClient } from '#github/client.ts';
import { RateLimited, Unauthorized } from '#github/errors.ts';
import { ledgerDocument } from '#github/ledger-documents.ts';
import { runPipeline } from '#pipeline';
import { priceOf } from '#sandbox/graphql/cost.ts';
import { githubSchema } from '#sandbox/graphql/schema.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { asked, DEBT, judged, KeptLedgers, merged, sums } from './sprints.ts';

function config(capacity: string | number, more = ''): string {
  return `mode: enforce
sprint: { length: 2w, anchor: 2026-01-05 }
guardrails:
  linked-objective: { mode: off }
  debt-capacity: { floor: 10%, ceiling: 30%, floor-mode: enforce, capacity: ${capacity} ${more} }
`;
}

const EARLIER = '2026-10-27T10:00:00Z';

let shop: Shop;
afterEach(() => shop.close());

/** Requests for pages of merged pull requests that one verdict takes. */
async function pages(change: Parameters<typeof judged>[2] = {}) {
  shop.sandbox.tape.clear();
  const found = await judged(shop, shop.open(DEBT), change);
  return { ...found, pages: asked(shop, 'Ledger').length, sums: sums(found.state) };
}

describe('a ledger takes', () => {
  it('one page for each hundred pull requests of the sprint, and looks no further where the size is configured', async () => {
    shop = await openShop(config(400));
    merged(shop, 250, { at: EARLIER });
    merged(shop, 2, DEBT);
    merged(shop, 148);

    expect(await pages()).toMatchObject({ pages: 2, sums: '2 + 148' });

    merged(shop, 51);
    expect(await pages()).toMatchObject({ pages: 3, sums: '2 + 199' });
  });

  it('a page for each hundred of the six sprints before, too, where its size is their median', async () => {
    shop = await openShop(config('auto'));
    merged(shop, 90, { at: '2026-08-16T10:00:00Z' });
    merged(shop, 120, { at: '2026-08-17T10:00:00Z' });
    merged(shop, 120, { at: EARLIER });
    merged(shop, 90);

    expect(await pages()).toMatchObject({ pages: 4, sums: '0 + 90' });
  });

  it('more pages only until debt is found, where only the floor hangs on it', async () => {
    shop = await openShop(config(400));
    merged(shop, 1, { ...DEBT, at: '2026-09-01T10:00:00Z' });
    merged(shop, 120, { at: EARLIER });
    merged(shop, 1, { ...DEBT, at: EARLIER });
    merged(shop, 150, { at: EARLIER });
    merged(shop, 90);
    const pr = shop.open();
    shop.sandbox.tape.clear();

    const { state } = await judged(shop, pr);

    expect(state.hasDebt).toBe(true);
    expect(asked(shop, 'Ledger')).toHaveLength(3);
    expect(state.completed).toEqual([]);
  });

  it('no further page where debt is open now, or the floor stops nothing', async () => {
    shop = await openShop(config(400));
    merged(shop, 250, { at: EARLIER });
    merged(shop, 90);
    shop.open({ labels: ['tech-debt'] });
    expect(await pages()).toMatchObject({ pages: 1, state: { hasDebt: true } });
    await shop.close();

    shop = await openShop(config(400).replace('floor-mode: enforce', 'floor-mode: off'));
    merged(shop, 250, { at: EARLIER });
    merged(shop, 90);
    expect(await pages()).toMatchObject({ pages: 1, state: { hasDebt: false } });
  });

  it.each([
    ['the sprint is set apart', (text: string) => text.replace('2026-01-05', '2026-01-05, innovation: [2026-11-10]')],
    ['no sprint has begun', (text: string) => text.replace('2026-01-05', '2026-11-19')],
  ])('no page of earlier sprints where %s', async (_, change) => {
    shop = await openShop(change(config('auto')));
    merged(shop, 250, { at: EARLIER });
    merged(shop, 4);

    const found = await pages();

    expect(found).toMatchObject({ pages: 1, conclusion: 'success', state: { completed: [] } });
  });

  it('no page at all where nobody configured a sprint', async () => {
    shop = await openShop(config('auto').replace(/^sprint: .*\n/m, ''));
    merged(shop, 4, DEBT);

    expect(await pages()).toMatchObject({ pages: 0, conclusion: 'success', state: { isAssumed: true } });
  });

  it.each([
    ['excluded', 'exclude: { authors: [anne] }', { author: 'anne' }],
    ['urgent', 'expedite: { labels: [incident] }', { labels: ['incident'] }],
  ])('no page at all for what is %s', async (_, rules, input) => {
    shop = await openShop(`${rules}\n${config('auto')}`);
    merged(shop, 4, DEBT);
    const pr = shop.open(input);
    shop.sandbox.tape.clear();

    const { verdict } = await shop.evaluate(pr);

    expect(verdict?.conclusion).not.toBe('failure');
    expect(asked(shop, 'Ledger')).toEqual([]);
  });

  it('the same pages for a whole merge group as for one, though its first is weighed by none', async () => {
    shop = await openShop(`exclude: { authors: [anne] }\n${config(400)}`);
    merged(shop, 150, { author: 'ben' });
    shop.sandbox.enqueue(shop.open({ author: 'anne' }));
    for (let others = 0; others < 2; others += 1) shop.sandbox.enqueue(shop.open({ author: 'ben' }));
    const { headOid, headRef } = shop.sandbox.enqueue(shop.open({ ...DEBT, author: 'ben' }));
    shop.sandbox.tape.clear();

    const repository = { owner: 'shop', name: 'web' };
    const outcome = await runPipeline(
      { kind: 'merge-group', repository, headOid, headRef, baseRef: 'main' },
      shop.ports,
    );

    expect(outcome).toMatchObject({ kind: 'evaluated', verdict: { conclusion: 'success' } });
    expect(asked(shop, 'Ledger')).toHaveLength(2);
  });

  it('one query more for all reverts of a page, with what they revert', async () => {
    shop = await openShop(config(400));
    const renamed = { files: [{ path: 'src/basket.ts', previousPath: 'src/cart.ts' }] };
    const { number: first = 0 } = merged(shop, 9, { at: EARLIER })[0] ?? {};
    const [{ number: moved = 0 } = {}] = merged(shop, 1, { at: EARLIER, ...renamed });
    const reverting = (number: number, more = {}) =>
      merged(shop, 1, { title: 'Revert "Keep the cart"', body: `Reverts shop/web#${number}`, ...more });
    for (let index = 0; index < 9; index += 1) reverting(first + index);
    reverting(moved, renamed);
    reverting(first, { files: [{ path: 'src/other.ts' }] });
    reverting(9_999);
    reverting(first + 1, { labels: ['security'] });
    const pr = shop.open(DEBT);
    shop.sandbox.tape.clear();

    const { state } = await judged(shop, pr);

    expect(sums(state)).toBe('0 + 2');
    expect(state.sums).toMatchObject({ expediteCount: 11 });
    expect(asked(shop).sort()).toEqual(['Ledger', 'PullRequest', 'Reverted']);
    // GraphQL does not tell where a renamed file was.
    expect(shop.sandbox.tape.of('GET /repos/{owner}/{repo}/pulls/{pull_number}/files')).toHaveLength(2);
  });

  it('nothing but pages, beside what a verdict takes', async () => {
    shop = await openShop(config(400));
    merged(shop, 120, DEBT);
    await pages();

    expect(asked(shop).sort()).toEqual(['Ledger', 'Ledger', 'PullRequest']);
  });
});

describe('a ledger that is kept', () => {
  let ledgers: KeptLedgers;
  beforeEach(async () => {
    ledgers = new KeptLedgers();
    shop = await openShop(config('auto'));
    merged(shop, 120, { at: EARLIER });
    merged(shop, 6, { ...DEBT, apart: true, at: '2026-11-17T10:00:00Z' });
    merged(shop, 120, { apart: true });
    expect(await pages({ ledgers })).toMatchObject({ pages: 3, sums: '6 + 120' });
  });

  it('takes no page while nothing happens', async () => {
    expect(await pages({ ledgers })).toMatchObject({ pages: 0, sums: '6 + 120' });
  });

  it('takes one page for news, which holds what merged, what was edited and what stands in the same second', async () => {
    const [first] = merged(shop, 3, DEBT);
    shop.sandbox.addLabel(`shop/web#${(first?.number ?? 0) - 100}`, 'tech-debt', 'anne');
    ledgers.happened = 'news';

    expect(await pages({ ledgers })).toMatchObject({ pages: 1, sums: '10 + 119' });
  });

  it('takes as many pages as the news fill', async () => {
    merged(shop, 40);
    shop.sandbox.clock.set('2026-11-18T10:05:00Z');
    ledgers.happened = 'news';
    await pages({ ledgers });
    for (let index = 0; index < 60; index += 1) shop.sandbox.merge(shop.open());

    expect(await pages({ ledgers })).toMatchObject({ pages: 2, sums: '6 + 220' });
  });

  it('is read anew after anything else, and its sprint once a day whatever was told', async () => {
    ledgers.happened = 'anything';
    expect(await pages({ ledgers })).toMatchObject({ pages: 3 });
    ledgers.happened = 'nothing';

    expect(await pages({ ledgers, now: () => '2026-11-19T09:59:59Z' })).toMatchObject({ pages: 0 });
    expect(await pages({ ledgers, now: () => '2026-11-19T10:00:00Z' })).toMatchObject({
      pages: 2,
      sums: '6 + 120',
      state: { completed: [{ weight: 120_000 }, {}, {}, {}, {}, {}] },
    });
    expect(await pages({ ledgers, now: () => '2026-11-19T10:00:00Z' })).toMatchObject({ pages: 0 });
  });

  it('is not kept under other rules', async () => {
    shop.sandbox.writeFile('shop/web', '.github/leadership.yml', config('auto', ', unit: size'));

    expect(await pages({ ledgers })).toMatchObject({ pages: 3 });
  });

  it('goes on into the next sprint without a page', async () => {
    expect(await pages({ ledgers, now: () => '2026-11-18T23:00:00Z' })).toMatchObject({ pages: 0 });
    const { readings } = ledgers;
    for (const [key, reading] of readings) readings.set(key, { ...reading, readAt: '2026-11-22T23:00:00Z' });

    const found = await pages({ ledgers, now: () => '2026-11-23T00:00:00Z' });

    expect(found).toMatchObject({ pages: 0, sums: '0 + 0' });
    expect(found.state.completed[0]).toMatchObject({ debt: 6_000, weight: 126_000 });
  });
});

it('debt that has left the last six sprints arms no floor, however long its ledger is kept', async () => {
  shop = await openShop(config(20));
  const ledgers = new KeptLedgers();
  merged(shop, 1, { ...DEBT, at: '2026-08-18T10:00:00Z' });
  expect((await judged(shop, shop.open(), { ledgers })).state.hasDebt).toBe(true);
  ledgers.happened = 'news';
  merged(shop, 18, { at: '2026-12-08T10:00:00Z' });
  const pr = shop.open();
  const now = () => '2026-12-08T11:00:00Z';

  const cold = await judged(shop, pr, { now });
  const warm = await judged(shop, pr, { ledgers, now });

  expect(cold).toMatchObject({ conclusion: 'success', state: { hasDebt: false } });
  expect(warm).toEqual(cold);
  expect([...ledgers.readings.values()].map(({ items }) => items.size)).toEqual([18]);
});

describe('while a ledger is read', () => {
  beforeEach(async () => {
    shop = await openShop(config(400));
    merged(shop, 2, { ...DEBT, at: '2026-11-17T10:00:00Z' });
    merged(shop, 248, { apart: true });
  });

  /** The App's client, with something that happens after so many pages. */
  function onceRead(page: number, happen: () => void): GitHubClient {
    const { github } = shop.ports;
    let read = 0;
    return {
      request: github.request,
      query: async (document, variables) => {
        const answer = await github.query<never>(document, variables);
        if (document.startsWith('query Ledger(')) {
          read += 1;
          if (read === page) happen();
        }
        return answer;
      },
    };
  }

  const LATER = '2026-11-18T10:00:05Z';

  it('what merges between two pages is in it', async () => {
    const github = onceRead(1, () => {
      merged(shop, 1, { ...DEBT, at: LATER });
    });

    expect(await pages({ github })).toMatchObject({ sums: '3 + 248', pages: 4 });
  });

  it('what is edited between two pages, and so moves to the front, is not lost', async () => {
    const github = onceRead(1, () => {
      shop.sandbox.clock.set(LATER);
      shop.sandbox.editPullRequest('shop/web#6', { title: 'refactor: in hindsight' });
    });

    expect(await pages({ github })).toMatchObject({ sums: '3 + 247', pages: 4 });
  });

  it('what is edited within the second of the last merge is not lost, either', async () => {
    const github = onceRead(1, () => {
      shop.sandbox.editPullRequest('shop/web#6', { title: 'refactor: in hindsight' });
    });

    expect(await pages({ github })).toMatchObject({ sums: '3 + 247', pages: 4 });
  });

  it('what is edited while earlier sprints are looked through is not lost, either', async () => {
    await shop.close();
    shop = await openShop(config(400));
    merged(shop, 1, { ...DEBT, at: '2026-09-01T10:00:00Z' });
    merged(shop, 250, { at: EARLIER, apart: true });
    merged(shop, 30, { apart: true });
    const github = onceRead(2, () => {
      shop.sandbox.clock.set(LATER);
      shop.sandbox.editPullRequest('shop/web#10', { title: 'refactor: in hindsight' });
      shop.sandbox.editPullRequest('shop/web#270', { title: 'refactor: in hindsight' });
    });

    expect(await pages({ github })).toMatchObject({ sums: '1 + 29', state: { hasDebt: true } });
  });

  it('nothing is decided when it never comes to rest', async () => {
    const { github } = shop.ports;
    let second = 0;
    const restless: GitHubClient = {
      request: github.request,
      query: async (document, variables) => {
        const answer = await github.query<never>(document, variables);
        if (document.startsWith('query Ledger(')) {
          second += 1;
          for (let index = 0; index < 30; index += 1) merged(shop, 1, { at: `2026-11-18T10:${10 + second}:00Z` });
        }
        return answer;
      },
    };

    const { state, conclusion } = await pages({ github: restless });

    expect(state.sums).toMatchObject({ what: 'the merged pull requests of shop/web', reason: 'unreachable' });
    expect(conclusion).toBe('failure');
  });
});

describe('a ledger of which a part is missing decides nothing', () => {
  beforeEach(async () => {
    shop = await openShop(config(400));
    merged(shop, 150);
  });

  const PARTIAL = (path: readonly (string | number)[], type = 'INTERNAL') => ({ kind: 'partial', path, type }) as const;

  it.each([
    ['a pull request of the second page', 2, PARTIAL(['repository', 'pullRequests', 'nodes', 7]), 'unreachable'],
    ['the labels of one', 1, PARTIAL(['repository', 'pullRequests', 'nodes', 7, 'labels']), 'unreachable'],
    [
      'the issues that one is linked to',
      1,
      PARTIAL(['repository', 'pullRequests', 'nodes', 7, 'closingIssuesReferences']),
      'unreachable',
    ],
    ['the front of the list', 1, PARTIAL(['repository', 'front', 'nodes', 0]), 'unreachable'],
    ['the list', 1, PARTIAL(['repository', 'pullRequests'], 'FORBIDDEN'), 'forbidden'],
    ['the repository', 2, PARTIAL(['repository'], 'NOT_FOUND'), 'not-found'],
    ['an answer to the second page', 2, { kind: 'status', status: 502, when: 'before' } as const, 'unreachable'],
  ])('%s', async (_, page, effect, reason) => {
    // The verdict's own query comes first.
    shop.sandbox.faults.onRequest({ route: 'POST /graphql', skip: page, times: 4, effect });

    const { state, conclusion, title } = await pages({ github: shop.impatient });

    expect(state.sums).toMatchObject({ what: 'the merged pull requests of shop/web', reason });
    expect(state.items).toEqual([]);
    expect(conclusion).toBe('failure');
    expect(title).toContain('could not be read');
  });

  it('what one of them reverts', async () => {
    merged(shop, 1, { title: 'Revert "Keep the cart"', body: 'Reverts #4' });
    shop.sandbox.faults.onRequest({ route: 'POST /graphql', skip: 2, effect: PARTIAL(['repository', 'p0']) });

    expect((await pages()).state.sums).toMatchObject({ reason: 'unreachable' });
    expect(await pages()).toMatchObject({ state: { sums: { other: 150_000, expediteCount: 1 } } });
  });

  it.each([
    ['a limit', new RateLimited('GitHub limits the requests', 900)],
    ['a refused token', new Unauthorized('Bad credentials')],
  ])('but %s ends the run, and says so to whoever started it', async (_, refusal) => {
    const { github } = shop.ports;
    const refusing: GitHubClient = {
      request: github.request,
      query: (document, variables) => {
        if (document.startsWith('query Ledger(')) throw refusal;
        return github.query<never>(document, variables);
      },
    };

    await expect(shop.evaluate(shop.open(DEBT), { github: refusing })).rejects.toBe(refusal);
  });

  it('but goes on with what only helps a text', async () => {
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      skip: 1,
      times: 20,
      effect: PARTIAL(['repository', 'debtIssues'], 'FORBIDDEN'),
    });

    expect(await pages()).toMatchObject({ sums: '0 + 150', conclusion: 'success' });
  });

  it('and does not take open debt that can’t be read for none', async () => {
    shop.sandbox.faults.onRequest({
      route: 'POST /graphql',
      skip: 1,
      times: 20,
      effect: PARTIAL(['repository', 'openDebt']),
    });

    const { state } = await pages();

    expect(state.hasDebt).toMatchObject({ what: 'the open debt work of shop/web' });
    expect(state.help).toBeNull();
  });

  it.each([
    ['is asked for in smaller parts', 3, { kind: 'status', status: 502, when: 'before' } as const],
    ['is asked for in smaller parts, when GitHub gives up on it', 4, PARTIAL(['repository'], 'TIMEOUT')],
  ])('a page that is too heavy %s', async (_, count, effect) => {
    shop.sandbox.faults.onRequest({ route: 'POST /graphql', skip: 1, effect });

    const found = await pages({ github: shop.impatient });

    expect(found).toMatchObject({ sums: '0 + 150', conclusion: 'success' });
    // Three of fifty, beside the one in vain.
    expect(found.pages).toBe(count);
  });
});

it('what is linked to more issues than a page holds is read to the end', async () => {
  shop = await openShop(config(400));
  const issues = Array.from({ length: 12 }, (_, index) => {
    const labels = index === 11 ? ['tech-debt'] : [];
    return shop.sandbox.createIssue({ repo: 'shop/web', title: `Part ${index}`, labels });
  });
  merged(shop, 1, { body: issues.map(({ number }) => `Closes #${number}`).join('\n') });

  expect(await pages()).toMatchObject({ sums: '1 + 0', pages: 1 });
});

it('a page costs what GitHub’s formula says, and stays far below the most that it allows', () => {
  const price = priceOf(githubSchema(true), parse(ledgerDocument({ issueTypes: true })));
  const page = {
    first: 100,
    withFiles: false,
    withOpen: false,
    withIssues: false,
    withMilestones: false,
    withRules: false,
  };
  const whole = {
    first: 100,
    withFiles: true,
    withOpen: true,
    withIssues: true,
    withMilestones: true,
    withRules: true,
  };
  const few = { ...whole, first: 25, withFiles: false, withRules: false };

  expect(price(page)).toMatchObject({ points: 45, refusal: null });
  expect(price(few)).toMatchObject({ points: 12, refusal: null });
  expect(price(whole)).toMatchObject({ points: 47, refusal: null });
  expect(price(whole).nodes).toBeLessThan(200_000);
});

it('a sprint with 5 000 merges is read in fifty pages, and then judged from memory', async () => {
  shop = await openShop(config(6_000));
  merged(shop, 1, DEBT);
  merged(shop, 4_950);
  merged(shop, 3, { at: EARLIER });
  const ledgers = new KeptLedgers();
  expect(await pages({ ledgers })).toMatchObject({ pages: 50, sums: '1 + 4950' });
  const points = shop.sandbox.tape.points;
  const pr = shop.open(DEBT);
  await judged(shop, pr, { ledgers });

  const started = performance.now();
  for (let run = 0; run < 5; run += 1) await judged(shop, pr, { ledgers });
  const took = (performance.now() - started) / 5;

  // 45 a page, of 5 000 an hour.
  expect(points).toBeLessThan(2_300);
  expect(took).toBeLessThan(250);
  expect(asked(shop, 'Ledger')).toHaveLength(50);
}, 120_000);
