import type { GitHubClient } from '#github/client.ts';
import { type Answer, readAnswer } from './answer.ts';
import { QUERY, readQueryAnswer } from './graphql-answer.ts';
import { octokitAnswer } from './octokit-answer.ts';

/** What we use of an Octokit; Probot's satisfies it. */
export interface OctokitLike {
  graphql(document: string, variables?: Record<string, unknown>): Promise<unknown>;
  request(route: string, parameters?: Record<string, unknown>): Promise<Answer>;
}

export interface ClientOptions {
  /** Given to the hooks and the fetch of every call as Octokit's `request` option, e.g. `priority` and `signal`. */
  readonly request?: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970, for answers that name an instant and carry no date of their own. */
  readonly now?: () => number;
}

/** The narrow GitHub over an Octokit: answers are data, refusals are the classes of `errors.ts`. Repeats nothing. */
export function clientOf(octokit: OctokitLike, { request, now = Date.now }: ClientOptions = {}): GitHubClient {
  const withOptions = (parameters: Readonly<Record<string, unknown>>) =>
    request === undefined ? { ...parameters } : { ...parameters, request };
  const graphql = async (document: string, variables: Readonly<Record<string, unknown>>) => {
    // Octokit takes the data out of the body. It gives undefined where it found none.
    const data = await octokit.graphql(document, withOptions(variables));
    return { status: 200, headers: {}, data: { data } };
  };
  return {
    query: async (document, variables) =>
      readQueryAnswer(await octokitAnswer(graphql(document, variables), QUERY), now()),
    request: async (route, parameters) =>
      readAnswer(await octokitAnswer(octokit.request(route, withOptions(parameters)), route), route, now()),
  };
}
