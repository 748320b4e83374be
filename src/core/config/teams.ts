/** Teams of an owner's file: repositories that share one ledger, and the rules that they share with it. */
import { matchesAnyTitle } from '../globs/matches.ts';
import type { Config } from './config.ts';
import { type ConfigTree, mergeTrees, valueAt, withoutPath } from './merge.ts';
import type { Path } from './yaml-tree.ts';

/** What a team says for all of its repositories; what one of them writes there has no effect. */
const SHARED: readonly (readonly string[])[] = [
  ['sprint'],
  ['debt'],
  ['exclude'],
  ['expedite'],
  ['categories'],
  ['guardrails', 'debt-capacity'],
  ['vision'],
  ['objectives', 'max-open'],
  ['summary'],
];

export type Teams = Config['teams'];

/** The team that a repository belongs to: the first that names it; null for none. */
export function teamOf(teams: Teams, name: string): string | null {
  return Object.entries(teams).find(([, { repositories }]) => matchesAnyTitle(repositories, name))?.[0] ?? null;
}

/** The owner's file as it holds for the repositories of a team. */
export function treeOfTeam(owner: ConfigTree, id: string): ConfigTree {
  const own = valueAt(owner, ['teams', id]) as ConfigTree | undefined;
  return mergeTrees(withoutOwnSummary(owner), withoutPath(own ?? {}, ['repositories']));
}

/** The owner's file as others inherit it: one weekly summary is not another's, but what is locked holds for each. */
export function withoutOwnSummary(owner: ConfigTree): ConfigTree {
  const locked = Array.isArray(owner['locked']) ? owner['locked'] : [];
  const keys = Object.keys(valueAt(owner, ['summary']) ?? {});
  return locked.includes('summary')
    ? owner
    : keys
        .filter((key) => !locked.includes(`summary.${key}`))
        .reduce((tree, key) => withoutPath(tree, ['summary', key]), owner);
}

/** A repository's file without what its team decides, and the keys that it wrote there all the same. */
export function withoutShared(own: ConfigTree): { readonly rest: ConfigTree; readonly idle: readonly Path[] } {
  const idle = SHARED.filter((path) => valueAt(own, path) !== undefined);
  return { rest: idle.reduce(withoutPath, own), idle };
}

/** Whether a name in a list stands for itself alone. */
export function isLiteralName(pattern: string): boolean {
  return !/[*?{]/.test(pattern);
}

/** Teams that claim a repository beside the one that it belongs to. */
export function teamsBeside(teams: Teams, name: string): readonly string[] {
  const [, ...others] = Object.entries(teams).filter(([, { repositories }]) => matchesAnyTitle(repositories, name));
  return others.map(([id]) => id);
}
