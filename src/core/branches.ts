import type { Config } from './config/config.ts';
import { matchesAny } from './globs/matches.ts';

/** The default branch is always tracked; `branches` adds to it. */
export function isTrackedBranch(branch: string, config: Config, defaultBranch: string | null): boolean {
  return branch === defaultBranch || matchesAny(config.branches, branch);
}

/**
 * A branch that the configuration names outright. A glob says what is checked and must not say what is exempt: anybody
 * who may push can call a branch `release/mine`.
 */
export function isNamedBranch(branch: string, config: Config, defaultBranch: string | null): boolean {
  return branch === defaultBranch || (config.branches.includes(branch) && !/[*?[\]{}!]/.test(branch));
}
