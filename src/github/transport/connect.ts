import type { GitHubClient } from '#github/client.ts';
import { type PlainClientOptions, plainClient } from './plain-client.ts';
import { withRetries } from './retry.ts';

/** All that an Action or a command does on GitHub, repetitions and waits included: a job that waits costs its owner. */
const RUN_MS = 60_000;

/** A client for one run of the Action or the command line. Its calls fail for good `within` milliseconds after this one. */
export function connect(options: PlainClientOptions, within: number = RUN_MS): GitHubClient {
  const client = plainClient(options, { request: { signal: AbortSignal.timeout(within) } });
  return withRetries(client, { deadline: Date.now() + within });
}
