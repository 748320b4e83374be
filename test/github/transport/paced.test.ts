import { expect, test } from 'vitest';
import { RateLimited } from '#github/errors.ts';
import type { Fetch } from '#github/transport/fetch.ts';
import { Limiter } from '#github/transport/limiter.ts';
import { connectPaced } from '#github/transport/paced.ts';
import { SimulatedClock } from './simulated-clock.ts';

const ADD = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
const ITEM = { owner: 'shop', repo: 'web', issue_number: 1, labels: ['tech-debt'] };

/** A GitHub that answers everything, and writes down when it was asked. */
function answering(clock: SimulatedClock, statusOf: (asked: number) => number = () => 200) {
  const asked: number[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(clock.now());
    const status = statusOf(asked.length);
    const body = JSON.stringify(status === 200 ? [] : { message: 'slow down' });
    const headers = new Map([
      ['content-type', 'application/json'],
      ...(status === 200 ? [] : [['retry-after', '30'] as const]),
    ]);
    return {
      ok: status < 300,
      status,
      statusText: '',
      url,
      headers: { get: (name) => headers.get(name) ?? null, [Symbol.iterator]: () => headers[Symbol.iterator]() },
      text: async () => body,
      json: async () => JSON.parse(body) as unknown,
      arrayBuffer: async () => new ArrayBuffer(0),
    };
  };
  const pauses: number[] = [];
  const github = connectPaced(
    { baseUrl: 'https://api.github.com', userAgent: 'test', token: 't', fetch },
    {
      limiter: new Limiter(clock),
      pause: (ms) => {
        pauses.push(ms);
        return clock.sleep(ms);
      },
    },
  );
  return { github, asked, pauses };
}

test('labels one after the other stay inside GitHub’s limits, and no slower than they must', async () => {
  const clock = new SimulatedClock();
  const { github, asked } = answering(clock);
  const all = (async () => {
    for (let i = 0; i < 1_000; i += 1) await github.request(ADD, ITEM);
  })();
  await clock.run(135 * 60_000);
  await all;
  const most = (ms: number) =>
    Math.max(...asked.map((from) => asked.filter((at) => at >= from && at < from + ms).length));
  expect(asked).toHaveLength(1_000);
  expect(most(60_000)).toBeLessThanOrEqual(80);
  expect(most(60_000)).toBeGreaterThan(70);
  expect(most(3_600_000)).toBeLessThanOrEqual(500);
  expect(most(3_600_000)).toBeGreaterThan(450);
});

test('a refusal for a limit is waited out, and told to whoever waits', async () => {
  const clock = new SimulatedClock();
  const { github, pauses } = answering(clock, (asked) => (asked === 1 ? 429 : 200));
  const added = github.request(ADD, ITEM);
  await clock.run(120_000);
  await expect(added).resolves.toEqual([]);
  expect(pauses[0]).toBeGreaterThanOrEqual(30_000);
});

test('a limit that does not end is an error in the end', async () => {
  const clock = new SimulatedClock();
  const { github } = answering(clock, () => 429);
  const added = expect(github.request(ADD, ITEM)).rejects.toBeInstanceOf(RateLimited);
  await clock.run(60 * 60_000);
  await added;
});

test('a pause that throws ends what waits before it is sent', async () => {
  const clock = new SimulatedClock();
  const limiter = new Limiter(clock);
  await limiter.run('the token’s', { pool: 'rest', points: 5 }, { priority: 'own' }, async (tell) =>
    tell({ standing: null, refusal: { kind: 'secondary', retryAfter: 60 } }),
  );
  let isSent = false;
  const github = connectPaced(
    {
      baseUrl: 'https://api.github.com',
      userAgent: 'test',
      fetch: () => {
        isSent = true;
        return Promise.reject(new Error('sent'));
      },
    },
    { limiter, pause: () => Promise.reject(new Error('interrupted')) },
  );
  await expect(github.request(ADD, ITEM)).rejects.toThrow('interrupted');
  expect(isSent).toBe(false);
});
