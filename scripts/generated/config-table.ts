import { configJsonSchema, type JsonSchema } from './json-schema.ts';

export interface ConfigKey {
  readonly key: string;
  readonly isSection: boolean;
  readonly type: string;
  readonly default: string;
  readonly description: string;
}

/** Every key of the configuration, sections before what they hold. */
export function configKeys(schema: JsonSchema = configJsonSchema(), above = ''): readonly ConfigKey[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const key = above === '' ? name : `${above}.${name}`;
    const isSection = inner.properties !== undefined;
    const own: ConfigKey = {
      key,
      isSection,
      type: isSection ? '' : typeOf(inner),
      default: isSection ? '' : inner.default === undefined ? '–' : code(yaml(inner.default)),
      description: inner.description ?? '',
    };
    return [own, ...configKeys(inner, key)];
  });
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function configTable(keys: readonly ConfigKey[]): string {
  const rows = keys.map((key) =>
    key.isSection
      ? [`**\`${key.key}\`**`, '', '', `**${key.description}**`]
      : [code(key.key), key.type, key.default, key.description],
  );
  return table(['key', 'type', 'default', 'meaning'], rows);
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((choice) => code(String(choice))).join(' · ');
  if (schema.format === 'glob') return 'glob';
  if (schema.format === 'date') return 'date';
  if (schema.format === 'timezone') return 'IANA name';
  if (schema.format === 'percentage') return 'percentage';
  if (schema.format === 'capacity') return '`auto` · number';
  if (schema.type === 'boolean') return '`true` · `false`';
  if (schema.type === 'integer') return 'whole number';
  if (schema.type === 'number') return 'number';
  if (schema.items !== undefined) return listOf(schema.items);
  if (typeof schema.additionalProperties === 'object') return `id → ${fields(schema.additionalProperties)}`;
  return 'text';
}

function listOf(items: JsonSchema): string {
  if (items.properties !== undefined) return `list of ${fields(items)}`;
  if (items.enum !== undefined) return `list of ${typeOf(items)}`;
  return items.format === 'glob' ? 'globs' : 'list';
}

function fields(schema: JsonSchema): string {
  return code(`{${Object.keys(schema.properties ?? {}).join(', ')}}`);
}

/** As one would write it in the file: `[a, b]`. */
function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  if (typeof value === 'string') return /^[A-Za-z][\w -]*$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

function code(text: string): string {
  return `\`${text}\``;
}
