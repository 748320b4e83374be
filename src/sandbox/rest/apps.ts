import { canSee } from '../auth.ts';
import { invalidRequest, isRecord, notFound, Refusal } from '../http-answer.ts';
import { appShape, installationShape } from '../shapes/app.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { coveredRepositories, covers } from '../state/apps.ts';
import type { Account, App, Installation, Permissions, Repository } from '../state/model.ts';
import { created, type Exchange, list, ok, page, param, type Route } from './route.ts';

function appOf({ caller }: Exchange): App {
  if (caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  return caller.app;
}

function installationsOf(exchange: Exchange): Installation[] {
  const app = appOf(exchange);
  return [...exchange.world.installations.values()].filter((installation) => installation.app === app);
}

function byId(exchange: Exchange): Installation {
  const found = installationsOf(exchange).find(({ id }) => String(id) === param(exchange, 'installation_id'));
  if (found === undefined) throw notFound();
  return found;
}

function byAccount(exchange: Exchange, login: string): Account {
  const account = exchange.world.accounts.get(login.toLowerCase());
  if (account === undefined) throw notFound();
  return account;
}

function ofAccount(exchange: Exchange, login: string): Installation {
  const account = byAccount(exchange, login);
  const found = installationsOf(exchange).find((installation) => installation.account === account);
  if (found === undefined) throw notFound();
  return found;
}

/** The narrower permissions that a token was asked for; more than the installation has is refused. */
function narrowed(installation: Installation, wanted: unknown): Permissions {
  if (!isRecord(wanted)) return installation.permissions;
  const levels = ['read', 'write', 'admin'];
  for (const [name, level] of Object.entries(wanted)) {
    const granted = installation.permissions[name];
    if (granted === undefined || levels.indexOf(String(level)) > levels.indexOf(granted)) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  return { metadata: 'read', ...(wanted as Permissions) };
}

function narrowedRepositories(exchange: Exchange, installation: Installation): Repository[] | null {
  const { repositories, repository_ids: ids } = exchange.body;
  if (!Array.isArray(repositories) && !Array.isArray(ids)) return null;
  const covered = coveredRepositories(exchange.world, installation);
  const wanted = [...(Array.isArray(repositories) ? repositories : []), ...(Array.isArray(ids) ? ids : [])];
  return wanted.map((key) => {
    const found = covered.find(
      (repository) => repository.id === key || repository.name.toLowerCase() === String(key).toLowerCase(),
    );
    if (found === undefined)
      throw invalidRequest(
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
      );
    return found;
  });
}

export const appRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/app',
    handle: (exchange) =>
      ok({ ...appShape(exchange.world, appOf(exchange)), installations_count: installationsOf(exchange).length }),
  },
  {
    method: 'GET',
    template: '/app/installations',
    handle: (exchange) =>
      list(exchange, installationsOf(exchange), (installation) => installationShape(exchange.world, installation)),
  },
  {
    method: 'GET',
    template: '/app/installations/{installation_id}',
    handle: (exchange) => ok(installationShape(exchange.world, byId(exchange))),
  },
  {
    method: 'POST',
    template: '/app/installations/{installation_id}/access_tokens',
    handle: (exchange) => {
      const installation = byId(exchange);
      if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
      const permissions = narrowed(installation, exchange.body.permissions);
      const repositories = narrowedRepositories(exchange, installation);
      const { token, expiresAt } = exchange.credentials.installationToken(installation, permissions, repositories);
      return created({
        token,
        expires_at: expiresAt,
        permissions,
        repository_selection: repositories === null ? installation.selection : 'selected',
        ...(repositories === null
          ? {}
          : { repositories: repositories.map((repository) => repositoryShape(exchange.world, repository)) }),
      });
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/installation',
    handle: (exchange) => {
      const repository = exchange.world.findRepository(param(exchange, 'owner'), param(exchange, 'repo'));
      const found =
        repository === undefined
          ? undefined
          : installationsOf(exchange).find((installation) => covers(installation, repository));
      if (found === undefined) throw notFound();
      return ok(installationShape(exchange.world, found));
    },
  },
  {
    method: 'GET',
    template: '/orgs/{org}/installation',
    handle: (exchange) => ok(installationShape(exchange.world, ofAccount(exchange, param(exchange, 'org')))),
  },
  {
    method: 'GET',
    template: '/users/{username}/installation',
    handle: (exchange) => ok(installationShape(exchange.world, ofAccount(exchange, param(exchange, 'username')))),
  },
  {
    method: 'GET',
    template: '/installation/repositories',
    handle: (exchange) => {
      const { caller, world } = exchange;
      if (caller.kind !== 'installation') throw new Refusal(403, 'Resource not accessible by integration');
      const covered = (caller.repositories ?? coveredRepositories(world, caller.installation)).filter((repository) =>
        canSee(caller, repository),
      );
      return page(
        exchange,
        covered,
        (repositories, total_count) => ({
          total_count,
          repository_selection: caller.installation.selection,
          repositories,
        }),
        (repository) => repositoryShape(world, repository),
      );
    },
  },
];
