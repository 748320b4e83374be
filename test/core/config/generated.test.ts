import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { OWNER_ONLY } from '#core/config/owner-only.ts';
import { Config } from '#core/config/schema.ts';
import { generatedFiles } from '../../../scripts/generate.ts';
import { configKeys } from '../../../scripts/generated/config-table.ts';
import { EXAMPLES } from '../../../scripts/generated/configuration-page.ts';
import { configJsonSchema, type JsonSchema } from '../../../scripts/generated/json-schema.ts';
import { withTables } from '../../../scripts/generated/readme-tables.ts';
import { problemLines, written } from './parsed.ts';

describe('what is generated', () => {
  it.each(Object.entries(generatedFiles()))('%s is fresh (else: npm run generate)', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('is the same each time', () => {
    expect(generatedFiles()).toEqual(generatedFiles());
  });

  it('renews what stands between markers, and only that', () => {
    const text = 'a\n<!-- generated: x -->\nold\n<!-- /generated -->\nb <!-- generated: y -->z<!-- /generated -->';
    expect(withTables(text, { x: () => 'new $1' })).toBe(
      'a\n<!-- generated: x -->\n\nnew $1\n\n<!-- /generated -->\nb <!-- generated: y -->z<!-- /generated -->',
    );
  });
});

describe('the schema', () => {
  it('gives the defaults for an empty file', () => {
    expect(Config.parse({})).toEqual(DEFAULTS);
  });

  it('takes its own defaults, written out', () => {
    const isOwners = (key: string) => OWNER_ONLY.some((owners) => owners === key);
    const own = Object.fromEntries(Object.entries(DEFAULTS).filter(([key]) => !isOwners(key)));
    expect(problemLines(written(own))).toEqual([]);
    expect(problemLines(written(DEFAULTS), 'owner')).toEqual([]);
  });

  it('describes every key, and asks for none', () => {
    for (const { key, description } of configKeys()) expect(description, key).not.toBe('');
    const required = (schema: JsonSchema): unknown[] => [
      schema.required ?? [],
      ...Object.values(schema.properties ?? {}).map(required),
    ];
    expect(required(configJsonSchema()).flat(9)).toEqual([]);
  });

  it('calls a switch what can be written there', () => {
    const types = new Map(configKeys().map(({ key, type }) => [key, type]));
    for (const key of ['debt.auto-label', 'expedite.reverts']) expect(types.get(key)).toBe('`true` · `false`');
    expect(types.get('debt.label')).toBe('text');
  });

  it.each(EXAMPLES)('takes the example “$title” as it stands', ({ yaml, owner }) => {
    expect(problemLines(yaml, owner === true ? 'owner' : 'repository')).toEqual([]);
  });

  it.each([
    ['mode: enforce\n', 'repository'],
    ['timezone: Europe/Berlin\nguardrails:\n  linked-objective: { mode: enforce, require: objective }\n', 'repository'],
    [
      'timezone: UTC\nlocked: [guardrails.linked-objective.require]\nobjectives: { types: [Objective] }\nguardrails: { linked-objective: { require: objective } }\n',
      'owner',
    ],
  ] as const)('takes %j', (yaml, role) => {
    expect(problemLines(yaml, role)).toEqual([]);
  });
});

it('a run without a configuration file loads neither YAML nor Zod', () => {
  const source = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    for (const name of ['config/defaults', 'globs/matches', 'config/mode', 'config/config', 'config/describe-origin']) await import('#core/' + name + '.ts');
    await import('#core/rules/index.ts');
    console.log(loaded.filter((url) => /node_modules\\/(yaml|zod)\\//.test(url)).join());`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' });
  expect(printed.trim()).toBe('');
});
