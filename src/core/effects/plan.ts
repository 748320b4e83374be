/**
 * What is still missing on GitHub. The law: planning again after applying the plan gives nothing, so a repeated event
 * makes no write, and a lost answer to a write does not make a second one. The exception is `rerun`, which is an order.
 */
import type { ResolvedConfig } from '../config/config.ts';
import { modeOf } from '../config/mode.ts';
import type { GatheredFacts } from '../evaluate.ts';
import type { Cause } from '../trigger.ts';
import { switchedOffCheck } from './check-run.ts';
import type { CheckRunEffect, ExistingCheckRun } from './effect.ts';
import { NO_OWNER, ownerOf, parseExternalId } from './external-id.ts';

/**
 * A fan-out touches many pull requests for one change elsewhere, so it writes only where the decision differs; a pull
 * request's own trigger also refreshes the words, and a rerun gets its answer even when it is the same.
 */
export function plan(
  desired: readonly CheckRunEffect[],
  existing: readonly ExistingCheckRun[],
  cause: Cause,
): CheckRunEffect[] {
  if (cause === 'rerun') return [...desired];
  return desired.filter((check) => {
    const current = newest(existing.filter(({ name, headOid }) => name === check.name && headOid === check.headOid));
    if (current === null || current.isCompleted !== (check.conclusion !== null)) return true;
    // What GitHub shows counts, not only what the id says that it shows: ids can be copied.
    if (check.conclusion !== null && current.conclusion?.toLowerCase() !== check.conclusion) return true;
    const said = parseExternalId(current.externalId);
    const wanted = parseExternalId(check.externalId);
    if (said === null || wanted === null || said.decision !== wanted.decision || said.owner !== wanted.owner)
      return true;
    if (said.pullRequests.join() !== wanted.pullRequests.join()) return true;
    return cause === 'own' && said.text !== wanted.text;
  });
}

/**
 * A debt check that has not passed would hold up a merge for good where it is required and its plan was switched off. What
 * can't be seen is not switched off, and GitHub does not tell "no file" from "not for you". So the newest version of the
 * repository's file has to say so, or be gone, and the owner's file has to be the one that was asked when the check was
 * written, unless none was. Where `appId` is null another app's runs may be among them, which knew other rules.
 */
export function planSwitchedOff(
  existing: readonly ExistingCheckRun[],
  facts: readonly Pick<GatheredFacts, 'config' | 'pullRequest'>[],
  appId: number | null,
): CheckRunEffect[] {
  const left = newest(existing.filter(({ name }) => name === 'leadership/debt'));
  if (left === null || left.conclusion?.toLowerCase() === 'success' || appId === null) return [];
  const configs = facts.map(({ config }) => config);
  const owner = ownerOf(configs);
  const asked = parseExternalId(left.externalId)?.owner;
  const isKnown = owner !== undefined && (asked === owner || asked === NO_OWNER);
  if (!isKnown || !configs.every(isWithoutPlan)) return [];
  const numbers = facts.map(({ pullRequest }) => pullRequest.number);
  return [switchedOffCheck(numbers, left.headOid)];
}

function isWithoutPlan({ config, isCommittedInvalid }: ResolvedConfig): boolean {
  const mode = modeOf(config, 'debt-capacity');
  return !isCommittedInvalid && (mode === 'off' || mode === 'report');
}

function newest(runs: readonly ExistingCheckRun[]): ExistingCheckRun | null {
  let best: ExistingCheckRun | null = null;
  for (const run of runs) if (best === null || (run.startedAt ?? '') > (best.startedAt ?? '')) best = run;
  return best;
}
