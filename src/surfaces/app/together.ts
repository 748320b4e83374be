/** Several pull requests that one change elsewhere concerns: read fifty at a time, evaluated one by one. */
import { isSameRepository, nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError, RateLimited } from '#github/errors.ts';
import type { Dependents } from '#github/gather/dependents.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import { readManyPullRequests } from '#github/gather/many-pull-requests.ts';
import { MANY } from '#github/many-pull-requests-document.ts';
import type { HeadMap } from './head-map.ts';
import type { SharedQueries } from './shared-queries.ts';
import { type Affected, inheritedFrom, type Job, newJob, type Task } from './task.ts';

/** Answers that may wait in memory for their evaluation, some tens of kilobytes each. */
const READ_AHEAD = 4 * MANY;

interface TogetherParts {
  readonly host: HostCapabilities;
  readonly appId: number | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The work for so many of one repository. */
export function together(job: Job, repository: RepositoryRef, affected: readonly Affected[]): Job[] {
  const [only, ...more] = affected;
  if (only === undefined) return [];
  // Alone it costs the same query, and spares the detour.
  if (more.length === 0) return [evaluation(job, repository, only)];
  return [newJob(job.installation, { kind: 'many', repository, pullRequests: affected }, inheritedFrom(job))];
}

/** The work for what hangs on an issue of `home`. */
export function ofDependents(
  job: Job,
  home: RepositoryRef,
  { pullRequests, isComplete }: Dependents,
  heads: HeadMap,
): Job[] {
  const groups = new Map<
    string,
    { readonly under: Job; readonly repository: RepositoryRef; readonly affected: Affected[] }
  >();
  for (const { repository, number, headRef, headOid } of pullRequests) {
    // Anybody's pull request may mention an issue; of other repositories only those count that we have seen open as ours,
    // and only their own installation may read and write there.
    const isHome = isSameRepository(repository, home);
    const installation = isHome ? job.installation : heads.installationOf(repository, number);
    // What is not complete here is looked up as a whole.
    if (installation === null || (isHome && !isComplete)) continue;
    const key = nameWithOwner(repository).toLowerCase();
    const group = groups.get(key) ?? { under: { ...job, installation }, repository, affected: [] };
    groups.set(key, group);
    group.affected.push({ number, headRef, headOid });
  }
  const jobs = [...groups.values()].flatMap(({ under, repository, affected }) => together(under, repository, affected));
  if (isComplete) return jobs;
  return [...jobs, newJob(job.installation, { kind: 'repository', repository: home }, inheritedFrom(job))];
}

/** An evaluation for each, with what was read; and what is left to read, when those are done. */
export async function readTogether(
  job: Job & { readonly task: Extract<Task, { readonly kind: 'many' }> },
  github: GitHubClient,
  { host, appId, now }: TogetherParts,
): Promise<Job[]> {
  const { repository, pullRequests } = job.task;
  const jobs: Job[] = [];
  const shared: SharedQueries = new Map();
  for (let start = 0; start < Math.min(pullRequests.length, READ_AHEAD); start += MANY) {
    const page = pullRequests.slice(start, start + MANY);
    const askedAt = now();
    const readings = await readManyPullRequests(repository, page, { github, host, appId }).catch((error: unknown) => {
      // Too much at once for GitHub, perhaps: then each is asked for alone, and waits alone.
      if (!(error instanceof GitHubError) || error instanceof RateLimited || !error.isPassing) throw error;
      return null;
    });
    for (const one of page) {
      const answer = readings?.get(one.number);
      jobs.push({
        ...evaluation(job, repository, one),
        ...(answer !== undefined && { reading: { answer, askedAt, shared } }),
      });
    }
  }
  return [...jobs, ...together(job, repository, pullRequests.slice(READ_AHEAD))];
}

function evaluation(job: Job, repository: RepositoryRef, { number, headRef, headOid }: Affected): Job {
  return newJob(
    job.installation,
    { kind: 'pull-request', repository, number, cause: 'fan-out', headRef },
    { ...inheritedFrom(job), headOid },
  );
}
