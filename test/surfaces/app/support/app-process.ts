/** The server as it is started for real, beside a sandbox that stands for github.com. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type App,
  type CheckRun,
  type Installation,
  type PullRequest,
  type Sandbox,
  startSandbox,
} from '#sandbox/index.ts';
import { NEEDED_EVENTS, NEEDED_PERMISSIONS } from '#surfaces/app/needs.ts';

export const SECRET = randomBytes(32).toString('hex');
export const WEBHOOK_PATH = '/api/github/webhooks';

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Both streams, as far as they came. */
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

export function spawnServer(
  env: Readonly<Record<string, string>>,
  file = 'src/surfaces/app/server.ts',
): {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
} {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [file], {
    env: { PATH, HOME, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => output, exited };
}

export async function startServer(env: Readonly<Record<string, string>>, file?: string): Promise<ServerProcess> {
  const server = spawnServer(env, file);
  const port = await eventually(() => {
    if (server.child.exitCode !== null) throw new Error(`The server ended: ${server.output()}`);
    return /"happening":"listening".*"port":(\d+)/.exec(server.output())?.[1];
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
}

export interface Stage {
  readonly sandbox: Sandbox;
  readonly app: App;
  readonly installation: Installation;
  readonly env: Readonly<Record<string, string>>;
}

export const CONFIG = 'version: 1\nguardrails:\n  linked-objective:\n    mode: enforce\n';

/** A sandbox with the app registered and installed at `acme`, whose repository `web` has a configuration file. */
export async function stage({
  config = CONFIG,
  permissions = NEEDED_PERMISSIONS,
}: {
  readonly config?: string | null;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
} = {}): Promise<Stage> {
  const sandbox = await startSandbox();
  const files: Record<string, string> = { 'README.md': '# Web\n' };
  if (config !== null) files['.github/leadership.yml'] = config;
  sandbox.createRepository({ owner: 'acme', name: 'web', files });
  const app = sandbox.createApp({ name: 'leadership', permissions, events: NEEDED_EVENTS });
  const installation = sandbox.installApp(app, 'acme');
  const env = {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey ?? '',
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: sandbox.url,
  };
  return { sandbox, app, installation, env };
}

/** The newest run of a name on the pull request's head. */
export function check(sandbox: Sandbox, pr: PullRequest, name = 'leadership'): CheckRun | undefined {
  return sandbox.checkRuns(pr.repository, pr.headOid, name).at(-1);
}

export async function checked(
  sandbox: Sandbox,
  pr: PullRequest,
  conclusion: string,
  name = 'leadership',
): Promise<CheckRun> {
  return eventually(() => {
    const run = check(sandbox, pr, name);
    return run?.conclusion === conclusion ? run : undefined;
  }, `${name} of #${pr.number} to be ${conclusion}`);
}

/** What `look` finds as soon as it finds something; within 15 s. */
export async function eventually<T>(look: () => T | undefined, what = 'it'): Promise<T> {
  for (const end = Date.now() + 15_000; Date.now() < end; await pause(20)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** A process that does not wait out the seconds between two looks at one thing. */
export const SHORT_SPACING = { NODE_OPTIONS: '--import ./test/surfaces/app/support/short-spacing.js' };

/** The server of a stage, hearing of everything that happens on its GitHub. */
export async function serve({ app, env, sandbox }: Stage): Promise<ServerProcess> {
  const server = await startServer({ ...SHORT_SPACING, ...env });
  sandbox.deliverTo(app, { url: server.url + WEBHOOK_PATH, secret: SECRET });
  return server;
}

export async function stop({ child, exited }: ServerProcess): Promise<void> {
  child.kill('SIGTERM');
  await exited;
}
