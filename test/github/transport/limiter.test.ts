import { describe, expect, test } from 'vitest';
import { RateLimited } from '#github/errors.ts';
import type { Priority } from '#github/transport/budget.ts';
import { type Feedback, Limiter } from '#github/transport/limiter.ts';
import type { RequestCost } from '#github/transport/request-cost.ts';
import { GitHubLimits } from './github-limits.ts';
import { SimulatedClock } from './simulated-clock.ts';

const QUERY: RequestCost = { pool: 'graphql', points: 1 };
const READ: RequestCost = { pool: 'rest', points: 1 };
const WRITE: RequestCost = { pool: 'rest', points: 5 };
const CONTENT: RequestCost = { ...WRITE, isContent: true };
const NOTHING: Feedback = { standing: null, refusal: null };

/** Runs requests by name, and lists the names in the order in which they were let through. */
function logged(limiter: Limiter) {
  const log: string[] = [];
  const run = (name: string, cost: RequestCost) =>
    limiter.run('i', cost, { priority: 'own' }, async (tell) => {
      log.push(name);
      tell(NOTHING);
    });
  return { log, run };
}
const MINUTE = 60_000;

/** Repeatable, from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** One installation on a GitHub of its own: 20–170 ms to get there, 20–120 ms for the answer. */
function installation(clock: SimulatedClock, limiter: Limiter, name: string, perHour: number, seed: number) {
  const limits = new GitHubLimits(perHour);
  const random = randomFrom(seed);
  const done = { rest: 0, graphql: 0 };
  const request = async (cost: RequestCost, priority: Priority) => {
    const asked = clock.now();
    return limiter.run(name, cost, { priority }, async (tell) => {
      const waited = clock.now() - asked;
      await clock.sleep(20 + 150 * random());
      const { isOk, standing } = limits.arrive(cost.pool, cost.points, clock.now());
      await clock.sleep(20 + 100 * random());
      limits.atOnce -= 1;
      tell({ standing, refusal: isOk ? null : { kind: 'secondary', retryAfter: 60 } });
      if (isOk) done[cost.pool] += 1;
      return waited;
    });
  };
  return { limits, done, request };
}

function backlog(it: ReturnType<typeof installation>, costs: readonly RequestCost[], count: number) {
  for (let i = 0; i < count; i++) for (const cost of costs) void it.request(cost, 'fan-out');
}

describe('ten installations with a backlog each', () => {
  test('use at least 90 % of what GitHub’s minute allows, and are never refused', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const ten = Array.from({ length: 10 }, (_, i) => installation(clock, limiter, `${i}`, 15_000, i + 1));
    for (const it of ten) backlog(it, [QUERY, WRITE], 2_000);
    await clock.run(5 * MINUTE);
    for (const { limits, done } of ten) {
      expect(limits.refusals).toBe(0);
      expect(limits.mostAtOnce).toBeLessThanOrEqual(100);
      expect(done.rest).toBeGreaterThanOrEqual(0.9 * 5 * (900 / 5));
    }
  });

  test('are never refused even when a person waits for all of it', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const it = installation(clock, limiter, 'urgent', 15_000, 7);
    for (let i = 0; i < 900; i++) for (const cost of [WRITE, QUERY, READ]) void it.request(cost, 'own');
    await clock.run(4 * MINUTE);
    expect(it.limits.refusals).toBe(0);
    expect(it.done.rest).toBeGreaterThan(0.9 * 2 * 4 * (900 / 6));
  });

  test('use at least 90 % of what GitHub’s hour allows, and are never refused', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const two = Array.from({ length: 2 }, (_, i) => installation(clock, limiter, `${i}`, 5_000, i + 1));
    for (const it of two) backlog(it, [WRITE], 11_000);
    await clock.run(61 * MINUTE + 1_000);
    const firstHour = two.map(({ done }) => done.rest);
    await clock.run(60 * MINUTE);
    for (const [i, { limits, done }] of two.entries()) {
      expect(limits.refusals).toBe(0);
      expect(done.rest).toBeGreaterThanOrEqual(0.9 * 10_000);
      expect(firstHour[i]).toBeLessThan(5_300);
    }
  });

  test('delay neither another installation nor what a person waits for in their own', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const ten = Array.from({ length: 10 }, (_, i) => installation(clock, limiter, `${i}`, 15_000, i + 1));
    for (const it of ten) backlog(it, [QUERY, WRITE], 2_000);
    await clock.run(2 * MINUTE);
    const other = installation(clock, limiter, 'other', 5_000, 99);
    const elsewhere = other.request(WRITE, 'sweep');
    const urgent = ten.map((it) => it.request(WRITE, 'own'));
    await clock.run(1_000);
    expect(await elsewhere).toBe(0);
    for (const waited of await Promise.all(urgent)) expect(waited).toBeLessThan(300);
  });
});

describe('one installation', () => {
  const starting = (limiter: Limiter, log: string[]) => (name: string, cost: RequestCost, priority: Priority) =>
    limiter.run('i', cost, { priority }, async (tell) => {
      log.push(name);
      tell(NOTHING);
    });

  test('starts the more urgent first, and equals in order of arrival', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const gates: (() => void)[] = [];
    for (let i = 0; i < 8; i++) {
      void limiter.run('i', READ, { priority: 'own' }, () => new Promise<void>((resolve) => gates.push(resolve)));
    }
    const log: string[] = [];
    const start = starting(limiter, log);
    const all = [
      start('sweep 1', READ, 'sweep'),
      start('fan-out 1', READ, 'fan-out'),
      start('own 1', READ, 'own'),
      start('fan-out 2', QUERY, 'fan-out'),
      start('own 2', QUERY, 'own'),
      start('own 3', READ, 'own'),
    ];
    expect(log).toEqual([]);
    gates[0]?.();
    await Promise.all(all);
    expect(log).toEqual(['own 1', 'own 2', 'own 3', 'fan-out 1', 'fan-out 2', 'sweep 1']);
  });

  test('pauses after a secondary limit, then goes at half the rate and slowly recovers', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    await limiter.run('i', WRITE, { priority: 'own' }, async (tell) =>
      tell({ standing: null, refusal: { kind: 'secondary', retryAfter: 90 } }),
    );
    let started = 0;
    const fill = () => {
      for (let i = 0; i < 3_000; i++) {
        void limiter.run('i', WRITE, { priority: 'fan-out' }, async (tell) => {
          started += 1;
          tell(NOTHING);
        });
      }
    };
    fill();
    await clock.run(89_999);
    expect(started).toBe(0);
    const perMinute: number[] = [];
    for (let minute = 0; minute < 7; minute++) {
      const before = started;
      await clock.run(MINUTE);
      perMinute.push(started - before);
    }
    expect(perMinute[0]).toBeGreaterThan(75);
    expect(perMinute[0]).toBeLessThan(110);
    expect(perMinute[6]).toBeGreaterThan(160);
    const rising = perMinute.slice(0, 5);
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
  });

  test('counts the refusals of requests that were under way together as one', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    await Promise.all(
      Array.from({ length: 8 }, () =>
        limiter.run('i', WRITE, { priority: 'own' }, async (tell) => {
          await Promise.resolve();
          tell({ standing: null, refusal: { kind: 'secondary', retryAfter: 60 } });
        }),
      ),
    );
    await clock.run(61_000);
    let started = 0;
    for (let i = 0; i < 400; i++) {
      void limiter.run('i', READ, { priority: 'own' }, async (tell) => {
        started += 1;
        tell(NOTHING);
      });
    }
    await clock.run(100);
    expect(started).toBeGreaterThan(380);
  });

  test('holds one pool until GitHub’s hour ends, and goes on in the other', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const standing = { limit: 5_000, remaining: 0, resetAt: clock.now() + 10 * MINUTE };
    await limiter.run('i', WRITE, { priority: 'own' }, async (tell) => tell({ standing, refusal: null }));
    const log: string[] = [];
    const start = starting(limiter, log);
    void start('write', WRITE, 'own');
    void start('query', QUERY, 'own');
    await clock.run(10 * MINUTE);
    expect(log).toEqual(['query']);
    await clock.run(1_500);
    expect(log).toEqual(['query', 'write']);
  });

  test('leaves the last tenth of the hour to what matters more than a sweep', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const standing = { limit: 5_000, remaining: 400, resetAt: clock.now() + 10 * MINUTE };
    await limiter.run('i', WRITE, { priority: 'own' }, async (tell) => tell({ standing, refusal: null }));
    const log: string[] = [];
    const start = starting(limiter, log);
    void start('sweep', READ, 'sweep');
    await clock.run(MINUTE);
    void start('fan-out', READ, 'fan-out');
    await clock.run(MINUTE);
    expect(log).toEqual(['fan-out']);
  });

  test('believes no answer of the hour before', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const tellLater = (ms: number, remaining: number, resetIn: number) => {
      const resetAt = clock.now() + resetIn;
      return limiter.run('i', READ, { priority: 'own' }, async (tell) => {
        await clock.sleep(ms);
        tell({ standing: { limit: 5_000, remaining, resetAt }, refusal: null });
      });
    };
    void tellLater(500, 0, 100);
    void tellLater(300, 4_999, 60 * MINUTE);
    void tellLater(900, 4_998, 60 * MINUTE);
    const log: string[] = [];
    await clock.run(600);
    void starting(limiter, log)('next', READ, 'own');
    expect(log).toEqual(['next']);
  });

  test('refuses at once what is not worth the wait', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    await limiter.run('i', QUERY, { priority: 'own' }, async (tell) =>
      tell({ standing: null, refusal: { kind: 'primary', retryAfter: 1_800 } }),
    );
    const refused = limiter.run('i', QUERY, { priority: 'own', patience: 60_000 }, async () => {});
    await expect(refused).rejects.toBeInstanceOf(RateLimited);
    await expect(refused).rejects.toMatchObject({ retryAfter: 1_801 });
  });

  test('forgets a waiting request that is aborted', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    await limiter.run('i', READ, { priority: 'own' }, async (tell) =>
      tell({ standing: null, refusal: { kind: 'secondary', retryAfter: 60 } }),
    );
    const aborter = new AbortController();
    let isStarted = false;
    const urgency = { priority: 'own', signal: aborter.signal } as const;
    const waiting = limiter.run('i', READ, urgency, async () => {
      isStarted = true;
    });
    aborter.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', status: 500 });
    await clock.run(2 * MINUTE);
    expect(isStarted).toBe(false);
    await expect(limiter.run('i', READ, urgency, async () => {})).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('goes on after work that throws', async () => {
    const limiter = new Limiter(new SimulatedClock());
    for (let i = 0; i < 20; i++) {
      const failing = limiter.run('i', READ, { priority: 'own' }, () => Promise.reject(new Error('work')));
      await expect(failing).rejects.toThrow('work');
    }
  });
});

describe('content', () => {
  /** When each of so many arrived at GitHub, after a way of 20–170 ms. */
  async function arrivals(count: number, priority: Priority, ms: number): Promise<readonly number[]> {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const random = randomFrom(3);
    const arrived: number[] = [];
    for (let i = 0; i < count; i++) {
      void limiter.run('i', CONTENT, { priority }, async (tell) => {
        await clock.sleep(20 + 150 * random());
        arrived.push(clock.now());
        tell(NOTHING);
      });
    }
    await clock.run(ms);
    return arrived.sort((a, b) => a - b);
  }

  function mostWithin(arrived: readonly number[], ms: number): number {
    return Math.max(...arrived.map((from) => arrived.filter((at) => at >= from && at < from + ms).length));
  }

  test.each(['own', 'fan-out'] as const)('stays below 80 a minute and 500 an hour (%s)', async (priority) => {
    const arrived = await arrivals(1_200, priority, 130 * MINUTE);
    expect(mostWithin(arrived, MINUTE)).toBeLessThanOrEqual(80);
    expect(mostWithin(arrived, 60 * MINUTE)).toBeLessThanOrEqual(500);
    expect(mostWithin(arrived, MINUTE)).toBeGreaterThanOrEqual(0.9 * 80);
    expect(mostWithin(arrived, 60 * MINUTE)).toBeGreaterThanOrEqual(0.9 * 500);
    expect(arrived.length).toBeGreaterThanOrEqual(0.9 * 1_000);
  });

  test('that waits for its own limits holds nothing else up', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const { log, run } = logged(limiter);
    for (let i = 0; i < 100; i++) void run('label', CONTENT);
    await clock.run(100);
    const labels = log.length;
    expect(labels).toBeLessThan(80);
    expect(limiter.wait('i', CONTENT, 'own')).toBeGreaterThan(50_000);
    expect(limiter.wait('i', WRITE, 'own')).toBe(0);
    void run('check run', WRITE);
    await clock.run(100);
    expect(log.slice(labels)).toEqual(['check run']);
  });

  test('has its turn among other writes', async () => {
    const clock = new SimulatedClock();
    const limiter = new Limiter(clock);
    const { log, run } = logged(limiter);
    for (let i = 0; i < 900; i++) void run('before', READ);
    await clock.run(100);
    void run('label', CONTENT);
    for (let i = 0; i < 900; i++) void run('after', READ);
    await clock.run(62_000);
    expect(log.indexOf('after')).toBeGreaterThan(log.indexOf('label'));
    expect(log).toContain('label');
  });
});
