/** What an issue's own debt label hangs on, and what hangs on the issue: one query, and more only where there is much. */
import { CONFIG_PATH, type ResolvedConfig } from '#core/config/config.ts';
import type { UnreadPart } from '#core/facts/issue.ts';
import type { LabelledIssue } from '#core/facts/labelled-issue.ts';
import { isSameRepository, type RepositoryRef } from '#core/facts/repository.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import type { IssueTrigger } from '#core/trigger.ts';
import type { IssueLabelEventsAnswer, LabelledIssueAnswer } from '../answers.ts';
import type { GitHubClient, QueryAnswer, QueryError } from '../client.ts';
import type { ConfigCache } from '../config-cache.ts';
import { configSources, readConfig } from '../config-file.ts';
import type { DependentsAnswer, IssueQueryAnswer, LinkLabelsAnswer } from '../dependents-answers.ts';
import { Forbidden, Unreachable } from '../errors.ts';
import { ISSUE_LABEL_EVENTS_DOCUMENT, labelledIssueDocument } from '../labelled-issue-documents.ts';
import { type Dependents, readDependents, withoutRepetitions } from './dependents.ts';
import { type HostCapabilities, queryVariant } from './host.ts';
import { hasGap, toLabels } from './issue.ts';
import { readBack } from './label-history.ts';
import { type IssuePlace, linkLabels, readLabelled } from './labelled-dependents.ts';
import { lostReason } from './lost.ts';
import { ownLogin } from './own-login.ts';
import { toLabelHistory } from './pull-request.ts';

export interface IssueContext {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly configs?: ConfigCache;
  readonly withoutConfig: 'silence' | 'defaults';
}

/** What an issue's own label hangs on; nothing where no label is ours to set. */
export type LabelFacts =
  | { readonly kind: 'nothing'; readonly why: 'no-config' | 'archived' | 'not-found' }
  | {
      readonly kind: 'facts';
      readonly issue: LabelledIssue;
      readonly config: ResolvedConfig;
      /** Our own login without `[bot]`, lower case; null when we act under a person's token. */
      readonly ourLogin: string | null;
    };

export interface GatheredIssue {
  readonly label: LabelFacts;
  /** What hangs on it, in whatever repository; null where it was not asked for, or the issue is not there. */
  readonly dependents: Dependents | null;
}

/** Throws a `GitHubError`. */
export async function gatherIssue(
  { repository, number, withDependents = false }: IssueTrigger,
  context: IssueContext,
): Promise<GatheredIssue> {
  const { github, host } = context;
  const { data, errors } = await queryVariant<IssueQueryAnswer>(
    github,
    host,
    (variant) => labelledIssueDocument(variant, withDependents),
    {
      owner: repository.owner,
      name: repository.name,
      number,
      configPath: CONFIG_PATH,
      ...(withDependents && { linkLabels: linkLabels(number) }),
    },
  );
  const issue = data?.repository?.issue ?? null;
  if (data === null || issue === null) return { label: nothingAt(errors), dependents: null };
  const { id } = issue;
  const answer = { data, errors };
  const label = await labelFacts(repository, answer, issue, context);
  const dependents = id === undefined ? null : await readHanging(repository, answer, { ...issue, id }, label, github);
  return { label, dependents };
}

const NO_LABELS: LinkLabelsAnswer = { labelled: null, objectiveLabels: null, okrLabels: null };

/** By whichever way the rules of the issue's own repository accept; a label or a branch names no other repository's issue. */
async function readHanging(
  home: RepositoryRef,
  { data, errors }: QueryAnswer<IssueQueryAnswer>,
  issue: DependentsAnswer,
  label: LabelFacts,
  github: GitHubClient,
): Promise<Dependents> {
  const { under, ...mentioning } = await readDependents(issue, errors, AT, github);
  // Where nothing rules, no pull request of that repository hangs on it; one of another may, by an issue under it.
  const isAccepted = (way: 'label' | 'branch') =>
    label.kind === 'facts' &&
    (label.config.ownerUnreadable !== null || label.config.config.objectives.accept.includes(way));
  const isAtHome = ({ repository }: IssuePlace) => isSameRepository(repository, home);
  const labelled = isAccepted('label')
    ? await readLabelled(home, data?.repository ?? {}, errors, under, github)
    : await readLabelled(
        home,
        NO_LABELS,
        [],
        under.filter((place) => !isAtHome(place)),
        github,
      );
  return {
    pullRequests: withoutRepetitions([...mentioning.pullRequests, ...labelled.pullRequests]),
    // GitHub finds no pull request by a part of its branch's name.
    isComplete: mentioning.isComplete && labelled.isComplete && !isAccepted('branch'),
  };
}

const AT = ['repository', 'issue'];

async function labelFacts(
  repository: RepositoryRef,
  { data, errors }: QueryAnswer<IssueQueryAnswer>,
  found: LabelledIssueAnswer,
  { github, configs, withoutConfig }: IssueContext,
): Promise<LabelFacts> {
  if (data?.repository?.isArchived) return { kind: 'nothing', why: 'archived' };
  const config = await readConfig(github, repository, configSources(data, errors), configs);
  if (!config.isGoverned && withoutConfig === 'silence') return { kind: 'nothing', why: 'no-config' };
  const { debt, 'trusted-apps': trustedApps } = config.config;
  const ourLogin = ownLogin(data?.viewer);
  const { owner, name } = repository;
  const newest = found.timelineItems ?? null;
  // Where no label is written nobody needs to know who wrote it.
  const timelineItems = !debt['auto-label']
    ? newest
    : await readBack(newest, {
        label: debt.label,
        hands: { ourLogin, trustedApps },
        readOlder: async (before) => {
          const variables = { owner, name, number: found.number, before };
          const older = await github.query<IssueLabelEventsAnswer>(ISSUE_LABEL_EVENTS_DOCUMENT, variables);
          return older.data?.repository?.issue?.timelineItems ?? null;
        },
      });
  const issue = toLabelledIssue({ ...found, timelineItems }, AT, errors, trustedApps);
  return { kind: 'facts', issue, config, ourLogin };
}

/** The issue that stands at a path of an answer. */
export function toLabelledIssue(
  answer: LabelledIssueAnswer,
  path: readonly (string | number)[],
  errors: readonly QueryError[],
  trustedApps: readonly string[],
): LabelledIssue {
  const unread: UnreadPart[] = [];
  const type = lostReason(errors, [...path, 'issueType'], answer.issueType);
  if (type !== null) unread.push({ part: 'type', reason: type });
  const labels =
    lostReason(errors, [...path, 'labels'], answer.labels) ?? (hasGap(answer.labels) ? 'unreachable' : null);
  if (labels !== null) unread.push({ part: 'labels', reason: labels });
  const { number, createdAt } = answer;
  return {
    number,
    labels: toLabels(answer, { author: null, createdAt, templatesLabel: true }, trustedApps),
    // Without the labels nobody knows what is missing, whoever touched it last.
    labelHistory: labels === null ? toLabelHistory(answer.timelineItems) : unavailable('the labels', labels),
    type: answer.issueType?.name ?? null,
    unread,
  };
}

/** Nothing there is one thing; no answer about it is another, and never the same. */
function nothingAt(errors: readonly QueryError[]): LabelFacts {
  const decisive = errors.filter(({ path }) => path.length === 0 || path[0] === 'repository');
  if (decisive.length > 0 && decisive.every(({ type }) => type === 'NOT_FOUND'))
    return { kind: 'nothing', why: 'not-found' };
  if (decisive.some(({ type }) => type === 'FORBIDDEN'))
    throw new Forbidden('GitHub refused to show the issue.', 'issues=read');
  throw new Unreachable(
    `GitHub gave no answer about the issue: ${errors.map(({ type }) => type).join(', ') || 'empty'}`,
  );
}
