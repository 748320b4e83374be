import { expect } from 'vitest';
import type { z } from 'zod';
import { type ConfigIssue, readValue } from '#core/config/read-value.ts';
import { Config } from '#core/config/schema.ts';
import { SCHEMA } from '#core/config/schema-data.ts';
import type { SchemaNode } from '#core/config/schema-node.ts';

/** Fails where the reader and Zod differ on a value, of which undefined is none; true where both take it. */
export function agreeOn(value: unknown, schema: z.ZodType = Config, node: SchemaNode = SCHEMA): boolean {
  const read = readValue(node, value);
  const oracle = schema.safeParse(value);
  const issues = oracle.success ? [] : oracle.error.issues;
  expect(read.issues).toStrictEqual(toldOnce(issues).map(issueOf));
  if (!oracle.success) return false;
  expect(read.value).toEqual(oracle.data);
  // In the same order, too: what is written as JSON is compared as text.
  expect(JSON.stringify(read.value)).toBe(JSON.stringify(oracle.data));
  return true;
}

type ZodIssue = z.core.$ZodIssue;

/**
 * Zod measures whatever has a length even where it is of the wrong type (`[]` for a text "is empty", too). We say once
 * that the type is wrong.
 */
function toldOnce(issues: readonly ZodIssue[]): readonly ZodIssue[] {
  const mistyped = new Set(issues.filter(isOfType).map(({ path }) => JSON.stringify(path)));
  return issues.filter((issue) => isOfType(issue) || !isOfSize(issue) || !mistyped.has(JSON.stringify(issue.path)));
}

function isOfType({ code }: ZodIssue): boolean {
  return code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
}

function isOfSize({ code }: ZodIssue): boolean {
  return code === 'too_small' || code === 'too_big';
}

const MEASURED: Readonly<Record<string, 'list' | 'text' | 'number'>> = {
  array: 'list',
  string: 'text',
  number: 'number',
  int: 'number',
};

function issueOf(issue: ZodIssue): ConfigIssue {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (isOfType(issue)) return { code: 'wrong-type', path };
  if (issue.code === 'too_small') return { code: 'too-small', path, ...measured(issue.origin, issue.minimum) };
  if (issue.code === 'too_big') return { code: 'too-big', path, ...measured(issue.origin, issue.maximum) };
  if (issue.code === 'unrecognized_keys') return { code: 'unknown-keys', path, keys: issue.keys };
  if (issue.code === 'invalid_key') return { code: 'wrong-key', path, message: issue.issues[0]?.message ?? '' };
  return { code: 'refused', path, message: issue.message };
}

function measured(origin: string, bound: number | bigint) {
  return { of: MEASURED[origin] ?? 'text', bound: Number(bound) };
}
