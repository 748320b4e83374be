/** GitHub keeps two accounts for an installation, each with its own limits. */
export type Pool = 'rest' | 'graphql';

export interface RequestCost {
  readonly pool: Pool;
  /** For the limit per minute. */
  readonly points: number;
}

/** docs: rest/using-the-rest-api/rate-limits-for-the-rest-api, "Calculating points for the secondary rate limit". */
const READ_POINTS = 1;
const WRITE_POINTS = 5;

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
  return { pool: 'rest', points: READ_METHODS.has(request.method) ? READ_POINTS : WRITE_POINTS };
}

/** Takes the word anywhere for one: a read mistaken for a write costs points, the other way round it costs a duplicate. */
export function isMutation(document: string): boolean {
  return /\bmutation\b/.test(document);
}
