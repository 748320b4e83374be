import { describe, expect, it } from 'vitest';
import { isNamedBranch, isTrackedBranch } from '#core/branches.ts';
import { DEFAULTS } from '#core/config/defaults.ts';

const config = (branches: readonly string[]) => ({ ...DEFAULTS, branches: [...branches] });

describe('isTrackedBranch', () => {
  it.each<[string, readonly string[], string | null, boolean]>([
    ['main', [], 'main', true],
    ['main', ['release/*'], 'main', true],
    ['release/2', ['release/*'], 'main', true],
    ['release/2/x', ['release/*'], 'main', false],
    ['dev', [], 'main', false],
    ['main', [], null, false],
  ])('%s among %j with default branch %j', (branch, branches, defaultBranch, expected) => {
    expect(isTrackedBranch(branch, config(branches), defaultBranch)).toBe(expected);
  });
});

describe('isNamedBranch', () => {
  it.each<[string, readonly string[], string | null, boolean]>([
    ['main', [], 'main', true],
    ['main', [], null, false],
    ['release/2', ['release/2'], 'main', true],
    ['release/2', ['release/*'], 'main', false],
    ['release/*', ['release/*'], 'main', false],
    ['r{1,2}', ['r{1,2}'], 'main', false],
    ['Release/2', ['release/2'], 'main', false],
  ])('%s among %j with default branch %j', (branch, branches, defaultBranch, expected) => {
    expect(isNamedBranch(branch, config(branches), defaultBranch)).toBe(expected);
  });
});
