import { describe, expect, test } from 'vitest';
import { Config } from '#core/config/schema.ts';
import { countsOtherwise } from '#surfaces/app/counted-by-issue.ts';

const config = Config.parse({});
const issue = { code: 'issue', ref: '#3', label: null, type: 'Tech Debt' } as const;
const urgent = { code: 'expedite-issue', ref: '#3', label: 'security', type: null } as const;
const byDefault = { code: 'default' } as const;

describe('what has its class from the issue', () => {
  test.each([
    ['by its type, which it has', issue, ['tech debt'], 'no'],
    ['by its type, which it has, beside a label', issue, ['tech-debt', 'Tech Debt'], 'no'],
    // A label of our own is no evidence.
    ['by its type, and only a label is left', issue, ['tech-debt'], 'yes'],
    ['by its type, and it may be urgent now', issue, ['Tech Debt', 'security'], 'perhaps'],
    ['by a label that it lost', { ...issue, label: 'refactor', type: null }, ['ui'], 'yes'],
    ['by what is not told', { ...issue, type: null }, ['Tech Debt'], 'perhaps'],
    ['as urgent, which it is', urgent, ['security', 'tech-debt'], 'no'],
    ['as urgent, which it is no longer', urgent, ['tech-debt'], 'yes'],
  ] as const)('%s', (_, reason, names, expected) => {
    const name = reason.code === 'issue' ? 'debt' : 'expedite';
    expect(countsOtherwise({ class: name, reason }, true, names, config)).toBe(expected);
  });
});

describe('what links to the issue and has its class from elsewhere', () => {
  test.each([
    ['other, and it is debt', 'other', byDefault, ['tech-debt'], 'perhaps'],
    ['other, and it is of a type of debt', 'other', byDefault, ['Tech Debt'], 'perhaps'],
    ['other, and it is nothing', 'other', byDefault, ['ui'], 'no'],
    [
      'other by a person’s word',
      'other',
      { code: 'person', label: 'tech-debt', action: 'removed' },
      ['tech-debt'],
      'no',
    ],
    [
      'other by a person’s word, and it is urgent',
      'other',
      { code: 'person', label: 'x', action: 'removed' },
      ['security'],
      'perhaps',
    ],
    ['debt, and it is debt', 'debt', { code: 'title', type: 'refactor' }, ['tech-debt'], 'no'],
    ['debt, and it is urgent', 'debt', { code: 'title', type: 'refactor' }, ['security'], 'perhaps'],
    ['excluded', 'excluded', { code: 'bot', login: 'bot' }, ['security', 'tech-debt'], 'no'],
    ['expedite', 'expedite', { code: 'revert', of: 1 }, ['security', 'tech-debt'], 'no'],
  ] as const)('%s', (_, name, reason, names, expected) => {
    expect(countsOtherwise({ class: name, reason }, false, names, config)).toBe(expected);
  });
});
