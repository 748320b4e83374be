/**
 * Everything that a verdict on one pull request needs, read from GitHub: one query, and a second one only when the text
 * names something that GitHub did not list, or when nothing links and the author needs suggestions.
 */
import { isTrackedBranch } from '#core/branches.ts';
import { CONFIG_PATH, type ResolvedConfig } from '#core/config/config.ts';
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { LeftOnHead } from '#core/effects/switched-off.ts';
import type { GatheredFacts } from '#core/evaluate.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { LinkSources } from '#core/links/link.ts';
import type { ConfigCommitAnswer, PullRequestQueryAnswer, SharedHeadAnswer, SharingAnswer } from './answers.ts';
import type { GitHubClient, QueryAnswer, QueryError } from './client.ts';
import type { ConfigCache } from './config-cache.ts';
import { type ConfigSources, configSources, readConfig, readHeadConfig } from './config-file.ts';
import { pullRequestDocument, SHARED_HEAD_DOCUMENT } from './documents.ts';
import { NotFound, Unreachable } from './errors.ts';
import { gatherCapacity, type LedgerCache } from './gather/capacity.ts';
import { readFiles } from './gather/files.ts';
import { type HostCapabilities, queryVariant } from './gather/host.ts';
import { nodesOf } from './gather/issue.ts';
import type { OlderEventsCache } from './gather/label-history.ts';
import { gatherLinks } from './gather/links.ts';
import { lostAnswer } from './gather/lost.ts';
import { ownLogin } from './gather/own-login.ts';
import type { PermissionCache } from './gather/permissions.ts';
import { toCheckRuns, toPullRequest, toRepository } from './gather/pull-request.ts';
import { isExempt, withWhatDecides } from './gather/what-decides.ts';

/** What reading GitHub takes besides the pull request's place. */
export interface GatherContext {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
  readonly configs?: ConfigCache;
  readonly ledgers?: LedgerCache;
  readonly olderEvents?: OlderEventsCache;
  readonly appId: number | null;
  readonly now: string;
  /** The same instant in milliseconds since 1970, for what is kept in memory. */
  readonly nowMs: number;
  readonly withoutConfig: 'silence' | 'defaults';
}

export interface GatherTarget {
  readonly repository: RepositoryRef;
  readonly number: number;
  /** Null where the trigger does not know it: costs one more read. */
  readonly headRef: string | null;
  /** Evaluate it although it is closed or merged. */
  readonly closedToo: boolean;
  /** Whether others on its head commit are wanted; false where they are known already. */
  readonly findSharing: boolean;
  /** Whether others are judged by what was gathered for it, as those behind it in a merge group are. */
  readonly isForOthers?: boolean;
}

/** The answer to a pull request's first query. */
export interface PullRequestReading extends QueryAnswer<PullRequestQueryAnswer> {
  /** The branch for which `sharing` was asked; null where it was not. */
  readonly headRef: string | null;
}

export type Gathered =
  | {
      readonly kind: 'nothing';
      readonly why: 'no-config' | 'untracked-base' | 'closed' | 'archived' | 'not-found';
      /** Where no file rules (any more): what may be left from when one did. */
      readonly left?: LeftOnHead;
    }
  | {
      readonly kind: 'facts';
      readonly facts: GatheredFacts;
      readonly existing: readonly ExistingCheckRun[];
      /** Other open pull requests on the same head commit. */
      readonly sharing: readonly number[];
      /** Set when the pull request touches the configuration file; `resolved` is null when it removes it. */
      readonly configChange: ConfigChange | null;
      /** False where only the configuration file itself is looked at: the pull request that brings it. */
      readonly isGoverned: boolean;
    };

export interface ConfigChange {
  /** What would rule after the merge; null when the pull request removes the file. */
  readonly resolved: ResolvedConfig | null;
}

/** `known` is the first answer where it was read along with others. */
export async function gatherPullRequest(
  target: GatherTarget,
  context: GatherContext,
  known?: PullRequestReading,
): Promise<Gathered> {
  const answer = known ?? (await readPullRequest(target, context));
  const { github } = context;
  const repositoryAnswer = answer.data?.repository ?? null;
  const pullRequestAnswer = repositoryAnswer?.pullRequest ?? null;
  if (repositoryAnswer === null || pullRequestAnswer === null) return nothingAt(answer.errors);

  const repository = toRepository(repositoryAnswer);
  if (repository.isArchived) return { kind: 'nothing', why: 'archived' };
  const sources = configSources(answer.data, answer.errors);
  const config = await readConfig(github, repository, sources, context.configs);
  const pullRequest = toPullRequest(pullRequestAnswer, config.config['trusted-apps']);
  const commit = nodesOf(pullRequestAnswer.head)[0]?.commit;
  // Right after a push GitHub's list of commits may still end at the old one, with the old one's checks.
  if (commit?.oid !== pullRequest.headOid) throw new Unreachable('GitHub does not show the head commit yet');

  const why = outOfScope(target, pullRequest, config, repository.defaultBranch, context);
  if (why !== null && why !== 'no-config') return { kind: 'nothing', why };
  const configChange = await readConfigChange(context, target, pullRequest, sources, commit);
  // The one exception to silence: the pull request that brings the file gets to know whether it is valid.
  const existing = toCheckRuns(pullRequest.headOid, commit);
  if (why !== null && configChange === null)
    return { kind: 'nothing', why, left: { existing, facts: [{ facts: { config, pullRequest } }] } };

  const isGoverned = why === null;
  const ourLogin = ownLogin(answer.data?.viewer);
  const touchesOnlyConfig =
    pullRequest.files.isComplete && pullRequest.files.paths.every((path) => path === CONFIG_PATH);
  const facts: Omit<GatheredFacts, 'linkSources'> = {
    now: context.now,
    repository,
    pullRequest,
    config,
    ourLogin,
    reverted: null,
    capacity: null,
    touchesOnlyConfig,
  };
  const request = { context, facts, answer: pullRequestAnswer, errors: answer.errors };
  const decided = isGoverned ? await withWhatDecides(request, context.olderEvents) : facts;
  const url = pageOf(pullRequest);
  const isWeighed = isGoverned && (target.isForOthers === true || !isExempt(decided));
  const capacity = isWeighed ? await gatherCapacity({ context, repository, config, url, ourLogin }) : null;
  const whole = { ...decided, capacity };
  return {
    kind: 'facts',
    facts: { ...whole, linkSources: isGoverned ? await gatherLinks({ ...request, facts: whole }) : NO_LINKS },
    existing,
    sharing: target.findSharing ? await sharingHead(context, target, pullRequest, answer) : [],
    configChange,
    isGoverned,
  };
}

async function readPullRequest(
  { repository: { owner, name }, number, headRef, findSharing }: GatherTarget,
  { github, host, appId }: GatherContext,
): Promise<PullRequestReading> {
  const asked = findSharing ? headRef : null;
  const answer = await queryVariant<PullRequestQueryAnswer>(github, host, pullRequestDocument, {
    owner,
    name,
    number,
    configPath: CONFIG_PATH,
    appId,
    ...(asked !== null && { headRef: asked, withHeadRef: true }),
  });
  return { ...answer, headRef: asked };
}

/** The page of the repository that a pull request is in. */
function pageOf({ url }: PullRequestFacts): string {
  return url.replace(/\/pull\/\d+$/, '');
}

/** Where no rule is asked. */
const NO_LINKS: LinkSources = {
  parsed: { found: [], rejected: [] },
  closing: [],
  references: {},
  openObjectives: null,
};

/** Nothing there is one thing; no answer about it is another, and never the same. */
function nothingAt(errors: readonly QueryError[]): Gathered {
  const lost = lostAnswer(errors, 'the pull request');
  if (lost instanceof NotFound) return { kind: 'nothing', why: 'not-found' };
  throw lost;
}

function outOfScope(
  target: GatherTarget,
  pullRequest: PullRequestFacts,
  config: ResolvedConfig,
  defaultBranch: string | null,
  { withoutConfig }: GatherContext,
): 'closed' | 'no-config' | 'untracked-base' | null {
  if (pullRequest.state !== 'OPEN' && !target.closedToo) return 'closed';
  if (!config.isGoverned && withoutConfig === 'silence') return 'no-config';
  if (!isTrackedBranch(pullRequest.baseRef, config.config, defaultBranch)) return 'untracked-base';
  return null;
}

/** Whether the pull request touches the configuration file, and what would rule after the merge. */
async function readConfigChange(
  { github }: GatherContext,
  { repository, number }: GatherTarget,
  { files }: PullRequestFacts,
  sources: ConfigSources,
  commit: ConfigCommitAnswer,
): Promise<ConfigChange | null> {
  const head = commit.file ?? null;
  // Equal contents on both sides: whatever the list of files says, nothing would change.
  if ((head?.oid ?? null) === sources.committedOid) return null;
  const isTouched = (path: string) => path === CONFIG_PATH;
  let isListed = files.paths.some(isTouched);
  // A head that is behind its base differs as well; only the list of files tells the two apart.
  if (!isListed && !files.isComplete) {
    isListed = (await readFiles(github, repository, number, files.total, isTouched)).paths.some(isTouched);
  }
  if (!isListed) return null;
  return { resolved: head === null ? null : await readHeadConfig(github, repository, sources, commit) };
}

/**
 * Other open pull requests with the same head commit: from a branch of the same name, in this repository or a fork. GitHub
 * has no list by commit for forks, and web edits call every fork's branch `patch-1`, so all pages are read.
 */
async function sharingHead(
  { github }: GatherContext,
  { repository }: GatherTarget,
  pullRequest: PullRequestFacts,
  { headRef, data }: PullRequestReading,
): Promise<number[]> {
  let page = headRef === pullRequest.headRef ? data?.repository?.sharing : undefined;
  const sharing: number[] = [];
  for (let after: string | null = null; ; ) {
    page ??= await readSharing(github, repository, pullRequest.headRef, after);
    // One that is not told could be the one that fails.
    if (page?.nodes == null || page.nodes.includes(null))
      throw new Unreachable('GitHub gave no answer about shared heads');
    for (const { number, headRefOid } of nodesOf(page)) {
      if (headRefOid === pullRequest.headOid && number !== pullRequest.number) sharing.push(number);
    }
    if (!page.pageInfo.hasNextPage) return sharing;
    after = page.pageInfo.endCursor;
    page = undefined;
  }
}

async function readSharing(
  github: GitHubClient,
  { owner, name }: RepositoryRef,
  headRef: string,
  after: string | null,
): Promise<SharingAnswer | null> {
  const variables = { owner, name, headRef, after };
  const { data } = await github.query<SharedHeadAnswer>(SHARED_HEAD_DOCUMENT, variables);
  return data?.repository?.pullRequests ?? null;
}
