/** The repository that everything is measured on: an objective, a task under it, pull requests, and our app installed. */
import { CONFIG_PATH } from '#core/config/config.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { PullRequestTrigger } from '#core/trigger.ts';
import type { GitHubClient } from '#github/client.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { plainClient } from '#github/transport/plain-client.ts';
import { type PipelineOutcome, type Ports, runPipeline } from '#pipeline';
import {
  type App,
  type Installation,
  type Issue,
  type PullRequest,
  type Sandbox,
  startSandbox,
} from '#sandbox/index.ts';
import { NEEDED_EVENTS, NEEDED_PERMISSIONS } from '#surfaces/app/needs.ts';
import type { Requests } from './report.ts';

export const CONFIG = `mode: enforce
guardrails:
  linked-objective: { require: objective }
`;

/** The same with a debt plan; a sprint began yesterday. */
export const PLAN = `${CONFIG}  debt-capacity: { floor: 10%, ceiling: 30%, capacity: 20 }
sprint: { length: 2w, anchor: ${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} }
`;

export interface Shop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly ref: RepositoryRef;
  readonly name: string;
  readonly app: App;
  readonly installation: Installation;
  /** Under an objective; eleven more follow it. */
  readonly task: Issue;
  /** Closes the task: the ordinary pull request. */
  readonly linked: PullRequest;
  github(): GitHubClient;
  /** One evaluation as a surface does it. */
  evaluate(pullRequest: PullRequest, ports?: Partial<Ports>): Promise<PipelineOutcome>;
  /** What `work` asked of GitHub. */
  requestsOf(work: () => Promise<unknown>): Promise<Requests>;
}

export interface ShopOptions {
  readonly webhook?: { readonly url: string; readonly secret: string };
  /** Null: no file. */
  readonly config?: string | null;
  readonly ownerConfig?: string;
}

export async function openShop({ webhook, config = CONFIG, ownerConfig }: ShopOptions = {}): Promise<Shop> {
  const sandbox = await startSandbox(webhook === undefined ? {} : { webhook });
  const ref = { owner: 'shop', name: 'web' };
  const name = 'shop/web';
  sandbox.createRepository(ref);
  sandbox.setPermission(name, 'anne', 'maintain');
  sandbox.setPermission(name, 'mia', 'triage');
  if (config !== null) sandbox.writeFile(name, CONFIG_PATH, config);
  if (ownerConfig !== undefined) {
    sandbox.createRepository({ owner: ref.owner, name: '.github' });
    sandbox.writeFile('shop/.github', CONFIG_PATH, ownerConfig);
  }
  const objective = sandbox.createIssue({
    repo: name,
    title: 'Cart survives a failed payment',
    author: 'anne',
  });
  // By somebody else than the author: a label of an issue's own author may come from a template, which costs a look.
  sandbox.addLabel(objective, 'objective', 'mia');
  const tasks = Array.from({ length: 12 }, (_, index) =>
    sandbox.createIssue({ repo: name, title: `Keep the cart in step ${index + 1}`, author: 'anne', parent: objective }),
  );
  const [task] = tasks;
  if (task === undefined) throw new Error('The shop has no task.');
  const app = sandbox.createApp(OUR_APP);
  const installation = sandbox.installApp(app, ref.owner);
  await sandbox.settle();
  const github = () =>
    plainClient({
      baseUrl: sandbox.url,
      userAgent: 'leadership-guardrails-bench',
      token: sandbox.installationToken(installation),
    });
  const host = hostCapabilities();
  const linked = openLinked({ sandbox, name }, `Closes #${task.number}`);
  return {
    sandbox,
    ref,
    name,
    app,
    installation,
    task,
    linked,
    github,
    evaluate(pullRequest, ports = {}) {
      const trigger: PullRequestTrigger = {
        kind: 'pull-request',
        repository: ref,
        number: pullRequest.number,
        headRef: pullRequest.headRef,
        cause: 'own',
      };
      return runPipeline(trigger, {
        github: github(),
        host,
        permissions: new Map(),
        now: () => sandbox.clock.now(),
        appId: app.id,
        door: 'app',
        withoutConfig: 'silence',
        writes: { labels: true, checks: true },
        whenUnread: 'conclude',
        ...ports,
      });
    },
    async requestsOf(work) {
      sandbox.tape.clear();
      await work();
      const { reads, writes, points } = sandbox.tape;
      return { reads, writes, points };
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

/** So many that have merged in the sprint, and link to nothing that their merge would close. */
export function mergeSome(shop: Pick<Shop, 'sandbox' | 'name'>, count: number, title?: string): void {
  for (let index = 0; index < count; index += 1) shop.sandbox.merge(openLinked(shop, '', title));
}

const OUR_APP = { name: 'Leadership Guardrails', permissions: NEEDED_PERMISSIONS, events: NEEDED_EVENTS };

let opened = 0;

export function openLinked(
  { sandbox, name }: Pick<Shop, 'sandbox' | 'name'>,
  line: string,
  title = 'Keep the cart when a payment fails',
): PullRequest {
  opened += 1;
  return sandbox.openPullRequest({
    repo: name,
    title,
    body: `The cart was lost when the bank said no.\n\n${line}\n`,
    author: 'anne',
    head: `keep-cart-${opened}`,
    files: [{ path: 'src/cart.ts' }, { path: 'src/payment.ts' }],
  });
}
