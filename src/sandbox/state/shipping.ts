import type { Deployment, DeploymentState, Release, Repository } from './model.ts';
import { nodeId, tipOf, type World } from './world.ts';

export interface DeploymentInput {
  readonly environment?: string;
  /** In the order of time; all at once unless the clock is moved between calls of `setDeploymentState`. */
  readonly states?: readonly DeploymentState[];
}

export function createDeployment(
  world: World,
  repository: Repository,
  { environment = 'production', states = ['SUCCESS'] }: DeploymentInput,
): Deployment {
  const id = world.nextId();
  const at = world.stamp();
  const deployment: Deployment = {
    id,
    nodeId: nodeId('DE', id),
    environment,
    commitOid: tipOf(repository, repository.defaultBranch)?.oid ?? '',
    creator: repository.maintainer,
    createdAt: at,
    statuses: states.map((state) => ({ state, at })),
  };
  repository.deployments.push(deployment);
  return deployment;
}

export function setDeploymentState(world: World, deployment: Deployment, state: DeploymentState): void {
  deployment.statuses.push({ state, at: world.stamp() });
}

export interface ReleaseInput {
  readonly tag: string;
  readonly name?: string;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
}

export function createRelease(world: World, repository: Repository, input: ReleaseInput): Release {
  const id = world.nextId();
  const at = world.stamp();
  const release: Release = {
    id,
    nodeId: nodeId('RE', id),
    tag: input.tag,
    name: input.name ?? input.tag,
    author: repository.maintainer,
    isPrerelease: input.prerelease ?? false,
    createdAt: at,
    publishedAt: input.draft === true ? null : at,
  };
  repository.releases.push(release);
  return release;
}
