import type { RuleId } from '../rules/index.ts';
import type { Mode } from '../verdict.ts';
import type { Config } from './config.ts';

/** The mode of one guardrail: its own where written at any level, else the general one. */
export function modeOf(config: Config, rule: RuleId): Mode {
  return config.guardrails[rule].mode ?? config.mode;
}
