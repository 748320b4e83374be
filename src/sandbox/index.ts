/**
 * A stateful GitHub on 127.0.0.1, shared by the demo, the tests and the benchmarks.
 *
 * `url` stands for `https://api.github.com`: REST below the root, GraphQL at `/graphql`; also below GitHub Enterprise's
 * `/api/v3` and `/api/graphql`. Web addresses (`html_url`, `url` in GraphQL) have the same host.
 */
import { Credentials } from './auth.ts';
import { type Clock, createClock } from './clock.ts';
import { control } from './control.ts';
import { Faults } from './faults.ts';
import { Limits } from './limits.ts';
import { Operations } from './operations/apps.ts';
import { listen } from './server.ts';
import { createActionsApp } from './state/apps.ts';
import type { Installation, Permissions } from './state/model.ts';
import { World } from './state/world.ts';
import { Tape } from './tape.ts';
import { type Delivery, Webhooks } from './webhooks.ts';

export type { NewPullRequest } from './operations/pull-requests.ts';
export type {
  Account,
  App,
  CheckRun,
  Installation,
  Issue,
  PullRequest,
} from './state/model.ts';
export type { Tape } from './tape.ts';
export type { Delivery };

export interface SandboxOptions {
  /** Freezes the clock at this instant, ISO 8601; it follows real time otherwise. */
  readonly now?: string;
  /** Any free one unless given. */
  readonly port?: number;
  /** Where apps that name no webhook of their own get their events. */
  readonly webhook?: { readonly url: string; readonly secret: string };
  /** False: a GitHub Enterprise server that does not know `Issue.issueType` yet. */
  readonly issueTypes?: boolean;
  /** How long GitHub takes to turn an edited description into links, in milliseconds; 0 unless given. */
  readonly closingLag?: number;
}

export class Sandbox extends Operations {
  readonly clock: Clock;
  readonly tape: Tape;
  readonly faults: Faults;
  /** `limits.enforced = true` has GitHub's documented limits refused; the headers count always. */
  readonly limits: Limits;
  readonly #credentials: Credentials;
  readonly #webhooks: Webhooks;
  readonly #stop: () => Promise<void>;

  constructor(
    world: World,
    parts: {
      tape: Tape;
      faults: Faults;
      limits: Limits;
      credentials: Credentials;
      webhooks: Webhooks;
      stop: () => Promise<void>;
    },
    webhook: SandboxOptions['webhook'],
  ) {
    super(world, webhook ?? null);
    this.clock = world.clock;
    this.tape = parts.tape;
    this.faults = parts.faults;
    this.limits = parts.limits;
    this.#credentials = parts.credentials;
    this.#webhooks = parts.webhooks;
    this.#stop = parts.stop;
  }

  get url(): string {
    return this.world.url;
  }

  /** What was sent to apps, oldest first. */
  get deliveries(): readonly Delivery[] {
    return this.#webhooks.deliveries;
  }

  clearDeliveries(): void {
    this.#webhooks.clear();
  }

  /** Sends a delivery once more under the same GUID. */
  redeliver(guid: string): void {
    this.#webhooks.redeliver(guid);
  }

  /** Resolves when all deliveries are out and answered. */
  settle(): Promise<void> {
    return this.#webhooks.settle();
  }

  /** An installation's token, as the app itself would get it. */
  installationToken(installation: Installation): string {
    return this.#credentials.installationToken(installation, installation.permissions, null).token;
  }

  /** A job's `GITHUB_TOKEN`; for a pull request from a fork every permission is read. */
  workflowToken(repo: string, permissions: Permissions, isFromFork = false): string {
    return this.#credentials.workflowToken(this.world.repository(repo), permissions, isFromFork);
  }

  /** A person's token. People cannot write check runs. */
  userToken(login: string): string {
    return this.#credentials.userToken(this.world.account(login));
  }

  revoke(token: string): void {
    this.#credentials.revoke(token);
  }

  /** How long GitHub takes to turn an edited description into links, in milliseconds. */
  set closingLag(milliseconds: number) {
    this.world.closingLag = milliseconds;
  }

  close(): Promise<void> {
    return this.#stop();
  }
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createClock(options.now);
  const world = new World(clock);
  world.closingLag = options.closingLag ?? 0;
  createActionsApp(world);
  const faults = new Faults();
  const tape = new Tape();
  const limits = new Limits(clock);
  const credentials = new Credentials(world);
  const webhooks = new Webhooks(world, faults);
  const { server, url } = await listen(
    {
      world,
      faults,
      tape,
      limits,
      credentials,
      issueTypes: options.issueTypes ?? true,
      control: (method, path, body) => control(sandbox, method, path, body),
    },
    options.port ?? 0,
  );
  world.url = url;
  const stop = async () => {
    webhooks.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const sandbox = new Sandbox(world, { tape, faults, limits, credentials, webhooks, stop }, options.webhook);
  return sandbox;
}
