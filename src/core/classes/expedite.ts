/**
 * Work that must not wait: `expedite`. The single place where what could not be verified counts all the same, since a fix
 * of an incident must not wait for GitHub's own: it is flagged, and looked at again (spec, debt-capacity.md section 4).
 */
import { isSameLabel } from '../facts/actor.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import type { RevertedFacts } from '../facts/reverted.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import type { LinkedIssue } from '../links/link.ts';
import { compareInstants, millisecondsBetween } from '../time.ts';
import type { Detection, Doubt } from './class.ts';
import type { ClassFacts, ExemptFacts } from './class-facts.ts';
import { labelThatExempts } from './exempting-label.ts';
import { issueReason } from './issue-reason.ts';

const DAY_MS = 86_400_000;
/** A pull request merged longer ago than this before the revert was opened is no emergency any more (same source). */
const RECENT_DAYS = 30;

export function detectExpediteLabel({ pullRequest, config }: ExemptFacts): Detection | null {
  const { labels, labelHistory } = pullRequest;
  const found = labelThatExempts(labels, config.expedite.labels);
  if (found === null) return null;
  const reason = { code: 'expedite-label' as const, label: found.name };
  if (found.counts) return { detector: 'expedite-label', says: 'expedite', reason };
  if (found.isUnsettled && isUnavailable(labelHistory) && labelHistory.reason === 'unreachable') {
    return { detector: 'expedite-label', says: 'expedite', reason, isUnverified: true };
  }
  return { detector: 'expedite-label', says: null, reason, doubt: 'set-without-triage' };
}

export function detectExpediteIssue(facts: ClassFacts): Detection | null {
  const found = facts.linked.flatMap((linked) => (linked.isClosing ? (ofIssue(linked, facts) ?? []) : []));
  const rank = ({ says, isUnverified }: Detection) => (says === null ? 2 : isUnverified ? 1 : 0);
  return found.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

function ofIssue(linked: LinkedIssue, { config }: ClassFacts): Detection | null {
  const { issue } = linked;
  const names = config.expedite['issue-labels'];
  const type = names.some((name) => issue.type !== null && isSameLabel(name, issue.type)) ? issue.type : null;
  const found = type === null ? labelThatExempts(issue.labels, names) : null;
  if (type === null && found === null) return null;
  const reason = issueReason('expedite-issue', linked, { label: found?.name ?? null, type });
  const detection = { detector: 'expedite-issue', reason } as const;
  if (!linked.isOfSameOwner) return { ...detection, says: null, doubt: 'other-owner' };
  if (found === null || found.counts) return { ...detection, says: 'expedite' };
  const isLost = issue.unread?.some(({ part, reason: why }) => part === 'setters' && why === 'unreachable') ?? false;
  return isLost && found.isUnsettled
    ? { ...detection, says: 'expedite', isUnverified: true }
    : { ...detection, says: null, doubt: 'set-without-triage' };
}

export function detectRevert({ pullRequest, config, reverted }: ClassFacts): Detection | null {
  if (!config.expedite.reverts || reverted === null) return null;
  const { number, found } = reverted;
  const reason = { code: 'revert' as const, of: number };
  if (isUnavailable(found)) {
    return found.reason === 'unreachable'
      ? { detector: 'revert', says: 'expedite', reason, isUnverified: true }
      : { detector: 'revert', says: null, reason, doubt: 'not-found' };
  }
  const doubt = doubtOf(pullRequest, found);
  return doubt === null
    ? { detector: 'revert', says: 'expedite', reason }
    : { detector: 'revert', says: null, reason, doubt };
}

/** Anybody may write `Revert` into a title, so the reverted pull request itself must bear it out. */
function doubtOf(
  { createdAt, files }: Pick<PullRequestFacts, 'createdAt' | 'files'>,
  reverted: RevertedFacts,
): Doubt | null {
  if (reverted.mergedAt === null) return 'not-merged';
  // GitHub's *Revert* button opens a new one, so whoever was first can only be called a revert.
  if (compareInstants(reverted.mergedAt, createdAt) > 0) return 'merged-afterwards';
  // Measured when the revert was opened: a verdict does not turn because a day passes.
  if (millisecondsBetween(reverted.mergedAt, createdAt) > RECENT_DAYS * DAY_MS) return 'merged-too-long-ago';
  if (!files.isComplete || !reverted.files.isComplete || files.paths.length === 0) return 'files-unknown';
  const touched = new Set(reverted.files.paths);
  return files.paths.every((path) => touched.has(path)) ? null : 'changes-other-files';
}
