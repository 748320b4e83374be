import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code, md } from '#core/reports/markdown.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';

test.each([
  [md`**Objective:** #12 *now*`.markdown, 'Objective: #12 now'],
  [md`${'a_b*c <b> & [x](y) @ann #7'}`.markdown, 'a_b*c <b> & [x](y) @ann #7'],
  [md`Write ${code('Closes #*n*')}.`.markdown, 'Write `Closes #*n*`.'],
  ['### Title\n\n- one\n\n    Objective: #12', 'Title\n\n- one\n\n    Objective: #12'],
  ['<sub>Rules: defaults</sub>', 'Rules: defaults'],
])('%j reads %j', (markdown, text) => expect(plainMarkdown(markdown)).toBe(text));

test('whatever foreign text is in it, no line is a command of GitHub’s runner or an escape of a terminal', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('::set-output name=x::', '##[error]', '\u001b[31m', '\n::'),
      (text, evil) => {
        const shown = plainMarkdown(`${md`${evil + text}`.markdown}\n${code(evil + text).markdown}`);
        expect(shown).not.toMatch(/^::|##\[|(?!\n)\p{Cc}/mu);
      },
    ),
  );
});
