import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReceiver } from './receiver.ts';
import { jwt } from './shop.ts';

let url: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  stop = () => {
    child.kill('SIGTERM');
    return gone;
  };
  url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', () => reject(new Error('The sandbox ended before it listened.')));
  });
});
afterEach(() => stop());

async function send(method: string, path: string, body?: unknown, token?: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
}

const act = (operation: string, ...args: unknown[]) => send('POST', `/_sandbox/do/${operation}`, { with: args });

test('a whole story over HTTP: seed, author, maintainer, webhooks, tape, clock and faults', async () => {
  const hook = await openReceiver();
  await act('createOrganization', 'shop');
  await act('createRepository', { owner: 'shop', name: 'web', files: { 'README.md': 'x' } });
  const app = await send('POST', '/_sandbox/apps', {
    name: 'Guard',
    permissions: { checks: 'write', pull_requests: 'read', issues: 'read' },
    events: ['pull_request'],
    webhookUrl: hook.url,
    webhookSecret: 's',
  });
  const installation = await act('installApp', app['id'], 'shop');
  expect(
    await send('POST', `/app/installations/${String(installation['id'])}/access_tokens`, {}, jwt(app as never)),
  ).toMatchObject({ token: expect.stringMatching(/^ghs_/) });
  await act('createUser', 'ann');
  await act('setPermission', 'shop/web', 'ann', 'write');
  const { token } = await send('POST', '/_sandbox/tokens', { user: 'ann' });
  const as = String(token);
  await act('createIssue', { repo: 'shop/web', title: 'Grow', labels: ['objective'] });
  await send('PUT', '/repos/shop/web/contents/a.ts', { message: 'Add a', content: 'YQ==', branch: 'topic' }, as);
  expect(await send('POST', '/repos/shop/web/pulls', { title: 'A', head: 'topic', base: 'main' }, as)).toMatchObject({
    number: 2,
    user: { login: 'ann' },
    changed_files: 1,
  });
  await send('PATCH', '/repos/shop/web/pulls/2', { body: 'Closes #1' }, as);
  await act('linkInSidebar', 'shop/web#2', 'shop/web#1');
  await send('POST', '/_sandbox/settle');
  expect(hook.received.map(({ event }) => event)).toEqual([
    'installation.created',
    'pull_request.opened',
    'pull_request.edited',
  ]);
  expect(await send('POST', '/_sandbox/clock', { set: '2026-07-01T00:00:00Z' })).toEqual({
    now: '2026-07-01T00:00:00.000Z',
  });
  await send('POST', '/_sandbox/faults/request', {
    route: '*',
    effect: { kind: 'status', status: 503, when: 'before' },
  });
  expect(await send('GET', '/repos/shop/web', undefined, as)).toMatchObject({ status: '503' });
  expect(await send('GET', '/_sandbox/tape')).toMatchObject({ tokens: 1, writes: 3, reads: 1 });
  expect(await act('noSuchThing')).toMatchObject({
    message: expect.stringMatching(/There is no operation noSuchThing/),
  });
  expect(await act('merge', 'shop/web#99')).toMatchObject({ message: 'shop/web#99 does not exist in the sandbox.' });
  await hook.close();
});
