import type { Agent, IncomingMessage, RequestOptions } from 'node:http';

/**
 * A `fetch` over node:http(s) with just what Octokit and our own client ask of one. Node's own costs five times the start
 * of Node itself, which an Action pays on every run. The whole body is read before the promise resolves, because Octokit
 * turns a body that breaks off into an empty answer with status 200.
 *
 * Rejects with `FetchError`, or with an error named `AbortError` when `signal` was aborted. Never rejects for a status.
 */
export type Fetch = (url: string, init?: FetchInit) => Promise<FetchResponse>;

interface FetchInit {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  /** Of the last answer, after redirects. */
  readonly url: string;
  readonly headers: FetchHeaders;
  text(): Promise<string>;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface FetchHeaders extends Iterable<readonly [name: string, value: string]> {
  get(name: string): string | null;
}

/** No whole answer: the connection, a time limit, a size limit or a bad redirect. `cause` is what Node reported. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

export interface FetchLimits {
  /** Milliseconds from the call to the answer's headers. */
  readonly headersTimeout: number;
  /** Milliseconds from the call to the end of the body, redirects included. */
  readonly totalTimeout: number;
  /** Bytes of an answer, both as received and inflated. */
  readonly answerBytes: number;
  readonly redirects: number;
}

export const FETCH_LIMITS: FetchLimits = {
  // GitHub ends a request of its own accord after 10 s (docs: "Timeouts", REST API troubleshooting).
  headersTimeout: 10_000,
  // A slow body is still progress; three times the above keeps one call inside half of an Action's minute.
  totalTimeout: 30_000,
  // The largest answers we ask for are pages of 100 items with text, some 7 MB at worst.
  answerBytes: 20 * 1024 * 1024,
  // A renamed owner and a renamed repository make two; more is a loop.
  redirects: 5,
};

/** Idle connections are closed well before a load balancer would do it in the middle of our next write. */
const IDLE_SOCKET_MS = 15_000;
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/** `env` is where proxies are named; they need Node 24.5 and are ignored by older ones. */
export function createFetch(limits: FetchLimits = FETCH_LIMITS, env: NodeJS.ProcessEnv = process.env): Fetch {
  const agents = new Map<string, Agent>();
  const agentFor = (protocol: string) => {
    const known = agents.get(protocol);
    if (known !== undefined) return known;
    const agent = new (httpModule(protocol).Agent)({
      keepAlive: true,
      timeout: IDLE_SOCKET_MS,
      ...(PROXY_VARIABLES.some((name) => env[name]) ? { proxyEnv: env } : {}),
    });
    agents.set(protocol, agent);
    return agent;
  };

  return async (url, init = {}) => {
    const deadline = new Deadline(limits, init.signal);
    try {
      return await follow(new URL(url), { ...init, headers: lowerCased(init.headers) }, limits, agentFor, deadline);
    } finally {
      deadline.clear();
    }
  };
}

export const fetchOverNode: Fetch = createFetch();

async function follow(
  url: URL,
  init: FetchInit,
  limits: FetchLimits,
  agentFor: (protocol: string) => Agent,
  deadline: Deadline,
): Promise<FetchResponse> {
  const method = init.method ?? 'GET';
  let current = url;
  let headers = init.headers ?? {};
  for (let redirects = 0; ; redirects++) {
    const answer = await exchange(current, { ...init, method, headers }, limits, agentFor(current.protocol), deadline);
    const target = redirectTarget(method, answer, current);
    if (target === null) return responseOf(answer, current);
    if (redirects === limits.redirects) {
      throw new FetchError(`${method} ${url.origin} was redirected more than ${limits.redirects} times.`);
    }
    // Another server must not get to see the token.
    if (target.origin !== current.origin) {
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));
    }
    current = target;
  }
}

/** 301 and 302 are followed for reads only: clients disagree on whether a write then stays a write. */
function redirectTarget(method: string, answer: Answer, base: URL): URL | null {
  const { status } = answer;
  const isRead = method === 'GET' || method === 'HEAD';
  if (status !== 307 && status !== 308 && !(isRead && (status === 301 || status === 302 || status === 303)))
    return null;
  const location = answer.headers.get('location');
  if (location === null) return null;
  const target = URL.parse(location, base.href);
  if (target === null || !['http:', 'https:'].includes(target.protocol)) {
    throw new FetchError(`${method} ${base.origin} was redirected to an address that is none.`);
  }
  return target;
}

interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: FetchHeaders;
  readonly body: Uint8Array;
}

function exchange(url: URL, init: FetchInit, limits: FetchLimits, agent: Agent, deadline: Deadline): Promise<Answer> {
  const body = init.body === undefined ? undefined : Buffer.from(init.body as string);
  const options: RequestOptions = {
    agent,
    method: init.method ?? 'GET',
    headers: {
      ...init.headers,
      'accept-encoding': 'gzip',
      ...(body === undefined ? {} : { 'content-length': body.byteLength }),
    },
  };
  return new Promise((resolve, reject) => {
    const request = httpModule(url.protocol).request(url, options);
    const fail = (error: Error) => {
      reject(error);
      request.destroy();
    };
    deadline.onExpiry(fail);
    request.on('error', (cause) => fail(new FetchError(`${init.method} ${url.origin}: ${cause.message}`, { cause })));
    request.on('response', (message) => {
      deadline.headersArrived();
      read(message, limits.answerBytes).then(
        (bytes) =>
          resolve({
            status: message.statusCode ?? 0,
            statusText: message.statusMessage ?? '',
            headers: headersOf(message),
            body: bytes,
          }),
        fail,
      );
    });
    request.end(body);
  });
}

/** The whole body, inflated. Rejects when it breaks off or is too large. */
async function read(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > limit) throw new FetchError(`The answer is larger than ${limit} bytes.`);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof FetchError ? cause : new FetchError('The answer broke off.', { cause });
  }
  const body = Buffer.concat(chunks);
  if (message.headers['content-encoding'] !== 'gzip' || body.byteLength === 0) return body;
  const { gunzip } = process.getBuiltinModule('node:zlib');
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limit }, (cause, inflated) => {
      if (cause === null) resolve(inflated);
      else reject(new FetchError(`The answer could not be inflated to at most ${limit} bytes.`, { cause }));
    });
  });
}

/** The two time limits and the caller's signal, over all hops of one call. */
class Deadline {
  readonly #headers: NodeJS.Timeout;
  readonly #total: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.#expire(abortError(this.#signal?.reason));
  #expired: Error | null = null;
  #handler: (error: Error) => void = () => {};

  constructor(limits: FetchLimits, signal: AbortSignal | undefined) {
    const expire = (what: string, after: number) => () => this.#expire(new FetchError(`${what} within ${after} ms.`));
    this.#headers = setTimeout(expire('No answer', limits.headersTimeout), limits.headersTimeout);
    this.#total = setTimeout(expire('No whole answer', limits.totalTimeout), limits.totalTimeout);
    this.#signal = signal;
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Calls `handler` once, at once if time is already up. A later handler replaces an earlier one. */
  onExpiry(handler: (error: Error) => void): void {
    this.#handler = handler;
    if (this.#expired !== null) handler(this.#expired);
  }

  headersArrived(): void {
    clearTimeout(this.#headers);
  }

  clear(): void {
    clearTimeout(this.#headers);
    clearTimeout(this.#total);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #expire(error: Error): void {
    if (this.#expired !== null) return;
    this.#expired = error;
    this.#handler(error);
  }
}

/** Octokit knows an abort by this name. */
function abortError(cause: unknown): Error {
  const error = new Error('The request was aborted.', { cause });
  error.name = 'AbortError';
  return error;
}

/** `import 'node:http'` would read every export of it, and some of those load all of undici. */
function httpModule(protocol: string): typeof import('node:http') | typeof import('node:https') {
  return protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The global `Headers` would load undici. Names are lower case, as Node gives them. */
function headersOf(message: IncomingMessage): FetchHeaders {
  const entries = Object.entries(message.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
  );
  return {
    get: (wanted) => entries.find(([name]) => name === wanted.toLowerCase())?.[1] ?? null,
    [Symbol.iterator]: () => entries[Symbol.iterator](),
  };
}

function responseOf({ status, statusText, headers, body }: Answer, url: URL): FetchResponse {
  const text = async () => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    url: url.href,
    headers,
    text,
    json: async () => JSON.parse(await text()),
    arrayBuffer: async () => Uint8Array.from(body).buffer,
  };
}
