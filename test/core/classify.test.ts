import { describe, expect, it } from 'vitest';
import { classify, isTrackedBranch } from '#core/classify.ts';
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { ANNE, DEPENDABOT, label, pullRequestFacts } from '../support/facts.ts';

function config(exclude: Partial<Config['exclude']> = {}, branches: readonly string[] = []): Config {
  return { ...DEFAULTS, branches: [...branches], exclude: { ...DEFAULTS.exclude, ...exclude } };
}

const AGENT = { login: 'copilot-swe-agent', kind: 'Bot' as const };

describe('classify', () => {
  it.each<[string, Partial<PullRequestFacts>, Config, string]>([
    ['a person’s', {}, config(), 'other default'],
    ['an update bot’s', { author: DEPENDABOT }, config(), 'excluded update-bot'],
    [
      'an update bot’s with a person’s commit',
      { author: DEPENDABOT, hasCommitByPerson: true },
      config(),
      'other default',
    ],
    ['a person’s who is called dependabot', { author: { ...ANNE, login: 'dependabot' } }, config(), 'other default'],
    ['a coding agent’s', { author: AGENT }, config(), 'other default'],
    ['a coding agent’s, where all bots are excluded', { author: AGENT }, config({ bots: 'all' }), 'excluded bot'],
    ['an update bot’s, where none is excluded', { author: DEPENDABOT }, config({ bots: 'none' }), 'other default'],
    ['a configured author’s', {}, config({ authors: ['Anne'] }), 'excluded author'],
    [
      'a configured bot’s, as REST writes it',
      { author: AGENT },
      config({ authors: ['copilot-swe-agent[bot]'] }),
      'excluded author',
    ],
    ['one with the ignore label', { labels: [label('Leadership-Ignore')] }, config(), 'excluded label'],
    [
      'one whose ignore label an automation set',
      { labels: [{ ...label('leadership-ignore'), setterMayTriage: false }] },
      config(),
      'other default',
    ],
    [
      'a back-merge of the default branch',
      { headRef: 'main', baseRef: 'release/2' },
      config({}, ['release/*']),
      'excluded back-merge',
    ],
    [
      'a back-merge of a branch that is named outright',
      { headRef: 'release/2', baseRef: 'main' },
      config({}, ['release/2']),
      'excluded back-merge',
    ],
    [
      'a branch that only a glob names',
      { headRef: 'release/mine', baseRef: 'main' },
      config({}, ['release/*']),
      'other default',
    ],
    ['any branch, where all are tracked', { headRef: 'work' }, config({}, ['**']), 'other default'],
    ['a fork’s main branch', { headRef: 'main', isFork: true }, config(), 'other default'],
    ['one by an account that is gone', { author: null }, config({ authors: ['anne'] }), 'other default'],
  ])('%s', (_, facts, given, expected) => {
    const { class: found, reason } = classify(pullRequestFacts(facts), given, 'main');

    expect(`${found} ${reason.code}`).toBe(expected);
  });
});

describe('isTrackedBranch', () => {
  it.each<[string, readonly string[], string | null, boolean]>([
    ['main', [], 'main', true],
    ['main', ['release/*'], 'main', true],
    ['release/2', ['release/*'], 'main', true],
    ['release/2/x', ['release/*'], 'main', false],
    ['dev', [], 'main', false],
    ['main', [], null, false],
  ])('%s among %j with default branch %j', (branch, branches, defaultBranch, expected) => {
    expect(isTrackedBranch(branch, config({}, branches), defaultBranch)).toBe(expected);
  });
});
