/** Every guardrail, in report order: the only list. */
import type { z } from 'zod';
import { linkedObjective } from './linked-objective.ts';

export const RULES = [linkedObjective] as const;

export type RuleId = (typeof RULES)[number]['id'];
/** The options of a rule under `guardrails.<id>`, besides `mode` and `enforce-from`, which every rule has. */
export type RuleOptions<Id extends RuleId> = z.output<
  ReturnType<Extract<(typeof RULES)[number], { id: Id }>['options']>
>;
