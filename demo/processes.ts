/** The two parties, each a process of its own: they meet only over HTTP, as GitHub and a server do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..');
const END_WITH_PARENT = new URL('end-with-parent.ts', import.meta.url).href;
const SHARED_CLOCK = new URL('shared-clock.ts', import.meta.url).href;
const PATIENCE_MS = 20_000;
const STOP_PATIENCE_MS = 5_000;
/** Lines of the server's log that are shown when something went wrong. */
const LOG_LINES = 20;

export interface Party {
  readonly url: string;
  /** The latest lines that it wrote to its log. */
  readonly log: () => readonly string[];
  /** Ends it; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** A party whose clock can be moved. */
export interface Server extends Party {
  /** To so many milliseconds from the machine's; resolves once it is there. */
  readonly shiftClock: (ms: number) => Promise<void>;
}

export async function startSandbox(): Promise<Party> {
  const child = start('src/sandbox/main.ts', [], {});
  return meet('The sandbox', child, (line) => (line.startsWith('http') ? line : null));
}

export interface Registration {
  readonly id: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** The server that `npm start` bundles, from its sources, told by its environment which GitHub to talk to. */
/** `shift`: its clock's distance from the machine's at the start, in milliseconds. */
export async function startServer(apiUrl: string, app: Registration, shift: number): Promise<Server> {
  const child = start('src/surfaces/app/server.ts', ['--import', SHARED_CLOCK], {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: apiUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    CLOCK_SHIFT_MS: String(shift),
  });
  const party = await meet('The server', child, (line) => {
    const [, port] = /"happening":"listening".*"port":(\d+)/.exec(line) ?? [];
    return port === undefined ? null : `http://127.0.0.1:${port}`;
  });
  return {
    ...party,
    shiftClock: async (shift) => {
      const isThere = once(child, 'message');
      child.send({ shift });
      await isThere;
    },
  };
}

function start(script: string, options: readonly string[], settings: Readonly<Record<string, string>>): ChildProcess {
  // Nothing of the caller's environment but what a process needs to run: a stray GITHUB_TOKEN is none of its business.
  const { PATH = '', HOME = '', TMPDIR = '/tmp', SystemRoot = '' } = process.env;
  return spawn(process.execPath, ['--import', END_WITH_PARENT, ...options, join(ROOT, script)], {
    cwd: ROOT,
    env: { PATH, HOME, TMPDIR, SystemRoot, NODE_ENV: 'production', ...settings },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
}

/** Resolves with the first address that `addressIn` finds in a line of its output. */
async function meet(name: string, child: ChildProcess, addressIn: (line: string) => string | null): Promise<Party> {
  const log: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      const address = addressIn(line);
      if (address !== null) resolve(address);
      log.push(line);
      if (log.length > LOG_LINES) log.shift();
    });
  }
  const giveUp = (why: string) => reject(new Error(`${name} ${why}. Its last words:\n${log.join('\n')}`));
  child.once('close', (code, signal) => giveUp(`ended (${signal ?? `exit code ${code}`})`));
  const timer = setTimeout(() => giveUp(`did not listen within ${PATIENCE_MS / 1000} seconds`), PATIENCE_MS);
  try {
    return { url: await promise, log: () => log, stop: () => stop(child) };
  } finally {
    clearTimeout(timer);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const isGone = await Promise.race([gone.then(() => true), pause(STOP_PATIENCE_MS, false, { ref: false })]);
  if (isGone) return;
  child.kill('SIGKILL');
  await gone;
}
