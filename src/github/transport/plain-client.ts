import type { GitHubClient } from '#github/client.ts';
import { GitHubError } from '#github/errors.ts';
import { type Answer, readAnswer, unanswered } from './answer.ts';
import type { ClientOptions } from './client-of.ts';
import { type Fetch, type FetchResponse, fetchOverNode } from './fetch.ts';
import { QUERY, readQueryAnswer } from './graphql-answer.ts';
import type { BudgetHook } from './limited-by.ts';
import { fillIn } from './route.ts';

export interface PlainClientOptions {
  /** Without one, what is public is all that can be read. */
  readonly token?: string;
  /** See `baseUrlFrom`; no slash at its end. */
  readonly baseUrl: string;
  /** GitHub asks for the name of the program. */
  readonly userAgent: string;
  readonly fetch?: Fetch;
  /** Where requests share a budget with others of this process: `limitedBy`. */
  readonly limits?: BudgetHook;
}

interface Call {
  readonly method: string;
  /** The route, or the address of GraphQL: what `limits` tells calls by. */
  readonly url: string;
  readonly query?: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly body: string | undefined;
}

/**
 * The narrow GitHub of the Action and the command line. It differs from one over an Octokit in nothing that GitHub or a
 * caller could notice, and is a tenth of its size (docs/adr/0003-cold-start.md). Repeats nothing.
 */
export function plainClient(
  {
    token,
    baseUrl,
    userAgent,
    fetch = fetchOverNode,
    limits = (send, call) => Promise.resolve(send(call)),
  }: PlainClientOptions,
  { request: given = {}, now = Date.now }: ClientOptions = {},
): GitHubClient {
  const signal = given['signal'] as AbortSignal | undefined;
  const headers = {
    accept: 'application/vnd.github.v3+json',
    'user-agent': `${userAgent} Node.js/${process.versions.node}`,
    ...(token === undefined || token === '' ? {} : { authorization: authorization(token) }),
  };
  const send = async ({ method, address, body }: Call): Promise<Answer> => {
    const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
    return answerOf(await fetch(address, { method, headers: { ...headers, ...type }, body, signal }));
  };
  const exchange = async (what: string, call: Call): Promise<Answer> => {
    try {
      return await limits(send, call);
    } catch (error) {
      throw error instanceof GitHubError ? error : unanswered(what, error);
    }
  };
  const graphql = graphqlAddress(baseUrl);

  return {
    async query(query, variables) {
      const body = JSON.stringify({ query, variables });
      const call = { method: 'POST', url: graphql, query, request: given, address: graphql, body };
      return readQueryAnswer(await exchange(QUERY, call), now());
    },
    async request(route, parameters) {
      const { method, template, path, body } = fillIn(route, parameters);
      const call = { method, url: template, request: given, address: baseUrl + path, body };
      return readAnswer(await exchange(route, call), route, now());
    },
  };
}

/** GitHub Enterprise Server has REST at `/api/v3` and GraphQL beside it, not below. */
function graphqlAddress(baseUrl: string): string {
  return /\/api\/v3$/.test(baseUrl) ? baseUrl.replace(/v3$/, 'graphql') : `${baseUrl}/graphql`;
}

/** As GitHub has it for tokens: the newer ones hold a JWT, and are bearers. */
function authorization(token: string): string {
  const bare = token.replace(/^(?:token|bearer) +/i, '');
  return `${bare.split('.').length === 3 ? 'bearer' : 'token'} ${bare}`;
}

async function answerOf(response: FetchResponse): Promise<Answer> {
  const headers = Object.fromEntries(response.headers);
  const text = await response.text();
  const isJson = /^\s*application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
  return { status: response.status, headers, data: isJson ? parsed(text) : text };
}

/** The text itself where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
