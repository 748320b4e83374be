/** A pull request of a page, classified as the pipeline classifies it alone. */
import { claimedRevert } from '#core/classes/claimed-revert.ts';
import type { Classification, PullRequestClass } from '#core/classes/class.ts';
import type { ClassFacts } from '#core/classes/class-facts.ts';
import { classify } from '#core/classes/classify.ts';
import type { ResolvedConfig } from '#core/config/config.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import type { ClaimedRevert } from '#core/facts/reverted.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { matchesAny } from '#core/globs/matches.ts';
import { judgeLinks } from '#core/links/judge.ts';
import type { LinkSources } from '#core/links/link.ts';
import { type IssueTarget, referenceKey, targetsToRead } from '#core/links/targets.ts';
import type { BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { GitHubClient, QueryError } from '../client.ts';
import { readClosing } from './closing.ts';
import { couldAllMatch, readFiles } from './files.ts';
import type { HostCapabilities } from './host.ts';
import { nodesOf } from './issue.ts';
import { parseLinks } from './links.ts';
import { toPullRequest } from './pull-request.ts';
import { readReverted } from './reverted.ts';

/** What all pull requests of a page are classified by. */
export interface PageContext {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly repository: RepositoryFacts;
  readonly config: ResolvedConfig;
  /** Our own login without `[bot]`, lower case; null when we act under a person's token. */
  readonly ourLogin: string | null;
  /** Pull requests that were read for all of a page at once: reverts, and what they say they revert. */
  readonly reverts?: Map<number, ClaimedRevert['found']>;
}

export function factsFromPage(
  answer: BackfillPullRequestAnswer,
  { config }: Pick<PageContext, 'config'>,
): PullRequestFacts {
  const files = answer.files ?? { totalCount: answer.changedFiles, nodes: [] };
  return toPullRequest({ ...answer, files }, config.config['trusted-apps']);
}

/** Of linked issues each says for itself what it lacks. */
export function isOnOwnPart(error: QueryError, path: readonly (string | number)[]): boolean {
  return isBelow(error, path) && !LINK_LISTS.has(String(error.path[path.length]));
}

function isBelow({ path: at }: QueryError, path: readonly (string | number)[]): boolean {
  return path.every((step, index) => at[index] === step);
}

const LINK_LISTS: ReadonlySet<string> = new Set(['closingIssuesReferences', 'userLinked']);

export interface Sources extends LinkSources {
  /** What the text names and GitHub does not list. It does not come with the page, and is not in `parsed`. */
  readonly othersInText: readonly IssueTarget[];
  /** All that the text names. */
  readonly inText: LinkSources['parsed'];
  /** The first files, where GraphQL tells of no rename among them. */
  readonly heldFiles: readonly string[];
}

export const NO_LINKS: Sources = {
  parsed: { found: [], rejected: [] },
  closing: [],
  references: {},
  openObjectives: null,
  othersInText: [],
  inText: { found: [], rejected: [] },
  heldFiles: [],
};

/** Where closing references stand in the answer about one pull request. */
const AT = ['repository', 'pullRequest'] as const;

/** GitHub's own links, those beyond the page in so many more queries, and of what the text names as much as stands among them. */
export async function linkSourcesOf(
  answer: BackfillPullRequestAnswer,
  pullRequest: PullRequestFacts,
  path: readonly (string | number)[],
  errors: readonly QueryError[],
  context: PageContext,
  furtherPages?: number,
): Promise<Sources> {
  const { repository, config } = context;
  const own = errors.map((error) =>
    isBelow(error, path) ? { ...error, path: [...AT, ...error.path.slice(path.length)] } : error,
  );
  const closing = await readClosing(
    { context, facts: { repository, pullRequest }, answer, errors: own },
    { trustedApps: config.config['trusted-apps'], olderLabellings: new Map() },
    furtherPages,
  );
  const inText = parseLinks({ pullRequest, repository, config });
  const othersInText = targetsToRead(inText, closing);
  const others = new Set(othersInText.map(referenceKey));
  const isRenamed = nodesOf(answer.files).some(({ changeType }) => changeType === 'RENAMED');
  return {
    parsed: { ...inText, found: inText.found.filter(({ target }) => !others.has(referenceKey(target))) },
    closing,
    references: {},
    openObjectives: null,
    othersInText,
    inText,
    heldFiles: isRenamed ? [] : pullRequest.files.paths,
  };
}

export function classOf(
  pullRequest: PullRequestFacts,
  sources: LinkSources,
  context: PageContext,
  more: Partial<ClassFacts> = {},
): Classification {
  const { now, repository, ourLogin } = context;
  const { config } = context.config;
  const { issues, unreadLinks } = judgeLinks({ now, repository, pullRequest, sources, config });
  return classify({
    pullRequest,
    defaultBranch: repository.defaultBranch,
    config,
    ourLogin,
    linked: issues,
    reverted: null,
    unreadLinks,
    ...more,
  });
}

/** What does not come with the page, read only where one of `open` classes hangs on it: a revert, a long list of files. */
export async function withWhatDecides(
  known: PullRequestFacts,
  sources: Sources,
  context: PageContext,
  open: readonly PullRequestClass[],
): Promise<{ readonly pullRequest: PullRequestFacts; readonly found: Classification }> {
  const { github, repository } = context;
  const { debt, expedite } = context.config.config;
  let pullRequest = known;
  let found = classOf(pullRequest, sources, context);
  const withAllFiles = async (isEnough: (path: string) => boolean = () => false) => {
    const { files, number } = pullRequest;
    if (files.isComplete) return pullRequest;
    const all = await readFiles(github, repository, number, files.total, isEnough, sources.heldFiles);
    return { ...pullRequest, files: all };
  };
  if (found.class === 'other' && couldAllMatch(pullRequest.files, debt.detect.paths)) {
    pullRequest = await withAllFiles((path) => !matchesAny(debt.detect.paths, path));
    found = classOf(pullRequest, sources, context);
  }
  const claim = expedite.reverts && open.includes(found.class) ? claimedRevert(pullRequest, repository) : null;
  if (claim === null) return { pullRequest, found };
  const read = context.reverts?.get(claim);
  const reverted = read === undefined ? await readReverted(github, repository, claim) : { number: claim, found: read };
  if (!isUnavailable(reverted.found) && reverted.found.mergedAt !== null) {
    const own = context.reverts?.get(pullRequest.number);
    if (own !== undefined && !isUnavailable(own)) pullRequest = { ...pullRequest, files: own.files };
    pullRequest = await withAllFiles();
  }
  return { pullRequest, found: classOf(pullRequest, sources, context, { reverted }) };
}
