import { isRecord } from './http-answer.ts';

/** One request as the sandbox answered it. */
export interface TapeEntry {
  /** ISO 8601, UTC, by the sandbox's clock. */
  readonly at: string;
  /** `installation:7`, `app:5`, `user:ann`, `workflow:shop/web` or `anonymous`. */
  readonly who: string;
  readonly method: string;
  /** `/repos/{owner}/{repo}/check-runs`; null when no route matched. */
  readonly route: string | null;
  /** With its query string. */
  readonly path: string;
  readonly status: number;
  /** GraphQL only. */
  readonly operation: string | null;
  readonly points: number;
  /** Bytes of the answer's body. */
  readonly bytes: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly answerBody: unknown;
  /** Name of the fault that answered instead of, or after, the route. */
  readonly fault: string | null;
}

/** The newest so many are kept, so that long benchmarks do not fill the memory. */
const KEPT = 20_000;

export class Tape {
  #entries: TapeEntry[] = [];

  get entries(): readonly TapeEntry[] {
    return this.#entries;
  }

  record(entry: TapeEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
  }

  clear(): void {
    this.#entries = [];
  }

  /** Reads and writes as the budgets count them: GraphQL queries are reads, its mutations writes, tokens for the app itself are neither. */
  get reads(): number {
    return this.#entries.filter((entry) => isCounted(entry) && !isWrite(entry)).length;
  }

  get writes(): number {
    return this.#entries.filter((entry) => isCounted(entry) && isWrite(entry)).length;
  }

  /** Installation tokens that were asked for. */
  get tokens(): number {
    return this.#entries.filter((entry) => entry.route === '/app/installations/{installation_id}/access_tokens').length;
  }

  /** GraphQL points. */
  get points(): number {
    return this.#entries.reduce((sum, entry) => sum + entry.points, 0);
  }

  /** Entries of one operation: `POST /repos/{owner}/{repo}/check-runs`, or a GraphQL operation by its name. */
  of(routeOrOperation: string): readonly TapeEntry[] {
    return this.#entries.filter(
      (entry) => `${entry.method} ${entry.route}` === routeOrOperation || entry.operation === routeOrOperation,
    );
  }
}

function isCounted(entry: TapeEntry): boolean {
  return !entry.who.startsWith('app:');
}

function isWrite(entry: TapeEntry): boolean {
  if (entry.route !== '/graphql') return entry.method !== 'GET';
  const query = isRecord(entry.requestBody) ? entry.requestBody.query : null;
  return typeof query === 'string' && query.trimStart().startsWith('mutation');
}
