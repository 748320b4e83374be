import type { LinkedIssue } from '../links/link.ts';
import type { Reason } from './class.ts';

type IssueReason = Extract<Reason, { readonly code: 'expedite-issue' | 'issue' }>;

/** What an issue says, as far as it may be told where the pull request is: naming an issue does not lay it open. */
export function issueReason(
  code: IssueReason['code'],
  { ref, isPublicHere }: LinkedIssue,
  { label, type }: Pick<IssueReason, 'label' | 'type'>,
): IssueReason {
  return isPublicHere ? { code, ref, label, type } : { code, ref, label: null, type: null };
}
