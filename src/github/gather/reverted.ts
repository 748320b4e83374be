import type { RepositoryRef } from '#core/facts/repository.ts';
import type { ClaimedRevert } from '#core/facts/reverted.ts';
import { type UnavailableReason, unavailable } from '#core/facts/unavailable.ts';
import type { RevertedAnswer } from '../answers.ts';
import type { GitHubClient, QueryAnswer } from '../client.ts';
import { revertedDocument } from '../documents.ts';
import { GitHubError, NotFound, Unauthorized } from '../errors.ts';
import { readFiles } from './files.ts';
import { lostReason } from './lost.ts';
import { toFiles } from './pull-request.ts';

/** Read at once: each may bring a hundred files. */
const MANY = 50;

/**
 * What a revert must be measured by. A failing look-up is a fact, too: urgent work does not wait for GitHub's own. What
 * GitHub refuses it will refuse again, so only its silence is `unreachable`.
 */
export async function readReverted(
  github: GitHubClient,
  repository: RepositoryRef,
  number: number,
): Promise<ClaimedRevert> {
  try {
    return { number, found: await foundIn(await ask(github, repository, [number]), 0, github, repository, number) };
  } catch (error) {
    if (!(error instanceof GitHubError) || error instanceof Unauthorized) throw error;
    const reason = error.isPassing ? 'unreachable' : error instanceof NotFound ? 'not-found' : 'forbidden';
    return { number, found: unavailable(calledBy(number), reason) };
  }
}

/** The same of many, none of which is urgent any more. Throws a `GitHubError`. */
export async function readManyReverted(
  github: GitHubClient,
  repository: RepositoryRef,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, ClaimedRevert['found']>> {
  const all = new Map<number, ClaimedRevert['found']>();
  for (let start = 0; start < numbers.length; start += MANY) {
    const some = numbers.slice(start, start + MANY);
    const answer = await ask(github, repository, some);
    for (const [index, number] of some.entries()) {
      all.set(number, await foundIn(answer, index, github, repository, number));
    }
  }
  return all;
}

function ask(
  github: GitHubClient,
  { owner, name }: RepositoryRef,
  numbers: readonly number[],
): Promise<QueryAnswer<RevertedAnswer>> {
  const variables = Object.fromEntries(numbers.map((number, index) => [`n${index}`, number]));
  return github.query<RevertedAnswer>(revertedDocument(numbers.length), { owner, name, ...variables });
}

async function foundIn(
  answer: QueryAnswer<RevertedAnswer>,
  index: number,
  github: GitHubClient,
  repository: RepositoryRef,
  number: number,
): Promise<ClaimedRevert['found']> {
  const found = answer.data?.repository?.[`p${index}`] ?? null;
  if (found === null) return unavailable(calledBy(number), whyMissing(answer, index));
  const { mergedAt } = found;
  const first = toFiles(found.files);
  if (mergedAt === null || first.isComplete) return { mergedAt, files: first };
  return { mergedAt, files: await readFiles(github, repository, number, first.total, () => false) };
}

function calledBy(number: number): string {
  return `the reverted pull request #${number}`;
}

function whyMissing({ data, errors }: QueryAnswer<RevertedAnswer>, index: number): UnavailableReason {
  if (data !== null) return lostReason(errors, ['repository', `p${index}`], null) ?? 'not-found';
  // Without data, a kind or a place it is our question that GitHub does not take, such as a number that is too great.
  const isQuestionRefused =
    errors.length > 0 && errors.every(({ type, path }) => type === 'UNKNOWN' && path.length === 0);
  return isQuestionRefused ? 'forbidden' : 'unreachable';
}
