import type { Account, Repository, Role } from './model.ts';
import { nodeId, type World } from './world.ts';

const PREFIXES = { User: 'U', Organization: 'O', Bot: 'BOT' } as const;

export function createAccount(world: World, login: string, kind: Account['kind']): Account {
  const key = login.toLowerCase();
  if (world.accounts.has(key)) throw new Error(`The account ${login} is taken.`);
  const id = world.nextId();
  const account: Account = { id, nodeId: nodeId(PREFIXES[kind], id), login, kind, createdAt: world.stamp() };
  world.accounts.set(key, account);
  world.nodes.set(account.nodeId, account);
  return account;
}

/** The owner, or for an organization a person of it called `<organization>-maintainer`. */
export function maintainerOf(world: World, owner: Account): Account {
  if (owner.kind !== 'Organization') return owner;
  const login = `${owner.login}-maintainer`;
  return world.accounts.get(login.toLowerCase()) ?? createAccount(world, login, 'User');
}

/** Everybody can read a public repository; beyond that only what was granted. */
export function roleOf(repository: Repository, account: Account): Role {
  if (repository.owner === account || repository.maintainer === account) return 'admin';
  return repository.roles.get(account.login.toLowerCase()) ?? (repository.isPrivate ? 'none' : 'read');
}

const ORDER: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

export function hasRole(repository: Repository, account: Account, least: Role): boolean {
  return ORDER.indexOf(roleOf(repository, account)) >= ORDER.indexOf(least);
}
