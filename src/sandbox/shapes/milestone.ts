import type { Milestone } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';
import { repositoryUrl } from './repository.ts';
import { userShape } from './user.ts';

export function milestoneShape(world: World, milestone: Milestone): Record<string, unknown> {
  const { repository } = milestone;
  const url = `${repositoryUrl(world, repository)}/milestones/${milestone.number}`;
  const items = [...repository.items.values()].filter((item) => item.milestone === milestone);
  const open = items.filter((item) => item.state === 'OPEN').length;
  return {
    url,
    html_url: `${world.url}/${fullName(repository)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: userShape(world, milestone.creator),
    open_issues: open,
    closed_issues: items.length - open,
    state: milestone.state.toLowerCase(),
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_on: milestone.dueOn,
    closed_at: milestone.closedAt,
  };
}
