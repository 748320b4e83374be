import { headCommitShape } from '../shapes/push.ts';
import type { Account, PullRequest, QueueEntry } from './model.ts';
import { addCommit } from './repositories.ts';
import { newOid, nodeId, type World } from './world.ts';

/** Puts a pull request at the end of its base branch's merge queue; the queue asks for checks on the group's commit. */
export function enqueue(world: World, pr: PullRequest, actor: Account): QueueEntry {
  const { repository } = pr;
  const ahead = repository.queue.filter((entry) => entry.baseRef === pr.baseRef).at(-1);
  const baseOid = ahead?.headOid ?? repository.branches.get(pr.baseRef) ?? pr.baseOid;
  const commit = addCommit(world, repository, {
    message: `Merge pull request #${pr.number}`,
    author: pr.author,
    parent: repository.commits.get(baseOid) ?? null,
    merged: pr.headOid,
    changes: pr.files,
  });
  const entry: QueueEntry = {
    nodeId: nodeId('MQE', world.nextId()),
    pullRequest: pr,
    baseRef: pr.baseRef,
    headOid: commit.oid,
    headRef: `gh-readonly-queue/${pr.baseRef}/pr-${pr.number}-${newOid()}`,
    at: world.stamp(),
  };
  repository.queue.push(entry);
  repository.branches.set(entry.headRef, commit.oid);
  world.tell({
    event: 'merge_group',
    action: 'checks_requested',
    repository,
    sender: actor,
    detail: () => ({
      merge_group: {
        head_sha: commit.oid,
        head_ref: `refs/heads/${entry.headRef}`,
        base_sha: baseOid,
        base_ref: `refs/heads/${pr.baseRef}`,
        head_commit: headCommitShape(commit),
      },
    }),
  });
  return entry;
}

export function leaveQueue(pr: PullRequest): void {
  const index = pr.repository.queue.findIndex((entry) => entry.pullRequest === pr);
  if (index >= 0) pr.repository.queue.splice(index, 1);
}
