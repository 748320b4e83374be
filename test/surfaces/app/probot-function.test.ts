/** The exported function where the process is not ours: under `probot run`, and in an adapter. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Probot } from 'probot';
import { expect, onTestFinished, test, vi } from 'vitest';
import leadershipGuardrails from '#surfaces/app/index.ts';
import { check, checked, eventually, SECRET, type Stage, stage, WEBHOOK_PATH } from './support/app-process.ts';

const NEW = { repo: 'acme/web', title: 'Add a thing', author: 'ann', files: [{ path: 'a.ts', content: '1' }] };

async function staged(): Promise<Stage> {
  const all = await stage();
  onTestFinished(() => all.sandbox.close());
  return all;
}

test('under `probot run` a pull request gets its check', async () => {
  const { sandbox, app, env } = await staged();
  const { PATH = '', HOME = '' } = process.env;
  const script = 'node_modules/probot/bin/probot.js';
  const child = spawn(process.execPath, [script, 'run', './src/surfaces/app/index.ts'], {
    env: {
      PATH,
      HOME,
      ...env,
      WEBHOOK_SECRET: SECRET,
      HOST: '127.0.0.1',
      // Probot takes 0 for "not set".
      PORT: String(await freePort()),
      GHE_HOST: new URL(sandbox.url).host,
      GHE_PROTOCOL: 'http',
      LOG_LEVEL: 'info',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = await eventually(() => /Listening on (http:\/\/[^\s"]+)/.exec(output)?.[1], 'probot to listen');
  sandbox.deliverTo(app, { url: url + WEBHOOK_PATH, secret: SECRET });
  await checked(sandbox, sandbox.openPullRequest(NEW), 'failure');
});

test('where the process is stopped after its answer, the answer waits for the work', async () => {
  const { sandbox, installation, env } = await staged();
  vi.stubEnv('APP_ID', env.APP_ID);
  vi.stubEnv('LOG_LEVEL', 'silent');
  vi.stubEnv('WEBHOOK_SECRET', SECRET);
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'leadership');
  onTestFinished(() => void vi.unstubAllEnvs());
  const probot = new Probot({
    appId: Number(env.APP_ID),
    privateKey: env.PRIVATE_KEY ?? '',
    secret: SECRET,
    baseUrl: sandbox.url,
    logLevel: 'fatal',
  });
  await probot.load(leadershipGuardrails);
  const pr = sandbox.openPullRequest(NEW);
  const payload = {
    action: 'opened',
    installation: { id: installation.id },
    repository: { name: 'web', owner: { login: 'acme' } },
    pull_request: { number: pr.number, head: { ref: pr.headRef, sha: pr.headOid } },
  };
  await probot.receive({ id: crypto.randomUUID(), name: 'pull_request', payload } as never);
  expect(check(sandbox, pr)?.conclusion).toBe('failure');
});

test.each([
  ['no webhook secret', { WEBHOOK_SECRET: undefined }, /WEBHOOK_SECRET is not set/],
  ['the secret that everybody knows', { WEBHOOK_SECRET: 'development' }, /which everybody knows/],
  ['a log level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is none of/],
])('%s: it does not start', (_, wrong, message) => {
  onTestFinished(() => void vi.unstubAllEnvs());
  const env: Record<string, string | undefined> = { WEBHOOK_SECRET: SECRET, LOG_LEVEL: 'silent', ...wrong };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const probot = new Probot({ appId: 1, privateKey: '-', secret: SECRET, logLevel: 'fatal' });
  expect(() => leadershipGuardrails(probot)).toThrow(message);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
