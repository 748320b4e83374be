import { createAccount } from '../state/accounts.ts';
import type { Account, App, Issue, Label, Milestone, PullRequest, Repository } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';

export type ItemRef = Issue | PullRequest | string;
export type RepositoryName = Repository | string;

/** Turns the names that operations take into records. */
export class Names {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  createUser(login: string, kind: 'User' | 'Bot' = 'User'): Account {
    return createAccount(this.world, login, kind);
  }

  protected appOf(app: App | number): App {
    const found = typeof app === 'number' ? this.world.apps.get(app) : app;
    if (found === undefined) throw new Error(`The sandbox knows no app ${String(app)}.`);
    return found;
  }

  protected repositoryOf(repo: RepositoryName): Repository {
    return typeof repo === 'string' ? this.world.repository(repo) : repo;
  }

  protected accountOf(login: string): Account {
    return (
      this.world.accounts.get(login.toLowerCase().replace(/\[bot\]$/, '')) ??
      this.createUser(login.replace(/\[bot\]$/, ''), login.endsWith('[bot]') ? 'Bot' : 'User')
    );
  }

  protected actor(item: Issue | PullRequest, login: string | undefined): Account {
    return this.actorIn(item.repository, login);
  }

  protected actorIn(repository: Repository, login: string | undefined): Account {
    return login === undefined ? repository.maintainer : this.accountOf(login);
  }

  protected labelOf(repository: Repository, name: string): Label {
    const found = repository.labels.get(name.toLowerCase());
    if (found === undefined) throw new Error(`${fullName(repository)} has no label ${name}.`);
    return found;
  }

  protected milestoneOf(repository: Repository, number: number): Milestone {
    const found = repository.milestones.find((milestone) => milestone.number === number);
    if (found === undefined) throw new Error(`${fullName(repository)} has no milestone ${number}.`);
    return found;
  }

  protected itemOf(ref: ItemRef): Issue | PullRequest {
    if (typeof ref !== 'string') return ref;
    const [name = '', number] = ref.split('#');
    return this.world.item(name, Number(number));
  }

  protected issueOf(ref: ItemRef): Issue {
    const item = this.itemOf(ref);
    if (item.kind !== 'Issue') throw new Error(`#${item.number} is a pull request, not an issue.`);
    return item;
  }

  protected pullRequestOf(ref: ItemRef): PullRequest {
    const item = this.itemOf(ref);
    if (item.kind !== 'PullRequest') throw new Error(`#${item.number} is an issue, not a pull request.`);
    return item;
  }
}
