/**
 * The reader of configurations, twice: from the sources, and from the bundle that the environment names. What one says
 * of a text the other must say, to the column.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
// By its path: `#core/config/parse.ts` leads here where test/repo/bundled-reader.test.ts says so.
import * as source from '../../src/core/config/parse.ts';

export * from '../../src/core/config/parse.ts';

const bundled = await bundledReader(process.env['BUNDLE'] ?? 'dist');

/** Throws where the two differ; else what both said. */
export function parseConfig(...[file, name, role]: Parameters<typeof source.parseConfig>): source.ParsedConfig {
  const said = source.parseConfig(file, name, role);
  deepStrictEqual(told(bundled.parseConfig(file, name, role)), told(said), `of ${JSON.stringify(file.text)}`);
  return said;
}

function told(parsed: source.ParsedConfig): unknown {
  return parsed.ok ? { ...parsed, problemAt: PLACES.map((path) => parsed.problemAt(path, 'is here')) } : parsed;
}

const PLACES = [[], ['mode'], ['objectives', 'known', 'a'], ['guardrails', 'linked-objective', 'skip', 'paths', 1]];

/** Chunks have names of the bundler's own choice. */
async function bundledReader(folder: string): Promise<Pick<typeof source, 'parseConfig'>> {
  const name = readdirSync(folder).find((each) =>
    /\b(?:as |export\{)parseConfig\b/.test(readFileSync(join(folder, each), 'utf8')),
  );
  if (name === undefined) throw new Error(`no reader in ${folder}`);
  return (await import(pathToFileURL(join(folder, name)).href)) as typeof source;
}
