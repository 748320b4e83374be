import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SCHEMA = 'src/core/config/schema.ts';

/** Path → what it loads on being loaded, or later; types are gone by then. */
const loads = new Map(
  readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.startsWith('src/sandbox'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const source = readFileSync(path, 'utf8').replace(/^(?:import|export) type [\s\S]*?;$/gm, '');
      return [path, [...source.matchAll(/(?:from|import|import\() ?'([^']+)'/g)].map(([, name = '']) => name)] as const;
    }),
);

test('nothing that runs loads Zod', () => {
  const loading = (wanted: RegExp) => [...loads].filter(([, names]) => names.some((name) => wanted.test(name)));

  expect(loading(/^zod\b/).map(([path]) => path)).toEqual([SCHEMA]);
  expect(loading(/(?:\/config|^\.)\/schema\.ts$/).map(([path]) => path)).toEqual([]);
  // The imports were found.
  expect(loads.get('src/surfaces/cli/validate.ts')).toContain('#core/config/parse.ts');
});
