/** GitHub keeps two accounts for an installation, each with its own limits. */
export type Pool = 'rest' | 'graphql';

export interface RequestCost {
  readonly pool: Pool;
  /** For the limit per minute. */
  readonly points: number;
  /** It makes something that people see on an issue or pull request, which has limits of its own. */
  readonly isContent?: boolean;
}

/** docs: rest/using-the-rest-api/rate-limits-for-the-rest-api, "Calculating points for the secondary rate limit". */
const READ_POINTS = 1;
const WRITE_POINTS = 5;

/**
 * What GitHub calls content-generating: issues, comments, pull requests. Its list is not public, and nothing says that labels
 * are not on it, so they count. Check runs are not: each push would use up the hour.
 */
const CONTENT = /^POST .*\/(issues|comments|labels|pulls)$/;

const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `url` may be a route or an address; `query` is the GraphQL document. */
export function costOf(request: {
  readonly method: string;
  readonly url: string;
  readonly query?: unknown;
}): RequestCost {
  if (request.url.endsWith('/graphql')) {
    return { pool: 'graphql', points: isMutation(String(request.query ?? '')) ? WRITE_POINTS : READ_POINTS };
  }
  const { method, url } = request;
  return {
    pool: 'rest',
    points: READ_METHODS.has(method) ? READ_POINTS : WRITE_POINTS,
    isContent: CONTENT.test(`${method} ${url}`),
  };
}

/** Takes the word anywhere for one: a read mistaken for a write costs points, the other way round it costs a duplicate. */
export function isMutation(document: string): boolean {
  return /\bmutation\b/.test(document);
}
