/** Pages of fifty pull requests, each page's entries and errors told apart by its number. */
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient, QueryAnswer, QueryError } from '../client.ts';
import { Unreachable } from '../errors.ts';
import type { PageItem } from '../gather/backfill-pages.ts';
import { type HostCapabilities, queryVariant } from '../gather/host.ts';
import { lostAnswer } from '../gather/lost.ts';
import { shrinkingPages } from '../gather/page-sizes.ts';
import type { DocumentVariant } from '../issue-documents.ts';
import type { FrontAnswer } from '../ledger-answers.ts';
import type { OpenPullRequestAnswer, PullRequestPageAnswer, WeekPullRequestAnswer } from './answers.ts';
import { mergedDocument, openDocument, WEEK_PAGE } from './documents.ts';

export interface PullRequestsRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly repository: RepositoryRef;
  /** How messages call it. */
  readonly calledBy: string;
  /** Whether the files of pull requests matter. */
  readonly withFiles: boolean;
}

export interface PullRequestsRead<Answer> {
  readonly items: readonly PageItem<Answer>[];
  readonly errors: readonly QueryError[];
}

interface Page<Answer> extends PullRequestsRead<Answer> {
  /** Where the next page begins; null when this is the last. */
  readonly next: string | null;
  readonly front: readonly FrontAnswer[];
}

const PAGE_SIZES = [WEEK_PAGE, 25, 10] as const;

/** How often the front of the list is read again because something moved there meanwhile. */
const MAX_ROUNDS = 5;

/**
 * All that merged since an instant, and what else changed since. `mergedAt ≤ updatedAt`, so the list by change can end at
 * the first page that ends before it. Throws a `GitHubError`.
 */
export async function readMerged(
  request: PullRequestsRequest,
  since: string,
): Promise<PullRequestsRead<WeekPullRequestAnswer>> {
  const read = pages<WeekPullRequestAnswer>(request, mergedDocument);
  const found = new Map<number, PageItem<WeekPullRequestAnswer>>();
  const errors: QueryError[] = [];
  let until = since;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let after: string | null = null;
    let newest = until;
    for (let isFirst = true; ; isFirst = false) {
      const page: Page<WeekPullRequestAnswer> = await read(after);
      errors.push(...page.errors);
      // Of two answers about one, the later read is the one that stands.
      for (const item of page.items) found.set(item.answer.number, item);
      if (isFirst) newest = page.items[0]?.answer.updatedAt ?? until;
      const oldest = page.items.at(-1)?.answer.updatedAt;
      if (page.next !== null && oldest !== undefined && oldest >= until) {
        after = page.next;
        continue;
      }
      // What changes while pages are read moves to the front, behind the reader's back.
      const isQuiet = page.front.every(
        ({ number, updatedAt }) => updatedAt < newest || found.get(number)?.answer.updatedAt === updatedAt,
      );
      if (isQuiet) return { items: [...found.values()].filter(({ answer }) => isSince(answer, since)), errors };
      break;
    }
    until = newest;
  }
  throw new Unreachable(`The merged pull requests of ${request.calledBy} changed faster than they could be read`);
}

function isSince({ mergedAt }: WeekPullRequestAnswer, since: string): boolean {
  return mergedAt !== null && mergedAt >= since;
}

/** Pages of open ones that are read: more than a hundred and fifty are not worked on. */
const MAX_OPEN_PAGES = 3;

/** Those open for longest, and whether there are more. Throws likewise. */
export async function readOpen(
  request: PullRequestsRequest,
): Promise<PullRequestsRead<OpenPullRequestAnswer> & { readonly isComplete: boolean }> {
  const read = pages<OpenPullRequestAnswer>(request, openDocument);
  const items: PageItem<OpenPullRequestAnswer>[] = [];
  const errors: QueryError[] = [];
  let after: string | null = null;
  for (let count = 0; count < MAX_OPEN_PAGES; count += 1) {
    const page: Page<OpenPullRequestAnswer> = await read(after);
    items.push(...page.items);
    errors.push(...page.errors);
    after = page.next;
    if (after === null) break;
  }
  return { items, errors, isComplete: after === null };
}

function pages<Answer>(
  { github, host, repository: { owner, name }, calledBy, withFiles }: PullRequestsRequest,
  document: (variant: DocumentVariant) => string,
): (after: string | null) => Promise<Page<Answer>> {
  const inPages = shrinkingPages<Page<Answer>>(PAGE_SIZES);
  let count = 0;
  return (after) =>
    inPages(async (first) => {
      const variables = { owner, name, first, after, withFiles };
      const answer = await queryVariant<PullRequestPageAnswer<Answer>>(github, host, document, variables);
      count += 1;
      return toPage(answer, count, calledBy);
    });
}

function toPage<Answer>(
  { data, errors }: QueryAnswer<PullRequestPageAnswer<Answer>>,
  number: number,
  calledBy: string,
): Page<Answer> {
  const list = data?.repository?.pullRequests ?? null;
  const front = data?.repository?.front?.nodes ?? [];
  const known = front.filter((node) => node !== null);
  // One that is left out could be the one that counts.
  if (list?.nodes == null || list.nodes.includes(null) || known.length < front.length) {
    throw lostAnswer(errors, `the pull requests of ${calledBy}`, 'pull_requests=read');
  }
  const nodes = list.nodes.filter((node) => node !== null);
  const at = (index: number) => [number, 'repository', 'pullRequests', 'nodes', index];
  const { hasNextPage, endCursor = null } = list.pageInfo;
  return {
    items: nodes.map((answer, index) => ({ answer, path: at(index) })),
    errors: errors.map((error) => ({ ...error, path: error.path.length === 0 ? [] : [number, ...inWords(error)] })),
    next: hasNextPage ? endCursor : null,
    front: known,
  };
}

/** What stands above an issue has another name here than elsewhere. */
function inWords({ path }: QueryError): QueryError['path'] {
  return path.map((step) => (step === 'above' ? 'parent' : step));
}
