import type { Config } from './config.ts';
import type { ConfigTree } from './merge.ts';
import { readValue } from './read-value.ts';
import { SCHEMA } from './schema-data.ts';
import { dotted } from './text-problem.ts';

/** A tree in which nothing is wrong, with what the schema says of keys that are absent. */
export function withDefaults(tree: ConfigTree): Config {
  const { value, issues } = readValue(SCHEMA, tree);
  if (issues.length > 0) {
    throw new Error(`no valid configuration: ${issues.map(({ path, code }) => `${dotted(path)} ${code}`).join(', ')}`);
  }
  return value as Config;
}
