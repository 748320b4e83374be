/** Looking things up in the schema: what may stand at a path, in plain words. Reads Zod's definitions without loading Zod. */
import type { z } from 'zod';

/** The schema beneath defaults and optionality. */
export function bare(schema: z.core.$ZodType): z.core.$ZodTypes {
  const known = schema as z.core.$ZodTypes;
  const { def } = known._zod;
  return def.type === 'default' || def.type === 'prefault' || def.type === 'optional' ? bare(def.innerType) : known;
}

/** What may stand at a path; null when nothing may. */
export function schemaAt(root: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | null {
  let schema: z.core.$ZodType = root;
  for (const key of path) {
    const inner = childOf(schema, key);
    if (inner === null) return null;
    schema = inner;
  }
  return schema;
}

export function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | null {
  const { def } = bare(schema)._zod;
  if (def.type === 'object') return Object.hasOwn(def.shape, key) ? (def.shape[String(key)] ?? null) : null;
  if (def.type === 'record') return def.valueType;
  return def.type === 'array' && typeof key === 'number' ? def.element : null;
}

export function isSection(schema: z.core.$ZodType): boolean {
  const { type } = bare(schema)._zod.def;
  return type === 'object' || type === 'record';
}

/** Names of the keys of a section; none for what holds entries of any name. */
export function keysOf(schema: z.core.$ZodType): readonly string[] {
  const { def } = bare(schema)._zod;
  return def.type === 'object' ? Object.keys(def.shape) : [];
}

/** Every key, dotted, sections too, in order. */
export function allKeys(schema: z.core.$ZodType): readonly string[] {
  let keys = knownKeys.get(schema);
  if (keys === undefined) {
    keys = keysBeneath(schema, '');
    knownKeys.set(schema, keys);
  }
  return keys;
}

// A file may hold a thousand unknown keys, each looked for among all that there are.
const knownKeys = new WeakMap<z.core.$ZodType, readonly string[]>();

function keysBeneath(schema: z.core.$ZodType, above: string): readonly string[] {
  return keysOf(schema).flatMap((name) => {
    const key = above === '' ? name : `${above}.${name}`;
    const inner = childOf(schema, name);
    return inner === null ? [key] : [key, ...keysBeneath(inner, key)];
  });
}

/** The values that an enumeration knows; null for anything else. */
export function choicesOf(schema: z.core.$ZodType): readonly string[] | null {
  const { def } = bare(schema)._zod;
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return def.type === 'literal' ? def.values.map(String) : null;
}

/** `glob`, `date`, `timezone` …: what kind of text is meant, where the schema says so. */
export function formatOf(schema: z.core.$ZodType): string | null {
  const found = bare(schema) as { meta?: () => { format?: unknown } | undefined };
  const format = found.meta?.()?.format;
  return typeof format === 'string' ? format : null;
}

/** Every text that the schema calls a glob. */
export function globsIn(value: unknown, schema: z.core.$ZodType): readonly string[] {
  if (typeof value === 'string') return formatOf(schema) === 'glob' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [PropertyKey, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => {
    const below = childOf(schema, key);
    return below === null ? [] : globsIn(inner, below);
  });
}
