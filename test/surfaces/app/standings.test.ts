import { expect, test } from 'vitest';
import type { Classification } from '#core/classes/class.ts';
import { Config } from '#core/config/schema.ts';
import type { GatheredFacts } from '#core/evaluate.ts';
import type { CapacityState } from '#core/facts/capacity.ts';
import { Standings } from '#surfaces/app/standings.ts';

const NOW = '2026-11-18T09:00:00Z';
const config = Config.parse({
  sprint: { length: '2w', anchor: '2026-11-09' },
  guardrails: { 'debt-capacity': { floor: '10%', ceiling: '30%', 'floor-mode': 'enforce', capacity: 20 } },
});

const sprint = { title: null, start: '2026-11-09T00:00:00Z', end: '2026-11-23T00:00:00Z', days: 14 };
const capacityOf = (debt: number, other: number) =>
  ({
    sprint: { ...sprint, firstDate: '2026-11-09', endDate: '2026-11-23', isInnovation: false },
    next: sprint.end,
    isAssumed: false,
    timezone: 'UTC',
    sums: {
      debt: debt * 1_000,
      other: other * 1_000,
      debtCount: debt,
      otherCount: other,
      expediteCount: 0,
      excludedCount: 0,
    },
    items: [],
    completed: [],
    previous: [],
    hasDebt: true,
    help: null,
    listUrl: '',
  }) as unknown as CapacityState;

function judged(number: number, name: 'debt' | 'other', capacity: CapacityState | null, repository = 'web') {
  const facts = {
    now: NOW,
    repository: { owner: 'acme', name: repository, nameWithOwner: `acme/${repository}` },
    pullRequest: {
      number,
      headRef: `topic-${number}`,
      headOid: 'abc',
      state: 'OPEN',
      url: `https://github.com/acme/${repository}/pull/${number}`,
      additions: 1,
      deletions: 0,
      labels: [],
    },
    config: { config, ownerUnreadable: null },
    ourLogin: null,
    capacity,
  } as unknown as GatheredFacts;
  return [facts, { class: name, categories: [], unread: [] } as unknown as Classification] as const;
}

const web = { owner: 'Acme', name: 'Web' };
const LEDGERS = new Set(['acme/web']);

function turned(standings: Standings, capacity: CapacityState): number[] {
  const scope = standings.scopeOf(web);
  if (scope === null || scope === undefined) throw new Error('nobody was judged');
  return standings.turned(scope, capacity, NOW).map(({ number }) => number);
}

test('those are told whose verdict changes, and no others', () => {
  const standings = new Standings();
  standings.note(7, ...judged(1, 'debt', capacityOf(5, 14)), LEDGERS);
  standings.note(7, ...judged(2, 'other', capacityOf(5, 14)), LEDGERS);
  expect(turned(standings, capacityOf(5, 15))).toEqual([]);
  expect(turned(standings, capacityOf(6, 14))).toEqual([1]);
  expect(turned(standings, capacityOf(1, 18))).toEqual([2]);
  standings.note(7, ...judged(1, 'debt', capacityOf(6, 14)), LEDGERS);
  expect(turned(standings, capacityOf(6, 14))).toEqual([]);
  expect(turned(standings, capacityOf(0, 0))).toEqual([1]);
});

test('a closed one is forgotten, and a repository without the check is known as such', () => {
  const standings = new Standings();
  expect(standings.scopeOf(web)).toBeUndefined();
  standings.note(7, ...judged(1, 'debt', capacityOf(5, 14)), LEDGERS);
  standings.forget(web, 1);
  expect(standings.has(web, 1)).toBe(false);
  standings.note(7, ...judged(1, 'debt', null), LEDGERS);
  expect(standings.scopeOf(web)).toBeNull();
});

test('its memory is bounded: whole repositories that were judged longest ago are forgotten', () => {
  const standings = new Standings();
  for (let number = 1; number <= 30_000; number++)
    standings.note(7, ...judged(number, 'debt', capacityOf(0, 0)), LEDGERS);
  for (let number = 1; number <= 21_000; number++) {
    standings.note(7, ...judged(number, 'debt', capacityOf(0, 0), 'api'), LEDGERS);
  }
  expect(standings.scopeOf(web)).toBeUndefined();
  expect(standings.has({ owner: 'acme', name: 'api' }, 21_000)).toBe(true);
});

test('what no plan weighs leaves the watch over the others, and is watched no more itself', () => {
  const standings = new Standings();
  standings.note(7, ...judged(1, 'debt', capacityOf(1, 1)), LEDGERS);
  standings.note(7, ...judged(2, 'debt', capacityOf(1, 1)), LEDGERS);
  const [facts, classification] = judged(2, 'debt', null);

  standings.note(7, facts, { ...classification, class: 'excluded' }, new Set());

  expect([...(standings.scopeOf(web)?.pullRequests.keys() ?? [])]).toEqual([1]);
});
