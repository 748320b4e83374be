import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLine, lineAfter, lineUnder } from '#github/summary/text-lines.ts';

describe('a line that says one thing', () => {
  it.each([
    ['Measure: lost carts < 1 %', 'lost carts < 1 %'],
    ['why\r\n\r\nmeasure : lost carts\r\n', 'lost carts'],
    ['- **Measure:** lost carts', 'lost carts'],
    ['> * __Measure__: lost: carts', 'lost: carts'],
    ['Measure:\nMeasure: second', 'second'],
    ['Measures: lost carts', null],
    ['We measure: lost carts', null],
    ['<!-- Measure: an example -->', null],
    ['<!--\nMeasure: an example\n-->\nMeasure: mine', 'mine'],
    ['<!-- Measure: never closed', null],
    ['```\nMeasure: an example\n```', null],
    ['~~~text\n```\nMeasure: an example\n~~~\nMeasure: mine', 'mine'],
    ['````\n```\nMeasure: an example', null],
    ['```one``` line\nMeasure: mine', 'mine'],
    ['', null],
  ])('%j says %j', (text, said) => {
    expect(lineAfter(text, 'Measure')).toBe(said);
  });

  it('is found by either of two words, the first in the text', () => {
    expect(lineAfter('Outcome: b\nLearned: a', 'Learned', 'Outcome')).toBe('b');
  });

  it('may stand under a heading of that name', () => {
    expect(lineUnder('# Why\n\nx\n\n## Measure: ##\n\n- lost carts\n', 'measure')).toBe('lost carts');
    expect(lineUnder('## Measure\n\n## Next\n\nx', 'Measure')).toBeNull();
  });

  it.each([
    ['### Measure\n\n_No response_\n\n### Next\n\nx', null],
    ['### Measure\n\n```text\nlost carts\n```', 'lost carts'],
    ['```\n## Measure\n```\nx', null],
    ['## Measure\n```\n# carts lost\n```', '# carts lost'],
  ])('under a heading in %j stands %j', (text, said) => {
    expect(lineUnder(text, 'Measure')).toBe(said);
  });
});

describe('the first line of what a milestone says', () => {
  it.each([
    ['# No lost carts\n\nMore', 'No lost carts'],
    ['\r\n  \r\nLearning question: who?\r\nFaster', 'Faster'],
    ['Learning question: who?', null],
    ['```\nrun\n```\nFaster', 'Faster'],
    [null, null],
  ])('of %j is %j', (text, goal) => {
    expect(firstLine(text)).toBe(goal);
  });
});

it('whatever the text, a line is one line and bounded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
      for (const line of [
        lineAfter(`Measure: ${text}`, 'Measure'),
        lineUnder(`# Measure\n${text}`, 'Measure'),
        firstLine(text),
      ]) {
        expect(line ?? '').not.toMatch(/\n/);
        expect((line ?? '').length).toBeLessThanOrEqual(500);
      }
    }),
    { numRuns: 200 },
  );
});

it('a hostile text of a megabyte takes no time', () => {
  const started = performance.now();
  for (const text of [
    '<!--'.repeat(250_000),
    '**'.repeat(500_000),
    ' '.repeat(1_000_000),
    `# ${'#'.repeat(999_999)}a`,
  ]) {
    lineAfter(text, 'Measure');
    lineUnder(text, 'Measure');
    firstLine(text);
  }
  expect(performance.now() - started).toBeLessThan(1_000);
});
