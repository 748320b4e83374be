/** The GraphQL documents that a scope's merged work and its sprints are read with. */
import { CLASSIFIED_PULL_REQUEST } from './backfill-documents.ts';
import { CONFIG_FILE, OWNER_CONFIG } from './documents.ts';
import { type DocumentVariant, LABEL_EVENTS, PAGE, plainIssueFragments } from './issue-documents.ts';

/** Open debt work that a text counts; it names the first of them. */
const NAMED = 50;
/** As many of the latest changes as may well share a second. */
const FRONT = 10;

const MILESTONES = `pageInfo { hasNextPage endCursor } nodes { title dueOn }`;
const BY_DUE_DATE = 'orderBy: { field: DUE_DATE, direction: DESC }';

/**
 * A page of merged pull requests, the latest change first, each with what its class and its weight need: 45 points and
 * some 190 000 nodes of the 500 000 that GitHub allows. Beside the first page what else a sprint is made of: open debt
 * work by its label with what tells whether it would count, the milestones, and for a repository whose rules are not known
 * yet the files that hold them. `front` tells whether something moved to the front since the first page.
 */
export function ledgerDocument(variant: DocumentVariant): string {
  return `query Ledger(
  $owner: String!, $name: String!, $first: Int!, $after: String, $withFiles: Boolean!, $debtLabels: [String!],
  $withOpen: Boolean!, $withIssues: Boolean!, $withMilestones: Boolean!, $withRules: Boolean!, $configPath: String!
) {
  rateLimit { cost remaining resetAt }
  ownerPrivate: repository(owner: $owner, name: ".github-private") @include(if: $withRules) { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") @include(if: $withRules) { ...OwnerConfig }
  repository(owner: $owner, name: $name) {
    ...OwnerConfig @include(if: $withRules)
    owner { login } name nameWithOwner isPrivate isArchived hasIssuesEnabled
    defaultBranchRef { name }
    pullRequests(first: $first, after: $after, states: MERGED, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...ClassifiedPullRequest }
    }
    front: pullRequests(first: ${FRONT}, states: MERGED, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { number updatedAt }
    }
    openDebt: pullRequests(first: ${NAMED}, states: OPEN, labels: $debtLabels) @include(if: $withOpen) {
      nodes { number isDraft reviewDecision ...Origin }
    }
    debtIssues: issues(
      first: ${NAMED}, states: OPEN, labels: $debtLabels, orderBy: { field: UPDATED_AT, direction: DESC }
    ) @include(if: $withIssues) { nodes { number } }
    milestones(first: ${PAGE}, ${BY_DUE_DATE}) @include(if: $withMilestones) { ${MILESTONES} }
  }
}
${CLASSIFIED_PULL_REQUEST}
${OWNER_CONFIG}
${CONFIG_FILE}
${LABEL_EVENTS}
${plainIssueFragments(variant)}`;
}

/** A further page of milestones, the latest due date first. */
export const MILESTONES_DOCUMENT = `query Milestones($owner: String!, $name: String!, $after: String!) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    milestones(first: ${PAGE}, after: $after, ${BY_DUE_DATE}) { ${MILESTONES} }
  }
}`;

/** The iterations of an organisation's project, and how much of the project we are shown. */
export const ITERATIONS_DOCUMENT = `query Iterations($owner: String!, $project: Int!, $field: String!) {
  rateLimit { cost remaining resetAt }
  organization(login: $owner) {
    projectV2(number: $project) {
      items(first: 1) { totalCount }
      field(name: $field) {
        ... on ProjectV2IterationField {
          configuration {
            iterations { title startDate duration }
            completedIterations { title startDate duration }
          }
        }
      }
    }
  }
}`;

/** Names of an owner's repositories, as far as we are shown any. */
export const OWNED_REPOSITORIES_DOCUMENT = `query OwnedRepositories($owner: String!, $after: String) {
  rateLimit { cost remaining resetAt }
  repositoryOwner(login: $owner) {
    repositories(first: ${PAGE}, after: $after, ownerAffiliations: OWNER, orderBy: { field: NAME, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { name isPrivate }
    }
  }
}`;
