import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { stripIgnoredCharacters } from 'graphql';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import config from '../../rolldown.config.ts';
import * as words from '../../src/core/config/did-you-mean.ts';
import * as types from '../../src/core/facts/title-type.ts';
import * as documents from '../github/all-documents.ts';
import { everyDocument } from '../github/every-document.ts';

/** What the bundler does to parts of the bundle must not show. */
const folder = mkdtempSync(join(tmpdir(), 'parts-'));

beforeAll(async () => {
  // The Action runs as soon as it is loaded; the parts are in files beside it.
  const build = await rolldown({ ...config, input: { action: String(config.input), ...PARTS } });
  await build.write({ dir: folder, minify: true });
  await build.close();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const PARTS = {
  titles: 'src/core/facts/title-type.ts',
  words: 'src/core/config/did-you-mean.ts',
  documents: 'test/github/all-documents.ts',
};

const RUNS = 5_000;

async function bundled<Module>(part: keyof typeof PARTS): Promise<Module> {
  return (await import(pathToFileURL(join(folder, `${part}.js`)).href)) as Module;
}

test('a title has the same type to the parser in the bundle', async () => {
  const { titleType } = await bundled<typeof types>('titles');
  let typed = 0;
  fc.assert(
    fc.property(titles, (title) => {
      const type = types.titleType(title);
      expect(titleType(title), JSON.stringify(title)).toBe(type);
      if (type !== null) typed++;
    }),
    { numRuns: RUNS, examples: TITLES.map((title) => [title]) },
  );
  // Neither is nothing.
  expect(typed).toBeGreaterThan(RUNS / 10);
  expect(typed).toBeLessThan(RUNS * 0.9);
});

test('what was probably meant is the same in the bundle, for short and for long words', async () => {
  const { closest } = await bundled<typeof words>('words');
  const word = fc.string({ unit: fc.constantFrom(...'abC-_'), maxLength: 80 });
  let found = 0;
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), (text, candidates) => {
      const near = words.closest(text, candidates);
      expect(closest(text, candidates)).toBe(near);
      if (near !== null) found++;
    }),
    { numRuns: RUNS },
  );
  expect(found).toBeGreaterThan(RUNS / 50);
});

test.each([true, false])('a document asks for the same in the bundle, with issue types: %s', async (issueTypes) => {
  const sources = everyDocument(documents);
  const inBundle = everyDocument(await bundled<typeof documents>('documents'));
  for (const [name, document] of Object.entries(sources)) {
    const said = inBundle[name]?.({ issueTypes }) ?? '';
    expect(stripIgnoredCharacters(said), name).toBe(stripIgnoredCharacters(document({ issueTypes })));
    expect(said.length, name).toBeLessThan(document({ issueTypes }).length);
  }
});

const TITLES = [
  '',
  'feat: add x',
  'Fix(scope)!: y #12, closes #13',
  'docs(a b)!:',
  'chore: @someone said https://github.com/a/b/issues/1',
  'Revert "feat: add x"',
  'Revert "feat: add x" This reverts commit abc.',
  'Merge pull request #1 from a/b',
  'BREAKING CHANGE: all',
  'gpg: Signature made',
  ' \u2028feat: x',
  '-field-',
  '# feat: comment',
  'feat: x\r',
  '\r\nfeat: x\nBREAKING CHANGE: y',
  'feat(): x',
  `${'f'.repeat(40)}: x`,
  `feat: ${'#1 fixes a/b#2 '.repeat(40)}`,
];

const PIECES = [
  ...[
    'feat',
    'FIX',
    'build-ci',
    'docs',
    'x',
    '9',
    '-',
    '(',
    ')',
    '(api)',
    '!',
    ':',
    ': ',
    ' ',
    '\t',
    '\r',
    '\n',
    '\r\n',
  ],
  ...[
    '#1',
    'fixes #2',
    'a/b#3',
    '@me',
    'gpg:',
    'Revert "',
    '"',
    'BREAKING CHANGE: ',
    'https://x.y/',
    '*',
    '\u00a0',
    'é',
  ],
];

const titles = fc.oneof(
  fc.constantFrom(...TITLES),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })), {
      maxLength: 12,
    })
    .map((pieces) => pieces.join('')),
  fc
    .tuple(
      fc.constantFrom('feat', 'Fix', 'build-ci', 'ß', ''),
      fc.constantFrom('', '(api)', '()', '(a(b))'),
      fc.string(),
    )
    .map(([type, scope, rest]) => `${type}${scope}: ${rest}`),
);
