import type { Config } from '../config/config.ts';
import type { Hands } from '../facts/label-history.ts';
import type { LabelledIssue } from '../facts/labelled-issue.ts';
import { debtOfIssue } from './debt.ts';

/** Whether an issue's own type or labels say that it is debt; null where what was not read might. */
export function isDebtIssue(issue: LabelledIssue, config: Config, hands: Hands): boolean | null {
  const sign = debtOfIssue(issue, config, hands);
  if (sign !== null && sign.doubt === undefined) return true;
  return issue.unread.length > 0 ? null : false;
}
