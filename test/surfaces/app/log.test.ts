import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createLog, type LogFields } from '#surfaces/app/log.ts';

function line(fields: LogFields): string {
  const lines: string[] = [];
  createLog(
    'info',
    (text) => lines.push(text),
    () => 0,
  )('info', 'evaluated', fields);
  return lines.join('');
}

test('each happening is one line of JSON', () => {
  const text = line({ number: 12, deliveries: ['a'], conclusion: null });
  expect(text.endsWith('\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    level: 'info',
    happening: 'evaluated',
    number: 12,
    deliveries: ['a'],
    conclusion: null,
  });
});

test.each([
  ['a line of its own', 'x\n{"level":"error"}', '\n{'],
  ['a command for a runner', '::set-output name=x::y', '::'],
  ['an escape sequence', '\u001b[31mred', '\\u001b'],
  ['bidi characters', 'a\u202eb', '\u202e'],
])('foreign text makes no %s', (_, message, part) => {
  const text = line({ message });
  expect(text.slice(0, -1)).not.toContain(part);
  expect(text.split('\n')).toHaveLength(2);
});

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const token = 'A1b2'.repeat(9);

test.each([
  ['an installation token', `ghs_${token}`],
  ['a personal token', `ghp_${token}`],
  ['a fine-grained token', `github_pat_${token}`],
  ['a JSON web token', `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.${token}`],
  ['a private key', privateKey],
  ['the beginning of a private key', privateKey.slice(0, 300)],
])('%s goes no further', (_, secret) => {
  for (const text of [line({ message: `It was ${secret} there` }), line({ deliveries: [secret] })]) {
    expect(text).toContain('[secret]');
    expect(text).not.toContain(secret.slice(-60).trim());
  }
});

test('no field is longer than 500 characters', () => {
  expect(line({ message: 'x'.repeat(10_000) }).length).toBeLessThan(700);
});

test('what is below the level is not written', () => {
  const lines: string[] = [];
  const log = createLog('warn', (text) => lines.push(text));
  log('debug', 'a');
  log('info', 'b');
  log('error', 'c');
  createLog('silent', (text) => lines.push(text))('error', 'd');
  expect(lines).toHaveLength(1);
});
