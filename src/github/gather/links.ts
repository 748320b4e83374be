/** Both sources of links, and what they lead to. */
import type { PullRequestClass } from '#core/classes/class.ts';
import { evaluate, type GatheredFacts } from '#core/evaluate.ts';
import { type Unavailable, type UnavailableReason, unavailable } from '#core/facts/unavailable.ts';
import type { LinkSources } from '#core/links/link.ts';
import { parseReferences } from '#core/links/parse.ts';
import { targetsToRead } from '#core/links/targets.ts';
import { RULES } from '#core/rules/index.ts';
import { isUnmet, type Outcome } from '#core/verdict.ts';
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
  /** All that is known beside the links. */
  readonly facts: Omit<GatheredFacts, 'linkSources'>;
  readonly answer: PullRequestAnswer;
  readonly errors: readonly QueryError[];
}

/**
 * Reads no more than the verdict needs: nothing beyond the first query when that decides already, else one more for what
 * the text names and GitHub did not list, with the suggestions riding along; and who set a label only where that decides.
 */
export async function gatherLinks(request: LinkRequest): Promise<LinkSources> {
  const reading = {
    trustedApps: request.facts.config.config['trusted-apps'],
    olderLabellings: new Map<string, string | null>(),
  };
  const differ = (a: LinkSources, b: LinkSources) => isDifferent(whatFollows(request, a), whatFollows(request, b));

  const parsed = parseLinks(request.facts);
  const closing = await readClosing(request, reading);
  const known: LinkSources = { parsed, closing, references: {}, openObjectives: null };
  const unread = unreadOfPullRequest(request, known);
  const listed = await withSetters(request, { ...known, unread }, reading, differ);
  const first = whatFollows(request, listed);
  const targets = targetsToRead(parsed, closing);
  const isPassing = first.isDecided;
  // What passes anyway may still be debt by what it names.
  if (isPassing && (targets.length === 0 || first.class === 'excluded' || first.class === 'expedite')) return listed;

  const read = await readReferences(request, targets, reading, isPassing ? null : request.facts.pullRequest.id);
  const named = await withSetters(request, { ...listed, ...read }, reading, differ);
  return whatFollows(request, named).isDecided ? named : withSuggestedSetters(request, named);
}

/** What the first answer alone tells of them. */
export async function linksInAnswer(request: LinkRequest): Promise<LinkSources> {
  const trustedApps = request.facts.config.config['trusted-apps'];
  const closing = await readClosing(request, { trustedApps, olderLabellings: new Map() }, 0);
  return { parsed: parseLinks(request.facts), closing, references: {}, openObjectives: null };
}

export function parseLinks({
  pullRequest,
  repository,
  config,
}: Pick<GatheredFacts, 'pullRequest' | 'repository' | 'config'>): LinkSources['parsed'] {
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

interface Consequence {
  readonly class: PullRequestClass;
  readonly outcomes: readonly Outcome[];
  /** No other link could make it any better: what the sprint decides hangs on the class alone. */
  readonly isDecided: boolean;
}

const OF_THE_SPRINT: ReadonlySet<string> = new Set(
  RULES.filter(({ check }) => check === 'leadership/debt').map(({ id }) => id),
);

/** What every guardrail would say, and what class it would be, if no more were known. */
function whatFollows({ facts }: LinkRequest, linkSources: LinkSources, pullRequest = facts.pullRequest): Consequence {
  const { guardrails, classification } = evaluate({ ...facts, pullRequest, linkSources }).verdict;
  return {
    class: classification.class,
    outcomes: guardrails.map(({ outcome }) => outcome),
    isDecided: guardrails.every((result) => OF_THE_SPRINT.has(result.rule) || !isUnmet(result)),
  };
}

function isDifferent(a: Consequence, b: Consequence): boolean {
  return a.class !== b.class || String(a.outcomes) !== String(b.outcomes);
}

const AT = ['repository', 'pullRequest'] as const;

/** What of the pull request itself is missing, and could link it or let it pass. */
function unreadOfPullRequest(request: LinkRequest, known: LinkSources): readonly Unavailable[] {
  const { answer, errors, facts } = request;
  const { config, pullRequest } = facts;
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
    const counted = whatFollows(request, known, { ...pullRequest, labels });
    if (isDifferent(counted, whatFollows(request, known))) tell('who set the labels', setters);
  }
  return unread;
}
