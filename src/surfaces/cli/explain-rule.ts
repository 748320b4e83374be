import { readFile } from 'node:fs/promises';
import { jsonLine } from '#core/reports/json-line.ts';
import { RULES, type RuleId } from '#core/rules/index.ts';
import { EXIT, type ExitCode, type Terminal, wrap } from './terminal.ts';

interface Option {
  /** Below `guardrails.<rule>`. */
  readonly key: string;
  readonly values?: readonly string[];
  readonly default?: unknown;
  readonly description: string;
}

/** All rules in a line each, or one of them with its options. */
export async function explainRule(wanted: RuleId | null, json: boolean, terminal: Terminal): Promise<ExitCode> {
  if (wanted === null) {
    const rules = RULES.map(({ id, summary }) => ({ id, summary }));
    terminal.print(json ? jsonLine(rules) : rules.map(({ id, summary }) => `${id}: ${summary}`).join('\n'));
    return EXIT.pass;
  }
  for (const { id, summary, why } of RULES) {
    if (id !== wanted) continue;
    const options = await optionsOf(id);
    terminal.print(
      json ? jsonLine({ id, summary, why, options }) : layOut({ id, summary, why }, options, terminal.width),
    );
  }
  return EXIT.pass;
}

/** Generated from the configuration's schema, descriptions and all. */
const SCHEMA = new URL('../../../leadership.schema.json', import.meta.url);

async function optionsOf(rule: string): Promise<readonly Option[]> {
  const schema = JSON.parse(await readFile(SCHEMA, 'utf8')) as JsonSchema;
  const section = schema.properties?.['guardrails']?.properties?.[rule];
  return section === undefined ? [] : optionsBelow(section, '');
}

/** As much of JSON Schema as is told. */
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
}

function optionsBelow(schema: JsonSchema, above: string): readonly Option[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]): readonly Option[] => {
    const key = above === '' ? name : `${above}.${name}`;
    if (inner.properties !== undefined) return optionsBelow(inner, key);
    return [
      {
        key,
        ...(inner.enum !== undefined && { values: inner.enum.map(String) }),
        ...(inner.default !== undefined && { default: inner.default }),
        description: inner.description ?? '',
      },
    ];
  });
}

function layOut(
  { id, summary, why }: { readonly id: string; readonly summary: string; readonly why: string },
  options: readonly Option[],
  width: number,
): string {
  const rows = options.map(({ key, values, default: initial, description }) => {
    const facts = [
      ...(values === undefined ? [] : [values.join(' | ')]),
      ...(initial === undefined ? [] : [`default ${JSON.stringify(initial)}`]),
    ].join('; ');
    return wrap(`- ${key}${facts === '' ? '' : ` (${facts})`}: ${description}`, width);
  });
  return [
    id,
    wrap(`${summary}\n\n${why}`, width),
    `Options, under guardrails.${id} in .github/leadership.yml:\n${rows.join('\n')}`,
  ].join('\n\n');
}
