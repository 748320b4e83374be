/** A sprint changed, or what merged in it: which of the open pull requests does that turn? */
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient } from '#github/client.ts';
import type { ConfigCache } from '#github/config-cache.ts';
import { Unreachable } from '#github/errors.ts';
import { gatherCapacity } from '#github/gather/capacity.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { PermissionCache } from '#github/gather/permissions.ts';
import type { HeadMap } from './head-map.ts';
import type { Ledgers } from './ledgers.ts';
import { openPullRequests } from './open-pull-requests.ts';
import type { Scope, Standings } from './standings.ts';
import type { Affected, Job, Task } from './task.ts';
import { together } from './together.ts';

export interface TurnedParts {
  readonly heads: HeadMap;
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
  readonly configs: ConfigCache;
  readonly ledgers: Ledgers;
  readonly standings: Standings;
  readonly appId: number | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Throws a `GitHubError`. */
export async function findTurned(
  job: Job & { readonly task: Extract<Task, { readonly kind: 'sprint' }> },
  github: GitHubClient,
  parts: TurnedParts,
): Promise<Job[]> {
  const { repository } = job.task;
  const scope = parts.standings.scopeOf(repository);
  if (scope === null) return [];
  const unknown = await neverJudged(job.installation, job.task, github, parts);
  const turned = scope === undefined ? [] : await turnedIn(scope, github, parts);
  const both = new Map([...turned, ...unknown].map((one) => [one.number, one]));
  return together(job, repository, [...both.values()]);
}

/** Open ones with a debt check of which this process does not know what it hangs on, since it did not write it. */
async function neverJudged(
  installation: number,
  { repository, open }: Extract<Task, { readonly kind: 'sprint' }>,
  github: GitHubClient,
  parts: TurnedParts,
): Promise<readonly Affected[]> {
  const { heads, standings } = parts;
  const isUnknown = ({ number }: Pick<Affected, 'number'>) => !standings.has(repository, number);
  if (open !== undefined) return open.filter(isUnknown);
  const isComplete = standings.scopeOf(repository) !== undefined && heads.isComplete(repository);
  if (isComplete && !heads.numbersIn(repository).some((number) => isUnknown({ number }))) return [];
  const found: Affected[] = [];
  for await (const { pullRequests } of openPullRequests(github, repository, parts)) {
    for (const { number, headRef, headOid, checks } of pullRequests) {
      heads.note(installation, repository, number, headOid);
      if (checks?.some(({ name }) => name === 'leadership/debt') ?? true) found.push({ number, headRef, headOid });
    }
  }
  return found.filter(isUnknown);
}

async function turnedIn(scope: Scope, github: GitHubClient, parts: TurnedParts): Promise<readonly Affected[]> {
  const { host, permissions, configs, ledgers, standings, appId } = parts;
  const nowMs = parts.now();
  const now = new Date(nowMs).toISOString();
  const view = ledgers.view();
  try {
    const context = {
      github,
      host,
      permissions,
      configs,
      ledgers: view,
      appId,
      now,
      nowMs,
      withoutConfig: 'silence',
    } as const;
    const capacity = await gatherCapacity({ ...scope.request, context });
    if (capacity === null) return [];
    for (const fact of [capacity.sprint, capacity.sums]) {
      // An outage turns nobody; what is refused does.
      if (isUnavailable(fact) && fact.reason === 'unreachable')
        throw new Unreachable(`GitHub gave no answer about ${fact.what}`);
    }
    standings.noteLedgers(scope, view.repositories);
    return standings.turned(scope, capacity, now);
  } finally {
    view.close(false);
  }
}
