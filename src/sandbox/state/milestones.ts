import { milestoneShape } from '../shapes/milestone.ts';
import type { Account, Issue, Milestone, PullRequest, Repository } from './model.ts';
import { tellItem } from './tell-item.ts';
import { nodeId, type World } from './world.ts';

export interface MilestoneInput {
  readonly title: string;
  readonly description?: string;
  readonly state?: 'open' | 'closed';
  /** ISO 8601, UTC. */
  readonly dueOn?: string;
}

export function createMilestone(world: World, repository: Repository, input: MilestoneInput): Milestone {
  const id = world.nextId();
  const now = world.stamp();
  const milestone: Milestone = {
    id,
    nodeId: nodeId('MI', id),
    repository,
    number: repository.milestones.length + 1,
    title: input.title,
    description: input.description ?? null,
    state: input.state === 'closed' ? 'CLOSED' : 'OPEN',
    dueOn: input.dueOn ?? null,
    creator: repository.maintainer,
    createdAt: now,
    updatedAt: now,
    closedAt: input.state === 'closed' ? now : null,
  };
  repository.milestones.push(milestone);
  world.nodes.set(milestone.nodeId, milestone);
  tell(world, milestone, 'created');
  return milestone;
}

export function closeMilestone(world: World, milestone: Milestone): void {
  milestone.state = 'CLOSED';
  milestone.closedAt = milestone.updatedAt = world.stamp();
  tell(world, milestone, 'closed');
}

export function renameMilestone(world: World, milestone: Milestone, title: string): void {
  const from = milestone.title;
  milestone.title = title;
  milestone.updatedAt = world.stamp();
  tell(world, milestone, 'edited', { changes: { title: { from } } });
}

function tell(world: World, milestone: Milestone, action: string, extra: Record<string, unknown> = {}): void {
  world.tell({
    event: 'milestone',
    action,
    repository: milestone.repository,
    sender: milestone.creator,
    detail: () => ({ milestone: milestoneShape(world, milestone), ...extra }),
  });
}

export function setMilestone(
  world: World,
  item: Issue | PullRequest,
  milestone: Milestone | null,
  actor: Account,
): void {
  const before = item.milestone;
  if (before === milestone) return;
  item.updatedAt = world.stamp();
  item.milestone = null;
  if (before !== null)
    tellItem(world, item, 'demilestoned', actor, () => ({ milestone: milestoneShape(world, before) }));
  item.milestone = milestone;
  if (milestone !== null)
    tellItem(world, item, 'milestoned', actor, () => ({ milestone: milestoneShape(world, milestone) }));
}
