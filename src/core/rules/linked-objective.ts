import { exemptingLabel } from '../classes/exempting-label.ts';
import { titleType } from '../facts/title-type.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import { globList } from '../globs/glob-list.ts';
import { matchesAny } from '../globs/matches.ts';
import type { LinkReport } from '../links/link.ts';
import { code, joined, md } from '../reports/markdown.ts';
import {
  type Args,
  explainExempt,
  explainLinked,
  explainNoLink,
  explainNoObjective,
  explainSkip,
  explainUnreadable,
  type Missing,
} from './linked-objective.words.ts';
import { defineRule } from './rule.ts';

export const linkedObjective = defineRule<Args>()({
  id: 'linked-objective',
  check: 'leadership',
  summary: 'The pull request names the objective that it serves.',
  why:
    'Work that names its objective can be weighed against the others, and stopped when the objective falls. ' +
    'Naming it takes one line in the description.',
  needs: ['repository', 'pullRequest', 'links', 'classification', 'classLabels'],
  options: (z) =>
    z.strictObject({
      require: z
        .enum(['link', 'objective'])
        .default('link')
        .describe(
          '`link`: any issue, milestone or known id will do. `objective`: the link must lead to an objective, except for debt work.',
        ),
      skip: z
        .strictObject({
          labels: z
            .array(z.string().trim().min(1).max(256))
            .default(['no-objective'])
            .describe('Labels that let a pull request pass, when a person with triage set them.'),
          paths: globList(z)
            .default(['docs/**', '**/*.md'])
            .describe('Globs. A pull request passes when all of its files match.'),
          'title-types': z
            .array(z.string().min(1))
            .default([])
            .describe('Types of a conventional title (`chore` in `chore: tidy up`) that let a pull request pass.'),
        })
        .describe('Pull requests that need no objective.')
        .prefault({}),
    }),
  pathLists: ({ skip }) => [skip.paths],
  messages: {
    linked: explainLinked,
    skipped: ({ by, values }) => explainSkip(by, joined(values.map(code), ', ')),
    'no-issues': () =>
      explainExempt(
        'issues are disabled',
        md`issues are disabled here, and no other place for objectives is configured`,
      ),
    'no-link': explainNoLink,
    'no-objective': explainNoObjective,
    unreadable: explainUnreadable,
  },
  evaluate({ repository, pullRequest, links, classification, classLabels }, { require, skip }) {
    const label = exemptingLabel(pullRequest.labels, skip.labels);
    if (label !== null) return { outcome: 'not-applicable', code: 'skipped', args: { by: 'label', values: [label] } };
    const type = titleType(pullRequest.title);
    if (type !== null && skip['title-types'].some((skipped) => skipped.toLowerCase() === type)) {
      return { outcome: 'not-applicable', code: 'skipped', args: { by: 'title-type', values: [type] } };
    }
    const { files } = pullRequest;
    if (files.isComplete && files.paths.length > 0 && files.paths.every((path) => matchesAny(skip.paths, path))) {
      return { outcome: 'not-applicable', code: 'skipped', args: { by: 'paths', values: skip.paths } };
    }
    const trailer = links.accept.includes('trailer') ? links.trailer : null;
    const meeting = links.links.filter((link) => require === 'link' || link.objective !== null);
    if (meeting.length > 0) {
      const args = { links: meeting, rejected: links.rejected, trailer, isDebtEnough: false };
      return { outcome: 'pass', code: 'linked', args };
    }
    if (links.links.length > 0) {
      // Debt work needs no objective, and a person's word on its label decides whether it is debt.
      if (isUnavailable(pullRequest.labelHistory)) {
        const args = { what: 'class', unread: [pullRequest.labelHistory], trailer } as const;
        return { outcome: 'not-available', code: 'unreadable', args };
      }
      if (classification.class === 'debt') {
        const args = { links: links.links, rejected: links.rejected, trailer, isDebtEnough: true };
        return { outcome: 'pass', code: 'linked', args };
      }
    }
    if (!repository.hasIssues && !canNameElsewhere(links)) {
      return { outcome: 'not-applicable', code: 'no-issues', args: {} };
    }
    // Only now: what could not be read matters when nothing else decides.
    if (links.unread.length > 0) {
      return { outcome: 'not-available', code: 'unreadable', args: { what: 'links', unread: links.unread, trailer } };
    }
    const isDebt = classification.class === 'debt';
    const missing: Missing = {
      require: isDebt ? 'link' : require,
      isDebtEnough: isDebt && require === 'objective',
      classLabels,
      accept: links.accept,
      trailer,
      isFork: pullRequest.isFork,
      skipLabels: skip.labels,
      links: links.links,
      rejected: links.rejected,
      suggestions: links.suggestions,
    };
    return { outcome: 'fail', code: links.links.length > 0 ? 'no-objective' : 'no-link', args: missing };
  },
});

/** With issues disabled, an objective can only be an id under `objectives.known` or a key of another tracker. */
function canNameElsewhere({ hasKnown, hasExternal }: LinkReport): boolean {
  return hasKnown || hasExternal;
}
