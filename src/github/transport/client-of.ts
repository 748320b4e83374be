import type { GitHubClient, QueryAnswer } from '#github/client.ts';
import { Rejected, Unreachable } from '#github/errors.ts';
import { classifyError } from './classify-error.ts';
import { isGraphqlError, rateLimitIn, readQueryAnswer } from './graphql-answer.ts';
import type { AnswerHeaders } from './rate-limit.ts';

/** What we use of an Octokit. Probot's and `@octokit/core`'s both satisfy it. */
export interface OctokitLike {
  graphql(document: string, variables?: Record<string, unknown>): Promise<unknown>;
  request(route: string, parameters?: Record<string, unknown>): Promise<OctokitAnswer>;
}

interface OctokitAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly data: unknown;
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

  return {
    async query<Data>(document: string, variables: Readonly<Record<string, unknown>>): Promise<QueryAnswer<Data>> {
      let data: unknown;
      try {
        data = await octokit.graphql(document, withOptions(variables));
      } catch (error) {
        if (!isGraphqlError(error)) throw classifyError(error, 'the GraphQL query', now());
        const limited = rateLimitIn(error, now());
        if (limited !== null) throw limited;
        const answer = readQueryAnswer<Data>(error);
        if (answer === null) throw new Unreachable('GitHub failed to answer the GraphQL query.', { cause: error });
        return answer;
      }
      // Octokit gives undefined for a body that is no JSON object with `data`: a proxy's page, an unfinished answer.
      if (typeof data !== 'object') throw new Unreachable('GitHub’s answer to the GraphQL query is not JSON.');
      return { data: data as Data | null, errors: [] };
    },

    async request<Data>(route: string, parameters: Readonly<Record<string, unknown>>): Promise<Data> {
      let response: OctokitAnswer;
      try {
        response = await octokit.request(route, withOptions(parameters));
      } catch (error) {
        throw classifyError(error, route, now());
      }
      // Octokit takes a redirect that nobody followed for a success; nothing was written.
      if (response.status >= 300) throw new Rejected(`GitHub redirected ${route} (${response.status}).`);
      if (isGarbage(response)) throw new Unreachable(`GitHub’s answer to ${route} is not JSON.`);
      return response.data as Data;
    },
  };
}

/** A proxy's page with status 200, or JSON that Octokit could not parse and gave back as text. */
function isGarbage({ status, headers, data }: OctokitAnswer): boolean {
  if (status === 204) return false;
  const type = String(headers['content-type'] ?? '');
  return type.startsWith('text/html') || (type.startsWith('application/json') && typeof data === 'string');
}
