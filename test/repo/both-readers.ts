/**
 * The reader of configurations, three times: from the sources, from the bundle that the environment names, and Zod in its
 * place. What one says of a text the others must say: the bundle to the column, Zod of the values that are in the text.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
// By their paths: `#core/config/…` leads here where test/repo/bundled-reader.test.ts says so.
import * as source from '../../src/core/config/parse.ts';
import * as sourceOfRules from '../../src/core/config/resolve.ts';
import { scanText } from '../../src/core/config/scan.ts';
import { parseYaml } from '../../src/core/config/yaml-tree.ts';
import { agreeOn } from '../core/config/zod-oracle.ts';

export * from '../../src/core/config/parse.ts';
export * from '../../src/core/config/resolve.ts';

const FOLDER = process.env['BUNDLE'] ?? 'dist';
const bundled = await bundledWith<typeof source>('parseConfig');
const bundledRules = await bundledWith<typeof sourceOfRules>('resolveConfig');

/** Throws where the two differ; else what both said. */
export function parseConfig(...[file, name, role]: Parameters<typeof source.parseConfig>): source.ParsedConfig {
  const said = source.parseConfig(file, name, role);
  deepStrictEqual(told(bundled.parseConfig(file, name, role)), told(said), `of ${JSON.stringify(file.text)}`);
  if (file.text !== null && scanText(file.text).length === 0) agreeOn(parseYaml(file.text).value);
  return said;
}

/** Likewise. */
export function resolveConfig(input: sourceOfRules.ConfigInput): ReturnType<typeof sourceOfRules.resolveConfig> {
  const said = sourceOfRules.resolveConfig(input);
  deepStrictEqual(bundledRules.resolveConfig(input), said);
  return said;
}

function told(parsed: source.ParsedConfig): unknown {
  return parsed.ok ? { ...parsed, problemAt: PLACES.map((path) => parsed.problemAt(path, 'is here')) } : parsed;
}

const PLACES = [[], ['mode'], ['objectives', 'known', 'a'], ['guardrails', 'linked-objective', 'skip', 'paths', 1]];

/** Chunks have names of the bundler's own choice. */
async function bundledWith<Module>(exported: string): Promise<Module> {
  const pattern = new RegExp(String.raw`\b(?:as |export\{)${exported}\b`);
  const name = readdirSync(FOLDER).find((each) => pattern.test(readFileSync(join(FOLDER, each), 'utf8')));
  if (name === undefined) throw new Error(`no ${exported} in ${FOLDER}`);
  return (await import(pathToFileURL(join(FOLDER, name)).href)) as Module;
}
