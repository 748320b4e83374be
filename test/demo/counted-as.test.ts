import { describe, expect, it } from 'vitest';
import type { PullRequestClass, Reason } from '#core/classes/class.ts';
import { CLASS_WORDS, describeReason } from '#core/reports/classification.ts';
import { type CountedAs, countedAs } from '../../demo/counted-as.ts';

const check = (summary: string) =>
  countedAs({ id: 1, name: 'leadership', status: 'completed', conclusion: 'success', output: { title: '', summary } });

/** The paragraphs of a check that may name the class, with the reason in the words of the product itself. */
function paragraphs(found: PullRequestClass, reason: Reason): string[] {
  const why = describeReason(reason).markdown;
  const counts = `✔ **Counts as** ${CLASS_WORDS[found]}: ${why}.`;
  if (found === 'excluded') return [counts, `✔ **Not checked:** ${why}.`];
  if (found === 'expedite') return [counts, `✔ **Passes every guardrail as urgent work:** ${why}.`];
  return [counts];
}

const CASES: readonly (readonly [PullRequestClass, Reason, CountedAs['decidedBy']])[] = [
  ['excluded', { code: 'update-bot', login: 'renovate' }, 'bot'],
  ['excluded', { code: 'bot', login: 'x' }, 'bot'],
  ['excluded', { code: 'author', login: 'a-release-account' }, 'author'],
  ['excluded', { code: 'ignore-label', label: 'leadership-ignore' }, 'ignore-label'],
  ['excluded', { code: 'back-merge', from: 'release/1', into: 'main' }, 'back-merge'],
  ['expedite', { code: 'expedite-label', label: 'security' }, 'expedite-label'],
  ['expedite', { code: 'expedite-issue', ref: '#7', label: 'incident', type: null }, 'expedite-issue'],
  ['expedite', { code: 'expedite-issue', ref: null, label: null, type: null }, 'expedite-issue'],
  ['expedite', { code: 'revert', of: 7 }, 'revert'],
  ['debt', { code: 'person', label: 'tech-debt', action: 'set' }, 'person'],
  ['other', { code: 'person', label: 'tech-debt', action: 'removed' }, 'person'],
  ['debt', { code: 'issue', ref: '#7', label: 'maintenance', type: null }, 'issue'],
  ['debt', { code: 'issue', ref: '#7', label: null, type: 'Tech Debt' }, 'issue'],
  ['debt', { code: 'issue', ref: null, label: null, type: null }, 'issue'],
  ['debt', { code: 'label', label: 'maintenance' }, 'label'],
  ['debt', { code: 'title', type: 'refactor' }, 'title'],
  ['debt', { code: 'branch', prefix: 'debt/' }, 'branch'],
  ['debt', { code: 'paths', globs: ['legacy/**'] }, 'paths'],
  ['other', { code: 'default' }, 'nothing'],
];

describe('what a check says that a pull request counts as', () => {
  it.each(CASES)('is read back: %s, %j by %s', (found, reason, decidedBy) => {
    for (const paragraph of paragraphs(found, reason)) {
      const summary = ['✔ **Linked:** #1.', paragraph, '<sub>Rules: defaults</sub>'].join('\n\n');
      expect(check(summary)).toEqual({ class: found, decidedBy });
    }
  });

  it('is read from urgent work that could not be verified, too', () => {
    const summary = '✔ **Passes for now as urgent work:** label `hotfix`. GitHub could not be asked.';
    expect(check(summary)).toEqual({ class: 'expedite', decidedBy: 'expedite-label' });
  });

  it('is null where the check says nothing of it', () => {
    expect(check('**The rules that hold here could not be read**')).toBeNull();
    expect(check('✔ **Counts as** debt work: for a reason of tomorrow.')).toBeNull();
  });
});
