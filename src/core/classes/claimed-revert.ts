import { MAX_NUMBER } from '../facts/issue.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import { isSameRepository, type RepositoryRef } from '../facts/repository.ts';

/** As GitHub's own *Revert* button writes it, on a line of its own. */
const LINE = /^Reverts (?:([\w.-]{1,100})\/([\w.-]{1,100}))?#([1-9]\d{0,9})\s*$/;
const TITLE = /^Revert ".+"$/s;

/** The pull request of this repository that title and description say is reverted; null when they don't both. */
export function claimedRevert(
  { title, body, number }: Pick<PullRequestFacts, 'title' | 'body' | 'number'>,
  here: RepositoryRef,
): number | null {
  if (!TITLE.test(title.trim())) return null;
  for (const line of body.split('\n')) {
    const [, owner = here.owner, name = here.name, digits] = LINE.exec(line) ?? [];
    if (digits === undefined || !isSameRepository({ owner, name }, here)) continue;
    const claimed = Number(digits);
    // GitHub refuses to be asked for a greater one, which must not pass for an answer that is still to come.
    return claimed === number || claimed > MAX_NUMBER ? null : claimed;
  }
  return null;
}
