/** Sandbox and server, introduced to each other as a GitHub and a registered App are. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { type Party, type Server, startSandbox, startServer } from './processes.ts';
import { SandboxClient } from './sandbox-client.ts';

const MANIFEST = join(import.meta.dirname, '..', 'app.yml');
const WEBHOOK_PATH = '/api/github/webhooks';

export interface Stage {
  readonly sandbox: SandboxClient;
  readonly server: Server;
  /** Moves the clock on by so many milliseconds: GitHub and the server share one. */
  readonly advanceClock: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `prepare` fills the sandbox before the App hears of anything; then it is installed on everything of the owners. */
export async function setStage<Prepared>(
  owners: readonly string[],
  prepare: (sandbox: SandboxClient) => Promise<Prepared>,
): Promise<{ readonly stage: Stage; readonly prepared: Prepared }> {
  const github = await startSandbox();
  const parties: Party[] = [github];
  const close = async () => {
    for (const party of parties.toReversed()) await party.stop();
  };
  try {
    const sandbox = new SandboxClient(github.url);
    const webhookSecret = randomBytes(32).toString('hex');
    const { default_permissions: permissions, default_events: events } = parse(readFileSync(MANIFEST, 'utf8'));
    const { id, privateKey } = await sandbox.control('POST', 'apps', { name: 'leadership', permissions, events });
    // First: while the sandbox's clock stands elsewhere, it accepts no token that the server signs.
    const prepared = await prepare(sandbox);
    const { now } = await sandbox.control('GET', 'clock');
    let shift = Date.parse(String(now)) - Date.now();
    const server = await startServer(
      github.url,
      { id: Number(id), privateKey: String(privateKey), webhookSecret },
      shift,
    );
    parties.push(server);
    await sandbox.act('deliverTo', id, { url: server.url + WEBHOOK_PATH, secret: webhookSecret });
    for (const owner of owners) await sandbox.act('installApp', id, owner);
    await sandbox.control('POST', 'settle');
    const advanceClock = async (ms: number) => {
      // GitHub first: a token from its future would be none.
      await sandbox.control('POST', 'clock', { advance: ms });
      shift += ms;
      await server.shiftClock(shift);
    };
    return { stage: { sandbox, server, advanceClock, close }, prepared };
  } catch (error) {
    await close();
    throw error;
  }
}

const REST_MS = 250;
const PATIENCE_MS = 10_000;

/** Until the server asks for nothing: when the clock leaps while it waits for an answer, it has waited for too long. */
export async function comeToRest({ sandbox }: Stage): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  let before = await sandbox.counts();
  for (;;) {
    await pause(REST_MS);
    const now = await sandbox.counts();
    if ((now.reads === before.reads && now.writes === before.writes) || Date.now() > until) return;
    before = now;
  }
}

/** A hundred times as fast. */
export const LAPSE = { everyMs: 50, byMs: 5_000 } as const;

/** Lets the clock run fast until the work is done: the server rests some seconds between two looks at a pull request. */
export async function inTimeLapse<T>({ advanceClock }: Stage, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await Promise.race([done, pause(LAPSE.everyMs)]);
    if (!isDone) await advanceClock(LAPSE.byMs);
  }
  return done;
}
