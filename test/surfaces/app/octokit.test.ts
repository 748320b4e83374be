import { generateKeyPairSync } from 'node:crypto';
import { Probot, type ProbotOctokit } from 'probot';
import { expect, onTestFinished, test, vi } from 'vitest';
import { clientOf } from '#github/transport/client-of.ts';
import { Limiter } from '#github/transport/limiter.ts';
import { appOctokit } from '#surfaces/app/octokit.ts';
import { loopback, sendJson } from '../../github/transport/loopback.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

let installations = 100;

/** A Probot with our Octokit beside a GitHub Enterprise that answers everything but what `answer` handles. */
async function probotOn(answer: Parameters<typeof loopback>[0] = () => {}) {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('The global fetch was used.')));
  onTestFinished(() => void vi.unstubAllGlobals());
  const server = await loopback(async (request, response, count) => {
    if (request.url.endsWith('/access_tokens')) {
      const expires_at = new Date(Date.now() + 3_600_000).toISOString();
      return sendJson(response, 201, { token: 'installation-token', expires_at, permissions: { checks: 'write' } });
    }
    await answer(request, response, count);
    if (!response.writableEnded) sendJson(response, 200, { data: {} });
  });
  const probot = new Probot({
    appId: 1,
    privateKey,
    secret: 'secret-of-this-test',
    baseUrl: `${server.url}/api/v3`,
    logLevel: 'fatal',
    Octokit: appOctokit(new Limiter()),
  });
  await probot.ready();
  const seen: ProbotOctokit[] = [];
  probot.on('pull_request', (context) => void seen.push(context.octokit));
  const receive = (installation: number, name = 'pull_request', action = 'opened') =>
    probot.receive({ id: crypto.randomUUID(), name, payload: { action, installation: { id: installation } } } as never);
  return { probot, server, seen, receive, paths: () => server.seen.map(({ url }) => url) };
}

test('one installation keeps one Octokit for all its events and for the sweep, with one token', async () => {
  const { probot, server, seen, receive } = await probotOn();
  const id = installations++;
  await receive(id);
  await receive(id);
  await receive(installations++);
  const [first, second, other] = seen;
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(await probot.auth(id)).toBe(first);
  for (let i = 0; i < 3; i++) await clientOf(await probot.auth(id)).request('GET /x', {});
  expect(server.seen.map(({ url }) => url)).toEqual([
    `/api/v3/app/installations/${id}/access_tokens`,
    '/api/v3/x',
    '/api/v3/x',
    '/api/v3/x',
  ]);
  expect(server.seen[1]?.headers.authorization).toBe('token installation-token');
});

test('a kept Octokit does not name the first delivery in later requests', async () => {
  const { server, seen, receive } = await probotOn();
  await receive(installations++);
  await seen[0]?.request('GET /x');
  expect(server.seen.at(-1)?.headers['x-github-delivery']).toBeUndefined();
});

test.each(['deleted', 'suspend'])('an installation loses its Octokit by "%s"', async (action) => {
  const { probot, receive } = await probotOn();
  const id = installations++;
  probot.on('installation', () => {});
  const before = await probot.auth(id);
  await receive(id, 'installation', action);
  expect(await probot.auth(id)).not.toBe(before);
});

test('twenty queries and writes of a cold start go out at once, as far as eight at a time allow', async () => {
  const { probot, paths } = await probotOn();
  const client = clientOf(await probot.auth(installations++));
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      await client.query('query { viewer { login } }', {});
      await client.request('POST /repos/{owner}/{repo}/check-runs', { owner: 'o', repo: 'r' });
    }),
  );
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(paths().filter((path) => path.endsWith('/access_tokens'))).toHaveLength(1);
  expect(paths().filter((path) => path === '/api/graphql')).toHaveLength(20);
  expect(paths().filter((path) => path === '/api/v3/repos/o/r/check-runs')).toHaveLength(20);
});

test('a write that failed is not repeated', async () => {
  const { probot, paths } = await probotOn((_, response) => sendJson(response, 502, {}));
  const client = clientOf(await probot.auth(installations++));
  await expect(client.request('POST /x', {})).rejects.toMatchObject({ name: 'Unreachable' });
  expect(paths().filter((path) => path === '/api/v3/x')).toHaveLength(1);
});

test('a secondary limit of one installation holds up that one only', async () => {
  const { probot } = await probotOn((request, response) => {
    if (request.url === '/api/v3/limited') sendJson(response, 429, {}, { 'retry-after': '60' });
  });
  const [limited, other] = await Promise.all([probot.auth(installations++), probot.auth(installations++)]);
  const client = clientOf(limited, { request: { patience: 1_000 } });
  await expect(client.request('GET /limited', {})).rejects.toMatchObject({ name: 'RateLimited' });
  await expect(client.request('GET /x', {})).rejects.toMatchObject({ name: 'RateLimited' });
  await expect(clientOf(other).request('GET /x', {})).resolves.toBeDefined();
});
