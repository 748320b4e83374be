import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from '#github/client.ts';

/** Largest page of GitHub's lists (github/docs, "Using pagination in the REST API"). */
const PER_PAGE = 100;

export interface Installation {
  readonly id: number;
  /** Login of the account that it is installed on. */
  readonly owner: string;
}

export interface InstalledRepository extends RepositoryRef {
  /** Issues and pull requests together; 0 spares looking for the latter. */
  readonly openItems: number;
}

interface InstallationAnswer {
  readonly id: number;
  readonly account: { readonly login?: string } | null;
  readonly suspended_at?: string | null;
}

interface RepositoriesAnswer {
  readonly repositories: readonly {
    readonly name: string;
    readonly owner: { readonly login: string };
    readonly archived?: boolean;
    readonly disabled?: boolean;
    readonly open_issues_count?: number;
  }[];
}

/** Those that are not suspended. `app` speaks as the app itself. Throws a `GitHubError`. */
export async function* installations(app: GitHubClient): AsyncGenerator<Installation> {
  for (let page = 1; ; page++) {
    const found = await app.request<readonly InstallationAnswer[]>('GET /app/installations', {
      per_page: PER_PAGE,
      page,
    });
    for (const { id, account, suspended_at = null } of found) {
      if (suspended_at === null) yield { id, owner: account?.login ?? '' };
    }
    if (found.length < PER_PAGE) return;
  }
}

/** Those that can be written to. `github` speaks as the installation. Throws a `GitHubError`. */
export async function* installedRepositories(github: GitHubClient): AsyncGenerator<InstalledRepository> {
  for (let page = 1; ; page++) {
    const { repositories } = await github.request<RepositoriesAnswer>('GET /installation/repositories', {
      per_page: PER_PAGE,
      page,
    });
    for (const { name, owner, archived = false, disabled = false, open_issues_count } of repositories) {
      if (!archived && !disabled) yield { owner: owner.login, name, openItems: open_issues_count ?? 1 };
    }
    if (repositories.length < PER_PAGE) return;
  }
}
