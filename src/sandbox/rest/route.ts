import type { Credentials } from '../auth.ts';
import { actorOf, type Caller, canSee, demand } from '../auth.ts';
import { type Answer, isRecord, notFound, Refusal } from '../http-answer.ts';
import type { Limits } from '../limits.ts';
import { hasRole } from '../state/accounts.ts';
import type { Account, Issue, PullRequest, Repository, Role } from '../state/model.ts';
import type { World } from '../state/world.ts';

/** One request on its way through a route. */
export interface Exchange {
  readonly world: World;
  readonly caller: Caller;
  readonly who: string;
  readonly credentials: Credentials;
  readonly limits: Limits;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Address of this request without its query, for `Link`. */
  readonly address: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** As in GitHub's description. A last `{path}` takes the rest, slashes included. */
  readonly template: string;
  readonly handle: (exchange: Exchange) => Answer;
}

/** A route below a repository that takes a permission. */
export function repositoryRoute(
  method: Route['method'],
  path: string,
  permission: string,
  handle: (exchange: Exchange, repository: Repository) => Answer,
  people: Role = permission === 'contents' ? 'write' : 'triage',
): Route {
  return {
    method,
    template: `/repos/{owner}/{repo}${path}`,
    handle: (exchange) => {
      const repository = exchange.world.findRepository(param(exchange, 'owner'), param(exchange, 'repo'));
      if (repository === undefined) throw notFound();
      demand(exchange.caller, repository, permission, method === 'GET' ? 'read' : 'write', people);
      return handle(exchange, repository);
    },
  };
}

/** GitHub's pull requests are issues: what an endpoint of issues does to one takes either permission. */
const OF_ITEMS = ['issues', 'pull_requests'];

/** A route below an issue or pull request. */
export function itemRoute(
  method: Route['method'],
  path: string,
  handle: (exchange: Exchange, item: Issue | PullRequest) => Answer,
): Route {
  return {
    method,
    template: `/repos/{owner}/{repo}/issues/{issue_number}${path}`,
    handle: (exchange) => {
      const repository = exchange.world.findRepository(param(exchange, 'owner'), param(exchange, 'repo'));
      if (repository === undefined || !canSee(exchange.caller, repository)) throw notFound();
      const item = itemOf(exchange, repository);
      const level = method === 'GET' ? 'read' : 'write';
      demand(exchange.caller, repository, item.kind === 'Issue' ? 'issues' : OF_ITEMS, level, 'triage', OF_ITEMS);
      return handle(exchange, item);
    },
  };
}

export function param(exchange: Exchange, name: string): string {
  return exchange.params[name] ?? '';
}

export function sender(exchange: Exchange): Account {
  return actorOf(exchange.world, exchange.caller);
}

/** Whether the sender may label, close and reassign; its author may only edit an item. */
export function mayTriage({ caller }: Exchange, repository: Repository): boolean {
  return caller.kind !== 'user' || hasRole(repository, caller.account, 'triage');
}

/** For routes that let an item's author do what otherwise takes triage. */
export function demandAuthor(exchange: Exchange, item: Issue | PullRequest): void {
  if (sender(exchange) !== item.author && !mayTriage(exchange, item.repository)) {
    throw new Refusal(403, 'Must have push access to repository.');
  }
}

export function itemOf(exchange: Exchange, repository: Repository): Issue | PullRequest {
  const item = repository.items.get(Number(param(exchange, 'issue_number')));
  if (item === undefined) throw notFound();
  return item;
}

export function pullRequestOf(exchange: Exchange, repository: Repository): PullRequest {
  const item = repository.items.get(Number(param(exchange, 'pull_number')));
  if (item?.kind !== 'PullRequest') throw notFound();
  return item;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

/** GitHub's pages: 30 unless `per_page` says otherwise, at most 100, with `Link`. */
export function page<Item>(
  exchange: Exchange,
  items: readonly Item[],
  shape: (shown: unknown[], total: number) => unknown,
  show: (item: Item) => unknown,
): Answer {
  const size = Math.min(100, Math.max(1, Number(exchange.query.get('per_page') ?? 30) || 30));
  const number = Math.max(1, Number(exchange.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(exchange.query);
    query.set('page', String(target));
    return `<${exchange.address}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
    ...(number > 1 ? [link(1, 'first')] : []),
  ];
  const shown = items.slice((number - 1) * size, number * size).map(show);
  return { status: 200, body: shape(shown, items.length), headers: links.length > 0 ? { link: links.join(', ') } : {} };
}

export function list<Item>(exchange: Exchange, items: readonly Item[], show: (item: Item) => unknown): Answer {
  return page(exchange, items, (shown) => shown, show);
}

/** A text of the body; undefined when it is not there. */
export function text(exchange: Exchange, name: string): string | undefined {
  const value = exchange.body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw new Refusal(422, `Invalid request.\n\nFor '${name}', ${JSON.stringify(value)} is not a string.`);
  return value;
}

export function texts(exchange: Exchange, name: string): string[] | undefined {
  const value = exchange.body[name];
  if (!Array.isArray(value)) return undefined;
  return value.map((entry) => (isRecord(entry) ? String(entry.name) : String(entry)));
}
