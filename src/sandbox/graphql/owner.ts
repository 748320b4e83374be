import { canReadProjects, canSee } from '../auth.ts';
import type { Account, Iteration, Project } from '../state/model.ts';
import { iterationId } from '../state/projects.ts';
import { actorView, connection, type PageArguments, refusal, type View, type Viewing } from './view.ts';

/** What belongs to a person or an organisation: repositories, and for organisations their projects. */
export function ownerView(viewing: Viewing, account: Account): View {
  const { world, caller } = viewing;
  return {
    ...actorView(viewing, account),
    // Those that the caller cannot see are left out, not reported.
    repositories: (args: PageArguments & { isArchived?: boolean | null }) =>
      connection(
        [...world.repositories.values()]
          .filter((repository) => repository.owner === account && canSee(caller, repository))
          .filter(({ isArchived }) => args.isArchived == null || isArchived === args.isArchived)
          .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)),
        args,
        (repository) => viewing.showRepository(viewing, repository),
      ),
    projectV2: ({ number }: { number: number }) => {
      if (!canReadProjects(caller, account)) throw refusal('FORBIDDEN', 'Resource not accessible by integration');
      const project = world.projects.find((one) => one.owner === account && one.number === number);
      if (project === undefined) {
        throw refusal('NOT_FOUND', `Could not resolve to a ProjectV2 with the number ${number}.`);
      }
      return projectView(viewing, project);
    },
  };
}

function projectView({ world }: Viewing, project: Project): View {
  const today = world.stamp().slice(0, 10);
  return {
    __typename: 'ProjectV2',
    id: project.nodeId,
    number: project.number,
    title: project.title,
    closed: false,
    items: (args: PageArguments) =>
      connection(project.items, args, (item) => ({
        __typename: 'ProjectV2Item',
        id: item.nodeId,
        type: item.content.kind === 'Issue' ? 'ISSUE' : 'PULL_REQUEST',
        createdAt: item.createdAt,
        updatedAt: item.updatedAt,
      })),
    field: ({ name }: { name: string }) => {
      if (name === 'Title') return { __typename: 'ProjectV2Field', id: `${project.nodeId}_title`, name };
      if (name !== project.field.name) return null;
      return {
        __typename: 'ProjectV2IterationField',
        ...project.field,
        configuration: {
          duration: project.iterations[0]?.duration ?? 14,
          startDay: 1,
          iterations: project.iterations.filter((one) => lastDateOf(one) >= today).map(iterationView),
          completedIterations: project.iterations
            .filter((one) => lastDateOf(one) < today)
            .reverse()
            .map(iterationView),
        },
      };
    },
  };
}

function iterationView(iteration: Iteration): View {
  const { title, startDate, duration } = iteration;
  return { id: iterationId(iteration), title, titleHTML: title, startDate, duration };
}

function lastDateOf({ startDate, duration }: Iteration): string {
  return new Date(Date.parse(startDate) + (duration - 1) * 86_400_000).toISOString().slice(0, 10);
}
