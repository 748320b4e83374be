/** What a pull request counts as. Every pull request has exactly one class, decided in the order of `DETECTOR_IDS`. */
import type { Unavailable } from '../facts/unavailable.ts';
import { isUnavailable, unavailable } from '../facts/unavailable.ts';
import { categoriesOf } from './categories.ts';
import { type Classification, DETECTOR_IDS, type Detection, type DetectorId } from './class.ts';
import type { ClassFacts, ExemptFacts } from './class-facts.ts';
import { detectBranch, detectIssue, detectLabel, detectPaths, detectPerson, detectTitle } from './debt.ts';
import { detectAuthor, detectBackMerge, detectBot, detectIgnoreLabel } from './exclude.ts';
import { detectExpediteIssue, detectExpediteLabel, detectRevert } from './expedite.ts';

const DETECTORS: Readonly<Record<DetectorId, (facts: ClassFacts) => Detection | null>> = {
  bot: detectBot,
  author: detectAuthor,
  'ignore-label': detectIgnoreLabel,
  'back-merge': detectBackMerge,
  'expedite-label': detectExpediteLabel,
  'expedite-issue': detectExpediteIssue,
  revert: detectRevert,
  person: detectPerson,
  issue: detectIssue,
  label: detectLabel,
  title: detectTitle,
  branch: detectBranch,
  paths: detectPaths,
};

export function classify(facts: ClassFacts): Classification {
  const evidence = DETECTOR_IDS.flatMap((id) => DETECTORS[id](facts) ?? []);
  // What could be verified goes before what could not, so that trouble with one never flags the other.
  const decisive =
    evidence.find(({ says, isUnverified }) => says === 'excluded' || (says === 'expedite' && !isUnverified)) ??
    evidence.find(({ says }) => says !== null);
  return {
    class: decisive?.says ?? 'other',
    reason: decisive?.reason ?? { code: 'default' },
    ...(decisive?.isUnverified && { isUnverified: true }),
    evidence,
    categories: categoriesOf(facts),
    unread: unreadOf(facts, decisive),
  };
}

/** Whether no plan weighs it, whatever it is about and links to. */
export function isExemptByOrigin(facts: ExemptFacts): boolean {
  const detectors = [detectBot, detectAuthor, detectIgnoreLabel, detectBackMerge, detectExpediteLabel];
  return detectors.some((detect) => (detect(facts)?.says ?? null) !== null);
}

/** What is missing and stands before, or in place of, what decided. */
function unreadOf({ pullRequest, linked, unreadLinks }: ClassFacts, decisive: Detection | undefined): Unavailable[] {
  if (decisive?.says === 'excluded' || (decisive?.says === 'expedite' && !decisive.isUnverified)) return [];
  const history = pullRequest.labelHistory;
  const parts = linked.flatMap(({ issue, ref, isOfSameOwner }) =>
    (issue.unread ?? [])
      .filter(({ part }) => isOfSameOwner && (part === 'labels' || part === 'type'))
      .map(({ part, reason }) => unavailable(`the ${part} of ${ref ?? 'a private issue'}`, reason)),
  );
  return [...unreadLinks, ...parts, ...(isUnavailable(history) ? [history] : [])];
}
