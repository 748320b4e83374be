import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient, QueryAnswer } from '../client.ts';
import { OPEN_PULL_REQUESTS_DOCUMENT } from '../open-pull-requests-document.ts';
import { nodesOf } from './issue.ts';
import { lostAnswer } from './lost.ts';
import type { Wanted } from './many-pull-requests.ts';

interface OpenAnswer {
  readonly repository: {
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly ({ readonly number: number; readonly headRefName: string } | null)[] | null;
    } | null;
  } | null;
}

/** Those that changed last, at most `limit`, and whether these are all. Throws a `GitHubError`. */
export async function readOpenPullRequests(
  github: GitHubClient,
  { owner, name }: RepositoryRef,
  limit: number,
): Promise<{ readonly open: readonly Wanted[]; readonly isComplete: boolean }> {
  const open: Wanted[] = [];
  for (let after: string | null = null; ; ) {
    const answer: QueryAnswer<OpenAnswer> = await github.query(OPEN_PULL_REQUESTS_DOCUMENT, { owner, name, after });
    const page = answer.data?.repository?.pullRequests;
    if (page?.nodes == null) throw lostAnswer(answer.errors, `the open pull requests of ${owner}/${name}`);
    open.push(...nodesOf(page).map(({ number, headRefName }) => ({ number, headRef: headRefName })));
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage || open.length > limit) {
      return { open: open.slice(0, limit), isComplete: !hasNextPage && open.length <= limit };
    }
    after = endCursor;
  }
}
