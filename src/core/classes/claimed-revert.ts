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
    return Number(digits) === number ? null : Number(digits);
  }
  return null;
}
