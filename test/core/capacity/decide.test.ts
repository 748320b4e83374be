import { describe, expect, it } from 'vitest';
import type { CapacityFacts, Decision } from '#core/capacity/capacity-facts.ts';
import { decide } from '#core/capacity/decide.ts';
import { type LedgerSums, sumsOfScope, withItem } from '#core/capacity/ledger.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { facts, ledger, ONE, size, UNREAD } from './facts.ts';

type Example = [
  name: string,
  given: Partial<CapacityFacts>,
  code: Decision['code'],
  row: Decision['row'],
  out?: number,
];

const debt = (merged: LedgerSums, more: Partial<CapacityFacts> = {}): Partial<CapacityFacts> => ({
  class: 'debt',
  ledger: merged,
  ...more,
});
const other = (merged: LedgerSums, more: Partial<CapacityFacts> = {}) => debt(merged, { class: 'other', ...more });
const unread = (what: string) => ({ ...UNREAD, what });
const sprint = { isInnovation: false, isAssumed: false, days: 14, daysLeft: 7 };
const floor = facts().floor;
const pays = { repository: 'acme/a', sums: ledger(3, 10) };
const rest = { repository: 'acme/b', sums: ledger(4, 8) };

// biome-ignore format: one example a line reads best
const EXAMPLES: readonly Example[] = [
  ['A1: the first pull request may be debt', debt(ledger(0, 0)), 'pass', 'R5'],
  ['A2: bounds are inclusive', debt(ledger(5, 14)), 'pass', 'R6'],
  ['A3: one over the ceiling', debt(ledger(6, 13)), 'block-ceiling', 'R8', 4],
  ['A4: a budget spent on day 2', debt(ledger(6, 2)), 'block-ceiling', 'R8', 15],
  ['A5: a sprint that outgrew K', debt(ledger(7, 19)), 'pass', 'R6'],
  ['A6: just not into the reserve', other(ledger(0, 17)), 'pass', 'R6'],
  ['A7: into the reserve', other(ledger(0, 18)), 'block-floor', 'R8', 3],
  ['A8: debt is over its ceiling, this one helps', other(ledger(8, 4)), 'pass', 'R6'],
  ['A9: towards the band', debt(ledger(0, 19)), 'pass', 'R5'],
  ['A10: a sample that is forming', debt(ledger(2, 0), { size: size(null) }), 'pass-grace', 'R4'],
  ['A12: K unknown, by what merged', other(ledger(1, 4), { size: size(null) }), 'pass', 'R6'],
  ['A13: one item larger than the budget', debt(ledger(0, 3, { otherCount: 1 }), { unit: 'size', weight: 8 * ONE }), 'pass-first', 'R5'],
  ['A15: carried over', debt(ledger(6, 13), { band: { floor: 1500, ceiling: 3500 }, shift: 500 }), 'pass', 'R6'],
  ['A17: projected', debt(ledger(3, 4), { basis: 'projected', sprint: { ...sprint, days: 10, daysLeft: 1 } }), 'block-ceiling', 'R8', 4],
  ['A17 under planned', debt(ledger(3, 4), { sprint: { ...sprint, days: 10, daysLeft: 1 } }), 'pass', 'R6'],
  ['A18: first of the group', debt(ledger(5, 14)), 'pass', 'R6'],
  ['A18: second of the group', debt(withItem(ledger(5, 14), { class: 'debt', weight: ONE })), 'block-ceiling', 'R8', 3],
  ['A19: the bump of a bot', { class: 'excluded', ledger: ledger(6, 13) }, 'pass-out-of-scope', 'R0'],
  ['A19: the debt beside it', debt(ledger(6, 13)), 'block-ceiling', 'R8', 4],
  ['A20: a label that a triager set', { class: 'expedite', ledger: ledger(6, 13) }, 'pass-exempt', 'R1'],
  ['A20: and counts for nothing once merged', debt(withItem(ledger(6, 12), { class: 'expedite', weight: ONE })), 'block-ceiling', 'R8', 5],
  ['A21: a label that an app copied leaves it debt', debt(ledger(6, 13)), 'block-ceiling', 'R8', 4],
  ['A22: waived', debt(ledger(6, 13), { isWaived: true }), 'pass-waived', 'R2'],
  ['A22: and counts once merged', debt(withItem(ledger(6, 13), { class: 'debt', weight: ONE })), 'block-ceiling', 'R8', 6],
  ['A23: waived by its author', debt(ledger(6, 13), { isWaived: false }), 'block-ceiling', 'R8', 4],
  ['A24: waiver edited', debt(ledger(6, 13), { isWaived: false }), 'block-ceiling', 'R8', 4],
  ['A25: two repositories, one ledger', { class: 'debt', ledger: sumsOfScope([pays, rest]), size: size(30) }, 'pass', 'R6'],
  ['A27: one of them answers 403', { class: 'debt', ledger: sumsOfScope([pays, { ...rest, sums: UNREAD }]), size: size(30) }, 'not-available', 'R9'],
  ['A28: no floor', other(ledger(0, 20), { band: { floor: 0, ceiling: 3000 } }), 'pass', 'R6'],
  ['A29: no ceiling', debt(ledger(19, 0), { band: { floor: 1000, ceiling: 10_000 } }), 'pass', 'R6'],
  ['A36: K unknown, so by what merged', other(ledger(2, 8), { size: size(null) }), 'pass', 'R6'],
  ['A36: and over it', debt(ledger(3, 4), { size: size(null) }), 'block-ceiling', 'R8', 6],
  ['A37: before another merges', debt(ledger(5, 14)), 'pass', 'R6'],
  ['A37: after it', debt(ledger(6, 14)), 'block-ceiling', 'R8', 3],
  ['A38: the sprint turns', debt(ledger(0, 0)), 'pass', 'R5'],
  ['A42: in a break', debt(ledger(6, 13), { sprint: { isNone: true, next: '2027-01-04T00:00:00Z' } }), 'pass-no-sprint', 'R3'],

  ['R0: off', debt(ledger(6, 13), { isOn: false }), 'pass-out-of-scope', 'R0'],
  ['R0: another branch', debt(ledger(6, 13), { isTracked: false }), 'pass-out-of-scope', 'R0'],
  ['R1: not verified now', { class: 'expedite', isExpediteVerified: false, ledger: UNREAD }, 'pass-exempt', 'R1'],
  ['R3b: an innovation sprint', debt(ledger(6, 13), { sprint: { ...sprint, isInnovation: true } }), 'pass-suspended', 'R3b'],
  ['R3c: debt in an assumed sprint', debt(ledger(6, 13), { sprint: { ...sprint, isAssumed: true } }), 'pass-unarmed', 'R3c'],
  ['R3c: other work in one', other(ledger(0, 18), { sprint: { ...sprint, isAssumed: true } }), 'pass-unarmed', 'R3c'],
  ['R4: a K below the sample', debt(ledger(2, 0), { size: size(4) }), 'pass-grace', 'R4'],
  ['R4: a K of the sample has none', debt(ledger(2, 0), { size: size(5) }), 'block-ceiling', 'R8', 7],
  ['R4: size has none with K', debt(ledger(2, 0), { size: size(4), unit: 'size' }), 'block-ceiling', 'R8', 7],
  ['R4: its last', debt(ledger(4, 0), { basis: 'merged' }), 'pass-grace', 'R4'],
  ['R4: past it', debt(ledger(5, 0), { basis: 'merged' }), 'block-ceiling', 'R8', 14],
  ['R4: a narrow band wants more', debt(ledger(5, 0), { basis: 'merged', band: { floor: 1000, ceiling: 1700 } }), 'pass-grace', 'R4'],
  ['R7: the band is narrower than the item', debt(ledger(1, 4, { debtCount: 5 }), { band: { floor: 1500, ceiling: 2000 }, size: size(5), unit: 'size', weight: 5 * ONE }), 'pass-tolerance', 'R7'],
  ['R7: a floor that is off stops no other work', debt(ledger(1, 18), { floor: { ...floor, mode: 'off' }, unit: 'points', weight: 8 * ONE }), 'block-ceiling', 'R8', 3],
  ['R7: one that warns would', debt(ledger(1, 18), { floor: { ...floor, mode: 'warn' }, unit: 'points', weight: 8 * ONE }), 'pass-tolerance', 'R7'],
  ['R7: nor does a floor of a sprint without size', debt(ledger(1, 20), { size: size(null), unit: 'points', weight: 9 * ONE }), 'block-ceiling', 'R8', 4],
  ['R7: that other work was no bug’s fix, though this debt be one', debt(ledger(1, 18), { floor: { ...floor, isBug: true }, unit: 'points', weight: 8 * ONE }), 'pass-tolerance', 'R7'],
  ['R7: the other class may have its first', other(ledger(0, 18), { unit: 'size', weight: 8 * ONE }), 'block-floor', 'R8', 1],
  ['R8: a spread of 10 % + 20 % is 30 %', debt(ledger(2, 7), { size: size(10) }), 'pass', 'R6'],
  ['R8b: K unknown', other(ledger(0, 18), { size: size(null) }), 'pass-unarmed', 'R8b'],
  ['R8b: no debt found', other(ledger(0, 18), { floor: { ...floor, hasDebt: false } }), 'pass-unarmed', 'R8b'],
  ['R8b: debt in this very sprint is found', other(ledger(1, 18), { floor: { ...floor, hasDebt: false } }), 'block-floor', 'R8', 2],
  ['R8b: a bug', other(ledger(0, 18), { floor: { ...floor, isBug: true } }), 'pass-unarmed', 'R8b'],
  ['R8b: the floor is off', other(ledger(0, 18), { floor: { ...floor, mode: 'off' } }), 'pass-unarmed', 'R8b'],
  ['R8: a floor that warns is still a floor', other(ledger(0, 18), { floor: { ...floor, mode: 'warn' } }), 'block-floor', 'R8', 3],
  ['R8: a bug that is debt meets the ceiling', debt(ledger(6, 13), { floor: { ...floor, isBug: true } }), 'block-ceiling', 'R8', 4],
];

describe('the decision', () => {
  it.each(EXAMPLES)('%s', (_, given, code, row, units) => {
    const decision = decide(facts(given));
    expect([decision.code, decision.row]).toEqual([code, row]);
    if (units !== undefined) expect(decision).toHaveProperty('wayOut.units', units);
  });

  it.each(EXAMPLES)('of "%s" survives JSON', (_, given) => {
    const decision = decide(facts(given));
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });
});

// biome-ignore format: one example a line reads best
const UNREADABLE: readonly [name: string, given: Partial<CapacityFacts>, code: Decision['code'], at?: string][] = [
  ['the class, first of all', { class: unread('the class') }, 'not-available', 'R0'],
  ['the class where the guardrail is off', { class: unread('the class'), isOn: false }, 'pass-out-of-scope'],
  ['the waiver', { isWaived: unread('the waiver') }, 'not-available', 'R2'],
  ['the waiver of expedite work', { class: 'expedite', isWaived: unread('the waiver') }, 'pass-exempt'],
  ['the sprint', { sprint: unread('the sprint') }, 'not-available', 'R3'],
  ['the sprint of a waived one', { sprint: unread('the sprint'), isWaived: true }, 'pass-waived'],
  ['the ledger outside any sprint', { ledger: UNREAD, sprint: { isNone: true, next: null } }, 'pass-no-sprint'],
  ['the ledger in an assumed sprint', { ledger: UNREAD, sprint: { ...sprint, isAssumed: true } }, 'pass-unarmed'],
  ['the ledger where there is no grace', { ledger: UNREAD }, 'not-available', 'R5'],
  ['the ledger where there may be', { ledger: UNREAD, size: size(null) }, 'not-available', 'R4'],
  ['K while the sample would be forming', { size: unread('K'), ledger: ledger(2, 0) }, 'not-available', 'R4'],
  ['K past the sample', { size: unread('K'), ledger: ledger(2, 7) }, 'not-available', 'R6'],
  ['K on the basis of what merged', { size: unread('K'), ledger: ledger(2, 7), basis: 'merged' }, 'pass'],
  ['K where only the floor beside the ceiling asks', debt(ledger(1, 20), { size: unread('K'), basis: 'merged', unit: 'points', weight: 9 * ONE }), 'not-available', 'R7'],
  ['K where the ceiling alone decides', debt(ledger(6, 4), { size: unread('K'), basis: 'merged' }), 'block-ceiling'],
  ['K of the first debt', { size: unread('K'), ledger: ledger(0, 7) }, 'pass'],
  ['what earlier sprints owe', { shift: unread('sprints'), ledger: ledger(2, 7) }, 'not-available', 'R6'],
  ['what earlier sprints owe, of the first debt', { shift: unread('sprints') }, 'pass'],
  ['the weight', { weight: unread('the weight'), ledger: ledger(2, 7) }, 'not-available', 'R6'],
  ['the weight of the first debt', { weight: unread('the weight'), ledger: ledger(0, 7) }, 'pass'],
  ['K where only the floor asks', other(ledger(0.5, 18), { size: unread('K'), basis: 'merged' }), 'not-available', 'R8b'],
  ['whether there is debt', other(ledger(0, 18), { floor: { ...floor, hasDebt: unread('debt') } }), 'not-available', 'R8b'],
  ['whether it is a bug', other(ledger(0, 18), { floor: { ...floor, isBug: unread('category') } }), 'not-available', 'R8b'],
  ['whether it is a bug, where there is no debt anyway', other(ledger(0, 18), { floor: { ...floor, isBug: unread('category'), hasDebt: false } }), 'pass-unarmed'],
  ['whether there is debt, of a pull request within the cap', other(ledger(0, 17), { floor: { ...floor, hasDebt: unread('debt') } }), 'pass'],
  ['whether there is debt, of debt', debt(ledger(6, 13), { floor: { ...floor, hasDebt: unread('debt') } }), 'block-ceiling'],
];

describe('what could not be read', () => {
  it.each(UNREADABLE)('%s', (_, given, code, at) => {
    const decision = decide(facts(given));
    expect(decision.code).toBe(code);
    if (decision.code === 'not-available') expect(decision.at).toBe(at);
  });

  it('is named: of a scope, the repository', () => {
    const sums = sumsOfScope([pays, { ...rest, sums: UNREAD }, { repository: 'acme/c', sums: UNREAD }]);
    expect(isUnavailable(sums) && [sums.what, sums.repositories]).toEqual([
      'the merged pull requests of acme/b',
      ['acme/b', 'acme/c'],
    ]);
    expect(decide(facts({ ledger: sums }))).toHaveProperty('missing.what', 'the merged pull requests of acme/b');
  });
});

describe('what a decision says', () => {
  it('of a forming sample: how far it is', () => {
    expect(decide(facts({ ledger: ledger(2, 0), size: size(null) }))).toMatchObject({ merged: 2, wanted: 5 });
  });

  it('of a stop at the floor: the sums, the plan and the least that helps', () => {
    const decision = decide(facts({ class: 'other', ledger: ledger(1, 32), size: size(36) }));
    expect(decision).toMatchObject({
      code: 'block-floor',
      figures: { weight: ONE, basis: 'planned', plan: { least: 4, most: 10, mostOther: 32, about: 36 } },
      wayOut: { class: 'debt', units: 3 },
    });
  });

  it('of a stop at the ceiling: likewise', () => {
    const decision = decide(facts({ ledger: ledger(10, 14), size: size(36) }));
    expect(decision).toMatchObject({ code: 'block-ceiling', wayOut: { class: 'other', units: 12 } });
  });

  it.each([8, 5, 3, 2])('of a stop of %i size points at the ceiling: the most of it that fits', (weight) => {
    const given = { unit: 'size', ledger: ledger(7, 20) } as const;

    expect(decide(facts({ ...given, weight: weight * ONE }))).toMatchObject({ code: 'block-ceiling', part: 1 });
    expect(decide(facts({ ...given, weight: ONE })).code).toBe('pass');
    expect(decide(facts({ ...given, ledger: ledger(8, 20), weight: weight * ONE }))).toMatchObject({ part: 0 });
  });

  it('of an unknown K: that the basis is what merged', () => {
    expect(decide(facts({ ledger: ledger(1, 9), size: size(null) }))).toHaveProperty('figures.basis', 'merged');
  });

  it('of an unarmed floor: everything it lacks', () => {
    const unarmed = decide(
      facts({
        class: 'other',
        ledger: ledger(0, 18),
        size: size(null),
        floor: { mode: 'off', isBug: true, hasDebt: false },
      }),
    );
    expect(unarmed).toHaveProperty('because', ['floor-off', 'size-unknown', 'bug', 'no-debt']);
  });
});
