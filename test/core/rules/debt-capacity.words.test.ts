import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_SUMS } from '#core/capacity/ledger.ts';
import { BASES } from '#core/capacity/weighing.ts';
import { UNITS } from '#core/capacity/weight.ts';
import type { Reason } from '#core/classes/class.ts';
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { headVerdict, partOf } from '#core/effects/check-run.ts';
import { evaluate } from '#core/evaluate.ts';
import type { CapacityState, MergedWork } from '#core/facts/capacity.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { debtCapacity } from '#core/rules/debt-capacity.ts';
import type { Stop } from '#core/rules/debt-capacity.words.ts';
import { ANNE, label, labelEvent, NOW, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';
import { ONE } from '../capacity/facts.ts';
import { capacityState, debtItems, merged, otherItems, SPRINT } from '../capacity/state.ts';

const DEBT: Partial<PullRequestFacts> = { title: 'refactor: split the cart' };
const OPTIONS: Config['guardrails']['debt-capacity'] = {
  ...DEFAULTS.guardrails['debt-capacity'],
  mode: 'enforce',
  floor: '10%',
  ceiling: '30%',
  'floor-mode': 'enforce',
};
/** Six sprints of 36 pull requests at the median. */
const HISTORY = [31, 36, 34, 38, 36, 41].map((weight) => ({
  debt: 4 * ONE,
  weight: weight * ONE,
  days: 14,
  isInnovation: false,
}));

interface Given {
  readonly items?: readonly MergedWork[];
  readonly pullRequests?: readonly Partial<PullRequestFacts>[];
  readonly options?: Partial<Config['guardrails']['debt-capacity']>;
  readonly capacity?: Partial<CapacityState>;
  readonly now?: string;
  /** Labels that make a pull request debt. */
  readonly debtLabels?: readonly string[];
}

/** The check `leadership/debt` as GitHub shows it. */
function check({ items = [], pullRequests = [{}], options, capacity, now = NOW, debtLabels }: Given): string {
  const verdicts = pullRequests.flatMap((pullRequest) => {
    const { verdict } = evaluate({
      now,
      repository: repositoryFacts(),
      pullRequest: pullRequestFacts(pullRequest),
      linkSources: { parsed: { found: [], rejected: [] }, closing: [], references: {}, openObjectives: null },
      touchesOnlyConfig: false,
      ourLogin: 'leadership',
      reverted: null,
      capacity: capacityState(items, { completed: HISTORY, ...capacity }),
      config: {
        config: {
          ...DEFAULTS,
          ...(debtLabels !== undefined && {
            debt: { ...DEFAULTS.debt, detect: { ...DEFAULTS.debt.detect, labels: [...debtLabels] } },
          }),
          guardrails: { ...DEFAULTS.guardrails, 'debt-capacity': { ...OPTIONS, ...options } },
        },
        origin: { repository: null, owner: null, state: 'defaults', ownerFile: 'not-governing' },
        problems: [],
        isGoverned: true,
        isCommittedInvalid: false,
        ownerUnreadable: null,
      },
    });
    return partOf(verdict, 'leadership/debt') ?? [];
  });
  const { head, summary } = headVerdict(verdicts, 'a'.repeat(40), { problems: [], labelProblems: [] }, 'app');
  return `${head.conclusion} · ${head.title}\n\n${summary.replace(/\n\n<sub>Rules.*$/s, '')}`;
}

const AT_FLOOR = merged(...debtItems(1), ...otherItems(32));
const AT_CEILING = merged(...otherItems(14), ...debtItems(10));

describe('at the floor', () => {
  it('reads so', () => {
    expect(
      check({
        items: AT_FLOOR,
        capacity: {
          help: {
            pullRequests: [
              { ref: '#833', standing: 'approved' },
              { ref: '#829', standing: 'in review' },
            ],
            issues: ['#701', '#655'],
          },
        },
      }),
    ).toMatchInlineSnapshot(`
      "failure · Waiting: 3 debt pull requests must merge first (1 of the planned 4 as of #733)

      **Nothing is wrong with this change.** The team keeps 4 of about 36 merges each sprint for debt work. 1 has merged; the 32 places for other work are taken. The last place went to #733, Mon 16 Nov 14:20 CET; until then this check would have been green. All figures are as of #733.

      - **3 debt pull requests merge.** Open now: #833 (approved), #829 (in review). No other is open. Debt issues: #701, #655.
      - **The next sprint starts**, Mon 23 Nov 00:00 CET. No push is needed.
      - It *is* debt, security or an incident? Label it or its issue (\`tech-debt\` for debt). It counts as feature work because nothing says otherwise.

      <sub>Sums: debt 1 + other 32 + this one; sprint size 36 = median of 6 sprints; floor 10 % · [list of what merged](https://github.com/shop/web/pulls?q=merged)</sub>

      **Counts as** feature or other work: nothing says debt."
    `);
  });

  it('where it warns claims to hold nothing up', () => {
    expect(check({ items: AT_FLOOR, options: { 'floor-mode': 'warn' } })).toMatchInlineSnapshot(`
      "neutral · Debt is behind: 3 debt pull requests should merge first (1 of 4 as of #733)

      **Nothing is wrong with this change.** The team keeps 4 of about 36 merges each sprint for debt work. 1 has merged; the 32 places for other work are taken. The last place went to #733, Mon 16 Nov 14:20 CET; until then this check would have been green. All figures are as of #733.

      - **3 debt pull requests merge.** No debt pull request is open.
      - **The next sprint starts**, Mon 23 Nov 00:00 CET. No push is needed.
      - It *is* debt, security or an incident? Label it or its issue (\`tech-debt\` for debt). It counts as feature work because nothing says otherwise.

      This does not block: the lower end of the plan is in \`warn\`.

      <sub>Sums: debt 1 + other 32 + this one; sprint size 36 = median of 6 sprints; floor 10 % · [list of what merged](https://github.com/shop/web/pulls?q=merged)</sub>

      **Counts as** feature or other work: nothing says debt."
    `);
  });
});

describe('at the ceiling', () => {
  it('reads so', () => {
    expect(check({ items: AT_CEILING, pullRequests: [DEBT] })).toMatchInlineSnapshot(`
      "failure · Debt plan used up: 10 of 10 this sprint · opens again Mon 23 Nov

      **Thank you for paying debt; this sprint’s share is spent.** The plan is 4–10 debt merges of about 36; 10 have merged. The last place went to #724, Mon 16 Nov 12:50 CET; until then this check would have been green. All figures are as of #724.

      - **Wait for Mon 23 Nov 00:00 CET**, when the next sprint starts: it passes by itself unless that sprint’s plan is already used up.
      - Or 12 pull requests of other work merge first (14 so far).
      - Not debt? It counts as debt because its title starts with \`refactor:\`. Somebody with triage who takes the label \`tech-debt\` off it says otherwise.

      <sub>Sums: debt 10 + this one; other 14; sprint size 36 = median of 6 sprints; ceiling 30 % · [list of what merged](https://github.com/shop/web/pulls?q=merged)</sub>

      **Counts as** debt work: its title starts with \`refactor:\`."
    `);
  });

  it('late in the sprint says that the other way is unlikely', () => {
    expect(check({ items: AT_CEILING, pullRequests: [DEBT], now: '2026-11-21T12:00:00Z' })).toContain(
      'Or 12 pull requests of other work merge first (14 so far), more than this sprint is likely to bring.',
    );
  });

  it('of sizes says what still fits', () => {
    expect(
      check({
        items: merged(...otherItems(20), ...debtItems(1, 3 * ONE), ...debtItems(1, 5 * ONE)),
        pullRequests: [{ ...DEBT, additions: 150 }],
        options: { unit: 'size', capacity: 36 },
      }),
    ).toMatchInlineSnapshot(`
      "failure · Too large for the rest of the debt plan: 8 of 10 · opens again Mon 23 Nov

      **Thank you for paying debt; this is more than is left of this sprint’s share.** The plan is 4–10 size points of debt work of about 36; 8 have merged, and this one counts 3. The last place went to #722, Mon 16 Nov 12:30 CET; until then this check would have been green. All figures are as of #722.

      - **Wait for Mon 23 Nov 00:00 CET**, when the next sprint starts: it passes by itself unless that sprint’s plan is already used up.
      - Or 6 size points of other work merge first (20 so far).
      - Or a smaller part of it merges first: up to 2 size points (50 changed lines) would pass now.
      - Not debt? It counts as debt because its title starts with \`refactor:\`. Somebody with triage who takes the label \`tech-debt\` off it says otherwise.

      <sub>Sums: debt 8 + this one \\(3\\); other 20; sprint size 36 as configured; ceiling 30 % · [list of what merged](https://github.com/shop/web/pulls?q=merged)</sub>

      **Counts as** debt work: its title starts with \`refactor:\`."
    `);
  });
});

describe('what only some meet', () => {
  const stop = (given: Given) => check(given).replace(/^failure · /, '');

  it.each<[string, Given, string]>([
    [
      'a fork’s author at the floor',
      { items: AT_FLOOR, pullRequests: [{ isFork: true }] },
      'A maintainer can label it or its issue',
    ],
    [
      'a fork’s author at the ceiling',
      { items: AT_CEILING, pullRequests: [{ ...DEBT, isFork: true }] },
      'A maintainer who takes the label `tech-debt` off it',
    ],
    [
      'a sprint that grows by what it waits for, in its title',
      { items: merged(...otherItems(18)), options: { capacity: 20 } },
      'Waiting: 3 debt pull requests must merge first\n',
    ],
    [
      'a sprint that grows by what it waits for',
      { items: merged(...otherItems(18)), options: { capacity: 20 } },
      'None has merged; the 18 places for other work are taken.',
    ],
    [
      'why more is missing than the plan holds',
      { items: merged(...otherItems(18)), options: { capacity: 20 } },
      '**3 debt pull requests merge.** The sprint grows with what merges, and its share for debt with it. No debt pull request is open.',
    ],
    [
      'why less is missing than the plan holds',
      {
        items: merged(...debtItems(1), ...otherItems(60)),
        options: { basis: 'projected', capacity: 36 },
        now: '2026-11-20T12:00:00Z',
      },
      '**1 debt pull request merges.** The rest of the plan may merge later.',
    ],
    [
      'a sprint that outgrew its size, at the floor',
      { items: merged(...debtItems(1), ...otherItems(40)), options: { capacity: 20 } },
      'The team keeps 5 of the 42 merges so far, this included, for debt work. 1 has merged; the 37 places',
    ],
    [
      'a sprint that outgrew its size, at the ceiling',
      { items: merged(...debtItems(7), ...otherItems(14)), pullRequests: [DEBT], options: { capacity: 20 } },
      'The plan is 3–6 debt merges of the 22 merged so far, this included; 7 have merged.',
    ],
    [
      'what the shares of an outgrown sprint are of',
      { items: merged(...debtItems(7), ...otherItems(14)), pullRequests: [DEBT], options: { capacity: 20 } },
      'sprint size 20 as configured; ceiling 30 % of what merged ·',
    ],
    [
      'what is free for other work in lines',
      {
        items: merged(...debtItems(1, 10 * ONE), ...otherItems(5, 340 * ONE)),
        pullRequests: [{ additions: 300 }],
        options: { unit: 'lines', capacity: 2000 },
      },
      '1700 of the 1811 lines for other work are taken, and this one needs 303.',
    ],
    [
      'one place of several that is taken',
      {
        items: merged(...debtItems(1), ...otherItems(1)),
        pullRequests: [{ additions: 300 }],
        options: { unit: 'size', floor: '40%', ceiling: '90%', capacity: 8 },
      },
      '1 of the 4 size points for other work is taken, and this one needs 5.',
    ],
    [
      'lines of a smaller part',
      {
        items: merged(...debtItems(4), ...otherItems(14)),
        pullRequests: [{ ...DEBT, additions: 300 }],
        options: { unit: 'size', capacity: 20 },
      },
      'Or a smaller part of it merges first: up to 2 size points (50 changed lines) would pass now.',
    ],
    [
      'one debt merge that is missing',
      { items: merged(...debtItems(1), ...otherItems(18)), options: { capacity: 20 } },
      '**2 debt pull requests merge.**',
    ],
    [
      'one missing',
      { items: merged(...debtItems(2), ...otherItems(18)), options: { basis: 'merged', capacity: 21, floor: 13 } },
      'Waiting: 1 debt pull request must merge first (2 of the planned 3 as of #720)',
    ],
    [
      'no next sprint at the ceiling',
      { items: AT_CEILING, pullRequests: [DEBT], capacity: { next: null } },
      '**Wait for Mon 23 Nov 00:00 CET**, when this sprint ends and none is planned: it passes by itself.',
    ],
    [
      'a gap after the sprint, at the ceiling',
      { items: AT_CEILING, pullRequests: [DEBT], capacity: { next: '2026-11-29T23:00:00Z' } },
      'when this sprint ends and none runs until Mon 30 Nov: it passes by itself.',
    ],
    [
      'no next sprint at the floor',
      { items: AT_FLOOR, capacity: { next: null } },
      '**This sprint ends**, Mon 23 Nov 00:00 CET. No push is needed.',
    ],
    [
      'no floor',
      { items: AT_CEILING, pullRequests: [DEBT], options: { floor: 0 } },
      'The plan is up to 10 debt merges of about 36;',
    ],
    [
      'a plan of less than one',
      {
        items: merged(...debtItems(1)),
        pullRequests: [DEBT],
        options: { capacity: 5, floor: 0, ceiling: 12, 'min-sample': 1, unit: 'size' },
      },
      'Debt plan used up: 1 where less than 1 is planned this sprint',
    ],
    [
      'what merged as the whole',
      { items: merged(...debtItems(6), ...otherItems(4)), pullRequests: [DEBT], options: { basis: 'merged' } },
      'The plan is 2–3 debt merges of the 11 merged so far, this included; 6 have merged.',
    ],
    [
      'no size of a sprint',
      { items: merged(...debtItems(6), ...otherItems(4)), pullRequests: [DEBT], capacity: { completed: [] } },
      'sprint size not known yet; ceiling 30 % of what merged',
    ],
    [
      'a projection',
      { items: AT_CEILING, pullRequests: [DEBT], options: { basis: 'projected' }, now: '2026-11-20T12:00:00Z' },
      'The plan is 4–9 debt merges of the 30 likely this sprint;',
    ],
    [
      'a projection at the floor',
      { items: AT_FLOOR, options: { basis: 'projected' }, now: '2026-11-22T12:00:00Z' },
      'The team keeps 4 of the 34 merges likely this sprint for debt work.',
    ],
    [
      'lines',
      {
        items: merged(...debtItems(1, 400 * ONE), ...otherItems(3, 100 * ONE)),
        pullRequests: [{ ...DEBT, additions: 300, deletions: 3 }],
        options: { unit: 'lines', capacity: 1000 },
      },
      'lines of other work merge first (300 so far)',
    ],
    [
      'points with decimals',
      {
        items: merged(...debtItems(1, 2500), ...otherItems(3)),
        pullRequests: [{ title: 'refactor: x', labels: [label('points/0.5')] }],
        options: { unit: 'points', capacity: 8 },
      },
      'Debt plan used up: 2.5 of 2 this sprint',
    ],
    [
      'what is owed',
      {
        items: merged(...debtItems(16), ...otherItems(14)),
        pullRequests: [DEBT],
        options: { 'carry-over': { mode: 'enforce', interest: '10%', 'max-shift': '10%' } },
        capacity: { completed: HISTORY.map((sprint) => ({ ...sprint, debt: 0 })) },
      },
      'ceiling 40 % \\(30 % and 10 % owed from earlier sprints\\)',
    ],
    [
      'a merge of a private repository',
      { items: AT_CEILING.map((item) => ({ ...item, ref: null })), pullRequests: [DEBT] },
      'The last place went to a pull request of a private repository, Mon 16 Nov',
    ],
    [
      'a person’s word that it is no debt',
      {
        items: AT_FLOOR,
        pullRequests: [
          { ...DEBT, labelHistory: { events: [labelEvent(ANNE, 'removed', 'tech-debt')], isComplete: true } },
        ],
      },
      'because somebody removed the label `tech-debt`',
    ],
    [
      'nobody who knows what is open',
      { items: AT_FLOOR, capacity: { help: null } },
      '**3 debt pull requests merge.**\n',
    ],
    [
      'more open than are told',
      {
        items: AT_FLOOR,
        capacity: {
          help: {
            pullRequests: [1, 2, 3, 4, 5, 6, 7].map((n) => ({ ref: `#${n}`, standing: 'draft' as const })),
            issues: [],
          },
        },
      },
      '#5 (draft) and 2 more.',
    ],
  ])('is said to whom it concerns: %s', (_, given, expected) => {
    expect(stop(given)).toContain(expected);
  });
});

describe('every text of a stop', () => {
  const number = fc.oneof(fc.nat(999_999), fc.nat(20)).map((units) => units * ONE);
  const fine = fc.oneof(number, fc.nat(999_999_999));
  const stops: fc.Arbitrary<Stop> = fc.record({
    figures: fc.record({
      class: fc.constantFrom('debt' as const, 'other' as const),
      ledger: fc.record({ debt: fine, other: fine }).map((sums) => ({ ...NO_SUMS, ...sums })),
      weight: fine,
      size: fc.oneof(
        fc.constant(null),
        number.map((size) => ({ origin: 'configured' as const, size })),
        number.map((size) => ({ origin: 'history' as const, size, weights: [size, size] })),
        fc.constant({ origin: 'unknown' as const, size: null, sprints: 1 }),
      ),
      basis: fc.constantFrom(...BASES),
      band: fc.constant({ floor: 1_250, ceiling: 3_333 }),
      shift: fc.constantFrom(0, 250),
      plan: fc.record({
        least: fc.nat(999_999),
        most: fc.nat(999_999),
        mostOther: fc.nat(999_999),
        about: fc.nat(999_999),
      }),
    }),
    units: fc.integer({ min: 1, max: 999_999 }),
    part: fc.nat(999_999),
    isLikely: fc.boolean(),
    unit: fc.constantFrom(...UNITS),
    turnedBy: fc.constantFrom(
      null,
      { ref: '#7', mergedAt: NOW, isAhead: false },
      { ref: null, mergedAt: NOW, isAhead: true },
    ),
    countedUpTo: fc.constantFrom(null, { ref: '#7', mergedAt: NOW }, { ref: null, mergedAt: NOW }),
    ends: fc.constant(SPRINT.end),
    next: fc.constantFrom(null, SPRINT.end, '2027-01-04T00:00:00Z'),
    timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/ComodRivadavia'),
    reason: fc.constantFrom<Reason>({ code: 'default' }, { code: 'title', type: 'refactor' }),
    debtLabel: fc.constant('tech-debt'),
    isFork: fc.boolean(),
    help: fc.constantFrom(null, { pullRequests: [{ ref: '#8', standing: 'draft' as const }], issues: ['#9'] }),
    listUrl: fc.constant('https://github.com/shop/web/pulls'),
  });
  const explained = fc
    .tuple(
      stops,
      fc.constantFrom('ceiling' as const, 'floor' as const),
      fc.constantFrom('enforce' as const, 'warn' as const),
    )
    .map(([stop, code, mode]) => debtCapacity.messages[code](stop, mode));

  it('has a title of at most 80 characters', () => {
    fc.assert(fc.property(explained, ({ title }) => title.length <= 80));
  });

  it('says as of which merge its figures stand, since a later one may not rewrite them', () => {
    fc.assert(
      fc.property(stops, fc.constantFrom('ceiling' as const, 'floor' as const), (stop, code) => {
        const { title, statement } = debtCapacity.messages[code](stop, 'enforce');
        const { countedUpTo } = stop;
        const last = countedUpTo?.ref ?? 'Wed 18 Nov ';
        expect(statement.markdown.includes(`All figures are as of ${last}`)).toBe(countedUpTo !== null);
        expect(title.includes('so far')).toBe(title.includes('(') && countedUpTo === null);
      }),
    );
  });

  it('holds no word of ours that says nothing to a reader', () => {
    fc.assert(
      fc.property(explained, ({ title, statement, ways = [] }) => {
        const all = [title, statement.markdown, ...ways.map(({ markdown }) => markdown)].join('\n');
        expect(all).not.toMatch(
          /\b[KPDNWR]\b|ledger|\bother\b(?! (?:work|is open))|basis|planned sprint|undefined|NaN|null/,
        );
        expect(all).not.toMatch(/\b1 (?:pull requests|debt pull requests|points|size points|lines|places)\b/);
        expect(all).not.toMatch(/waive|\/leadership/);
      }),
    );
  });
});

describe('the numbers of a stop at the floor', () => {
  const work = (name: 'debt' | 'other', most: number) =>
    fc
      .array(fc.integer({ min: 1, max: most }), { maxLength: 40 })
      .map((weights) => weights.map((weight) => ({ class: name, weight: weight * ONE })));
  const given = fc
    .record({
      unit: fc.constantFrom(...UNITS),
      basis: fc.constantFrom(...BASES),
      capacity: fc.integer({ min: 5, max: 90 }),
      band: fc.constantFrom(['10%', '30%'], ['30%', '35%'], ['12.5%', '40%']),
      debt: work('debt', 3),
      other: work('other', 8),
      halves: fc.integer({ min: 0, max: 1 }),
      now: fc.constantFrom(NOW, '2026-11-20T12:00:00Z', '2026-11-22T12:00:00Z'),
    })
    .map(({ unit, basis, capacity, band: [floor, ceiling], debt, other, halves, now }): Given => {
      const isWhole = unit !== 'points' || halves === 0;
      const half = isWhole ? [] : debtItems(1, ONE / 2);
      const same = unit === 'pull-requests' ? { weight: ONE } : {};
      const items = merged(...[...other, ...debt].map((item) => ({ ...item, ...same })), ...half);
      return { items, options: { unit, basis, capacity, floor, ceiling }, now };
    });

  it('add up to the plan that is named, or it is said why they do not', () => {
    let stops = 0;
    fc.assert(
      fc.property(given, (some) => {
        const text = check(some);
        const [, needed] = /^failure · Waiting: (\d+) /.exec(text) ?? [];
        if (needed === undefined) return;
        stops++;
        const [, plan] = /The team keeps (\d+) of/.exec(text) ?? [];
        const [, debt] = /work\. (None|[\d.]+) ha(?:s|ve) merged/.exec(text) ?? [];
        const sum = Number(needed) + (debt === 'None' ? 0 : Number(debt));
        const [, bracket] = / first \((.*)\)\n/.exec(text) ?? [];
        const [, last = 'so far'] = /All figures are (as of #\d+)\./.exec(text) ?? [];
        const soFar = `${debt === 'None' ? 0 : debt} of ${plan} ${last}`;
        expect(bracket?.replace('the planned ', '')).toBe(sum === Number(plan) ? soFar : undefined);
        expect(text.includes('The sprint grows with what merges')).toBe(sum > Number(plan));
        expect(text.includes('The rest of the plan may merge later')).toBe(sum < Number(plan));
      }),
      { numRuns: 1000 },
    );
    expect(stops).toBeGreaterThan(50);
  });
});

describe('foreign text in a stop', () => {
  it.each(['@shop/everyone', '<img src=x>', '#1 closes #2', '`code`\n# head', '[x](https://a.example)', '\u202eevil'])(
    'stays text: %j',
    (hostile) => {
      const text = check({
        items: AT_CEILING,
        pullRequests: [{ labels: [label(hostile)] }],
        options: {},
        debtLabels: [hostile],
      });
      const lost = check({
        pullRequests: [DEBT],
        capacity: { sums: unavailable(`the items of ${hostile}`, 'forbidden') },
      });

      for (const shown of [text, lost].map((each) => each.replaceAll(/`[^`]*`|`` .*? ``/g, ''))) {
        expect(shown).not.toMatch(/@shop|<img|closes #2|^# head|\]\(https:\/\/a\.example|\u202e/m);
      }
      expect(text).toContain('Debt plan used up');
    },
  );
});

describe('who shares a head', () => {
  it('reads of each, the worst first', () => {
    expect(
      check({ items: AT_CEILING, pullRequests: [{ number: 41 }, { number: 42, ...DEBT }] }),
    ).toMatchInlineSnapshot(`
      "failure · #42: Debt plan used up: 10 of 10 this sprint · opens again Mon 23 Nov

      This commit is the head of 2 pull requests; the check shows the worst of them.

      ### #42

      **Thank you for paying debt; this sprint’s share is spent.** The plan is 4–10 debt merges of about 36; 10 have merged. The last place went to #724, Mon 16 Nov 12:50 CET; until then this check would have been green. All figures are as of #724.

      - **Wait for Mon 23 Nov 00:00 CET**, when the next sprint starts: it passes by itself unless that sprint’s plan is already used up.
      - Or 12 pull requests of other work merge first (14 so far).
      - Not debt? It counts as debt because its title starts with \`refactor:\`. Somebody with triage who takes the label \`tech-debt\` off it says otherwise.

      <sub>Sums: debt 10 + this one; other 14; sprint size 36 = median of 6 sprints; ceiling 30 % · [list of what merged](https://github.com/shop/web/pulls?q=merged)</sub>

      **Counts as** debt work: its title starts with \`refactor:\`.

      ### #41

      ✔ **Debt plan:** this sprint’s share for debt stays free when this merges.

      ✔ **Counts as** feature or other work: nothing says debt."
    `);
  });
});

describe('what passes', () => {
  it.each<[string, Given]>([
    ['debt inside', { items: merged(...debtItems(2), ...otherItems(9)), pullRequests: [DEBT] }],
    ['other work inside', { items: merged(...debtItems(2), ...otherItems(9)) }],
    [
      'the first of its class, larger than its share',
      {
        items: merged(...otherItems(3)),
        pullRequests: [{ ...DEBT, additions: 900 }],
        options: { unit: 'size', capacity: 20 },
      },
    ],
    [
      'an item wider than the band',
      {
        items: merged({ class: 'debt', weight: ONE }, ...otherItems(4), ...otherItems(2, 0), ...debtItems(2, 0)),
        pullRequests: [{ ...DEBT, additions: 300 }],
        options: { unit: 'size', capacity: 5, floor: 15, ceiling: 20 },
      },
    ],
    ['a sample that forms', { items: merged(...debtItems(2)), capacity: { completed: [] } }],
    ['no sprint', { capacity: { sprint: null, next: '2027-01-03T23:00:00Z' } }],
    ['no sprint, and none planned', { capacity: { sprint: null, next: null } }],
    ['an innovation sprint', { capacity: { sprint: { ...SPRINT, isInnovation: true } } }],
    ['an assumed sprint', { capacity: { isAssumed: true } }],
    ['an unarmed floor', { items: AT_FLOOR, pullRequests: [{ labels: [label('bug')] }] }],
    ['no debt known', { items: merged(...otherItems(33)), capacity: { hasDebt: false } }],
  ])('%s', (name, given) => {
    expect(check(given)).toMatchSnapshot(name);
  });
});

describe('what could not be read', () => {
  it.each(['unreachable', 'forbidden', 'not-found'] as const)('%s', (reason) => {
    const sums = unavailable('the merged pull requests of acme/b', reason);
    expect(check({ pullRequests: [DEBT], capacity: { sums } })).toMatchSnapshot();
  });
});
