import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainClient } from '#github/transport/plain-client.ts';
import { costOf } from '#github/transport/request-cost.ts';
import { CLIENTS } from './clients.ts';
import { loopback, type Seen, sendJson } from './loopback.ts';

const userAgent = 'leadership-guardrails/test';
const QUERY = 'query($n: Int) { viewer { login } }';
const SHOP = { owner: 'shop', repo: 'web' };
const JSON_TYPE = 'application/json; charset=utf-8';

/** What of a request GitHub acts on. */
const essence = ({ method, url, headers, body }: Seen) => ({
  method,
  url,
  type: headers['content-type'],
  body: body === '' ? undefined : (JSON.parse(body) as unknown),
});

describe.each(CLIENTS)('%s sends', (_name, connect) => {
  test.each<[string, Record<string, unknown>, string, string, unknown]>([
    ['GET /repos/{owner}/{repo}', SHOP, 'GET', '/repos/shop/web', undefined],
    [
      'GET /repos/{owner}/{repo}/contents/{path}',
      { ...SHOP, path: '.github/leadership.yml', ref: 'a/b c#1?&=é' },
      'GET',
      '/repos/shop/web/contents/.github%2Fleadership.yml?ref=a%2Fb%20c%231%3F%26%3D%C3%A9',
      undefined,
    ],
    [
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      { ...SHOP, pull_number: 7, per_page: 100, page: 1, nothing: undefined },
      'GET',
      '/repos/shop/web/pulls/7/files?per_page=100&page=1',
      undefined,
    ],
    [
      'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      { ...SHOP, issue_number: 1, labels: ['tech-debt', 'ø'] },
      'POST',
      '/repos/shop/web/issues/1/labels',
      { labels: ['tech-debt', 'ø'] },
    ],
    [
      'POST /repos/{owner}/{repo}/check-runs',
      { ...SHOP, name: 'leadership', output: { title: 'a', text: undefined, list: [{ n: null }] }, actions: [] },
      'POST',
      '/repos/shop/web/check-runs',
      { name: 'leadership', output: { title: 'a', list: [{ n: null }] }, actions: [] },
    ],
    [
      'PATCH /repos/{owner}/{repo}/labels/{name}',
      { ...SHOP, name: 'tech debt/50% (!) *', color: 'ffffff' },
      'PATCH',
      '/repos/shop/web/labels/tech%20debt%2F50%25%20%28%21%29%20%2A',
      { color: 'ffffff' },
    ],
    [
      'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
      { ...SHOP, issue_number: 1, name: '🏷️:{x}' },
      'DELETE',
      '/repos/shop/web/issues/1/labels/%F0%9F%8F%B7%EF%B8%8F%3A%7Bx%7D',
      undefined,
    ],
    ['DELETE /x/{y}', { y: 'z', why: 'w' }, 'DELETE', '/x/z', { why: 'w' }],
    ['POST /x', {}, 'POST', '/x', undefined],
    ['POST /x', { nothing: undefined }, 'POST', '/x', undefined],
    ['PUT /x', {}, 'PUT', '/x', undefined],
  ])('%s with %j', async (route, parameters, method, url, body) => {
    const server = await loopback((_, response) => sendJson(response, 200, {}));
    await connect({ baseUrl: server.url, userAgent, token: 't' }).request(route, parameters);
    const type = body === undefined ? undefined : JSON_TYPE;
    expect(server.seen.map(essence)).toEqual([{ method, url, type, body }]);
  });

  test('a query as JSON', async () => {
    const server = await loopback((_, response) => sendJson(response, 200, { data: {} }));
    await connect({ baseUrl: server.url, userAgent, token: 't' }).query(QUERY, { n: 1, list: ['a'], none: null });
    const body = { query: QUERY, variables: { n: 1, list: ['a'], none: null } };
    expect(server.seen.map(essence)).toEqual([{ method: 'POST', url: '/graphql', type: JSON_TYPE, body }]);
  });

  test.each([
    ['ghp_abc', 'token ghp_abc'],
    ['token ghp_abc', 'token ghp_abc'],
    ['Bearer ghp_abc', 'token ghp_abc'],
    ['ghs_1_head.claims.signature', 'bearer ghs_1_head.claims.signature'],
  ])('the token "%s" as "%s"', async (token, authorization) => {
    const server = await loopback((_, response) => sendJson(response, 200, { data: {} }));
    const client = connect({ baseUrl: server.url, userAgent, token });
    await client.request('GET /x', {});
    await client.query(QUERY, {});
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization]);
  });

  test('who it is, what it reads, and no authorization without a token', async () => {
    const server = await loopback((_, response) => sendJson(response, 200, { data: {} }));
    const client = connect({ baseUrl: server.url, userAgent });
    await client.request('GET /x', {});
    await client.query(QUERY, {});
    for (const { headers } of server.seen) {
      expect(headers).toMatchObject({ accept: 'application/vnd.github.v3+json', 'accept-encoding': 'gzip' });
      expect(headers['user-agent']).toMatch(/^leadership-guardrails\/test .*Node\.js\/\d+/);
      expect(headers).not.toHaveProperty('authorization');
    }
  });

  test('nothing but what was asked where an answer is redirected for good', async () => {
    const server = await loopback((request, response) => {
      if (request.url === '/old') response.writeHead(308, { location: '/new' }).end();
      else sendJson(response, 200, { at: request.url });
    });
    const client = connect({ baseUrl: server.url, userAgent, token: 't' });
    expect(await client.request('PATCH /old', { a: 1 })).toEqual({ at: '/new' });
    expect(server.seen.map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', '{"a":1}'],
      ['PATCH', '{"a":1}'],
    ]);
  });

  test('to the limiter what each call costs', async () => {
    const server = await loopback((_, response) => sendJson(response, 200, { data: {} }));
    const costs: object[] = [];
    const client = connect(
      {
        baseUrl: `${server.url}/api/v3`,
        userAgent,
        limits: async (send, options) => {
          costs.push({ ...costOf(options), priority: Reflect.get(options.request ?? {}, 'priority') });
          return send(options);
        },
      },
      { request: { priority: 'sweep' } },
    );
    await client.query(QUERY, {});
    await client.query('mutation { a }', {});
    await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { ...SHOP, issue_number: 1 });
    await client.request('GET /repos/{owner}/{repo}', { owner: 'shop', repo: 'graphql' });
    expect(costs).toEqual([
      { pool: 'graphql', points: 1, priority: 'sweep' },
      { pool: 'graphql', points: 5, priority: 'sweep' },
      { pool: 'rest', points: 5, isContent: true, priority: 'sweep' },
      { pool: 'rest', points: 1, isContent: false, priority: 'sweep' },
    ]);
  });
});

describe.each(CLIENTS)('%s reads', (_name, connect) => {
  test.each<[string, number, string, Record<string, string>, unknown]>([
    ['JSON without a charset', 200, '{"a":1}', { 'content-type': 'application/json' }, { a: 1 }],
    ['JSON in capitals', 200, '{"a":1}', { 'content-type': 'Application/JSON ; Charset=UTF-8' }, { a: 1 }],
    ['JSON of a null', 200, 'null', { 'content-type': JSON_TYPE }, null],
    ['JSON of something else', 200, '{"a":1}', { 'content-type': 'text/json' }, '{"a":1}'],
    ['text of no type', 200, '{"a":1}', {}, '{"a":1}'],
    ['nothing of no type', 202, '', {}, ''],
    ['204', 204, '', { 'content-type': JSON_TYPE }, ''],
    ['205', 205, '', {}, ''],
  ])('%s', async (_, status, body, headers, expected) => {
    const server = await loopback((_request, response) => void response.writeHead(status, headers).end(body));
    expect(await connect({ baseUrl: server.url, userAgent }).request('GET /x', {})).toEqual(expected);
  });

  test.each<[string, number, string, Record<string, string>, object]>([
    ['no JSON at all', 200, '', { 'content-type': JSON_TYPE }, { name: 'Unreachable' }],
    ['a string', 200, '"a"', { 'content-type': JSON_TYPE }, { name: 'Unreachable' }],
    [
      'a page of an error',
      404,
      '<html>',
      { 'content-type': 'text/html' },
      { name: 'NotFound', message: 'GitHub answered GET /x with 404.' },
    ],
    [
      'an error of no JSON',
      422,
      '{"message":',
      { 'content-type': JSON_TYPE },
      { name: 'Rejected', message: 'GitHub answered GET /x with 422.' },
    ],
    [
      'an error in words',
      422,
      '{"message":"No"}',
      { 'content-type': JSON_TYPE },
      { name: 'Rejected', message: 'GitHub answered GET /x with 422: No' },
    ],
    ['304', 304, '', {}, { name: 'Rejected' }],
    ['a redirect to nowhere', 302, '', {}, { name: 'Rejected', message: 'GitHub redirected GET /x (302).' }],
    ['a redirect to no address', 302, '', { location: 'ftp://x' }, { name: 'Unreachable' }],
  ])('%s as a failure', async (_, status, body, headers, expected) => {
    const server = await loopback((_request, response) => void response.writeHead(status, headers).end(body));
    const call = connect({ baseUrl: server.url, userAgent }).request('GET /x', {});
    await expect(call).rejects.toMatchObject(expected);
  });

  test.each<[string, object, unknown, unknown]>([
    ['data with errors that are none', { data: { a: 1 }, errors: [] }, { a: 1 }, []],
    ['data with null for errors', { data: { a: 1 }, errors: null }, { a: 1 }, []],
    ['no data and no errors', { data: null }, null, []],
    [
      'an error without words',
      { data: { a: 1 }, errors: [{}] },
      { a: 1 },
      [{ type: 'UNKNOWN', path: [], message: '' }],
    ],
  ])('%s of a query', async (_, body, data, errors) => {
    const server = await loopback((_request, response) => sendJson(response, 200, body));
    expect(await connect({ baseUrl: server.url, userAgent }).query(QUERY, {})).toEqual({ data, errors });
  });

  test('a redirect of a query as no answer', async () => {
    const server = await loopback((_request, response) => void response.writeHead(301, { location: '/x' }).end());
    await expect(connect({ baseUrl: server.url, userAgent }).query(QUERY, {})).rejects.toMatchObject({
      name: 'Unreachable',
    });
    expect(server.seen).toHaveLength(1);
  });
});

test('both clients send the same for any parameters', async () => {
  const server = await loopback((_, response) => sendJson(response, 200, {}));
  const clients = CLIENTS.map(([, connect]) => connect({ baseUrl: server.url, userAgent }));
  const word = fc.string({ unit: 'binary', minLength: 1 }).filter((it) => it.isWellFormed() && !/^\.{1,2}$/.test(it));
  const value = fc.oneof(word, fc.constant(''), fc.integer(), fc.boolean(), fc.constant(undefined));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      fc.record({ owner: word, name: word, first: value, second: value }),
      fc.jsonValue(),
      async (method, parameters, json) => {
        server.seen.length = 0;
        const all = method === 'GET' ? parameters : { ...parameters, json };
        for (const client of clients) await client.request(`${method} /of/{owner}/labels/{name}`, all);
        const [plain, octokit] = server.seen.map(essence);
        // What a query need not escape, a path does; both mean the same.
        const query = (seen = '') => [...new URL(seen, server.url).searchParams];
        expect(query(plain?.url)).toEqual(query(octokit?.url));
        expect({ ...plain, url: plain?.url.split('?')[0] }).toEqual({ ...octokit, url: octokit?.url.split('?')[0] });
      },
    ),
    { numRuns: 150 },
  );
});

describe('where the plain client is stricter than Octokit', () => {
  test.each([
    ['missing', {}],
    ['empty', { name: '' }],
    ['a dot', { name: '.' }],
    ['two dots', { name: '..' }],
  ])('a part of the path that is %s is a mistake of ours, not another address', async (_, parameters) => {
    const server = await loopback((_request, response) => sendJson(response, 200, {}));
    const client = plainClient({ baseUrl: server.url, userAgent });
    const call = client.request('DELETE /repos/{owner}/{repo}/labels/{name}', { ...SHOP, ...parameters });
    await expect(call).rejects.toMatchObject({ name: 'Error', message: expect.stringContaining('for its name') });
    expect(server.seen).toEqual([]);
  });

  test.each([
    ['null', 'null'],
    ['errors that are no list', '{"errors":{"message":"x"}}'],
    ['a number', '1'],
  ])('%s in answer to a query is a GitHub that did not answer', async (_, body) => {
    const server = await loopback((_request, response) => {
      response.writeHead(200, { 'content-type': JSON_TYPE }).end(body);
    });
    const client = plainClient({ baseUrl: server.url, userAgent });
    await expect(client.query(QUERY, {})).rejects.toMatchObject({ name: 'Unreachable' });
  });

  test('variables may have any name', async () => {
    const server = await loopback((_, response) => sendJson(response, 200, { data: {} }));
    const variables = { query: 'a', url: 'b', headers: { c: 'd' } };
    await plainClient({ baseUrl: server.url, userAgent }).query(QUERY, variables);
    expect(essence(server.seen[0] as Seen).body).toEqual({ query: QUERY, variables });
  });
});

test.each<[string, string]>([
  ['that is no address', 'nowhere'],
  ['with a token that is no header', 'http://127.0.0.1:9'],
])('a plain client %s fails as one that gets no answer', async (_, baseUrl) => {
  const client = plainClient({ baseUrl, userAgent, token: 'a\nb' });
  for (const call of [client.request('GET /x', {}), client.query(QUERY, {})]) {
    await expect(call).rejects.toMatchObject({ name: 'Unreachable', message: expect.not.stringContaining('a\nb') });
  }
});
