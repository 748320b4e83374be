import type { RepositoryRef } from '#core/facts/repository.ts';
import type { ClaimedRevert } from '#core/facts/reverted.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import type { RevertedAnswer } from '../answers.ts';
import type { GitHubClient } from '../client.ts';
import { REVERTED_DOCUMENT } from '../documents.ts';
import { GitHubError } from '../errors.ts';
import { readFiles } from './files.ts';
import { lostReason } from './lost.ts';
import { toFiles } from './pull-request.ts';

/** What a revert must be measured by. A failing look-up is a fact, too: urgent work does not wait for GitHub's own. */
export async function readReverted(
  github: GitHubClient,
  repository: RepositoryRef,
  number: number,
): Promise<ClaimedRevert> {
  const { owner, name } = repository;
  const what = `the reverted pull request #${number}`;
  try {
    const { data, errors } = await github.query<RevertedAnswer>(REVERTED_DOCUMENT, { owner, name, number });
    const found = data?.repository?.pullRequest ?? null;
    if (found === null) {
      const reason =
        lostReason(errors, ['repository', 'pullRequest'], null) ?? (data === null ? 'unreachable' : 'not-found');
      return { number, found: unavailable(what, reason) };
    }
    const { mergedAt } = found;
    const first = toFiles(found.files);
    if (mergedAt === null || first.isComplete) return { number, found: { mergedAt, files: first } };
    const files = await readFiles(github, repository, number, first.total, () => false);
    return { number, found: { mergedAt, files } };
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPassing) throw error;
    return { number, found: unavailable(what, 'unreachable') };
  }
}
