import { expect, it } from 'vitest';
import type { LabelProblem } from '#core/effects/label.ts';
import { renderLabelProblem } from '#core/reports/label-problem.ts';

const label = 'tech-debt';

it.each<[LabelProblem, string]>([
  [
    { code: 'full', label },
    '⚠ The label `tech-debt` could not be added: there are 100 labels already, which is GitHub’s limit. Remove one.',
  ],
  [
    { code: 'forbidden', label, missing: 'issues=write; pull_requests=write' },
    '⚠ The label `tech-debt` could not be changed: GitHub asks for the permission `issues: write or pull-requests: write`. Grant it. Or write `debt.auto-label: false`, and no label is set or removed.',
  ],
  [
    { code: 'forbidden', label, missing: 'issues=write,metadata=read' },
    '⚠ The label `tech-debt` could not be changed: GitHub asks for the permission `issues: write and metadata: read`. Grant it. Or write `debt.auto-label: false`, and no label is set or removed.',
  ],
  [
    { code: 'forbidden', label, missing: null },
    '⚠ The label `tech-debt` could not be changed: GitHub does not allow it here (the conversation may be locked). Or write `debt.auto-label: false`, and no label is set or removed.',
  ],
  [
    { code: 'label-gone', label },
    '⚠ The label `tech-debt` was deleted while it was being added. The next look adds it.',
  ],
  [
    { code: 'persons-token', label },
    '⚠ The label `tech-debt` was left as it is: this token is a person’s, and what it does to a label counts as that person’s word for good. Use the token of a GitHub App, or a job’s.',
  ],
  [{ code: 'refused', label }, '⚠ GitHub refused the label `tech-debt`. Check `debt.label` in the configuration.'],
])('%j', (problem, expected) => {
  expect(renderLabelProblem(problem).markdown).toBe(expected);
});

it('repeats a hostile name as text', () => {
  const { markdown } = renderLabelProblem({ code: 'refused', label: '`@org`\n<!-- x -->' });

  expect(markdown).toContain('`` `@org` <\u200b!-- x --> ``');
});
