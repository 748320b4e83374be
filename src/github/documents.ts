/**
 * Every GraphQL document that we send, in one place: a test validates each against GitHub's schema.
 *
 * Where a field is too new for some GitHub Enterprise servers (`issueType`), the document exists with and without it;
 * `gather/host.ts` picks one for each host.
 */

import { MAX_ANCESTORS } from '#core/facts/issue.ts';

export interface DocumentVariant {
  /** Whether this GitHub knows `Issue.issueType`. */
  readonly issueTypes: boolean;
}

/** `closingIssuesReferences` read at once; a pull request with more costs one more page (spec, budgets). */
export const CLOSING_PAGE = 10;
/** Largest page of any connection (github/docs, "Rate limits and query limits for the GraphQL API"). */
export const PAGE = 100;
/** Versions of the configuration file read at once; each may bring its 32 KiB. */
export const HISTORY_PAGE = 20;
/** Open pull requests in one page of the sweep. */
export const SWEEP_PAGE = 50;

/** Our runs on a commit, by name: it may carry dozens of suites and runs of others. */
const OUR_RUNS = `fragment OurRuns on Commit {
  verdictSuites: checkSuites(first: 5, filterBy: { appId: $appId, checkName: "leadership" }) {
    nodes { checkRuns(first: 5, filterBy: { checkType: LATEST, checkName: "leadership" }) { nodes { ...Run } } }
  }
  configSuites: checkSuites(first: 5, filterBy: { appId: $appId, checkName: "leadership/config" }) {
    nodes { checkRuns(first: 5, filterBy: { checkType: LATEST, checkName: "leadership/config" }) { nodes { ...Run } } }
  }
}
fragment Run on CheckRun { name externalId status conclusion startedAt }`;

const CONFIG_FILE = `fragment ConfigFile on Commit {
  oid
  file(path: $configPath) { oid object { ... on Blob { text byteSize isBinary isTruncated } } }
}`;

/** Issues that the text names, and two of their ancestors, come with who labelled them; further up that is read on demand. */
const LEVELS_WITH_SETTERS = 3;
/** Open objectives to suggest from, for all labels together and for each type. */
const SUGGESTED_BY_LABEL = 20;
const SUGGESTED_BY_TYPE = 10;
/** Types to suggest from: each costs GitHub a search of its own. */
const MAX_SUGGESTED_TYPES = 4;

const LABEL_SETTERS = `fragment LabelSetters on Issue {
  timelineItems(last: 30, itemTypes: [LABELED_EVENT]) { ...Labellings }
}`;

const LABELLINGS = `fragment Labellings on IssueTimelineItemsConnection {
  pageInfo { hasPreviousPage startCursor }
  nodes { ... on LabeledEvent { createdAt actor { __typename login } label { name } } }
}`;

function issueFields({ issueTypes }: DocumentVariant): string {
  return `fragment IssueFields on Issue {
  id number title url state stateReason createdAt closedAt
  author { __typename login }
  repository { owner { login } name nameWithOwner isPrivate }
  labels(first: ${PAGE}) { nodes { name } }
  milestone { number title state }
  ${issueTypes ? 'issueType { name }' : ''}
}`;
}

/** An issue with its ancestors, so many levels of them with who set their labels. */
function issueFragments(variant: DocumentVariant, levelsWithSetters = MAX_ANCESTORS + 1): string {
  let lineage = '';
  for (let level = MAX_ANCESTORS; level >= 0; level -= 1) {
    const fields = level < levelsWithSetters ? '...IssueFields ...LabelSetters' : '...IssueFields';
    lineage = level === MAX_ANCESTORS ? fields : `${fields} parent { ${lineage} }`;
  }
  return [issueFields(variant), LABEL_SETTERS, LABELLINGS, `fragment IssueWithAncestors on Issue { ${lineage} }`].join(
    '\n',
  );
}

/** One pull request with all that its verdict needs when the description names nothing that GitHub did not list. */
export function pullRequestDocument(variant: DocumentVariant): string {
  return `query PullRequest(
  $owner: String!, $name: String!, $number: Int!, $configPath: String!, $appId: Int,
  $headRef: String = "", $withHeadRef: Boolean = false
) {
  rateLimit { cost remaining resetAt }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") { ...OwnerConfig }
  repository(owner: $owner, name: $name) {
    owner { login } name nameWithOwner isPrivate isArchived hasIssuesEnabled
    defaultBranchRef { name target { ...ConfigFile } }
    sharing: pullRequests(headRefName: $headRef, states: OPEN, first: 10) @include(if: $withHeadRef) {
      pageInfo { hasNextPage endCursor }
      nodes { number headRefOid }
    }
    pullRequest(number: $number) {
      id number title body url state isDraft createdAt mergedAt lastEditedAt
      baseRefName headRefName headRefOid isCrossRepository
      author { __typename login }
      labels(first: 100) { nodes { name } }
      timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
        pageInfo { hasPreviousPage }
        nodes { ... on LabeledEvent { createdAt actor { __typename login } label { name } } }
      }
      milestone { number title state }
      files(first: ${PAGE}) { totalCount nodes { path changeType } }
      closingIssuesReferences(first: ${CLOSING_PAGE}) {
        totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueWithAncestors }
      }
      userLinked: closingIssuesReferences(first: ${CLOSING_PAGE}, userLinkedOnly: true) {
        pageInfo { hasNextPage endCursor } nodes { id }
      }
      commits(last: 20) {
        totalCount
        nodes { commit { parents(first: 1) { totalCount } author { email user { login } } } }
      }
      head: commits(last: 1) {
        nodes {
          commit {
            ...ConfigFile
            ...OurRuns
          }
        }
      }
    }
  }
}
fragment OwnerConfig on Repository {
  nameWithOwner isPrivate
  defaultBranchRef { target { ...ConfigFile } }
}
${OUR_RUNS}
${CONFIG_FILE}
${issueFragments(variant)}`;
}

/** The next page of GitHub's own links of a pull request, and of those among them that were made by hand: two lists. */
export function closingPageDocument(variant: DocumentVariant): string {
  return `query ClosingIssues(
  $owner: String!, $name: String!, $number: Int!,
  $after: String, $withAll: Boolean!, $byHandAfter: String, $withByHand: Boolean!
) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      closingIssuesReferences(first: ${CLOSING_PAGE}, after: $after) @include(if: $withAll) {
        totalCount pageInfo { hasNextPage endCursor } nodes { ...IssueWithAncestors }
      }
      userLinked: closingIssuesReferences(first: ${PAGE}, after: $byHandAfter, userLinkedOnly: true)
        @include(if: $withByHand) { pageInfo { hasNextPage endCursor } nodes { id } }
    }
  }
}
${issueFragments(variant)}`;
}

export interface WantedObjectives {
  /** Whether any label makes an issue an objective. */
  readonly labels: boolean;
  /** Issue types that do. */
  readonly types: readonly string[];
}

/**
 * What the text names beyond GitHub's own list (`r0` … `r19`), and open objectives to suggest, in one document.
 * References stand in it as variables, never as text.
 */
export function referencesDocument(lookups: number, wanted: WantedObjectives, variant: DocumentVariant): string {
  const declarations: string[] = [];
  const selections: string[] = [];
  for (let index = 0; index < lookups; index += 1) {
    declarations.push(`$o${index}: String!, $n${index}: String!, $i${index}: Int!`);
    selections.push(`r${index}: repository(owner: $o${index}, name: $n${index}) {
    issueOrPullRequest(number: $i${index}) { __typename ... on Issue { ...IssueWithAncestors } }
  }`);
  }
  // Newest activity first: a team with more open objectives than this has forgotten the rest.
  const page = (first: number) => `first: ${first}, states: OPEN, orderBy: { field: UPDATED_AT, direction: DESC }`;
  const open: string[] = [];
  if (wanted.labels) {
    declarations.push('$labels: [String!]');
    open.push(`labelled: issues(${page(SUGGESTED_BY_LABEL)}, labels: $labels) {
      nodes { ...IssueFields ...LabelSetters }
    }`);
  }
  if (variant.issueTypes) {
    for (const index of suggestedTypes(wanted).keys()) {
      declarations.push(`$t${index}: String`);
      open.push(
        `t${index}: issues(${page(SUGGESTED_BY_TYPE)}, filterBy: { type: $t${index} }) { nodes { ...IssueFields } }`,
      );
    }
  }
  if (open.length > 0) {
    declarations.push('$owner: String!, $name: String!');
    selections.push(`objectives: repository(owner: $owner, name: $name) {
    ${open.join('\n    ')}
  }`);
  }
  const fragments = [
    ...(lookups > 0 ? [issueFragments(variant, LEVELS_WITH_SETTERS)] : [issueFields(variant)]),
    ...(lookups === 0 && wanted.labels ? [LABEL_SETTERS, LABELLINGS] : []),
  ];
  return `query References(${declarations.join(', ')}) {
  rateLimit { cost remaining resetAt }
  ${selections.join('\n  ')}
}
${fragments.join('\n')}`;
}

function suggestedTypes({ types }: WantedObjectives): readonly string[] {
  return types.slice(0, MAX_SUGGESTED_TYPES);
}

export function referencesVariables(
  lookups: readonly { readonly owner: string; readonly name: string; readonly number: number }[],
  wanted: WantedObjectives,
): Readonly<Record<string, unknown>> {
  const variables: Record<string, unknown> = {};
  for (const [index, { owner, name, number }] of lookups.entries()) {
    variables[`o${index}`] = owner;
    variables[`n${index}`] = name;
    variables[`i${index}`] = number;
  }
  for (const [index, type] of suggestedTypes(wanted).entries()) variables[`t${index}`] = type;
  return variables;
}

/** Older labellings of so many issues (`i0` …), each read backwards from a cursor. */
export function labellingsDocument(issues: number): string {
  const indices = [...Array(issues).keys()];
  const declarations = indices.map(
    (index) => `$o${index}: String!, $n${index}: String!, $i${index}: Int!, $b${index}: String`,
  );
  const selections = indices.map(
    (index) => `i${index}: repository(owner: $o${index}, name: $n${index}) {
    issue(number: $i${index}) {
      timelineItems(last: ${PAGE}, before: $b${index}, itemTypes: [LABELED_EVENT]) { ...Labellings }
    }
  }`,
  );
  return `query Labellings(${declarations.join(', ')}) {
  rateLimit { cost remaining resetAt }
  ${selections.join('\n  ')}
}
${LABELLINGS}`;
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

/** A page of open pull requests with our check runs on their heads. */
export const SWEEP_DOCUMENT = `query Sweep(
  $owner: String!, $name: String!, $appId: Int, $after: String, $configPath: String!
) {
  rateLimit { cost remaining resetAt }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...Rules }
  ownerPublic: repository(owner: $owner, name: ".github") { ...Rules }
  repository(owner: $owner, name: $name) {
    nameWithOwner isArchived
    ...Rules
    pullRequests(first: ${SWEEP_PAGE}, after: $after, states: OPEN, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        number headRefName headRefOid baseRefName updatedAt
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
}`;

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
