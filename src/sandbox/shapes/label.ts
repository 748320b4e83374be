import type { Label, Repository } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { repositoryUrl } from './repository.ts';

export function labelShape(world: World, repository: Repository, label: Label): Record<string, unknown> {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}
