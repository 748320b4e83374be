import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createFetch, FETCH_LIMITS, FetchError } from '#github/transport/fetch.ts';
import { loopback, sendJson } from './loopback.ts';

const SHORT = { ...FETCH_LIMITS, headersTimeout: 100, totalTimeout: 200 };
const noProxy = {};

describe('fetch over node:http', () => {
  test('sends method, headers and body, and reads status, headers and body', async () => {
    const server = await loopback((_, response) => sendJson(response, 201, { ok: 'ø' }, { 'x-some': 'a' }));
    const answer = await createFetch(FETCH_LIMITS, noProxy)(`${server.url}/x?y=1`, {
      method: 'POST',
      headers: { Authorization: 'token t', 'Content-Type': 'application/json' },
      body: '{"æ":1}',
    });
    expect(server.seen).toMatchObject([{ method: 'POST', url: '/x?y=1', body: '{"æ":1}' }]);
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: 'token t',
      'accept-encoding': 'gzip',
      'content-length': '8',
    });
    expect(answer).toMatchObject({ ok: true, status: 201, statusText: 'Created', url: `${server.url}/x?y=1` });
    expect(answer.headers.get('X-Some')).toBe('a');
    expect(answer.headers.get('x-none')).toBeNull();
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-some': 'a' });
    expect(await answer.json()).toEqual({ ok: 'ø' });
    expect(await answer.text()).toBe('{"ok":"ø"}');
    expect(new TextDecoder().decode(await answer.arrayBuffer())).toBe('{"ok":"ø"}');
  });

  test('inflates gzip', async () => {
    const server = await loopback((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)));
    });
    expect(await (await createFetch(FETCH_LIMITS, noProxy)(server.url)).text()).toBe('x'.repeat(100_000));
  });

  test('reads an answer without a body that claims gzip', async () => {
    const server = await loopback((_, response) => void response.writeHead(204, { 'content-encoding': 'gzip' }).end());
    expect((await createFetch(FETCH_LIMITS, noProxy)(server.url)).status).toBe(204);
  });

  test('keeps the connection', async () => {
    let connections = 0;
    const server = await loopback(
      (_, response) => sendJson(response, 200, {}),
      (it) => it.on('connection', () => connections++),
    );
    const fetch = createFetch(FETCH_LIMITS, noProxy);
    await fetch(server.url);
    await fetch(server.url);
    expect(connections).toBe(1);
  });

  test.each([
    ['GET', 301],
    ['GET', 302],
    ['HEAD', 301],
    ['GET', 307],
    ['GET', 308],
    ['POST', 307],
    ['PATCH', 308],
  ])('follows a redirect of %s by %i with the same method, body and token', async (method, status) => {
    const server = await loopback((request, response) => {
      if (request.url === '/old') response.writeHead(status, { location: '/new' }).end('moved');
      else sendJson(response, 200, {});
    });
    const body = method === 'POST' || method === 'PATCH' ? 'b' : undefined;
    const headers = { authorization: 'token t' };
    const answer = await createFetch(FETCH_LIMITS, noProxy)(`${server.url}/old`, { method, headers, body });
    expect(answer).toMatchObject({ status: 200, url: `${server.url}/new` });
    expect(server.seen[1]).toMatchObject({ method, url: '/new', body: body ?? '', headers });
  });

  test.each([301, 302, 303])('does not follow a redirect of a write by %i', async (status) => {
    const server = await loopback((_, response) => void response.writeHead(status, { location: '/new' }).end());
    expect((await createFetch(FETCH_LIMITS, noProxy)(server.url, { method: 'POST', body: 'b' })).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  test('keeps the token from another server', async () => {
    const other = await loopback((_, response) => sendJson(response, 200, {}));
    const server = await loopback((_, response) => void response.writeHead(302, { location: `${other.url}/x` }).end());
    await createFetch(FETCH_LIMITS, noProxy)(server.url, { headers: { Authorization: 'token t', accept: 'a' } });
    expect(other.seen[0]?.headers).toMatchObject({ accept: 'a' });
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('gives up after five redirects', async () => {
    const server = await loopback((_, response) => void response.writeHead(301, { location: '/again' }).end());
    await expect(createFetch(FETCH_LIMITS, noProxy)(server.url)).rejects.toThrow(/redirected more than 5 times/);
    expect(server.seen).toHaveLength(6);
  });

  test.each(['ftp://127.0.0.1/', 'http://[', 'file:///etc/hosts'])('refuses a redirect to %s', async (location) => {
    const server = await loopback((_, response) => void response.writeHead(302, { location }).end());
    await expect(createFetch(FETCH_LIMITS, noProxy)(server.url)).rejects.toThrow(FetchError);
  });

  test('fails when the connection is reset in the body', async () => {
    const server = await loopback((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    });
    await expect(createFetch(FETCH_LIMITS, noProxy)(server.url)).rejects.toThrow(FetchError);
  });

  test('fails when a chunked body ends early', async () => {
    const server = await loopback((_, response) => {
      response.writeHead(200).write('half');
      setTimeout(() => response.socket?.end(), 20);
    });
    await expect(createFetch(FETCH_LIMITS, noProxy)(server.url)).rejects.toThrow('The answer broke off.');
  });

  test('fails when gzip breaks off', async () => {
    const server = await loopback((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1000)).subarray(0, 20));
    });
    await expect(createFetch(FETCH_LIMITS, noProxy)(server.url)).rejects.toThrow(/could not be inflated/);
  });

  test('fails when nobody listens, with the reason of Node', async () => {
    const server = await loopback(() => {});
    server.server.close();
    const failure = await createFetch(FETCH_LIMITS, noProxy)(server.url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FetchError);
    expect(failure).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('fails when the headers do not come in time', async () => {
    const server = await loopback(() => {});
    await expect(createFetch(SHORT, noProxy)(server.url)).rejects.toThrow('No answer within 100 ms.');
  });

  test('fails when the body does not end in time', async () => {
    const server = await loopback((_, response) => {
      response.writeHead(200).write('slow');
    });
    await expect(createFetch(SHORT, noProxy)(server.url)).rejects.toThrow('No whole answer within 200 ms.');
  });

  test.each([
    ['as sent', (big: Buffer) => big, {}],
    ['inflated', (big: Buffer) => gzipSync(big), { 'content-encoding': 'gzip' }],
  ])('refuses a huge body %s', async (_, encode, headers) => {
    const server = await loopback((_request, response) => {
      response.writeHead(200, headers).end(encode(Buffer.alloc(1_000_000)));
    });
    const fetch = createFetch({ ...FETCH_LIMITS, answerBytes: 999_999 }, noProxy);
    await expect(fetch(server.url)).rejects.toThrow(/999999 bytes/);
    const enough = createFetch({ ...FETCH_LIMITS, answerBytes: 1_000_000 }, noProxy);
    expect((await (await enough(server.url)).arrayBuffer()).byteLength).toBe(1_000_000);
  });

  test('stops when aborted, and does not start when aborted before', async () => {
    const aborter = new AbortController();
    const server = await loopback(() => aborter.abort());
    const fetch = createFetch(FETCH_LIMITS, noProxy);
    await expect(fetch(server.url, { signal: aborter.signal })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(fetch(server.url, { signal: aborter.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.seen).toHaveLength(1);
  });

  test('goes through a proxy, except where no_proxy says otherwise', async () => {
    const origin = await loopback((_, response) => sendJson(response, 200, {}));
    const proxy = await loopback((_, response) => sendJson(response, 200, { proxied: true }));
    const proxied = createFetch(FETCH_LIMITS, { http_proxy: proxy.url });
    expect(await (await proxied(`${origin.url}/x`)).json()).toEqual({ proxied: true });
    expect(proxy.seen[0]?.url).toBe(`${origin.url}/x`);
    const direct = createFetch(FETCH_LIMITS, { http_proxy: proxy.url, no_proxy: '127.0.0.1' });
    expect(await (await direct(`${origin.url}/x`)).json()).toEqual({});
  });

  test('asks a proxy for a tunnel to an https address', async () => {
    const tunnels: string[] = [];
    const proxy = await loopback(
      () => {},
      (server) =>
        server.on('connect', (request, socket) => {
          tunnels.push(request.url ?? '');
          socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        }),
    );
    const fetch = createFetch(FETCH_LIMITS, { https_proxy: proxy.url });
    await expect(fetch('https://github.example/x')).rejects.toThrow(FetchError);
    expect(tunnels).toEqual(['github.example:443']);
  });

  test('fails on bytes that are no HTTP', async () => {
    const server = await loopback(
      () => {},
      (it) => it.on('connection', (socket) => socket.end('SSH-2.0-nonsense\r\n')),
    );
    await expect(createFetch(FETCH_LIMITS, noProxy)(server.url)).rejects.toThrow(FetchError);
  });
});
