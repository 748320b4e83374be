import type { GitHubClient, QueryAnswer } from '#github/client.ts';

/** Answers by what was asked; for evaluations that belong together and for no others, since it forgets nothing. */
export type SharedQueries = Map<string, Promise<unknown>>;

/** Kept elsewhere, and for a minute only: these answers live as long as the last of the evaluations waits. */
const NEVER_SHARED = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
/** What merged is kept apart, with what happened to it since. */
const LEDGER_QUERY = 'query Ledger(';

/** What one of them asks, the others that ask the very same are told: which objectives are open, or what a line names. */
export function sharingQueries(github: GitHubClient, shared: SharedQueries): GitHubClient {
  const once = async <Answer>(question: readonly unknown[], ask: () => Promise<Answer>): Promise<Answer> => {
    const key = JSON.stringify(question);
    const askNow = () => {
      const own = ask();
      shared.set(key, own);
      return own;
    };
    const asked = shared.get(key) as Promise<Answer> | undefined;
    if (asked === undefined) return askNow();
    // Whoever asked may have been called off, and the others not.
    return (await asked.catch(() => undefined)) ?? askNow();
  };
  return {
    query: <Data>(document: string, variables: Readonly<Record<string, unknown>>) => {
      const send = () => github.query<Data>(document, variables);
      return document.startsWith(LEDGER_QUERY) ? send() : once<QueryAnswer<Data>>([document, variables], send);
    },
    request: <Data>(route: string, parameters: Readonly<Record<string, unknown>>) => {
      const send = () => github.request<Data>(route, parameters);
      return route.startsWith('GET ') && route !== NEVER_SHARED ? once<Data>([route, parameters], send) : send();
    },
  };
}
