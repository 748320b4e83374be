/** All of a repository's week but its pull requests: one query, and a further one for each page that a list goes on. */
import { CONFIG_PATH, type Config, type ResolvedConfig } from '#core/config/config.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient, QueryAnswer, QueryError } from '../client.ts';
import type { ConfigCache } from '../config-cache.ts';
import { configSources, readConfig } from '../config-file.ts';
import { type HostCapabilities, queryVariant } from '../gather/host.ts';
import { toIssue } from '../gather/issue.ts';
import { lostAnswer } from '../gather/lost.ts';
import { toRepository } from '../gather/pull-request.ts';
import { calledBy } from '../gather/scope-members.ts';
import type { DocumentVariant } from '../issue-documents.ts';
import type {
  DeploymentAnswer,
  DeploymentsAnswer,
  ListAnswer,
  ObjectiveAnswer,
  ObjectivesAnswer,
  SummaryMilestoneAnswer,
  WeekAnswer,
} from './answers.ts';
import { DEPLOYMENTS_DOCUMENT, MAX_TYPES, objectiveLists, objectivesDocument, weekDocument } from './documents.ts';
import { allOf, listAt } from './part.ts';
import type { WeekMember } from './resolve-week.ts';
import { demandKnown } from './rules.ts';
import { isHidden } from './shown.ts';

export interface OverviewRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly configs: ConfigCache | undefined;
  readonly member: WeekMember;
  readonly home: RepositoryFacts;
  /** What holds for the whole scope: by its labels and types issues are looked for. */
  readonly rules: Config;
  /** ISO 8601, UTC: what closed, was deployed or released before matters no more. */
  readonly since: string;
}

export interface FoundObjective {
  readonly issue: IssueFacts;
  readonly answer: ObjectiveAnswer;
}

export interface Overview {
  readonly member: WeekMember;
  readonly repository: RepositoryFacts;
  readonly url: string;
  readonly config: ResolvedConfig;
  readonly milestones: ListAnswer<SummaryMilestoneAnswer> | null;
  readonly openMilestones: ListAnswer<SummaryMilestoneAnswer> | null;
  readonly objectives: readonly FoundObjective[] | Unavailable;
  readonly debt: WeekAnswer['debt'];
  readonly notable: WeekAnswer['notable'];
  /** When each succeeded, whatever became of it afterwards; latest first. */
  readonly deployments: readonly string[] | Unavailable;
  readonly releases: readonly string[] | Unavailable;
  /** Of the first query. */
  readonly errors: readonly QueryError[];
}

/** Throws a `GitHubError` where the repository, or what rules in it, can't be read. */
export async function readOverview(request: OverviewRequest): Promise<Overview> {
  const { github, host, home, rules, since } = request;
  let { member } = request;
  const types = typesOf(rules, host);
  const variables = {
    owner: member.owner,
    name: member.name,
    since,
    after: null,
    objectiveLabels: rules.objectives.labels,
    ...types.variables,
  };
  const answer = await queryVariant<WeekAnswer>(
    github,
    host,
    (variant) => weekDocument(variant.issueTypes ? types.counts : NO_TYPES, variant),
    {
      ...variables,
      configPath: CONFIG_PATH,
      withRules: member.known === null,
      withLabels: rules.objectives.labels.length > 0,
      incidentLabels: ['incident', ...rules.expedite['issue-labels']],
      debtLabels: [rules.debt.label, ...rules.debt.detect['issue-labels']],
    },
  );
  const { repository, url, config } = await repositoryOf(request, answer);
  // Only now is it known whether its name is for all who read the summary.
  member = { ...member, mayBeNamed: member.mayBeNamed && !isHidden(repository, home) };
  const shown = { ...request, member };
  const { data, errors } = answer;
  return {
    member,
    repository,
    url,
    config,
    milestones: data?.planned?.milestones ?? null,
    openMilestones: data?.planned?.open ?? null,
    objectives: await objectivesOf(shown, variables, answer),
    debt: data?.debt ?? null,
    notable: data?.notable ?? null,
    deployments: await deploymentsOf(shown, answer),
    releases: releasesOf(answer, calledBy(member), since),
    errors,
  };
}

async function repositoryOf(
  { github, member, configs }: OverviewRequest,
  { data, errors }: QueryAnswer<WeekAnswer>,
): Promise<Pick<Overview, 'repository' | 'url' | 'config'>> {
  const answer = data?.repository ?? null;
  if (answer === null) throw lostAnswer(errors, calledBy(member));
  const repository = toRepository(answer);
  if (member.known !== null) return { repository, url: answer.url, config: member.known.config };
  const sources = configSources({ ownerPrivate: null, ownerPublic: null, ...data, repository: answer }, errors);
  const config = await readConfig(github, repository, sources, configs);
  demandKnown(config);
  return { repository, url: answer.url, config };
}

const NO_TYPES = { objectives: 0, debt: 0 };

interface Types {
  readonly counts: { readonly objectives: number; readonly debt: number };
  readonly variables: Readonly<Record<string, string>>;
}

function typesOf({ objectives, debt }: Config, { issueTypes }: HostCapabilities): Types {
  if (!issueTypes) return { counts: NO_TYPES, variables: {} };
  const ofObjectives = objectives.types.slice(0, MAX_TYPES);
  const ofDebt = debt.detect['issue-types'].slice(0, MAX_TYPES);
  const named = (name: string, types: readonly string[]) => types.map((type, index) => [`${name}${index}`, type]);
  return {
    counts: { objectives: ofObjectives.length, debt: ofDebt.length },
    variables: Object.fromEntries([...named('objectiveType', ofObjectives), ...named('debtType', ofDebt)]),
  };
}

/** Each list to its end. */
async function objectivesOf(
  { github, host, member, rules }: OverviewRequest,
  variables: Readonly<Record<string, unknown>>,
  first: QueryAnswer<WeekAnswer>,
): Promise<Overview['objectives']> {
  const what = `the objectives of ${calledBy(member)}`;
  const byLabel = rules.objectives.labels.length > 0;
  const found = new Map<string, FoundObjective>();
  for (const list of objectiveLists(typesOf(rules, host).counts.objectives)) {
    if (!byLabel && list.startsWith('labelled')) continue;
    let answer: QueryAnswer<ObjectivesAnswer> = first;
    for (;;) {
      const page = answer.data?.objectives?.[list];
      const nodes = objectivesIn(page, list, answer.errors, what, rules);
      if (isUnavailable(nodes)) return nodes;
      for (const one of nodes) found.set(one.issue.id, one);
      const after = page?.pageInfo.hasNextPage === true ? (page.pageInfo.endCursor ?? null) : null;
      if (after === null) break;
      const document = (variant: DocumentVariant) => objectivesDocument(list, variant);
      answer = await queryVariant<ObjectivesAnswer>(github, host, document, { ...variables, after });
    }
  }
  return [...found.values()];
}

function objectivesIn(
  page: ListAnswer<ObjectiveAnswer> | null | undefined,
  list: string,
  errors: readonly QueryError[],
  what: string,
  rules: Config,
): readonly FoundObjective[] | Unavailable {
  const path = ['objectives', list];
  const nodes = listAt(page, path, errors, what);
  if (isUnavailable(nodes)) return nodes;
  // A sub-issue that is not shown takes nothing of the objective away.
  const own = errors.filter((error) => error.path[path.length + 2] !== 'subIssues');
  const reading = {
    errors: own,
    trustedApps: rules['trusted-apps'],
    olderLabellings: new Map<string, string | null>(),
  };
  return allOf(
    nodes.map((answer, index) => {
      const issue = toIssue(answer, [...path, 'nodes', index], what, reading);
      return isUnavailable(issue) ? issue : { issue, answer };
    }),
  );
}

/** More than four hundred deployments in five weeks are counted by nobody. */
const MAX_PAGES = 4;

async function deploymentsOf(
  { github, member, since }: OverviewRequest,
  first: QueryAnswer<WeekAnswer>,
): Promise<Overview['deployments']> {
  const what = `the deployments of ${calledBy(member)}`;
  const at: string[] = [];
  let answer: QueryAnswer<DeploymentsAnswer> = first;
  for (let page = 1; ; page += 1) {
    const list = answer.data?.deployed?.deployments;
    const nodes = listAt(list, ['deployed', 'deployments'], answer.errors, what);
    if (isUnavailable(nodes)) return nodes;
    at.push(...nodes.flatMap((node) => succeededAt(node) ?? []));
    const last = nodes.at(-1);
    const { hasNextPage, endCursor = null } = list?.pageInfo ?? { hasNextPage: false };
    if (!hasNextPage || endCursor === null || last === undefined || last.createdAt < since) return at;
    if (page === MAX_PAGES) return unavailable(`${what} beyond the latest ${page * nodes.length}`, 'unreachable');
    const variables = { owner: member.owner, name: member.name, after: endCursor };
    answer = await github.query<DeploymentsAnswer>(DEPLOYMENTS_DOCUMENT, variables);
  }
}

/** GitHub calls one inactive only after a success (REST docs, "Create a deployment status"). */
const SUCCEEDED: ReadonlySet<string | null> = new Set(['ACTIVE', 'INACTIVE', 'SUCCESS']);

function succeededAt({ createdAt, state, statuses }: DeploymentAnswer): string | null {
  const success = statuses?.nodes?.find((status) => status?.state === 'SUCCESS') ?? null;
  if (success !== null) return success.createdAt;
  return SUCCEEDED.has(state) ? createdAt : null;
}

/** More than a page of them in five weeks are counted by nobody. */
function releasesOf({ data, errors }: QueryAnswer<WeekAnswer>, name: string, since: string): Overview['releases'] {
  const list = data?.released?.releases;
  const what = `the releases of ${name}`;
  const nodes = listAt(list, ['released', 'releases'], errors, what);
  if (isUnavailable(nodes)) return nodes;
  const last = nodes.at(-1);
  if (list?.pageInfo.hasNextPage === true && last !== undefined && last.createdAt >= since) {
    return unavailable(`${what} beyond the latest ${nodes.length}`, 'unreachable');
  }
  return nodes.flatMap(({ isDraft, publishedAt }) => (isDraft || publishedAt === null ? [] : [publishedAt]));
}
