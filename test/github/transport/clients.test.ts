import { describe, expect, test } from 'vitest';
import type { GitHubError } from '#github/errors.ts';
import { clientOf } from '#github/transport/client-of.ts';
import { CLIENTS, octokitFor } from './clients.ts';
import { loopback, sendJson } from './loopback.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const epoch = (seconds: number) => String(NOW / 1000 + seconds);
const CORE_PAGE = 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api';

async function failureOf(promise: Promise<unknown>): Promise<GitHubError> {
  return promise.then(
    (value) => Promise.reject(new Error(`Expected a failure, got ${JSON.stringify(value)}`)),
    (error: GitHubError) => error,
  );
}

function causesOf(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

describe.each(CLIENTS)('%s:', (_name, connect) => {
  async function clientAnswering(status: number, body: unknown, headers: Record<string, string> = {}) {
    const server = await loopback((_, response) => {
      response.sendDate = false;
      if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
      else sendJson(response, status, body, headers);
    });
    return { client: connect({ baseUrl: server.url, userAgent: 'test' }, { now: () => NOW }), server };
  }

  describe('a request that GitHub refuses', () => {
    test.each<[string, number, Record<string, string>, unknown, object]>([
      ['401', 401, {}, {}, { name: 'Unauthorized' }],
      [
        '403 that names a permission',
        403,
        { 'x-accepted-github-permissions': 'checks=write' },
        {},
        { name: 'Forbidden', missing: 'checks=write' },
      ],
      ['403 that names none', 403, { 'x-ratelimit-remaining': '12' }, {}, { name: 'Forbidden', missing: null }],
      ['403 whose message speaks of a limit', 403, {}, { message: 'API rate limit exceeded' }, { name: 'Forbidden' }],
      [
        '403 with retry-after',
        403,
        { 'retry-after': '30', 'x-accepted-github-permissions': 'checks=write' },
        {},
        { name: 'RateLimited', retryAfter: 30 },
      ],
      ['429 with retry-after', 429, { 'retry-after': '7' }, {}, { name: 'RateLimited', retryAfter: 7 }],
      ['429 with retry-after of 0', 429, { 'retry-after': '0' }, {}, { name: 'RateLimited', retryAfter: 1 }],
      [
        '429 with retry-after as a date',
        429,
        { 'retry-after': new Date(NOW + 90_000).toUTCString() },
        {},
        { name: 'RateLimited', retryAfter: 90 },
      ],
      ['429 that says nothing', 429, {}, {}, { name: 'RateLimited', retryAfter: 60 }],
      [
        '403 with no points left',
        403,
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(1800) },
        {},
        { name: 'RateLimited', retryAfter: 1800 },
      ],
      [
        '403 with no points left by GitHub’s clock',
        403,
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(1800), date: new Date(NOW + 600_000).toUTCString() },
        {},
        { name: 'RateLimited', retryAfter: 1200 },
      ],
      [
        '403 with no points left, reset in the past',
        403,
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(-5) },
        {},
        { name: 'RateLimited', retryAfter: 1 },
      ],
      [
        '403 that points to secondary limits',
        403,
        { 'x-ratelimit-remaining': '4000' },
        { documentation_url: `${CORE_PAGE}#about-secondary-rate-limits` },
        { name: 'RateLimited', retryAfter: 60 },
      ],
      ['404', 404, {}, { message: 'Not Found' }, { name: 'NotFound' }],
      ['410', 410, {}, {}, { name: 'NotFound' }],
      ['451', 451, {}, {}, { name: 'NotFound' }],
      ['400', 400, {}, {}, { name: 'Rejected' }],
      ['409', 409, {}, {}, { name: 'Rejected' }],
      [
        '422',
        422,
        {},
        { message: 'Validation Failed' },
        { name: 'Rejected', message: 'GitHub answered PATCH /x/{y} with 422: Validation Failed' },
      ],
      ['408', 408, {}, {}, { name: 'Unreachable' }],
      ['500', 500, {}, 'oops', { name: 'Unreachable' }],
      ['502', 502, {}, '<html>', { name: 'Unreachable' }],
      ['503 with retry-after', 503, { 'retry-after': '5' }, {}, { name: 'Unreachable' }],
      ['302 of a write', 302, { location: '/elsewhere' }, '', { name: 'Rejected' }],
    ])('%s', async (_, status, headers, body, expected) => {
      const { client, server } = await clientAnswering(status, body, headers);
      const failure = await failureOf(client.request('PATCH /x/{y}', { y: 'z' }));
      expect(failure).toMatchObject(expected);
      expect(server.seen).toHaveLength(1);
    });

    test('keeps the token out of what it throws', async () => {
      const server = await loopback((_, response) => sendJson(response, 404, {}));
      const client = connect({ token: 'tok-en', baseUrl: server.url, userAgent: 'test' });
      const failure = await failureOf(client.request('GET /x', {}));
      expect(server.seen[0]?.headers.authorization).toBe('token tok-en');
      expect(JSON.stringify([failure, failure.cause, failure.message])).not.toContain('tok-en');
    });
  });

  describe('a GitHub that does not answer', () => {
    test('is unreachable, with the reason', async () => {
      const { client, server } = await clientAnswering(200, {});
      server.server.close();
      for (const call of [client.request('GET /x', {}), client.query('query { viewer { login } }', {})]) {
        const failure = await failureOf(call);
        expect(failure).toMatchObject({
          name: 'Unreachable',
          message: expect.stringMatching(/^No answer from GitHub to .*ECONNREFUSED/),
        });
        expect(causesOf(failure)).toContainEqual(expect.objectContaining({ code: 'ECONNREFUSED' }));
      }
    });

    test('is unreachable when the body of a 200 breaks off, instead of empty', async () => {
      const server = await loopback((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"data":');
        setTimeout(() => response.destroy(), 10);
      });
      const client = connect({ baseUrl: server.url, userAgent: 'test' });
      expect(await failureOf(client.request('GET /x', {}))).toMatchObject({ name: 'Unreachable' });
    });

    test('is unreachable when aborted', async () => {
      const server = await loopback(() => {});
      const request = { signal: AbortSignal.timeout(30) };
      const client = connect({ baseUrl: server.url, userAgent: 'test' }, { request });
      expect(await failureOf(client.request('GET /x', {}))).toMatchObject({
        name: 'Unreachable',
        cause: { name: 'AbortError' },
      });
    });
  });

  describe('a request that is answered', () => {
    test.each<[string, number, unknown, Record<string, string>, unknown]>([
      ['JSON', 200, [{ id: 1 }], {}, [{ id: 1 }]],
      ['an empty object', 202, {}, {}, {}],
      ['nothing', 204, '', {}, ''],
      [
        'text',
        200,
        'Keep it logically awesome.',
        { 'content-type': 'text/plain;charset=utf-8' },
        'Keep it logically awesome.',
      ],
      ['raw content', 200, 'a: 1', { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }, 'a: 1'],
    ])('by %s gives it', async (_, status, body, headers, expected) => {
      const { client } = await clientAnswering(status, body, headers);
      expect(await client.request('GET /x', {})).toEqual(expected);
    });

    test.each([
      ['a page', '<html>', 'text/html; charset=utf-8'],
      ['half a JSON', '{"id": 1', 'application/json; charset=utf-8'],
    ])('by %s is a GitHub that did not answer', async (_, body, type) => {
      const { client } = await clientAnswering(200, body, { 'content-type': type });
      expect(await failureOf(client.request('GET /x', {}))).toMatchObject({ name: 'Unreachable' });
    });
  });

  describe('a query', () => {
    const document = 'query($n: Int!) { repository(owner: "o", name: "r") { pullRequest(number: $n) { id } } }';

    test('gives the data', async () => {
      const { client, server } = await clientAnswering(200, { data: { repository: null } });
      expect(await client.query(document, { n: 1 })).toEqual({ data: { repository: null }, errors: [] });
      expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/graphql' });
      expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ query: document, variables: { n: 1 } });
    });

    test('gives partial data with its errors', async () => {
      const { client } = await clientAnswering(200, {
        data: { repository: { a: null, b: 1 } },
        errors: [
          {
            type: 'FORBIDDEN',
            path: ['repository', 'a', 0],
            message: 'Resource not accessible by integration',
            locations: [],
          },
        ],
      });
      expect(await client.query(document, { n: 1 })).toEqual({
        data: { repository: { a: null, b: 1 } },
        errors: [
          { type: 'FORBIDDEN', path: ['repository', 'a', 0], message: 'Resource not accessible by integration' },
        ],
      });
    });

    test('gives a document that this GitHub does not know as data', async () => {
      const error = {
        message: 'no such field',
        path: ['query'],
        extensions: { code: 'undefinedField' },
        locations: [{}],
      };
      const { client } = await clientAnswering(200, { errors: [error] });
      expect(await client.query(document, {})).toEqual({
        data: null,
        errors: [{ type: 'undefinedField', path: ['query'], message: 'no such field' }],
      });
    });

    test.each<[string, number, unknown, Record<string, string>, object]>([
      [
        'spent points',
        200,
        { errors: [{ type: 'RATE_LIMITED', message: 'm' }] },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(99) },
        { name: 'RateLimited', retryAfter: 99 },
      ],
      [
        'spent points in the newer words',
        200,
        { errors: [{ type: 'RATE_LIMIT', message: 'm' }] },
        {},
        { name: 'RateLimited', retryAfter: 60 },
      ],
      [
        'a secondary limit',
        200,
        { data: null, errors: [{ message: 'm' }] },
        { 'retry-after': '61' },
        { name: 'RateLimited', retryAfter: 61 },
      ],
      [
        'a secondary limit, 403',
        403,
        { message: 'm' },
        { 'retry-after': '61' },
        { name: 'RateLimited', retryAfter: 61 },
      ],
      [
        'a query that took too long',
        200,
        { data: null, errors: [{ message: 'Something went wrong' }] },
        {},
        { name: 'Unreachable' },
      ],
      ['a body that is not JSON', 200, '<html>', {}, { name: 'Unreachable' }],
      [
        'a body that only claims to be JSON',
        200,
        '<html>',
        { 'content-type': 'application/json' },
        { name: 'Unreachable' },
      ],
      ['JSON without data', 200, { message: 'x' }, {}, { name: 'Unreachable' }],
      ['a bad token', 401, { message: 'Bad credentials' }, {}, { name: 'Unauthorized' }],
      ['502', 502, { data: null, errors: [{ message: 'x' }] }, {}, { name: 'Unreachable' }],
    ])('fails on %s', async (_, status, body, headers, expected) => {
      const { client } = await clientAnswering(status, body, headers);
      expect(await failureOf(client.query(document, {}))).toMatchObject(expected);
    });
  });
});

test('an Octokit’s own error stays with ours, and what was given for every call reaches its hooks', async () => {
  const server = await loopback((_, response, count) => sendJson(response, count === 3 ? 404 : 200, { data: {} }));
  const octokit = octokitFor({ baseUrl: server.url, userAgent: 'test', token: 't' });
  const priorities: unknown[] = [];
  octokit.hook.before('request', (it) => {
    priorities.push(Reflect.get(it.request ?? {}, 'priority'));
  });
  const client = clientOf(octokit, { request: { priority: 'own' } });
  await client.query('query { viewer { login } }', {});
  await client.request('GET /x', {});
  expect((await failureOf(client.request('GET /x', {}))).cause).toMatchObject({ name: 'HttpError', status: 404 });
  expect(priorities).toEqual(['own', 'own', 'own']);
});
