/** What merged, classified a page at a time: what several of them hang on is read for all at once. */
import { isTrackedBranch } from '#core/branches.ts';
import { claimedRevert } from '#core/classes/claimed-revert.ts';
import type { Classification, PullRequestClass } from '#core/classes/class.ts';
import { handsOf } from '#core/classes/class-facts.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { isSameRepository, type RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { LinkSources, ReadReference } from '#core/links/link.ts';
import { type IssueTarget, MAX_TARGETS, referenceKey } from '#core/links/targets.ts';
import type { BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { QueryError } from '../client.ts';
import { Unreachable } from '../errors.ts';
import type { PageItem } from './backfill-pages.ts';
import { withHistoryOf } from './label-history.ts';
import {
  classOf,
  factsFromPage,
  isOnOwnPart,
  linkSourcesOf,
  type PageContext,
  type Sources,
  withWhatDecides,
} from './page-item.ts';
import { readReferences } from './references.ts';
import { readManyReverted } from './reverted.ts';

export interface ClassifiedPullRequest {
  readonly pullRequest: PullRequestFacts;
  readonly classification: Classification;
  /** With all that its text names, where that was read. */
  readonly sources: LinkSources;
  /** Numbers of the issues of its own repository that it links to, whether or not they decide. */
  readonly issues: readonly number[];
}

/** Beside it what was read for other pages: issues that texts name, by the key of the reference. */
export interface LedgerPageContext extends PageContext {
  readonly references: Map<string, ReadReference>;
  readonly reverts: NonNullable<PageContext['reverts']>;
  /** Issues that are wanted beside those that texts name. */
  readonly alsoNamed?: readonly IssueTarget[];
  /** How many issues one query reads; as many as one text may name unless given. */
  readonly namedAtOnce?: number;
}

/**
 * Classified to the end: whatever beyond the page could decide is read, what texts name for all of them at once. Those
 * whose base is no branch that the configuration looks at are left out. Throws a `GitHubError`, for part of an answer, too.
 */
export async function classifyPage(
  items: readonly PageItem<BackfillPullRequestAnswer>[],
  errors: readonly QueryError[],
  context: LedgerPageContext,
): Promise<readonly ClassifiedPullRequest[]> {
  const { config } = context.config;
  const { github, repository, ourLogin } = context;
  const hands = handsOf({ config, ourLogin });
  const known: KnownPullRequest[] = [];
  for (const { answer, path } of items) {
    if (!isTrackedBranch(answer.baseRefName, config, repository.defaultBranch)) continue;
    if (errors.some((error) => isOnOwnPart(error, path))) throw onlyPart(answer.number);
    const facts = factsFromPage(answer, context);
    const pullRequest = await withHistoryOf(config.debt.label, facts, answer.timelineItems, repository, github, hands);
    known.push({ pullRequest, sources: await linkSourcesOf(answer, pullRequest, path, errors, context) });
  }
  await readNamed([...known.flatMap((one) => namedBy(one, context)), ...(context.alsoNamed ?? [])], context);
  const { references } = context;
  const read = Object.fromEntries(references);
  const whole = known.map(({ pullRequest, sources }) => {
    const named = { ...sources, parsed: sources.inText, references: read };
    const isRead = sources.othersInText.every((target) => references.has(referenceKey(target)));
    return { pullRequest, sources: isRead ? named : sources };
  });
  await readReverts(whole, context);
  const classified: ClassifiedPullRequest[] = [];
  for (const { pullRequest: facts, sources } of whole) {
    const { pullRequest, found } = await withWhatDecides(facts, sources, context, OPEN);
    // It might be another class a moment later; what nobody may see stays unseen, and counts as what is known.
    const isPassing = found.unread.some(({ reason }) => reason === 'unreachable');
    if (isPassing || found.isUnverified === true) throw onlyPart(facts.number);
    classified.push({ pullRequest, classification: found, sources, issues: issuesIn(sources, repository) });
  }
  return classified;
}

function issuesIn({ inText, closing }: Sources, own: RepositoryRef): readonly number[] {
  const listed = closing.flatMap((one) =>
    isUnavailable(one) ? [] : { ...one.issue.repository, number: one.issue.number },
  );
  const named = inText.found.flatMap(({ target }) => (target.kind === 'issue' ? target : []));
  return [...new Set([...listed, ...named].flatMap((one) => (isSameRepository(one, own) ? one.number : [])))];
}

function onlyPart(number: number): Unreachable {
  return new Unreachable(`GitHub told only a part of pull request #${number}`);
}

/** Classes that something else may turn into another. */
const OPEN: readonly PullRequestClass[] = ['debt', 'other'];

interface KnownPullRequest {
  readonly pullRequest: PullRequestFacts;
  readonly sources: Sources;
}

function isOpen({ pullRequest, sources }: KnownPullRequest, context: PageContext): boolean {
  return OPEN.includes(classOf(pullRequest, sources, context).class);
}

/** What a text names beyond GitHub's list, where that could make it another class. */
function namedBy(one: KnownPullRequest, context: PageContext): readonly IssueTarget[] {
  const { othersInText } = one.sources;
  return othersInText.length > 0 && isOpen(one, context) ? othersInText : [];
}

/** What they say they revert, and where they touch more than is known the reverts themselves. */
async function readReverts(known: readonly KnownPullRequest[], context: LedgerPageContext): Promise<void> {
  const { github, repository, config, reverts } = context;
  if (!config.config.expedite.reverts) return;
  const wanted = known.flatMap((one) => {
    const { files, number } = one.pullRequest;
    const claim = claimedRevert(one.pullRequest, repository);
    if (claim === null || !isOpen(one, context)) return [];
    return files.isComplete ? [claim] : [claim, number];
  });
  const open = [...new Set(wanted)].filter((number) => !reverts.has(number));
  for (const [number, found] of await readManyReverted(github, repository, open)) reverts.set(number, found);
}

/** The same objective is named by many, and read once. */
async function readNamed(targets: readonly IssueTarget[], context: LedgerPageContext): Promise<void> {
  const { references, config, namedAtOnce = MAX_TARGETS } = context;
  const byKey = new Map(targets.map((target) => [referenceKey(target), target]));
  const open = [...byKey].filter(([key]) => !references.has(key)).map(([, target]) => target);
  const reading = { trustedApps: config.config['trusted-apps'], olderLabellings: new Map<string, string | null>() };
  for (let start = 0; start < open.length; start += namedAtOnce) {
    const some = open.slice(start, start + namedAtOnce);
    const read = await readReferences({ context, facts: context }, some, reading, null);
    for (const [key, found] of Object.entries(read.references)) references.set(key, found);
  }
}
