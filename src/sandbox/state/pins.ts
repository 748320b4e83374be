import type { Account, Issue } from './model.ts';
import { tellItem } from './tell-item.ts';
import { nodeId, type World } from './world.ts';

/** docs.github.com, "Pinning an issue to your repository". */
const MAX_PINNED = 3;

/** False where three are pinned already. */
export function pinIssue(world: World, issue: Issue, by: Account): boolean {
  const { pinned } = issue.repository;
  if (pinned.some((pin) => pin.issue === issue)) return true;
  if (pinned.length >= MAX_PINNED) return false;
  pinned.push({ nodeId: nodeId('PIN', world.nextId()), issue, by });
  tellItem(world, issue, 'pinned', by);
  return true;
}

export function unpinIssue(world: World, issue: Issue, by: Account): void {
  const { pinned } = issue.repository;
  const index = pinned.findIndex((pin) => pin.issue === issue);
  if (index < 0) return;
  pinned.splice(index, 1);
  tellItem(world, issue, 'unpinned', by);
}
