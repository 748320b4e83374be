/** `npm start`: the App as a process of its own. */
import type { AddressInfo } from 'node:net';
import { Probot } from 'probot';
import { GitHubError, Unauthorized } from '#github/errors.ts';
import { Limiter } from '#github/transport/limiter.ts';
import { type Guardrails, guardrails } from './guardrails.ts';
import { createIntake } from './intake.ts';
import { createLog, type Log } from './log.ts';
import { appOctokit } from './octokit.ts';
import { readSettings, type Settings } from './settings.ts';

/** sysexits.h, EX_CONFIG. */
const EXIT_CONFIG = 78;
/** Orchestrators kill after 30 s. */
const DRAIN_MS = 25_000;

const read = readSettings(process.env);
if (read.ok) {
  await serve(read.settings);
} else {
  for (const problem of read.problems) process.stderr.write(`${problem}\n`);
  process.exitCode = EXIT_CONFIG;
}

async function serve(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel);
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    // Ours checks every delivery before Probot sees it.
    secret: settings.webhookSecrets[0],
    baseUrl: settings.apiUrl,
    // At a lower level Probot would log whole payloads.
    logLevel: 'error',
    logFormat: 'json',
    Octokit: appOctokit(new Limiter()),
  });
  let app: Guardrails | null = null;
  await probot.load((loaded) => {
    app = guardrails(loaded, {
      appId: settings.appId,
      modeCap: settings.modeCap,
      log,
      waitsForWork: false,
      sweeps: true,
    });
  });
  // Reading a configuration loads YAML, a part of this start. Left to the first delivery that needs one, it would hold up
  // the answers to all that come with it.
  await import('#core/config/resolve.ts');
  if (app !== null && (await isKnown(app, log))) await listen(probot, app, settings, log);
}

/** False when GitHub does not accept the key, which no waiting mends. */
async function isKnown(app: Guardrails, log: Log): Promise<boolean> {
  try {
    await app.introduce();
  } catch (error) {
    if (error instanceof Unauthorized) {
      process.stderr.write(
        'GitHub does not accept APP_ID with this private key: both must be of the same GitHub App.\n',
      );
      process.exitCode = EXIT_CONFIG;
      return false;
    }
    if (!(error instanceof GitHubError)) throw error;
    log('warn', 'registration-unread', { error: error.name, message: error.message });
  }
  return true;
}

async function listen(probot: Probot, app: Guardrails, settings: Settings, log: Log): Promise<void> {
  const intake = createIntake({
    secrets: settings.webhookSecrets,
    deliveries: app.deliveries,
    receive: async ({ id, event, payload }) => {
      await probot.webhooks.receive({ id, name: event, payload } as never);
    },
    log,
    isReady: app.isAccepted,
  });
  intake.server.on('error', ({ message }) => {
    process.stderr.write(`The port cannot be opened: ${message}\n`);
    process.exit(EXIT_CONFIG);
  });
  intake.server.listen(settings.port, settings.host, () => {
    const { port } = intake.server.address() as AddressInfo;
    log('info', 'listening', { host: settings.host, port, api: settings.apiUrl });
  });
  app.start();

  const stop = async (signal: string) => {
    log('info', 'stopping', { signal });
    intake.close();
    const left = await app.stop(DRAIN_MS);
    log('info', 'stopped', { left });
    // Idle connections to GitHub would keep the process for some seconds.
    process.exit(0);
  };
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!isStopping) void stop(signal);
      isStopping = true;
    });
  }
}
