import { handsOf } from '#core/classes/class-facts.ts';
import type { ResolvedConfig } from '#core/config/config.ts';
import { underKnownRules } from '#core/effects/known-debt.ts';
import { type Labelled, type LabelPlan, planLabel } from '#core/effects/label.ts';

/**
 * The debt label of one issue or pull request under the rules as they were read. Nothing is written while nobody knows
 * which rules hold: the owner's may forbid it. `isDebt` is null where something that could tell was not read.
 */
export function planDebtLabel(
  item: Labelled,
  isDebt: boolean | null,
  resolved: ResolvedConfig,
  ourLogin: string | null,
): LabelPlan {
  const { config } = resolved;
  const hands = handsOf({ config, ourLogin });
  return planLabel(item, underKnownRules(isDebt, resolved), config, hands);
}
