import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, renderMarkdown } from '../../demo/terminal.ts';

const shown = (markdown: string, width = 80) => renderMarkdown(markdown, width).map(stripVTControlCharacters);

describe('Markdown in a terminal', () => {
  it.each([
    [
      'bold and italic lose their marks, code keeps one backtick',
      '**No link** press *Re-check* or `Closes #n`.',
      ['No link press Re-check or `Closes #n`.'],
    ],
    ['a footer loses its tags', '<sub>Rules: `a/b@1`</sub>', ['Rules: `a/b@1`']],
    ['what was escaped is shown as it was', 'a \\*b\\* &lt;c&gt; &amp; @\u200bd', ['a *b* <c> & @d']],
    ['escapes inside code stay', '`a\\*b`', ['`a\\*b`']],
    ['a longer fence holds a shorter one', '`` a`b ``', ['`a`b`']],
    ['a line to paste keeps its indent', '    Objective: #12', ['    Objective: #12']],
    ['an empty line stays', 'a\n\nb', ['a', '', 'b']],
  ])('%s', (_, markdown, lines) => {
    expect(shown(markdown)).toEqual(lines);
  });

  it('wraps between words, and below the text of a list item', () => {
    expect(shown('- one two three', 9)).toEqual(['• one two', '  three']);
  });

  it('never makes a line longer than the width, unless a single word is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 14, max: 60 }),
        (words, width) => {
          const lines = shown(words.join(' '), width);
          expect(lines.every((line) => line.length <= width)).toBe(true);
          expect(lines.join(' ')).toBe(words.join(' '));
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        renderMarkdown(text, 40);
      }),
    );
  });
});

describe('plainText', () => {
  it('is the words alone', () => {
    expect(plainText('Likely: **#12** Cart\n\n- `Closes #n`')).toBe('Likely: #12 Cart - `Closes #n`');
  });
});
