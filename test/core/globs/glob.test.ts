import { matchesGlob } from 'node:path/posix';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globProblem } from '#core/globs/glob.ts';
import { matchesAny, matchesAnyTitle } from '#core/globs/matches.ts';
import { medianWorkTime } from '../../support/work-time.ts';

describe('matchesAny', () => {
  it.each<[pattern: string, path: string, isMatch: boolean]>([
    ['docs/**', 'docs/a.md', true],
    ['docs/**', 'docs/a/b/c.md', true],
    ['docs/**', 'docs', false],
    ['docs/**', 'docsy/a.md', false],
    ['docs/**', 'a/docs/b', false],
    ['docs/', 'docs/a/b', true],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'a/b/README.md', true],
    ['**/*.md', 'a/b/README.mdx', false],
    ['*.md', 'a/README.md', false],
    ['*', 'main', true],
    ['*', 'release/1', false],
    ['**', 'release/1', true],
    ['release/*', 'release/1', true],
    ['release/*', 'release/1/2', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/**/b', 'a/b', true],
    ['**/a/**/b', 'x/a/y/a/z/b', true],
    ['**/a/b', 'a/a/b', true],
    ['**/a/b', 'a/x/b', false],
    ['**/.github/**', '.github/workflows/ci.yml', true],
    ['*', '.env', true],
    ['?.ts', 'a.ts', true],
    ['?.ts', '.ts', false],
    ['?.ts', '🎯.ts', true],
    ['*.{md,mdx}', 'a.mdx', true],
    ['{src,test}/*.{ts,js}', 'test/a.js', true],
    ['{src,test}/*.{ts,js}', 'lib/a.js', false],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx', true],
    ['app/[id]/page.tsx', 'app/i/page.tsx', false],
    ['Main', 'main', false],
    ['a*c*e', 'abcde', true],
    ['a*c*e', 'abcdef', false],
    ['', '', true],
    ['constructor', 'constructor', true],
  ])('%j against %j is %j', (pattern, path, isMatch) => {
    expect(matchesAny([pattern], path)).toBe(isMatch);
  });

  it('needs one pattern of several, and none means no match', () => {
    expect(matchesAny(['a', 'b'], 'b')).toBe(true);
    expect(matchesAny([], 'b')).toBe(false);
  });

  it('agrees with Node on everything but dots', () => {
    const segment = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 5 });
    // Within a segment `**` is two stars to us and one to most; three and more at the start mean nothing to anybody.
    const pattern = fc.array(
      fc.oneof(
        segment.map((text) => text.replace(/\*+/g, '*')),
        fc.constant('**'),
      ),
      { minLength: 1, maxLength: 5 },
    );
    const path = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(pattern, path, (segments, names) => {
        // Node lets a trailing `**` stand for no segment at all; a folder is no file of its own.
        fc.pre(segments.at(-1) !== '**' || names.length >= segments.filter((one) => one !== '**').length + 1);
        const [glob, file] = [segments.join('/'), names.join('/')];
        expect(matchesAny([glob], file)).toBe(matchesGlob(file, glob));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['stars', `${'*a'.repeat(127)}b`, 'a'.repeat(4_000)],
    ['double stars', `${'**/a/'.repeat(50)}b`, 'a/'.repeat(2_000)],
    ['both', `${'**/*a*/'.repeat(36)}b`, 'aaa/'.repeat(1_000)],
    ['a long tail', `*${'a'.repeat(254)}b`, 'a'.repeat(4_000)],
    ['braces', `${'{a,a}'.repeat(5)}*b`, 'a'.repeat(4_000)],
    ['regex', '^(a+)+$', 'a'.repeat(4_000)],
  ])('takes hostile %s in its stride', (_, pattern, text) => {
    expect(matchesAny([pattern], text)).toBe(false);
    expect(medianWorkTime(() => matchesAny([pattern], text))).toBeLessThan(50);
  });
});

describe('matchesAnyTitle', () => {
  it.each<[pattern: string, title: string, isMatch: boolean]>([
    ['Goal: *', 'goal: grow 3/4 of markets', true],
    ['Goal: *', 'Our Goal: grow', false],
    ['**', 'a/b', true],
    ['pay-*', 'Pay-API', true],
    ['{Q1,Q2} *', 'q2 growth', true],
  ])('%j against %j is %j', (pattern, title, isMatch) => {
    expect(matchesAnyTitle([pattern], title)).toBe(isMatch);
  });
});

describe('globProblem', () => {
  it.each(['docs/**', '*', '**/*.{md,mdx}', 'app/[id]/(group)/page.tsx', '**/.*', 'a+b', 'file.*', 'a b'])(
    'takes %j',
    (pattern) => {
      expect(globProblem(pattern)).toBeNull();
    },
  );

  it.each([
    ['^(a+)+$', 'regular expression'],
    ['(a|b)*', 'regular expression'],
    ['[a-z]*.ts', 'regular expression'],
    ['!(a)', 'regular expression'],
    ['\\d+', 'regular expression'],
    ['!docs/**', 'can’t exclude'],
    ['docs\\a', 'backslash'],
    ['/docs/**', 'relative to the repository'],
    ['./docs/**', 'relative to the repository'],
    ['{a,{b,c}}', 'nests braces'],
    ['{a,b', 'does not close'],
    ['a}', 'not opened'],
    ['{a,b}'.repeat(6), '64 patterns'],
    [' ', 'empty'],
  ])('explains %j', (pattern, words) => {
    expect(globProblem(pattern)).toContain(words);
  });
});
