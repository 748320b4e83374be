/** What is left of a debt plan that was switched off, and whether that is known. */
import type { ResolvedConfig } from '../config/config.ts';
import { modeOf } from '../config/mode.ts';
import type { GatheredFacts } from '../evaluate.ts';
import { fingerprint } from '../fingerprint.ts';
import { md } from '../reports/markdown.ts';
import { checkRun } from './check-run.ts';
import type { CheckRunEffect, ExistingCheckRun } from './effect.ts';
import { ownerOf, parseExternalId } from './external-id.ts';
import { newest } from './plan.ts';

/** What a head commit shows, and the pull requests whose head it is. */
export interface LeftOnHead {
  readonly existing: readonly ExistingCheckRun[];
  readonly facts: readonly { readonly facts: Pick<GatheredFacts, 'config' | 'pullRequest'> }[];
}

/** No file of the owner's was to be seen. */
export const NO_OWNER = fingerprint('');

/**
 * A debt check that has not passed would hold up a merge for good where it is required and its plan was switched off. What
 * can't be seen is not switched off, and GitHub does not tell "no file" from "not for you". So the newest version of the
 * repository's file has to say so, or be gone, and the owner's file has to be the one that was asked when the check was
 * written, unless none was. Where `appId` is null another app's runs may be among them, which knew other rules.
 */
export function planSwitchedOff({ existing, facts }: LeftOnHead, appId: number | null): CheckRunEffect[] {
  const left = newest(existing.filter(({ name }) => name === 'leadership/debt'));
  if (left === null || left.conclusion?.toLowerCase() === 'success' || appId === null) return [];
  const configs = facts.map(({ facts: { config } }) => config);
  const owner = ownerOf(configs);
  const asked = parseExternalId(left.externalId)?.owner;
  const isKnown = owner !== undefined && (asked === owner || asked === NO_OWNER);
  if (!isKnown || !configs.every(isWithoutPlan)) return [];
  const numbers = facts.map(({ facts: { pullRequest } }) => pullRequest.number);
  return [switchedOffCheck(numbers, left.headOid)];
}

function isWithoutPlan({ config, isCommittedInvalid }: ResolvedConfig): boolean {
  const mode = modeOf(config, 'debt-capacity');
  return !isCommittedInvalid && (mode === 'off' || mode === 'report');
}

/** The last that is said of the debt plan where it is no longer shown: what is left there may be required. */
function switchedOffCheck(pullRequests: readonly number[], headOid: string): CheckRunEffect {
  return checkRun({
    name: 'leadership/debt',
    headOid,
    conclusion: 'success',
    pullRequests,
    decision: 'switched off',
    title: 'The debt plan is switched off',
    summary:
      md`**Debt plan:** it is switched off and holds nothing up. New commits get no such check: where it is required, a maintainer takes the requirement off.`
        .markdown,
    annotations: [],
  });
}
