import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceKey } from '#core/links/targets.ts';
import { parseBody } from './context.ts';

const pieces = fc.constantFrom(
  ...['Closes #', 'fixes #12', '#3', 'a/b#4', 'GH-5', 'https://github.com/a/b/issues/6', 'Objective: ', '#7', ','],
  ...['`', '```', '~~~', '<!--', '-->', '> ', '- ', '    ', '\n', '\r\n', '\n\n', ' ', ':', '\\', '_', '[', '\0'],
  ...['\ud800', '\u200b', '\u202e', 'é', '漢', '0', '99999999999', 'O-3', 'SHOP-1', '1. ', '# ', '&#1;', '\t'],
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

describe('the parser', () => {
  it('never throws, says the same twice and only what stands there', () => {
    fc.assert(
      fc.property(text, (body) => {
        const first = parseBody(body);
        expect(parseBody(body)).toEqual(first);
        for (const { text: written } of first.found) expect(body).toContain(written);
      }),
      { numRuns: 3000 },
    );
  });

  it('loses no reference when a valid link is put before the text', () => {
    fc.assert(
      fc.property(text, (body) => {
        const before = parseBody(body).found.map(({ target }) => referenceKey(target));
        const after = parseBody(`Closes #999\n\n${body}`).found.map(({ target }) => referenceKey(target));
        expect(after).toEqual(expect.arrayContaining(before));
        expect(after).toContain('shop/web#999');
      }),
      { numRuns: 2000 },
    );
  });

  it('finds what is written by itself however the rest was found', () => {
    fc.assert(
      fc.property(text, (body) => {
        const before = parseBody(body).found.map(({ target }) => referenceKey(target));
        const after = parseBody(`${body}\n\nObjective: #999\n`).found.map(({ target }) => referenceKey(target));
        expect(after).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 2000 },
    );
  });
});

const MEGABYTE = 1 << 20;
/** The budget is 50 ms; the test runner's own code around each import and a busy machine cost as much again. */
const LIMIT_MS = 100;

describe('a megabyte of', () => {
  it.each([
    ...[
      '> ',
      '>',
      '```\n',
      '~~~\n> ',
      '<!-- ',
      '<!-->',
      'Closes #',
      'Closes #1 ',
      '`',
      '``` `` ` ',
      'a`b\n',
      '`a` #1\n\n',
    ],
    ...[
      '[[[[',
      '1',
      `#${'1'.repeat(50)}`,
      '#',
      '\0',
      '\ud800',
      '\u200b',
      '\u202e',
      '- ',
      '* * ',
      '- > ',
      '\n',
      ' ',
      '\t',
    ],
    ...[
      'a/',
      'a-1 ',
      '-1',
      'gh-1',
      'SHOP-1',
      'https://',
      'https://github.com/a/b/issues/',
      'Objective: ',
      'Objective: #1,',
    ],
    ...['x\n\n', '> a\nb\n', 'a\n    b\n', '&#1;', '_', '\r', '\\`', 'é', 'a#', '1. ', '<', '://'],
  ])('%j is read in linear time', (unit) => {
    const body = unit.repeat(Math.ceil(MEGABYTE / unit.length));
    const times = Array.from({ length: 6 }, () => {
      const started = performance.now();
      parseBody(body);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(LIMIT_MS);
  });
});
