import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  Commit,
  Installation,
  Issue,
  Milestone,
  Project,
  PullRequest,
  Repository,
} from './model.ts';

/** A change of state that GitHub tells the apps about. */
export interface Happening {
  /** `X-GitHub-Event`. */
  readonly event: string;
  readonly action: string | null;
  readonly repository: Repository | null;
  /** Whose matter it is, where it is none of a repository. */
  readonly organization?: Account;
  readonly sender: Account;
  /** Only this app hears of it: clicks on a check run go to the app that made it. */
  readonly onlyApp?: App;
  readonly onlyInstallation?: Installation;
  /** The fields beside action, repository, sender and installation; called at once, and only if somebody listens. */
  readonly detail: () => Record<string, unknown>;
}

export type NodeRecord = Account | Repository | Issue | PullRequest | Milestone | CheckRun | CheckSuite;

/** Everything there is on this GitHub. */
export class World {
  readonly clock: Clock;
  /** Base of every address in answers; set once the server listens. */
  url = '';
  /** How long GitHub takes to turn an edited description into links, in milliseconds. */
  closingLag = 0;
  readonly accounts = new Map<string, Account>();
  readonly repositories = new Map<string, Repository>();
  /** By the names that they had; one that has such a name now goes before. */
  readonly renamed = new Map<string, Repository>();
  readonly apps = new Map<number, App>();
  readonly installations = new Map<number, Installation>();
  readonly nodes = new Map<string, NodeRecord>();
  readonly runs = new Map<number, CheckRun>();
  readonly suites = new Map<number, CheckSuite>();
  readonly projects: Project[] = [];
  tell: (happening: Happening) => void = () => {};
  #lastId = 1000;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The instant as GitHub prints it: whole seconds. */
  stamp(): string {
    return `${this.clock.now().slice(0, 19)}Z`;
  }

  account(login: string): Account {
    const account = this.accounts.get(login.toLowerCase().replace(/\[bot\]$/, ''));
    if (account === undefined) throw new Error(`The sandbox knows no account ${login}; create it first.`);
    return account;
  }

  findRepository(owner: string, name: string): Repository | undefined {
    return this.repositories.get(`${owner}/${name}`.toLowerCase());
  }

  /** By `owner/name`, in any case. */
  repository(nameWithOwner: string): Repository {
    const found = this.repositories.get(nameWithOwner.toLowerCase());
    if (found === undefined) throw new Error(`The sandbox knows no repository ${nameWithOwner}; create it first.`);
    return found;
  }

  issue(nameWithOwner: string, number: number): Issue {
    const item = this.repository(nameWithOwner).items.get(number);
    if (item?.kind !== 'Issue') throw new Error(`${nameWithOwner}#${number} is no issue of the sandbox.`);
    return item;
  }

  pullRequest(nameWithOwner: string, number: number): PullRequest {
    const item = this.repository(nameWithOwner).items.get(number);
    if (item?.kind !== 'PullRequest') throw new Error(`${nameWithOwner}#${number} is no pull request of the sandbox.`);
    return item;
  }

  item(nameWithOwner: string, number: number): Issue | PullRequest {
    const item = this.repository(nameWithOwner).items.get(number);
    if (item === undefined) throw new Error(`${nameWithOwner}#${number} does not exist in the sandbox.`);
    return item;
  }
}

/** Whether an instant is at or after `since`, where that was given. */
export function isSince(at: string, since: string | null | undefined): boolean {
  return since == null || Date.parse(at) >= Date.parse(since);
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** GitHub's node ids are opaque; these only keep their look. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${Buffer.from(String(id).padStart(9, '0')).toString('base64url')}`;
}

export function newOid(): string {
  return randomBytes(20).toString('hex');
}

export function tipOf(repository: Repository, branch: string): Commit | undefined {
  const oid = repository.branches.get(branch);
  return oid === undefined ? undefined : repository.commits.get(oid);
}
