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
    number: repository.nextMilestone,
    title: input.title,
    description: input.description ?? null,
    state: input.state === 'closed' ? 'CLOSED' : 'OPEN',
    dueOn: input.dueOn ?? null,
    creator: repository.maintainer,
    createdAt: now,
    updatedAt: now,
    closedAt: input.state === 'closed' ? now : null,
  };
  repository.nextMilestone += 1;
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

/** `dueOn` null takes the due date away. */
export function editMilestone(
  world: World,
  milestone: Milestone,
  {
    title = milestone.title,
    dueOn = milestone.dueOn,
    description = milestone.description,
  }: { readonly title?: string; readonly dueOn?: string | null; readonly description?: string | null },
): void {
  const changes = {
    ...(title !== milestone.title && { title: { from: milestone.title } }),
    ...(description !== milestone.description && { description: { from: milestone.description ?? '' } }),
    // GitHub leaves `from` out where there was none.
    ...(dueOn !== milestone.dueOn && { due_on: milestone.dueOn === null ? undefined : { from: milestone.dueOn } }),
  };
  if (Object.keys(changes).length === 0) return;
  milestone.title = title;
  milestone.dueOn = dueOn;
  milestone.description = description;
  milestone.updatedAt = world.stamp();
  tell(world, milestone, 'edited', { changes });
}

/** Its issues and pull requests stay, without one. */
export function deleteMilestone(world: World, milestone: Milestone): void {
  const { repository } = milestone;
  repository.milestones.splice(repository.milestones.indexOf(milestone), 1);
  world.nodes.delete(milestone.nodeId);
  for (const item of repository.items.values()) if (item.milestone === milestone) item.milestone = null;
  tell(world, milestone, 'deleted');
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
