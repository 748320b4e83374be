import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapacityFacts, SprintFacts } from '#core/capacity/capacity-facts.ts';
import { decide } from '#core/capacity/decide.ts';
import { type LedgerItem, NO_SUMS, withItem } from '#core/capacity/ledger.ts';
import { isBlock, turnedBy } from '#core/capacity/turned-by.ts';
import { BASES } from '#core/capacity/weighing.ts';
import { facts, ledger, ONE, size, UNREAD } from './facts.ts';

/** `d` and `o`, merged one a minute. */
function merged(order: string): readonly LedgerItem[] {
  return [...order].map((letter, at) => ({
    id: `acme/shop#${at + 1}`,
    class: letter === 'd' ? 'debt' : letter === 'o' ? 'other' : 'expedite',
    weight: ONE,
    mergedAt: `2026-10-12T10:${String(at).padStart(2, '0')}:00Z`,
  }));
}

const stopped = (name: 'debt' | 'other', items: readonly LedgerItem[]) =>
  facts({ class: name, ledger: items.reduce(withItem, NO_SUMS) });

describe('what turned a verdict', () => {
  it('is the debt that took the last place under the ceiling', () => {
    const items = merged('ddodddoodoe');
    expect(turnedBy(stopped('debt', items), items)?.id).toBe('acme/shop#9');
  });

  it('is the other work that took the last place before the floor', () => {
    const items = merged('o'.repeat(18));
    expect(turnedBy(stopped('other', items), items)?.id).toBe('acme/shop#18');
  });

  it('is nothing for one that passes, and nothing where the ledger could not be read', () => {
    expect(turnedBy(facts({ ledger: ledger(0, 1) }), merged('o'))).toBeNull();
    expect(turnedBy(facts({ ledger: UNREAD }), [])).toBeNull();
  });
});

/** The specification of it, as naively as can be: the ledger summed up anew for each of them. */
function turnedByModel(given: CapacityFacts, items: readonly LedgerItem[]): LedgerItem | null {
  const isStopped = (count: number) =>
    isBlock(decide({ ...given, ledger: items.slice(0, count).reduce(withItem, NO_SUMS) }));
  if (!isStopped(items.length)) return null;
  for (let count = items.length - 1; count >= 0; count--) if (!isStopped(count)) return items[count] ?? null;
  return null;
}

const whole = (most: number) => fc.integer({ min: 0, max: most }).map((units) => units * ONE);
const weights = fc.oneof(fc.constant(ONE), fc.constant(ONE), whole(8), fc.integer({ min: 0, max: 3 * ONE }));
/** Alternating stretches of either class, as well as thorough mixtures. */
const items = fc
  .array(
    fc.tuple(fc.constantFrom('debt', 'other', 'other', 'expedite' as const), fc.integer({ min: 1, max: 9 }), weights),
    { maxLength: 14 },
  )
  .map((stretches) =>
    stretches
      .flatMap(([name, count, weight]) => Array.from({ length: count }, () => ({ class: name, weight })))
      .map((item, at) => ({ ...item, id: `acme/shop#${at + 1}`, mergedAt: '2026-10-12T10:00:00Z' }) as LedgerItem),
  );
const given = fc
  .record({
    class: fc.constantFrom('debt', 'other'),
    weight: weights,
    size: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map((units) => size(units)) },
      { weight: 1, arbitrary: fc.constant(size(null)) },
    ),
    band: fc.constantFrom(
      { floor: 1000, ceiling: 3000 },
      { floor: 2000, ceiling: 2500 },
      { floor: 4000, ceiling: 4500 },
      { floor: 0, ceiling: 1000 },
      { floor: 9000, ceiling: 10_000 },
    ),
    basis: fc.constantFrom(...BASES),
    unit: fc.constantFrom('pull-requests', 'points'),
    minSample: fc.integer({ min: 1, max: 9 }),
    floor: fc.record({
      mode: fc.constantFrom('enforce', 'enforce', 'off'),
      isBug: fc.constant(false),
      hasDebt: fc.constantFrom(true, false, UNREAD),
    }),
  })
  .map((some): CapacityFacts => facts(some as Partial<CapacityFacts>));

describe('looking for it', () => {
  it('finds what going back one by one finds', () => {
    fc.assert(
      fc.property(given, items, (some, list) => {
        const state = { ...some, ledger: list.reduce(withItem, NO_SUMS) };
        expect(turnedBy(state, list)?.id).toBe(turnedByModel(state, list)?.id);
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, 'debt' | 'other', string, number]>([
    ['debt long before all other work', 'debt', 'd'.repeat(1500) + 'o'.repeat(3400), 5000],
    ['other work that fills many sprints', 'other', 'd'.repeat(10) + 'o'.repeat(4990), 100],
    ['a mixture under its size', 'debt', 'doo'.repeat(1600), 3000],
    ['a mixture over its size', 'debt', 'doo'.repeat(1600), 10],
  ])('takes few decisions among 5 000 merges: %s', (_, name, order, units) => {
    let decisions = 0;
    const sprint: SprintFacts = {
      get isInnovation() {
        decisions++;
        return false;
      },
      isAssumed: false,
      days: 14,
      daysLeft: 7,
    };
    const list = merged(order);

    expect(turnedBy({ ...stopped(name, list), size: size(units), sprint }, list)).not.toBeNull();
    expect(decisions).toBeLessThan(150);
  });
});
