/** Zod's findings in plain words: what is wrong, and what to write. */
import type { z } from 'zod';
import { closest } from './did-you-mean.ts';
import { allKeys, bare, choicesOf, formatOf, isSection, keysOf, schemaAt } from './schema-keys.ts';

export type ConfigIssue = z.core.$ZodIssue;

/** The rest of a sentence that begins with the key. */
export function explainIssue(issue: ConfigIssue, root: z.core.$ZodType, value: unknown): string {
  const schema = schemaAt(root, issue.path);
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') {
    return schema === null ? issue.message : explainType(schema, value);
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') return explainSize(issue, value);
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const isTimeZone = schema !== null && formatOf(schema) === 'timezone';
  return isTimeZone ? `${issue.message}${hint(value, TIME_ZONES)}` : issue.message;
}

/** Likewise for a key that nobody knows, `path` being the section that holds it. */
export function explainUnknownKey(name: string, path: readonly PropertyKey[], root: z.core.$ZodType): string {
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

function explainType(schema: z.core.$ZodType, value: unknown): string {
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

function correction(schema: z.core.$ZodType, value: unknown): string {
  const { def } = bare(schema)._zod;
  if (def.type === 'array' && isScalar(value)) return `; write \`[${String(value)}]\``;
  if (def.type === 'string' && isScalar(value)) return `; put it in quotes: \`"${String(value)}"\``;
  if (def.type === 'boolean' && typeof value === 'string') return switchFor(value.toLowerCase());
  if (def.type === 'number' && typeof value === 'string' && /^\d+$/.test(value))
    return `; write \`${value}\` without quotes`;
  if (def.type === 'object') return `; its keys are ${keysOf(schema).map(quoted).join(', ')}`;
  return '';
}

/** YAML 1.2 reads `yes` and `off` as text. */
function switchFor(text: string): string {
  if (text === 'true' || text === 'false') return `; write \`${text}\` without quotes`;
  if (text === 'yes' || text === 'on') return '; write `true`';
  return text === 'no' || text === 'off' ? '; write `false`' : '';
}

function explainSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const isSmall = issue.code === 'too_small';
  const bound = String(isSmall ? issue.minimum : issue.maximum);
  if (issue.origin === 'array')
    return isSmall ? 'is empty; name at least one, or remove the key' : `has more than ${bound} entries`;
  if (issue.origin !== 'string') return `must be ${isSmall ? 'at least' : 'at most'} ${bound}, not ${String(value)}`;
  return isSmall ? 'is empty; write some text, or remove it' : `is longer than ${bound} characters; shorten it`;
}

/** What is asked for, in words: `a list of text`. */
function typeName(schema: z.core.$ZodType): string {
  const { def } = bare(schema)._zod;
  const choices = choicesOf(schema);
  if (choices !== null) return `${choices.length > 1 ? 'one of ' : ''}${choices.map(quoted).join(', ')}`;
  const format = formatOf(schema);
  if (format !== null && format in FORMATS) return FORMATS[format] ?? '';
  if (def.type === 'array') return `a list of ${elementName(def.element)}`;
  if (def.type === 'number') return 'a whole number';
  if (def.type === 'string') return 'text';
  if (def.type === 'boolean') return '`true` or `false`';
  return 'a section';
}

const FORMATS: Readonly<Record<string, string>> = {
  glob: 'a glob',
  date: 'a date as text (YYYY-MM-DD)',
  timezone: 'an IANA name as text',
};

function elementName(element: z.core.$ZodType): string {
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
