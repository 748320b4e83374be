/** GraphQL documents about issues: what links lead to, who set their labels, and what could be suggested. */
import { MAX_ANCESTORS } from '#core/facts/issue.ts';

export interface DocumentVariant {
  /** Whether this GitHub knows `Issue.issueType`. */
  readonly issueTypes: boolean;
}

/** `closingIssuesReferences` read at once; a pull request with more costs one more page (spec, budgets). */
export const CLOSING_PAGE = 10;
/** Largest page of any connection (github/docs, "Rate limits and query limits for the GraphQL API"). */
export const PAGE = 100;

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

export const LABELLINGS = `fragment Labellings on IssueTimelineItemsConnection {
  pageInfo { hasPreviousPage startCursor }
  nodes { ... on LabeledEvent { createdAt actor { __typename login } label { name } } }
}`;

/** Who set and removed labels: the same of an issue and of a pull request, whose timelines are two types. */
export const LABEL_EVENT_FIELDS = `pageInfo { hasPreviousPage startCursor }
  nodes {
    __typename
    ... on LabeledEvent { createdAt actor { __typename login } label { name } }
    ... on UnlabeledEvent { createdAt actor { __typename login } label { name } }
  }`;

export const LABEL_EVENTS = `fragment LabelEvents on PullRequestTimelineItemsConnection {
  ${LABEL_EVENT_FIELDS}
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

/** An issue by itself, as `...IssueFields ...LabelSetters`. */
export function plainIssueFragments(variant: DocumentVariant): string {
  return [issueFields(variant), LABEL_SETTERS, LABELLINGS].join('\n');
}

/** An issue with its ancestors, so many levels of them with who set their labels. */
export function issueFragments(variant: DocumentVariant, levelsWithSetters = MAX_ANCESTORS + 1): string {
  let lineage = '';
  for (let level = MAX_ANCESTORS; level >= 0; level -= 1) {
    const fields = level < levelsWithSetters ? '...IssueFields ...LabelSetters' : '...IssueFields';
    lineage = level === MAX_ANCESTORS ? fields : `${fields} parent { ${lineage} }`;
  }
  return [issueFields(variant), LABEL_SETTERS, LABELLINGS, `fragment IssueWithAncestors on Issue { ${lineage} }`].join(
    '\n',
  );
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
