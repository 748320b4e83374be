import { generateKeyPairSync } from 'node:crypto';
import { installedRepositoryShape } from '../shapes/app.ts';
import { createAccount, maintainerOf } from './accounts.ts';
import type { Account, App, Installation, Permissions, Repository } from './model.ts';
import { nodeId, type World } from './world.ts';

/** GitHub Actions itself: check runs of workflow tokens are its. The id is the one on github.com. */
export const ACTIONS_APP_ID = 15368;

export interface AppInput {
  readonly name?: string;
  readonly owner?: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret: string };
}

export function createApp(world: World, input: AppInput): App {
  const id = world.nextId();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const slug = (input.name ?? `app-${id}`).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return register(world, {
    id,
    slug,
    name: input.name ?? slug,
    clientId: `Iv23li${String(id).padStart(14, '0')}`,
    owner: input.owner ?? createAccount(world, `${slug}-owner`, 'User'),
    permissions: { metadata: 'read', ...input.permissions },
    events: input.events,
    privateKey,
    publicKey,
    webhook: input.webhook ?? null,
  });
}

export function createActionsApp(world: World): App {
  return register(world, {
    id: ACTIONS_APP_ID,
    slug: 'github-actions',
    name: 'GitHub Actions',
    clientId: 'Iv1.0000000000015368',
    owner: createAccount(world, 'github', 'Organization'),
    permissions: { metadata: 'read', checks: 'write' },
    events: [],
    privateKey: null,
    publicKey: null,
    webhook: null,
  });
}

function register(world: World, input: Omit<App, 'nodeId' | 'bot' | 'createdAt'>): App {
  const app: App = {
    ...input,
    nodeId: nodeId('A', input.id),
    bot: createAccount(world, input.slug, 'Bot'),
    createdAt: world.stamp(),
  };
  world.apps.set(app.id, app);
  return app;
}

export function installApp(
  world: World,
  app: App,
  account: Account,
  repositories: readonly Repository[] | 'all',
): Installation {
  const id = world.nextId();
  const installation: Installation = {
    id,
    app,
    account,
    selection: repositories === 'all' ? 'all' : 'selected',
    selected: new Set(repositories === 'all' ? [] : repositories),
    permissions: app.permissions,
    createdAt: world.stamp(),
    suspendedAt: null,
  };
  world.installations.set(id, installation);
  tell(world, installation, 'installation', 'created', () => ({
    repositories: coveredRepositories(world, installation).map(installedRepositoryShape),
    requester: null,
  }));
  return installation;
}

export function addToInstallation(world: World, installation: Installation, repository: Repository): void {
  installation.selected.add(repository);
  tell(world, installation, 'installation_repositories', 'added', () => ({
    repository_selection: installation.selection,
    repositories_added: [installedRepositoryShape(repository)],
    repositories_removed: [],
    requester: null,
  }));
}

export function removeFromInstallation(world: World, installation: Installation, repository: Repository): void {
  installation.selected.delete(repository);
  tell(world, installation, 'installation_repositories', 'removed', () => ({
    repository_selection: installation.selection,
    repositories_added: [],
    repositories_removed: [installedRepositoryShape(repository)],
    requester: null,
  }));
}

function tell(
  world: World,
  installation: Installation,
  event: string,
  action: string,
  detail: () => Record<string, unknown>,
): void {
  world.tell({
    event,
    action,
    repository: null,
    sender: maintainerOf(world, installation.account),
    onlyInstallation: installation,
    detail,
  });
}

export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.suspendedAt !== null || installation.account !== repository.owner) return false;
  return installation.selection === 'all' || installation.selected.has(repository);
}

export function coveredRepositories(world: World, installation: Installation): Repository[] {
  return [...world.repositories.values()].filter((repository) => covers(installation, repository));
}

/** From now on GitHub refuses the installation's tokens and sends it nothing. */
export function suspendInstallation(world: World, installation: Installation): void {
  const repositories = coveredRepositories(world, installation).map(installedRepositoryShape);
  installation.suspendedAt = world.stamp();
  tell(world, installation, 'installation', 'suspend', () => ({ repositories }));
}

export function uninstall(world: World, installation: Installation): void {
  tell(world, installation, 'installation', 'deleted', () => ({
    repositories: coveredRepositories(world, installation).map(installedRepositoryShape),
  }));
  world.installations.delete(installation.id);
}
