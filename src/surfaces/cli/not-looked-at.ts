/** What no detector was asked about, because the class was decided before: nothing found there would change it. */

import { claimedRevert } from '#core/classes/claimed-revert.ts';
import { type Classification, DETECTOR_IDS, type DetectorId } from '#core/classes/class.ts';
import type { GatheredFacts } from '#core/evaluate.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { referenceKey, targetsToRead } from '#core/links/targets.ts';

/** Detectors after the one that decided whose silence, or whose doubt about what was not read, tells nothing. */
export function notLookedAt(facts: GatheredFacts, { reason, evidence }: Classification): ReadonlySet<DetectorId> {
  const decisive = evidence.find((each) => each.reason === reason)?.detector;
  if (decisive === undefined) return new Set();
  const after = DETECTOR_IDS.slice(DETECTOR_IDS.indexOf(decisive) + 1);
  return new Set(
    after.filter((detector) => {
      const found = evidence.find((each) => each.detector === detector);
      return found === undefined ? hasMoreToRead(detector, facts) : found.doubt === 'files-unknown';
    }),
  );
}

function hasMoreToRead(detector: DetectorId, facts: GatheredFacts): boolean {
  const { pullRequest, repository, reverted, config } = facts;
  if (detector === 'revert') {
    return reverted === null && config.config.expedite.reverts && claimedRevert(pullRequest, repository) !== null;
  }
  if (detector === 'person') return !isUnavailable(pullRequest.labelHistory) && !pullRequest.labelHistory.isComplete;
  return (detector === 'issue' || detector === 'expedite-issue') && hasUnreadNames(facts);
}

/** Whether the text names issues that GitHub does not list, and nobody read them. */
export function hasUnreadNames({ linkSources: { parsed, closing, references } }: GatheredFacts): boolean {
  return targetsToRead(parsed, closing).some((target) => references[referenceKey(target)] === undefined);
}
