import { createHmac, createVerify, randomBytes } from 'node:crypto';
import { isRecord, notAccessible, notFound, Refusal } from './http-answer.ts';
import { hasRole } from './state/accounts.ts';
import { ACTIONS_APP_ID, covers } from './state/apps.ts';
import type { Account, App, Installation, Permissions, Repository, Role } from './state/model.ts';
import type { World } from './state/world.ts';

/** Who sends a request. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Null: every repository of the installation. */
      readonly repositories: readonly Repository[] | null;
    }
  | { readonly kind: 'workflow'; readonly repository: Repository; readonly permissions: Permissions }
  | { readonly kind: 'user'; readonly account: Account };

interface Token {
  readonly caller: Caller;
  /** Milliseconds; null never expires. */
  readonly expiresAt: number | null;
}

/** Installation tokens last an hour: docs.github.com, "Generating an installation access token for a GitHub App". */
const TOKEN_LIFE = 3_600_000;
/** GitHub refuses a JWT that lives longer, allowing for some drift of clocks. */
const MAX_JWT_LIFE = 600;
const DRIFT = 60;

export class Credentials {
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();

  constructor(world: World) {
    this.#world = world;
  }

  installationToken(
    installation: Installation,
    permissions: Permissions,
    repositories: readonly Repository[] | null,
  ): { token: string; expiresAt: string } {
    const expiresAt = Date.parse(this.#world.stamp()) + TOKEN_LIFE;
    const caller: Caller = { kind: 'installation', installation, permissions, repositories };
    return {
      token: this.#issue('ghs', { caller, expiresAt }),
      expiresAt: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
    };
  }

  /** A job's `GITHUB_TOKEN`. For a pull request from a fork GitHub turns every permission into read. */
  workflowToken(repository: Repository, permissions: Permissions, isFromFork = false): string {
    const granted = isFromFork
      ? Object.fromEntries(Object.keys(permissions).map((name) => [name, 'read' as const]))
      : permissions;
    return this.#issue('ghs', {
      caller: { kind: 'workflow', repository, permissions: { metadata: 'read', ...granted } },
      expiresAt: null,
    });
  }

  userToken(account: Account): string {
    return this.#issue('ghp', { caller: { kind: 'user', account }, expiresAt: null });
  }

  /** Makes tokens of an installation worthless, as an uninstallation does. */
  revoke(token: string): void {
    this.#tokens.delete(token);
  }

  #issue(prefix: string, token: Token): string {
    const text = `${prefix}_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
    this.#tokens.set(text, token);
    return text;
  }

  /** Throws the 401 that GitHub answers to a token or JWT it does not accept. */
  identify(authorization: string | undefined): Caller {
    if (authorization === undefined) return { kind: 'anonymous' };
    const [, scheme, secret] = /^(\S+)\s+(\S+)$/.exec(authorization.trim()) ?? [];
    if (scheme === undefined || secret === undefined) throw new Refusal(401, 'Bad credentials');
    if (scheme.toLowerCase() === 'bearer' && secret.split('.').length === 3)
      return { kind: 'app', app: this.#appOf(secret) };
    const token = this.#tokens.get(secret);
    if (token === undefined) throw new Refusal(401, 'Bad credentials');
    if (token.expiresAt !== null && token.expiresAt <= Date.parse(this.#world.clock.now()))
      throw new Refusal(401, 'Bad credentials');
    const { caller } = token;
    if (caller.kind === 'installation') {
      if (!this.#world.installations.has(caller.installation.id)) throw new Refusal(401, 'Bad credentials');
      if (caller.installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
    }
    return caller;
  }

  #appOf(jwt: string): App {
    const undecodable = new Refusal(401, 'A JSON web token could not be decoded');
    const [head = '', payload = '', signature = ''] = jwt.split('.');
    const header = decoded(head);
    const claims = decoded(payload);
    if (header === null || claims === null || header.alg !== 'RS256') throw undecodable;
    const app = [...this.#world.apps.values()].find(
      ({ id, clientId }) => String(id) === String(claims.iss) || clientId === claims.iss,
    );
    if (app?.publicKey === null || app === undefined)
      throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
    const verifier = createVerify('RSA-SHA256').update(`${head}.${payload}`);
    if (!verifier.verify(app.publicKey, signature, 'base64url')) throw undecodable;
    const now = Date.parse(this.#world.clock.now()) / 1000;
    const { iat, exp } = claims;
    if (typeof iat !== 'number' || iat > now + DRIFT)
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    if (typeof exp !== 'number' || exp <= now)
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    if (exp > now + MAX_JWT_LIFE + DRIFT || exp - iat > MAX_JWT_LIFE + DRIFT)
      throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    return app;
  }
}

function decoded(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whom limits are counted for, and what the tape calls them. */
export function callerKey(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'app':
      return `app:${caller.app.id}`;
    case 'installation':
      return `installation:${caller.installation.id}`;
    case 'workflow':
      return `workflow:${caller.repository.owner.login}/${caller.repository.name}`;
    case 'user':
      return `user:${caller.account.login}`;
  }
}

/** In whose name a write is done. */
export function actorOf(world: World, caller: Caller): Account {
  if (caller.kind === 'user') return caller.account;
  if (caller.kind === 'installation') return caller.installation.app.bot;
  const actions = world.apps.get(ACTIONS_APP_ID);
  if (caller.kind !== 'workflow' || actions === undefined) throw new Refusal(401, 'Requires authentication');
  return actions.bot;
}

/** The app whose check runs the caller may write; null for people, who may not. */
export function checkAppOf(world: World, caller: Caller): App | null {
  if (caller.kind === 'installation') return caller.installation.app;
  return caller.kind === 'workflow' ? (world.apps.get(ACTIONS_APP_ID) ?? null) : null;
}

function reaches(caller: Caller, repository: Repository): boolean {
  switch (caller.kind) {
    case 'anonymous':
    case 'app':
      return false;
    case 'installation':
      return covers(caller.installation, repository) && (caller.repositories?.includes(repository) ?? true);
    case 'workflow':
      return caller.repository === repository;
    case 'user':
      return hasRole(repository, caller.account, 'read');
  }
}

/** Whether the repository exists as far as the caller can tell. */
export function canSee(caller: Caller, repository: Repository): boolean {
  if (repository.access === 'hidden') return false;
  return (!repository.isPrivate && caller.kind !== 'app') || reaches(caller, repository);
}

/** Reading what is public takes no permission: GitHub's fine-grained permissions only guard the rest. */
export function canRead(caller: Caller, repository: Repository, permission: string): boolean {
  if (!canSee(caller, repository) || repository.access === 'forbidden') return false;
  if (!repository.isPrivate || caller.kind === 'user') return true;
  return (caller.kind === 'installation' || caller.kind === 'workflow') && caller.permissions[permission] !== undefined;
}

/** Whether it may look into the projects of an organisation. A job's token never may. */
export function canReadProjects(caller: Caller, owner: Account): boolean {
  if (caller.kind === 'user') return true;
  return (
    caller.kind === 'installation' &&
    caller.installation.account === owner &&
    caller.permissions['organization_projects'] !== undefined
  );
}

/**
 * Throws what GitHub answers when the caller may not: 404 where it must not learn that the repository exists. `people` is
 * the role that a write takes of a person; tokens of apps and jobs go by the permission.
 */
export function demand(
  caller: Caller,
  repository: Repository,
  permission: string | readonly string[],
  level: 'read' | 'write',
  people: Role = 'triage',
  /** Those that the endpoint takes for some item, which GitHub names whatever this item is. */
  named: readonly string[] = [permission].flat(),
): void {
  const anyOf = [permission].flat();
  if (caller.kind === 'app') throw new Refusal(401, 'Bad credentials');
  if (!canSee(caller, repository)) throw notFound();
  if (level === 'read') {
    if (!anyOf.some((name) => canRead(caller, repository, name))) throw notAccessible(named, level);
    return;
  }
  if (caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  if (caller.kind === 'user') {
    if (!hasRole(repository, caller.account, people)) throw new Refusal(403, 'Must have push access to repository.');
  } else if (!reaches(caller, repository) || !anyOf.some((name) => caller.permissions[name] === 'write')) {
    throw notAccessible(named, level);
  }
  if (repository.isArchived) throw new Refusal(403, 'Repository was archived so is read-only.');
}

/** `X-Hub-Signature-256` of a body. */
export function signature(secret: string, body: string, hash: 'sha1' | 'sha256' = 'sha256'): string {
  return `${hash}=${createHmac(hash, secret).update(body).digest('hex')}`;
}
