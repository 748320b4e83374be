/** The newest; that of the week before is the first or second, and in a home of many scopes some dozens later. */
const PAGE = 50;

/** The issues of a repository that carry the label of its summaries, open or closed, the newest first. */
export const POSTED_ISSUES_DOCUMENT = `query PostedIssues($owner: String!, $name: String!, $label: String!, $after: String) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  repository(owner: $owner, name: $name) {
    pinnedIssues(first: 3) { totalCount }
    issues(first: ${PAGE}, after: $after, labels: [$label], orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { id number url title body state isPinned createdAt author { __typename login } }
    }
  }
}`;
