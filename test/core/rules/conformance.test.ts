import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RULES } from '#core/rules/index.ts';
import { VERDICT_CHECKS } from '#core/verdict.ts';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** Files in the folder of rules that are no rule. */
const NOT_RULES = ['index.ts', 'rule.ts'];

describe('the registry of rules', () => {
  it('holds every rule in the folder, and nothing else', () => {
    const files = readdirSync(new URL('src/core/rules', ROOT)).filter(
      // A rule with much to say keeps its words in a file beside it; one with much to know, what it makes of its facts.
      (file) => !NOT_RULES.includes(file) && !/\.(words|facts)\.ts$/.test(file),
    );

    expect(RULES.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const source = [`src/core/rules/${id}.ts`, `src/core/rules/${id}.facts.ts`]
    .filter((path) => existsSync(new URL(path, ROOT)))
    .map(read)
    .join('\n');
  const options = rule.options(z);

  it('has a table of cases that reaches pass, fail and not-applicable', () => {
    const test = read(`test/core/rules/${id}.test.ts`);

    for (const outcome of ['pass', 'fail', 'not-applicable']) expect(test).toContain(`'${outcome}: `);
  });

  it('belongs to a check that shows guardrails', () => {
    expect(VERDICT_CHECKS).toContain(rule.check);
  });

  it('speaks in whole sentences about what holds and why', () => {
    expect(rule.summary).toMatch(/^[A-Z].*\.$/);
    expect(rule.why).toMatch(/^[A-Z].*\.$/);
  });

  it('has words for exactly the codes that it returns', () => {
    const returned = new Set(
      [...source.matchAll(/code: [^,}]*/g)].flatMap(([text]) =>
        [...text.matchAll(/'([\w-]+)'/g)].map(([, code]) => code),
      ),
    );

    expect([...returned].sort()).toEqual(Object.keys(rule.messages).sort());
  });

  it('describes each option and gives it a default', () => {
    const schema = z.toJSONSchema(options, { io: 'input' }) as {
      readonly properties: Record<string, { readonly description?: string }>;
      readonly required?: readonly string[];
    };

    for (const [key, option] of Object.entries(schema.properties)) expect(option.description, key).toMatch(/\.$/);
    expect(schema.required ?? []).toEqual([]);
    expect(() => options.parse({})).not.toThrow();
  });

  it('has a page and a place in the schema', () => {
    expect(existsSync(new URL(`docs/rules/${id}.md`, ROOT))).toBe(true);
    expect(read('leadership.schema.json')).toContain(`"${id}"`);
  });
});
