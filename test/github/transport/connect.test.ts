import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { baseUrlFrom } from '#github/transport/base-url.ts';
import { connect } from '#github/transport/connect.ts';
import { limitedBy } from '#github/transport/limited-by.ts';
import { Limiter } from '#github/transport/limiter.ts';
import { CLIENTS } from './clients.ts';
import { loopback, type Seen, sendJson } from './loopback.ts';
import { SimulatedClock } from './simulated-clock.ts';

const userAgent = 'leadership-guardrails/test';
const QUERY = 'query { viewer { login } }';

describe('the base URL', () => {
  test.each([
    [{}, 'https://api.github.com'],
    [{ GITHUB_API_URL: '' }, 'https://api.github.com'],
    [{ GITHUB_API_URL: 'https://ghe.example/api/v3/' }, 'https://ghe.example/api/v3'],
    [{ GITHUB_API_URL: 'https://api.octo.ghe.com', GHE_HOST: 'other' }, 'https://api.octo.ghe.com'],
    [{ GHE_HOST: 'ghe.example' }, 'https://ghe.example/api/v3'],
    [{ GHE_HOST: 'ghe.example:8080', GHE_PROTOCOL: 'http' }, 'http://ghe.example:8080/api/v3'],
  ])('of %j is %s', (env, expected) => {
    expect(baseUrlFrom(env)).toBe(expected);
  });

  test.each([
    ['', '/graphql', '/repos/o/r'],
    ['/api/v3', '/api/graphql', '/api/v3/repos/o/r'],
    ['/behind/a/gateway/api/v3', '/behind/a/gateway/api/graphql', '/behind/a/gateway/api/v3/repos/o/r'],
  ])('with the path prefix "%s" finds GraphQL at %s and REST at %s', async (prefix, graphql, rest) => {
    const server = await loopback((_, response) => sendJson(response, 200, { data: {} }));
    const client = connect({ token: 't', baseUrl: baseUrlFrom({ GITHUB_API_URL: server.url + prefix }), userAgent });
    await client.query(QUERY, {});
    await client.request('GET /repos/{owner}/{repo}', { owner: 'o', repo: 'r' });
    expect(server.seen.map(({ url }) => url)).toEqual([graphql, rest]);
    for (const { headers } of server.seen) {
      expect(headers.authorization).toBe('token t');
      expect(headers['user-agent']).toMatch(/^leadership-guardrails\/test /);
    }
  });
});

test('a connection repeats a read that failed', async () => {
  const server = await loopback((_, response, count) => {
    if (count === 1) response.destroy();
    else if (count === 2) sendJson(response, 502, {});
    else sendJson(response, 200, { data: { ok: 1 } });
  });
  const answer = await connect({ baseUrl: server.url, userAgent }).query(QUERY, {});
  expect(answer.data).toEqual({ ok: 1 });
  expect(server.seen).toHaveLength(3);
});

test.each([
  ['does not answer', () => {}],
  ['answers with 502 for ever', (_: Seen, response: ServerResponse) => sendJson(response, 502, {})],
  ['asks for a longer pause', (_: Seen, response: ServerResponse) => sendJson(response, 429, {})],
])('a connection ends in its time when GitHub %s', async (_, answer) => {
  const server = await loopback(answer);
  const started = performance.now();
  await expect(connect({ baseUrl: server.url, userAgent }, 700).query(QUERY, {})).rejects.toMatchObject({
    isPassing: true,
  });
  expect(performance.now() - started).toBeLessThan(1_500);
});

describe.each(CLIENTS)('%s with a budget', (_name, connectBare) => {
  const limited = (baseUrl: string, limiter: Limiter, request = {}) =>
    connectBare({ baseUrl, userAgent, limits: limitedBy(limiter, '1') }, { request });

  test('waits after a secondary limit, in REST and in GraphQL', async () => {
    const server = await loopback((_, response, count) => {
      if (count === 1) sendJson(response, 403, {}, { 'retry-after': '30' });
      else sendJson(response, 200, { data: {} });
    });
    const clock = new SimulatedClock();
    const client = limited(server.url, new Limiter(clock));
    await expect(client.request('GET /x', {})).rejects.toMatchObject({ name: 'RateLimited', retryAfter: 30 });
    const both = [client.request('GET /x', {}), client.query(QUERY, {})];
    await clock.run(29_000);
    expect(server.seen).toHaveLength(1);
    await clock.run(1_500);
    await Promise.all(both);
    expect(server.seen).toHaveLength(3);
  });

  test('waits for the hour’s end in the pool that is spent', async () => {
    const clock = new SimulatedClock();
    const server = await loopback((request, response) => {
      const date = new Date('2026-05-01T00:00:00Z');
      const reset = String(date.getTime() / 1_000 + 600);
      const headers = { date: date.toUTCString(), 'x-ratelimit-limit': '5000', 'x-ratelimit-reset': reset };
      if (request.url === '/graphql')
        sendJson(response, 200, { errors: [{ type: 'RATE_LIMITED' }] }, { ...headers, 'x-ratelimit-remaining': '0' });
      else sendJson(response, 200, {}, { ...headers, 'x-ratelimit-remaining': '4000' });
    });
    const limiter = new Limiter(clock);
    const client = limited(server.url, limiter, { patience: 60_000 });
    await expect(client.query(QUERY, {})).rejects.toMatchObject({ name: 'RateLimited', retryAfter: 600 });
    await expect(client.query(QUERY, {})).rejects.toMatchObject({ name: 'RateLimited' });
    await client.request('GET /x', {});
    expect(server.seen.map(({ url }) => url)).toEqual(['/graphql', '/x']);
  });

  test.each([200, 403])('ignores what searches say of their own limit (%i)', async (status) => {
    const headers = {
      'x-ratelimit-limit': '30',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '4000000000',
      'x-ratelimit-resource': 'search',
    };
    const server = await loopback((request, response) => {
      if (request.url.startsWith('/search')) sendJson(response, status, {}, headers);
      else sendJson(response, 200, {});
    });
    const client = limited(server.url, new Limiter(new SimulatedClock()), { patience: 0 });
    await client.request('GET /search/issues', {}).catch(() => {});
    await client.request('GET /x', {});
    expect(server.seen).toHaveLength(2);
  });

  test('stops waiting when aborted', async () => {
    const server = await loopback((_, response) => sendJson(response, 429, {}));
    const limiter = new Limiter(new SimulatedClock());
    await expect(limited(server.url, limiter).request('GET /x', {})).rejects.toMatchObject({ name: 'RateLimited' });
    const client = limited(server.url, limiter, { signal: AbortSignal.timeout(20) });
    await expect(client.request('GET /x', {})).rejects.toMatchObject({ name: 'Unreachable' });
    expect(server.seen).toHaveLength(1);
  });
});
