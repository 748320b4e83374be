/** The GraphQL document that a back-fill reads a repository's recent pull requests and issues with, page by page. */
import { CONFIG_FILE, OWNER_CONFIG } from './documents.ts';
import { CLOSING_PAGE, type DocumentVariant, LABEL_EVENTS, PAGE, plainIssueFragments } from './issue-documents.ts';
import { labelledIssueFragments } from './labelled-issue-documents.ts';

/**
 * As much of a pull request as its class and its weight need when nothing beyond it has to be read. `Origin` is what may
 * exempt it whatever it is about.
 */
export const CLASSIFIED_PULL_REQUEST = `fragment ClassifiedPullRequest on PullRequest {
  ...Origin
  id number title body url state isDraft updatedAt mergedAt lastEditedAt
  headRefOid changedFiles additions deletions
  milestone { number title state }
  files(first: ${PAGE}) @include(if: $withFiles) { totalCount nodes { path changeType } }
  closingIssuesReferences(first: ${CLOSING_PAGE}) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueFields ...LabelSetters }
  }
  userLinked: closingIssuesReferences(first: ${CLOSING_PAGE}, userLinkedOnly: true) {
    pageInfo { hasNextPage endCursor } nodes { id }
  }
  commits(last: 20) {
    totalCount
    nodes { commit { parents(first: 1) { totalCount } author { email user { login } } } }
  }
}
fragment Origin on PullRequest {
  createdAt baseRefName headRefName isCrossRepository
  author { __typename login }
  labels(first: ${PAGE}) { nodes { name } }
  timelineItems(last: ${PAGE}, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) { ...LabelEvents }
}`;

/**
 * A page of each, the latest change first, with as much of every pull request as its class needs when nothing beyond it
 * has to be read: some 83 000 nodes of the 500 000 that GitHub allows, and 24 points. `$peek` is one more than `$first`:
 * whether another page is worth its query.
 */
export function backfillDocument(variant: DocumentVariant): string {
  const page = (first: string, after: string) =>
    `first: ${first}, after: ${after}, orderBy: { field: UPDATED_AT, direction: DESC }`;
  return `query Backfill(
  $owner: String!, $name: String!, $configPath: String!, $first: Int!, $peek: Int!, $withRules: Boolean!,
  $withPullRequests: Boolean!, $pullRequestsAfter: String, $withFiles: Boolean!,
  $withIssues: Boolean!, $issuesAfter: String
) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  ownerPrivate: repository(owner: $owner, name: ".github-private") @include(if: $withRules) { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") @include(if: $withRules) { ...OwnerConfig }
  repository(owner: $owner, name: $name) {
    ...OwnerConfig @include(if: $withRules)
    owner { login } name nameWithOwner isPrivate isArchived hasIssuesEnabled
    defaultBranchRef { name }
    pullRequests(${page('$first', '$pullRequestsAfter')}, states: [OPEN, MERGED]) @include(if: $withPullRequests) {
      pageInfo { hasNextPage endCursor }
      nodes { ...ClassifiedPullRequest }
    }
    pullRequestsAhead: pullRequests(${page('$peek', '$pullRequestsAfter')}, states: [OPEN, MERGED])
      @include(if: $withPullRequests) { nodes { updatedAt } }
    issues(${page('$first', '$issuesAfter')}) @include(if: $withIssues) {
      pageInfo { hasNextPage endCursor }
      nodes { title updatedAt ...LabelledIssue }
    }
    issuesAhead: issues(${page('$peek', '$issuesAfter')}) @include(if: $withIssues) { nodes { updatedAt } }
  }
}
${CLASSIFIED_PULL_REQUEST}
${OWNER_CONFIG}
${CONFIG_FILE}
${LABEL_EVENTS}
${plainIssueFragments(variant)}
${labelledIssueFragments(variant)}`;
}
