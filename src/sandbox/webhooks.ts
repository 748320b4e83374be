import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { signature } from './auth.ts';
import type { Faults } from './faults.ts';
import { installationShape } from './shapes/app.ts';
import { repositoryShape } from './shapes/repository.ts';
import { organizationShape, userShape } from './shapes/user.ts';
import { covers } from './state/apps.ts';
import type { App, Installation } from './state/model.ts';
import type { Happening, World } from './state/world.ts';

export interface Delivery {
  /** `X-GitHub-Delivery`; a redelivery keeps it. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly app: App;
  readonly at: string;
  /** The JSON text, as it was signed. */
  readonly body: string;
  readonly isRedelivery: boolean;
  state: 'waiting' | 'delivered' | 'failed' | 'dropped';
  /** Of the receiver's answer; null without one. */
  status: number | null;
}

/** GitHub drops the connection after ten seconds: docs.github.com, "Best practices for using webhooks". */
const PATIENCE = 10_000;
const KEPT = 5_000;
/** Sent to apps whether or not they subscribe. */
const ALWAYS = new Set(['installation', 'installation_repositories']);
/** Which permission an app needs to be told of an event; events of no permission need none. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  issues: 'issues',
  sub_issues: 'issues',
  label: 'issues',
  milestone: 'issues',
  pull_request: 'pull_requests',
  push: 'contents',
  check_run: 'checks',
  check_suite: 'checks',
  merge_group: 'merge_queues',
  repository: 'metadata',
  projects_v2: 'organization_projects',
  projects_v2_item: 'organization_projects',
};

/** Sends each change to each app that subscribes to it: in order, one at a time for each app. */
export class Webhooks {
  readonly #world: World;
  readonly #faults: Faults;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #lines = new Map<App, Promise<void>>();
  #deliveries: Delivery[] = [];
  #held: Delivery[] = [];
  #pending = 0;
  #idle: (() => void)[] = [];

  constructor(world: World, faults: Faults) {
    this.#world = world;
    this.#faults = faults;
    world.tell = (happening) => this.#tell(happening);
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  clear(): void {
    this.#deliveries = [];
  }

  redeliver(guid: string): void {
    const original = this.#deliveries.find((delivery) => delivery.guid === guid);
    if (original === undefined) throw new Error(`There is no delivery ${guid}.`);
    this.#send({ ...original, isRedelivery: true, state: 'waiting', status: null });
  }

  /** Resolves when every delivery is out, those that were held back too. */
  async settle(): Promise<void> {
    while (this.#pending > 0 || this.#held.length > 0) {
      if (this.#pending > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
      const held = this.#held.reverse();
      this.#held = [];
      for (const delivery of held) this.#enqueue(delivery);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #tell(happening: Happening): void {
    for (const installation of this.#listeners(happening)) {
      const payload = this.#payload(happening, installation);
      const { app } = installation;
      this.#send({
        guid: randomUUID(),
        event: happening.event,
        action: happening.action,
        app,
        at: this.#world.clock.now(),
        body: JSON.stringify(payload),
        isRedelivery: false,
        state: 'waiting',
        status: null,
      });
    }
  }

  #listeners({ event, repository, organization, onlyApp, onlyInstallation }: Happening): Installation[] {
    if (onlyInstallation !== undefined) return onlyInstallation.app.webhook === null ? [] : [onlyInstallation];
    const permission = PERMISSIONS[event];
    return [...this.#world.installations.values()].filter((installation) => {
      const { app } = installation;
      if (app.webhook === null || (onlyApp !== undefined && app !== onlyApp)) return false;
      if (!ALWAYS.has(event) && !app.events.includes(event)) return false;
      if (permission !== undefined && installation.permissions[permission] === undefined) return false;
      if (organization !== undefined) return installation.account === organization && installation.suspendedAt === null;
      return repository !== null && covers(installation, repository);
    });
  }

  #payload(
    { action, repository, organization, sender, detail, event }: Happening,
    installation: Installation,
  ): Record<string, unknown> {
    const isInstallation = ALWAYS.has(event);
    const owner = organization ?? repository?.owner;
    return {
      ...(action === null ? {} : { action }),
      ...detail(),
      ...(repository === null ? {} : { repository: repositoryShape(this.#world, repository) }),
      ...(owner?.kind === 'Organization' ? { organization: organizationShape(this.#world, owner) } : {}),
      sender: userShape(this.#world, sender),
      installation: isInstallation
        ? installationShape(this.#world, installation)
        : { id: installation.id, node_id: Buffer.from(`Integration${installation.id}`).toString('base64') },
    };
  }

  #send(delivery: Delivery): void {
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > KEPT * 1.1) this.#deliveries = this.#deliveries.slice(-KEPT);
    const fault = delivery.isRedelivery ? null : this.#faults.takeDelivery(delivery.event, delivery.action);
    switch (fault?.effect.kind) {
      case undefined:
        this.#enqueue(delivery);
        return;
      case 'drop':
        delivery.state = 'dropped';
        return;
      case 'repeat':
        for (let count = 0; count < fault.effect.total; count += 1) this.#enqueue(delivery);
        return;
      case 'delay':
        this.#later(delivery, fault.effect.milliseconds);
        return;
      case 'reorder':
        this.#held.push(delivery);
    }
  }

  /** Outside the app's line, so that what comes after it overtakes it. */
  #later(delivery: Delivery, milliseconds: number): void {
    this.#pending += 1;
    setTimeout(() => {
      this.#enqueue(delivery);
      this.#done();
    }, milliseconds);
  }

  #enqueue(delivery: Delivery): void {
    this.#pending += 1;
    const before = this.#lines.get(delivery.app) ?? Promise.resolve();
    this.#lines.set(
      delivery.app,
      before.then(() => this.#post(delivery)).then(() => this.#done()),
    );
  }

  #done(): void {
    this.#pending -= 1;
    if (this.#pending > 0) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  #post(delivery: Delivery): Promise<void> {
    const hook = delivery.app.webhook;
    return new Promise((resolve) => {
      const finish = (state: Delivery['state'], status: number | null) => {
        delivery.state = state;
        delivery.status = status;
        resolve();
      };
      if (hook === null) {
        finish('failed', null);
        return;
      }
      const outgoing = request(
        hook.url,
        { method: 'POST', agent: this.#agent, headers: headers(delivery, hook.secret) },
        (answer) => {
          const status = answer.statusCode ?? 0;
          answer.resume();
          answer.on('end', () => finish(status >= 200 && status < 300 ? 'delivered' : 'failed', status));
          answer.on('error', () => finish('failed', status));
        },
      );
      outgoing.setTimeout(PATIENCE, () => outgoing.destroy(new Error('timed out')));
      outgoing.on('error', () => finish('failed', null));
      outgoing.end(delivery.body);
    });
  }
}

function headers(delivery: Delivery, secret: string): Record<string, string | number> {
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(delivery.body),
    'user-agent': 'GitHub-Hookshot/5a4d0b0',
    'x-github-event': delivery.event,
    'x-github-delivery': delivery.guid,
    'x-github-hook-id': delivery.app.id,
    'x-github-hook-installation-target-id': delivery.app.id,
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': signature(secret, delivery.body, 'sha1'),
    'x-hub-signature-256': signature(secret, delivery.body),
  };
}
