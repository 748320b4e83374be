import fc from 'fast-check';
import type { Check, SchemaNode } from '#core/config/schema-node.ts';

/** Values for a schema, most of them right, the rest wrong in any way that a file can bring. */
export function valuesOf(schema: SchemaNode): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: rightOrNearly(schema) }, { weight: 1, arbitrary: anything });
}

/** Of every type, and of each length that a schema may mistake for another type's. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e30, -1e30, Number.NaN, Number.POSITIVE_INFINITY, '', 'x', '5'),
  fc.constantFrom<unknown>([], {}, [[]], ['x'], [null], { length: 0 }, { length: 9_999 }, { a: 1 }, 'x'.repeat(3_000)),
  fc.array(fc.constant('x'), { maxLength: 30 }),
  fc.json().map((text) => JSON.parse(text) as unknown),
);

function rightOrNearly(schema: SchemaNode): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...schema.values) }, fc.constantFrom('Warn', '1', ''));
    case 'text':
      return textsFor(schema.checks ?? []);
    case 'number':
      return numbersFor(boundsOf(schema.checks ?? []));
    case 'union':
      return fc.oneof(...schema.of.map(valuesOf));
    case 'list': {
      const lengths = boundsOf(schema.checks ?? []).flatMap((bound) => [bound, bound + 1]);
      const whole = fc.array(valuesOf(schema.of), { maxLength: 3 });
      const lists = lengths.map((length) => fc.array(valuesOf(schema.of), { minLength: length, maxLength: length }));
      return fc.oneof({ weight: 8, arbitrary: whole }, ...lists.map((arbitrary) => ({ weight: 1, arbitrary })));
    }
    case 'entries':
      return fc
        .array(fc.tuple(fc.constantFrom(...WRITTEN, ...NAMES), valuesOf(schema.of)), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries));
    case 'section': {
      const known = Object.entries(schema.keys).map(([key, inner]) => [key, valuesOf(inner)] as const);
      const maps = fc.record(Object.fromEntries(known), { requiredKeys: [] });
      const stray = fc.dictionary(fc.constantFrom('stray', '__proto__', 'constructor', 'length', '0'), fc.constant(1));
      return fc.oneof(
        { weight: 20, arbitrary: maps },
        { weight: 1, arbitrary: fc.tuple(maps, stray).map(([map, more]) => ({ ...map, ...more })) },
      );
    }
  }
}

function boundsOf(checks: readonly Check[]): number[] {
  return checks.flatMap((check) =>
    typeof check === 'string' ? [] : 'min' in check ? [check.min] : 'max' in check ? [check.max] : [],
  );
}

const WRITTEN = [
  ...['UTC', 'Europe/Berlin', 'Mars/Olympus', '+01:00', '2027-01-04', '2027-02-29', '2028-02-29', '27-1-4'],
  ...['docs/**', '*.{md,mdx}', '[a]', '{a', 'a\\b', 'pay-*', 'shop/web', '!x', '**', ''],
  ...['https://a.example/x', 'http://', 'https://a b', 'SHOP', 'S-', 'Part-of', 'Part of', 'bug', 'Bug', '12', 'q1.x'],
  ...['15%', '12.5 %', '0.1', '101%', '1.234%', '2w', '10d', 'auto', '%'],
];

/** About as long as is allowed, in units and in code points. */
function textsFor(checks: readonly Check[]): fc.Arbitrary<string> {
  const lengths = boundsOf(checks).flatMap((bound) => [bound - 1, bound, bound + 1, Math.ceil(bound / 2)]);
  const long = lengths
    .filter((length) => length >= 0)
    .flatMap((length) => ['x', '😀', ' '].map((unit) => unit.repeat(length)));
  return fc
    .tuple(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WRITTEN) }, fc.constantFrom('x', ...long), fc.string()),
      fc.constantFrom('', '', '', ' ', '\u00A0', '\n'),
    )
    .map(([text, blank]) => `${blank}${text}${blank}`);
}

const NAMES = ['a', 'q-1', 'x'.repeat(32), 'x'.repeat(65), '__proto__', 'constructor', '1e3', '0'];

function numbersFor(bounds: readonly number[]): fc.Arbitrary<number> {
  const near = bounds.flatMap((bound) => [bound - 1, bound, bound + 1, bound + 0.5, bound + 0.0005]);
  return fc.oneof(
    fc.constantFrom(...near, Number.NaN, Number.POSITIVE_INFINITY, 1, 2, 2.5, 7.125, 2 ** 53, -(2 ** 53), 2 ** 53 - 1),
    fc.integer({ min: -5, max: 5_000 }),
    fc.double(),
  );
}
