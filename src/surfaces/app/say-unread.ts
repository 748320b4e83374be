import { unreadCheck } from '#core/effects/check-run.ts';
import { pullRequestInBranch } from '#core/trigger.ts';
import { apply } from '#github/apply.ts';
import type { GitHubClient } from '#github/client.ts';
import { Forbidden, GitHubError } from '#github/errors.ts';
import type { Ports } from '#pipeline';
import type { KnownRepositories } from './known-repositories.ts';
import type { Job } from './task.ts';

export type Said = 'said' | 'refused' | 'nothing-to-say';

/**
 * Not even a verdict of `not-available` exists: what can be said is said where rules were known to hold. Throws what will
 * not pass.
 */
export async function sayUnread(
  { task, headOid }: Job,
  step: Ports['whenUnread'],
  error: GitHubError,
  known: KnownRepositories,
  client: () => Promise<GitHubClient>,
): Promise<Said> {
  if ((task.kind !== 'pull-request' && task.kind !== 'merge-group') || headOid === null) return 'nothing-to-say';
  const conclusions = known.conclusionsUnread(task.repository);
  const number = task.kind === 'pull-request' ? task.number : pullRequestInBranch(task.headRef);
  if (conclusions.length === 0 || number === null) return 'nothing-to-say';
  const checks = conclusions.map(({ name, conclusion }) =>
    unreadCheck(number, headOid, causeOf(error), step === 'conclude' ? conclusion : null, name),
  );
  try {
    await apply(checks, task.repository, await client());
    return 'said';
  } catch (second) {
    if (!(second instanceof GitHubError) || !second.isPassing) throw second;
    return 'refused';
  }
}

/** What the check says of why nothing could be read. */
function causeOf(error: GitHubError): string {
  if (error instanceof Forbidden) {
    return error.missing === null ? 'a permission is missing' : `the permission ${error.missing} is missing`;
  }
  return error.name === 'Unreachable' ? 'no connection, or an error of its own' : error.name;
}
