/** The labels that a repository has. Loaded only where a pull request changes the configuration file. */
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient, QueryAnswer } from '../client.ts';
import { REPOSITORY_LABELS_DOCUMENT } from '../repository-labels-document.ts';

/** Of 100 each. Few repositories have as many labels, and what is said of them is not worth more reads. */
const MAX_PAGES = 5;

/** Null where they are not all known: too many, or not shown. Throws a `GitHubError` where there is no answer at all. */
export async function repositoryLabels(
  github: GitHubClient,
  { owner, name }: RepositoryRef,
): Promise<readonly string[] | null> {
  const names: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const variables = { owner, name, after };
    const answer: Answer = await github.query<RepositoryLabelsAnswer>(REPOSITORY_LABELS_DOCUMENT, variables);
    const labels = answer.data?.repository?.labels;
    if (labels?.nodes == null) return null;
    for (const label of labels.nodes) {
      if (label === null) return null;
      names.push(label.name);
    }
    if (!labels.pageInfo.hasNextPage) return names;
    after = labels.pageInfo.endCursor;
  }
  return null;
}

type Answer = QueryAnswer<RepositoryLabelsAnswer>;

interface RepositoryLabelsAnswer {
  readonly repository: {
    readonly labels: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly ({ readonly name: string } | null)[] | null;
    } | null;
  } | null;
}
