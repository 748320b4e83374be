import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonLine } from '#core/reports/json-line.ts';

it.each([
  ['a escape sequence of one unit', 'x\u009b31m', '"x\\u009b31m"'],
  ['a turn of direction', '\u202eliame', '"\\u202eliame"'],
  ['a line separator', 'a\u2028b', '"a\\u2028b"'],
  ['an invisible character of two units', '\u{e0041}', '"\\udb40\\udc41"'],
  ['an emoji, which is text', '🧹', '"🧹"'],
])('%s', (_, text, line) => {
  expect(jsonLine(text)).toBe(line);
});

it('means the same as the data, on one line of harmless characters', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const line = jsonLine(data);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(data)));
    }),
  );
});
