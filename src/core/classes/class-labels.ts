import type { Config } from '../config/config.ts';

/** Labels that say what work counts as, as the configuration names them: a text offers no other. */
export interface ClassLabels {
  readonly debt: string;
  readonly expedite: readonly string[];
  /** Of an issue that the pull request closes. */
  readonly expediteIssue: readonly string[];
}

export function classLabelsOf({ debt, expedite }: Pick<Config, 'debt' | 'expedite'>): ClassLabels {
  return { debt: debt.label, expedite: expedite.labels, expediteIssue: expedite['issue-labels'] };
}
