import type { Project, ProjectItem } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { userShape } from './user.ts';

export function projectShape(world: World, project: Project): Record<string, unknown> {
  return {
    id: project.id,
    node_id: project.nodeId,
    owner: userShape(world, project.owner),
    creator: userShape(world, project.creator),
    title: project.title,
    description: null,
    public: false,
    closed_at: null,
    created_at: project.createdAt,
    updated_at: project.updatedAt,
    number: project.number,
    short_description: null,
    deleted_at: null,
    deleted_by: null,
    state: 'open',
  };
}

export function projectItemShape(world: World, project: Project, item: ProjectItem): Record<string, unknown> {
  return {
    id: item.id,
    node_id: item.nodeId,
    project_node_id: project.nodeId,
    content_node_id: item.content.nodeId,
    content_type: item.content.kind,
    creator: userShape(world, project.creator),
    created_at: item.createdAt,
    updated_at: item.updatedAt,
    archived_at: null,
  };
}
