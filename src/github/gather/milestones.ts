import type { Milestone } from '#core/capacity/sprints/milestone.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient, QueryAnswer, QueryError } from '../client.ts';
import type { MilestonesAnswer, MilestonesPageAnswer } from '../ledger-answers.ts';
import { MILESTONES_DOCUMENT } from '../ledger-documents.ts';
import { lostReason } from './lost.ts';

/** Nobody plans two thousand sprints. */
const MAX_FURTHER_PAGES = 20;

/**
 * A repository's milestones, open and closed, the latest due date first, until `isEnough` of them: without those before it
 * a sprint's start would be guessed. `first` came with the first page of what merged. Throws a `GitHubError`.
 */
export async function readMilestones(
  github: GitHubClient,
  repository: RepositoryRef & { readonly calledBy: string },
  first: { readonly page: MilestonesPageAnswer | null | undefined; readonly errors: readonly QueryError[] },
  isEnough: (milestones: readonly Milestone[]) => boolean,
): Promise<readonly Milestone[] | Unavailable> {
  const { owner, name, calledBy } = repository;
  const what = `the milestones of ${calledBy}`;
  const milestones: Milestone[] = [];
  let { page, errors } = first;
  for (let pages = 0; ; pages += 1) {
    const nodes = page?.nodes?.filter((node) => node !== null);
    if (page?.nodes == null || nodes === undefined || nodes.length < page.nodes.length) {
      return unavailable(what, lostReason(errors, ['repository', 'milestones'], null) ?? 'unreachable');
    }
    milestones.push(...nodes);
    const { hasNextPage, endCursor: after } = page.pageInfo;
    if (!hasNextPage || isEnough(milestones) || pages === MAX_FURTHER_PAGES) return milestones;
    const answer: QueryAnswer<MilestonesAnswer> = await github.query(MILESTONES_DOCUMENT, { owner, name, after });
    page = answer.data?.repository?.milestones;
    errors = answer.errors;
  }
}
