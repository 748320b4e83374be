/** A pull request's files beyond those that come with its query. */

import type { ChangedFiles } from '#core/facts/pull-request.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { matchesAny } from '#core/globs/matches.ts';
import type { RestFileAnswer } from '../answers.ts';
import type { GitHubClient } from '../client.ts';

const PAGE = 100;
/** GitHub lists no more of a pull request's files (REST docs, "List pull requests files"). */
const MAX_FILES = 3_000;

/** Whether the list that was read leaves open if all files match: more of them, or names from before a rename. */
export function couldAllMatch(files: ChangedFiles, globs: readonly string[]): boolean {
  return globs.length > 0 && files.paths.length > 0 && files.paths.every((path) => matchesAny(globs, path));
}

/**
 * All files, with both names of each renamed one; stops early at one that `isEnough` says decides. `held` are the first of
 * them as GraphQL tells them, where none is renamed: whole pages of them are not read again.
 */
export async function readFiles(
  github: GitHubClient,
  repository: RepositoryRef,
  number: number,
  total: number,
  isEnough: (path: string) => boolean,
  held: readonly string[] = [],
): Promise<ChangedFiles> {
  const pagesHeld = Math.floor(held.length / PAGE);
  const paths = held.slice(0, pagesHeld * PAGE);
  let count = paths.length;
  for (let page = pagesHeld + 1; page <= MAX_FILES / PAGE; page += 1) {
    const files = await github.request<readonly RestFileAnswer[]>(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      {
        owner: repository.owner,
        repo: repository.name,
        pull_number: number,
        per_page: PAGE,
        page,
      },
    );
    count += files.length;
    for (const { filename, previous_filename } of files) {
      paths.push(filename);
      if (previous_filename !== undefined) paths.push(previous_filename);
    }
    if (files.length < PAGE || paths.some(isEnough)) break;
  }
  // Should the two APIs ever order files differently, some would come twice and others not at all.
  if (pagesHeld > 0 && new Set(paths).size < count) return readFiles(github, repository, number, total, isEnough);
  return { total, paths, isComplete: count >= total };
}
