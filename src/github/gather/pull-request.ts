/** GitHub's answer about a pull request, as facts. */

import type { ExemptFacts } from '#core/classes/class-facts.ts';
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { LabelEvent } from '#core/facts/label-history.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import type {
  CheckSuitesAnswer,
  FilesAnswer,
  LabellingsAnswer,
  OriginAnswer,
  PullRequestAnswer,
  RepositoryAnswer,
} from '../answers.ts';
import { hasGap, nodesOf, toActor, toLabels, toMilestone } from './issue.ts';

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

export function toPullRequest(
  answer: Omit<PullRequestAnswer, 'head'>,
  trustedApps: readonly string[],
): PullRequestFacts {
  return {
    ...toOrigin(answer, trustedApps),
    id: answer.id,
    number: answer.number,
    title: answer.title,
    body: answer.body,
    url: answer.url,
    state: answer.state,
    isDraft: answer.isDraft,
    mergedAt: answer.mergedAt,
    lastEditedAt: answer.lastEditedAt,
    headOid: answer.headRefOid,
    milestone: toMilestone(answer.milestone),
    files: toFiles(answer.files),
    additions: answer.additions,
    deletions: answer.deletions,
    hasCommitByPerson: hasCommitByPerson(answer),
  };
}

/** Of what may exempt it whatever it is about, all but its commits. */
export function toOrigin(
  answer: OriginAnswer,
  trustedApps: readonly string[],
): Omit<ExemptFacts['pullRequest'], 'hasCommitByPerson'> & Pick<PullRequestFacts, 'createdAt'> {
  const { createdAt } = answer;
  const author = toActor(answer.author);
  return {
    createdAt,
    baseRef: answer.baseRefName,
    headRef: answer.headRefName,
    isFork: answer.isCrossRepository,
    author,
    labels: toLabels(answer, { author, createdAt, templatesLabel: false }, trustedApps),
    labelHistory: toLabelHistory(answer.timelineItems),
  };
}

/** A list with gaps tells nothing for certain: what is missing may be a person's word. */
export function toLabelHistory(timeline: LabellingsAnswer | null | undefined): PullRequestFacts['labelHistory'] {
  if (timeline == null || hasGap(timeline)) return unavailable('who set and removed the labels', 'unreachable');
  return { events: toLabelEvents(timeline), isComplete: !timeline.pageInfo.hasPreviousPage };
}

export function toLabelEvents(timeline: LabellingsAnswer): LabelEvent[] {
  return nodesOf(timeline).map(({ __typename, actor, label }) => ({
    label: label.name,
    action: __typename === 'UnlabeledEvent' ? 'removed' : 'set',
    by: toActor(actor),
  }));
}

export function toFiles(answer: FilesAnswer | null): PullRequestFacts['files'] {
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

/**
 * A person's commit on a bot's pull request makes it that person's; merging the base into it does not. Only the newest
 * commits are read: where there are more, somebody worked on it.
 */
function hasCommitByPerson({ commits }: Pick<PullRequestAnswer, 'commits'>): boolean {
  const read = nodesOf(commits);
  return (
    read.length < commits.totalCount || read.some(({ commit }) => commit.parents.totalCount < 2 && !isByBot(commit))
  );
}

/** Addresses that GitHub gives to bots, and those under which its own jobs commit. A bot has no `user`. */
const BOT_ADDRESS = /\[bot\]@users\.noreply\.|@github\.com$/i;

/** An address that belongs to no account may be a person's who never told GitHub about it. */
function isByBot({
  author,
}: NonNullable<NonNullable<PullRequestAnswer['commits']['nodes']>[number]>['commit']): boolean {
  return author !== null && author.user === null && BOT_ADDRESS.test(author.email ?? '');
}

export function toCheckRuns(headOid: string, answer: CheckSuitesAnswer | undefined): ExistingCheckRun[] {
  const suites = [answer?.checkSuites, answer?.verdictSuites, answer?.debtSuites, answer?.configSuites].flatMap(
    (found) => nodesOf(found),
  );
  return suites.flatMap(({ checkRuns }) =>
    nodesOf(checkRuns).map(({ name, externalId, status, conclusion, startedAt }) => ({
      name,
      headOid,
      externalId,
      isCompleted: status === 'COMPLETED',
      conclusion,
      startedAt,
    })),
  );
}
