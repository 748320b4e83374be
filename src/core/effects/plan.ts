/**
 * What is still missing on GitHub. The law: planning again after applying the plan gives nothing, so a repeated event
 * makes no write, and a lost answer to a write does not make a second one. The exception is `rerun`, which is an order.
 */
import type { Cause } from '../trigger.ts';
import type { CheckRunEffect, ExistingCheckRun } from './effect.ts';
import { parseExternalId } from './external-id.ts';

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

export function newest(runs: readonly ExistingCheckRun[]): ExistingCheckRun | null {
  let best: ExistingCheckRun | null = null;
  for (const run of runs) if (best === null || (run.startedAt ?? '') > (best.startedAt ?? '')) best = run;
  return best;
}
