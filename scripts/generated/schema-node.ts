import type { z } from 'zod';
import { CHECKS, type CheckName } from '#core/config/checks.ts';
import type { Check, Pattern, SchemaNode } from '#core/config/schema-node.ts';

/** A schema of Zod as data. Throws at whatever the reader has no words for, so that none is dropped in silence. */
export function nodeOf(schema: z.core.$ZodType): SchemaNode {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'default') return { ...nodeOf(def.innerType), default: def.defaultValue };
  if (def.type === 'prefault')
    return { ...prefaulted(nodeOf(def.innerType), def.defaultValue), isEmptyByDefault: true };
  if (def.type !== 'optional') return { ...shapeOf(def), ...checksOf(def), ...formatOf(schema) } as SchemaNode;
  const node = nodeOf(def.innerType);
  // What stands in for nothing goes on doing so.
  return 'default' in node || node.isEmptyByDefault ? node : { ...node, isOptional: true };
}

function prefaulted(node: SchemaNode, value: unknown): SchemaNode {
  if (JSON.stringify(value) !== '{}') throw new Error('The reader knows no prefault but an empty section.');
  return node;
}

type Def = z.core.$ZodTypes['_zod']['def'];

function shapeOf(def: Def): SchemaNode {
  if (def.type === 'object') {
    if (def.catchall?._zod.def.type !== 'never') throw new Error('An object must be strict.');
    const keys = Object.entries(def.shape).map(([key, inner]) => [key, nodeOf(inner)] as const);
    return { type: 'section', keys: Object.fromEntries(keys) };
  }
  if (def.type === 'record') return { type: 'entries', names: namesOf(nodeOf(def.keyType)), of: nodeOf(def.valueType) };
  if (def.type === 'array') return { type: 'list', of: nodeOf(def.element) };
  if (def.type === 'enum') return { type: 'choice', values: Object.values(def.entries) };
  if (def.type === 'literal') return { type: 'choice', values: def.values };
  if (def.type === 'union') return { type: 'union', of: def.options.map(nodeOf) };
  if (def.type === 'string') return { type: 'text' };
  if (def.type === 'number' || def.type === 'boolean') return { type: def.type };
  throw new Error(`The reader knows no \`${def.type}\`: src/core/config/read-value.ts.`);
}

function namesOf({ type, checks = [] }: SchemaNode): readonly Pattern[] {
  const patterns = checks.filter((check) => typeof check === 'object' && 'pattern' in check);
  if (type === 'text' && patterns.length === checks.length) return patterns;
  throw new Error('The reader knows no check of a name but a pattern.');
}

function checksOf(def: Def): { readonly checks?: readonly Check[] } {
  // `z.int()` is a number and a check of it in one.
  const checks = [...('check' in def ? [def] : []), ...(def.checks ?? []).map(({ _zod }) => _zod.def)];
  return checks.length === 0 ? {} : { checks: checks.map((check) => checkOf(check as CheckDef)) };
}

interface CheckDef {
  readonly check: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly pattern?: RegExp;
  readonly error?: (issue: { readonly input: unknown }) => unknown;
  readonly tx?: (text: string) => string;
  readonly params?: { readonly check?: string };
}

function checkOf(def: CheckDef): Check {
  const { check, format, minimum, maximum, value, pattern, params } = def;
  if (check === 'min_length' && minimum !== undefined) return { min: minimum };
  if (check === 'max_length' && maximum !== undefined) return { max: maximum };
  if (check === 'greater_than' && value !== undefined && def.inclusive === true) return { min: value };
  if (check === 'less_than' && value !== undefined && def.inclusive === true) return { max: value };
  if (check === 'number_format' && format === 'safeint') return 'whole';
  if (check === 'overwrite' && def.tx?.(' a b ') === 'a b') return 'trim';
  if (check === 'string_format' && format === 'regex' && pattern !== undefined) {
    const message = def.error?.({ input: '' });
    if (typeof message !== 'string') throw new Error(`The pattern ${pattern} needs a message.`);
    return { pattern, message };
  }
  const name = params?.check;
  if (check === 'custom' && name !== undefined && name in CHECKS) return { holds: name as CheckName };
  throw new Error(
    `The reader knows no check \`${check}\`: give a refinement a name in src/core/config/checks.ts, and \`.refine(...named(…))\` it.`,
  );
}

function formatOf(schema: z.core.$ZodType): { readonly format?: string } {
  const format = (schema as z.ZodType).meta()?.['format'];
  return typeof format === 'string' ? { format } : {};
}
