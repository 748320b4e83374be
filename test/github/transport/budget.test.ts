import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget, PRIORITIES, type Priority } from '#github/transport/budget.ts';
import type { RequestCost } from '#github/transport/request-cost.ts';

const START = Date.parse('2026-03-02T10:00:00Z');
const PER_MINUTE = { rest: 900, graphql: 2_000 };

/** Mostly a flood; now and then a pause in it, so that limits are met in every state. */
const requestOf = (priority: fc.Arbitrary<Priority>) =>
  fc.record({
    cost: fc.record({
      pool: fc.constantFrom('rest', 'graphql'),
      points: fc.constantFrom(1, 5),
    }) as fc.Arbitrary<RequestCost>,
    priority,
    /** Milliseconds before this one is asked for. */
    gap: fc.oneof(
      { weight: 300, arbitrary: fc.constant(0) },
      { weight: 30, arbitrary: fc.integer({ min: 0, max: 999 }) },
      { weight: 1, arbitrary: fc.constant(70_000) },
    ),
    fate: fc.oneof({ weight: 300, arbitrary: fc.constant('ok') }, { weight: 1, arbitrary: fc.constant('slow down') }),
  });
type Request = ReturnType<typeof requestOf> extends fc.Arbitrary<infer T> ? T : never;
const anyRequest = requestOf(fc.constantFrom(...PRIORITIES));
const urgentRequest = requestOf(fc.constant('own'));

interface Started {
  readonly at: number;
  readonly cost: RequestCost;
}

/** Starts each request as soon as the budget lets it, and ends it at once. */
function play(requests: readonly Request[], times: number) {
  const budget = new Budget(START);
  const started: Started[] = [];
  const waits: number[] = [];
  let now = START;
  for (let round = 0; round < times; round++) {
    for (const { cost, priority, gap, fate } of requests) {
      now += gap;
      for (let wait = budget.wait(cost, priority, now); wait > 0; wait = budget.wait(cost, priority, now)) {
        waits.push(wait);
        now += wait;
      }
      budget.take(cost, now);
      budget.settle(cost.pool, null);
      if (fate === 'slow down') budget.slowDown(60, now);
      started.push({ at: now, cost });
    }
  }
  return { started, waits };
}

/** The most points in any 60 seconds. */
function mostInAMinute(started: readonly Started[], pool: 'rest' | 'graphql'): number {
  const mine = started.filter(({ cost }) => cost.pool === pool);
  let most = 0;
  let sum = 0;
  let oldest = 0;
  for (const { at, cost } of mine) {
    sum += cost.points;
    for (let first = mine[oldest]; first !== undefined && first.at <= at - 60_000; first = mine[++oldest]) {
      sum -= first.cost.points;
    }
    most = Math.max(most, sum);
  }
  return most;
}

describe('a budget', () => {
  test.each([
    ['mixed', anyRequest],
    ['urgent', urgentRequest],
  ])('never lets any minute exceed GitHub’s points, whatever is asked for and when (%s)', (_, request) => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 60 }), (requests) => {
        const { started, waits } = play(requests, 50);
        for (const pool of ['rest', 'graphql'] as const) {
          expect(mostInAMinute(started, pool)).toBeLessThanOrEqual(PER_MINUTE[pool]);
        }
        for (const wait of waits) expect(wait).toBeLessThanOrEqual(61_000);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['rest', 1, 'own'],
    ['rest', 5, 'own'],
    ['rest', 5, 'fan-out'],
    ['graphql', 1, 'sweep'],
    ['graphql', 5, 'fan-out'],
  ] as const)(
    'lets a backlog of %s requests of %i points (%s) use nine tenths of GitHub’s points',
    (pool, points, priority) => {
      const budget = new Budget(START);
      const cost = { pool, points };
      let now = START;
      let used = 0;
      while (now < START + 10 * 60_000) {
        const wait = budget.wait(cost, priority, now);
        if (wait > 0) {
          now += wait;
          continue;
        }
        budget.take(cost, now);
        budget.settle(pool, null);
        used += points;
      }
      expect(used).toBeGreaterThanOrEqual(0.9 * 10 * PER_MINUTE[pool]);
    },
  );

  test('waits no longer than it says', () => {
    fc.assert(
      fc.property(fc.array(anyRequest, { minLength: 1, maxLength: 200 }), (requests) => {
        const budget = new Budget(START);
        let now = START;
        for (const { cost, priority, gap } of requests) {
          now += gap;
          const wait = budget.wait(cost, priority, now);
          expect(budget.wait(cost, priority, now + wait)).toBeLessThanOrEqual(1);
          now += wait + budget.wait(cost, priority, now + wait);
          budget.take(cost, now);
          budget.settle(cost.pool, null);
        }
      }),
    );
  });

  test('lets at most eight run at once', () => {
    const budget = new Budget(START);
    const read = { pool: 'rest', points: 1 } as const;
    for (let i = 0; i < 8; i++) {
      expect(budget.wait(read, 'own', START)).toBe(0);
      budget.take(read, START);
    }
    expect(budget.wait(read, 'own', START)).toBe(Number.POSITIVE_INFINITY);
    budget.settle('rest', null);
    expect(budget.wait(read, 'own', START)).toBe(0);
  });

  test('keeps room for what is urgent beside a backlog', () => {
    const budget = new Budget(START);
    const write = { pool: 'rest', points: 5 } as const;
    let now = START;
    while (now < START + 2 * 60_000) {
      const wait = budget.wait(write, 'fan-out', now);
      if (wait > 0) now += wait;
      else {
        budget.take(write, now);
        budget.settle('rest', null);
      }
    }
    for (let i = 0; i < 3; i++) {
      expect(budget.wait(write, 'own', now)).toBe(0);
      budget.take(write, now);
      budget.settle('rest', null);
    }
  });

  test('counts what is under way against what GitHub said is left of the hour', () => {
    const query = { pool: 'graphql', points: 1 } as const;
    const standing = { limit: 5_000, remaining: 4, resetAt: START + 600_000 };
    const budget = new Budget(START);
    for (let i = 0; i < 3; i++) budget.take(query, START);
    budget.settle('graphql', standing);
    // Two of four may be those that run already.
    for (let i = 0; i < 2; i++) {
      expect(budget.wait(query, 'own', START)).toBe(0);
      budget.take(query, START);
    }
    expect(budget.wait(query, 'own', START)).toBeGreaterThan(599_000);
    expect(budget.wait({ pool: 'rest', points: 5 }, 'own', START)).toBe(0);
  });
});
