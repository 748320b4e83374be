/**
 * A GitHub that only repeats what the sandbox answered once, so that a bot's rate is the bot's and not the sandbox's. Each
 * pull request that is asked for exists, is linked, and has no check run yet.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { GitHubLimits } from '../test/github/transport/github-limits.ts';
import type { Certificate } from './certificate.ts';
import { openShop, type ShopOptions } from './shop.ts';

export interface Stub extends AsyncDisposable {
  readonly url: string;
  readonly appId: number;
  readonly privateKey: string;
  /** One that is there, as all others are. */
  readonly pullRequest: { readonly number: number; readonly headRef: string; readonly headOid: string };
  /** Milliseconds that each answer takes. */
  latencyMs: number;
  /** While true, what goes beyond GitHub's documented limits is refused as GitHub does, each installation apart. */
  isLimiting: boolean;
  /** By installation, since `isLimiting` was set. */
  readonly limits: Map<number, GitHubLimits>;
  /** Called when a query for a pull request, or its check run, arrives and is not refused. */
  onQuery: (number: number) => void;
  onCheckRun: (number: number) => void;
  /** By what was asked for. */
  readonly calls: Record<'queries' | 'checkRuns' | 'tokens' | 'others', number>;
}

interface Recording {
  readonly appId: number;
  readonly privateKey: string;
  readonly app: string;
  /** Split where the number and the head commit of the pull request stand. */
  readonly pullRequest: readonly Piece[];
  readonly checkRun: string;
}

type Piece = string | { readonly is: 'number' | 'oid' };

/** The head branch of each pull request of the stub. */
export const HEAD_REF = 'keep-cart';
/** Stands in the recorded answer where the number of the pull request belongs. */
const NUMBER = 987_654_321;
const LONG_AGO = '2020-01-01T00:00:00Z';
/** docs.github.com, "Rate limits for the REST API": an installation's hour, and what a write counts. */
const POINTS_AN_HOUR = 5_000;
const WRITE_POINTS = 5;
const LIMITS = {
  'x-ratelimit-limit': '5000',
  'x-ratelimit-remaining': '4900',
  'x-ratelimit-used': '100',
};

export interface StubOptions extends ShopOptions {
  /** With one it speaks https. */
  readonly certificate?: Certificate;
}

export async function startStub({ certificate, ...options }: StubOptions = {}): Promise<Stub> {
  const recording = await record(options);
  const listener: RequestListener = (incoming, response) => {
    void answer(incoming, response).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      response.destroy();
    });
  };
  const server = certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stub: Stub = {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    appId: recording.appId,
    privateKey: recording.privateKey,
    pullRequest: { number: 9_999, headRef: HEAD_REF, headOid: headOidOf(9_999) },
    latencyMs: 0,
    isLimiting: false,
    limits: new Map(),
    onQuery: () => {},
    onCheckRun: () => {},
    calls: { queries: 0, checkRuns: 0, tokens: 0, others: 0 },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const { calls } = stub;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(incoming);
    const { url = '' } = incoming;
    const limits = stub.isLimiting ? limitsFor(incoming.headers.authorization ?? '') : null;
    if (limits !== null) response.once('finish', () => (limits.atOnce -= 1));
    const isQuery = url === '/graphql';
    if (limits?.arrive(isQuery ? 'graphql' : 'rest', isQuery ? 1 : WRITE_POINTS, performance.now()).isOk === false) {
      refuse(response);
    } else if (isQuery) {
      calls.queries += 1;
      const number = numberAfter(body, '"number":');
      if (Number.isNaN(number)) throw new Error(`The stub knows pull requests only, and was asked:\n${body}`);
      stub.onQuery(number);
      send(response, 200, filled(recording.pullRequest, number), 'graphql');
    } else if (url.endsWith('/check-runs')) {
      calls.checkRuns += 1;
      stub.onCheckRun(numberAfter(body, '"external_id":"v1:'));
      send(response, 201, recording.checkRun, 'core');
    } else if (url.endsWith('/access_tokens')) {
      calls.tokens += 1;
      send(response, 201, tokenFor(url), 'core');
    } else {
      calls.others += 1;
      send(response, 200, url === '/app' ? recording.app : '[]', 'core');
    }
  }

  /** Null for the app itself, which has limits of its own. */
  function limitsFor(authorization: string): GitHubLimits | null {
    const [, installation] = /ghs_0*(\d+)/.exec(authorization) ?? [];
    if (installation === undefined) return null;
    const limits = stub.limits.get(Number(installation)) ?? new GitHubLimits(POINTS_AN_HOUR);
    stub.limits.set(Number(installation), limits);
    return limits;
  }

  function refuse(response: ServerResponse): void {
    response.writeHead(403, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '60' });
    response.end(JSON.stringify({ message: 'You have exceeded a secondary rate limit.' }));
  }

  function send(response: ServerResponse, status: number, text: string, resource: string): void {
    const reset = Math.floor(Date.now() / 1_000) + 3_600;
    const write = () => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
        ...LIMITS,
        'x-ratelimit-reset': reset,
        'x-ratelimit-resource': resource,
      });
      response.end(text);
    };
    if (stub.latencyMs === 0) write();
    else setTimeout(write, stub.latencyMs);
  }

  return stub;
}

/** One evaluation on the sandbox, and what the sandbox answered. */
async function record(options: ShopOptions): Promise<Recording> {
  await using shop = await openShop(options);
  const { sandbox, app, linked } = shop;
  await shop.requestsOf(() => shop.evaluate(linked, { withoutConfig: 'defaults' }));
  const [query] = sandbox.tape.of('PullRequest');
  const [checkRun] = sandbox.tape.of('POST /repos/{owner}/{repo}/check-runs');
  if (query === undefined || checkRun === undefined) throw new Error('The sandbox was not asked as expected.');
  const { data } = structuredClone(query.answerBody) as {
    data: {
      repository: {
        pullRequest: { number: number; createdAt: string; headRefName: string };
        sharing: { nodes: { number: number }[] };
      };
    };
  };
  const { pullRequest, sharing } = data.repository;
  Object.assign(pullRequest, { number: NUMBER, createdAt: LONG_AGO, headRefName: HEAD_REF });
  for (const node of sharing.nodes) node.number = NUMBER;
  return {
    appId: app.id,
    privateKey: app.privateKey ?? '',
    app: JSON.stringify({ id: app.id, slug: app.slug, permissions: app.permissions, events: app.events }),
    pullRequest: pieces(JSON.stringify({ data }), linked.headOid),
    checkRun: JSON.stringify(checkRun.answerBody),
  };
}

function pieces(text: string, oid: string): readonly Piece[] {
  const pattern = new RegExp(`(${NUMBER}|${oid})`);
  return text.split(pattern).map((part) => {
    if (part === oid) return { is: 'oid' };
    return part === String(NUMBER) ? { is: 'number' } : part;
  });
}

function filled(recorded: readonly Piece[], number: number): string {
  const oid = headOidOf(number);
  return recorded.map((piece) => (typeof piece === 'string' ? piece : piece.is === 'oid' ? oid : number)).join('');
}

/** The head commit of each pull request of the stub. */
export function headOidOf(number: number): string {
  return number.toString(16).padStart(40, '0');
}

function tokenFor(url: string): string {
  const expires_at = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
  return JSON.stringify({
    token: `ghs_${url.replaceAll(/\D/g, '').padStart(36, '0')}`,
    expires_at,
    permissions: {},
    repository_selection: 'all',
  });
}

/** Read where it stands: parsing whole bodies would make the stub the bottleneck. */
function numberAfter(body: string, mark: string): number {
  return Number.parseInt(body.slice(body.indexOf(mark) + mark.length), 10);
}

function textOf(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(Buffer.concat(chunks).toString()));
    message.on('error', reject);
  });
}
