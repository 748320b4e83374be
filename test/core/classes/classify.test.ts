import { describe, expect, it } from 'vitest';
import { classify } from '#core/classes/classify.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import {
  classFacts,
  DEPENDABOT,
  LABELLER,
  label,
  labelBy,
  labelEvent,
  linkedIssue,
  WORKFLOW,
} from '../../support/facts.ts';
import { CASES, type Given } from './cases.ts';

import { doubtsOf, told } from './told.ts';

describe('classify', () => {
  it.each(CASES.map(([what, ...row]) => [what, row] as const))('%s', (_, [given, expected, doubts = []]) => {
    const classification = classify(classFacts(given));

    expect(told(classification)).toBe(expected);
    expect(doubtsOf(classification)).toEqual(doubts);
  });

  it('tells what decided', () => {
    const reason = (given: Given) => classify(classFacts(given)).reason;

    expect(reason({ pullRequest: { title: 'Refactor!: x' } })).toEqual({ code: 'title', type: 'refactor' });
    expect(reason({ pullRequest: { headRef: 'Debt/x' } })).toEqual({ code: 'branch', prefix: 'debt/' });
    expect(reason({ detect: { paths: ['src/**', 'lib/*'] } })).toEqual({ code: 'paths', globs: ['src/**', 'lib/*'] });
    expect(reason({ linked: [linkedIssue({ type: 'Tech Debt' })] })).toEqual({
      code: 'issue',
      ref: '#12',
      label: null,
      type: 'Tech Debt',
    });
    expect(reason({ linked: [linkedIssue({ labels: [label('Refactor')] })] })).toEqual({
      code: 'issue',
      ref: '#12',
      label: 'Refactor',
      type: null,
    });
    expect(reason({ pullRequest: { labels: [label('Tech-Debt')] } })).toEqual({
      code: 'person',
      label: 'Tech-Debt',
      action: 'set',
    });
  });

  it.each([
    { labels: [label('refactor')] },
    { type: 'Tech Debt' },
    { type: 'incident' },
    { labels: [label('incident')] },
  ])('tells nothing of a private issue, whether the text names it or not: %j', (issue) => {
    for (const ref of [null, 'shop/plans#7']) {
      const { reason, evidence } = classify(
        classFacts({ linked: [linkedIssue({ ...issue, title: 'Secret' }, { ref, isPublicHere: false })] }),
      );

      expect(reason).toMatchObject({ ref, label: null, type: null });
      expect(JSON.stringify(evidence)).not.toMatch(/refactor|Tech Debt|"incident|Secret|12/);
    }
  });
});

describe('what was not read', () => {
  const LINKS = unavailable('GitHub’s list of linked issues', 'unreachable');
  const HISTORY = unavailable('who set and removed the labels', 'unreachable');

  it.each<[string, Given, string[]]>([
    ['a link', { unreadLinks: [LINKS] }, [LINKS.what]],
    ['the history', { pullRequest: { labelHistory: HISTORY } }, [HISTORY.what]],
    [
      'a linked issue’s labels',
      { linked: [linkedIssue({ unread: [{ part: 'labels', reason: 'forbidden' }] })] },
      ['the labels of #12'],
    ],
    [
      'a private issue’s type',
      {
        linked: [linkedIssue({ unread: [{ part: 'type', reason: 'forbidden' }] }, { ref: null, isPublicHere: false })],
      },
      ['the type of a private issue'],
    ],
    [
      'another owner’s issue’s labels, which tell no class',
      { linked: [linkedIssue({ unread: [{ part: 'labels', reason: 'forbidden' }] }, { isOfSameOwner: false })] },
      [],
    ],
    [
      'a linked issue’s parent, which tells no class',
      { linked: [linkedIssue({ unread: [{ part: 'parent', reason: 'forbidden' }] })] },
      [],
    ],
    ['a link of a bot’s', { pullRequest: { author: DEPENDABOT }, unreadLinks: [LINKS] }, []],
    ['a link of urgent work', { pullRequest: { labels: [label('security')] }, unreadLinks: [LINKS] }, []],
    [
      'a link of what may be urgent work',
      { pullRequest: { labels: [{ name: 'security' }], labelHistory: HISTORY }, unreadLinks: [LINKS] },
      [LINKS.what, HISTORY.what],
    ],
    [
      'a link of debt, which may be urgent',
      { pullRequest: { title: 'refactor: x' }, unreadLinks: [LINKS] },
      [LINKS.what],
    ],
  ])('is told where it may matter: %s', (_, given, expected) => {
    expect(classify(classFacts(given)).unread.map(({ what }) => what)).toEqual(expected);
  });
});

describe('through the Action, whose login every workflow shares', () => {
  const doors = ['leadership', 'github-actions', null];
  const history = { events: [labelEvent(WORKFLOW, 'set', 'tech-debt')], isComplete: true };

  it.each<[string, Given, string, string[]]>([
    ['another workflow’s label counts', { pullRequest: { labels: [labelBy(WORKFLOW, 'refactor')] } }, 'debt label', []],
    [
      'another workflow’s label of an issue counts',
      { linked: [linkedIssue({ labels: [labelBy(WORKFLOW, 'refactor')] })] },
      'debt issue',
      [],
    ],
    [
      'the debt label of a workflow does not',
      { pullRequest: { labels: [labelBy(WORKFLOW, 'tech-debt')], labelHistory: history } },
      'other default',
      ['person set-by-bot'],
    ],
    [
      'nor that of an issue',
      { linked: [linkedIssue({ labels: [labelBy(WORKFLOW, 'tech-debt')] })] },
      'other default',
      ['issue set-by-bot'],
    ],
    [
      'nor where workflows are trusted',
      {
        pullRequest: { labels: [labelBy(WORKFLOW, 'tech-debt')], labelHistory: history },
        linked: [linkedIssue({ labels: [labelBy(WORKFLOW, 'tech-debt')] })],
        config: { 'trusted-apps': ['github-actions[bot]'] },
      },
      'other default',
      ['person set-by-bot', 'issue set-by-bot'],
    ],
    [
      'and its removal by one is nobody’s word',
      {
        pullRequest: {
          title: 'refactor: x',
          labelHistory: { ...history, events: [...history.events, labelEvent(WORKFLOW, 'removed', 'tech-debt')] },
        },
        config: { 'trusted-apps': ['github-actions'] },
      },
      'debt title',
      [],
    ],
  ])('%s, as through any other door', (_, given, expected, doubts) => {
    for (const ourLogin of doors) {
      const found = classify(classFacts({ ...given, ourLogin }));

      expect([ourLogin, told(found), ...doubtsOf(found)]).toEqual([ourLogin, expected, ...doubts]);
    }
  });
});

describe('categories', () => {
  it.each<[string, Given, string[]]>([
    ['of a label', { pullRequest: { labels: [label('BUG')] } }, ['bug']],
    [
      'of a bot’s label, since nothing is judged by it',
      { pullRequest: { labels: [labelBy(LABELLER, 'bug')] } },
      ['bug'],
    ],
    ['of an issue’s label', { linked: [linkedIssue({ labels: [label('spike')] })] }, ['learning']],
    ['of an issue’s type', { linked: [linkedIssue({ type: 'bug' })] }, ['bug']],
    [
      'of nothing private',
      {
        linked: [linkedIssue({ type: 'bug', labels: [label('spike')] }, { ref: 'shop/plans#7', isPublicHere: false })],
      },
      [],
    ],
    [
      'of nothing that another owner says',
      { linked: [linkedIssue({ type: 'bug', labels: [label('spike')] }, { isOfSameOwner: false })] },
      [],
    ],
    [
      'each once, as configured',
      { pullRequest: { labels: [label('bug'), label('security')] }, linked: [linkedIssue({ type: 'Bug' })] },
      ['security', 'bug'],
    ],
    ['none', {}, []],
    ['none that is configured away', { pullRequest: { labels: [label('bug')] }, config: { categories: {} } }, []],
  ])('%s', (_, given, expected) => {
    expect(classify(classFacts(given)).categories).toEqual(expected);
  });

  it('are those of the defaults', () => {
    expect(Object.keys(DEFAULTS.categories)).toEqual(['security', 'learning', 'platform', 'bug']);
  });
});
