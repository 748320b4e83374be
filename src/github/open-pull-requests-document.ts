import { PAGE } from './issue-documents.ts';

/** The open pull requests of a repository, those that changed last first. */
export const OPEN_PULL_REQUESTS_DOCUMENT = `query OpenPullRequests($owner: String!, $name: String!, $after: String) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    pullRequests(first: ${PAGE}, after: $after, states: OPEN, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number headRefName }
    }
  }
}`;
