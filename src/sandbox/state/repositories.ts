import { pushDetail } from '../shapes/push.ts';
import { maintainerOf } from './accounts.ts';
import type { Account, Commit, FileChange, Repository } from './model.ts';
import { fullName, newOid, nodeId, tipOf, type World } from './world.ts';

export interface RepositoryInput {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  readonly hasIssues?: boolean;
  readonly archived?: boolean;
  readonly defaultBranch?: string;
  /** Path to content, on the default branch. */
  readonly files?: Readonly<Record<string, string>>;
  /** `owner/name` of the repository that this is a fork of. */
  readonly forkOf?: string;
}

export function createRepository(world: World, input: RepositoryInput): Repository {
  const owner = world.account(input.owner);
  const key = `${input.owner}/${input.name}`.toLowerCase();
  if (world.repositories.has(key)) throw new Error(`The repository ${key} exists already.`);
  const source = input.forkOf === undefined ? null : world.repository(input.forkOf);
  const id = world.nextId();
  const repository: Repository = {
    id,
    nodeId: nodeId('R', id),
    owner,
    maintainer: maintainerOf(world, owner),
    name: input.name,
    isPrivate: input.private ?? source?.isPrivate ?? false,
    isArchived: input.archived ?? false,
    hasIssues: input.hasIssues ?? source === null,
    defaultBranch: input.defaultBranch ?? source?.defaultBranch ?? 'main',
    forkOf: source,
    createdAt: world.stamp(),
    branches: new Map(source?.branches),
    commits: source?.commits ?? new Map(),
    labels: new Map(),
    milestones: [],
    items: new Map(),
    moved: new Map(),
    nextNumber: 1,
    nextMilestone: 1,
    access: 'open',
    roles: new Map(),
    queue: [],
    pinned: [],
    deployments: [],
    releases: [],
    suites: new Map(),
  };
  world.repositories.set(key, repository);
  world.nodes.set(repository.nodeId, repository);
  if (source === null) {
    const tree = new Map(Object.entries(input.files ?? {}));
    const changes = [...tree.keys()].map((path): FileChange => ({ path, status: 'added', additions: 1, deletions: 0 }));
    const first = addCommit(world, repository, {
      message: 'Initial commit',
      author: repository.maintainer,
      parent: null,
      tree,
      changes,
    });
    repository.branches.set(repository.defaultBranch, first.oid);
  }
  return repository;
}

interface CommitInput {
  readonly message: string;
  readonly author: Account | null;
  readonly parent: Commit | null;
  /** A merge's second parent. */
  readonly merged?: string;
  readonly tree?: ReadonlyMap<string, string | Buffer>;
  readonly changes: readonly FileChange[];
}

export function addCommit(world: World, repository: Repository, input: CommitInput): Commit {
  const parents = input.parent === null ? [] : [input.parent.oid];
  if (input.merged !== undefined) parents.push(input.merged);
  const commit: Commit = {
    oid: newOid(),
    message: input.message,
    author: input.author,
    parents,
    at: world.stamp(),
    tree: input.tree ?? input.parent?.tree ?? new Map(),
    changes: input.changes,
  };
  repository.commits.set(commit.oid, commit);
  return commit;
}

export interface WriteOptions {
  /** The default branch unless given; a new branch starts at the default branch's tip. */
  readonly branch?: string;
  readonly author?: string;
  readonly message?: string;
}

/** Commits one file, or its removal when `content` is null. Fires `push`. */
export function writeFile(
  world: World,
  repository: Repository,
  path: string,
  content: string | Buffer | null,
  options: WriteOptions = {},
): Commit {
  const branch = options.branch ?? repository.defaultBranch;
  const parent = tipOf(repository, branch) ?? tipOf(repository, repository.defaultBranch) ?? null;
  const author = options.author === undefined ? repository.maintainer : world.account(options.author);
  const tree = new Map(parent?.tree);
  const status = content === null ? 'removed' : tree.has(path) ? 'modified' : 'added';
  if (content === null) tree.delete(path);
  else tree.set(path, content);
  const commit = addCommit(world, repository, {
    message: options.message ?? `${status === 'added' ? 'Add' : status === 'removed' ? 'Remove' : 'Update'} ${path}`,
    author,
    parent,
    tree,
    changes: [{ path, status, additions: content === null ? 0 : 1, deletions: status === 'added' ? 0 : 1 }],
  });
  moveBranch(world, repository, branch, commit, author);
  return commit;
}

/** Points the branch at the commit and fires `push`. */
export function moveBranch(
  world: World,
  repository: Repository,
  branch: string,
  commit: Commit,
  sender: Account,
): void {
  const before = repository.branches.get(branch) ?? null;
  repository.branches.set(branch, commit.oid);
  world.tell({
    event: 'push',
    action: null,
    repository,
    sender,
    detail: () => pushDetail(world, repository, { branch, before, commit, pusher: sender }),
  });
}

export function renameRepository(world: World, repository: Repository, name: string): void {
  const from = repository.name;
  world.repositories.delete(fullName(repository).toLowerCase());
  world.renamed.set(fullName(repository).toLowerCase(), repository);
  repository.name = name;
  world.repositories.set(fullName(repository).toLowerCase(), repository);
  world.tell({
    event: 'repository',
    action: 'renamed',
    repository,
    sender: repository.maintainer,
    detail: () => ({ changes: { repository: { name: { from } } } }),
  });
}

export function setArchived(world: World, repository: Repository, isArchived: boolean): void {
  repository.isArchived = isArchived;
  world.tell({
    event: 'repository',
    action: isArchived ? 'archived' : 'unarchived',
    repository,
    sender: repository.maintainer,
    detail: () => ({}),
  });
}
