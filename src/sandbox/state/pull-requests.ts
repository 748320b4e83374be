import { headCommitShape } from '../shapes/push.ts';
import { closingIssues } from './closing-references.ts';
import { closeIssue, rememberVersion } from './issues.ts';
import { addLabel } from './labels.ts';
import { setMilestone } from './milestones.ts';
import type { Account, Commit, FileChange, Issue, Milestone, PullRequest, QueueEntry, Repository } from './model.ts';
import { addCommit, moveBranch } from './repositories.ts';
import { tellItem } from './tell-item.ts';
import { fullName, newOid, nodeId, tipOf, type World } from './world.ts';

/** A changed file; with `content` its text is in the head commit too (null or `removed` takes it away). */
export type FileInput = Partial<FileChange> & { readonly path: string; readonly content?: string | null };

export interface CommitInput {
  readonly message?: string;
  readonly author?: Account;
  /** True for a commit with two parents. */
  readonly isMerge?: boolean;
}

export interface PullRequestInput {
  readonly title: string;
  readonly body?: string;
  readonly author?: Account;
  /** The default branch unless given; made from it if it does not exist. */
  readonly base?: string;
  /** Made up from the number unless given. */
  readonly head?: string;
  /** The fork that it comes from. */
  readonly headRepository?: Repository;
  readonly files?: readonly FileInput[];
  /** Oldest first; one by the author unless given. */
  readonly commits?: readonly CommitInput[];
  /** Puts it on a commit that exists, such as another pull request's head. */
  readonly headOid?: string;
  readonly labels?: readonly string[];
  readonly milestone?: Milestone;
  readonly draft?: boolean;
}

export function openPullRequest(world: World, repository: Repository, input: PullRequestInput): PullRequest {
  const author = input.author ?? repository.maintainer;
  const number = repository.nextNumber;
  const headRepository = input.headRepository ?? repository;
  const headRef = input.head ?? `change-${number}`;
  const baseRef = input.base ?? repository.defaultBranch;
  const baseTip = tipOf(repository, baseRef) ?? tipOf(repository, repository.defaultBranch);
  if (baseTip === undefined) throw new Error(`${fullName(repository)} has no branch to merge into.`);
  if (!repository.branches.has(baseRef)) repository.branches.set(baseRef, baseTip.oid);
  const files = (input.files ?? []).map(fileChange);
  const commits = headCommits(world, repository, baseTip, author, input);
  const last = commits.at(-1) ?? baseTip;
  const id = world.nextId();
  const now = world.stamp();
  const pr: PullRequest = {
    kind: 'PullRequest',
    id,
    nodeId: nodeId('PR', id),
    repository,
    number,
    title: input.title,
    body: input.body ?? '',
    author,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    labels: new Map(),
    milestone: null,
    timeline: [],
    state: 'OPEN',
    isDraft: input.draft ?? false,
    baseRef,
    baseOid: baseTip.oid,
    headRef,
    headRepository,
    headOid: last.oid,
    commits,
    files,
    lastEditedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommitOid: null,
    sidebar: new Set(),
    versions: [],
  };
  moveBranch(world, headRepository, headRef, last, author);
  repository.nextNumber += 1;
  repository.items.set(number, pr);
  world.nodes.set(pr.nodeId, pr);
  rememberVersion(world, pr);
  tellItem(world, pr, 'opened', author);
  for (const label of input.labels ?? []) addLabel(world, pr, label, author);
  if (input.milestone !== undefined) setMilestone(world, pr, input.milestone, author);
  return pr;
}

function headCommits(
  world: World,
  repository: Repository,
  base: Commit,
  author: Account,
  input: PullRequestInput,
): Commit[] {
  if (input.headOid !== undefined) {
    const shared = repository.commits.get(input.headOid);
    return shared === undefined ? [] : [shared];
  }
  const wanted = input.commits ?? [{}];
  let parent = base;
  return wanted.map((commit, index) => {
    const isLast = index === wanted.length - 1;
    parent = addCommit(world, repository, {
      message: commit.message ?? input.title,
      author: commit.author ?? author,
      parent,
      ...(commit.isMerge === true ? { merged: base.oid } : {}),
      ...(isLast ? content(parent, input.files ?? []) : { changes: [] }),
    });
    return parent;
  });
}

function content(parent: Commit, files: readonly FileInput[]): Pick<Commit, 'changes'> & Partial<Pick<Commit, 'tree'>> {
  const changes = files.map(fileChange);
  if (files.every((file) => file.content === undefined)) return { changes };
  const tree = new Map(parent.tree);
  for (const file of files) {
    if (file.previousPath !== undefined) tree.delete(file.previousPath);
    if (file.content === null || file.status === 'removed') tree.delete(file.path);
    else if (file.content !== undefined) tree.set(file.path, file.content);
  }
  return { changes, tree };
}

function fileChange(file: FileInput): FileChange {
  const status = file.status ?? (file.previousPath === undefined ? 'modified' : 'renamed');
  return {
    path: file.path,
    status,
    previousPath: file.previousPath,
    additions: file.additions ?? 1,
    deletions: file.deletions ?? 0,
  };
}

/** A new head commit. `force` replaces the pull request's commits instead of adding one. */
export function push(
  world: World,
  pr: PullRequest,
  input: CommitInput & { readonly files?: readonly FileInput[]; readonly force?: boolean } = {},
): Commit {
  const author = input.author ?? pr.author;
  const before = pr.headOid;
  const base = pr.repository.commits.get(input.force === true ? pr.baseOid : pr.headOid);
  if (base === undefined) throw new Error('The head commit is gone.');
  const commit = addCommit(world, pr.repository, {
    message: input.message ?? 'Another commit',
    author,
    parent: base,
    ...content(base, input.files ?? []),
  });
  moveBranch(world, pr.headRepository, pr.headRef, commit, author);
  const replaced = new Map(pr.files.map((file) => [file.path, file]));
  for (const file of input.files ?? []) replaced.set(file.path, fileChange(file));
  pr.files = [...replaced.values()];
  pr.commits = input.force === true ? [commit] : [...pr.commits, commit];
  pr.headOid = commit.oid;
  pr.updatedAt = world.stamp();
  tellItem(world, pr, 'synchronize', author, () => ({ before, after: commit.oid }));
  return commit;
}

export function setBase(world: World, pr: PullRequest, baseRef: string, actor: Account): void {
  const from = { ref: { from: pr.baseRef }, sha: { from: pr.baseOid } };
  if (pr.baseRef === baseRef) return;
  pr.baseRef = baseRef;
  pr.baseOid = pr.repository.branches.get(baseRef) ?? pr.baseOid;
  if (!pr.repository.branches.has(baseRef)) pr.repository.branches.set(baseRef, pr.baseOid);
  pr.updatedAt = world.stamp();
  rememberVersion(world, pr);
  tellItem(world, pr, 'edited', actor, () => ({ changes: { base: from } }));
}

export function setDraft(world: World, pr: PullRequest, isDraft: boolean, actor: Account): void {
  if (pr.isDraft === isDraft) return;
  pr.isDraft = isDraft;
  pr.updatedAt = world.stamp();
  tellItem(world, pr, isDraft ? 'converted_to_draft' : 'ready_for_review', actor);
}

export function closePullRequest(world: World, pr: PullRequest, actor: Account): void {
  if (pr.state !== 'OPEN') return;
  pr.state = 'CLOSED';
  pr.closedAt = pr.updatedAt = world.stamp();
  tellItem(world, pr, 'closed', actor);
}

export function reopenPullRequest(world: World, pr: PullRequest, actor: Account): void {
  if (pr.state !== 'CLOSED') return;
  pr.state = 'OPEN';
  pr.closedAt = null;
  pr.updatedAt = world.stamp();
  tellItem(world, pr, 'reopened', actor);
}

/** Merges, pushes to the base branch, and closes the linked issues, as GitHub does on the default branch. */
export function mergePullRequest(world: World, pr: PullRequest, actor: Account): Commit {
  const head = pr.repository.commits.get(pr.headOid);
  const base = tipOf(pr.repository, pr.baseRef) ?? null;
  const linked = closingIssues(world, pr);
  const commit = addCommit(world, pr.repository, {
    message: `${pr.title} (#${pr.number})`,
    author: pr.author,
    parent: base,
    merged: pr.headOid,
    changes: pr.files,
    tree: new Map([...(base?.tree ?? []), ...(head?.tree ?? [])]),
  });
  pr.state = 'MERGED';
  pr.mergedBy = actor;
  pr.mergeCommitOid = commit.oid;
  pr.mergedAt = pr.closedAt = pr.updatedAt = world.stamp();
  moveBranch(world, pr.repository, pr.baseRef, commit, actor);
  tellItem(world, pr, 'closed', actor);
  for (const issue of linked) closeIssue(world, issue, actor);
  return commit;
}

/** In the Development panel. GitHub tells nobody. */
export function linkInSidebar(pr: PullRequest, issue: Issue): void {
  pr.sidebar.add(issue);
}

export function unlinkInSidebar(pr: PullRequest, issue: Issue): void {
  pr.sidebar.delete(issue);
}

/** Puts a pull request at the end of its base branch's merge queue; the queue asks for checks on the group's commit. */
export function enqueue(world: World, pr: PullRequest, actor: Account): QueueEntry {
  const { repository } = pr;
  const ahead = repository.queue.filter((entry) => entry.baseRef === pr.baseRef).at(-1);
  const baseOid = ahead?.headOid ?? repository.branches.get(pr.baseRef) ?? pr.baseOid;
  const commit = addCommit(world, repository, {
    message: `Merge pull request #${pr.number}`,
    author: pr.author,
    parent: repository.commits.get(baseOid) ?? null,
    merged: pr.headOid,
    changes: pr.files,
  });
  const entry: QueueEntry = {
    nodeId: nodeId('MQE', world.nextId()),
    pullRequest: pr,
    baseRef: pr.baseRef,
    headOid: commit.oid,
    headRef: `gh-readonly-queue/${pr.baseRef}/pr-${pr.number}-${newOid()}`,
    at: world.stamp(),
  };
  repository.queue.push(entry);
  repository.branches.set(entry.headRef, commit.oid);
  world.tell({
    event: 'merge_group',
    action: 'checks_requested',
    repository,
    sender: actor,
    detail: () => ({
      merge_group: {
        head_sha: commit.oid,
        head_ref: `refs/heads/${entry.headRef}`,
        base_sha: baseOid,
        base_ref: `refs/heads/${pr.baseRef}`,
        head_commit: headCommitShape(commit),
      },
    }),
  });
  return entry;
}
