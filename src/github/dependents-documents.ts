/**
 * GraphQL documents that lead from an issue down to the pull requests whose verdicts may hang on it: those that mention
 * it, were connected to it by hand or name it with a label, and those of its sub-issues. GitHub has no list of an issue's
 * open pull requests beside the one of those that close it, so its timeline is read.
 */
import { PAGE } from './issue-documents.ts';

/** Sub-issues of an issue, and of each of those, that come with the first query; more are read on demand. */
const CHILDREN = 20;
const GRANDCHILDREN = 10;
/** Issues that are read on at once. */
export const READ_ON = 20;

export const references = (count = PAGE, before = '', directive = '') =>
  `references: timelineItems(last: ${count}${before}, itemTypes: [CROSS_REFERENCED_EVENT, CONNECTED_EVENT])${directive} {
    ...References
  }`;

const DEPENDENT_PULL_REQUEST = `fragment DependentPullRequest on PullRequest {
  number state headRefName headRefOid
  repository { name owner { login } }
}`;

export const REFERENCES = `fragment References on IssueTimelineItemsConnection {
  pageInfo { hasPreviousPage startCursor }
  nodes {
    ... on CrossReferencedEvent { source { ...Referring } }
    ... on ConnectedEvent { source { ...Referring } subject { ...Referring } }
  }
}
fragment Referring on ReferencedSubject { ...DependentPullRequest }
${DEPENDENT_PULL_REQUEST}`;

/** An issue with what hangs on it, so far down that most trees of issues are whole. */
export const DEPENDENTS = `fragment Dependents on Issue {
  id number
  ${references()}
  subIssuesSummary { total }
  subIssues(first: ${CHILDREN}) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id number
      repository { name owner { login } }
      ${references()}
      subIssuesSummary { total }
      subIssues(first: ${GRANDCHILDREN}) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id number
          repository { name owner { login } }
          ${references()}
          subIssuesSummary { total }
        }
      }
    }
  }
}
${REFERENCES}`;

const labelled = (labels: string) => `labelled: pullRequests(first: ${PAGE}, states: OPEN, labels: ${labels}) {
      pageInfo { hasNextPage }
      nodes { ...DependentPullRequest }
    }`;

/** Of a repository: who names one of its issues by label, and which labels it has that may name another of them. */
export const LINK_LABELS = `fragment LinkLabels on Repository {
  ${labelled('$linkLabels')}
  objectiveLabels: labels(first: ${PAGE}, query: "objective/") { ...LabelNames }
  okrLabels: labels(first: ${PAGE}, query: "okr/") { ...LabelNames }
}
fragment LabelNames on LabelConnection {
  pageInfo { hasNextPage }
  nodes { name }
}`;

/** Of so many repositories (`r0` …) the open pull requests with any of the labels. */
export function labelledDocument(repositories: number): string {
  const indices = [...Array(repositories).keys()];
  const declarations = indices.map((index) => `$o${index}: String!, $n${index}: String!, $l${index}: [String!]`);
  const selections = indices.map(
    (index) => `r${index}: repository(owner: $o${index}, name: $n${index}) {
    ${labelled(`$l${index}`)}
  }`,
  );
  return `query Labelled(${declarations.join(', ')}) {
  rateLimit { cost remaining resetAt }
  ${selections.join('\n  ')}
}
${DEPENDENT_PULL_REQUEST}`;
}

/** So many issues (`i0` …) read on: older references before a cursor, sub-issues after one, or both. */
export function furtherDependentsDocument(issues: number): string {
  const indices = [...Array(issues).keys()];
  const declarations = indices.map(
    (index) => `$i${index}: ID!, $b${index}: String, $r${index}: Boolean!, $a${index}: String, $s${index}: Boolean!`,
  );
  const selections = indices.map(
    (index) => `i${index}: node(id: $i${index}) {
    ... on Issue {
      id number
      repository { name owner { login } }
      ${references(PAGE, `, before: $b${index}`, ` @include(if: $r${index})`)}
      subIssues(first: ${PAGE}, after: $a${index}) @include(if: $s${index}) {
        pageInfo { hasNextPage endCursor }
        nodes { id number repository { name owner { login } } ${references()} subIssuesSummary { total } }
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
