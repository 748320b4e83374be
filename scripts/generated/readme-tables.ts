import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { configKeys, configTable, table } from './config-table.ts';

/** README.md with what stands between its `generated` markers renewed; nothing without a README. */
export function readmeTables(): Record<string, string> {
  if (!existsSync('README.md')) return {};
  const tables: Record<string, () => string> = { config: () => configTable(configKeys()), action: actionTables };
  const text = readFileSync('README.md', 'utf8');
  return { 'README.md': withTables(text, tables) };
}

export function withTables(text: string, tables: Readonly<Record<string, () => string>>): string {
  return text.replace(MARKED, (whole, open: string, name: string, close: string) => {
    const render = tables[name];
    return render === undefined ? whole : `${open}\n\n${render()}\n\n${close}`;
  });
}

const MARKED = /(<!-- generated: ([a-z-]+) -->)[\s\S]*?(<!-- \/generated -->)/g;

interface Action {
  readonly inputs?: Readonly<Record<string, { readonly description?: string; readonly default?: unknown }>>;
  readonly outputs?: Readonly<Record<string, { readonly description?: string }>>;
}

function actionTables(): string {
  const { inputs = {}, outputs = {} } = parse(readFileSync('action.yml', 'utf8')) as Action;
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    input.default === undefined || input.default === '' ? '–' : `\`${String(input.default)}\``,
    oneLine(input.description),
  ]);
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, oneLine(description)]);
  const tables = [table(['input', 'default', 'meaning'], inputRows)];
  if (outputRows.length > 0) tables.push(table(['output', 'meaning'], outputRows));
  return tables.join('\n\n');
}

function oneLine(text = ''): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
