/** The GraphQL document of the sweep. */
import { REFERENCES, references } from './dependents-documents.ts';
import { type DocumentVariant, PAGE } from './issue-documents.ts';

/** Open pull requests in one page. */
const SWEEP_PAGE = 50;
/** Issues that the sweep sees, the last changed: after a restart each of them may cost a query. */
const SWEPT_ISSUES = 20;
/** What mentions each of them, the newest: enough to tell whether anything of ours does. */
const SWEPT_REFERENCES = 20;

/**
 * A page of open pull requests with our check runs on their heads, the latest changes of what merged and of the
 * milestones, and the issues that changed last where wanted.
 */
export const sweepDocument = ({ issueTypes }: DocumentVariant) => `query Sweep(
  $owner: String!, $name: String!, $appId: Int, $after: String, $configPath: String!, $withIssues: Boolean!
) {
  rateLimit { cost remaining resetAt }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...Rules }
  ownerPublic: repository(owner: $owner, name: ".github") { ...Rules }
  repository(owner: $owner, name: $name) {
    nameWithOwner isArchived
    ...Rules
    issues(first: ${SWEPT_ISSUES}, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $withIssues) {
      nodes {
        number updatedAt subIssuesSummary { total } ${references(SWEPT_REFERENCES)}
        labels(first: ${PAGE}) { nodes { name } }
        ${issueTypes ? 'issueType { name }' : ''}
      }
    }
    milestones(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount nodes { updatedAt } }
    merged: pullRequests(first: 1, states: MERGED, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { updatedAt }
    }
    pullRequests(first: ${SWEEP_PAGE}, after: $after, states: OPEN, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        number headRefName headRefOid baseRefName updatedAt
        labels(first: ${PAGE}) { nodes { name } }
        commits(last: 1) {
          nodes {
            commit {
              oid
              file(path: $configPath) { oid }
              checkSuites(first: 1, filterBy: { appId: $appId }) {
                nodes {
                  checkRuns(first: 10, filterBy: { checkType: LATEST }) {
                    nodes { name externalId status conclusion startedAt }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
fragment Rules on Repository {
  defaultBranchRef {
    target {
      ... on Commit {
        file(path: $configPath) { oid }
        history(first: 1, path: $configPath) { nodes { committedDate } }
      }
    }
  }
}
${REFERENCES}`;
