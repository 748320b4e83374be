/**
 * GraphQL documents that lead from an issue down to the pull requests whose verdicts may hang on it: those that mention
 * it or were connected to it by hand, and those of its sub-issues. GitHub has no list of an issue's open pull requests
 * beside the one of those that close it, so its timeline is read.
 */
import { PAGE } from './issue-documents.ts';

/** Sub-issues of an issue, and of each of those, that come with the first query; more are read on demand. */
const CHILDREN = 20;
const GRANDCHILDREN = 10;
/** Issues that are read on at once. */
export const READ_ON = 20;

const references = (before = '', directive = '') =>
  `references: timelineItems(last: ${PAGE}${before}, itemTypes: [CROSS_REFERENCED_EVENT, CONNECTED_EVENT])${directive} {
    ...References
  }`;

const REFERENCES = `fragment References on IssueTimelineItemsConnection {
  pageInfo { hasPreviousPage startCursor }
  nodes {
    ... on CrossReferencedEvent { source { ...Referring } }
    ... on ConnectedEvent { source { ...Referring } subject { ...Referring } }
  }
}
fragment Referring on ReferencedSubject {
  ... on PullRequest { number state headRefName headRefOid repository { name owner { login } } }
}`;

/** An issue with what hangs on it, so far down that most trees of issues are whole. */
export const DEPENDENTS = `fragment Dependents on Issue {
  id
  ${references()}
  subIssuesSummary { total }
  subIssues(first: ${CHILDREN}) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      ${references()}
      subIssuesSummary { total }
      subIssues(first: ${GRANDCHILDREN}) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          ${references()}
          subIssuesSummary { total }
        }
      }
    }
  }
}
${REFERENCES}`;

/** So many issues (`i0` …) read on: older references before a cursor, sub-issues after one, or both. */
export function furtherDependentsDocument(issues: number): string {
  const indices = [...Array(issues).keys()];
  const declarations = indices.map(
    (index) => `$i${index}: ID!, $b${index}: String, $r${index}: Boolean!, $a${index}: String, $s${index}: Boolean!`,
  );
  const selections = indices.map(
    (index) => `i${index}: node(id: $i${index}) {
    ... on Issue {
      id
      ${references(`, before: $b${index}`, ` @include(if: $r${index})`)}
      subIssues(first: ${PAGE}, after: $a${index}) @include(if: $s${index}) {
        pageInfo { hasNextPage endCursor }
        nodes { id ${references()} subIssuesSummary { total } }
      }
    }
  }`,
  );
  return `query FurtherDependents(${declarations.join(', ')}) {
  rateLimit { cost remaining resetAt }
  ${selections.join('\n  ')}
}
${REFERENCES}`;
}
