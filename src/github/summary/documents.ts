/** The GraphQL documents that a week is read with. What must be there takes all around it away where GitHub refuses it, so each part has the repository to itself. */
import { CLASSIFIED_PULL_REQUEST } from '../backfill-documents.ts';
import { CONFIG_FILE, OWNER_CONFIG, REPOSITORY_FIELDS } from '../documents.ts';
import { CLOSING_PAGE, type DocumentVariant, LABEL_EVENTS, PAGE, plainIssueFragments } from '../issue-documents.ts';

/** Pull requests, and objectives of a list, in one page (spec, budgets). */
export const WEEK_PAGE = 50;
/** As many of the latest changes as may well share a second. */
const FRONT = 10;
/** Types that make objectives, or debt: each costs GitHub a search of its own. */
export const MAX_TYPES = 10;

const LIMIT = 'rateLimit { cost remaining resetAt }';
const REPOSITORY = 'repository(owner: $owner, name: $name)';
const LATEST = 'orderBy: { field: CREATED_AT, direction: DESC }';
const OLDEST = 'orderBy: { field: CREATED_AT, direction: ASC }';
/** Of closed ones: whatever closed lately changed then. */
const CHANGED_LAST = 'orderBy: { field: UPDATED_AT, direction: DESC }';

/** How many types are looked for. */
export interface WantedTypes {
  readonly objectives: number;
  readonly debt: number;
}

interface IssueList {
  readonly name: string;
  readonly fragment: 'Objective' | 'Debt' | 'Notable';
  /** Closed ones are those that changed since `$since`. */
  readonly state: 'OPEN' | 'CLOSED';
  readonly page: string;
  /** By what they are found: a list of labels, or a type. */
  readonly labels?: string;
  readonly type?: string;
  readonly order?: string;
}

function issueList({
  name,
  fragment,
  state,
  page,
  labels,
  type,
  order = state === 'CLOSED' ? CHANGED_LAST : OLDEST,
}: IssueList): string {
  const filters = [type === undefined ? '' : `type: ${type}`, state === 'CLOSED' ? 'since: $since' : ''];
  const filterBy = filters.join(' ').trim();
  const parts = [
    page,
    `states: ${state}`,
    ...(labels === undefined ? [] : [`labels: ${labels}`]),
    ...(filterBy === '' ? [] : [`filterBy: { ${filterBy} }`]),
    order,
  ];
  return `${name}: issues(${parts.join(', ')}) { pageInfo { hasNextPage endCursor } nodes { ...${fragment} } }`;
}

/** By label, and by each of so many types. */
function waysOf(types: number): readonly string[] {
  return ['labelled', ...Array.from({ length: types }, (_, index) => `type${index}`)];
}

/** What finds the issues of a list: `labelled`, `type0Closed` … */
function foundBy(list: string, kind: 'objective' | 'debt'): Pick<IssueList, 'labels' | 'type'> {
  const index = /^type(\d+)/.exec(list)?.[1];
  return index === undefined ? { labels: `$${kind}Labels` } : { type: `$${kind}Type${index}` };
}

function variablesOf(ways: readonly string[], kind: 'objective' | 'debt'): string {
  return ways
    .map((way) => {
      const { labels, type } = foundBy(way, kind);
      return type === undefined ? `${labels}: [String!]` : `${type}: String`;
    })
    .join(', ');
}

/** Lists of objectives by their names in an answer, each of which goes on for itself. */
export function objectiveLists(types: number): readonly string[] {
  return waysOf(types).flatMap((way) => [way, `${way}Closed`]);
}

function objectiveList(name: string): string {
  return issueList({
    name,
    fragment: 'Objective',
    state: name.endsWith('Closed') ? 'CLOSED' : 'OPEN',
    page: `first: ${WEEK_PAGE}, after: $after`,
    order: LATEST,
    ...foundBy(name, 'objective'),
  });
}

function objectiveFragments(variant: DocumentVariant): string {
  return `fragment Objective on Issue {
  ...IssueFields ...LabelSetters
  body lastEditedAt
  subIssuesSummary { total completed }
  subIssues(first: ${PAGE}) { nodes { closedAt } }
  renamed: timelineItems(last: 1, itemTypes: [RENAMED_TITLE_EVENT]) {
    nodes { ... on RenamedTitleEvent { createdAt } }
  }
}
${plainIssueFragments(variant)}`;
}

/** A further page of one list of objectives. */
export function objectivesDocument(list: string, variant: DocumentVariant): string {
  const since = list.endsWith('Closed') ? ', $since: DateTime!' : '';
  return `query SummaryObjectives(
  $owner: String!, $name: String!, $after: String, ${variablesOf([list], 'objective')}${since}
) {
  ${LIMIT}
  objectives: ${REPOSITORY} { ${objectiveList(list)} }
}
${objectiveFragments(variant)}`;
}

/** Fewer than this say enough of deployments that are tried again. */
const STATUSES = 10;
const DEPLOYED = `deployed: ${REPOSITORY} {
    deployments(first: ${PAGE}, after: $after, environments: ["production", "Production"], ${LATEST}) {
      pageInfo { hasNextPage endCursor }
      nodes { createdAt state statuses(first: ${STATUSES}) { nodes { state createdAt } } }
    }
  }`;

/** A further page of deployments to production, the latest first. */
export const DEPLOYMENTS_DOCUMENT = `query SummaryDeployments($owner: String!, $name: String!, $after: String) {
  ${LIMIT}
  ${DEPLOYED}
}`;

/** Why an issue matters beside objectives and debt, with where the labels stand that say so. */
const NOTABLE = {
  decision: '["decision"]',
  question: '["question"]',
  blocked: '["blocked"]',
  incident: '$incidentLabels',
  experiment: '["experiment", "prototype"]',
} as const;
export const NOTABLE_KINDS = Object.keys(NOTABLE) as readonly (keyof typeof NOTABLE)[];

const FIRST = `first: ${PAGE}`;

function notableLists(): readonly string[] {
  return NOTABLE_KINDS.flatMap((kind) => {
    const list = { fragment: 'Notable', page: FIRST, labels: NOTABLE[kind] } as const;
    return [
      issueList({ ...list, name: kind, state: 'OPEN' }),
      issueList({ ...list, name: `${kind}Closed`, state: 'CLOSED' }),
    ];
  });
}

/** Of more than a page of open ones the oldest are known, for their age, and the newest, for what was opened. */
function debtLists(types: number): readonly string[] {
  return waysOf(types).flatMap((way) => {
    const list = { fragment: 'Debt', page: FIRST, ...foundBy(way, 'debt') } as const;
    return [
      issueList({ ...list, name: way, state: 'OPEN' }),
      issueList({ ...list, name: `${way}Latest`, state: 'OPEN', order: LATEST }),
      issueList({ ...list, name: `${way}Closed`, state: 'CLOSED' }),
    ];
  });
}

/**
 * All of a repository's week but its pull requests: 21 points and 119 000 nodes with four types of objectives, of the
 * 500 000 that GitHub allows. Without a label that makes an objective GitHub would list all issues by label.
 */
export function weekDocument(types: WantedTypes, variant: DocumentVariant): string {
  const [labelled, labelledClosed, ...byType] = objectiveLists(types.objectives).map(objectiveList);
  return `query SummaryWeek(
  $owner: String!, $name: String!, $configPath: String!, $since: DateTime!, $after: String, $withRules: Boolean!,
  $withLabels: Boolean!, $incidentLabels: [String!],
  ${variablesOf(waysOf(types.objectives), 'objective')}, ${variablesOf(waysOf(types.debt), 'debt')}
) {
  ${LIMIT}
  ownerPrivate: repository(owner: $owner, name: ".github-private") @include(if: $withRules) { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") @include(if: $withRules) { ...OwnerConfig }
  ${REPOSITORY} { ...RepositoryFields url }
  planned: ${REPOSITORY} {
    milestones(${FIRST}, orderBy: { field: DUE_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Planned }
    }
    open: milestones(${FIRST}, states: OPEN, orderBy: { field: DUE_DATE, direction: ASC }) {
      pageInfo { hasNextPage }
      nodes { ...Planned }
    }
  }
  objectives: ${REPOSITORY} {
    ... on Repository @include(if: $withLabels) { ${labelled} ${labelledClosed} }
    ${byType.join(' ')}
    id
  }
  debt: ${REPOSITORY} { ${debtLists(types.debt).join(' ')} }
  notable: ${REPOSITORY} { ${notableLists().join(' ')} }
  ${DEPLOYED}
  released: ${REPOSITORY} {
    releases(${FIRST}, ${LATEST}) { pageInfo { hasNextPage } nodes { isDraft publishedAt createdAt } }
  }
}
fragment Planned on Milestone { number title dueOn description url state createdAt closedAt }
fragment Debt on Issue { number title url createdAt updatedAt closedAt }
fragment Notable on Issue { ...Debt body }
${OWNER_CONFIG}
${REPOSITORY_FIELDS}
${CONFIG_FILE}
${objectiveFragments(variant)}`;
}

/** Of each linked issue what stands above it: many have the same, which is read once. */
const ABOVE = `closingIssuesReferences(first: ${CLOSING_PAGE}) {
    nodes { above: parent { number repository { owner { login } name } } }
  }`;

/** A page of pull requests, each with what its class, weight and links need. */
function pageDocument(
  name: string,
  [list, fields, beside]: readonly [list: string, fields: string, beside: string],
  variant: DocumentVariant,
): string {
  return `query ${name}($owner: String!, $name: String!, $first: Int!, $after: String, $withFiles: Boolean!) {
  ${LIMIT}
  ${REPOSITORY} {
    pullRequests(first: $first, after: $after, ${list}) {
      pageInfo { hasNextPage endCursor }
      nodes { ...ClassifiedPullRequest ${ABOVE} ${fields} }
    }
    ${beside}
  }
}
${CLASSIFIED_PULL_REQUEST}
${LABEL_EVENTS}
${plainIssueFragments(variant)}`;
}

const MERGED = 'states: MERGED, orderBy: { field: UPDATED_AT, direction: DESC }';
const FRONT_OF_MERGED = `front: pullRequests(first: ${FRONT}, ${MERGED}) { nodes { number updatedAt } }`;

/** Merged ones, the latest change first: 24 points. `front` tells whether something moved to the front since the first page. */
export function mergedDocument(variant: DocumentVariant): string {
  return pageDocument('SummaryMerged', [MERGED, '', FRONT_OF_MERGED], variant);
}

/** Reviews and requests for them that are looked at, the latest. */
const REVIEWS = 50;
const REVIEW_FIELDS = `reviewRequests(first: 20) { nodes { requestedReviewer { ... on Node { id } } } }
      reviews: timelineItems(last: ${REVIEWS}, itemTypes: [REVIEW_REQUESTED_EVENT, PULL_REQUEST_REVIEW]) {
        nodes {
          __typename
          ... on ReviewRequestedEvent { createdAt requestedReviewer { ... on Node { id } } }
          ... on PullRequestReview { submittedAt author { __typename login } }
        }
      }`;

/** Open ones, the oldest first, with the reviews that they wait for. */
export function openDocument(variant: DocumentVariant): string {
  return pageDocument('SummaryOpen', [`states: OPEN, ${OLDEST}`, REVIEW_FIELDS, ''], variant);
}
