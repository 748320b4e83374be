import { expect, test } from 'vitest';
import { RateLimited } from '#github/errors.ts';
import { Limiter } from '#github/transport/limiter.ts';
import type { RequestCost } from '#github/transport/request-cost.ts';
import { WorkQueue } from '#surfaces/app/work-queue.ts';
import { SimulatedClock } from '../../github/transport/simulated-clock.ts';

const READ: RequestCost = { pool: 'graphql', points: 1 };
const WRITE: RequestCost = { pool: 'rest', points: 5 };
const PATIENCE_MS = 30_000;
const ANSWER_MS = 100;

test('600 pull requests of one installation at once: each is read once, but for a handful that a limit refused', async () => {
  const clock = new SimulatedClock();
  const started = clock.now();
  const limiter = new Limiter(clock);
  const asked = { reads: 0, writes: 0 };
  const doneAt: number[] = [];
  const ask = (cost: RequestCost, kind: keyof typeof asked) =>
    limiter.run('1', cost, { priority: 'own', patience: PATIENCE_MS }, async (tell) => {
      asked[kind] += 1;
      await clock.sleep(ANSWER_MS);
      tell({ standing: null, refusal: null });
    });
  const queue = new WorkQueue<number>({
    clock,
    keyOf: String,
    merge: (_, newer) => newer,
    groupOf: () => 1,
    supersedes: () => false,
    rankOf: () => 0,
    run: async (job) => {
      try {
        await ask(READ, 'reads');
        await ask(WRITE, 'writes');
        doneAt.push(clock.now() - started);
        return null;
      } catch (error) {
        if (error instanceof RateLimited) return { job, inMs: error.retryAfter * 1_000, holdsGroup: true };
        throw error;
      }
    },
    concurrency: 32,
    concurrencyPerGroup: 4,
  });
  for (let number = 0; number < 600; number++) queue.add(number);
  await clock.run(5 * 60_000);

  expect(asked.writes).toBe(600);
  expect(asked.reads).toBeLessThanOrEqual(600 + 20);
  // Three minutes' worth of writes before the last: the holds cost no minute more than the limits do.
  expect(Math.max(...doneAt)).toBeLessThanOrEqual(4 * 60_000);
}, 60_000);
