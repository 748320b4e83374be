import type { IterationField } from '#core/capacity/sprints/iteration.ts';
import type { Config } from '#core/config/config.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient, QueryAnswer } from '../client.ts';
import { concernsAll, GitHubError } from '../errors.ts';
import type { IterationsAnswer } from '../ledger-answers.ts';
import { ITERATIONS_DOCUMENT } from '../ledger-documents.ts';
import { lostReason, reasonOf } from './lost.ts';

/** The iterations of an organisation's project, or what of it could not be read. */
export async function readIterations(
  github: GitHubClient,
  { owner }: RepositoryRef,
  { project, field }: Config['sprint'],
): Promise<IterationField | Unavailable> {
  // The configuration is refused without a number.
  if (project === undefined) return unavailable(`the project of ${owner} that holds the iterations`, 'not-found');
  const called = `project ${project} of ${owner}`;
  let answer: QueryAnswer<IterationsAnswer>;
  try {
    answer = await github.query<IterationsAnswer>(ITERATIONS_DOCUMENT, { owner, project, field });
  } catch (error) {
    if (concernsAll(error) || !(error instanceof GitHubError)) throw error;
    return unavailable(called, reasonOf(error));
  }
  const { data, errors } = answer;
  const at = ['organization', 'projectV2'];
  const found = data?.organization?.projectV2 ?? null;
  if (found === null) {
    return unavailable(called, lostReason(errors, at, null) ?? (data === null ? 'unreachable' : 'not-found'));
  }
  const configuration = found.field?.configuration ?? null;
  if (configuration === null) {
    const reason = lostReason(errors, [...at, 'field'], found.field);
    return unavailable(`the iteration field “${field}” of ${called}`, reason ?? 'not-found');
  }
  const { iterations, completedIterations } = configuration;
  return { project: called, iterations, completedIterations, itemCount: found.items.totalCount };
}
