import {
  addToInstallation,
  createApp,
  installApp,
  removeFromInstallation,
  suspendInstallation,
  uninstall,
} from '../state/apps.ts';
import { requestCheckRun, requestCheckSuite } from '../state/checks.ts';
import type { App, CheckRun, CheckSuite, Installation, Permissions } from '../state/model.ts';
import type { World } from '../state/world.ts';
import type { RepositoryName } from './names.ts';
import { ProjectOperations } from './projects.ts';

export interface NewApp {
  readonly name?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
}

export class Operations extends ProjectOperations {
  readonly #webhook: { url: string; secret: string } | null;

  constructor(world: World, webhook: { url: string; secret: string } | null) {
    super(world);
    this.#webhook = webhook;
  }

  /** Check runs on a commit, oldest first, every run of a name. */
  checkRuns(repo: RepositoryName, headOid: string, name?: string): CheckRun[] {
    const suites = this.repositoryOf(repo).suites.get(headOid) ?? [];
    return suites
      .flatMap((suite) => suite.runs)
      .filter((run) => name === undefined || run.name === name)
      .sort((a, b) => a.id - b.id);
  }

  /** A click on *Re-run*, or with an identifier on that button of the run. */
  requestCheckRun(run: CheckRun | number, by: string, identifier?: string): void {
    const found = typeof run === 'number' ? this.world.runs.get(run) : run;
    if (found === undefined) throw new Error(`The sandbox knows no check run ${String(run)}.`);
    requestCheckRun(this.world, found, this.accountOf(by), identifier);
  }

  requestCheckSuite(suite: CheckSuite, by: string): void {
    requestCheckSuite(this.world, suite, this.accountOf(by));
  }

  createApp(input: NewApp): App {
    const webhook =
      input.webhookUrl === undefined ? this.#webhook : { url: input.webhookUrl, secret: input.webhookSecret ?? '' };
    const { permissions, events, name } = input;
    return createApp(this.world, {
      permissions,
      events,
      ...(name === undefined ? {} : { name }),
      ...(webhook === null ? {} : { webhook }),
    });
  }

  /** Where an app's events go from now on. */
  deliverTo(app: App | number, webhook: { readonly url: string; readonly secret: string }): void {
    this.appOf(app).webhook = { ...webhook };
  }

  installApp(app: App | number, owner: string, repositories: readonly RepositoryName[] | 'all' = 'all'): Installation {
    const found = repositories === 'all' ? repositories : repositories.map((repo) => this.repositoryOf(repo));
    return installApp(this.world, this.appOf(app), this.world.account(owner), found);
  }

  addToInstallation(installation: Installation, repo: RepositoryName): void {
    addToInstallation(this.world, installation, this.repositoryOf(repo));
  }

  removeFromInstallation(installation: Installation, repo: RepositoryName): void {
    removeFromInstallation(this.world, installation, this.repositoryOf(repo));
  }

  /** The owner suspends the app; its tokens stop working. */
  suspend(installation: Installation): void {
    suspendInstallation(this.world, installation);
  }

  uninstall(installation: Installation): void {
    uninstall(this.world, installation);
  }
}
