/**
 * What people do on GitHub, by name: repositories as `owner/name`, items as `owner/name#12` or as the record that made
 * them. `by` is a login; the owner of the repository unless given. Every change fires its webhooks.
 */
import { createAccount } from './state/accounts.ts';
import { addToInstallation, createApp, installApp, removeFromInstallation } from './state/apps.ts';
import { requestCheckRun, requestCheckSuite } from './state/checks.ts';
import { closeIssue, createIssue, deleteIssue, editText, reopenIssue, setParent, setType } from './state/issues.ts';
import { addLabel, createLabel, deleteLabel, removeLabel, renameLabel } from './state/labels.ts';
import {
  closeMilestone,
  createMilestone,
  type MilestoneInput,
  renameMilestone,
  setMilestone,
} from './state/milestones.ts';
import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  Commit,
  Installation,
  Issue,
  Label,
  Milestone,
  Permissions,
  PullRequest,
  QueueEntry,
  Repository,
  Role,
} from './state/model.ts';
import {
  closePullRequest,
  enqueue,
  type FileInput,
  linkInSidebar,
  mergePullRequest,
  openPullRequest,
  push,
  reopenPullRequest,
  setBase,
  setDraft,
  unlinkInSidebar,
} from './state/pull-requests.ts';
import {
  createRepository,
  type RepositoryInput,
  renameRepository,
  setArchived,
  type WriteOptions,
  writeFile,
} from './state/repositories.ts';
import { fullName, type World } from './state/world.ts';

export type ItemRef = Issue | PullRequest | string;
export type RepositoryName = Repository | string;

export interface NewIssue {
  readonly repo: RepositoryName;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
  readonly labels?: readonly string[];
  readonly type?: string;
  readonly parent?: ItemRef;
  /** Its number. */
  readonly milestone?: number;
}

export interface NewPullRequest {
  readonly repo: RepositoryName;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
  readonly base?: string;
  readonly head?: string;
  /** The fork that it comes from. */
  readonly headRepository?: RepositoryName;
  readonly files?: readonly FileInput[];
  readonly commits?: readonly { readonly message?: string; readonly author?: string; readonly isMerge?: boolean }[];
  /** Puts it on a commit that exists. */
  readonly headOid?: string;
  readonly labels?: readonly string[];
  readonly milestone?: number;
  readonly draft?: boolean;
}

export interface NewApp {
  readonly name?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
}

export class Operations {
  readonly world: World;
  readonly #webhook: { url: string; secret: string } | null;

  constructor(world: World, webhook: { url: string; secret: string } | null) {
    this.world = world;
    this.#webhook = webhook;
  }

  createUser(login: string, kind: 'User' | 'Bot' = 'User'): Account {
    return createAccount(this.world, login, kind);
  }

  createOrganization(login: string): Account {
    return createAccount(this.world, login, 'Organization');
  }

  /** The owner is made as an organization if nobody has that name. */
  createRepository(input: RepositoryInput): Repository {
    if (!this.world.accounts.has(input.owner.toLowerCase())) this.createOrganization(input.owner);
    return createRepository(this.world, input);
  }

  renameRepository(repo: RepositoryName, name: string): void {
    renameRepository(this.world, this.#repository(repo), name);
  }

  archive(repo: RepositoryName, isArchived = true): void {
    setArchived(this.world, this.#repository(repo), isArchived);
  }

  /** What a person may do in a repository; makes the account if it is new. */
  setPermission(repo: RepositoryName, login: string, role: Role): void {
    this.#account(login);
    this.#repository(repo).roles.set(login.toLowerCase().replace(/\[bot\]$/, ''), role);
  }

  /** A commit of one file on a branch, the default one unless given; content null removes it. */
  writeFile(repo: RepositoryName, path: string, content: string | Buffer | null, options: WriteOptions = {}): Commit {
    return writeFile(this.world, this.#repository(repo), path, content, options);
  }

  createLabel(repo: RepositoryName, name: string, color?: string, description?: string): Label {
    return createLabel(this.world, this.#repository(repo), name, color, description ?? null);
  }

  renameLabel(repo: RepositoryName, from: string, to: string): void {
    renameLabel(this.world, this.#repository(repo), from, to);
  }

  deleteLabel(repo: RepositoryName, name: string): void {
    deleteLabel(this.world, this.#repository(repo), name);
  }

  createMilestone(repo: RepositoryName, input: MilestoneInput): Milestone {
    return createMilestone(this.world, this.#repository(repo), input);
  }

  closeMilestone(milestone: Milestone): void {
    closeMilestone(this.world, milestone);
  }

  renameMilestone(milestone: Milestone, title: string): void {
    renameMilestone(this.world, milestone, title);
  }

  createIssue(input: NewIssue): Issue {
    const { repo, author, parent, milestone, ...rest } = input;
    const repository = this.#repository(repo);
    return createIssue(this.world, repository, {
      ...rest,
      ...(author === undefined ? {} : { author: this.#account(author) }),
      ...(parent === undefined ? {} : { parent: this.#issue(parent) }),
      ...(milestone === undefined ? {} : { milestone: this.#milestone(repository, milestone) }),
    });
  }

  closeIssue(issue: ItemRef, reason: 'COMPLETED' | 'NOT_PLANNED' | 'DUPLICATE' = 'COMPLETED', by?: string): void {
    const found = this.#issue(issue);
    closeIssue(this.world, found, this.#by(found, by), reason);
  }

  reopenIssue(issue: ItemRef, by?: string): void {
    const found = this.#issue(issue);
    reopenIssue(this.world, found, this.#by(found, by));
  }

  deleteIssue(issue: ItemRef, by?: string): void {
    const found = this.#issue(issue);
    deleteIssue(this.world, found, this.#by(found, by));
  }

  editIssue(issue: ItemRef, text: { readonly title?: string; readonly body?: string }, by?: string): void {
    const found = this.#issue(issue);
    editText(this.world, found, text, this.#by(found, by));
  }

  setType(issue: ItemRef, type: string | null, by?: string): void {
    const found = this.#issue(issue);
    setType(this.world, found, type, this.#by(found, by));
  }

  setParent(issue: ItemRef, parent: ItemRef | null, by?: string): void {
    const found = this.#issue(issue);
    setParent(this.world, found, parent === null ? null : this.#issue(parent), this.#by(found, by));
  }

  addLabel(item: ItemRef, label: string, by?: string): void {
    const found = this.#item(item);
    addLabel(this.world, found, label, this.#by(found, by));
  }

  removeLabel(item: ItemRef, label: string, by?: string): void {
    const found = this.#item(item);
    removeLabel(this.world, found, label, this.#by(found, by));
  }

  setMilestone(item: ItemRef, milestone: number | null, by?: string): void {
    const found = this.#item(item);
    setMilestone(
      this.world,
      found,
      milestone === null ? null : this.#milestone(found.repository, milestone),
      this.#by(found, by),
    );
  }

  openPullRequest(input: NewPullRequest): PullRequest {
    const { repo, author, headRepository, commits, milestone, ...rest } = input;
    const repository = this.#repository(repo);
    return openPullRequest(this.world, repository, {
      ...rest,
      ...(author === undefined ? {} : { author: this.#account(author) }),
      ...(headRepository === undefined ? {} : { headRepository: this.#repository(headRepository) }),
      ...(milestone === undefined ? {} : { milestone: this.#milestone(repository, milestone) }),
      ...(commits === undefined
        ? {}
        : {
            commits: commits.map(({ author: who, ...commit }) => ({
              ...commit,
              ...(who === undefined ? {} : { author: this.#account(who) }),
            })),
          }),
    });
  }

  /** Title, description, base branch or draft state; each fires its own event, as on GitHub. */
  editPullRequest(
    pr: ItemRef,
    change: { readonly title?: string; readonly body?: string; readonly base?: string; readonly draft?: boolean },
    by?: string,
  ): void {
    const found = this.#pullRequest(pr);
    const actor = by === undefined ? found.author : this.#account(by);
    editText(this.world, found, change, actor);
    if (change.base !== undefined) setBase(this.world, found, change.base, actor);
    if (change.draft !== undefined) setDraft(this.world, found, change.draft, actor);
  }

  /** A new head commit; `force` replaces the commits there were. */
  push(
    pr: ItemRef,
    input: {
      readonly message?: string;
      readonly author?: string;
      readonly files?: readonly FileInput[];
      readonly force?: boolean;
    } = {},
  ): Commit {
    const { author, ...rest } = input;
    return push(this.world, this.#pullRequest(pr), {
      ...rest,
      ...(author === undefined ? {} : { author: this.#account(author) }),
    });
  }

  closePullRequest(pr: ItemRef, by?: string): void {
    const found = this.#pullRequest(pr);
    closePullRequest(this.world, found, this.#by(found, by));
  }

  reopenPullRequest(pr: ItemRef, by?: string): void {
    const found = this.#pullRequest(pr);
    reopenPullRequest(this.world, found, this.#by(found, by));
  }

  merge(pr: ItemRef, by?: string): Commit {
    const found = this.#pullRequest(pr);
    return mergePullRequest(this.world, found, this.#by(found, by));
  }

  /** In the Development panel. No webhook: that is how GitHub is. */
  linkInSidebar(pr: ItemRef, issue: ItemRef): void {
    linkInSidebar(this.#pullRequest(pr), this.#issue(issue));
  }

  unlinkInSidebar(pr: ItemRef, issue: ItemRef): void {
    unlinkInSidebar(this.#pullRequest(pr), this.#issue(issue));
  }

  /** Adds it to its base branch's merge queue, which asks for checks. */
  enqueue(pr: ItemRef, by?: string): QueueEntry {
    const found = this.#pullRequest(pr);
    return enqueue(this.world, found, this.#by(found, by));
  }

  /** A click on *Re-run*, or with an identifier on that button of the run. */
  requestCheckRun(run: CheckRun | number, by: string, identifier?: string): void {
    const found = typeof run === 'number' ? this.world.runs.get(run) : run;
    if (found === undefined) throw new Error(`The sandbox knows no check run ${String(run)}.`);
    requestCheckRun(this.world, found, this.#account(by), identifier);
  }

  requestCheckSuite(suite: CheckSuite, by: string): void {
    requestCheckSuite(this.world, suite, this.#account(by));
  }

  /** Check runs on a commit, oldest first, every run of a name. */
  checkRuns(repo: RepositoryName, headOid: string, name?: string): CheckRun[] {
    const suites = this.#repository(repo).suites.get(headOid) ?? [];
    return suites
      .flatMap((suite) => suite.runs)
      .filter((run) => name === undefined || run.name === name)
      .sort((a, b) => a.id - b.id);
  }

  createApp(input: NewApp): App {
    const webhook =
      input.webhookUrl === undefined ? this.#webhook : { url: input.webhookUrl, secret: input.webhookSecret ?? '' };
    const { permissions, events, name } = input;
    return createApp(this.world, {
      permissions,
      events,
      ...(name === undefined ? {} : { name }),
      ...(webhook === null ? {} : { webhook }),
    });
  }

  /** Where an app's events go from now on. */
  deliverTo(app: App | number, webhook: { readonly url: string; readonly secret: string }): void {
    this.#app(app).webhook = { ...webhook };
  }

  installApp(app: App | number, owner: string, repositories: readonly RepositoryName[] | 'all' = 'all'): Installation {
    const found = repositories === 'all' ? repositories : repositories.map((repo) => this.#repository(repo));
    return installApp(this.world, this.#app(app), this.world.account(owner), found);
  }

  addToInstallation(installation: Installation, repo: RepositoryName): void {
    addToInstallation(this.world, installation, this.#repository(repo));
  }

  removeFromInstallation(installation: Installation, repo: RepositoryName): void {
    removeFromInstallation(this.world, installation, this.#repository(repo));
  }

  #app(app: App | number): App {
    const found = typeof app === 'number' ? this.world.apps.get(app) : app;
    if (found === undefined) throw new Error(`The sandbox knows no app ${String(app)}.`);
    return found;
  }

  #repository(repo: RepositoryName): Repository {
    return typeof repo === 'string' ? this.world.repository(repo) : repo;
  }

  #account(login: string): Account {
    return (
      this.world.accounts.get(login.toLowerCase().replace(/\[bot\]$/, '')) ??
      this.createUser(login.replace(/\[bot\]$/, ''), login.endsWith('[bot]') ? 'Bot' : 'User')
    );
  }

  #by(item: Issue | PullRequest, login: string | undefined): Account {
    return login === undefined ? item.repository.maintainer : this.#account(login);
  }

  #milestone(repository: Repository, number: number): Milestone {
    const found = repository.milestones.find((milestone) => milestone.number === number);
    if (found === undefined) throw new Error(`${fullName(repository)} has no milestone ${number}.`);
    return found;
  }

  #item(ref: ItemRef): Issue | PullRequest {
    if (typeof ref !== 'string') return ref;
    const [name = '', number] = ref.split('#');
    return this.world.item(name, Number(number));
  }

  #issue(ref: ItemRef): Issue {
    const item = this.#item(ref);
    if (item.kind !== 'Issue') throw new Error(`#${item.number} is a pull request, not an issue.`);
    return item;
  }

  #pullRequest(ref: ItemRef): PullRequest {
    const item = this.#item(ref);
    if (item.kind !== 'PullRequest') throw new Error(`#${item.number} is an issue, not a pull request.`);
    return item;
  }
}
