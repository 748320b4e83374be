/** GitHub's answer about a pull request, as facts. */

import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import type { CheckSuitesAnswer, FilesAnswer, PullRequestAnswer, PullRequestQueryAnswer } from '../answers.ts';
import { nodesOf, toActor, toLabels, toMilestone } from './issue.ts';

type RepositoryAnswer = NonNullable<PullRequestQueryAnswer['repository']>;

export function toRepository(answer: RepositoryAnswer): RepositoryFacts {
  return {
    owner: answer.owner.login,
    name: answer.name,
    nameWithOwner: answer.nameWithOwner,
    isPrivate: answer.isPrivate,
    isArchived: answer.isArchived,
    hasIssues: answer.hasIssuesEnabled,
    defaultBranch: answer.defaultBranchRef?.name ?? null,
  };
}

export function toPullRequest(answer: PullRequestAnswer, trustedApps: readonly string[]): PullRequestFacts {
  const author = toActor(answer.author);
  return {
    id: answer.id,
    number: answer.number,
    title: answer.title,
    body: answer.body,
    url: answer.url,
    state: answer.state,
    isDraft: answer.isDraft,
    createdAt: answer.createdAt,
    mergedAt: answer.mergedAt,
    lastEditedAt: answer.lastEditedAt,
    baseRef: answer.baseRefName,
    headRef: answer.headRefName,
    headOid: answer.headRefOid,
    isFork: answer.isCrossRepository,
    author,
    labels: toLabels(answer, { author, createdAt: answer.createdAt, templatesLabel: false }, trustedApps),
    milestone: toMilestone(answer.milestone),
    files: toFiles(answer.files),
    hasCommitByPerson: hasCommitByPerson(answer),
  };
}

function toFiles(answer: FilesAnswer | null): PullRequestFacts['files'] {
  const nodes = nodesOf(answer);
  return {
    total: answer?.totalCount ?? 0,
    paths: nodes.map(({ path }) => path),
    // GraphQL names only a renamed file's new path, so a rename into `docs/` could hide where the file came from.
    isComplete:
      answer !== null &&
      nodes.length === answer.totalCount &&
      nodes.every(({ changeType }) => changeType !== 'RENAMED'),
  };
}

/** A person's commit on a bot's pull request makes it that person's; merging the base into it does not. */
function hasCommitByPerson({ commits }: PullRequestAnswer): boolean {
  return nodesOf(commits).some(({ commit }) => commit.parents.totalCount < 2 && (commit.author?.user ?? null) !== null);
}

export function toCheckRuns(headOid: string, answer: CheckSuitesAnswer | undefined): ExistingCheckRun[] {
  return nodesOf(answer?.checkSuites).flatMap((suite) =>
    nodesOf(suite.checkRuns).map(({ name, externalId, status, conclusion, startedAt }) => ({
      name,
      headOid,
      externalId,
      isCompleted: status === 'COMPLETED',
      conclusion,
      startedAt,
    })),
  );
}
