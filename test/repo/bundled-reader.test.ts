import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLES } from '../../scripts/generated/configuration-page.ts';
import { configTrees } from '../core/config/config-trees.ts';
import { written } from '../core/config/parsed.ts';

/** What rolldown.parts*.ts take out of the packages must not show: the bundle reads a file as the sources do. */
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));

beforeAll(() => {
  const build = spawnSync('npx', ['rolldown', '-c', 'rolldown.config.ts', '-d', folder], { encoding: 'utf8' });
  expect(build.status, build.stderr).toBe(0);
  process.env['BUNDLE'] = folder;
});

afterAll(() => rmSync(folder, { recursive: true }));

test('each configuration of the tests of the reader is the same to the reader in the bundle', {
  timeout: 120_000,
}, () => {
  const config = join(folder, 'vitest.config.js');
  const both = join(import.meta.dirname, 'both-readers.ts');
  const alias = { '#core/config/parse.ts': both, '#core/config/resolve.ts': both };
  // Whether what is generated is fresh says nothing of a reader.
  const exclude = ['test/core/config/generated.test.ts'];
  const tests = { include: ['test/core/config/*.test.ts'], exclude, testTimeout: 60_000 };
  writeFileSync(config, `export default ${JSON.stringify({ resolve: { alias }, test: tests })};`);
  // Two readers in turn are not within the time that one may take.
  const hostile = ['-t', '^(?!hostile files)'];
  const reports = ['--reporter=dot', '--reporter=json', '--outputFile', join(folder, 'report.json')];
  const run = spawnSync('npx', ['vitest', 'run', '--root', '.', '--config', config, ...hostile, ...reports], {
    encoding: 'utf8',
  });
  expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  // The tables were found.
  const { numPassedTests } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Record<string, unknown>;
  expect(numPassedTests).toBeGreaterThan(150);
});

test('so is any text, whole or broken', { timeout: 120_000 }, async () => {
  const { parseConfig, resolveConfig } = await import('./both-readers.ts');
  const texts = fc.oneof(
    fc.constantFrom(...EXAMPLES.map(({ yaml }) => yaml), ...SYNTAX),
    configTrees().map(written),
    configTrees({ onlyValid: true }).map(written),
    configTrees().map((tree) => JSON.stringify(tree)),
  );
  const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(12), fc.constantFrom(...FRAGMENTS)), { maxLength: 4 });
  let refused = 0;
  fc.assert(
    fc.property(
      texts,
      fc.option(edits, { nil: [], freq: 2 }),
      fc.constantFrom('repository', 'owner'),
      (whole, changes, role) => {
        const text = changes.reduce((before, [at, length, fragment]) => {
          const start = at % (before.length + 1);
          return before.slice(0, start) + fragment + before.slice(start + length);
        }, whole);
        const file = { ...FILE, text, byteSize: Buffer.byteLength(text) };
        if (!parseConfig(file, 'file', role).ok) refused++;
        resolveConfig({
          target: TARGET,
          repository: role === 'repository' ? file : null,
          owner: role === 'owner' ? file : null,
        });
      },
    ),
    { numRuns: 1_500 },
  );
  // Neither is nothing.
  expect(refused).toBeGreaterThan(300);
  expect(refused).toBeLessThan(1_400);
});

const TARGET = { owner: 'shop', name: 'web', isPrivate: false };
const FILE = {
  repository: 'shop/.github',
  isPrivate: false,
  path: 'file',
  commit: 'c'.repeat(40),
  oid: 'o'.repeat(40),
};

/** Whatever YAML offers beyond what a configuration needs. */
const SYNTAX = [
  'mode: |\n  warn\n',
  'mode: >-\n  warn\n\n   more\n  less\n',
  'mode: |2+\n    warn\n\n\n# end',
  'mode: |9\n warn',
  'mode: "wa\\\n  rn\\x41\\u00e4\\U0001F600\\q"\n',
  "mode: 'it''s\n\n  two lines'\n",
  '? mode\n: warn\n? branches\n: - a\n  - b # c\n',
  '{ mode: warn, branches: [a, b: c, ? d], "timezone":UTC }',
  '[a, {b: c}, ]\n...\n# after\n',
  'branches:\n- a\n-\n  - b\n- - c\n  - d\n-\te\n',
  'objectives:\n  closed-grace-days: 0x1F\nversion: 0o1\nlocked: [~, Null, TRUE, .5, -.Inf, 1e3, +12]\n',
  '# before\n\n---\n# in\nmode: warn # behind\n\n# between\ntimezone: UTC\n...\n',
  'mode: warn\r\nbranches:\r\n  - a\r\n',
  'mode:warn\n  timezone: UTC\n branches: []\n',
  'mode: a: b\nlabels: ]\n',
  'mode: @a\nbranches: `b`\ntimezone: %c\n',
  'mode: "open\nbranches: [a,, b]\n',
  `${'k'.repeat(1_030)}: a\n`,
  'mode: "warn" |\n\tx',
  'branches: [b] >-\n\t',
  "mode: 'warn' |\n\t# c\n",
];

const FRAGMENTS = [
  ...[
    '',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    '\t',
    '\r\n',
    ': ',
    ':',
    '- ',
    '\n- ',
    '? ',
    ', ',
    ',',
    '# ',
    ' #c\n',
  ],
  ...['{', '}', '[', ']', '"', "'", '|', '>', '|\n', '>-\n ', '|+1\n', '&a ', '*a', '!t ', '!!str ', '%YAML 1.1\n'],
  ...[
    '---\n',
    '\n---',
    '...\n',
    '\n...',
    '\\',
    '\\x4',
    '@',
    '`',
    '~',
    '<<',
    '__proto__: ',
    '0x',
    '.',
    'é',
    '\uFEFF',
    '\u2028',
  ],
];
