import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '#surfaces/app/settings.ts';

const pair = (type: 'pkcs1' | 'pkcs8') =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type, format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
const privateKey = pair('pkcs1');
const secret = 's'.repeat(32);
const env = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: secret };

function settings(more: Readonly<Record<string, string>> = {}) {
  const read = readSettings({ ...env, ...more });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.settings;
}

function problems(more: Readonly<Record<string, string | undefined>>): readonly string[] {
  const read = readSettings({ ...env, ...more });
  return read.ok ? [] : read.problems;
}

test('the least that works, and what goes without saying', () => {
  const { privateKey: _, ...rest } = settings();
  expect(rest).toEqual({
    appId: 12,
    webhookSecrets: [secret],
    host: '127.0.0.1',
    port: 3000,
    apiUrl: 'https://api.github.com',
    logLevel: 'info',
    modeCap: null,
  });
});

test('everything that is wrong is said at once', () => {
  const read = readSettings({ PORT: 'x', LOG_LEVEL: 'loud', LEADERSHIP_MODE: 'mild', GITHUB_API_URL: 'ghe' });
  expect(read.ok ? [] : read.problems.map((problem) => problem.split(' ')[0])).toEqual([
    'APP_ID',
    'PRIVATE_KEY',
    'WEBHOOK_SECRET',
    'PORT',
    'GITHUB_API_URL',
    'LOG_LEVEL',
    'LEADERSHIP_MODE',
  ]);
});

test.each([
  ['WEBHOOK_SECRET', undefined, 'is not set'],
  ['WEBHOOK_SECRET', '', 'is not set'],
  ['WEBHOOK_SECRET', 'development', 'everybody knows'],
  ['WEBHOOK_SECRET', 's'.repeat(31), 'shorter than 32'],
  ['WEBHOOK_SECRET_PREVIOUS', 'short', 'shorter than 32'],
  ['APP_ID', 'Iv1.abc', 'not the client id'],
  ['APP_ID', '0', 'not a number'],
  ['PRIVATE_KEY', 'no key', 'holds no private key'],
  ['PRIVATE_KEY', '-----BEGIN RSA PRIVATE KEY-----', 'holds no private key'],
  ['PORT', '65536', '0 to 65535'],
  ['GITHUB_API_URL', 'ftp://ghe.example.com', 'makes no address'],
  ['GITHUB_API_URL', 'https://user@ghe.example.com', 'makes no address'],
  ['GHE_HOST', 'a b', 'not the name of a host'],
  ['GHE_HOST', 'https://ghe.example.com', 'not the name of a host'],
  ['GHE_HOST', 'ghe.example.com/', 'not the name of a host'],
  ['GHE_HOST', 'user@ghe.example.com', 'not the name of a host'],
  ['WEBHOOK_SECRET', ' '.repeat(40), 'is not set'],
  ['WEBHOOK_SECRET', ` ${'s'.repeat(31)} `, 'shorter than 32'],
])('%s = %j is refused', (name, value, why) => {
  const found = problems({ [name]: value });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(why);
});

test('a problem never repeats a secret', () => {
  const found = problems({ WEBHOOK_SECRET: 'hunter2', PRIVATE_KEY: `${privateKey.slice(0, 200)}` }).join('\n');
  expect(found).not.toContain('hunter2');
  expect(found).not.toContain(privateKey.slice(40, 60));
});

describe('the private key', () => {
  const usable = /^-----BEGIN PRIVATE KEY-----/;
  test.each([
    ['as GitHub gives it', privateKey],
    ['as PKCS #8', pair('pkcs8')],
    ['with \\n for line breaks', privateKey.replaceAll('\n', '\\n')],
    ['in quotes', `"${privateKey.replaceAll('\n', '\\n')}"`],
    ['in base64', Buffer.from(privateKey).toString('base64')],
  ])('%s', (_, PRIVATE_KEY) => {
    expect(settings({ PRIVATE_KEY }).privateKey).toMatch(usable);
  });

  test('of another kind than GitHub’s is refused', () => {
    const { privateKey: PRIVATE_KEY } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    expect(problems({ PRIVATE_KEY })).toEqual([expect.stringContaining('holds no RSA key')]);
  });

  test('in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'key-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'app.pem');
    writeFileSync(path, privateKey);
    expect(settings({ PRIVATE_KEY: '', PRIVATE_KEY_PATH: path }).privateKey).toMatch(usable);
    expect(problems({ PRIVATE_KEY: '', PRIVATE_KEY_PATH: join(folder, 'none') })).toEqual([
      'PRIVATE_KEY_PATH names a file that cannot be read.',
    ]);
  });
});

test.each([
  [{ GHE_HOST: 'ghe.example.com:8443' }, 'https://ghe.example.com:8443/api/v3'],
  [{ GHE_HOST: 'ghe.example.com' }, 'https://ghe.example.com/api/v3'],
  [{ GHE_HOST: 'ghe.example.com', GHE_PROTOCOL: 'http' }, 'http://ghe.example.com/api/v3'],
  [{ GITHUB_API_URL: 'https://example.com/github/api/v3/' }, 'https://example.com/github/api/v3'],
])('%j: the API is at %s', (more, apiUrl) => {
  expect(settings(more as Record<string, string>).apiUrl).toBe(apiUrl);
});

test('while a secret is replaced both count, the current one first', () => {
  const previous = 'p'.repeat(40);
  expect(settings({ WEBHOOK_SECRET_PREVIOUS: previous }).webhookSecrets).toEqual([secret, previous]);
  // As a file ends that it was read from.
  expect(settings({ WEBHOOK_SECRET: `${secret}\n` }).webhookSecrets).toEqual([secret]);
});

test('a cap on the mode', () => {
  expect(settings({ LEADERSHIP_MODE: 'warn' }).modeCap).toBe('warn');
});
