import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, md } from '#core/reports/markdown.ts';
import { hidden } from '#core/reports/posted-markdown.ts';
import { boxIdIn, readBoxes, unticked } from '#core/summary/boxes.ts';

describe('the boxes of an issue', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['- [ ] ask Ben', 'ask Ben', false],
    ['- [x] ask Ben', 'ask Ben', true],
    ['- [X] ask Ben', 'ask Ben', true],
    ['* [ ] ask Ben', 'ask Ben', false],
    ['12. [x] ask Ben', 'ask Ben', true],
    ['    - [ ] ask @ben about #12', 'ask @ben about #12', false],
    ['- [ ] ask <!-- quietly --> Ben', 'ask Ben', false],
    ['- [ ] ask Ben\r', 'ask Ben', false],
  ])('hold %j', (line, text, isTicked) => {
    expect(readBoxes(`Text\n${line}\nmore`)).toEqual([{ id: expect.stringMatching(/^text:[0-9a-f]{10}$/), text, isTicked }]);
  });

  it.each([
    '[ ] ask',
    '- [] ask',
    '- [y] ask',
    '- [ ]',
    '- [ ] ',
    '- [ ]ask',
    '-[ ] ask',
    '- [x](url)',
    '```\n- [ ] ask\n```',
    '~~~ a\n- [ ] ask',
  ])('hold nothing of %j', (text) => expect(readBoxes(text)).toEqual([]));

  it('are told by their hidden id, whatever their words', () => {
    const mark = hidden('box:measure:shop/web#31').markdown;
    expect(mark).toBe('<!-- box:measure:shop/web#31 -->');
    expect(
      readBoxes(
        `- [ ] a measure for [#31](https://redirect.github.com/shop/web/issues/31) “A \\| b &amp; c” (3 weeks) ${mark}`,
      ),
    ).toEqual([{ id: 'measure:shop/web#31', text: 'a measure for #31 “A | b & c”', isTicked: false }]);
    expect(readBoxes(`- [x] theirs now ${mark}\n- [ ] again ${mark}`)).toEqual([
      { id: 'measure:shop/web#31', text: 'theirs now', isTicked: true },
    ]);
  });

  it('have ids of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 130 }), (text) => {
        const id = `measure:${text}`.toWellFormed();
        expect(boxIdIn(`- [ ] a ${hidden(`box:${id}`).markdown}`)).toBe(id);
      }),
    );
  });

  it.each([
    '<!-- box:%E0%A4 -->',
    '<!-- box: -->',
    '<!-- box:a b -->',
    `<!-- box:${'a'.repeat(500)} -->`,
    '<!-- box:a --> b',
  ])('have no id in %j', (mark) => expect(boxIdIn(`- [ ] a ${mark}`)).toBeNull());

  it('that people added are carried from issue to issue under one id, with one text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (words, weeks) => {
        const [first] = readBoxes(`- [ ] ${words.replace(/[\r\n`~]/g, '')}`);
        if (first === undefined) return;
        const rendered = md`- [ ] ${first.text} (${weeks} weeks) ${hidden(`box:${first.id}`)}`.markdown;
        expect(readBoxes(rendered)).toEqual([first]);
        expect(first.text).toBe(cleanText(first.text));
      }),
    );
  });

  it('that nobody ticked say since when they stand', () => {
    const marked = hidden('box:measure:shop/web#31').markdown;
    const text = `- [ ] one ${marked}\n- [ ] two\n- [x] three`;
    const kept = { boxes: [{ id: 'measure:shop/web#31', since: '2026-W44' }] } as never;
    expect(unticked(text, kept, '2026-W46')).toEqual([
      { id: 'measure:shop/web#31', text: 'one', since: '2026-W44' },
      { id: expect.stringMatching(/^text:/), text: 'two', since: '2026-W46' },
    ]);
    expect(unticked(text, null, '2026-W46').map(({ since }) => since)).toEqual(['2026-W46', '2026-W46']);
  });

  it.each([
    '- [ ] '.repeat(170_000),
    `- [ ] ${'<!--'.repeat(250_000)}`,
    `- [ ] ${'[('.repeat(500_000)} <!-- box:a -->`,
    '- [ ] a\n'.repeat(120_000),
    `${' '.repeat(1_000_000)}-`,
  ])('are read from a megabyte in no time (%#)', (text) => {
    const start = performance.now();
    readBoxes(text);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
