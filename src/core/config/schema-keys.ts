/** Looking things up in the schema: what may stand at a path, in plain words. */
import type { SchemaNode } from './schema-node.ts';

/** What may stand at a path; null when nothing may. */
export function schemaAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | null {
  let schema: SchemaNode = root;
  for (const key of path) {
    const inner = childOf(schema, key);
    if (inner === null) return null;
    schema = inner;
  }
  return schema;
}

export function childOf(schema: SchemaNode, key: PropertyKey): SchemaNode | null {
  if (schema.type === 'section') return Object.hasOwn(schema.keys, key) ? (schema.keys[String(key)] ?? null) : null;
  if (schema.type === 'entries') return schema.of;
  return schema.type === 'list' && typeof key === 'number' ? schema.of : null;
}

export function isSection({ type }: SchemaNode): boolean {
  return type === 'section' || type === 'entries';
}

/** Names of the keys of a section; none for what holds entries of any name. */
export function keysOf(schema: SchemaNode): readonly string[] {
  return schema.type === 'section' ? Object.keys(schema.keys) : [];
}

/** Every key, dotted, sections too, in order. */
export function allKeys(schema: SchemaNode): readonly string[] {
  let keys = knownKeys.get(schema);
  if (keys === undefined) {
    keys = keysBeneath(schema, '');
    knownKeys.set(schema, keys);
  }
  return keys;
}

// A file may hold a thousand unknown keys, each looked for among all that there are.
const knownKeys = new WeakMap<SchemaNode, readonly string[]>();

function keysBeneath(schema: SchemaNode, above: string): readonly string[] {
  return keysOf(schema).flatMap((name) => {
    const key = above === '' ? name : `${above}.${name}`;
    const inner = childOf(schema, name);
    return inner === null ? [key] : [key, ...keysBeneath(inner, key)];
  });
}

/** The values that an enumeration knows; null for anything else. */
export function choicesOf(schema: SchemaNode): readonly string[] | null {
  return schema.type === 'choice' ? schema.values.map(String) : null;
}

/** `glob`, `date`, `timezone` …: what kind of text is meant, where the schema says so. */
export function formatOf({ format }: SchemaNode): string | null {
  return format ?? null;
}

/** Every text that the schema calls a glob. */
export function globsIn(value: unknown, schema: SchemaNode): readonly string[] {
  if (typeof value === 'string') return formatOf(schema) === 'glob' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [PropertyKey, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => {
    const below = childOf(schema, key);
    return below === null ? [] : globsIn(inner, below);
  });
}
