import { CONFIG_PATH } from '#core/config/config.ts';
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { CheckSuitesAnswer } from '#github/answers.ts';
import type { GitHubClient } from '#github/client.ts';
import { SWEEP_DOCUMENT } from '#github/documents.ts';
import { Unreachable } from '#github/errors.ts';
import { nodesOf } from '#github/gather/issue.ts';
import { toCheckRuns } from '#github/gather/pull-request.ts';

export interface OpenPullRequest {
  readonly number: number;
  readonly headRef: string;
  readonly headOid: string;
  readonly baseRef: string;
  /** ISO 8601, UTC, whole seconds: of any change but of its checks. */
  readonly updatedAt: string;
  /** Ours on the head commit, the newest of each name; null when GitHub does not show that commit yet. */
  readonly checks: readonly ExistingCheckRun[] | null;
  /** Git's id of the configuration file on the head; null when it has none. */
  readonly headConfigOid: string | null;
}

export interface OpenPage {
  /** Git's id of the repository's own configuration file; null when it has none. */
  readonly configOid: string | null;
  readonly pullRequests: readonly OpenPullRequest[];
}

interface SweepAnswer {
  readonly repository: {
    readonly isArchived: boolean;
    readonly defaultBranchRef: { readonly target: { readonly file?: { readonly oid: string } | null } | null } | null;
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes:
        | readonly ({
            readonly number: number;
            readonly headRefName: string;
            readonly headRefOid: string;
            readonly baseRefName: string;
            readonly updatedAt: string;
            readonly commits: {
              readonly nodes:
                | readonly ({
                    readonly commit: CheckSuitesAnswer & {
                      readonly oid: string;
                      readonly file?: { readonly oid: string } | null;
                    };
                  } | null)[]
                | null;
            };
          } | null)[]
        | null;
    };
  } | null;
}

/** The open pull requests of a repository, a page at a time, with our checks on their heads. Throws a `GitHubError`. */
export async function* openPullRequests(
  github: GitHubClient,
  repository: RepositoryRef,
  appId: number | null,
): AsyncGenerator<OpenPage> {
  for (let after: string | null = null; ; ) {
    const answer: { readonly data: SweepAnswer | null; readonly errors: readonly { readonly type: string }[] } =
      await github.query<SweepAnswer>(SWEEP_DOCUMENT, {
        owner: repository.owner,
        name: repository.name,
        appId,
        after,
        configPath: CONFIG_PATH,
      });
    const found = answer.data?.repository ?? null;
    if (found === null) {
      if (answer.errors.some(({ type }) => type === 'NOT_FOUND')) return;
      throw new Unreachable('GitHub gave no answer about the open pull requests');
    }
    if (found.isArchived) return;
    yield {
      configOid: found.defaultBranchRef?.target?.file?.oid ?? null,
      pullRequests: nodesOf(found.pullRequests).map(
        ({ number, headRefName, headRefOid, baseRefName, updatedAt, commits }) => {
          const commit = nodesOf(commits)[0]?.commit;
          return {
            number,
            headRef: headRefName,
            headOid: headRefOid,
            baseRef: baseRefName,
            updatedAt,
            checks: commit?.oid === headRefOid ? toCheckRuns(headRefOid, commit) : null,
            headConfigOid: commit?.file?.oid ?? null,
          };
        },
      ),
    };
    const { hasNextPage, endCursor } = found.pullRequests.pageInfo;
    if (!hasNextPage || endCursor === null) return;
    after = endCursor;
  }
}
