/** Parts of an answer, or why they are missing: never an empty list for one that could not be read. */
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { QueryError } from '../client.ts';
import { concernsAll, GitHubError } from '../errors.ts';
import { lostReason, reasonOf } from '../gather/lost.ts';
import type { ListAnswer } from './answers.ts';

/** A list that stands at a path of an answer, each of its entries with its own path. */
export function listAt<Node>(
  list: ListAnswer<Node> | null | undefined,
  path: readonly string[],
  errors: readonly QueryError[],
  what: string,
): readonly Node[] | Unavailable {
  const nodes = list?.nodes?.filter((node) => node !== null);
  // One that is left out could be any.
  if (list?.nodes == null || nodes === undefined || nodes.length < list.nodes.length) {
    // A list that GitHub refuses takes those beside it away.
    const reason = lostReason(errors, path, null) ?? lostReason(errors, path.slice(0, 1), null);
    return unavailable(what, reason ?? 'unreachable');
  }
  return nodes;
}

/** What was read, or why it could not be. A limit or a refused token is thrown: it concerns all that is asked. */
export async function orUnread<Value>(what: string, read: () => Promise<Value>): Promise<Value | Unavailable> {
  try {
    return await read();
  } catch (error) {
    if (concernsAll(error) || !(error instanceof GitHubError)) throw error;
    return unavailable(what, reasonOf(error));
  }
}

/** All parts together, or the first that is missing. */
export function allOf<Value>(parts: readonly (Value | Unavailable)[]): readonly Value[] | Unavailable {
  const known: Value[] = [];
  for (const part of parts) {
    if (isUnavailable(part)) return part;
    known.push(part);
  }
  return known;
}
