/** What the sandbox remembers. Records are mutable and shared by reference; only the functions beside this file write. */

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

export type TimelineEvent = LabelEvent | ReferenceEvent | ConnectionEvent;

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
  lastEditedAt: string | null;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitOid: string | null;
  /** Null where nobody reviewed it and nobody has to. */
  reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null;
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
  /** By commit oid. */
  readonly suites: Map<string, CheckSuite[]>;
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

export type CheckStatus = 'queued' | 'in_progress' | 'completed';

export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly app: App;
  readonly headOid: string;
  readonly headBranch: string | null;
  readonly createdAt: string;
  updatedAt: string;
  /** Oldest first. */
  readonly runs: CheckRun[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  externalId: string;
  detailsUrl: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: CheckAnnotation[];
  actions: CheckAction[];
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
