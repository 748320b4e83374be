import type { LabelProblem } from '../effects/label.ts';
import { code, type Markdown, md } from './markdown.ts';

/** The line of a check that says why the label is not as it should be. The verdict never hangs on it. */
export function renderLabelProblem(problem: LabelProblem): Markdown {
  const label = code(problem.label);
  switch (problem.code) {
    case 'full':
      return md`⚠ The label ${label} could not be added: there are 100 labels already, which is GitHub’s limit. Remove one.`;
    case 'forbidden':
      return md`⚠ The label ${label} could not be changed: ${describeRefusal(problem.missing)} Or write ${code('debt.auto-label: false')}, and no label is set or removed.`;
    case 'label-gone':
      return md`⚠ The label ${label} was deleted while it was being added. The next look adds it.`;
    case 'persons-token':
      return md`⚠ The label ${label} was left as it is: this token is a person’s, and what it does to a label counts as that person’s word for good. Use the token of a GitHub App, or a job’s.`;
    case 'refused':
      return md`⚠ GitHub refused the label ${label}. Check ${code('debt.label')} in the configuration.`;
  }
}

/** GitHub names what would do as `issues=write; pull_requests=write`: alternatives, each of one or more permissions. */
function describeRefusal(missing: string | null): Markdown {
  if (missing === null) return md`GitHub does not allow it here (the conversation may be locked).`;
  const needed = missing
    .split(';')
    .map((all) => all.trim().replaceAll('_', '-').replaceAll('=', ': ').replace(/,\s*/g, ' and '))
    .filter((permission) => permission !== '');
  return md`GitHub asks for the permission ${code(needed.join(' or '))}. Grant it.`;
}
