import type { Probot } from 'probot';
import type { GitHubClient } from '#github/client.ts';
import { Unauthorized } from '#github/errors.ts';
import type { Priority } from '#github/transport/budget.ts';
import { clientOf } from '#github/transport/client-of.ts';
import { withRetries } from '#github/transport/retry.ts';

/** What failed and may be repeated is repeated at once within this time; after it the queue takes over. */
const REPEAT_WORK_MS = 4_000;
/** Nobody waits for the sweep, and the next round comes only in ten minutes; but what fails must not hold up the rest. */
const REPEAT_SWEEP_MS = 60_000;
/** With a longer pause ahead the sweep leaves the installation to its next round: the others wait behind it. */
const SWEEP_PATIENCE_MS = 60_000;

export interface RequestOptions {
  readonly priority: Priority;
  /** Milliseconds: with a longer pause ahead a request is refused instead of waiting. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** The GitHub of this process: as the app itself, and as each installation. Probot holds the tokens. */
export class Connections {
  readonly #probot: Probot;
  #isAccepted = true;

  constructor(probot: Probot) {
    this.#probot = probot;
  }

  /** False since GitHub refused the app's key: nothing will work until somebody acts. */
  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  /** For one piece of work. */
  async asInstallation(id: number, request: RequestOptions): Promise<GitHubClient> {
    const client = clientOf(await this.#probot.auth(id), { request: { ...request } });
    return withRetries(client, { deadline: Date.now() + REPEAT_WORK_MS });
  }

  /** For the sweep's look at one repository. */
  async forSweep(id: number, signal: AbortSignal): Promise<GitHubClient> {
    const request = { priority: 'sweep', patience: SWEEP_PATIENCE_MS, signal } satisfies RequestOptions;
    const client = clientOf(await this.#probot.auth(id), { request });
    return withRetries(client, { deadline: Date.now() + REPEAT_SWEEP_MS });
  }

  async asApp(signal?: AbortSignal): Promise<GitHubClient> {
    const options = signal === undefined ? {} : { request: { signal } };
    const client = clientOf(await this.#probot.auth(), options);
    return {
      query: (document, variables) => client.query(document, variables),
      request: async <Data>(route: string, parameters: Readonly<Record<string, unknown>>) => {
        try {
          const answer = await client.request<Data>(route, parameters);
          this.#isAccepted = true;
          return answer;
        } catch (error) {
          if (error instanceof Unauthorized) this.#isAccepted = false;
          throw error;
        }
      },
    };
  }
}
