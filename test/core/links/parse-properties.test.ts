import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceKey } from '#core/links/targets.ts';
import { medianWorkTime } from '../../support/work-time.ts';
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
/** The budget; a quiet machine takes less than half of it. */
const LIMIT_MS = 50;

// biome-ignore format: a kind of text a word
const UNITS = [
  // quotes, code, comments
  '> ', '>', '> a\nb\n', '> a\nb:\n', '> #1\n', '>\n', '> ```\n', '- > ', '- > a\nb\n', '~~~\n> ',
  '`', '`a`\n\n', '`a`\n\n- ', '`a` #1\n\n', '`\n', '` ``\n\n', '``` `` ` ', 'a`b\n', '\\`', '`#1`',
  '```\n', '- ```\n', '````\n```\n', '```a`\n', '    a\n\n', 'a\n    b\n', '\ta\n\n',
  '<!-- ', '<!-->', '<!--', '<!-- -->a\n\n', 'a<!--\n\n-->b\n', '-->', '<',
  // lists, headings, rules, line ends, blanks
  '- ', '-\n', '- a\n', '- a\r', '* * ', '- - -\n', '* a\n  * b\n', '1. ', '1) a\n', '0\n', '# a\n', '#\n', '---\n', 'a\n=\n',
  '\n', '\r', '\r\n', 'x\n\n', 'x\r', ' ', ' \n', '\t', 'a\t',
  // references and what looks like them
  '#', '# ', '#1', '#1;', '&#1;', 'a#', `#${'1'.repeat(50)}`, '[[[[', '1', '_', '_#1_', 'a/', 'a/b/c#1', 'owner/repo', '> owner/repo#1\n',
  'Closes #', 'Closes #1 ', 'Closes: ', 'closes: #', 'unfixed #1 ', '> Closes #1\n',
  'GH-', 'gh-1', 'GH-1 ', '-1', 'a-1', 'a-1 ', 'SHOP-1', 'éSHOP-1', '> SHOP-1\n', 'ship-1 ',
  '://', 'https://', 'https://a ', 'https://github.com/a/b/issues/', 'https://github.com/a/b/issues/1,',
  'Objective:', 'Objective: ', 'Objective:\n', 'Objective: #1,', '> Objective: #1\n', '> Objective: a, b\n', 'OKR: O-3\n',
  // what is no ASCII, or no character
  '\0', '\0\n', '\ud800', '\ud800\n', '\u{1f600}#1', '\u200b', '\u202e', 'é', '漢#1',
];

/** Ever longer runs of a mark. */
function growing(mark: string, after: string): string {
  let text = '';
  for (let length = 3; text.length < MEGABYTE; length++) text += mark.repeat(length) + after;
  return text;
}

const repeated = (unit: string) => unit.repeat(Math.ceil(MEGABYTE / unit.length));
const HOSTILE_TEXTS: readonly (readonly [string, string])[] = [
  ...UNITS.map((unit) => [JSON.stringify(unit), repeated(unit)] as const),
  ['growing code spans', growing('`', ' ')],
  ['growing code spans far apart', growing('`', 'a'.repeat(70))],
  ['growing fences', growing('`', '\n')],
  ['lists in lists', repeated(`${'- '.repeat(90)}a\n`)],
  ['text under lists in lists', `${'- '.repeat(90)}\n${repeated('a\n')}`],
  ['rules that are none', repeated(`${'-'.repeat(1000)}a\n`)],
  ['one line of addresses in a quote', `> ${repeated('https://github.com/a/b/issues/1,')}`],
  ['one line of addresses in a list', `- ${repeated('https://github.com/a/b/issues/1,')}`],
];

describe('a megabyte of', () => {
  // What a scan does for a text without any reference is no measure: one at the end has it read all.
  const texts = HOSTILE_TEXTS.flatMap(([name, text]) => [
    [name, text] as const,
    [`${name} and a reference`, `${text}\n\nCloses #1`] as const,
  ]);

  it.each(texts)('%s is read in linear time', (_, body) => {
    expect(medianWorkTime(() => parseBody(body))).toBeLessThan(LIMIT_MS);
  });
});
