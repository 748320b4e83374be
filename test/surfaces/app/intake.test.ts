import { createHmac, randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeliveryLog } from '#surfaces/app/delivery-log.ts';
import { createIntake, type Delivery } from '#surfaces/app/intake.ts';
import { WEBHOOK_EXAMPLES } from './support/webhook-examples.ts';

const SECRET = 'current secret, long enough to count';
const PREVIOUS = 'previous secret, long enough to count';
const received: Delivery[] = [];
const logged: { level: string; happening: string }[] = [];
let failNext = false;
let isReady = true;

const deliveries = new DeliveryLog();
const intake = createIntake({
  secrets: [SECRET, PREVIOUS],
  deliveries,
  receive: async (delivery) => {
    received.push(delivery);
    if (!failNext) return;
    failNext = false;
    throw new Error('secret detail');
  },
  log: (level, happening) => logged.push({ level, happening }),
  isReady: () => isReady,
  bodyTimeoutMs: 200,
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => intake.server.listen(0, '127.0.0.1', resolve));
  ({ port } = intake.server.address() as AddressInfo);
});
afterAll(() => {
  intake.server.closeAllConnections();
  intake.server.close();
});

interface Sent {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly method?: string;
  readonly path?: string;
  readonly secret?: string;
  /** Leave the request open after its headers and this much of the body. */
  readonly stopAfter?: number;
}

const PULL_REQUEST = JSON.stringify({ action: 'opened', installation: { id: 7 } });

function sign(body: string | Buffer, secret = SECRET, hash = 'sha256'): string {
  return `${hash}=${createHmac(hash, secret).update(body).digest('hex')}`;
}

function send({
  body = PULL_REQUEST,
  headers = {},
  method = 'POST',
  path = '/api/github/webhooks',
  secret,
  stopAfter,
}: Sent = {}) {
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': sign(body, secret),
    ...headers,
  };
  const given = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers: given, agent: false },
      (message: IncomingMessage) => {
        let text = '';
        message.on('data', (chunk: Buffer) => (text += chunk.toString()));
        message.on('end', () => resolve({ status: message.statusCode ?? 0, body: text }));
      },
    );
    outgoing.on('error', reject);
    if (stopAfter !== undefined) outgoing.write(Buffer.from(body).subarray(0, stopAfter));
    else outgoing.end(method === 'POST' ? body : undefined);
  });
}

const status = async (sent: Sent) => (await send(sent)).status;

test('a signed delivery is handed over after the answer', async () => {
  const id = randomUUID();
  const before = received.length;
  expect(await send({ headers: { 'x-github-delivery': id } })).toEqual({ status: 202, body: 'ok' });
  await expect.poll(() => received.length).toBe(before + 1);
  expect(received.at(-1)).toEqual({ id, event: 'pull_request', payload: JSON.parse(PULL_REQUEST) });
});

test('while a secret is replaced the previous one counts, and the log says so', async () => {
  expect(await status({ secret: PREVIOUS })).toBe(202);
  expect(logged).toContainEqual({ level: 'warn', happening: 'previous-secret' });
});

describe('refused, with the same words for everybody and no work', () => {
  const good = sign(PULL_REQUEST);
  test.each<[string, number, Sent]>([
    ['another path', 404, { path: '/' }],
    ['no POST', 405, { method: 'GET' }],
    ['no JSON type', 415, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['no event', 400, { headers: { 'x-github-event': undefined } }],
    ['an event that is none', 400, { headers: { 'x-github-event': 'Pull Request' } }],
    ['no delivery id', 400, { headers: { 'x-github-delivery': undefined } }],
    ['a delivery id that is none', 400, { headers: { 'x-github-delivery': '1' } }],
    ['no signature', 401, { headers: { 'x-hub-signature-256': undefined } }],
    [
      'only the old signature',
      401,
      { headers: { 'x-hub-signature-256': undefined, 'x-hub-signature': sign(PULL_REQUEST, SECRET, 'sha1') } },
    ],
    [
      'the old signature in the new place',
      401,
      { headers: { 'x-hub-signature-256': sign(PULL_REQUEST, SECRET, 'sha1') } },
    ],
    ['a cut signature', 401, { headers: { 'x-hub-signature-256': good.slice(0, -1) } }],
    ['a longer signature', 401, { headers: { 'x-hub-signature-256': `${good}0` } }],
    ['another secret', 401, { secret: 'development' }],
    ['another body', 401, { headers: { 'x-hub-signature-256': sign('{}') } }],
    ['an empty body', 401, { body: '' }],
    ['text that is not UTF-8', 401, { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
    ['no JSON', 400, { body: '{' }],
    ['no object', 400, { body: '[]' }],
    ['null', 400, { body: 'null' }],
    ['a body said to be too large', 413, { headers: { 'content-length': String(26 * 1024 * 1024) }, stopAfter: 10 }],
    ['a body that does not come', 408, { headers: { 'content-length': '100' }, stopAfter: 10 }],
  ])('%s: %i', async (_, expected, sent) => {
    const before = received.length;
    expect(await send(sent)).toEqual({ status: expected, body: 'refused' });
    expect(received).toHaveLength(before);
  });
});

test('a body without a length is counted as it comes: 26 MB are refused, and little of it is kept', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const body = Buffer.alloc(26 * 1024 * 1024, 'x');
  const held = process.memoryUsage().arrayBuffers - before;
  const headers = { 'transfer-encoding': 'chunked', 'x-hub-signature-256': sign('x') };
  const refused = await status({ body, headers }).catch(() => 'broken off');
  expect([413, 'broken off']).toContain(refused);
  expect(process.memoryUsage().arrayBuffers - before - held).toBeLessThan(60 * 1024 * 1024);
  expect(await status({})).toBe(202);
});

test.each<[string, Record<string, unknown>, string]>([
  ['an event that we do not know', { action: 'x', installation: { id: 7 } }, 'no_such_event'],
  ['an action that we do not know', { action: 'x', installation: { id: 7 } }, 'pull_request'],
  ['no installation', { action: 'opened' }, 'pull_request'],
  ['a ping', { zen: 'Keep it logically awesome.' }, 'ping'],
])('%s: taken and ignored', async (_, payload, event) => {
  const before = received.length;
  expect(await status({ body: JSON.stringify(payload), headers: { 'x-github-event': event } })).toBe(202);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(received).toHaveLength(before);
});

test('each official example is taken, with and without an installation', async () => {
  for (const { name, examples } of WEBHOOK_EXAMPLES) {
    for (const example of examples) {
      for (const payload of [example, { ...example, installation: { id: 7 } }]) {
        expect(await status({ body: JSON.stringify(payload), headers: { 'x-github-event': name } })).toBe(202);
      }
    }
  }
  expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
}, 60_000);

describe('the same delivery again', () => {
  const again = async (headers: Record<string, string>) => {
    const before = received.length;
    expect(await status({ headers })).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return received.length - before;
  };

  test('is one execution, side by side and one after the other', async () => {
    const headers = { 'x-github-delivery': randomUUID() };
    const before = received.length;
    await Promise.all([status({ headers }), status({ headers }), status({ headers })]);
    await expect.poll(() => received.length).toBe(before + 1);
    expect(await again(headers)).toBe(0);
  });

  test('runs once more when it failed, at once or in its work later', async () => {
    const headers = { 'x-github-delivery': randomUUID() };
    failNext = true;
    expect(await again(headers)).toBe(1);
    expect(await again(headers)).toBe(1);
    expect(await again(headers)).toBe(0);
    deliveries.failed(headers['x-github-delivery']);
    expect(await again(headers)).toBe(1);
  });

  test('an unsigned one does not keep out the real one', async () => {
    const headers = { 'x-github-delivery': randomUUID() };
    expect(await status({ headers, secret: 'development' })).toBe(401);
    expect(await again(headers)).toBe(1);
  });
});

test('probes: alive always, ready as long as we take deliveries', async () => {
  const probe = (path: string) => send({ method: 'GET', path });
  expect(await probe('/livez')).toEqual({ status: 200, body: 'ok' });
  expect(await probe('/readyz')).toEqual({ status: 200, body: 'ok' });
  isReady = false;
  expect(await probe('/readyz')).toEqual({ status: 503, body: 'no' });
  expect((await probe('/livez')).status).toBe(200);
  isReady = true;
});
