import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byMerging, countOf, isWithin, Ledger, type LedgerItem, NO_SUMS, sumsOfScope } from '#core/capacity/ledger.ts';

/** A31: two weeks of Berlin over the end of summer time. */
const SPRINT = { start: '2026-10-11T22:00:00Z', end: '2026-10-25T23:00:00Z' };

const item = (id: string, changes: Partial<LedgerItem> = {}): LedgerItem => ({
  id,
  class: 'debt',
  weight: 1000,
  mergedAt: '2026-10-20T12:00:00Z',
  ...changes,
});

const filled = (items: readonly LedgerItem[]) => {
  const ledger = new Ledger(SPRINT);
  for (const each of items) ledger.put(each);
  return ledger;
};

describe('a ledger', () => {
  it('weighs debt and other, and counts what is in neither', () => {
    const ledger = filled([
      item('a#1'),
      item('a#2', { class: 'other', weight: 3000 }),
      item('a#3', { class: 'expedite', weight: 8000 }),
      item('a#4', { class: 'excluded', weight: 8000 }),
    ]);
    expect(ledger.sums).toEqual({
      debt: 1000,
      other: 3000,
      debtCount: 1,
      otherCount: 1,
      expediteCount: 1,
      excludedCount: 1,
    });
    expect(countOf(ledger.sums)).toBe(2);
  });

  it.each([
    ['2026-10-25T22:30:00Z', true, 'A31: in the old sprint'],
    ['2026-10-25T22:59:59Z', true, 'its last second'],
    ['2026-10-25T23:00:00Z', false, 'the end belongs to the next'],
    ['2026-10-11T22:00:00Z', true, 'the start is in it'],
    ['2026-10-11T21:59:59Z', false, 'before it'],
  ])('merged at %s: %j (%s)', (mergedAt, isIn) => {
    expect(isWithin(SPRINT, mergedAt)).toBe(isIn);
    expect(countOf(filled([item('a#1', { mergedAt })]).sums)).toBe(Number(isIn));
  });

  it('keeps both of two that merged at the same second, in one order', () => {
    const same = [item('a#2'), item('a#1'), item('b#1')];
    expect(filled(same).items()).toEqual(filled([...same].reverse()).items());
    expect(countOf(filled(same).sums)).toBe(3);
  });

  it('orders those of the same second by repository, then by number', () => {
    const ids = ['acme/a#4', 'acme/a#9', 'acme/a#10', 'acme/a-2#1', 'acme/b#3', 'acme/b#100'];
    const listed = (order: readonly string[]) => filled(order.map((id) => item(id))).items();

    expect(listed(ids.toReversed()).map(({ id }) => id)).toEqual(ids);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: ids.length }), (order) => {
        expect(listed(order).map(({ id }) => id)).toEqual(ids);
      }),
    );
  });

  it('lets go of an item that turns out to have merged elsewhere', () => {
    const ledger = filled([item('a#1')]);
    ledger.put(item('a#1', { mergedAt: SPRINT.end }));
    expect([ledger.sums, ledger.has('a#1')]).toEqual([NO_SUMS, false]);
  });

  it('gives the sums of 5 000 without counting them again', () => {
    const many = Array.from({ length: 5000 }, (_, at) => item(`a#${at}`, { class: at % 5 === 0 ? 'debt' : 'other' }));
    const ledger = filled(many);
    expect(ledger.sums).toBe(ledger.sums);
    expect(ledger.sums).toMatchObject({ debt: 1_000_000, other: 4_000_000 });
    expect(ledger.items()).toBe(ledger.items());
    ledger.put(item('a#0', { class: 'other' }));
    expect(ledger.sums).toMatchObject({ debt: 999_000, other: 4_001_000 });
    expect(ledger.items()).toContainEqual(item('a#0', { class: 'other' }));
  });

  it('lists what there is now, whenever it is asked', () => {
    const ledger = filled([item('a#1')]);
    const ids = () => ledger.items().map(({ id }) => id);
    expect(ids()).toEqual(['a#1']);
    ledger.put(item('a#2'));
    expect(ids()).toEqual(['a#1', 'a#2']);
    ledger.remove('a#1');
    expect(ids()).toEqual(['a#2']);
  });

  const anyItem = fc.record({
    id: fc.integer({ min: 1, max: 12 }).map((number) => `a#${number}`),
    class: fc.constantFrom('debt', 'other', 'expedite', 'excluded'),
    weight: fc.integer({ min: 0, max: 500_000 }),
    mergedAt: fc.constantFrom('2026-10-12T08:00:00Z', '2026-10-20T12:00:00Z', '2026-10-26T00:00:00Z'),
  }) satisfies fc.Arbitrary<LedgerItem>;

  it('has the sums of its items whatever was put, replaced and removed before', () => {
    const change = fc.oneof(anyItem, fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const ledger = new Ledger(SPRINT);
        for (const each of changes) {
          if (typeof each === 'number') ledger.remove(`a#${each}`);
          else ledger.put(each);
        }
        const items = ledger.items();
        const weigh = (name: string) =>
          items.filter((each) => each.class === name).reduce((all, each) => all + each.weight, 0);
        const count = (name: string) => items.filter((each) => each.class === name).length;
        expect(ledger.sums).toEqual({
          debt: weigh('debt'),
          other: weigh('other'),
          debtCount: count('debt'),
          otherCount: count('other'),
          expediteCount: count('expedite'),
          excludedCount: count('excluded'),
        });
        expect(items).toEqual([...items].sort(byMerging));
      }),
    );
  });

  it('is the same for every permutation', () => {
    const unique = fc.uniqueArray(anyItem, { selector: ({ id }) => id, maxLength: 12 });
    const both = unique.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(both, ([items, shuffled]) => {
        expect(filled(shuffled).sums).toEqual(filled(items).sums);
        expect(filled(shuffled).items()).toEqual(filled(items).items());
      }),
    );
  });
});

describe('the ledger of a scope', () => {
  it('is the union of its repositories', () => {
    const a = filled([item('a#1'), item('a#2', { class: 'other' }), item('a#3', { class: 'expedite' })]).sums;
    const b = filled([item('b#1', { weight: 2000 }), item('b#2', { class: 'excluded' })]).sums;
    expect(
      sumsOfScope([
        { repository: 'acme/a', sums: a },
        { repository: 'acme/b', sums: b },
      ]),
    ).toEqual({ debt: 3000, other: 1000, debtCount: 2, otherCount: 1, expediteCount: 1, excludedCount: 1 });
  });
});
