import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { named } from '#core/config/checks.ts';
import { readValue } from '#core/config/read-value.ts';
import { SCHEMA } from '#core/config/schema-data.ts';
import type { SchemaNode } from '#core/config/schema-node.ts';
import { nodeOf } from '../../../scripts/generated/schema-node.ts';
import { configTrees } from './config-trees.ts';
import { valuesOf } from './values-of.ts';
import { agreeOn } from './zod-oracle.ts';

/** Each kind of schema that can be written as data, and how they go together. */
const text = z.string().trim().min(1).max(5);
const amount = z.number().min(0).max(100);
const KINDS: readonly (readonly [string, z.ZodType])[] = [
  ['text', text],
  [
    'text with a pattern',
    z
      .string()
      .max(4)
      .regex(/^[a-z]*$/, 'is no word'),
  ],
  [
    'text with a check',
    z
      .string()
      .max(8)
      .refine(...named('glob'))
      .refine(...named('repository-name')),
  ],
  ['a date', z.string().refine(...named('date'))],
  [
    'a time zone',
    z
      .string()
      .trim()
      .refine(...named('timezone')),
  ],
  ['a number', amount],
  ['a whole number', z.int().min(1).max(9)],
  ['a whole number of any size', z.int()],
  ['a switch', z.boolean()],
  ['a choice', z.enum(['a', 'b'])],
  ['a constant', z.literal(1)],
  ['a choice of constants', z.literal(['a', 7, true])],
  ['a list', z.array(text).min(2).max(3)],
  ['a list of lists', z.array(z.array(z.int().min(0)).max(2)).max(2)],
  ['either of two types', z.union([z.string(), z.number()], 'must be one of both')],
  ['either, checked', z.union([z.string().max(2), z.literal('2027-01-04')]).refine(...named('date'))],
  ['either a constant or a number', z.union([z.literal('auto'), amount.min(1)]).default('auto')],
  ['either of two sections', z.union([z.strictObject({ a: text }), z.strictObject({ b: z.array(text).min(1) })])],
  ['either of two texts', z.union([z.string().max(1), z.string().min(3)])],
  [
    'entries',
    z.record(
      z
        .string()
        .regex(/^[a-z]+$/, 'is no name')
        .regex(/^.{1,3}$/, 'is long'),
      z.strictObject({ a: text, b: text.optional() }),
    ),
  ],
  ['entries of numbers by default', z.record(z.string(), amount).default({ a: 1 })],
  [
    'a section',
    z.strictObject({
      a: text,
      b: text.optional(),
      c: z.array(text).default(['c']),
      d: z.strictObject({ e: z.int().default(1), f: amount.optional() }).prefault({}),
      g: z
        .strictObject({ h: z.boolean().default(true) })
        .prefault({})
        .optional(),
      i: z.array(z.int()).default([1]).optional(),
    }),
  ],
];

describe('readValue', () => {
  it.each(KINDS)('says of %s what Zod says', (_, schema) => {
    const node = nodeOf(schema);
    fc.assert(
      fc.property(fc.oneof(valuesOf(node), fc.constant(undefined)), (value) => void agreeOn(value, schema, node)),
      { numRuns: 500 },
    );
  });

  it('says of configurations what Zod says', () => {
    let taken = 0;
    const trees = fc.oneof(valuesOf(SCHEMA), configTrees(), configTrees({ onlyValid: true }));
    const runs = 600;
    fc.assert(
      fc.property(trees, (tree) => {
        if (agreeOn(tree)) taken++;
      }),
      { numRuns: runs },
    );
    // Neither is nothing.
    expect(taken).toBeGreaterThan(runs / 5);
    expect(taken).toBeLessThan((runs * 4) / 5);
  });

  it.each<readonly [string, SchemaNode, unknown]>([
    ['a list where text is asked for', { type: 'text', checks: [{ min: 1 }] }, []],
    ['text where a list is asked for', { type: 'list', of: { type: 'text' }, checks: [{ max: 2 }] }, 'abc'],
    ['a section with a length', { type: 'text', checks: [{ min: 1 }] }, { length: 0 }],
  ])('tells once of %s', (_, schema, value) => {
    expect(readValue(schema, value).issues).toEqual([{ code: 'wrong-type', path: [] }]);
  });
});

describe('a schema that the reader has no words for', () => {
  it.each<readonly [string, z.ZodType]>([
    ['a refinement without a name', z.string().refine((each) => each !== 'a', 'is a')],
    ['a pattern without a message', z.string().regex(/a/)],
    ['an object that takes any key', z.object({})],
    ['a transformation', z.string().transform(Number)],
    ['lower case', z.string().toLowerCase()],
    ['an address', z.url()],
    ['an exclusive bound', z.number().gt(1)],
    ['null', z.null()],
    ['a name that is measured', z.record(z.string().max(3), z.string())],
    ['a prefault that is not empty', z.strictObject({ a: z.string() }).prefault({ a: 'b' })],
  ])('is not written as data: %s', (_, schema) => {
    expect(() => nodeOf(schema)).toThrow(/reader knows no|needs a message|must be strict/);
  });
});
