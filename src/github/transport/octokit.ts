import { Octokit } from '@octokit/core';
import { type Fetch, fetchOverNode } from './fetch.ts';
import { limitedBy } from './limited-by.ts';
import type { Limiter } from './limiter.ts';

export interface CreateOctokitOptions {
  /** Without one, what is public is all that can be read. */
  readonly token?: string;
  /** See `baseUrlFrom`; no slash at its end. */
  readonly baseUrl: string;
  /** GitHub asks for the name of the program. */
  readonly userAgent: string;
  readonly fetch?: Fetch;
  /** Where one account's requests share a budget with others of this process. */
  readonly limits?: { readonly limiter: Limiter; readonly account: string };
}

/** The bare Octokit of the Action and the command line. No plugin: retries and limits are ours. */
export function createOctokit(options: CreateOctokitOptions): Octokit {
  const { token, baseUrl, userAgent, fetch = fetchOverNode, limits } = options;
  const octokit = new Octokit({
    baseUrl,
    userAgent,
    request: { fetch },
    ...(token === undefined ? {} : { auth: token }),
  });
  if (limits !== undefined) {
    octokit.hook.wrap('request', limitedBy(limits.limiter, limits.account));
  }
  return octokit;
}
