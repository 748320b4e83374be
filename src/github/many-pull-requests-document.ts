import { OWNER_CONFIG, pullRequestFragments, REPOSITORY_FIELDS, SHARING_FIELDS } from './documents.ts';
import type { DocumentVariant } from './issue-documents.ts';

/** Pull requests that are read at once: their answers together stay within a few megabytes. */
export const MANY = 50;
/** Linked issues of each that come with it; a page of ten would pass the 500 000 nodes that GitHub allows a query. */
const CLOSING_PAGE_OF_MANY = 5;

/**
 * So many pull requests of one repository (`p0` …), each with the open ones on its branch (`s0` …): what each would be
 * told alone, in one answer.
 */
export function manyPullRequestsDocument(count: number, variant: DocumentVariant): string {
  const indices = [...Array(count).keys()];
  const declarations = indices.map((index) => `$n${index}: Int!, $h${index}: String!`);
  const selections = indices.map(
    (index) => `p${index}: pullRequest(number: $n${index}) { ...PullRequestFields }
    s${index}: pullRequests(headRefName: $h${index}, states: OPEN, first: 10) { ${SHARING_FIELDS} }`,
  );
  return `query ManyPullRequests(
  $owner: String!, $name: String!, $configPath: String!, $appId: Int,
  ${declarations.join(', ')}
) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") { ...OwnerConfig }
  repository(owner: $owner, name: $name) {
    ...RepositoryFields
    ${selections.join('\n    ')}
  }
}
${OWNER_CONFIG}
${REPOSITORY_FIELDS}
${pullRequestFragments(variant, CLOSING_PAGE_OF_MANY)}`;
}
