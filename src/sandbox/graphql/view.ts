import { GraphQLError } from 'graphql';
import { type Caller, canRead } from '../auth.ts';
import type { Limits } from '../limits.ts';
import type { Account, Repository } from '../state/model.ts';
import type { World } from '../state/world.ts';

/** What every view needs to know of the request. Views are plain objects whose methods resolve fields when asked. */
export interface Viewing {
  readonly world: World;
  readonly caller: Caller;
  readonly limits: Limits;
  readonly who: string;
  readonly points: number;
  readonly nodes: number;
  /** Handed down, since items lead to repositories and repositories to items. */
  readonly showRepository: (viewing: Viewing, repository: Repository) => View;
}

export type View = Readonly<Record<string, unknown>>;

/** An error as GitHub reports it: HTTP 200, the field null, `type` beside the message. */
export function refusal(
  type: 'NOT_FOUND' | 'FORBIDDEN' | 'INVALID_CURSOR_ARGUMENTS' | 'UNPROCESSABLE',
  message: string,
): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export function demandRead(viewing: Viewing, repository: Repository, permission: string): void {
  if (!canRead(viewing.caller, repository, permission))
    throw refusal('FORBIDDEN', 'Resource not accessible by integration');
}

export function actorView(viewing: Viewing, account: Account): View {
  const { world } = viewing;
  const path = account.kind === 'Bot' ? `/apps/${account.login}` : `/${account.login}`;
  return {
    __typename: account.kind,
    id: account.nodeId,
    databaseId: account.id,
    login: account.login,
    name: account.login,
    url: world.url + path,
    resourcePath: path,
    avatarUrl: `${world.url}/avatars/u/${account.id}?v=4`,
  };
}

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A connection over the items, of which only the page asked for is turned into views. */
export function connection<Item>(items: readonly Item[], args: PageArguments, view: (item: Item) => View): View {
  let start = args.after == null ? 0 : position(args.after) + 1;
  let end = args.before == null ? items.length : Math.min(items.length, position(args.before));
  if (args.first != null) end = Math.min(end, start + args.first);
  if (args.last != null) start = Math.max(start, end - args.last);
  const page = items.slice(start, end);
  const pageInfo = {
    hasNextPage: end < items.length,
    hasPreviousPage: start > 0,
    startCursor: page.length === 0 ? null : cursor(start),
    endCursor: page.length === 0 ? null : cursor(end - 1),
  };
  return {
    totalCount: items.length,
    pageInfo,
    nodes: () => page.map(view),
    edges: () => page.map((item, index) => ({ cursor: cursor(start + index), node: view(item) })),
  };
}

function cursor(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64');
}

function position(text: string): number {
  const [, index] = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  if (index === undefined)
    throw refusal('INVALID_CURSOR_ARGUMENTS', `\`${text}\` does not appear to be a valid cursor.`);
  return Number(index);
}
