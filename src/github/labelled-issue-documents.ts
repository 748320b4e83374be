/** GraphQL documents about an issue's own label. */

import { DEPENDENTS, LINK_LABELS } from './dependents-documents.ts';
import { CONFIG_FILE, OWNER_CONFIG } from './documents.ts';
import { type DocumentVariant, LABEL_EVENT_FIELDS, PAGE } from './issue-documents.ts';

/** What an issue's own label hangs on: for one issue, or for a page of them. */
export function labelledIssueFragments({ issueTypes }: DocumentVariant): string {
  return `fragment LabelledIssue on Issue {
  number createdAt
  author { __typename login }
  ${issueTypes ? 'issueType { name }' : ''}
  labels(first: ${PAGE}) { nodes { name } }
  timelineItems(last: ${PAGE}, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) { ...IssueLabelEvents }
}
${ISSUE_LABEL_EVENTS}`;
}

const ISSUE_LABEL_EVENTS = `fragment IssueLabelEvents on IssueTimelineItemsConnection {
  ${LABEL_EVENT_FIELDS}
}`;

/** One issue with all that its label needs, and with what hangs on it where that is wanted. */
export function labelledIssueDocument(variant: DocumentVariant, withDependents: boolean): string {
  const linkLabels = withDependents ? ', $linkLabels: [String!]' : '';
  return `query LabelledIssue($owner: String!, $name: String!, $number: Int!, $configPath: String!${linkLabels}) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") { ...OwnerConfig }
  repository(owner: $owner, name: $name) {
    ...OwnerConfig
    isArchived
    ${withDependents ? '...LinkLabels' : ''}
    issue(number: $number) { ...LabelledIssue ${withDependents ? '...Dependents' : ''} }
  }
}
${OWNER_CONFIG}
${CONFIG_FILE}
${labelledIssueFragments(variant)}
${withDependents ? `${DEPENDENTS}\n${LINK_LABELS}` : ''}`;
}

/** Older label events of an issue, read backwards from a cursor. */
export const ISSUE_LABEL_EVENTS_DOCUMENT = `query IssueLabelEvents(
  $owner: String!, $name: String!, $number: Int!, $before: String
) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    issue(number: $number) {
      timelineItems(last: ${PAGE}, before: $before, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) { ...IssueLabelEvents }
    }
  }
}
${ISSUE_LABEL_EVENTS}`;
