import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const files = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

test('dist/ is what the sources build, to the byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    const build = spawnSync('npx', ['rolldown', '-c', 'rolldown.config.ts', '-d', folder], { encoding: 'utf8' });
    expect(build.status, build.stderr).toBe(0);
    const [built, committed] = [files(folder), files('dist')];
    expect(Object.keys(built)).toEqual(Object.keys(committed));
    const differing = Object.keys(built).filter((name) => built[name] !== committed[name]);
    expect(differing, 'run `npm run build` and commit dist/').toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('dist/ stays inside its budget: 300 KB raw, 90 KB gzip', () => {
  const all = Object.values(files('dist')).join('');
  expect(Buffer.byteLength(all)).toBeLessThanOrEqual(300_000);
  expect(gzipSync(all, { level: 9 }).byteLength).toBeLessThanOrEqual(90_000);
});

test('the part that every run loads holds no YAML, no Zod and no undici', () => {
  const { 'index.js': entry = '' } = files('dist');
  const loaded = [
    entry,
    ...[...entry.matchAll(/from"\.\/([\w-]+\.js)"/g)].map(([, name = '']) => files('dist')[name]),
  ].join('');
  expect(loaded).not.toMatch(/YAMLParseError|\$ZodType|undici/);
  expect(Buffer.byteLength(loaded)).toBeLessThanOrEqual(135_000);
});

test('no path of the machine that built it is in dist/', () => {
  expect(Object.values(files('dist')).join('')).not.toContain(process.cwd());
});

test('a job downloads the Action, its licence and the README, and nothing else', () => {
  const attributes = (path: string) =>
    spawnSync('git', ['check-attr', 'export-ignore', '--', path], { encoding: 'utf8' }).stdout;
  for (const path of ['action.yml', 'dist', 'LICENSE', 'README.md']) expect(attributes(path)).toMatch(/: unset\n$/);
  for (const path of ['src', 'test', 'package.json', 'package-lock.json', 'docs', '.github']) {
    expect(attributes(path)).toMatch(/: set\n$/);
  }
});
