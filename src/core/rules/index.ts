/** Every guardrail, in report order: the only list. */
import { linkedObjective } from './linked-objective.ts';

export const RULES = [linkedObjective] as const;

export type RuleId = (typeof RULES)[number]['id'];
