import type { Deployment, Release, Repository } from '../state/model.ts';
import { fullName } from '../state/world.ts';
import { actorView, connection, demandRead, type PageArguments, type View, type Viewing } from './view.ts';

export interface DeploymentArguments extends PageArguments {
  readonly environments?: readonly string[] | null;
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' } | null;
}

export interface ReleaseArguments extends PageArguments {
  readonly orderBy?: { readonly field: 'CREATED_AT' | 'NAME'; readonly direction: 'ASC' | 'DESC' } | null;
}

/** Oldest first unless asked otherwise. */
export function deploymentsView(viewing: Viewing, repository: Repository, args: DeploymentArguments): View {
  demandRead(viewing, repository, 'deployments');
  const found = repository.deployments.filter(({ environment }) => args.environments?.includes(environment) ?? true);
  const sorted = args.orderBy?.direction === 'DESC' ? found.reverse() : found;
  return connection(sorted, args, (deployment) => deploymentView(viewing, deployment));
}

/** GitHub calls one active as long as its latest status is a success. */
function deploymentView(viewing: Viewing, deployment: Deployment): View {
  const { statuses, creator } = deployment;
  const latest = statuses.at(-1);
  const statusView = (status: Deployment['statuses'][number], index: number): View => ({
    __typename: 'DeploymentStatus',
    id: `${deployment.nodeId}_${index}`,
    state: status.state,
    createdAt: status.at,
    updatedAt: status.at,
    creator: actorView(viewing, creator),
  });
  return {
    __typename: 'Deployment',
    id: deployment.nodeId,
    databaseId: deployment.id,
    environment: deployment.environment,
    commitOid: deployment.commitOid,
    createdAt: deployment.createdAt,
    updatedAt: latest?.at ?? deployment.createdAt,
    creator: actorView(viewing, creator),
    state: latest === undefined ? 'PENDING' : latest.state === 'SUCCESS' ? 'ACTIVE' : latest.state,
    latestStatus: latest === undefined ? null : statusView(latest, statuses.length - 1),
    statuses: (args: PageArguments) =>
      connection(
        statuses.map((status, index) => ({ status, index })),
        args,
        ({ status, index }) => statusView(status, index),
      ),
  };
}

/** Drafts are shown to those only who may push. */
export function releasesView(viewing: Viewing, repository: Repository, args: ReleaseArguments): View {
  demandRead(viewing, repository, 'contents');
  const found = repository.releases.filter(({ publishedAt }) => publishedAt !== null);
  const sorted = args.orderBy?.direction === 'DESC' ? found.reverse() : found;
  return connection(sorted, args, (release) => releaseView(viewing, repository, release));
}

function releaseView(viewing: Viewing, repository: Repository, release: Release): View {
  const path = `/${fullName(repository)}/releases/tag/${release.tag}`;
  return {
    __typename: 'Release',
    id: release.nodeId,
    databaseId: release.id,
    name: release.name,
    tagName: release.tag,
    isDraft: release.publishedAt === null,
    isPrerelease: release.isPrerelease,
    createdAt: release.createdAt,
    publishedAt: release.publishedAt,
    updatedAt: release.publishedAt ?? release.createdAt,
    author: actorView(viewing, release.author),
    url: viewing.world.url + path,
    resourcePath: path,
  };
}
