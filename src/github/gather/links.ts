/** Both sources of links, and what they lead to. */
import { classify } from '#core/classify.ts';
import type { Config } from '#core/config/config.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, type UnavailableReason, unavailable } from '#core/facts/unavailable.ts';
import { judgeLinks } from '#core/links/judge.ts';
import type { ClosingReference, LinkSources, ReadReference } from '#core/links/link.ts';
import { parseReferences } from '#core/links/parse.ts';
import { type IssueTarget, referenceKey, targetsToRead } from '#core/links/targets.ts';
import { linkedObjective } from '#core/rules/linked-objective.ts';
import type { Outcome } from '#core/verdict.ts';
import type {
  ClosingAnswer,
  ClosingPageAnswer,
  LookupAnswer,
  PullRequestAnswer,
  ReferencesAnswer,
} from '../answers.ts';
import type { QueryAnswer, QueryError } from '../client.ts';
import { closingPageDocument, referencesDocument, referencesVariables } from '../documents.ts';
import type { GatherContext } from '../gather.ts';
import { queryVariant } from './host.ts';
import { type KnownPermissions, nodesOf, permissionKey, toIssue } from './issue.ts';
import { mayTriage } from './permissions.ts';

interface LinkRequest {
  readonly context: GatherContext;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly config: Config;
  readonly answer: PullRequestAnswer;
  readonly errors: readonly QueryError[];
}

/**
 * Reads no more than the verdict needs: nothing beyond the first query when that decides already, else one more for what
 * the text names and GitHub did not list, with the suggestions riding along.
 */
export async function gatherLinks(request: LinkRequest): Promise<LinkSources> {
  const { config, repository } = request;
  const parsed = parseReferences(textsOf(request), {
    repository,
    host: new URL(request.pullRequest.url).host,
    trailers: config.objectives.trailers,
    branchPrefixes: config.objectives['branch-prefixes'],
    knownIds: Object.keys(config.objectives.known),
    externalPrefixes: config.objectives.external.map(({ prefix }) => prefix),
    accept: config.objectives.accept,
  });
  const closing = await readClosing(request);
  const listed = await withSubmitters(request, { parsed, closing, references: {}, openObjectives: null });
  const first = outcomeOf(request, listed);
  if (first === 'pass' || first === 'not-applicable') return listed;

  const read = await readReferences(request, targetsToRead(parsed, closing));
  return withSubmitters(request, { ...listed, ...read });
}

function textsOf({ pullRequest }: LinkRequest) {
  const { body, title, headRef, labels } = pullRequest;
  return { body, title, headRef, labels: labels.map(({ name }) => name) };
}

function outcomeOf({ context, repository, pullRequest, config }: LinkRequest, sources: LinkSources): Outcome {
  if (classify(pullRequest, config, repository.defaultBranch).class === 'excluded') return 'not-applicable';
  const links = judgeLinks({ now: context.now, repository, pullRequest, sources, config });
  return linkedObjective.evaluate({ repository, pullRequest, links }, config.guardrails['linked-objective']).outcome;
}

/** GitHub's own links, all pages; unavailable as soon as one of them is, since a missing one could be the link. */
async function readClosing({
  context,
  pullRequest,
  repository,
  config,
  answer,
  errors,
}: LinkRequest): Promise<LinkSources['closing']> {
  const closing: ClosingReference[] = [];
  let page: ClosingAnswer | null = answer;
  let pageErrors = errors;
  for (;;) {
    const failed = unreadPath(pageErrors, ['repository', 'pullRequest', 'closingIssuesReferences']);
    if (failed !== null || page?.closingIssuesReferences == null) {
      return unavailable('GitHub’s list of linked issues', failed ?? 'unreachable');
    }
    const byHand = new Set(nodesOf(page.userLinked).map(({ id }) => id));
    for (const issue of nodesOf(page.closingIssuesReferences)) {
      closing.push({ isUserLinked: byHand.has(issue.id), issue: toIssue(issue, config['trusted-apps']) });
    }
    const { hasNextPage, endCursor } = page.closingIssuesReferences.pageInfo;
    if (!hasNextPage || endCursor === null) return closing;
    const next: QueryAnswer<ClosingPageAnswer> = await queryVariant(context.github, context.host, closingPageDocument, {
      owner: repository.owner,
      name: repository.name,
      number: pullRequest.number,
      after: endCursor,
    });
    page = next.data?.repository?.pullRequest ?? null;
    pageErrors = next.errors;
  }
}

async function readReferences(
  { context, repository, config, pullRequest }: LinkRequest,
  targets: readonly IssueTarget[],
): Promise<Pick<LinkSources, 'references' | 'openObjectives'>> {
  const { labels, types } = config.objectives;
  const wanted = repository.hasIssues ? { labels: labels.length > 0, types } : { labels: false, types: [] };
  if (targets.length === 0 && !wanted.labels && wanted.types.length === 0)
    return { references: {}, openObjectives: null };
  const answer = await queryVariant<ReferencesAnswer>(
    context.github,
    context.host,
    (variant) => referencesDocument(targets.length, wanted, variant),
    { ...referencesVariables(targets, wanted), owner: repository.owner, name: repository.name, labels },
  );
  const references: Record<string, ReadReference> = {};
  for (const [index, target] of targets.entries()) {
    references[referenceKey(target)] = readReference(target, answer, `r${index}`, config);
  }
  const found = answer.data?.objectives;
  const byId = new Map<string, IssueFacts>();
  for (const connection of Object.values(found ?? {})) {
    for (const issue of nodesOf(connection)) byId.set(issue.id, toIssue(issue, config['trusted-apps']));
  }
  byId.delete(pullRequest.id);
  return {
    references,
    openObjectives: found == null ? unavailable('the open objectives', 'unreachable') : [...byId.values()],
  };
}

function readReference(
  target: IssueTarget,
  { data, errors }: QueryAnswer<ReferencesAnswer>,
  alias: string,
  config: Config,
): ReadReference {
  const found = (data?.[alias] as LookupAnswer | null | undefined)?.issueOrPullRequest ?? null;
  if (found === null) {
    const reason = unreadPath(errors, [alias]) ?? 'not-found';
    return unavailable(`the issue ${target.owner}/${target.name}#${target.number}`, reason);
  }
  return found.__typename === 'PullRequest' ? 'pull-request' : toIssue(found, config['trusted-apps']);
}

/** Why a part of an answer is missing; null when no error names it. The worst reason wins: a 404 beside an outage proves nothing. */
function unreadPath(errors: readonly QueryError[], path: readonly string[]): UnavailableReason | null {
  const types = errors
    .filter((error) => path.every((step, index) => error.path.length <= index || error.path[index] === step))
    .map(({ type }) => type);
  if (types.length === 0) return null;
  if (types.every((type) => type === 'NOT_FOUND')) return 'not-found';
  return types.every((type) => type === 'NOT_FOUND' || type === 'FORBIDDEN') ? 'forbidden' : 'unreachable';
}

/**
 * Settles the labels that only their submitter's permission can tell about: a template sets labels in the name of whoever
 * submits. Asked only where the answer decides.
 */
async function withSubmitters({ context, config }: LinkRequest, sources: LinkSources): Promise<LinkSources> {
  if (config.guardrails['linked-objective'].require !== 'objective') return sources;
  const permissions = new Map<string, boolean>();
  for (const issue of issuesIn(sources)) {
    for (const { name, setBy, setterMayTriage } of issue.labels) {
      const isObjectives = config.objectives.labels.some((label) => isSameLabel(label, name));
      if (setterMayTriage !== undefined || !setBy || !isObjectives) continue;
      const key = permissionKey(issue.repository.nameWithOwner, setBy.login);
      if (permissions.has(key)) continue;
      permissions.set(
        key,
        await mayTriage(context.github, issue.repository, setBy.login, context.permissions, context.nowMs),
      );
    }
  }
  return permissions.size === 0 ? sources : settleLabels(sources, permissions);
}

/** Linked issues and their ancestors; suggestions need no proof. */
function issuesIn({ closing, references }: LinkSources): IssueFacts[] {
  const linked = isUnavailable(closing) ? [] : closing.map(({ issue }) => issue);
  const read = Object.values(references).filter(isIssue);
  return [...linked, ...read].flatMap((issue) => [issue, ...issue.ancestors]);
}

function isIssue(read: ReadReference): read is IssueFacts {
  return read !== 'pull-request' && !isUnavailable(read);
}

function settleLabels(sources: LinkSources, permissions: KnownPermissions): LinkSources {
  const settle = (issue: IssueFacts): IssueFacts => ({
    ...issue,
    ancestors: issue.ancestors.map(settle),
    labels: issue.labels.map((label) => {
      if (label.setterMayTriage !== undefined || !label.setBy) return label;
      const known = permissions.get(permissionKey(issue.repository.nameWithOwner, label.setBy.login));
      return known === undefined ? label : { ...label, setterMayTriage: known };
    }),
  });
  const { closing } = sources;
  const references = Object.entries(sources.references).map(([key, read]) => [
    key,
    isIssue(read) ? settle(read) : read,
  ]);
  return {
    ...sources,
    closing: isUnavailable(closing) ? closing : closing.map((node) => ({ ...node, issue: settle(node.issue) })),
    references: Object.fromEntries(references),
  };
}
