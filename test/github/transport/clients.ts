import { ProbotOctokit } from 'probot';
import type { GitHubClient } from '#github/client.ts';
import { type ClientOptions, clientOf } from '#github/transport/client-of.ts';
import { fetchOverNode } from '#github/transport/fetch.ts';
import { type PlainClientOptions, plainClient } from '#github/transport/plain-client.ts';

type Connect = (options: PlainClientOptions, more?: ClientOptions) => GitHubClient;

/** Both ways to a client, for tests of what they have in common: nobody beyond may notice which one it is. */
export const CLIENTS: readonly (readonly [name: string, connect: Connect])[] = [
  ['the plain client', plainClient],
  ['Probot’s Octokit', (options, more) => clientOf(octokitFor(options), more)],
];

export function octokitFor({ token, baseUrl, userAgent, fetch = fetchOverNode, limits }: PlainClientOptions) {
  const octokit = new ProbotOctokit({
    baseUrl,
    userAgent,
    request: { fetch },
    ...(token === undefined ? {} : { auth: { token } }),
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  if (limits !== undefined) octokit.hook.wrap('request', limits);
  return octokit;
}
