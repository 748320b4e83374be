/**
 * The GraphQL documents that we send; those about issues stand in `issue-documents.ts`. A test validates each of them
 * against GitHub’s schema.
 *
 * Where a field is too new for some GitHub Enterprise servers (`issueType`), the document exists with and without it;
 * `gather/host.ts` picks one for each host.
 */
import { CLOSING_PAGE, type DocumentVariant, issueFragments, LABEL_EVENTS, PAGE } from './issue-documents.ts';

/** Versions of the configuration file read at once; each may bring its 32 KiB. */
export const HISTORY_PAGE = 20;
/** Our runs on a commit, by name: it may carry dozens of suites and runs of others. */
const OUR_RUNS = `fragment OurRuns on Commit {
  verdictSuites: checkSuites(first: 5, filterBy: { appId: $appId, checkName: "leadership" }) {
    nodes { checkRuns(first: 5, filterBy: { checkType: LATEST, checkName: "leadership" }) { nodes { ...Run } } }
  }
  debtSuites: checkSuites(first: 5, filterBy: { appId: $appId, checkName: "leadership/debt" }) {
    nodes { checkRuns(first: 5, filterBy: { checkType: LATEST, checkName: "leadership/debt" }) { nodes { ...Run } } }
  }
  configSuites: checkSuites(first: 5, filterBy: { appId: $appId, checkName: "leadership/config" }) {
    nodes { checkRuns(first: 5, filterBy: { checkType: LATEST, checkName: "leadership/config" }) { nodes { ...Run } } }
  }
}
fragment Run on CheckRun { name externalId status conclusion startedAt }`;

export const CONFIG_FILE = `fragment ConfigFile on Commit {
  oid
  file(path: $configPath) { oid object { ... on Blob { text byteSize isBinary isTruncated } } }
}`;

/** The configuration file that rules everything in a repository, or everything of its owner's. */
export const OWNER_CONFIG = `fragment OwnerConfig on Repository {
  nameWithOwner isPrivate
  defaultBranchRef { target { ...ConfigFile } }
}`;

/** What of a repository its verdicts need, beside its configuration. */
export const REPOSITORY_FIELDS = `fragment RepositoryFields on Repository {
  owner { login } name nameWithOwner isPrivate isArchived hasIssuesEnabled
  defaultBranchRef { name target { ...ConfigFile } }
}`;

/** Open pull requests from a branch of one name, in the repository or in forks. */
export const SHARING_FIELDS = 'pageInfo { hasNextPage endCursor } nodes { number headRefOid }';

/** All that a verdict needs of a pull request when its description names nothing that GitHub did not list. */
export function pullRequestFragments(variant: DocumentVariant, closingPage: number): string {
  return `fragment PullRequestFields on PullRequest {
  id number title body url state isDraft createdAt mergedAt lastEditedAt
  baseRefName headRefName headRefOid isCrossRepository additions deletions
  author { __typename login }
  labels(first: 100) { nodes { name } }
  timelineItems(last: ${PAGE}, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) { ...LabelEvents }
  milestone { number title state }
  files(first: ${PAGE}) { totalCount nodes { path changeType } }
  closingIssuesReferences(first: ${closingPage}) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueWithAncestors }
  }
  userLinked: closingIssuesReferences(first: ${closingPage}, userLinkedOnly: true) {
    pageInfo { hasNextPage endCursor } nodes { id }
  }
  commits(last: 20) {
    totalCount
    nodes { commit { parents(first: 1) { totalCount } author { email user { login } } } }
  }
  head: commits(last: 1) { nodes { commit { ...ConfigFile ...OurRuns } } }
}
${OUR_RUNS}
${CONFIG_FILE}
${LABEL_EVENTS}
${issueFragments(variant)}`;
}

/** One pull request, and the open ones on its branch where the branch is known. */
export function pullRequestDocument(variant: DocumentVariant): string {
  return `query PullRequest(
  $owner: String!, $name: String!, $number: Int!, $configPath: String!, $appId: Int,
  $headRef: String = "", $withHeadRef: Boolean = false
) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") { ...OwnerConfig }
  repository(owner: $owner, name: $name) {
    ...RepositoryFields
    sharing: pullRequests(headRefName: $headRef, states: OPEN, first: 10) @include(if: $withHeadRef) {
      ${SHARING_FIELDS}
    }
    pullRequest(number: $number) { ...PullRequestFields }
  }
}
${OWNER_CONFIG}
${REPOSITORY_FIELDS}
${pullRequestFragments(variant, CLOSING_PAGE)}`;
}

/** Older label events of a pull request, read backwards from a cursor. */
export const LABEL_EVENTS_DOCUMENT = `query LabelEvents(
  $owner: String!, $name: String!, $number: Int!, $before: String
) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      timelineItems(last: ${PAGE}, before: $before, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) { ...LabelEvents }
    }
  }
}
${LABEL_EVENTS}`;

/** So many pull requests (`p0` …) that others say they revert, and of those others what there is to compare. */
export function revertedDocument(count: number): string {
  const indices = [...Array(count).keys()];
  return `query Reverted($owner: String!, $name: String!, ${indices.map((index) => `$n${index}: Int!`).join(', ')}) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    ${indices.map((index) => `p${index}: pullRequest(number: $n${index}) { ...Reverted }`).join('\n    ')}
  }
}
fragment Reverted on PullRequest {
  mergedAt
  files(first: ${PAGE}) { totalCount nodes { path changeType } }
}`;
}

/** Open pull requests from branches of this name: the further pages, and all for triggers that do not know the name. */
export const SHARED_HEAD_DOCUMENT = `query SharedHead($owner: String!, $name: String!, $headRef: String!, $after: String) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    pullRequests(headRefName: $headRef, states: OPEN, first: ${PAGE}, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { number headRefOid }
    }
  }
}`;

/** Older committed versions of the configuration file, newest first; read only when the newest is invalid. */
export const CONFIG_HISTORY_DOCUMENT = `query ConfigHistory(
  $owner: String!, $name: String!, $configPath: String!, $after: String
) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    nameWithOwner isPrivate
    defaultBranchRef {
      target {
        ... on Commit {
          history(first: ${HISTORY_PAGE}, after: $after, path: $configPath) {
            pageInfo { hasNextPage endCursor }
            nodes { ...ConfigFile }
          }
        }
      }
    }
  }
}
${CONFIG_FILE}`;

/** The pull requests of a merge queue in their order, to find those that a group's head contains. */
export const MERGE_QUEUE_DOCUMENT = `query MergeQueue(
  $owner: String!, $name: String!, $branch: String!, $headOid: GitObjectID!, $appId: Int
) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    object(oid: $headOid) {
      ... on Commit { ...OurRuns }
    }
    mergeQueue(branch: $branch) {
      entries(first: ${PAGE}) { nodes { position headCommit { oid } pullRequest { number } } }
    }
  }
}
${OUR_RUNS}`;
