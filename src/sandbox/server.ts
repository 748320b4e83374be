import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Caller, type Credentials, callerKey } from './auth.ts';
import { type Faults, type RequestFault, withPartial } from './faults.ts';
import { executeGraphQL } from './graphql/execute.ts';
import { type Answer, isRecord, notFound, Refusal } from './http-answer.ts';
import type { Limits } from './limits.ts';
import { findRoute } from './rest/router.ts';
import type { World } from './state/world.ts';
import type { Tape } from './tape.ts';

export interface ServerParts {
  readonly world: World;
  readonly credentials: Credentials;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly tape: Tape;
  readonly issueTypes: boolean;
  /** Answers below `/_sandbox/`. */
  readonly control: (method: string, path: string, body: Readonly<Record<string, unknown>>) => Promise<Answer>;
}

/** What one request came to, before it is written out. */
interface Outcome {
  readonly answer: Answer;
  readonly who: string;
  readonly route: string | null;
  readonly operation: string | null;
  readonly points: number;
  readonly fault: string | null;
  /** Break the connection instead of answering. */
  readonly isReset: boolean;
}

export async function listen(parts: ServerParts, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      // A defect of the sandbox must not look like a fault of GitHub's that somebody asked for.
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message: `The sandbox failed: ${String(error)}` }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world, faults, tape } = parts;
  const method = request.method ?? 'GET';
  const target = request.url ?? '/';
  const [rawPath = '/', query = ''] = target.split('?', 2);
  const body = parseBody(await readBody(request));
  if (rawPath.startsWith('/_sandbox/')) {
    write(response, await parts.control(method, rawPath.slice('/_sandbox'.length), isRecord(body) ? body : {}), {});
    return;
  }
  // GitHub Enterprise Server's prefixes.
  const path = rawPath === '/api/graphql' ? '/graphql' : rawPath.replace(/^\/api\/v3(?=\/|$)/, '') || '/';
  const outcome = await answer(parts, { method, path, query, body, authorization: request.headers.authorization });
  if (faults.latency > 0) await pause(faults.latency);
  const isGraphQL = path === '/graphql';
  const headers: Record<string, string> = parts.limits.headers(outcome.who, isGraphQL ? 'graphql' : 'core');
  const text = outcome.answer.body === null ? '' : JSON.stringify(outcome.answer.body);
  let { status } = outcome.answer;
  if (method === 'GET' && status === 200) {
    headers.etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
    if (request.headers['if-none-match'] === headers.etag) {
      status = 304;
      parts.limits.refund(outcome.who);
    }
  }
  const sent = status === 304 ? '' : text;
  tape.record({
    at: world.clock.now(),
    who: outcome.who,
    method,
    route: outcome.route,
    path: target,
    status: outcome.isReset ? 0 : status,
    operation: outcome.operation,
    points: outcome.points,
    bytes: Buffer.byteLength(sent),
    requestHeaders: recorded(request),
    requestBody: body,
    answerBody: status === 304 ? null : outcome.answer.body,
    fault: outcome.fault,
  });
  if (outcome.isReset) {
    request.socket.resetAndDestroy();
    return;
  }
  write(response, { ...outcome.answer, status }, headers, sent);
}

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

async function answer(parts: ServerParts, incoming: Incoming): Promise<Outcome> {
  const { method, path } = incoming;
  const isGraphQL = path === '/graphql' && method === 'POST';
  const found = isGraphQL ? null : findRoute(method, path);
  const route = isGraphQL ? '/graphql' : (found?.route.template ?? null);
  let who = 'anonymous';
  const outcome = (result: Answer, more: Partial<Outcome> = {}): Outcome => ({
    answer: result,
    who,
    route,
    operation: null,
    points: 0,
    fault: null,
    isReset: false,
    ...more,
  });
  const fault = parts.faults.takeRequest(method, route);
  try {
    const caller = parts.credentials.identify(incoming.authorization);
    who = callerKey(caller);
    if (isGraphQL && (caller.kind === 'anonymous' || caller.kind === 'app'))
      throw new Refusal(401, 'This endpoint requires you to be authenticated.');
    const refused = fault === null ? null : refusedBefore(parts, fault);
    if (refused !== null)
      return outcome(refused.answer, { fault: fault?.effect.kind ?? null, isReset: refused.isReset });
    parts.limits.admit(who, method, route);
    const {
      operation,
      points,
      answer: result,
    } = isGraphQL
      ? await executeGraphQL({ ...parts, caller, who, body: incoming.body })
      : { operation: null, points: 0, answer: rest(parts, incoming, found, caller, who) };
    return outcome(fault === null ? result : after(fault, result), {
      operation,
      points,
      fault: fault?.effect.kind ?? null,
      isReset: fault?.effect.kind === 'reset',
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return outcome(error.answer);
  }
}

function rest(
  parts: ServerParts,
  incoming: Incoming,
  found: ReturnType<typeof findRoute>,
  caller: Caller,
  who: string,
): Answer {
  if (found === null) throw notFound();
  return found.route.handle({
    ...parts,
    caller,
    who,
    params: found.params,
    query: new URLSearchParams(incoming.query),
    body: isRecord(incoming.body) ? incoming.body : {},
    address: parts.world.url + incoming.path,
  });
}

function refusedBefore(
  { limits, world }: ServerParts,
  { effect }: RequestFault,
): { answer: Answer; isReset: boolean } | null {
  if (effect.kind === 'status' && effect.when === 'before') return { answer: broken(effect), isReset: false };
  if (effect.kind === 'reset' && effect.when === 'before') return { answer: { status: 0, body: null }, isReset: true };
  if (effect.kind !== 'secondary-limit') return null;
  const seconds = effect.retryAfter ?? 60;
  const refusal = limits.secondary(Date.parse(world.clock.now()) + seconds * 1000, effect.retryAfter !== null);
  return { answer: { ...refusal.answer, status: effect.status ?? 403 }, isReset: false };
}

function after({ effect }: RequestFault, result: Answer): Answer {
  if (effect.kind === 'status') return broken(effect);
  return effect.kind === 'partial' ? { ...result, body: withPartial(result.body, effect) } : result;
}

function broken(effect: { readonly status: number; readonly message?: string }): Answer {
  return new Refusal(
    effect.status,
    effect.message ?? (effect.status >= 500 ? 'Server Error' : 'Refused by a fault of the sandbox'),
  ).answer;
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return null;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

/** What a test may want to see of the request's headers; never the token. */
function recorded({ headers }: IncomingMessage): Record<string, string> {
  const names = ['user-agent', 'accept', 'if-none-match', 'x-github-api-version', 'content-type'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

function write(
  response: ServerResponse,
  { status, headers, body }: Answer,
  more: Readonly<Record<string, string>>,
  text?: string,
): void {
  const sent = text ?? (body === null ? '' : JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    ...more,
    ...headers,
    ...(status === 304 ? {} : { 'content-length': Buffer.byteLength(sent) }),
  });
  response.end(sent);
}
