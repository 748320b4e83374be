/** Pages of a repository's merged pull requests, the latest change first. */
import { CONFIG_PATH } from '#core/config/config.ts';
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import type { BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { GitHubClient, QueryAnswer, QueryError } from '../client.ts';
import { PAGE } from '../issue-documents.ts';
import type { FrontAnswer, LedgerAnswer } from '../ledger-answers.ts';
import { ledgerDocument } from '../ledger-documents.ts';
import type { PageItem } from './backfill-pages.ts';
import { type HostCapabilities, queryVariant } from './host.ts';
import { lostAnswer } from './lost.ts';
import { shrinkingPages } from './page-sizes.ts';

const PAGE_SIZES = [PAGE, 50, 25, 10] as const;

/** What changed since a moment ago: points go by what a page could hold. */
const FEW = 25;

export interface LedgerPagesRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly repository: RepositoryRef;
  readonly debtLabel: string;
  readonly withFiles: boolean;
  readonly withMilestones: boolean;
  /** Whether the files that hold its rules are asked for. */
  readonly withRules: boolean;
}

export interface LedgerPage {
  readonly repository: NonNullable<LedgerAnswer['repository']>;
  readonly items: readonly PageItem<BackfillPullRequestAnswer>[];
  readonly answer: QueryAnswer<LedgerAnswer>;
  /** Where the next page begins; null when this is the last. */
  readonly next: string | null;
  /** The change at its end; null where it is empty. */
  readonly oldest: string | null;
  /** The latest changes of all, as they stood when this page was read. */
  readonly front: readonly FrontAnswer[];
}

/** What is asked for beside the pull requests of a page. */
export interface Beside {
  /** What else a sprint is made of. */
  readonly open: boolean;
  /** The files that hold the rules, where those are wanted. */
  readonly rules: boolean;
  /** No more than a few pull requests are expected. */
  readonly isFew?: boolean;
}

export type PageReader = (after: string | null, beside: Beside) => Promise<LedgerPage>;

/** Reads page by page. */
export function ledgerPages(request: LedgerPagesRequest): PageReader {
  const { github, host, repository: place, debtLabel, withFiles, withMilestones, withRules } = request;
  const inPages = shrinkingPages<LedgerPage>(PAGE_SIZES);
  let withIssues = true;
  return (after, { open, rules, isFew = false }) =>
    inPages(async (whole) => {
      const ask = () =>
        queryVariant<LedgerAnswer>(github, host, ledgerDocument, {
          owner: place.owner,
          name: place.name,
          first: isFew ? Math.min(FEW, whole) : whole,
          after,
          withFiles,
          debtLabels: [debtLabel],
          withOpen: open,
          withIssues: open && withIssues,
          withMilestones: open && withMilestones,
          withRules: rules && withRules,
          configPath: CONFIG_PATH,
        });
      let answer = await ask();
      if (answer.data?.repository == null && withIssues && areIssuesRefused(answer.errors)) {
        // GitHub takes the whole repository away with a list that must be there, and this one only helps a text.
        withIssues = false;
        answer = await ask();
      }
      const page = toPage(answer);
      if (page !== null) return page;
      throw lostAnswer(answer.errors, `the merged pull requests of ${nameWithOwner(place)}`, 'pull_requests=read');
    });
}

function toPage(answer: QueryAnswer<LedgerAnswer>): LedgerPage | null {
  const repository = answer.data?.repository ?? null;
  const nodes = repository?.pullRequests?.nodes ?? null;
  const front = repository?.front?.nodes ?? null;
  if (repository === null || nodes === null || front === null) return null;
  const items: PageItem<BackfillPullRequestAnswer>[] = [];
  for (const [index, node] of nodes.entries()) {
    // One that is left out could be the one that counts.
    if (node === null) return null;
    items.push({ answer: node, path: ['repository', 'pullRequests', 'nodes', index] });
  }
  const known = front.filter((node) => node !== null);
  if (known.length < front.length) return null;
  const { hasNextPage = false, endCursor = null } = repository.pullRequests?.pageInfo ?? {};
  const oldest = nodes.at(-1)?.updatedAt ?? null;
  return { repository, items, answer, next: hasNextPage ? endCursor : null, oldest, front: known };
}

function areIssuesRefused(errors: readonly QueryError[]): boolean {
  const refusals = errors.filter(({ type, path }) => type === 'FORBIDDEN' && path[0] === 'repository');
  return refusals.length > 0 && refusals.every(({ path }) => path[1] === 'debtIssues');
}
