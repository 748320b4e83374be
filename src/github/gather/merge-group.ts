/** The pull requests that a merge group's head contains, in the order in which they would land. */
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { MergeGroupTrigger } from '#core/trigger.ts';
import type { MergeQueueAnswer } from '../answers.ts';
import { MERGE_QUEUE_DOCUMENT } from '../documents.ts';
import type { GatherContext } from '../gather.ts';
import { nodesOf } from './issue.ts';
import { toCheckRuns } from './pull-request.ts';

export interface MergeGroup {
  readonly pullRequests: readonly number[];
  readonly existing: readonly ExistingCheckRun[];
}

/**
 * The group's head contains every entry up to the one whose head commit it is. Where the queue can't be read (a token
 * without that permission, an entry already gone) the branch's name still tells the newest pull request.
 */
export async function gatherMergeGroup(
  group: MergeGroupTrigger,
  { github, appId }: GatherContext,
): Promise<MergeGroup> {
  const { data } = await github.query<MergeQueueAnswer>(MERGE_QUEUE_DOCUMENT, {
    owner: group.repository.owner,
    name: group.repository.name,
    branch: group.baseRef,
    headOid: group.headOid,
    appId,
  });
  const entries = nodesOf(data?.repository?.mergeQueue?.entries).sort((a, b) => a.position - b.position);
  const last = entries.findIndex(({ headCommit }) => headCommit?.oid === group.headOid);
  const queued = entries.slice(0, last + 1).flatMap(({ pullRequest }) => pullRequest?.number ?? []);
  const existing = toCheckRuns(group.headOid, data?.repository?.object ?? undefined);
  return { pullRequests: queued.length > 0 ? queued : pullRequestInBranch(group.headRef), existing };
}

/** `refs/heads/gh-readonly-queue/<base>/pr-<number>-<oid>`, as GitHub names the branch of a merge group. */
function pullRequestInBranch(headRef: string): number[] {
  const number = /\/pr-(\d{1,10})-[0-9a-f]+$/.exec(headRef)?.[1];
  return number === undefined ? [] : [Number(number)];
}
