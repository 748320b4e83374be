/**
 * The narrow GitHub that gathering and applying need: one way to query, one to request. In the App it is Probot's
 * Octokit through `clientOf`, in the Action and on the command line `plainClient`.
 */
export interface GitHubClient {
  /**
   * Runs a GraphQL document. Partial answers are data: `errors` names each path that could not be read, and the caller
   * decides whether it mattered. Throws a `GitHubError` only when there is no answer at all.
   */
  query<Data>(document: string, variables: Readonly<Record<string, unknown>>): Promise<QueryAnswer<Data>>;
  /** One REST call by its route, `POST /repos/{owner}/{repo}/check-runs`. Throws a `GitHubError`. */
  request<Data>(route: string, parameters: Readonly<Record<string, unknown>>): Promise<Data>;
}

export interface QueryAnswer<Data> {
  readonly data: Data | null;
  readonly errors: readonly QueryError[];
}

export interface QueryError {
  /** GitHub's own word: `NOT_FOUND`, `FORBIDDEN`, `RATE_LIMITED`, `undefinedField` … */
  readonly type: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}
