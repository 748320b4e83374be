import type { GitHubClient } from '#github/client.ts';
import { clientOf } from './client-of.ts';
import { type CreateOctokitOptions, createOctokit } from './octokit.ts';
import { withRetries } from './retry.ts';

/** All that an Action or a command does on GitHub, repetitions and waits included: a job that waits costs its owner. */
const RUN_MS = 60_000;

/** A client for one run of the Action or the command line. Its calls stop for good `RUN_MS` after this one. */
export function connect(options: CreateOctokitOptions): GitHubClient {
  const client = clientOf(createOctokit(options), { request: { signal: AbortSignal.timeout(RUN_MS) } });
  return withRetries(client, { deadline: Date.now() + RUN_MS });
}
