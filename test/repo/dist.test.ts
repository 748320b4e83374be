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

const KIB = 1024;

// In the units of `npm run bench`, which prints both.
test('the JavaScript in dist/ stays inside its budget: 300 KiB raw, 90 KiB gzip', () => {
  const scripts = Object.entries(files('dist')).filter(([name]) => name.endsWith('.js'));
  const all = scripts.map(([, text]) => text).join('');
  expect(Buffer.byteLength(all)).toBeLessThanOrEqual(300 * KIB);
  expect(gzipSync(all, { level: 9 }).byteLength).toBeLessThanOrEqual(90 * KIB);
});

test('no part holds Zod or Octokit, and the part that every run loads no YAML and no undici', () => {
  const loaded = [...loadedBy('index.js')].map((name) => files('dist')[name]).join('');
  expect(loaded).not.toMatch(/YAMLParseError|undici/);
  expect(Object.values(files('dist')).join('')).not.toMatch(/\$ZodType|octokit-core/);
  expect(Buffer.byteLength(loaded)).toBeLessThanOrEqual(200_000);
});

function loadedBy(name: string, before: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  if (before.has(name)) return before;
  const imported = [...(files('dist')[name] ?? '').matchAll(/\b(?:from|import)"\.\/([\w-]+\.js)"/g)];
  return imported.reduce<ReadonlySet<string>>((all, [, each = '']) => loadedBy(each, all), new Set([...before, name]));
}

test('the notice of each package that is in the bundle is in dist/', () => {
  const { 'licenses.txt': notices = '' } = files('dist');
  const shipped = notices.split(/\n\n(?=\S+ \d+\.\d+\.\d+\n\n)/);
  for (const name of ['@actions/core', '@actions/github', 'fastest-levenshtein', 'yaml']) {
    expect(shipped).toContainEqual(expect.stringMatching(new RegExp(`^${name} \\d`)));
  }
  for (const notice of shipped) {
    expect(notice).toMatch(/copyright/i);
    expect(notice).toMatch(/permission/i);
  }
  // Nothing of these is in the bundle.
  expect(notices).not.toMatch(/^(?:undici|probot|vitest|zod|@octokit\/\S+) /m);
});

test('no path of the machine that built it is in dist/', () => {
  expect(Object.values(files('dist')).join('')).not.toContain(process.cwd());
});

test('a job downloads the Action, the licences and the README, and nothing else', () => {
  const attributes = (path: string) =>
    spawnSync('git', ['check-attr', 'export-ignore', '--', path], { encoding: 'utf8' }).stdout;
  for (const path of ['action.yml', 'dist', 'LICENSE', 'README.md']) expect(attributes(path)).toMatch(/: unset\n$/);
  for (const path of ['src', 'test', 'package.json', 'package-lock.json', 'docs', '.github']) {
    expect(attributes(path)).toMatch(/: set\n$/);
  }
});
