import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, code, cutText, joined, link, md, prose, reference } from '#core/reports/markdown.ts';
import { plain } from '#core/reports/plain.ts';
import { hidden, quietLink } from '#core/reports/posted-markdown.ts';
import { medianWorkTime } from '../../support/work-time.ts';

const ZERO_WIDTH = '\u200b';

describe('md', () => {
  it.each([
    ['a mention', '@org/team look', `@${ZERO_WIDTH}org/team look`],
    ['a reference', 'see #12', `see #${ZERO_WIDTH}12`],
    ['an old-style reference', 'GH-12', `GH-${ZERO_WIDTH}12`],
    ['HTML', '</details><!-- x -->', '&lt;/details&gt;&lt;\\!-- x --&gt;'],
    ['a table cell', 'a | b', 'a \\| b'],
    ['an image', '![x](http://e.vil/i.png)', `\\!\\[x\\]\\(http:${ZERO_WIDTH}//e.vil/i.png\\)`],
    ['emphasis', '*a* _b_ ~c~ `d`', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['a commit', 'deadbeef1', `deadbe${ZERO_WIDTH}ef1`],
    ['a commit behind other digits', 'abcdeadbeef', `abcdea${ZERO_WIDTH}dbeef`],
    ['a bare host', 'www.example.com', `www${ZERO_WIDTH}.example.com`],
    ['line breaks', 'a\r\n\n# b', `a #${ZERO_WIDTH} b`],
    ['a direction override', 'a\u202eb\u2066c', 'abc'],
    ['a lone surrogate', 'a\ud800b', 'ab'],
    ['a backslash before markup', '\\*', '\\\\\\*'],
  ])('makes %s harmless', (_, text, expected) => {
    expect(md`${text}`.markdown).toBe(expected);
  });

  it('keeps what is Markdown already, and numbers', () => {
    expect(md`${md`**a**`} ${12} ${'*'}`.markdown).toBe('**a** 12 \\*');
    expect(joined([md`a`, md`b`], ' · ').markdown).toBe('a · b');
  });

  it('cuts after 120 characters as a reader counts them', () => {
    const flag = '🇩🇪';
    const cut = cleanText(flag.repeat(200));
    expect([...new Intl.Segmenter('en').segment(cut)]).toHaveLength(120);
    expect(cut.endsWith(`${flag}…`)).toBe(true);
    expect(cleanText('a'.repeat(120))).toBe('a'.repeat(120));
    expect(cleanText('a'.repeat(121))).toBe(`${'a'.repeat(119)}…`);
  });

  it('lets no foreign text notify, reference, open a tag or break a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { markdown } = md`${text}`;
        expect(markdown).not.toMatch(/@[a-z0-9]/i);
        expect(markdown).not.toMatch(/#\d/);
        expect(markdown).not.toMatch(/[<>\n\r]/);
        expect(markdown).not.toMatch(/(?<!\\)(?:\\\\)*[|`[\]]/);
        expect(markdown.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('cleans what is clean to itself, and never more than 120 characters long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const once = cleanText(text);
        expect(cleanText(once)).toBe(once);
        expect([...new Intl.Segmenter('en').segment(once)].length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 500 },
    );
  });

  it('is quick about a title of a megabyte', () => {
    for (const unit of ['`', '\u202e']) {
      const title = unit.repeat(1_000_000);
      expect(medianWorkTime(() => cleanText(title))).toBeLessThan(50);
    }
  });
});

describe('code', () => {
  it.each([
    ['plain text', 'Closes #12', '`Closes #12`'],
    ['a backtick inside', 'a`b', '``a`b``'],
    ['backticks at the end', '``', '``` `` ```'],
    ['nothing', '', '`  `'],
  ])('fences %s', (_, text, expected) => {
    expect(code(text).markdown).toBe(expected);
  });

  it('can not be closed from inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '|'), maxLength: 40 }), (text) => {
        const { markdown } = code(text);
        const fence = /^`+/.exec(markdown)?.[0] ?? '';
        const inside = markdown.slice(fence.length, -fence.length);
        expect(inside.match(/`+/g) ?? []).not.toContain(fence);
        expect(markdown).not.toContain('\n');
      }),
    );
  });
});

describe('prose', () => {
  it.each([
    ['`a|b` is no key, * or #1', `\`a¦b\` is no key, \\* or #${ZERO_WIDTH}1`],
    ['see `a` and `b`', 'see `a` and `b`'],
    ['`a`', '`a`'],
    ['an odd ` backtick', 'an odd `backtick`'],
  ])('shows %j', (text, expected) => {
    expect(prose(text).markdown).toBe(expected);
  });
});

describe('reference', () => {
  it.each([
    ['#12', '#12'],
    ['shop/plans.v2#7', 'shop/plans.v2#7'],
    ['@evil#1', `@${ZERO_WIDTH}evil#${ZERO_WIDTH}1`],
    ['O-3', 'O-3'],
  ])('shows %s', (text, expected) => {
    expect(reference(text).markdown).toBe(expected);
  });
});

describe('quietLink', () => {
  it.each([
    ['#12', 'https://github.com/shop/web/pull/12', '[#12](https://redirect.github.com/shop/web/pull/12)'],
    [
      'shop/web#12',
      'https://git.shop.example/shop/web/pull/12',
      '[shop/web#12](https://git.shop.example/shop/web/pull/12)',
    ],
    ['@all [x]', 'https://github.com/a', `[@${ZERO_WIDTH}all \\[x\\]](https://redirect.github.com/a)`],
    ['shop/plans#7', null, `shop/plans#${ZERO_WIDTH}7`],
    ['O-3', 'javascript:alert(1)', 'O-3'],
    ['O-3', 'https://plans.example/a b|c`d)(<e>"', '[O-3](https://plans.example/a%20b%7Cc%60d%29%28%3Ce%3E%22)'],
    ['O-3', 'https://plans.example/\ud800', '[O-3](https://plans.example/%EF%BF%BD)'],
  ])('shows %s of %s', (ref, url, expected) => {
    expect(quietLink(ref, url).markdown).toBe(expected);
  });
});

describe('link', () => {
  it('keeps what an address is made of', () => {
    const url = 'https://github.com/shop/web/pulls?q=is%3Apr+a&b=1#c';
    expect(link('list', url).markdown).toBe(`[list](${url})`);
  });
});

describe('hidden', () => {
  it('is one comment, whatever stands in it, and can be read again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.string({ unit: fc.constantFrom('-', '>', '<', '!', '%', '\n', ' ', 'a'), maxLength: 20 }),
        ),
        (text) => {
          const { markdown } = hidden(`box:${text}`);
          const inside = markdown.slice(5, -4);

          expect(markdown).toMatch(/^<!-- box:[\w.:/#%-]* -->$/);
          expect(inside).not.toMatch(/--|-$/);
          expect(decodeURIComponent(inside)).toBe(`box:${text.toWellFormed()}`);
        },
      ),
    );
  });
});

describe('cutText', () => {
  it('cuts before it escapes', () => {
    expect(cutText('a|bcdef', 4).markdown).toBe('a\\|b…');
    expect(cutText(`${'a '.repeat(100)}b`, 300).markdown).toBe(`${'a '.repeat(100)}b`.trim());
  });
});

describe('plain', () => {
  it.each([
    ['::set-output name=x::y', ': :set-output name=x: :y'],
    ['a\n::error::b', 'a : :error: :b'],
    ['##[error]c', '## [error]c'],
    ['\u001b[31mred', '[31mred'],
    [':::x', ': : :x'],
  ])('makes %j harmless in a log', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});
