/** Every guardrail, in report order: the only list. */
import type { CheckName, Finding, Mode } from '../verdict.ts';
import { debtCapacity } from './debt-capacity.ts';
import { linkedObjective } from './linked-objective.ts';
import type { OptionProblem } from './rule.ts';

export const RULES = [linkedObjective, debtCapacity] as const;

export type RuleId = (typeof RULES)[number]['id'];

/**
 * The same list for whoever walks it. Each rule gets its own section of `guardrails`, by its id, which the type of a list
 * can't say.
 */
export const LISTED_RULES = RULES as readonly unknown[] as readonly ListedRule[];

interface ListedRule {
  readonly id: RuleId;
  readonly check: CheckName;
  readonly needs: (typeof RULES)[number]['needs'];
  readonly modeUnlessWritten?: (section: unknown) => Mode | null;
  readonly problems?: (
    section: unknown,
    isOwn: (path: readonly (string | number)[]) => boolean,
  ) => readonly OptionProblem[];
  readonly pathLists: (section: unknown) => readonly (readonly string[])[];
  readonly evaluate: (facts: unknown, section: unknown) => Finding;
}
