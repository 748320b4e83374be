import { CONFIG_PATH } from '#core/config/config.ts';
import type { OlderVersions } from '#core/config/resolve.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { ConfigHistoryAnswer } from './answers.ts';
import type { GitHubClient, QueryAnswer } from './client.ts';
import { demandRead, fileAt, isNoFile } from './config-answer.ts';
import { CONFIG_HISTORY_DOCUMENT } from './documents.ts';
import { Unreachable } from './errors.ts';

/**
 * The committed versions of a repository's file, newest first, one page at each call. Throws a `GitHubError` as soon as a
 * part of a page is not known for certain: the version that is missing could be the valid one.
 */
export function configHistory(github: GitHubClient, { owner, name }: RepositoryRef): () => Promise<OlderVersions> {
  let after: string | null = null;
  return async () => {
    const answer: QueryAnswer<ConfigHistoryAnswer> = await github.query(CONFIG_HISTORY_DOCUMENT, {
      owner,
      name,
      configPath: CONFIG_PATH,
      after,
    });
    const what = 'the history of the configuration file';
    // A commit that removed the file has none, which is no failure.
    demandRead(
      answer.errors.filter((error) => !isNoFile(error)),
      what,
    );
    const repository = answer.data?.repository ?? null;
    const history = repository?.defaultBranchRef?.target?.history ?? null;
    if (repository === null || history?.nodes == null || history.nodes.includes(null)) {
      throw new Unreachable(`GitHub gave no answer about ${what}`);
    }
    const { hasNextPage, endCursor } = history.pageInfo;
    after = endCursor;
    return {
      files: history.nodes.flatMap((commit) => fileAt(repository, commit) ?? []),
      isComplete: !hasNextPage,
    };
  };
}
