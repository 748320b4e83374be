/** Reads what changed in a repository since a date, and decides for each pull request and issue about its debt label. */
import type { Config, ConfigOrigin, ResolvedConfig } from '#core/config/config.ts';
import type { BackfillItem } from '#core/effects/backfill.ts';
import { knowsOwnHand } from '#core/facts/label-history.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Unavailable } from '#core/facts/unavailable.ts';
import { startOfLocalDate } from '#core/time.ts';
import type { BackfillAnswer } from './backfill-answers.ts';
import type { GitHubClient, QueryAnswer } from './client.ts';
import { configSources, readConfig } from './config-file.ts';
import { Unreachable } from './errors.ts';
import { judgeIssue, judgePullRequest } from './gather/backfill-item.ts';
import { type BackfillStart, backfillPages } from './gather/backfill-pages.ts';
import type { HostCapabilities } from './gather/host.ts';
import { ownLogin } from './gather/own-login.ts';
import type { PageContext } from './gather/page-item.ts';
import { toRepository } from './gather/pull-request.ts';

export interface BackfillRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly repository: RepositoryRef;
  /** `YYYY-MM-DD`; it begins at its first instant in the configuration's time zone. */
  readonly since: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly onPage?: (readSoFar: number) => void;
}

export type Backfill =
  | { readonly kind: 'archived'; readonly nameWithOwner: string }
  /** Nobody knows what rules: the owner's file could not be read, or no version of it is valid. */
  | { readonly kind: 'no-rules'; readonly nameWithOwner: string; readonly unread: Unavailable }
  | BackfillPlan;

export interface BackfillPlan {
  readonly kind: 'plan';
  readonly nameWithOwner: string;
  /** Whose token it is, and whether that is a person, so that what it writes counts as that person's word. */
  readonly viewer: {
    readonly login: string;
    readonly isPerson: boolean;
    /** Whether the labels that we set can be told from those of other bots. */
    readonly knowsOwnLabels: boolean;
  };
  readonly config: Config;
  readonly origin: ConfigOrigin;
  /** The instant that the period begins with: ISO 8601, UTC. */
  readonly since: string;
  /** Newest change first, pull requests before issues. */
  readonly items: readonly BackfillItem[];
  /** Pull requests of the period into branches that the configuration does not look at. */
  readonly untracked: number;
  /** Items that GitHub left out of its answer. */
  readonly missing: number;
  readonly areIssuesRefused: boolean;
  /** GraphQL queries for pages, and the points of the hour's budget that they took. */
  readonly pages: number;
  readonly points: number;
  /** All that was asked of GitHub, the queries for pages included. */
  readonly requests: number;
}

/** Writes nothing. Throws a `GitHubError`. */
export async function planBackfill(given: BackfillRequest): Promise<Backfill> {
  const asked = counting(given.github);
  const request = { ...given, github: asked.client };
  const start: { told: First | null } = { told: null };
  const take = async (answer: QueryAnswer<BackfillAnswer>): Promise<BackfillStart | null> => {
    start.told = await readFirst(request, answer);
    if (start.told.kind !== 'goes-on') return null;
    const { since, context } = start.told;
    return { since, withFiles: context.config.config.debt.detect.paths.length > 0 };
  };

  // What changes while the pages are read moves to their front and may come twice.
  const pullRequests = new Map<number, BackfillItem | 'untracked'>();
  const issues = new Map<number, BackfillItem>();
  let missing = 0;
  let pages = 0;
  let points = 0;
  let areIssuesRefused = false;
  for await (const page of backfillPages(request, take)) {
    areIssuesRefused ||= page.areIssuesRefused;
    pages += 1;
    points += page.points;
    const { told } = start;
    if (told?.kind !== 'goes-on') continue;
    const { context } = told;
    for (const item of page.pullRequests) {
      const { number } = item.answer;
      if (!pullRequests.has(number)) pullRequests.set(number, await judgePullRequest(item, page.errors, context));
    }
    for (const item of page.issues) issues.set(item.answer.number, judgeIssue(item, page.errors, context));
    missing += page.missing;
    request.onPage?.(pullRequests.size + issues.size);
  }
  const { told } = start;
  if (told === null) throw new Error('a back-fill without a first page');
  if (told.kind !== 'goes-on') return told;
  const { context, viewer, since } = told;
  const tracked = [...pullRequests.values()].filter((item) => item !== 'untracked');
  return {
    kind: 'plan',
    nameWithOwner: context.repository.nameWithOwner,
    viewer,
    config: context.config.config,
    origin: context.config.origin,
    since,
    items: [...tracked, ...issues.values()],
    untracked: pullRequests.size - tracked.length,
    missing,
    areIssuesRefused,
    pages,
    points,
    requests: asked.requests(),
  };
}

function counting(github: GitHubClient): { readonly client: GitHubClient; readonly requests: () => number } {
  let requests = 0;
  return {
    client: {
      query(document, variables) {
        requests += 1;
        return github.query(document, variables);
      },
      request(route, parameters) {
        requests += 1;
        return github.request(route, parameters);
      },
    },
    requests: () => requests,
  };
}

type First =
  | Exclude<Backfill, BackfillPlan>
  | {
      readonly kind: 'goes-on';
      readonly context: PageContext;
      readonly viewer: BackfillPlan['viewer'];
      readonly since: string;
    };

/** The first page brings the repository, the rules and who we are. */
async function readFirst(
  { github, host, repository: asked, since, now }: BackfillRequest,
  { data, errors }: QueryAnswer<BackfillAnswer>,
): Promise<First> {
  const answer = data?.repository ?? null;
  const login = data?.viewer?.login ?? null;
  if (answer === null || login === null) throw new Unreachable('GitHub does not say whose token this is');
  const repository = toRepository(answer);
  const { nameWithOwner } = repository;
  if (repository.isArchived) return { kind: 'archived', nameWithOwner };
  const config: ResolvedConfig = await readConfig(github, asked, configSources(data, errors));
  if (config.ownerUnreadable !== null) return { kind: 'no-rules', nameWithOwner, unread: config.ownerUnreadable };
  const ourLogin = ownLogin(data?.viewer);
  return {
    kind: 'goes-on',
    context: { github, host, now, repository, config, ourLogin },
    viewer: { login, isPerson: ourLogin === null, knowsOwnLabels: knowsOwnHand(ourLogin) },
    since: startOfLocalDate(since, config.config.timezone),
  };
}
