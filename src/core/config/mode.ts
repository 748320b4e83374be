import { LISTED_RULES, type RuleId } from '../rules/index.ts';
import type { Mode } from '../verdict.ts';
import type { Config } from './config.ts';

/**
 * The mode of one guardrail: its own where written at any level, else what the rule says of itself, else the general one.
 */
export function modeOf(config: Config, id: RuleId): Mode {
  const section = config.guardrails[id];
  const rule = LISTED_RULES.find((listed) => listed.id === id);
  return section.mode ?? rule?.modeUnlessWritten?.(section) ?? config.mode;
}
