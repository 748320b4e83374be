/** Pages of a repository's pull requests and issues, the latest change first, back to a date. */
import { CONFIG_PATH } from '#core/config/config.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type {
  AheadAnswer,
  BackfillAnswer,
  BackfillIssueAnswer,
  BackfillPullRequestAnswer,
  ItemsAnswer,
} from '../backfill-answers.ts';
import { backfillDocument } from '../backfill-documents.ts';
import type { GitHubClient, QueryAnswer, QueryError } from '../client.ts';
import { Forbidden, NotFound, Unreachable } from '../errors.ts';
import { type HostCapabilities, queryVariant } from './host.ts';
import { nodesOf } from './issue.ts';

/** Items of each kind in one page (spec, budgets), and what is tried when GitHub gives no answer to as many. */
const PAGE_SIZES = [50, 25, 10] as const;

export interface PagesRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly repository: RepositoryRef;
}

/** An item that changed since the date, with the place where it stands in the answer. */
export interface PageItem<Answer> {
  readonly answer: Answer;
  readonly path: readonly (string | number)[];
}

export interface BackfillPage {
  readonly pullRequests: readonly PageItem<BackfillPullRequestAnswer>[];
  readonly issues: readonly PageItem<BackfillIssueAnswer>[];
  readonly errors: readonly QueryError[];
  /** Items that GitHub left out of the page without a word of what they are. */
  readonly missing: number;
  /** Whether GitHub refuses to show issues. */
  readonly areIssuesRefused: boolean;
  readonly points: number;
}

/** What the first page settles for all. */
export interface BackfillStart {
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Whether the files of pull requests matter. */
  readonly withFiles: boolean;
}

/**
 * One query a page of fifty of each kind. `start` is called with the first answer, which also brings the configuration;
 * null ends it there. Throws a `GitHubError`.
 */
export async function* backfillPages(
  request: PagesRequest,
  start: (first: QueryAnswer<BackfillAnswer>) => Promise<BackfillStart | null>,
): AsyncGenerator<BackfillPage> {
  let started: BackfillStart | null = null;
  let pullRequests: Cursor = { after: null, isOpen: true };
  let issues: Cursor = { after: null, isOpen: true };
  while (pullRequests.isOpen || issues.isOpen) {
    const { data, errors } = await readPage(request, pullRequests, issues, started);
    const repository = data?.repository ?? null;
    if (repository === null && issues.isOpen && refused(errors) === 'issues') {
      // GitHub takes the whole repository away with a list that must be there: the rest is asked for without it.
      issues = CLOSED;
      yield { ...EMPTY, areIssuesRefused: true };
      continue;
    }
    if (repository === null) throw lost(errors);
    started ??= await start({ data, errors });
    if (started === null) return;
    const { since } = started;
    const pulls = pullRequests.isOpen ? listed('pullRequests', repository.pullRequests, errors, since) : NONE;
    const found = issues.isOpen ? listed('issues', repository.issues, errors, since) : NONE;
    yield {
      pullRequests: pulls.items,
      issues: found.items,
      errors,
      missing: pulls.missing + found.missing,
      areIssuesRefused: false,
      points: data?.rateLimit?.cost ?? 0,
    };
    pullRequests = next(pullRequests, repository.pullRequests, repository.pullRequestsAhead, since);
    issues = next(issues, repository.issues, repository.issuesAhead, since);
  }
}

const EMPTY: BackfillPage = {
  pullRequests: [],
  issues: [],
  errors: [],
  missing: 0,
  areIssuesRefused: false,
  points: 0,
};

interface Cursor {
  readonly after: string | null;
  readonly isOpen: boolean;
}

const CLOSED: Cursor = { after: null, isOpen: false };
const NONE = { items: [], missing: 0 };

/** A page that is too much for GitHub in its ten seconds is asked for in smaller parts. */
async function readPage(
  { github, host, repository: { owner, name } }: PagesRequest,
  pullRequests: Cursor,
  issues: Cursor,
  started: BackfillStart | null,
): Promise<QueryAnswer<BackfillAnswer>> {
  let failure: unknown;
  for (const first of PAGE_SIZES) {
    try {
      return await queryVariant<BackfillAnswer>(github, host, backfillDocument, {
        owner,
        name,
        configPath: CONFIG_PATH,
        first,
        peek: first + 1,
        withRules: started === null,
        // Before the configuration is known anything may matter.
        withFiles: started === null || started.withFiles,
        withPullRequests: pullRequests.isOpen,
        pullRequestsAfter: pullRequests.after,
        withIssues: issues.isOpen,
        issuesAfter: issues.after,
      });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      failure = error;
    }
  }
  throw failure;
}

type List = 'pullRequests' | 'issues';

function listed<Answer extends { readonly updatedAt: string }>(
  list: List,
  answer: ItemsAnswer<Answer> | null | undefined,
  errors: readonly QueryError[],
  since: string,
): { readonly items: readonly PageItem<Answer>[]; readonly missing: number } {
  if (answer?.nodes == null) throw lost(errors);
  const items = answer.nodes.flatMap((node, index) =>
    node !== null && node.updatedAt >= since ? [{ answer: node, path: ['repository', list, 'nodes', index] }] : [],
  );
  return { items, missing: answer.nodes.filter((node) => node === null).length };
}

/** Goes on while the next item, at which a look was taken along with the page, changed since the date. */
function next(
  cursor: Cursor,
  page: ItemsAnswer<unknown> | null | undefined,
  ahead: AheadAnswer | null | undefined,
  since: string,
): Cursor {
  if (!cursor.isOpen || page?.pageInfo.hasNextPage !== true) return CLOSED;
  const last = nodesOf(ahead).at(-1);
  return last !== undefined && last.updatedAt < since ? CLOSED : { after: page.pageInfo.endCursor, isOpen: true };
}

/** The list that GitHub refuses to show; `repository` for all of it, null for none. */
function refused(errors: readonly QueryError[]): List | 'repository' | null {
  const refusals = errors.filter(({ type, path }) => type === 'FORBIDDEN' && path[0] === 'repository');
  if (refusals.length === 0) return null;
  const lists = new Set(refusals.map(({ path }) => String(path[1]).replace('Ahead', '')));
  const [only] = lists;
  return lists.size === 1 && (only === 'issues' || only === 'pullRequests') ? only : 'repository';
}

const NEEDED = { issues: 'issues=read', pullRequests: 'pull_requests=read', repository: null } as const;

/** Nothing there is one thing; no answer about it is another, and never the same. */
function lost(errors: readonly QueryError[]): Error {
  const whole = errors.filter(({ path }) => path[0] === 'repository');
  const isRefused = refused(errors);
  if (isRefused !== null) return new Forbidden('GitHub refused to show the repository.', NEEDED[isRefused]);
  if (whole.length > 0 && whole.every(({ type }) => type === 'NOT_FOUND')) {
    return new NotFound('GitHub shows no such repository.');
  }
  const types = errors.map(({ type }) => type).join(', ') || 'empty';
  return new Unreachable(`GitHub gave no answer about the repository: ${types}`);
}
