/** Sandbox and server, introduced to each other as a GitHub and a registered App are. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Party, startSandbox, startServer } from './processes.ts';
import { SandboxClient } from './sandbox-client.ts';

const MANIFEST = join(import.meta.dirname, '..', 'app.yml');
const WEBHOOK_PATH = '/api/github/webhooks';

export interface Stage {
  readonly sandbox: SandboxClient;
  readonly server: Party;
  readonly close: () => Promise<void>;
}

/** `prepare` fills the sandbox before the App hears of anything; then it is installed on everything of the owners. */
export async function setStage(
  owners: readonly string[],
  prepare: (sandbox: SandboxClient) => Promise<void>,
): Promise<Stage> {
  const github = await startSandbox();
  const parties = [github];
  const close = async () => {
    for (const party of parties.toReversed()) await party.stop();
  };
  try {
    const sandbox = new SandboxClient(github.url);
    const webhookSecret = randomBytes(32).toString('hex');
    const { default_permissions: permissions, default_events: events } = parse(readFileSync(MANIFEST, 'utf8'));
    const { id, privateKey } = await sandbox.control('POST', 'apps', { name: 'leadership', permissions, events });
    // First: while the sandbox's clock stands in the past, it accepts no token that the server signs.
    await prepare(sandbox);
    const server = await startServer(github.url, { id: Number(id), privateKey: String(privateKey), webhookSecret });
    parties.push(server);
    await sandbox.act('deliverTo', id, { url: server.url + WEBHOOK_PATH, secret: webhookSecret });
    for (const owner of owners) await sandbox.act('installApp', id, owner);
    await sandbox.control('POST', 'settle');
    return { sandbox, server, close };
  } catch (error) {
    await close();
    throw error;
  }
}
