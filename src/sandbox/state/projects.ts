import { projectItemShape, projectShape } from '../shapes/project.ts';
import { maintainerOf } from './accounts.ts';
import type { Account, Issue, Iteration, Project, ProjectItem, PullRequest } from './model.ts';
import { nodeId, type World } from './world.ts';

export interface ProjectInput {
  readonly title: string;
  /** Name of its iteration field; `Iteration` unless given. */
  readonly field?: string;
  readonly iterations?: readonly Iteration[];
}

export function createProject(world: World, owner: Account, input: ProjectInput): Project {
  const id = world.nextId();
  const now = world.stamp();
  const project: Project = {
    id,
    nodeId: nodeId('PVT', id),
    owner,
    creator: maintainerOf(world, owner),
    number: world.projects.filter((other) => other.owner === owner).length + 1,
    title: input.title,
    field: { id: nodeId('PVTIF', world.nextId()), name: input.field ?? 'Iteration' },
    iterations: input.iterations ?? [],
    items: [],
    createdAt: now,
    updatedAt: now,
  };
  world.projects.push(project);
  tell(world, project, 'projects_v2', 'created', () => ({ projects_v2: projectShape(world, project) }));
  return project;
}

/** GitHub tells nobody when the iterations of a field change. */
export function setIterations(world: World, project: Project, iterations: readonly Iteration[]): void {
  project.iterations = iterations;
  project.updatedAt = world.stamp();
}

export function renameProject(world: World, project: Project, title: string): void {
  const from = project.title;
  project.title = title;
  project.updatedAt = world.stamp();
  tell(world, project, 'projects_v2', 'edited', () => ({
    projects_v2: projectShape(world, project),
    changes: { title: { from } },
  }));
}

export function addToProject(world: World, project: Project, content: Issue | PullRequest): ProjectItem {
  const id = world.nextId();
  const now = world.stamp();
  const item: ProjectItem = {
    id,
    nodeId: nodeId('PVTI', id),
    content,
    iteration: null,
    createdAt: now,
    updatedAt: now,
  };
  project.items.push(item);
  tellItem(world, project, item, 'created');
  return item;
}

/** Moves an item of the project into an iteration. */
export function setIteration(world: World, project: Project, item: ProjectItem, title: string | null): void {
  const [from, to] = [item.iteration, title].map((name) => project.iterations.find((one) => one.title === name));
  item.iteration = title;
  item.updatedAt = world.stamp();
  tellItem(world, project, item, 'edited', {
    changes: {
      field_value: {
        field_node_id: project.field.id,
        field_type: 'iteration',
        field_name: project.field.name,
        project_number: project.number,
        ...(from != null && { from: iterationShape(from) }),
        ...(to != null && { to: iterationShape(to) }),
      },
    },
  });
}

export function removeFromProject(world: World, project: Project, item: ProjectItem): void {
  project.items.splice(project.items.indexOf(item), 1);
  tellItem(world, project, item, 'deleted');
}

function iterationShape(iteration: Iteration): Record<string, unknown> {
  const { title, startDate, duration } = iteration;
  return { id: iterationId(iteration), title, title_html: title, duration, start_date: startDate };
}

/** Eight characters, as GitHub's are. */
export function iterationId({ title, startDate }: Iteration): string {
  return Buffer.from(`${startDate.slice(2)}${title}`)
    .toString('hex')
    .slice(0, 8);
}

function tellItem(
  world: World,
  project: Project,
  item: ProjectItem,
  action: string,
  extra: Record<string, unknown> = {},
): void {
  tell(world, project, 'projects_v2_item', action, () => ({
    projects_v2_item: projectItemShape(world, project, item),
    ...extra,
  }));
}

/** Only of an organisation's: nobody hears of what happens in a person's. */
function tell(
  world: World,
  { owner, creator }: Project,
  event: string,
  action: string,
  detail: () => Record<string, unknown>,
): void {
  if (owner.kind !== 'Organization') return;
  world.tell({ event, action, repository: null, organization: owner, sender: creator, detail });
}
