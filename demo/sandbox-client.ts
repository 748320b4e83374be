/** The sandbox as somebody outside sees it: GitHub's REST API, and its control plane for what GitHub has no API for. */

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null };
}

export interface PostedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

export interface Counts {
  /** Requests of the App for a verdict or a check; tokens are counted apart. */
  readonly reads: number;
  readonly writes: number;
  readonly points: number;
  /** Labels that were added or removed, as far as GitHub did it; among the writes. */
  readonly labels: number;
  /** Of the text, the state or the number of issues; among the writes. */
  readonly issues: number;
}

interface TapeEntry {
  readonly who: string;
  readonly method: string;
  readonly route: string | null;
  readonly status: number;
  readonly points: number;
}

export class SandboxClient {
  readonly url: string;
  readonly #tokens = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  /** An operation of src/sandbox/operations.ts. */
  async act(operation: string, ...given: readonly unknown[]): Promise<Record<string, unknown>> {
    return this.#send('POST', `/_sandbox/do/${operation}`, { with: given });
  }

  async control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    return this.#send(method, `/_sandbox/${path}`, body);
  }

  /** A person's token; made on first use. */
  async tokenOf(login: string): Promise<string> {
    const known = this.#tokens.get(login);
    if (known !== undefined) return known;
    const { token } = await this.control('POST', 'tokens', { user: login });
    this.#tokens.set(login, String(token));
    return String(token);
  }

  /** The newest check run of each name on a commit, as this person sees them. */
  async checkRuns(repository: string, headOid: string, login: string): Promise<readonly CheckRun[]> {
    const answer = await this.#send('GET', `/repos/${repository}/commits/${headOid}/check-runs`, undefined, {
      authorization: `Bearer ${await this.tokenOf(login)}`,
    });
    return answer.check_runs as CheckRun[];
  }

  /** Names of the labels of an issue or pull request, as this person sees them. */
  async labels(repository: string, number: number, login: string): Promise<readonly string[]> {
    const answer: unknown = await this.#send('GET', `/repos/${repository}/issues/${number}/labels`, undefined, {
      authorization: `Bearer ${await this.tokenOf(login)}`,
    });
    return (answer as readonly { readonly name: string }[]).map(({ name }) => name);
  }

  /** Open issues with the label, as this person sees them. */
  async issuesLabelled(repository: string, label: string, login: string): Promise<readonly PostedIssue[]> {
    const answer: unknown = await this.#send('GET', `/repos/${repository}/issues?labels=${label}`, undefined, {
      authorization: `Bearer ${await this.tokenOf(login)}`,
    });
    return answer as readonly PostedIssue[];
  }

  /** What installations asked for since the tape was cleared. */
  async counts(): Promise<Counts> {
    const { entries } = await this.control('GET', 'tape');
    const ours = (entries as TapeEntry[]).filter(({ who }) => who.startsWith('installation:'));
    const isWrite = ({ method, route }: TapeEntry) => method !== 'GET' && route !== '/graphql';
    const isLabel = ({ route, status }: TapeEntry) => status < 300 && /\/issues\/\{\w+\}\/labels/.test(route ?? '');
    return {
      reads: ours.filter((entry) => !isWrite(entry)).length,
      writes: ours.filter(isWrite).length,
      points: ours.reduce((sum, { points }) => sum + points, 0),
      issues: ours.filter((entry) => isWrite(entry) && /\/issues(?:\/\{\w+\})?$/.test(entry.route ?? '')).length,
      labels: ours.filter((entry) => isWrite(entry) && isLabel(entry)).length,
    };
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${String(answer.message)}`);
    return answer;
  }
}
