/** Both sources of links, and what they lead to. */
import type { ResolvedConfig } from '#core/config/config.ts';
import { evaluate } from '#core/evaluate.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { type Unavailable, type UnavailableReason, unavailable } from '#core/facts/unavailable.ts';
import type { LinkSources } from '#core/links/link.ts';
import { parseReferences } from '#core/links/parse.ts';
import { targetsToRead } from '#core/links/targets.ts';
import type { Outcome } from '#core/verdict.ts';
import type { PullRequestAnswer } from '../answers.ts';
import type { QueryError } from '../client.ts';
import type { GatherContext } from '../gather.ts';
import { readClosing } from './closing.ts';
import { hasGap } from './issue.ts';
import { lostReason } from './lost.ts';
import { readReferences } from './references.ts';
import { withSetters, withSuggestedSetters } from './setters.ts';

export interface LinkRequest {
  readonly context: GatherContext;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly config: ResolvedConfig;
  readonly touchesOnlyConfig: boolean;
  readonly answer: PullRequestAnswer;
  readonly errors: readonly QueryError[];
}

/**
 * Reads no more than the verdict needs: nothing beyond the first query when that decides already, else one more for what
 * the text names and GitHub did not list, with the suggestions riding along; and who set a label only where that decides.
 */
export async function gatherLinks(request: LinkRequest): Promise<LinkSources> {
  const reading = {
    trustedApps: request.config.config['trusted-apps'],
    olderLabellings: new Map<string, string | null>(),
  };
  const differ = (a: LinkSources, b: LinkSources) => String(outcomesOf(request, a)) !== String(outcomesOf(request, b));

  const parsed = parse(request);
  const closing = await readClosing(request, reading);
  const known: LinkSources = { parsed, closing, references: {}, openObjectives: null };
  const unread = unreadOfPullRequest(request, known);
  const listed = await withSetters(request, { ...known, unread }, reading, differ);
  if (isDecided(outcomesOf(request, listed))) return listed;

  const read = await readReferences(request, targetsToRead(parsed, closing), reading);
  const named = await withSetters(request, { ...listed, ...read }, reading, differ);
  return isDecided(outcomesOf(request, named)) ? named : withSuggestedSetters(request, named);
}

function parse({ pullRequest, repository, config }: LinkRequest): LinkSources['parsed'] {
  const { body, title, headRef, labels } = pullRequest;
  const { objectives } = config.config;
  return parseReferences(
    { body, title, headRef, labels: labels.map(({ name }) => name) },
    {
      repository,
      host: new URL(pullRequest.url).host,
      trailers: objectives.trailers,
      branchPrefixes: objectives['branch-prefixes'],
      knownIds: Object.keys(objectives.known),
      externalPrefixes: objectives.external.map(({ prefix }) => prefix),
      accept: objectives.accept,
    },
  );
}

/** What every guardrail would say if no more were known. */
function outcomesOf(
  { context, repository, config, touchesOnlyConfig, ...request }: LinkRequest,
  linkSources: LinkSources,
  pullRequest = request.pullRequest,
): readonly Outcome[] {
  const facts = { now: context.now, repository, pullRequest, linkSources, config, touchesOnlyConfig };
  return evaluate(facts).verdict.guardrails.map(({ outcome }) => outcome);
}

function isDecided(outcomes: readonly Outcome[]): boolean {
  return outcomes.every((outcome) => outcome === 'pass' || outcome === 'not-applicable');
}

const AT = ['repository', 'pullRequest'] as const;

/** What of the pull request itself is missing, and could link it or let it pass. */
function unreadOfPullRequest(request: LinkRequest, known: LinkSources): readonly Unavailable[] {
  const { answer, errors, config, pullRequest } = request;
  const unread: Unavailable[] = [];
  const tell = (what: string, reason: UnavailableReason | null) => {
    if (reason !== null) unread.push(unavailable(`${what} of this pull request`, reason));
  };
  const lost = (field: 'labels' | 'milestone' | 'timelineItems') => lostReason(errors, [...AT, field], answer[field]);
  tell('the labels', lost('labels') ?? (hasGap(answer.labels) ? 'unreachable' : null));
  if (config.config.objectives.accept.includes('milestone')) tell('the milestone', lost('milestone'));
  const setters = lost('timelineItems') ?? (hasGap(answer.timelineItems ?? null) ? 'unreachable' : null);
  if (setters !== null) {
    const labels = pullRequest.labels.map((label) => ({ ...label, setterMayTriage: true }));
    const counted = outcomesOf(request, known, { ...pullRequest, labels });
    if (String(counted) !== String(outcomesOf(request, known))) tell('who set the labels', setters);
  }
  return unread;
}
