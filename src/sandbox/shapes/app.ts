import { maintainerOf } from '../state/accounts.ts';
import type { App, Installation, Repository } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';
import { restLogin, userShape } from './user.ts';

export function appShape(world: World, app: App): Record<string, unknown> {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: app.nodeId,
    owner: userShape(world, app.owner),
    name: app.name,
    description: null,
    external_url: `${world.url}/apps/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationShape(world: World, installation: Installation): Record<string, unknown> {
  const { account, app } = installation;
  return {
    id: installation.id,
    client_id: app.clientId,
    account: userShape(world, account),
    repository_selection: installation.selection,
    access_tokens_url: `${world.url}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.url}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.kind === 'Bot' ? 'User' : account.kind,
    permissions: installation.permissions,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt === null ? null : userShape(world, maintainerOf(world, account)),
    suspended_at: installation.suspendedAt,
  };
}

/** How installation webhooks name a repository. */
export function installedRepositoryShape(repository: Repository): Record<string, unknown> {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
  };
}

export function collaboratorShape(
  world: World,
  account: App['bot'],
  permission: string,
  roleName: string,
): Record<string, unknown> {
  const rank = ['read', 'triage', 'write', 'maintain', 'admin'].indexOf(roleName);
  return {
    permission,
    role_name: roleName,
    user: {
      ...userShape(world, account),
      login: restLogin(account),
      role_name: roleName,
      permissions: { admin: rank >= 4, maintain: rank >= 3, push: rank >= 2, triage: rank >= 1, pull: rank >= 0 },
    },
  };
}
