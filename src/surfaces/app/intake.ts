/**
 * The front that GitHub talks to. Whatever can be refused is refused before the body is read; the body is counted while
 * it comes; a delivery is answered before its work. What an answer says is constant: details are for the log alone.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhooks } from '@octokit/webhooks';
import type { DeliveryLog } from './delivery-log.ts';
import type { Log } from './log.ts';
import type { Payload } from './payload.ts';
import { isHandled } from './triggers.ts';

export const WEBHOOK_PATH = '/api/github/webhooks';
/** GitHub sends no larger payload (github/docs, "Webhook events and payloads", "Payload cap"). */
const MAX_BODY_BYTES = 25 * 1024 * 1024;
/** Bodies of all connections together that may be in memory. */
const MAX_BUFFERED_BYTES = 100 * 1024 * 1024;
const MAX_CONNECTIONS = 512;
/** GitHub itself gives up after 10 s. */
const BODY_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5_000;
/** For which the rest of a refused body is still taken from the wire. */
const LINGER_MS = 2_000;

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly payload: Payload;
}

export interface IntakeParts {
  readonly secrets: readonly [string, ...string[]];
  readonly deliveries: DeliveryLog;
  /** Takes over a delivery; must not wait for the work. */
  readonly receive: (delivery: Delivery) => Promise<void>;
  readonly log: Log;
  readonly isReady: () => boolean;
  readonly bodyTimeoutMs?: number;
}

/** Why a request goes no further. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

export interface Intake {
  readonly server: Server;
  /** Takes no delivery any more; probes are still answered. */
  readonly close: () => void;
}

export function createIntake(parts: IntakeParts): Intake {
  const { log, isReady } = parts;
  const buffered = { bytes: 0 };
  const verifiers = parts.secrets.map((secret) => new Webhooks({ secret }));
  let isOpen = true;

  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/livez') return answer(response, 200, 'ok');
    if (path === '/readyz') return answer(response, isOpen && isReady() ? 200 : 503, isOpen && isReady() ? 'ok' : 'no');
    void take(request, path ?? '', isOpen ? { ...parts, verifiers } : null, buffered).then(
      (status) => answer(response, status, 'ok'),
      (error: unknown) => {
        const { status, message } = error instanceof Refusal ? error : new Refusal(500, 'defect');
        const delivery = idOf(request);
        if (status === 500)
          log('error', 'defect', { error: error instanceof Error ? error.name : 'unknown', delivery });
        else log('warn', 'delivery-refused', { status, why: message, delivery });
        answer(response, status, 'refused', request);
      },
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = 3 * BODY_TIMEOUT_MS;
  return {
    server,
    close: () => {
      isOpen = false;
      server.close();
      server.closeIdleConnections();
    },
  };
}

/** The status to answer with; throws a `Refusal`. */
async function take(
  request: IncomingMessage,
  path: string,
  parts: (IntakeParts & { readonly verifiers: readonly Webhooks[] }) | null,
  buffered: { bytes: number },
): Promise<number> {
  if (path !== WEBHOOK_PATH) throw new Refusal(404, 'no such path');
  if (request.method !== 'POST') throw new Refusal(405, 'no POST');
  if (parts === null) throw new Refusal(503, 'shutting down');
  const { id, event, signature } = headersOf(request);
  const body = await bodyOf(request, buffered, parts.bodyTimeoutMs ?? BODY_TIMEOUT_MS);
  const text = body.toString('utf8');
  if (text === '') throw new Refusal(401, 'no body');
  await checkSignature(text, signature, parts, id);

  const payload = payloadIn(text);
  if (!isOurBusiness(event, payload)) return 202;
  if (!parts.deliveries.admit(id)) {
    parts.log('info', 'delivery-repeated', { delivery: id, event });
    return 202;
  }
  // After the answer: GitHub waits 10 s, and what we were told is safe with GitHub anyway.
  setImmediate(() => {
    parts.receive({ id, event, payload }).catch((error: unknown) => {
      parts.deliveries.failed(id);
      parts.log('error', 'defect', { delivery: id, event, error: error instanceof Error ? error.name : 'unknown' });
    });
  });
  return 202;
}

function headersOf(request: IncomingMessage): { id: string; event: string; signature: string } {
  const { headers } = request;
  if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? '')) throw new Refusal(415, 'not JSON');
  const event = String(headers['x-github-event'] ?? '');
  if (!/^[a-z0-9_]{1,64}$/.test(event)) throw new Refusal(400, 'no event');
  const id = idOf(request);
  if (id === undefined) throw new Refusal(400, 'no delivery id');
  const signature = String(headers['x-hub-signature-256'] ?? '');
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) throw new Refusal(401, 'no signature');
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new Refusal(413, 'too large');
  return { id, event, signature };
}

function idOf({ headers }: IncomingMessage): string | undefined {
  const id = String(headers['x-github-delivery'] ?? '');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : undefined;
}

function bodyOf(request: IncomingMessage, buffered: { bytes: number }, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      buffered.bytes -= size;
      size = 0;
      request.removeAllListeners('data');
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Refusal(408, 'too slow'))), timeoutMs);
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      buffered.bytes += chunk.byteLength;
      if (size > MAX_BODY_BYTES) return end(() => reject(new Refusal(413, 'too large')));
      if (buffered.bytes > MAX_BUFFERED_BYTES) return end(() => reject(new Refusal(503, 'too much at once')));
      chunks.push(chunk);
    });
    request.on('end', () => end(() => resolve(Buffer.concat(chunks))));
    request.on('close', () => end(() => reject(new Refusal(400, 'broken off'))));
    request.on('error', () => end(() => reject(new Refusal(400, 'broken off'))));
  });
}

async function checkSignature(
  text: string,
  signature: string,
  { verifiers, log }: { readonly verifiers: readonly Webhooks[]; readonly log: Log },
  delivery: string,
): Promise<void> {
  for (const [index, verifier] of verifiers.entries()) {
    if (!(await verifier.verify(text, signature))) continue;
    if (index > 0) log('warn', 'previous-secret', { delivery });
    return;
  }
  throw new Refusal(401, 'wrong signature');
}

function payloadIn(text: string): Payload {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'no JSON');
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) throw new Refusal(400, 'no object');
  return payload as Payload;
}

function isOurBusiness(event: string, { action, installation }: Payload): boolean {
  if (typeof installation?.id !== 'number') return false;
  if (event === 'installation') return action === 'deleted' || action === 'suspend';
  return isHandled(event, action);
}

/**
 * The rest of a body that nobody wants is thrown away for a moment, since a connection that is cut while the sender still
 * sends takes the answer with it.
 */
function answer(
  response: ServerResponse,
  status: number,
  said: 'ok' | 'no' | 'refused',
  unread?: IncomingMessage,
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    ...(status === 405 && { allow: 'POST' }),
  });
  response.end(said);
  if (unread === undefined || unread.complete) return;
  unread.resume();
  const cut = setTimeout(() => unread.destroy(), LINGER_MS);
  unread.once('close', () => clearTimeout(cut));
}
