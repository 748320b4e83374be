import type { LabelProblem } from '../effects/label.ts';
import { code, type Markdown, md } from './markdown.ts';

/** The line of a check that says why the label is not as it should be. The verdict never hangs on it. */
export function renderLabelProblem(problem: LabelProblem): Markdown {
  const { label } = problem;
  switch (problem.code) {
    case 'full':
      return md`⚠ The label ${code(label)} could not be added: there are 100 labels already, which is GitHub’s limit. Remove one.`;
    case 'forbidden':
      return md`⚠ The label ${code(label)} could not be changed: ${problem.missing === null ? md`GitHub does not allow it here` : md`the permission ${code(problem.missing)} is missing`}. Grant it, or write ${code('debt.auto-label: false')}.`;
    case 'label-gone':
      return md`⚠ The label ${code(label)} was deleted while it was being added.`;
    case 'refused':
      return md`⚠ GitHub refused the label ${code(label)}. Check ${code('debt.label')} in the configuration.`;
  }
}
