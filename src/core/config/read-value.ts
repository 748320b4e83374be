/**
 * A value → what it means under a schema, defaults filled in, and all that is wrong with it. Says what Zod says of the
 * schema that the data came from; test/core/config/read-value.test.ts holds the two together.
 */
import { CHECKS } from './checks.ts';
import { isMap, valueAt } from './merge.ts';
import type { Check, SchemaNode } from './schema-node.ts';
import type { Path } from './yaml-tree.ts';

export type ConfigIssue = { readonly path: Path } & (
  | { readonly code: 'wrong-type' }
  | { readonly code: 'too-small' | 'too-big'; readonly of: 'list' | 'text' | 'number'; readonly bound: number }
  | { readonly code: 'unknown-keys'; readonly keys: readonly string[] }
  | { readonly code: 'wrong-key' | 'refused'; readonly message: string }
);

export interface ReadValue {
  /** Only of use where there are no issues. */
  readonly value: unknown;
  readonly issues: readonly ConfigIssue[];
}

/** `value` is undefined where nothing is written. */
export function readValue(schema: SchemaNode, value: unknown, path: Path = []): ReadValue {
  if (value === undefined) {
    if ('default' in schema) return { value: schema.default, issues: [] };
    if (schema.isEmptyByDefault) return readValue(schema, {}, path);
    if (schema.isOptional) return { value, issues: [] };
  }
  const tooLong = excessOf(schema, value, path);
  if (tooLong.length > 0) return { value, issues: tooLong };
  const read = READERS[schema.type](schema as never, value, path);
  return schema.checks === undefined || isBeyondChecks(schema, read) ? read : checked(schema.checks, read, path);
}

type Readers = {
  readonly [Type in SchemaNode['type']]: (
    schema: Extract<SchemaNode, { readonly type: Type }>,
    value: unknown,
    path: Path,
  ) => ReadValue;
};

const READERS: Readers = {
  text: (_, value, path) => ofType(typeof value === 'string', value, path),
  number: (_, value, path) => ofType(Number.isFinite(value), value, path),
  boolean: (_, value, path) => ofType(typeof value === 'boolean', value, path),
  choice: ({ values }, value, path) => ofType(values.includes(value), value, path),
  list: ({ of }, value, path) => {
    if (!Array.isArray(value)) return wrongType(value, path);
    const read = value.map((item, at) => readValue(of, item, [...path, at]));
    return { value: read.map((item) => item.value), issues: read.flatMap(({ issues }) => issues) };
  },
  section: ({ keys }, value, path) => {
    if (!isMap(value)) return wrongType(value, path);
    const read = Object.entries(keys).map(
      ([key, inner]) => [key, readValue(inner, valueAt(value, [key]), [...path, key])] as const,
    );
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(keys, key));
    return {
      value: Object.fromEntries(
        read.filter(([, inner]) => inner.value !== undefined).map(([key, inner]) => [key, inner.value]),
      ),
      issues: [
        ...read.flatMap(([, { issues }]) => issues),
        ...(unknown.length > 0 ? [{ code: 'unknown-keys' as const, path, keys: unknown }] : []),
      ],
    };
  },
  entries: ({ names, of }, value, path) => {
    if (!isMap(value)) return wrongType(value, path);
    const entries: [string, unknown][] = [];
    const issues: ConfigIssue[] = [];
    for (const [key, written] of Object.entries(value)) {
      // No entry: once merged it would be the map's prototype.
      if (key === '__proto__') continue;
      const at = [...path, key];
      const wrong = names.find(({ pattern }) => !pattern.test(key));
      if (wrong !== undefined) {
        issues.push({ code: 'wrong-key', path: at, message: wrong.message });
        continue;
      }
      const read = readValue(of, written, at);
      issues.push(...read.issues);
      entries.push([key, read.value]);
    }
    return { value: Object.fromEntries(entries), issues };
  },
  union: ({ of }, value, path) => {
    const read = of.map((option) => readValue(option, value, path));
    const right = read.find(({ issues }) => issues.length === 0);
    const almost = read.filter(({ issues }) => !issues.some(isOfType));
    return right ?? (almost.length === 1 && almost[0] !== undefined ? almost[0] : wrongType(value, path));
  },
};

/** A list that is too long is not read, whatever it holds. */
function excessOf({ type, checks = [] }: SchemaNode, value: unknown, path: Path): readonly ConfigIssue[] {
  if (type !== 'list' || !Array.isArray(value)) return [];
  return checks.flatMap((check) => (typeof check === 'object' && 'max' in check ? problemOf(check, value, path) : []));
}

/** A value of another type, or with such a one in it, is not asked for more; but a list can always be counted. */
function isBeyondChecks(schema: SchemaNode, { value, issues }: ReadValue): boolean {
  return schema.type === 'list' ? !Array.isArray(value) : issues.some(isOfType);
}

function checked(checks: readonly Check[], read: ReadValue, path: Path): ReadValue {
  let { value } = read;
  const issues = [...read.issues];
  for (const check of checks) {
    if (check === 'trim') value = (value as string).trim();
    else if (check === 'whole') {
      if (!Number.isInteger(value)) return wrongType(value, path);
      if (!Number.isSafeInteger(value)) issues.push(beyondExact(value as number, path));
    } else issues.push(...problemOf(check, value, path));
  }
  return { value, issues };
}

function problemOf(check: Exclude<Check, string>, value: unknown, path: Path): readonly ConfigIssue[] {
  if ('min' in check) {
    const { of, size } = sizeOf(value);
    return size < check.min ? [{ code: 'too-small', path, of, bound: check.min }] : [];
  }
  if ('max' in check) {
    const { of, size } = sizeOf(value);
    return size > check.max ? [{ code: 'too-big', path, of, bound: check.max }] : [];
  }
  if ('pattern' in check) {
    return check.pattern.test(value as string) ? [] : [{ code: 'refused', path, message: check.message }];
  }
  const message = CHECKS[check.holds](value as never);
  return message === null ? [] : [{ code: 'refused', path, message }];
}

function sizeOf(value: unknown): { readonly of: 'list' | 'text' | 'number'; readonly size: number } {
  if (Array.isArray(value)) return { of: 'list', size: value.length };
  return typeof value === 'string' ? { of: 'text', size: [...value].length } : { of: 'number', size: Number(value) };
}

function beyondExact(value: number, path: Path): ConfigIssue {
  return value > 0
    ? { code: 'too-big', path, of: 'number', bound: Number.MAX_SAFE_INTEGER }
    : { code: 'too-small', path, of: 'number', bound: Number.MIN_SAFE_INTEGER };
}

function ofType(isRight: boolean, value: unknown, path: Path): ReadValue {
  return isRight ? { value, issues: [] } : wrongType(value, path);
}

function wrongType(value: unknown, path: Path): ReadValue {
  return { value, issues: [{ code: 'wrong-type', path }] };
}

function isOfType({ code }: ConfigIssue): boolean {
  return code === 'wrong-type' || code === 'wrong-key';
}
