import { content, type FileInput, fileChange, treeChanges } from './changes.ts';
import { closingIssues } from './closing-references.ts';
import { closeIssue, rememberVersion } from './issues.ts';
import { addLabel } from './labels.ts';
import { recordMentions } from './mentions.ts';
import { leaveQueue } from './merge-queue.ts';
import { setMilestone } from './milestones.ts';
import type { Account, Commit, ConnectionEvent, Issue, Milestone, PullRequest, Repository } from './model.ts';
import type { CommitInput } from './push.ts';
import { addCommit, moveBranch } from './repositories.ts';
import { tellItem } from './tell-item.ts';
import { fullName, nodeId, tipOf, type World } from './world.ts';

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
    reviewDecision: null,
    requested: new Set(),
    sidebar: new Set(),
    versions: [],
  };
  moveBranch(world, headRepository, headRef, last, author);
  repository.nextNumber += 1;
  repository.items.set(number, pr);
  world.nodes.set(pr.nodeId, pr);
  rememberVersion(world, pr);
  recordMentions(world, pr);
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
  const base = tipOf(pr.repository, pr.baseRef) ?? null;
  const linked = closingIssues(world, pr);
  const commit = addCommit(world, pr.repository, {
    message: `${pr.title} (#${pr.number})`,
    author: pr.author,
    parent: base,
    merged: pr.headOid,
    changes: pr.files,
    tree: mergedTree(pr.repository, pr, base),
  });
  pr.state = 'MERGED';
  pr.mergedBy = actor;
  pr.mergeCommitOid = commit.oid;
  pr.mergedAt = pr.closedAt = pr.updatedAt = world.stamp();
  moveBranch(world, pr.repository, pr.baseRef, commit, actor);
  leaveQueue(pr);
  tellItem(world, pr, 'closed', actor);
  for (const issue of linked) closeIssue(world, issue, actor);
  return commit;
}

/** The base branch with what the pull request changed since it left it, and nothing else of the head. */
function mergedTree(repository: Repository, pr: PullRequest, base: Commit | null): Map<string, string | Buffer> {
  const tree = new Map(base?.tree);
  const head = repository.commits.get(pr.headOid)?.tree ?? new Map<string, string>();
  const start = repository.commits.get(pr.baseOid)?.tree ?? new Map<string, string>();
  for (const { path, status } of treeChanges(start, head)) {
    const content = head.get(path);
    if (status === 'removed' || content === undefined) tree.delete(path);
    else tree.set(path, content);
  }
  return tree;
}

/** In the Development panel. GitHub tells nobody; the timelines of both have it. */
export function linkInSidebar(world: World, pr: PullRequest, issue: Issue, actor: Account): void {
  if (pr.sidebar.has(issue)) return;
  pr.sidebar.add(issue);
  recordConnection(world, 'ConnectedEvent', pr, issue, actor);
}

export function unlinkInSidebar(world: World, pr: PullRequest, issue: Issue, actor: Account): void {
  if (pr.sidebar.delete(issue)) recordConnection(world, 'DisconnectedEvent', pr, issue, actor);
}

function recordConnection(
  world: World,
  type: ConnectionEvent['type'],
  pr: PullRequest,
  issue: Issue,
  actor: Account,
): void {
  const event = (subject: Issue | PullRequest): ConnectionEvent => ({
    type,
    nodeId: nodeId(type === 'ConnectedEvent' ? 'CE' : 'DE', world.nextId()),
    at: world.stamp(),
    actor,
    subject,
  });
  pr.timeline.push(event(issue));
  issue.timeline.push(event(pr));
}
