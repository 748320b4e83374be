/** What the reader finds, in plain words: what is wrong, and what to write. */
import { closest } from './did-you-mean.ts';
import type { ConfigIssue } from './read-value.ts';
import { allKeys, choicesOf, formatOf, isSection, keysOf, schemaAt } from './schema-keys.ts';
import type { SchemaNode } from './schema-node.ts';

/** The rest of a sentence that begins with the key. */
export function explainIssue(issue: ExplainedIssue, root: SchemaNode, value: unknown): string {
  const schema = schemaAt(root, issue.path) ?? root;
  switch (issue.code) {
    case 'wrong-type':
      return explainType(schema, value);
    case 'too-small':
    case 'too-big':
      return explainSize(issue, value);
    case 'wrong-key':
      return issue.message;
    case 'refused':
      return `${issue.message}${formatOf(schema) === 'timezone' ? hint(value, TIME_ZONES) : ''}`;
  }
}

type ExplainedIssue = Exclude<ConfigIssue, { readonly code: 'unknown-keys' }>;

/** Likewise for a key that nobody knows, `path` being the section that holds it. */
export function explainUnknownKey(name: string, path: readonly PropertyKey[], root: SchemaNode): string {
  const section = schemaAt(root, path);
  const here = section === null ? [] : keysOf(section);
  const near = closest(name, here);
  if (near !== null) return `is no key of this file. Did you mean \`${near}\`?`;
  const elsewhere = allKeys(root).filter((key) => key.endsWith(`.${name}`) || key === name);
  if (elsewhere.length > 0 && elsewhere.length <= 3) {
    return `is no key at this place. Did you mean ${elsewhere.map(quoted).join(' or ')}?`;
  }
  return `is no key of this file; the keys here are ${here.map(quoted).join(', ')}`;
}

function explainType(schema: SchemaNode, value: unknown): string {
  const choices = choicesOf(schema);
  if (value === undefined) return `is missing; it must be ${typeName(schema)}`;
  if (value === null) return `has no value; write ${typeName(schema)}, or remove the key`;
  if (typeof value === 'string' && choices?.includes(value)) {
    return `must be ${typeName(schema)}, not text; write \`${value}\` without quotes`;
  }
  if (choices !== null) {
    return `must be ${typeName(schema)}, not ${valueName(value)}${hint(value, choices)}`;
  }
  return `must be ${typeName(schema)}, not ${valueName(value)}${correction(schema, value)}`;
}

function correction(schema: SchemaNode, value: unknown): string {
  if (schema.type === 'list' && isScalar(value)) return `; write \`[${String(value)}]\``;
  if (schema.type === 'text' && isScalar(value)) return `; put it in quotes: \`"${String(value)}"\``;
  if (schema.type === 'boolean' && typeof value === 'string') return switchFor(value.toLowerCase());
  const isNumber = schema.type === 'number' || formatOf(schema) === 'capacity';
  if (isNumber && typeof value === 'string' && /^\d+$/.test(value)) return `; write \`${value}\` without quotes`;
  if (schema.type === 'section') return `; its keys are ${keysOf(schema).map(quoted).join(', ')}`;
  return '';
}

/** YAML 1.2 reads `yes` and `off` as text. */
function switchFor(text: string): string {
  if (text === 'true' || text === 'false') return `; write \`${text}\` without quotes`;
  if (text === 'yes' || text === 'on') return '; write `true`';
  return text === 'no' || text === 'off' ? '; write `false`' : '';
}

function explainSize({ code, of, bound }: Extract<ConfigIssue, { readonly bound: number }>, value: unknown): string {
  const isSmall = code === 'too-small';
  if (of === 'list')
    return isSmall ? 'is empty; name at least one, or remove the key' : `has more than ${bound} entries`;
  if (of === 'number') return `must be ${isSmall ? 'at least' : 'at most'} ${bound}, not ${String(value)}`;
  return isSmall ? 'is empty; write some text, or remove it' : `is longer than ${bound} characters; shorten it`;
}

/** What is asked for, in words: `a list of text`. */
function typeName(schema: SchemaNode): string {
  const choices = choicesOf(schema);
  if (choices !== null) return `${choices.length > 1 ? 'one of ' : ''}${choices.map(quoted).join(', ')}`;
  const format = formatOf(schema);
  if (format !== null && format in FORMATS) return FORMATS[format] ?? '';
  if (schema.type === 'list') return `a list of ${elementName(schema.of)}`;
  if (schema.type === 'number') return schema.checks?.includes('whole') ? 'a whole number' : 'a number';
  if (schema.type === 'text') return 'text';
  if (schema.type === 'boolean') return '`true` or `false`';
  return 'a section';
}

const FORMATS: Readonly<Record<string, string>> = {
  glob: 'a glob',
  date: 'a date as text (YYYY-MM-DD)',
  timezone: 'an IANA name as text',
  percentage: 'a percentage, such as `15%`',
  capacity: '`auto` or a number',
};

function elementName(element: SchemaNode): string {
  if (formatOf(element) === 'glob') return 'globs';
  const choices = choicesOf(element);
  if (choices !== null) return choices.map(quoted).join(', ');
  return isSection(element) ? 'sections' : 'text';
}

function valueName(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a section';
  if (typeof value === 'number') return `the number ${value}`;
  const text = String(value);
  return quoted(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function hint(value: unknown, candidates: readonly string[] | (() => readonly string[])): string {
  if (typeof value !== 'string') return '';
  const near = closest(value, typeof candidates === 'function' ? candidates() : candidates);
  return near === null ? '' : `. Did you mean \`${near}\`?`;
}

const TIME_ZONES = () => Intl.supportedValuesOf('timeZone');

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function quoted(text: string): string {
  return `\`${text}\``;
}
