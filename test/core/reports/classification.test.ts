import { describe, expect, it } from 'vitest';
import type { Classification, PullRequestClass, Reason } from '#core/classes/class.ts';
import type { LabelProblem } from '#core/effects/label.ts';
import { CLASS_WORDS, describeReason, renderClass } from '#core/reports/classification.ts';
import { renderLabelProblem } from '#core/reports/label-problem.ts';

const HOSTILE = '`@shop/all <b> #1 |';

describe('describeReason', () => {
  // biome-ignore format: one case a line reads best
  it.each<[Reason, string]>([
    [{ code: 'update-bot', login: 'dependabot' }, 'routine work by the bot dependabot'],
    [{ code: 'bot', login: 'copilot' }, 'opened by the bot copilot'],
    [{ code: 'author', login: 'anne' }, 'anne is under `exclude.authors`'],
    [{ code: 'ignore-label', label: 'leadership-ignore' }, 'label `leadership-ignore`'],
    [{ code: 'back-merge', from: 'main', into: 'release/2' }, 'merges `main` into `release/2`'],
    [{ code: 'expedite-label', label: 'security' }, 'label `security`'],
    [{ code: 'expedite-issue', ref: '#12', label: 'incident', type: null }, 'linked issue #12 has label `incident`'],
    [{ code: 'revert', of: 31 }, 'it reverts #31'],
    [{ code: 'person', label: 'tech-debt', action: 'set' }, 'somebody set the label `tech-debt`'],
    [{ code: 'person', label: 'tech-debt', action: 'removed' }, 'somebody removed the label `tech-debt`'],
    [{ code: 'issue', ref: 'shop/plans#40', label: 'tech-debt', type: null }, 'linked issue shop/plans#40 has label `tech-debt`'],
    [{ code: 'issue', ref: '#40', label: null, type: 'Tech Debt' }, 'linked issue #40 is of type `Tech Debt`'],
    [{ code: 'issue', ref: null, label: null, type: null }, 'a linked issue that is private'],
    [{ code: 'label', label: 'refactor' }, 'label `refactor`'],
    [{ code: 'title', type: 'refactor' }, 'its title starts with `refactor:`'],
    [{ code: 'branch', prefix: 'debt/' }, 'its branch starts with `debt/`'],
    [{ code: 'paths', globs: ['lib/**', 'old/*'] }, 'all of its files match `lib/**`, `old/*`'],
    [{ code: 'default' }, 'nothing says debt'],
  ])('%j', (reason, expected) => {
    expect(describeReason(reason).markdown).toBe(expected);
  });

  it.each<Reason>([
    { code: 'author', login: HOSTILE },
    { code: 'label', label: HOSTILE },
    { code: 'back-merge', from: HOSTILE, into: HOSTILE },
    { code: 'issue', ref: HOSTILE, label: HOSTILE, type: null },
    { code: 'issue', ref: '#1', label: null, type: HOSTILE },
    { code: 'branch', prefix: HOSTILE },
    { code: 'paths', globs: [HOSTILE] },
  ])('makes foreign text harmless: %j', (reason) => {
    const outside = describeReason(reason).markdown.replaceAll(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

    expect(outside).not.toMatch(/@shop|<b>|#1 |(?<!\\)\|/);
  });
});

describe('renderClass', () => {
  const classification = (found: PullRequestClass): Classification => ({
    class: found,
    reason: { code: 'default' },
    evidence: [],
    categories: [],
    unread: [],
  });

  it.each<[PullRequestClass, string | null]>([
    ['debt', '**Counts as** debt work: nothing says debt.'],
    ['other', '**Counts as** feature or other work: nothing says debt.'],
    // Their guardrails' own lines say it.
    ['excluded', null],
    ['expedite', null],
  ])('%s', (found, expected) => {
    expect(renderClass(classification(found))?.markdown ?? null).toBe(expected);
  });

  it('has words for each class that are not its name', () => {
    for (const [name, words] of Object.entries(CLASS_WORDS)) expect(words).not.toBe(name);
  });
});

describe('renderLabelProblem', () => {
  it.each<[LabelProblem, string]>([
    [{ code: 'full', label: 'tech-debt' }, 'Remove one.'],
    [{ code: 'forbidden', label: 'tech-debt', missing: 'issues: write' }, 'the permission `issues: write` is missing'],
    [{ code: 'forbidden', label: 'tech-debt', missing: null }, 'GitHub does not allow it here'],
    [{ code: 'label-gone', label: 'tech-debt' }, 'was deleted while it was being added'],
    [{ code: 'refused', label: 'tech-debt' }, 'Check `debt.label` in the configuration.'],
  ])('says what happened to the label, and what to do: %j', (problem, expected) => {
    const { markdown } = renderLabelProblem(problem);

    expect(markdown).toMatch(/^⚠ .*`tech-debt`.*\.$/);
    expect(markdown).toContain(expected);
  });

  it('makes its name harmless', () => {
    expect(renderLabelProblem({ code: 'full', label: HOSTILE }).markdown).toContain('`` `@shop/all <b> #1 ¦ ``');
  });
});
