import { setTimeout as pause } from 'node:timers/promises';
import type { CheckRun, SandboxClient } from './sandbox-client.ts';

const PATIENCE_MS = 15_000;
const POLL_MS = 30;

export interface Awaited {
  readonly repository: string;
  readonly headOid: string;
  /** Who looks. */
  readonly login: string;
  /** Names of the checks that there must be. */
  readonly names: readonly string[];
  /** Runs that were there before do not count. */
  readonly newerThan?: number;
  readonly patienceMs?: number;
  readonly pollMs?: number;
}

/** The concluded checks of a commit, by name; throws when one does not come. */
export async function waitForChecks(sandbox: SandboxClient, awaited: Awaited): Promise<ReadonlyMap<string, CheckRun>> {
  const { repository, headOid, login, names, newerThan = 0, patienceMs = PATIENCE_MS, pollMs = POLL_MS } = awaited;
  const until = Date.now() + patienceMs;
  for (;;) {
    const runs = await sandbox.checkRuns(repository, headOid, login);
    const done = new Map(
      runs.filter(({ id, status }) => id > newerThan && status === 'completed').map((run) => [run.name, run]),
    );
    if (names.every((name) => done.has(name))) return done;
    if (Date.now() > until) {
      const missing = names.filter((name) => !done.has(name)).join(', ');
      throw new Error(`${missing} was not concluded on ${headOid.slice(0, 7)} within ${patienceMs / 1000} seconds`);
    }
    await pause(pollMs);
  }
}
