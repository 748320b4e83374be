import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configTrees } from './config-trees.ts';
import { parsed, written } from './parsed.ts';

// A `format` may stand beside `anyOf`, which has no type of its own.
const formats = { glob: true, timezone: true, percentage: true, capacity: true } as const;
const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true, formats });
addFormats.default(ajv, ['date']);
const isAccepted = ajv.compile(JSON.parse(readFileSync('leadership.schema.json', 'utf8')) as object);

describe('leadership.schema.json', () => {
  it('accepts exactly what the reader accepts', () => {
    let valid = 0;
    fc.assert(
      fc.property(configTrees(), (tree) => {
        const isRead = parsed(written(tree), 'owner').ok;
        if (isRead) valid++;
        expect(isAccepted(tree)).toBe(isRead);
      }),
      { numRuns: 1_000 },
    );
    // Neither side is trivially empty.
    expect(valid).toBeGreaterThan(20);
    expect(valid).toBeLessThan(950);
  });

  it.each(['x y', 'ftp://a.example', 'https://', 'https://a.example/(x)', 'HTTPS://a.example'])(
    'refuses the address %j, as the reader does',
    (url) => {
      const tree = { objectives: { known: { a: { title: 'A', url } } } };
      expect(isAccepted(tree)).toBe(false);
      expect(parsed(written(tree)).ok).toBe(false);
    },
  );

  it.each(['objectives:\n', 'guardrails:\n  linked-objective:\n', 'objectives:\n  known:\n'])(
    'accepts %j, a section without keys, as the reader does',
    (text) => {
      expect(isAccepted(parse(text))).toBe(true);
      expect(parsed(text).ok).toBe(true);
    },
  );

  // All that the reader refuses and JSON Schema has no words for.
  it.each([
    ['a glob that is none', 'branches: ["^a$"]'],
    ['an owner in a repository’s name', 'repositories: { include: ["shop/*"] }'],
    ['a time zone that is none', 'timezone: Mars'],
    ['text of blanks', 'trusted-apps: [" "]'],
    ['a lock on no key', 'locked: [mod]'],
    ['a share that is no percentage', 'guardrails: { debt-capacity: { floor: 0.1 } }'],
    ['a band without width', 'guardrails: { debt-capacity: { floor: 30, ceiling: 30 } }'],
    ['a fraction of a unit that is too fine', 'guardrails: { debt-capacity: { capacity: 2.5555 } }'],
    ['a length that is none', 'sprint: { length: 2 weeks }'],
    ['a source without its project', 'sprint: { source: project }'],
    ['a sprint set apart by a date that is none', 'sprint: { innovation: [2026-02-30] }'],
    ['more than 200 patterns', `branches: [${'"a",'.repeat(201)}]`],
  ])('can’t tell %s', (_, text) => {
    expect(isAccepted(parse(text))).toBe(true);
    expect(parsed(text, 'owner').ok).toBe(false);
  });
});
