import type { RepositoryRef } from '#core/facts/repository.ts';
import type { ClaimedRevert } from '#core/facts/reverted.ts';
import { type UnavailableReason, unavailable } from '#core/facts/unavailable.ts';
import type { RevertedAnswer } from '../answers.ts';
import type { GitHubClient, QueryAnswer } from '../client.ts';
import { REVERTED_DOCUMENT } from '../documents.ts';
import { GitHubError, NotFound, Unauthorized } from '../errors.ts';
import { readFiles } from './files.ts';
import { lostReason } from './lost.ts';
import { toFiles } from './pull-request.ts';

/**
 * What a revert must be measured by. A failing look-up is a fact, too: urgent work does not wait for GitHub's own. What
 * GitHub refuses it will refuse again, so only its silence is `unreachable`.
 */
export async function readReverted(
  github: GitHubClient,
  repository: RepositoryRef,
  number: number,
): Promise<ClaimedRevert> {
  const { owner, name } = repository;
  const what = `the reverted pull request #${number}`;
  try {
    const answer = await github.query<RevertedAnswer>(REVERTED_DOCUMENT, { owner, name, number });
    const found = answer.data?.repository?.pullRequest ?? null;
    if (found === null) return { number, found: unavailable(what, whyMissing(answer)) };
    const { mergedAt } = found;
    const first = toFiles(found.files);
    if (mergedAt === null || first.isComplete) return { number, found: { mergedAt, files: first } };
    const files = await readFiles(github, repository, number, first.total, () => false);
    return { number, found: { mergedAt, files } };
  } catch (error) {
    if (!(error instanceof GitHubError) || error instanceof Unauthorized) throw error;
    const reason = error.isPassing ? 'unreachable' : error instanceof NotFound ? 'not-found' : 'forbidden';
    return { number, found: unavailable(what, reason) };
  }
}

function whyMissing({ data, errors }: QueryAnswer<RevertedAnswer>): UnavailableReason {
  if (data !== null) return lostReason(errors, ['repository', 'pullRequest'], null) ?? 'not-found';
  // Without data, a kind or a place it is our question that GitHub does not take, such as a number that is too great.
  const isQuestionRefused =
    errors.length > 0 && errors.every(({ type, path }) => type === 'UNKNOWN' && path.length === 0);
  return isQuestionRefused ? 'forbidden' : 'unreachable';
}
