import type { GitHubClient, QueryAnswer } from '#github/client.ts';

/** Answers by what was asked; for evaluations that belong together and for no others, since it forgets nothing. */
export type SharedQueries = Map<string, Promise<QueryAnswer<unknown>>>;

/** What one of them asks, the others that ask the very same are told: which objectives are open, or what a line names. */
export function sharingQueries(github: GitHubClient, shared: SharedQueries): GitHubClient {
  return {
    request: (route, parameters) => github.request(route, parameters),
    query: async <Data>(document: string, variables: Readonly<Record<string, unknown>>) => {
      const key = JSON.stringify([document, variables]);
      const ask = () => {
        const own = github.query<Data>(document, variables);
        shared.set(key, own);
        return own;
      };
      const asked = shared.get(key) as Promise<QueryAnswer<Data>> | undefined;
      if (asked === undefined) return ask();
      // Whoever asked may have been called off, and the others not.
      return (await asked.catch(() => undefined)) ?? ask();
    },
  };
}
