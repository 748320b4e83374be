/** The GraphQL document that a repository's labels are read with, for the check on a change of the configuration. */

/** A hundred, in the order they were made; one point. */
export const REPOSITORY_LABELS_DOCUMENT = `query RepositoryLabels($owner: String!, $name: String!, $after: String) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    labels(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { name } }
  }
}`;
