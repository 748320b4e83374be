import type { PullRequest, Repository } from './model.ts';

/**
 * The open pull requests that GitHub names on a check run or suite and in `commits/{sha}/pulls`: those whose branch is in
 * this repository. The Checks API only sees pushes here, so for the head of a fork there are none.
 */
export function pullRequestsOfHead(repository: Repository, oid: string): PullRequest[] {
  const found: PullRequest[] = [];
  for (const item of repository.items.values()) {
    if (
      item.kind === 'PullRequest' &&
      item.headOid === oid &&
      item.state === 'OPEN' &&
      item.headRepository === repository
    )
      found.push(item);
  }
  return found;
}
