/** A server under measurement: the App or the floor bot, both told everything by the same environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeCommand, USAGE_MODULE } from './measure.ts';

export interface ServerSettings {
  readonly apiUrl: string;
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly secret: string;
  readonly core?: number;
}

export interface ServerProcess extends AsyncDisposable {
  readonly webhookUrl: string;
  readonly secret: string;
  /** From the start of the process on. */
  usage(): Promise<{ readonly cpuMs: number; readonly peakMiB: number }>;
}

const PATIENCE_MS = 20_000;
const STOP_MS = 5_000;

/** Resolves when the server says that it is ready. */
export async function startServer(file: string, settings: ServerSettings): Promise<ServerProcess> {
  const { apiUrl, appId, privateKey, secret, core } = settings;
  const port = await freePort();
  const [command, args] = nodeCommand(['--require', USAGE_MODULE, file], core);
  const child = spawn(command, args, {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      GITHUB_API_URL: apiUrl,
      APP_ID: String(appId),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: secret,
    },
    // Its log costs it the writing, and us nothing.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const address = `http://127.0.0.1:${port}`;
  try {
    await ready(`${address}/readyz`, child);
  } catch (error) {
    await stop(child, ended);
    throw error;
  }
  return {
    webhookUrl: `${address}/api/github/webhooks`,
    secret,
    async usage() {
      const told = once(child, 'message') as Promise<[{ cpuMs: number; peakMiB: number }]>;
      child.send('usage');
      const answer = await Promise.race([told, ended.then(() => null)]);
      if (answer === null) throw new Error('The server ended before it told what it used.');
      return answer[0];
    },
    [Symbol.asyncDispose]: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it was ready.`);
    if (await isOk(url)) return;
    await pause(5);
  }
  throw new Error('The server was not ready in time.');
}

function isOk(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    outgoing.on('error', () => resolve(false));
    outgoing.end();
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
