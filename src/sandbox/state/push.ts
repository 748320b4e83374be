import { content, type FileInput, fileChange } from './changes.ts';
import type { Account, Commit, FileChange, PullRequest, Repository } from './model.ts';
import { addCommit, moveBranch, type WriteOptions, writeFile } from './repositories.ts';
import { tellItem } from './tell-item.ts';
import type { World } from './world.ts';

export interface CommitInput {
  readonly message?: string;
  readonly author?: Account;
  /** True for a commit with two parents. */
  readonly isMerge?: boolean;
}

/** A new head commit. `force` replaces the pull request's commits instead of adding one. */
export function push(
  world: World,
  pr: PullRequest,
  input: CommitInput & { readonly files?: readonly FileInput[]; readonly force?: boolean } = {},
): Commit {
  const author = input.author ?? pr.author;
  const base = pr.repository.commits.get(input.force === true ? pr.baseOid : pr.headOid);
  if (base === undefined) throw new Error('The head commit is gone.');
  const commit = addCommit(world, pr.repository, {
    message: input.message ?? 'Another commit',
    author,
    parent: base,
    ...content(base, input.files ?? []),
  });
  moveBranch(world, pr.headRepository, pr.headRef, commit, author);
  followBranch(world, pr.headRepository, pr.headRef, commit, author, input.force === true);
  return commit;
}

/** `writeFile`, and the pull requests of the branch get the commit. */
export function commitFile(
  world: World,
  repository: Repository,
  path: string,
  text: string | Buffer | null,
  options: WriteOptions = {},
): Commit {
  const commit = writeFile(world, repository, path, text, options);
  const author = commit.author ?? repository.maintainer;
  followBranch(world, repository, options.branch ?? repository.defaultBranch, commit, author, false);
  return commit;
}

/** Every open pull request from this branch has the new commit as its head. */
function followBranch(
  world: World,
  head: Repository,
  branch: string,
  commit: Commit,
  sender: Account,
  isForced: boolean,
): void {
  for (const pr of (head.forkOf ?? head).items.values()) {
    if (pr.kind !== 'PullRequest' || pr.state !== 'OPEN' || pr.headRepository !== head || pr.headRef !== branch)
      continue;
    const before = pr.headOid;
    pr.files = withChanges(pr.files, commit.changes);
    pr.commits = isForced ? [commit] : [...pr.commits, commit];
    pr.headOid = commit.oid;
    pr.updatedAt = world.stamp();
    tellItem(world, pr, 'synchronize', sender, () => ({ before, after: commit.oid }));
  }
}

function withChanges(files: readonly FileChange[], changes: readonly FileChange[]): FileChange[] {
  const all = new Map(files.map((file) => [file.path, file]));
  for (const change of changes) all.set(change.path, fileChange(change));
  return [...all.values()];
}
