/** The pull requests that a merge group's head contains, in the order in which they would land. */
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import { type MergeGroupTrigger, pullRequestInBranch } from '#core/trigger.ts';
import type { MergeQueueAnswer } from '../answers.ts';
import { MERGE_QUEUE_DOCUMENT } from '../documents.ts';
import { Unreachable } from '../errors.ts';
import type { GatherContext } from '../gather.ts';
import { nodesOf } from './issue.ts';
import { toCheckRuns } from './pull-request.ts';

export interface MergeGroup {
  readonly pullRequests: readonly number[];
  readonly existing: readonly ExistingCheckRun[];
}

/**
 * The group's head contains every entry up to the one whose head commit it is. Only where the token may not see queues at
 * all does the branch's name stand in, which tells the newest pull request; each of the others had its own check before
 * it could be queued.
 */
export async function gatherMergeGroup(
  group: MergeGroupTrigger,
  { github, appId }: GatherContext,
): Promise<MergeGroup> {
  const { data, errors } = await github.query<MergeQueueAnswer>(MERGE_QUEUE_DOCUMENT, {
    owner: group.repository.owner,
    name: group.repository.name,
    branch: group.baseRef,
    headOid: group.headOid,
    appId,
  });
  const existing = toCheckRuns(group.headOid, data?.repository?.object ?? undefined);
  const refused = errors.filter(({ path }) => path[1] === 'mergeQueue');
  if (refused.length > 0 && errors.every(({ type }) => type === 'FORBIDDEN')) {
    const newest = pullRequestInBranch(group.headRef);
    return { pullRequests: newest === null ? [] : [newest], existing };
  }
  if (errors.length > 0) throw new Unreachable('GitHub gave no answer about the merge queue');
  const entries = nodesOf(data?.repository?.mergeQueue?.entries).sort((a, b) => a.position - b.position);
  const last = entries.findIndex(({ headCommit }) => headCommit?.oid === group.headOid);
  const queued = entries.slice(0, last + 1).map(({ pullRequest }) => pullRequest?.number ?? null);
  // Half a group is none: the one that is missing could be the one that fails.
  if (queued.length === 0 || queued.includes(null)) {
    throw new Unreachable('The group is not, or not wholly, in the merge queue that GitHub shows');
  }
  return { pullRequests: queued.filter((number) => number !== null), existing };
}
