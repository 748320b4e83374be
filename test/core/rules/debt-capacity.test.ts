import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompletedSprint } from '#core/capacity/size.ts';
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { evaluate, type GatheredFacts } from '#core/evaluate.ts';
import type { CapacityState, MergedWork } from '#core/facts/capacity.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { afterMerge } from '#core/rules/debt-capacity.facts.ts';
import { conclusionOf, type Mode } from '#core/verdict.ts';
import { DEPENDABOT, LABELLER, label, labelBy, NOW, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';
import { ONE } from '../capacity/facts.ts';
import { capacityState, debtItems, merged, otherItems, SPRINT } from '../capacity/state.ts';

type Options = Config['guardrails']['debt-capacity'];

/** What the acceptance examples stand on, unless they say otherwise. */
const OPTIONS: Options = {
  ...DEFAULTS.guardrails['debt-capacity'],
  mode: 'enforce',
  floor: '10%',
  ceiling: '30%',
  'floor-mode': 'enforce',
  capacity: 20,
};

interface Given {
  /** Merged before. */
  readonly debt?: number;
  readonly other?: number;
  readonly items?: readonly MergedWork[];
  readonly pullRequest?: Partial<PullRequestFacts>;
  readonly options?: Partial<Options>;
  readonly capacity?: Partial<CapacityState> | null;
  readonly now?: string;
  readonly cap?: Mode;
}

const DEBT: Partial<PullRequestFacts> = { labels: [label('tech-debt')] };
const d = (debt: number, other: number, more: Given = {}): Given => ({ debt, other, pullRequest: DEBT, ...more });
const o = (debt: number, other: number, more: Given = {}): Given => ({ debt, other, ...more });

function gathered({ debt = 0, other = 0, items, pullRequest, options, capacity, now = NOW }: Given): GatheredFacts {
  const mergedItems = items ?? merged(...otherItems(other), ...debtItems(debt));
  return {
    now,
    repository: repositoryFacts(),
    pullRequest: pullRequestFacts(pullRequest),
    linkSources: { parsed: { found: [], rejected: [] }, closing: [], references: {}, openObjectives: null },
    touchesOnlyConfig: false,
    ourLogin: 'leadership',
    reverted: null,
    capacity: capacity === null ? null : capacityState(mergedItems, capacity),
    config: {
      config: {
        ...DEFAULTS,
        guardrails: {
          'linked-objective': { ...DEFAULTS.guardrails['linked-objective'], mode: 'off' },
          'debt-capacity': { ...OPTIONS, ...options },
        },
      },
      origin: { repository: null, owner: null, state: 'committed', ownerFile: 'not-governing' },
      problems: [],
      isGoverned: true,
      isCommittedInvalid: false,
      ownerUnreadable: null,
    },
  };
}

/** `fail: ceiling (failure, 4)`: outcome, code, conclusion and the way out. */
function judged(given: Given): string {
  const [result] = evaluate(gathered(given), given.cap).verdict.guardrails;
  if (result === undefined) return 'no check';
  const { units } = result.args as { readonly units?: number };
  const way = units === undefined ? '' : `, ${units}`;
  return `${result.outcome}: ${result.code} (${conclusionOf(result)}${way})`;
}

const validUntil = (given: Given) => evaluate(gathered(given)).verdict.validUntil;

const completed = (...pairs: [debt: number, weight: number, days?: number][]): CompletedSprint[] =>
  pairs.map(([debt, weight, days = 14]) => ({ debt: debt * ONE, weight: weight * ONE, days, isInnovation: false }));
const AUTO = { capacity: 'auto' as const };
const unread = (what: string, reason: 'forbidden' | 'unreachable' = 'forbidden') => unavailable(what, reason);
const OF_B = unread('the merged pull requests of acme/b');
const CARRIED = { 'carry-over': { ...OPTIONS['carry-over'], mode: 'enforce' as const } };
/** Nothing of 20, then 1 of 20: owed are 3.2, which asks for 16 points. Latest first. */
const OWING = completed([1, 20], [0, 20]);
/** Ten days, of which one is wholly ahead. */
const TEN_DAYS = { ...SPRINT, start: '2026-11-12T23:00:00Z', firstDate: '2026-11-13', days: 10 };
const LAST_TENTH: Given = { capacity: { sprint: TEN_DAYS }, now: '2026-11-21T12:00:00Z' };
const HUMAN_SECURITY = { labels: [label('tech-debt'), label('security')] };

// biome-ignore format: one example a line reads best
const EXAMPLES: readonly (readonly [name: string, given: Given, expected: string])[] = [
  ['A1: the first pull request may be debt', d(0, 0), 'pass: inside (success)'],
  ['A2: bounds are inclusive', d(5, 14), 'pass: inside (success)'],
  ['A3: one over the ceiling', d(6, 13), 'fail: ceiling (failure, 4)'],
  ['A4: a share spent on day 2', d(6, 2, { now: '2026-11-16T20:00:00Z' }), 'fail: ceiling (failure, 15)'],
  ['A5: a sprint that outgrew its size', d(7, 19), 'pass: inside (success)'],
  ['A6: just not into the share of debt', o(0, 17), 'pass: inside (success)'],
  ['A7: into the share of debt', o(1, 18), 'fail: floor (failure, 2)'],
  ['A7: with no debt merged', o(0, 18), 'fail: floor (failure, 3)'],
  ['A8: debt is over its ceiling, this one helps', o(8, 4), 'pass: inside (success)'],
  ['A9: never against work towards the band', d(0, 19, { now: '2026-11-22T12:00:00Z' }), 'pass: inside (success)'],
  ['A10: a sample that is forming', d(2, 0, { options: AUTO }), 'pass: forming (success)'],
  ['A12: no size yet, by what merged', o(1, 4, { options: AUTO }), 'pass: inside (success)'],
  ['A13: one item larger than its share', { items: merged(...otherItems(3)), pullRequest: { ...DEBT, additions: 600 }, options: { unit: 'size' } }, 'pass: first-of-its-class (success)'],
  ['A15: without what is owed', d(6, 13, { options: { 'carry-over': { ...OPTIONS['carry-over'], mode: 'report' } }, capacity: { completed: OWING } }), 'fail: ceiling (failure, 4)'],
  ['A15: with it, as far as it may move', d(6, 13, { options: { 'carry-over': { mode: 'enforce', interest: '10%', 'max-shift': '5%' } }, capacity: { completed: OWING } }), 'pass: inside (success)'],
  ['A15: and the floor moves with it', o(2, 16, { options: CARRIED, capacity: { completed: OWING } }), 'fail: floor (failure, 3)'],
  ['A17: projected on the last days', d(3, 4, { ...LAST_TENTH, options: { basis: 'projected' } }), 'fail: ceiling (failure, 4)'],
  ['A17: the same as planned', d(3, 4, LAST_TENTH), 'pass: inside (success)'],
  ['A19: the bump of a bot', d(6, 13, { pullRequest: { author: DEPENDABOT, title: 'Bump zod from 4.1.0 to 4.2.0', headRef: 'dependabot/npm/zod' } }), 'not-applicable: excluded (success)'],
  ['A19: the debt beside it', d(6, 13), 'fail: ceiling (failure, 4)'],
  ['A20: a label that a triager set', d(6, 13, { pullRequest: HUMAN_SECURITY }), 'not-applicable: expedite (success)'],
  ['A20: and it counts for nothing once merged', d(0, 0, { items: merged(...otherItems(13), ...debtItems(5), { class: 'expedite', weight: ONE }) }), 'pass: inside (success)'],
  ['A21: the same label by an app that nobody trusts', d(6, 13, { pullRequest: { labels: [label('tech-debt'), labelBy(LABELLER, 'security')] } }), 'fail: ceiling (failure, 4)'],
  ['A25: two repositories, one sprint', d(7, 18, { options: { capacity: 30 } }), 'pass: inside (success)'],
  ['A27: one of them answers 403', d(7, 18, { capacity: { sums: OF_B, items: [] } }), 'not-available: unread (failure)'],
  ['A28: no floor', o(0, 20, { options: { floor: 0 } }), 'pass: inside (success)'],
  ['A29: no ceiling', d(19, 0, { options: { ceiling: 100 } }), 'pass: inside (success)'],
  ['A34: the median of what sprints held', o(1, 19, { options: AUTO, capacity: { completed: completed([2, 18], [0, 0], [2, 22], [2, 26]) } }), 'fail: floor (failure, 2)'],
  ['A34: of 22, not 21', o(1, 18, { options: AUTO, capacity: { completed: completed([2, 18], [0, 0], [2, 22], [2, 26]) } }), 'pass: inside (success)'],
  ['A35: the mean of the middle two', o(1, 18, { options: AUTO, capacity: { completed: completed([2, 18], [2, 22]) } }), 'fail: floor (failure, 2)'],
  ['A36: one sprint is no history', o(0, 18, { options: AUTO, capacity: { completed: completed([2, 18]) } }), 'pass: unarmed (success)'],
  ['A37: before another merges', d(5, 14), 'pass: inside (success)'],
  ['A37: after it', d(6, 14), 'fail: ceiling (failure, 3)'],
  ['A38: the sprint turns', d(0, 0, { now: SPRINT.end }), 'pass: inside (success)'],
  ['A42: in a break', d(6, 13, { capacity: { sprint: null, next: '2027-01-04T00:00:00Z' } }), 'pass: no-sprint (success)'],

  ['R0: another mode is off', d(6, 13, { options: { mode: 'off' } }), 'no check'],
  ['R3b: an innovation sprint', d(6, 13, { capacity: { sprint: { ...SPRINT, isInnovation: true } } }), 'pass: suspended (success)'],
  ['R3c: an assumed sprint stops nothing', d(6, 13, { capacity: { isAssumed: true } }), 'pass: unarmed (success)'],
  ['R7: a band narrower than the item', { items: merged({ class: 'debt', weight: ONE }, ...otherItems(4), ...otherItems(2, 0), ...debtItems(2, 0)), pullRequest: { ...DEBT, additions: 300 }, options: { unit: 'size', floor: 15, ceiling: 20, capacity: 5 } }, 'pass: narrow-band (success)'],
  ['R7: nor while the floor is off', { items: merged(...otherItems(18), ...debtItems(1)), pullRequest: { labels: [label('tech-debt'), label('points/8')] }, options: { unit: 'points', 'floor-mode': 'off' } }, 'fail: ceiling (failure, 3)'],
  ['R8b: a bug', o(0, 18, { pullRequest: { labels: [label('bug')] } }), 'pass: unarmed (success)'],
  ['R8b: no debt known', o(0, 18, { capacity: { hasDebt: false } }), 'pass: unarmed (success)'],
  ['R8b: the floor is off', o(0, 18, { options: { 'floor-mode': 'off' } }), 'pass: unarmed (success)'],
  ['R9: whether there is debt, where it decides', o(0, 18, { capacity: { hasDebt: OF_B } }), 'not-available: unread (failure)'],
  ['R9: whether there is debt, where it decides nothing', o(0, 17, { capacity: { hasDebt: OF_B } }), 'pass: inside (success)'],
  ['R9: when a sprint is', d(6, 13, { capacity: { sprint: unread('the items of project 12') } }), 'not-available: unread (failure)'],
  ['R9: what is owed, where it decides', d(6, 13, { options: CARRIED, capacity: { completed: [OF_B] } }), 'not-available: unread (failure)'],
  ['R9: who set its labels', d(6, 13, { pullRequest: { labels: [], labelHistory: unread('who set the labels') } }), 'not-available: unread (failure)'],

  ['modes: a ceiling that warns', d(6, 13, { options: { mode: 'warn' } }), 'fail: ceiling (neutral, 4)'],
  ['modes: a floor that warns beside a ceiling that blocks', o(0, 18, { options: { 'floor-mode': 'warn' } }), 'fail: floor (neutral, 3)'],
  ['modes: a ceiling that blocks beside a floor that warns', d(6, 13, { options: { 'floor-mode': 'warn' } }), 'fail: ceiling (failure, 4)'],
  ['modes: a floor is never above its guardrail', o(0, 18, { options: { mode: 'warn' } }), 'fail: floor (neutral, 3)'],
  ['modes: a floor for reports only', o(0, 18, { options: { 'floor-mode': 'report' } }), 'fail: floor (success, 3)'],
  ['modes: reports only, without a check', d(6, 13, { options: { mode: 'report' }, capacity: null }), 'no check'],
  ['modes: no band written, so reports only', d(6, 13, { options: { mode: undefined, floor: undefined, ceiling: undefined }, capacity: null }), 'no check'],
  ['modes: what is not known warns in warn', d(6, 13, { options: { mode: 'warn' }, capacity: { sums: OF_B } }), 'not-available: unread (neutral)'],
  ['modes: no stricter than a surface allows', d(6, 13, { cap: 'warn' }), 'fail: ceiling (neutral, 4)'],
  ['modes: before the day from which it binds', d(6, 13, { options: { 'enforce-from': '2026-11-18' } }), 'fail: ceiling (neutral, 4)'],
  ['modes: from that day on', d(6, 13, { options: { 'enforce-from': '2026-11-17' } }), 'fail: ceiling (failure, 4)'],
];

describe('debt-capacity', () => {
  it.each(EXAMPLES)('%s', (_, given, expected) => {
    expect(judged(given)).toBe(expected);
  });

  it('says nothing through a check of its own while the owner’s rules are unknown and no band is written here', () => {
    const facts = gathered(d(6, 13, { options: { mode: undefined, floor: undefined, ceiling: undefined } }));
    const lost = unavailable('.github/leadership.yml in the owner’s .github', 'unreachable');
    const judge = (config: typeof facts.config) =>
      evaluate({ ...facts, capacity: null, config: { ...config, ownerUnreadable: lost } }).verdict.guardrails.map(
        ({ rule, code }) => `${rule} ${code}`,
      );
    const armed = gathered(d(6, 13)).config;

    expect(judge(facts.config)).toEqual(['linked-objective owner-config-unreadable']);
    expect(judge(armed)).toEqual(['linked-objective owner-config-unreadable', 'debt-capacity owner-config-unreadable']);
  });

  it('asks for another try where GitHub gave no answer, and not where it refused', () => {
    const retrying = (reason: 'forbidden' | 'unreachable') =>
      evaluate(gathered(d(6, 13, { capacity: { sums: unread('the merged pull requests of acme/b', reason) } })))
        .retrying;

    expect(retrying('unreachable')).toEqual(['leadership/debt']);
    expect(retrying('forbidden')).toEqual([]);
  });
});

describe('A18: in a merge queue', () => {
  /** Each pull request of the group in turn, those ahead counted as merged. */
  function group(given: Given, ...pullRequests: Partial<PullRequestFacts>[]): string[] {
    let { capacity } = gathered(given);
    return pullRequests.map((changes, index) => {
      const facts = { ...gathered({ ...given, pullRequest: { number: 51 + index, ...changes } }), capacity };
      const { verdict } = evaluate(facts);
      const { pullRequest, now, config } = facts;
      const { repository, classification } = verdict;
      const options = config.config.guardrails['debt-capacity'];
      capacity = capacity && afterMerge(capacity, { now, repository, pullRequest, classification }, options);
      const [result] = verdict.guardrails;
      if (result === undefined) return 'no check';
      const { turnedBy } = result.args as { readonly turnedBy?: { readonly ref: string; readonly isAhead: boolean } };
      return `${result.code} ${turnedBy === undefined ? '' : `by ${turnedBy.ref}${turnedBy.isAhead ? ' ahead' : ''}`}`.trim();
    });
  }

  it.each<[string, Given, Partial<PullRequestFacts>[], string[]]>([
    ['debt takes the last place from the debt behind it', d(5, 14), [DEBT, DEBT], ['inside', 'ceiling by #51 ahead']],
    ['other work takes none', d(5, 14), [{}, DEBT], ['inside', 'inside']],
    ['what is urgent counts for nothing', d(5, 14), [HUMAN_SECURITY, DEBT], ['expedite', 'inside']],
    ['debt opens the floor for what is behind it', o(1, 18), [DEBT, DEBT, {}], ['inside', 'inside', 'inside']],
    [
      'what is ahead and unknown leaves what is behind unknown',
      d(5, 14),
      [{ labelHistory: OF_B }, DEBT],
      ['unread', 'unread'],
    ],
  ])('%s', (_, given, pullRequests, expected) => {
    expect(group(given, ...pullRequests)).toEqual(expected);
  });
});

describe('a pull request that the ledger holds already', () => {
  // The last of these is #719.
  const items = merged(...otherItems(14), ...debtItems(5));
  const itself = { number: 719, ...DEBT };

  it('is weighed against the others alone', () => {
    expect(judged({ items, pullRequest: itself })).toBe(judged({ items: items.slice(0, -1), pullRequest: itself }));
    expect(
      judged({ items: [...merged(...otherItems(14), ...debtItems(6))], pullRequest: { ...itself, number: 720 } }),
    ).toBe('pass: inside (success)');
  });

  it('counts once for those behind it in a merge queue', () => {
    const { capacity, pullRequest, now, config, repository } = gathered({ items, pullRequest: itself });
    const { classification } = evaluate(gathered({ items, pullRequest: itself })).verdict;
    const merging = { now, repository: repository.nameWithOwner, pullRequest, classification };

    expect(capacity && afterMerge(capacity, merging, config.config.guardrails['debt-capacity'])).toEqual(capacity);
  });
});

describe('the time at which a verdict may change by itself', () => {
  it.each<[string, Given, string | null]>([
    ['of what the ceiling stops is the end of the sprint', d(6, 13), SPRINT.end],
    ['of what the floor stops likewise', o(0, 18), SPRINT.end],
    [
      'of a projection is the next midnight of the team',
      { ...d(6, 2), options: { basis: 'projected' } },
      '2026-11-18T23:00:00Z',
    ],
    [
      'of a projection on the last day is the end of the sprint',
      { ...d(6, 2), options: { basis: 'projected' }, now: '2026-11-22T12:00:00Z' },
      SPRINT.end,
    ],
    ['of what passes is none', d(5, 14), null],
    [
      'of what passes by a projection is the next midnight',
      d(2, 6, { options: { basis: 'projected' } }),
      '2026-11-18T23:00:00Z',
    ],
    [
      'of what passes now, and by the narrow band on the last day, but not between, is the next midnight',
      {
        items: merged(...otherItems(7), ...debtItems(1)),
        pullRequest: { labels: [label('tech-debt'), label('points/3')] },
        options: { basis: 'projected', unit: 'points' },
      },
      '2026-11-18T23:00:00Z',
    ],
    ['of what passes whatever days are left is none', d(2, 12, { options: { basis: 'projected' } }), null],
  ])('%s', (_, given, expected) => {
    expect(validUntil(given)).toBe(expected);
  });
});

/** Any state of a sprint, and a pull request of either class. */
const states = fc.record({
  debt: fc.nat(14),
  other: fc.nat(30),
  isDebt: fc.boolean(),
  capacity: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant('auto' as const)),
  band: fc.constantFrom(
    { floor: 10, ceiling: 30 },
    { floor: 15, ceiling: 35 },
    { floor: 0, ceiling: 20 },
    { floor: 20, ceiling: 25 },
  ),
  basis: fc.constantFrom('planned' as const, 'projected' as const, 'merged' as const),
  history: fc.array(fc.tuple(fc.nat(6), fc.integer({ min: 6, max: 30 })), { maxLength: 6 }),
  day: fc.integer({ min: 16, max: 22 }),
});

type State = typeof states extends fc.Arbitrary<infer T> ? T : never;

function of({ debt, other, isDebt, capacity, band, basis, history, day }: State, more: Given = {}): Given {
  return {
    debt,
    other,
    pullRequest: isDebt ? DEBT : {},
    options: { ...band, capacity, basis },
    capacity: { completed: completed(...history) },
    now: `2026-11-${day}T18:00:00Z`,
    ...more,
  };
}

const isStopped = (given: Given) => judged(given).startsWith('fail');

describe('for every state of a sprint, the verdict', () => {
  it('stops nothing that leaves what merged inside the band', () => {
    fc.assert(
      fc.property(states, (state) => {
        const { debt, other, isDebt, band } = state;
        const [after, all] = [debt + (isDebt ? 1 : 0), debt + other + 1];
        const isInside = after * 100 >= band.floor * all && after * 100 <= band.ceiling * all;
        if (isInside) expect(isStopped(of(state))).toBe(false);
      }),
    );
  });

  it('stops only the class that pushes', () => {
    fc.assert(
      fc.property(states, (state) => {
        const found = judged(of(state));
        if (found.startsWith('fail: ceiling')) expect(state.isDebt).toBe(true);
        if (found.startsWith('fail: floor')) expect(state.isDebt).toBe(false);
        const opposite = { ...state, isDebt: !state.isDebt };
        expect(isStopped(of(state)) && isStopped(of(opposite))).toBe(false);
      }),
    );
  });

  it('does not change by the passing of time within the sprint, unless projected', () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 16, max: 22 }), (state, day) => {
        if (state.basis !== 'projected') expect(judged(of({ ...state, day }))).toBe(judged(of(state)));
      }),
    );
  });

  it('does not depend on the order in which work merged', () => {
    fc.assert(
      fc.property(
        states.chain((state) => {
          const items = [...debtItems(state.debt), ...otherItems(state.other)];
          return fc.tuple(fc.constant(state), fc.shuffledSubarray(items, { minLength: items.length }));
        }),
        ([state, shuffled]) => {
          expect(judged(of(state, { items: merged(...shuffled) }))).toBe(judged(of(state)));
        },
      ),
    );
  });

  it('is turned by the way out that it names, and by no less', () => {
    fc.assert(
      fc.property(states, (state) => {
        const [, units] = /, (\d+)\)$/.exec(judged(of(state))) ?? [];
        if (units === undefined) return;
        const onceMerged = (more: number) =>
          of(state.isDebt ? { ...state, other: state.other + more } : { ...state, debt: state.debt + more });
        expect(isStopped(onceMerged(Number(units)))).toBe(false);
        expect(isStopped(onceMerged(Number(units) - 1))).toBe(true);
      }),
    );
  });
});
