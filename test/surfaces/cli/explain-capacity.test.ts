import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewPullRequest } from '#sandbox/index.ts';
import type { CapacityExplanation } from '#surfaces/cli/explain-capacity.shape.ts';
import { explainCapacity } from '#surfaces/cli/explain-capacity.ts';
import type { Terminal } from '#surfaces/cli/terminal.ts';
import { CONFIG_PATH, openShop, type Shop } from '../../support/shop.ts';

const CONFIG = `mode: enforce
timezone: Europe/Berlin
sprint: { length: 2w, anchor: 2026-08-03, innovation: [2026-09-20] }
guardrails:
  linked-objective: { mode: off }
  debt-capacity: { floor: 10%, ceiling: 22.5%, floor-mode: enforce, unit: size }
`;
/** Sizes 1, 2, 3, 5 and 8. */
const LINES = [3, 40, 120, 400, 900] as const;

let shop: Shop;
afterEach(() => shop.close());

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function explain(json = false, repository = 'shop/web'): Promise<Result> {
  const [owner = '', name = ''] = repository.split('/');
  let stdout = '';
  let stderr = '';
  const terminal: Terminal = {
    print: (text) => {
      stdout += `${text}\n`;
    },
    complain: (text) => {
      stderr += `${text}\n`;
    },
    env: { GITHUB_API_URL: shop.sandbox.url, GITHUB_TOKEN: shop.sandbox.userToken('anne') },
    width: 100,
    isWatched: false,
  };
  const { writes } = shop.sandbox.tape;
  const subject = { kind: 'capacity', repository: { owner, name }, host: null, tokenFile: null } as const;
  const exitCode = await explainCapacity(subject, json, terminal, () => shop.sandbox.clock.now());
  expect(shop.sandbox.tape.writes).toBe(writes);
  return { exitCode, stdout, stderr };
}

async function explained(): Promise<CapacityExplanation> {
  const { exitCode, stdout, stderr } = await explain(true);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as CapacityExplanation;
}

function merge(lines: number, input: Partial<NewPullRequest> = {}): void {
  const pr = shop.open({ files: [{ path: 'src/cart.ts', additions: lines, deletions: 0 }], ...input });
  shop.sandbox.merge(`shop/web#${pr.number}`, 'anne');
}

/** Six earlier sprints, one of them set apart and one empty, and some days of the present one. */
function fillSprints(): void {
  const { clock } = shop.sandbox;
  for (const [index, day] of ['08-18', '09-02', '09-15', '09-30', '10-29'].entries()) {
    clock.set(`2026-${day}T10:00:00Z`);
    for (let item = 0; item < 4 + index; item += 1) {
      clock.advance(3_600_000);
      merge(LINES[(item + index) % 5] ?? 1, item === 2 ? { title: 'refactor: tidy' } : {});
    }
  }
  clock.set('2026-11-10T08:15:00Z');
  for (const [index, lines] of [...LINES, ...LINES].entries()) {
    clock.advance(3_600_000);
    merge(lines, index === 3 || index === 5 ? { title: 'refactor: tidy' } : {});
  }
  shop.sandbox.createUser('renovate', 'Bot');
  merge(30, { title: 'chore(deps): update', author: 'renovate' });
  merge(10, { title: 'fix: charge once', labels: ['hotfix'] });
  merge(10, { base: 'old' });
  clock.set('2026-11-18T10:00:00Z');
}

/** A second way to each number, from what is printed and nothing else: fractions of whole thousandths, no shared code. */
function recomputed({ items, earlier, plan, owed, sprint }: CapacityExplanation) {
  if (sprint === null || 'unavailable' in sprint || owed === null) throw new Error('nothing to recompute');
  let [debt, other] = [0, 0];
  for (const item of items) {
    if (item.class === 'debt') debt += Math.round(item.weight * 1000);
    if (item.class === 'other') other += Math.round(item.weight * 1000);
  }
  const counted = earlier
    .filter(({ counts }) => counts === 'yes')
    .map(({ weight, days }) => ({ weight: weight ?? 0, days }));
  const rates = counted.map(({ weight, days }) => weight / days).sort((a, b) => a - b);
  const middle = rates.length / 2;
  const median = ((rates[Math.ceil(middle) - 1] ?? 0) + (rates[Math.floor(middle)] ?? 0)) / 2;
  const size = rates.length < 2 ? null : Math.floor(median * sprint.days + 0.5 + 1e-9);
  const after: number[] = [];
  let due = 0;
  for (const { debt: paid, weight, counts } of earlier.toReversed()) {
    if (counts === 'yes') {
      due = Math.max(0, due * (1 + owed.interest / 100) + (plan.floor / 100) * (weight ?? 0) - (paid ?? 0));
    }
    after.push(Math.round(due * 1000) / 1000);
  }
  const shift =
    size === null ? 0 : Math.floor(Math.min((100 * due) / size, owed.maxShift, 100 - plan.ceiling) * 10 + 1e-9) / 10;
  const merged = debt + other;
  const base = Math.max(merged, (size ?? 0) * 1000);
  const next = (['debt', 'other'] as const).map((of) => {
    const wide = Math.max(merged + 1000, (size ?? 0) * 1000);
    const cap = of === 'debt' ? plan.effective.ceiling : 100 - plan.effective.floor;
    const sum = (of === 'debt' ? debt : other) + 1000;
    let units = 0;
    // One more of the other class after the other, until it fits.
    while (100 * sum > cap * Math.max(merged + 1000 * (units + 1), (size ?? 0) * 1000)) units += 1;
    return { class: of, sum: sum / 1000, base: wide / 1000, limit: (cap * wide) / 100_000, units };
  });
  return { debt: debt / 1000, other: other / 1000, size, base: base / 1000, after, shift, next };
}

describe('explain --capacity', () => {
  describe('of a sprint that fills up', () => {
    beforeEach(async () => {
      shop = await openShop(CONFIG);
      fillSprints();
    });

    test.each([
      ['10%', '30%', 'unit: size', 'While no size is known, fewer than 5 merged stop nothing.'],
      [
        '10%',
        '22.5%',
        'unit: pull-requests',
        'While no size is known, or it is below 8, fewer than 8 merged stop nothing: 100 ÷ 12.5, the width of the plan in points, rounded up.',
      ],
      ['10%', '30%', 'basis: merged', 'Fewer than 5 merged stop nothing.'],
    ])('tells the grace that decides: %s to %s, %s', async (floor, ceiling, more, sentence) => {
      const config = CONFIG.replace(
        /debt-capacity: .*/,
        `debt-capacity: { floor: ${floor}, ceiling: ${ceiling}, ${more} }`,
      );
      shop.sandbox.writeFile('shop/web', CONFIG_PATH, config);
      expect((await explain()).stdout.replace(/\s+/g, ' ')).toContain(` ${sentence} `);
    });

    test('prints everything that the plan is made of', async () => {
      const { exitCode, stdout, stderr } = await explain();

      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.replace(/@[0-9a-f]{7}/, '@0000000')).toMatchInlineSnapshot(`
        "shop/web: sprint of 2026-11-09 to 2026-11-22, 14 days, 4 of them wholly ahead
        It runs from Mon 9 Nov 00:00 CET until Mon 23 Nov 00:00 CET; by the cadence in the configuration.
        Mode: enforce; of the plan’s lower end: enforce, never stricter than that.

        Plan: 10 % to 22.5 % of the sprint (the larger of its size and what merged) for debt work, counted
        in size points (1 2 3 5 8 for up to 10, 50, 200, 500 and more lines). While no size is known, fewer
        than 8 merged stop nothing: 100 ÷ 12.5, the width of the plan in points, rounded up.

        Size of the sprint: 25, the median of 4 before it, to the nearest whole, halves up:
        - 2026-10-26 to 2026-11-08, 14 days: 30 merged, 2 of it debt
        - 2026-10-12 to 2026-10-25, 14 days: 0 merged, 0 of it debt; does not count
        - 2026-09-28 to 2026-10-11, 14 days: 32 merged, 1 of it debt
        - 2026-09-14 to 2026-09-27, 14 days: 22 merged, 8 of it debt; does not count, set apart for
          innovation
        - 2026-08-31 to 2026-09-13, 14 days: 19 merged, 5 of it debt
        - 2026-08-17 to 2026-08-30, 14 days: 11 merged, 3 of it debt

        Merged in this sprint, in this order:
        - #34, 1: feature or other work, nothing says debt · Tue 10 Nov 10:15 CET
        - #35, 2: feature or other work, nothing says debt · Tue 10 Nov 11:15 CET
        - #36, 3: feature or other work, nothing says debt · Tue 10 Nov 12:15 CET
        - #37, 5: debt work, its title starts with \`refactor:\` · Tue 10 Nov 13:15 CET
        - #38, 8: feature or other work, nothing says debt · Tue 10 Nov 14:15 CET
        - #39, 1: debt work, its title starts with \`refactor:\` · Tue 10 Nov 15:15 CET
        - #40, 2: feature or other work, nothing says debt · Tue 10 Nov 16:15 CET
        - #41, 3: feature or other work, nothing says debt · Tue 10 Nov 17:15 CET
        - #42, 5: feature or other work, nothing says debt · Tue 10 Nov 18:15 CET
        - #43, 8: feature or other work, nothing says debt · Tue 10 Nov 19:15 CET

        Merged and not counted:
        - #44: no work of the team, routine work by the bot renovate · Tue 10 Nov 19:15 CET
        - #45: urgent work, label \`hotfix\` · Tue 10 Nov 19:15 CET

        Pull requests into other branches than main are not looked at.

        Sums: debt 6 (of 2) + feature or other work 32 (of 8) = 38; not counted 1 urgent and 1 that are no
        work of the team
        - Debt of what merged: 6 ÷ 38 = about 15.79 %
        - The plan is a share of 38, from the size 25 and the 38 merged
        - Debt of that: 6 ÷ 38 = about 15.79 %
        - At least 10 % × 38 = 3.8, so 4; at most 22.5 % × 38 = 8.55, so 8
        - Feature or other work: at most 90 %, so 34

        Owed from earlier sprints, never below 0, rounded to thousandths:
        - after 2026-08-17 to 2026-08-30: 0 × 110 % + 10 % × 11 − 3 → 0
        - after 2026-08-31 to 2026-09-13: 0 × 110 % + 10 % × 19 − 5 → 0
        - after 2026-09-14 to 2026-09-27: 0, unchanged
        - after 2026-09-28 to 2026-10-11: 0 × 110 % + 10 % × 32 − 1 → 2.2
        - after 2026-10-12 to 2026-10-25: 2.2, unchanged
        - after 2026-10-26 to 2026-11-08: 2.2 × 110 % + 10 % × 30 − 2 → 3.42
        3.42 ÷ 25 raises both ends by 10 points (at most 10); this is shown only, and not applied.

        A next debt pull request of 1: 6 + 1 = 7 ≤ 22.5 % × 39 = 8.775. It may merge.

        A next pull request of feature or other work of 1: 32 + 1 = 33 ≤ 90 % × 39 = 35.1. It may merge.

        Rules: \`shop/web/.github/leadership.yml@0000000\` · the owner’s file: none, or not readable.
        "
      `);
    });

    test('prints numbers that somebody else comes to, from the printed items alone', async () => {
      const told = await explained();
      const own = recomputed(told);

      expect(told.sums).toMatchObject({ debt: own.debt, other: own.other, expediteCount: 1, excludedCount: 1 });
      expect(told.size).toEqual({ origin: 'history', units: own.size });
      expect(told.owed).toMatchObject({ after: own.after, shift: own.shift, isApplied: false });
      expect(told.owed?.after.some((owed) => owed > 0)).toBe(true);
      expect(Number(told.shares?.base.decimals)).toBe(own.base);
      const { ofMerged, floor, ceiling, least, most } = told.shares ?? {};
      const share = (100 * own.debt) / (own.debt + own.other);
      expect((ofMerged?.numerator ?? 0) / (ofMerged?.denominator ?? 1)).toBeCloseTo(share, 9);
      expect(Number(floor?.decimals)).toBeCloseTo(own.base * 0.1, 9);
      expect(Number(ceiling?.decimals)).toBeCloseTo(own.base * 0.225, 9);
      expect({ least, most }).toEqual({ least: Math.ceil(own.base * 0.1), most: Math.floor(own.base * 0.225) });
      for (const [index, { units, ...mine }] of own.next.entries()) {
        const one = told.nextOnes?.[index];
        expect(one).toMatchObject({ class: mine.class, sum: mine.sum });
        expect(Number(one?.base.decimals)).toBe(mine.base);
        expect((one?.limit.numerator ?? 0) / (one?.limit.denominator ?? 1)).toBeCloseTo(mine.limit, 9);
        expect(one?.wayOut?.units ?? 0).toBe(units);
      }
    });

    test('says the same as the check of a next pull request', async () => {
      merge(100, { title: 'refactor: tidy' });
      const told = await explained();
      const { nextOnes } = told;
      for (const title of ['refactor: one more', 'one more']) {
        const pr = shop.open({ title, files: [{ path: 'src/cart.ts', additions: 1, deletions: 0 }] });
        await shop.evaluate(pr);
        const of = title.startsWith('refactor') ? 'debt' : 'other';
        const code = nextOnes?.find((one) => one.class === of)?.code ?? '';
        const { conclusion } = shop.checks(pr, 'leadership/debt').at(-1) ?? {};
        expect({ of, conclusion }).toEqual({ of, conclusion: code.startsWith('block') ? 'failure' : 'success' });
      }
      const stopped = nextOnes?.find(({ code }) => code === 'block-ceiling');
      expect(stopped?.wayOut).toEqual({ class: 'other', units: recomputed(told).next[0]?.units });
    });
  });

  describe('of a team', () => {
    beforeEach(async () => {
      shop = await openShop(null);
      shop.sandbox.createRepository({ owner: 'shop', name: 'api' });
      const file = `mode: enforce
teams:
  shop:
    repositories: [web, api]
    sprint: { length: 2w, anchor: 2026-11-09 }
    guardrails: { debt-capacity: { floor: 10%, ceiling: 30%, capacity: 30 } }
`;
      shop.sandbox.createRepository({ owner: 'shop', name: '.github', files: { [CONFIG_PATH]: file } });
      merge(10);
      shop.sandbox.merge(shop.sandbox.openPullRequest({ repo: 'shop/api', title: 'refactor: tidy', author: 'anne' }));
    });

    test('what merged is of all its repositories', async () => {
      const { exitCode, stdout } = await explain();

      expect(exitCode).toBe(0);
      expect(stdout).toContain('shop/api#1, 1: debt work');
      expect(stdout).toContain('Sums: debt 1 (of 1) + feature or other work 1 (of 1) = 2');
    });

    test('a repository that GitHub refuses is named, and nothing is decided', async () => {
      shop.sandbox.restrict('shop/api', 'forbidden');
      const { exitCode, stdout } = await explain();

      expect(exitCode).toBe(2);
      expect(stdout).toContain('Not readable: shop/api. With a part of it missing, nothing is decided.');
      expect(stdout).not.toContain('A next');
    });
  });

  describe('where something is missing', () => {
    test('an assumed sprint says so and stops nothing', async () => {
      shop = await openShop(null);
      merge(10);
      const { exitCode, stdout } = await explain();

      expect(exitCode).toBe(0);
      expect(stdout).toContain('nobody wrote when a sprint is');
      expect(stdout).toContain('Mode: report');
      expect(stdout).toContain('Size of the sprint: not known');
    });

    test('between sprints the next one is named', async () => {
      shop = await openShop(CONFIG.replace('2026-08-03', '2026-12-07'));
      const { exitCode, stdout } = await explain();

      expect(exitCode).toBe(0);
      expect(stdout).toContain('shop/web: no sprint is running now. The next begins Mon 7 Dec 00:00 CET.');
      expect((await explained()).nextOnes).toBeNull();
    });

    test('a ledger that GitHub refuses names the repository, and nothing is decided', async () => {
      shop = await openShop(CONFIG);
      merge(10);
      // The rules are told, and what merged is not.
      const effect = { kind: 'partial', path: ['repository', 'pullRequests'], type: 'FORBIDDEN' } as const;
      shop.sandbox.faults.onRequest({ route: 'POST /graphql', skip: 1, times: 9, effect });
      const { exitCode, stdout } = await explain();

      expect(exitCode).toBe(2);
      expect(stdout).toContain('Not readable: shop/web. With a part of it missing, nothing is decided.');
      expect(stdout).not.toContain('A next');
    });

    test('a repository that is not there is explained on standard error', async () => {
      shop = await openShop(CONFIG);

      expect(await explain(false, 'shop/wbe')).toMatchObject({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringContaining('misspelt'),
      });
    });
  });
});
