/** From something that concerns several pull requests to a job for each. */
import { parseExternalId } from '#core/effects/external-id.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Cause } from '#core/trigger.ts';
import type { SharedHeadAnswer } from '#github/answers.ts';
import type { GitHubClient } from '#github/client.ts';
import { SHARED_HEAD_DOCUMENT } from '#github/documents.ts';
import { Unreachable } from '#github/errors.ts';
import { nodesOf } from '#github/gather/issue.ts';
import { findTurned, type TurnedParts } from './find-turned.ts';
import { installedRepositories } from './installations.ts';
import { openPullRequests } from './open-pull-requests.ts';
import { type Affected, inheritedFrom, type Job, type LookUp, newJob } from './task.ts';
import { readTogether, together } from './together.ts';

/** Throws a `GitHubError`. */
export async function findPullRequests(
  job: Job & { readonly task: LookUp },
  github: GitHubClient,
  parts: TurnedParts,
): Promise<Job[]> {
  const { task } = job;
  const { heads, appId } = parts;
  switch (task.kind) {
    case 'others-on-head': {
      const numbers = new Set([
        ...heads.pullRequestsOn(task.repository, task.headOid),
        ...(await onBranch(github, task.repository, task.headRef, task.headOid)),
      ]);
      numbers.delete(task.closed);
      return evaluations(job, task.repository, numbers, 'fan-out', task.headOid);
    }
    case 'commit': {
      const numbers = new Set([
        ...heads.pullRequestsOn(task.repository, task.headOid),
        ...(await inOurRuns(github, task.repository, task.headOid, appId)),
      ]);
      return evaluations(job, task.repository, numbers, 'rerun', task.headOid);
    }
    case 'many':
      return readTogether({ ...job, task }, github, parts);
    case 'repository':
      return allOpen(job, task.repository, github, parts);
    case 'sprint':
      return findTurned({ ...job, task }, github, parts);
    case 'owner': {
      const jobs: Job[] = [];
      for await (const { owner, name, openItems } of installedRepositories(github)) {
        if (openItems === 0) continue;
        jobs.push(newJob(job.installation, { kind: 'repository', repository: { owner, name } }, inheritedFrom(job)));
      }
      return jobs;
    }
  }
}

async function allOpen(job: Job, repository: RepositoryRef, github: GitHubClient, parts: TurnedParts): Promise<Job[]> {
  const found: Affected[] = [];
  for await (const { pullRequests, rules } of openPullRequests(github, repository, parts)) {
    for (const { number, headRef, headOid, checks } of pullRequests) {
      parts.heads.note(job.installation, repository, number, headOid);
      // Where no file rules, their evaluation would find nothing else than what one left that ruled before.
      const isLeft = checks?.some(({ conclusion }) => conclusion !== 'SUCCESS') ?? false;
      if (rules?.oids !== null || isLeft) found.push({ number, headRef, headOid });
    }
  }
  return together(job, repository, found);
}

async function onBranch(
  github: GitHubClient,
  { owner, name }: RepositoryRef,
  headRef: string,
  headOid: string,
): Promise<number[]> {
  const { data } = await github.query<SharedHeadAnswer>(SHARED_HEAD_DOCUMENT, { owner, name, headRef });
  const found = data?.repository?.pullRequests;
  if (found === undefined) throw new Unreachable('GitHub gave no answer about shared heads');
  return nodesOf(found)
    .filter(({ headRefOid }) => headRefOid === headOid)
    .map(({ number }) => number);
}

/** The numbers that we wrote into our own runs on this commit; GitHub names none for forks. */
async function inOurRuns(
  github: GitHubClient,
  { owner, name }: RepositoryRef,
  headOid: string,
  appId: number | null,
): Promise<number[]> {
  const { check_runs } = await github.request<{
    readonly check_runs: readonly { readonly external_id?: string | null }[];
  }>('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    owner,
    repo: name,
    ref: headOid,
    per_page: 100,
    ...(appId !== null && { app_id: appId }),
  });
  return check_runs.flatMap(({ external_id = null }) => parseExternalId(external_id)?.pullRequests ?? []);
}

function evaluations(
  job: Job,
  repository: RepositoryRef,
  numbers: Iterable<number>,
  cause: Cause,
  headOid: string,
): Job[] {
  return [...numbers].map((number) =>
    newJob(job.installation, { kind: 'pull-request', repository, number, cause }, { ...inheritedFrom(job), headOid }),
  );
}
