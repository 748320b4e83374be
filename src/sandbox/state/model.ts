/** What the sandbox remembers. Records are mutable and shared by reference; only the functions beside this file write. */
import type { CheckSuite } from './check-records.ts';

export type { CheckAction, CheckAnnotation, CheckRun, CheckStatus, CheckSuite } from './check-records.ts';

/** `role_name` of GitHub's permission endpoint; `none` is an outsider of a private repository. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface Account {
  readonly id: number;
  readonly nodeId: string;
  /** A bot's login has no suffix here; REST and webhooks add `[bot]`, GraphQL does not. */
  login: string;
  readonly kind: 'User' | 'Organization' | 'Bot';
  readonly createdAt: string;
}

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  color: string;
  description: string | null;
}

export interface Milestone {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly number: number;
  title: string;
  description: string | null;
  state: 'OPEN' | 'CLOSED';
  dueOn: string | null;
  readonly creator: Account;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export type ChangeStatus = 'added' | 'modified' | 'removed' | 'renamed';

export interface FileChange {
  readonly path: string;
  readonly status: ChangeStatus;
  readonly previousPath?: string | undefined;
  readonly additions: number;
  readonly deletions: number;
}

export interface Commit {
  readonly oid: string;
  readonly message: string;
  readonly author: Account | null;
  readonly parents: readonly string[];
  readonly at: string;
  /** Path to content. Shared with the parent when nothing in it changed. */
  readonly tree: ReadonlyMap<string, string | Buffer>;
  readonly changes: readonly FileChange[];
}

interface Event {
  readonly nodeId: string;
  readonly at: string;
  readonly actor: Account;
}

export interface LabelEvent extends Event {
  readonly type: 'LabeledEvent' | 'UnlabeledEvent';
  readonly label: Label;
}

/** The source's description mentions the item. */
export interface ReferenceEvent extends Event {
  readonly type: 'CrossReferencedEvent';
  readonly source: Issue | PullRequest;
}

/** Linked or unlinked in the Development panel. Both sides have one, whose subject is the other side. */
export interface ConnectionEvent extends Event {
  readonly type: 'ConnectedEvent' | 'DisconnectedEvent';
  readonly subject: Issue | PullRequest;
}

export interface RenameEvent extends Event {
  readonly type: 'RenamedTitleEvent';
  readonly from: string;
  readonly to: string;
}

export interface ReviewRequestEvent extends Event {
  readonly type: 'ReviewRequestedEvent';
  readonly reviewer: Account;
}

/** GitHub lists a review itself among the events; it has no comments here. */
export interface Review extends Event {
  readonly type: 'PullRequestReview';
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
}

export type TimelineEvent = LabelEvent | ReferenceEvent | ConnectionEvent | RenameEvent | ReviewRequestEvent | Review;

interface Item {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly number: number;
  title: string;
  body: string;
  readonly author: Account;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  /** By lower-case name. */
  readonly labels: Map<string, Label>;
  milestone: Milestone | null;
  /** Of the text; a new title leaves it alone. */
  lastEditedAt: string | null;
  /** Oldest first. */
  readonly timeline: TimelineEvent[];
}

export interface Issue extends Item {
  readonly kind: 'Issue';
  state: 'OPEN' | 'CLOSED';
  stateReason: 'COMPLETED' | 'NOT_PLANNED' | 'REOPENED' | 'DUPLICATE' | null;
  type: string | null;
  parent: Issue | null;
  readonly children: Set<Issue>;
}

/** The description and base as they were from an instant on: GitHub computes its links from them a little later. */
export interface DescriptionVersion {
  readonly at: number;
  readonly body: string;
  readonly baseRef: string;
}

export interface PullRequest extends Item {
  readonly kind: 'PullRequest';
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  baseRef: string;
  baseOid: string;
  readonly headRef: string;
  readonly headRepository: Repository;
  headOid: string;
  commits: Commit[];
  files: FileChange[];
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitOid: string | null;
  /** Null where nobody reviewed it and nobody has to. */
  reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null;
  /** Whose review is waited for. */
  readonly requested: Set<Account>;
  readonly sidebar: Set<Issue>;
  readonly versions: DescriptionVersion[];
}

export interface QueueEntry {
  readonly nodeId: string;
  readonly pullRequest: PullRequest;
  readonly baseRef: string;
  readonly headOid: string;
  readonly headRef: string;
  readonly at: string;
}

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  readonly owner: Account;
  /** The person in whose name things are done that name nobody: organizations do not act. */
  readonly maintainer: Account;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  hasIssues: boolean;
  readonly defaultBranch: string;
  readonly forkOf: Repository | null;
  readonly createdAt: string;
  /** Branch name to the oid of its tip. */
  readonly branches: Map<string, string>;
  /** Commits of forks are visible through their parent, as on GitHub: one map for the whole network. */
  readonly commits: Map<string, Commit>;
  /** By lower-case name. */
  readonly labels: Map<string, Label>;
  readonly milestones: Milestone[];
  readonly items: Map<number, Issue | PullRequest>;
  /** Issues that were transferred away, by the number they had here. */
  readonly moved: Map<number, Issue>;
  nextNumber: number;
  nextMilestone: number;
  /** `forbidden`: GitHub shows that it exists and refuses what is in it; `hidden`: to everybody it is not there. */
  access: 'open' | 'forbidden' | 'hidden';
  /** By lower-case login. */
  readonly roles: Map<string, Role>;
  readonly queue: QueueEntry[];
  /** At most three, in the order in which they were pinned. */
  readonly pinned: Pin[];
  /** Oldest first. */
  readonly deployments: Deployment[];
  readonly releases: Release[];
  /** By commit oid. */
  readonly suites: Map<string, CheckSuite[]>;
}

export interface Pin {
  readonly nodeId: string;
  readonly issue: Issue;
  readonly by: Account;
}

export interface Deployment {
  readonly id: number;
  readonly nodeId: string;
  readonly environment: string;
  readonly commitOid: string;
  readonly creator: Account;
  readonly createdAt: string;
  /** Oldest first. */
  readonly statuses: { readonly state: DeploymentState; readonly at: string }[];
}

export type DeploymentState = 'QUEUED' | 'IN_PROGRESS' | 'SUCCESS' | 'FAILURE' | 'ERROR' | 'INACTIVE';

export interface Release {
  readonly id: number;
  readonly nodeId: string;
  readonly tag: string;
  readonly name: string;
  readonly author: Account;
  readonly isPrerelease: boolean;
  readonly createdAt: string;
  /** Null for a draft. */
  readonly publishedAt: string | null;
}

export interface Iteration {
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly startDate: string;
  /** In days. */
  readonly duration: number;
}

/** An organisation's project, or a person's, with one iteration field. */
export interface Project {
  readonly id: number;
  readonly nodeId: string;
  readonly owner: Account;
  readonly creator: Account;
  /** Counted for each owner. */
  readonly number: number;
  title: string;
  readonly field: { readonly id: string; readonly name: string };
  iterations: readonly Iteration[];
  readonly items: ProjectItem[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface ProjectItem {
  readonly id: number;
  readonly nodeId: string;
  readonly content: Issue | PullRequest;
  /** Title of its iteration. */
  iteration: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

/** Permission name (as in REST, `pull_requests`) to its level. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  /** The account in whose name it acts. */
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** PEM, generated when the app was made; null for GitHub's own. */
  readonly privateKey: string | null;
  readonly publicKey: string | null;
  webhook: { url: string; secret: string } | null;
  readonly createdAt: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  readonly selection: 'all' | 'selected';
  readonly selected: Set<Repository>;
  readonly permissions: Permissions;
  readonly createdAt: string;
  suspendedAt: string | null;
}
