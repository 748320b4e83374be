import type { DetectorId, PullRequestClass } from '#core/classes/class.ts';
import type { ClassFacts } from '#core/classes/class-facts.ts';
import type { AppliedLabel } from '#core/facts/actor.ts';
import type { LabelEvent } from '#core/facts/label-history.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { LinkedIssue } from '#core/links/link.ts';
import { ANNE, classFacts, DEPENDABOT, label, labelEvent, linkedIssue } from '../../support/facts.ts';

/**
 * Section 6 of the specification, in its own order: "update, release and merge bots …, configured authors, the ignore
 * label, back-merges", then "security, incident, revert", then "the debt label set by a person; …; a linked issue's
 * labels or type; the pull request's other labels; conventional title type; branch prefix; paths".
 */
export const SECTION_6: readonly (readonly [DetectorId, PullRequestClass])[] = [
  ['bot', 'excluded'],
  ['author', 'excluded'],
  ['ignore-label', 'excluded'],
  ['back-merge', 'excluded'],
  ['expedite-label', 'expedite'],
  ['expedite-issue', 'expedite'],
  ['revert', 'expedite'],
  ['person', 'debt'],
  ['issue', 'debt'],
  ['label', 'debt'],
  ['title', 'debt'],
  ['branch', 'debt'],
  ['paths', 'debt'],
];
export const IDS = SECTION_6.map(([id]) => id);
export const CODES: Partial<Record<DetectorId, string>> = { bot: 'update-bot' };
export const classOf = (id: DetectorId) => SECTION_6.find(([known]) => known === id)?.[1];

/** Nothing speaks, and the files and branch that a trigger may need are there already. */
export const SILENT = classFacts({
  pullRequest: {
    headRef: 'debt/main',
    files: { total: 1, paths: ['lib/a.ts'], isComplete: true },
  },
  detect: { branches: [], paths: [] },
});

/** What makes one detector speak, and no other. */
export const TRIGGERS: Readonly<Record<DetectorId, (facts: ClassFacts) => ClassFacts>> = {
  bot: (facts) => withPullRequest(facts, { author: DEPENDABOT }),
  author: (facts) =>
    withConfig(facts, { exclude: { ...facts.config.exclude, authors: [ANNE.login, DEPENDABOT.login] } }),
  'ignore-label': (facts) => withLabel(facts, label('leadership-ignore')),
  'back-merge': (facts) => withConfig(facts, { branches: ['debt/main'] }),
  'expedite-label': (facts) => withLabel(facts, label('security')),
  'expedite-issue': (facts) => withIssue(facts, linkedIssue({ number: 7, labels: [label('incident')] })),
  revert: (facts) => ({
    ...facts,
    reverted: { number: 31, found: { mergedAt: facts.pullRequest.createdAt, files: facts.pullRequest.files } },
  }),
  person: (facts) => withEvents(withLabel(facts, label('tech-debt')), [labelEvent(ANNE, 'set', 'tech-debt')]),
  issue: (facts) => withIssue(facts, linkedIssue({ number: 8, type: 'Tech Debt' })),
  label: (facts) => withLabel(facts, label('maintenance')),
  title: (facts) => withPullRequest(facts, { title: 'refactor: split the cart' }),
  branch: (facts) => withDetect(facts, { branches: ['debt/'] }),
  paths: (facts) => withDetect(facts, { paths: ['lib/**'] }),
};

export function withPullRequest(facts: ClassFacts, change: Partial<PullRequestFacts>): ClassFacts {
  return { ...facts, pullRequest: { ...facts.pullRequest, ...change } };
}
export function withLabel(facts: ClassFacts, added: AppliedLabel): ClassFacts {
  return withPullRequest(facts, { labels: [...facts.pullRequest.labels, added] });
}
export function withEvents(facts: ClassFacts, events: readonly LabelEvent[]): ClassFacts {
  const { labelHistory } = facts.pullRequest;
  if (isUnavailable(labelHistory)) return facts;
  return withPullRequest(facts, {
    labelHistory: { ...labelHistory, events: [...labelHistory.events, ...events] },
  });
}
export function withIssue(facts: ClassFacts, linked: LinkedIssue): ClassFacts {
  return { ...facts, linked: [...facts.linked, linked] };
}
export function withConfig(facts: ClassFacts, change: Partial<ClassFacts['config']>): ClassFacts {
  return { ...facts, config: { ...facts.config, ...change } };
}
export function withDetect(facts: ClassFacts, change: Partial<ClassFacts['config']['debt']['detect']>): ClassFacts {
  const { debt } = facts.config;
  return withConfig(facts, { debt: { ...debt, detect: { ...debt.detect, ...change } } });
}
