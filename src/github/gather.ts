/**
 * Everything that a verdict on one pull request needs, read from GitHub: one query, and a second one only when the text
 * names something that GitHub did not list, or when nothing links and the author needs suggestions.
 */
import { isTrackedBranch } from '#core/classify.ts';
import { CONFIG_PATH, type ResolvedConfig } from '#core/config/config.ts';
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { GatheredFacts } from '#core/evaluate.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { ConfigCommitAnswer, PullRequestQueryAnswer, SharedHeadAnswer } from './answers.ts';
import type { GitHubClient, QueryError } from './client.ts';
import { type ConfigSources, configSources, readConfig, readHeadConfig } from './config-file.ts';
import { pullRequestDocument, SHARED_HEAD_DOCUMENT } from './documents.ts';
import { Forbidden, Unreachable } from './errors.ts';
import { couldAllMatch, readFiles } from './gather/files.ts';
import { type HostCapabilities, queryVariant } from './gather/host.ts';
import { nodesOf } from './gather/issue.ts';
import { gatherLinks } from './gather/links.ts';
import type { PermissionCache } from './gather/permissions.ts';
import { toCheckRuns, toPullRequest, toRepository } from './gather/pull-request.ts';

/** What reading GitHub takes besides the pull request's place. */
export interface GatherContext {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
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
}

export type Gathered =
  | { readonly kind: 'nothing'; readonly why: 'no-config' | 'untracked-base' | 'closed' | 'archived' | 'not-found' }
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

export async function gatherPullRequest(target: GatherTarget, context: GatherContext): Promise<Gathered> {
  const { github, host, appId } = context;
  const answer = await queryVariant<PullRequestQueryAnswer>(github, host, pullRequestDocument, {
    owner: target.repository.owner,
    name: target.repository.name,
    number: target.number,
    configPath: CONFIG_PATH,
    appId,
    ...(target.headRef !== null && { headRef: target.headRef, withHeadRef: true }),
  });
  const repositoryAnswer = answer.data?.repository ?? null;
  const pullRequestAnswer = repositoryAnswer?.pullRequest ?? null;
  if (repositoryAnswer === null || pullRequestAnswer === null) return nothingAt(answer.errors);

  const repository = toRepository(repositoryAnswer);
  if (repository.isArchived) return { kind: 'nothing', why: 'archived' };
  const sources = configSources(answer.data, answer.errors);
  const config = await readConfig(github, repository, sources);
  const pullRequest = toPullRequest(pullRequestAnswer, config.config['trusted-apps']);
  const commit = nodesOf(pullRequestAnswer.head)[0]?.commit;
  const configChange = await readConfigChange(context, target, pullRequest, sources, commit);

  const why = outOfScope(target, pullRequest, config, repository.defaultBranch, context);
  // The one exception to silence: the pull request that brings the file gets to know whether it is valid.
  if (why !== null && !(configChange !== null && why === 'no-config')) return { kind: 'nothing', why };

  const links = await gatherLinks({
    context,
    repository,
    pullRequest,
    config: config.config,
    answer: pullRequestAnswer,
    errors: answer.errors,
  });
  return {
    kind: 'facts',
    facts: {
      now: context.now,
      repository,
      pullRequest: await withAllFiles(context, target, pullRequest, config),
      linkSources: links,
      config,
      touchesOnlyConfig: pullRequest.files.total === 1 && pullRequest.files.paths[0] === CONFIG_PATH,
    },
    existing: toCheckRuns(pullRequest.headOid, commit),
    sharing: await sharingHead(context, target, pullRequest, repositoryAnswer),
    configChange,
    isGoverned: why === null,
  };
}

/** Nothing there is one thing; no answer about it is another, and never the same. */
function nothingAt(errors: readonly QueryError[]): Gathered {
  const decisive = errors.filter(({ path }) => path.length === 0 || path[0] === 'repository');
  if (decisive.length > 0 && decisive.every(({ type }) => type === 'NOT_FOUND'))
    return { kind: 'nothing', why: 'not-found' };
  if (decisive.some(({ type }) => type === 'FORBIDDEN'))
    throw new Forbidden('GitHub refused to show the pull request.', null);
  throw new Unreachable(
    `GitHub gave no answer about the pull request: ${errors.map(({ type }) => type).join(', ') || 'empty'}`,
  );
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

/** The list of files is read to its end only where a path rule could still decide. */
async function withAllFiles(
  { github }: GatherContext,
  { repository, number }: GatherTarget,
  pullRequest: PullRequestFacts,
  { config }: ResolvedConfig,
): Promise<PullRequestFacts> {
  const { files } = pullRequest;
  const globs = config.guardrails['linked-objective'].skip.paths;
  if (files.isComplete || !couldAllMatch(files, globs)) return pullRequest;
  const all = await readFiles(
    github,
    repository,
    number,
    files.total,
    (path) => !couldAllMatch({ ...files, paths: [path] }, globs),
  );
  return { ...pullRequest, files: all };
}

/** Whether the pull request touches the configuration file, and what would rule after the merge. */
async function readConfigChange(
  { github }: GatherContext,
  { repository, number }: GatherTarget,
  { files }: PullRequestFacts,
  sources: ConfigSources,
  commit: ConfigCommitAnswer | undefined,
): Promise<ConfigChange | null> {
  const head = commit?.file ?? null;
  // Equal contents on both sides: whatever the list of files says, nothing would change.
  if (commit === undefined || (head?.oid ?? null) === sources.committedOid) return null;
  const isTouched = (path: string) => path === CONFIG_PATH;
  let isListed = files.paths.some(isTouched);
  // A head that is behind its base differs as well; only the list of files tells the two apart.
  if (!isListed && !files.isComplete) {
    isListed = (await readFiles(github, repository, number, files.total, isTouched)).paths.some(isTouched);
  }
  if (!isListed) return null;
  return { resolved: head === null ? null : await readHeadConfig(repository, sources, commit) };
}

/** Other open pull requests with the same head commit: on a branch of the same name, in this repository or a fork. */
async function sharingHead(
  { github }: GatherContext,
  { repository, headRef }: GatherTarget,
  pullRequest: PullRequestFacts,
  answer: NonNullable<PullRequestQueryAnswer['repository']>,
): Promise<number[]> {
  let sharing = answer.sharing;
  if (headRef !== pullRequest.headRef) {
    const found = await github.query<SharedHeadAnswer>(SHARED_HEAD_DOCUMENT, {
      owner: repository.owner,
      name: repository.name,
      headRef: pullRequest.headRef,
    });
    if (found.data?.repository?.pullRequests === undefined)
      throw new Unreachable('GitHub gave no answer about shared heads');
    sharing = found.data.repository.pullRequests;
  }
  return nodesOf(sharing)
    .filter(({ number, headRefOid }) => headRefOid === pullRequest.headOid && number !== pullRequest.number)
    .map(({ number }) => number);
}
