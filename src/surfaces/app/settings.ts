import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { MODES, type Mode } from '#core/verdict.ts';
import { baseUrlFrom } from '#github/transport/base-url.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

/** What the server needs to know, from its environment. */
export interface Settings {
  readonly appId: number;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** The current one, then the previous one while it is being replaced. */
  readonly webhookSecrets: readonly [string, ...string[]];
  readonly host: string;
  readonly port: number;
  /** Of the REST API, no slash at its end. */
  readonly apiUrl: string;
  readonly logLevel: LogLevel;
  readonly modeCap: Mode | null;
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] };

type Env = Readonly<Record<string, string | undefined>>;

/** As long as the HMAC that it keys (RFC 2104, section 3). */
const LEAST_SECRET_LENGTH = 32;
/** Probot's fallback when none is set, known to everybody. */
const PUBLIC_SECRET = 'development';
const DEFAULT_PORT = 3000;
/** As Probot's: what listens to the world says so with `HOST=0.0.0.0`. */
const DEFAULT_HOST = '127.0.0.1';

/** Every problem at once, each with what to do. Reads the file that `PRIVATE_KEY_PATH` names; never throws. */
export function readSettings(env: Env): ReadSettings {
  const problems: string[] = [];
  const attempt = <T>(read: (env: Env) => T): T | null => {
    try {
      return read(env);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return null;
    }
  };
  const appId = attempt(appIdIn);
  const privateKey = attempt(privateKeyIn);
  const webhookSecrets = attempt(webhookSecretsIn);
  const port = attempt(portIn);
  const apiUrl = attempt(apiUrlIn);
  const logLevel = attempt(logLevelIn);
  const modeCap = attempt(modeCapIn);
  if (
    appId === null ||
    privateKey === null ||
    webhookSecrets === null ||
    port === null ||
    apiUrl === null ||
    logLevel === null ||
    problems.length > 0
  ) {
    return { ok: false, problems };
  }
  const host = env.HOST || DEFAULT_HOST;
  return { ok: true, settings: { appId, privateKey, webhookSecrets, host, port, apiUrl, logLevel, modeCap } };
}

function appIdIn({ APP_ID }: Env): number {
  if (!APP_ID) throw new Error('APP_ID is not set: it is on the settings page of the GitHub App.');
  if (!/^[1-9]\d{0,14}$/.test(APP_ID))
    throw new Error('APP_ID is not a number: it is the “App ID”, not the client id.');
  return Number(APP_ID);
}

function privateKeyIn({ PRIVATE_KEY, PRIVATE_KEY_PATH }: Env): string {
  if (!PRIVATE_KEY && !PRIVATE_KEY_PATH) {
    throw new Error(
      'PRIVATE_KEY or PRIVATE_KEY_PATH is not set: generate a key on the settings page of the GitHub App.',
    );
  }
  const where = PRIVATE_KEY ? 'PRIVATE_KEY' : 'PRIVATE_KEY_PATH';
  const text = PRIVATE_KEY || readKeyFile(PRIVATE_KEY_PATH ?? '');
  const key = keyIn(text);
  if (key === null) {
    throw new Error(
      `${where} holds no private key: give the whole .pem file, as it is, base64 or with \\n for line breaks.`,
    );
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new Error(
      `${where} holds no RSA key: give the one that was generated on the settings page of the GitHub App.`,
    );
  }
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

function keyIn(text: string): KeyObject | null {
  try {
    return createPrivateKey(pemIn(text));
  } catch {
    return null;
  }
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error('PRIVATE_KEY_PATH names a file that cannot be read.');
  }
}

function pemIn(text: string): string {
  const unquoted = text.trim().replace(/^"(.*)"$/s, '$1');
  if (unquoted.startsWith('-----BEGIN')) return unquoted.replaceAll('\\n', '\n');
  return Buffer.from(unquoted, 'base64').toString('utf8');
}

/** The current one, then the previous one. Throws when one is missing or easy to guess. */
export function webhookSecretsIn({ WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS }: Env): [string, ...string[]] {
  const current = secretIn('WEBHOOK_SECRET', WEBHOOK_SECRET);
  return WEBHOOK_SECRET_PREVIOUS ? [current, secretIn('WEBHOOK_SECRET_PREVIOUS', WEBHOOK_SECRET_PREVIOUS)] : [current];
}

function secretIn(name: string, text: string | undefined): string {
  const secret = text?.trim();
  const advice = 'make one with `openssl rand -hex 32` and enter it at the GitHub App, too';
  if (!secret) throw new Error(`${name} is not set: ${advice}.`);
  if (secret === PUBLIC_SECRET) throw new Error(`${name} is “${PUBLIC_SECRET}”, which everybody knows: ${advice}.`);
  if (secret.length < LEAST_SECRET_LENGTH) {
    throw new Error(`${name} is shorter than ${LEAST_SECRET_LENGTH} characters: ${advice}.`);
  }
  return secret;
}

function portIn({ PORT }: Env): number {
  if (!PORT) return DEFAULT_PORT;
  const port = Number(PORT);
  if (!/^\d+$/.test(PORT) || port > 65_535) throw new Error('PORT is not a number from 0 to 65535.');
  return port;
}

/** With or without a port. */
function isHost(text: string): boolean {
  const parsed = URL.parse(`https://${text}`);
  if (parsed === null || parsed.username || parsed.password) return false;
  return /^[^/?#\\\s]+$/.test(text);
}

function apiUrlIn(env: Env): string {
  if (!env.GITHUB_API_URL && env.GHE_HOST && !isHost(env.GHE_HOST)) {
    throw new Error(
      'GHE_HOST is not the name of a host, such as ghe.example.com, without https:// and without a path.',
    );
  }
  const url = baseUrlFrom(env);
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.search) {
    const where = env.GITHUB_API_URL ? 'GITHUB_API_URL' : 'GHE_HOST with GHE_PROTOCOL';
    throw new Error(`${where} makes no address of an API, such as https://ghe.example.com/api/v3.`);
  }
  return url;
}

/** `info` unless set. Throws for a word that is none. */
export function logLevelIn({ LOG_LEVEL }: Env): LogLevel {
  if (!LOG_LEVEL) return 'info';
  const level = LOG_LEVELS.find((one) => one === LOG_LEVEL.toLowerCase());
  if (level === undefined) throw new Error(`LOG_LEVEL is none of ${LOG_LEVELS.join(', ')}.`);
  return level;
}

/** Throws for a word that is no mode. */
export function modeCapIn({ LEADERSHIP_MODE }: Env): Mode | null {
  if (!LEADERSHIP_MODE) return null;
  const mode = MODES.find((one) => one === LEADERSHIP_MODE.toLowerCase());
  if (mode === undefined) throw new Error(`LEADERSHIP_MODE is none of ${MODES.join(', ')}.`);
  return mode;
}
