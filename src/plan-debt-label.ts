import type { ResolvedConfig } from '#core/config/config.ts';
import { type Labelled, type LabelPlan, planLabel } from '#core/effects/label.ts';

/**
 * The debt label of one issue or pull request under the rules as they were read. Nothing is written while nobody knows
 * which rules hold: the owner's may forbid it. `isDebt` is null where something that could tell was not read.
 */
export function planDebtLabel(
  item: Labelled,
  isDebt: boolean | null,
  { config, ownerUnreadable }: ResolvedConfig,
  ourLogin: string | null,
): LabelPlan {
  const hands = { ourLogin, trustedApps: config['trusted-apps'] };
  return planLabel(item, ownerUnreadable === null ? isDebt : null, config, hands);
}
