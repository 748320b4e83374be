/** How things are called in the home of a summary, whose readers need not be those of the repositories it is about. */

import { isSameRepository, type RepositoryFacts } from '#core/facts/repository.ts';
import { fingerprint } from '#core/fingerprint.ts';
import type { Item } from '#core/summary/week.ts';

type Home = Pick<RepositoryFacts, 'owner' | 'name' | 'isPrivate'>;
type Place = Pick<RepositoryFacts, 'owner' | 'name' | 'nameWithOwner' | 'isPrivate'>;

/** A private repository elsewhere is not for the readers of a public home: neither what is in it nor its name. */
export function isHidden(place: Place, home: Home): boolean {
  return place.isPrivate && !home.isPrivate && !isSameRepository(place, home);
}

export function itemOf(
  { number, title, url }: { readonly number: number; readonly title: string; readonly url: string },
  place: Place,
  home: Home,
  kind: 'issue' | 'pull request',
): Item {
  if (isHidden(place, home)) return { ref: `a private ${kind}`, title: null, url: null };
  const ref = isSameRepository(place, home) ? `#${number}` : `${place.nameWithOwner}#${number}`;
  return { ref, title, url };
}

/** What an objective is named by. It stands in the summary, hidden, so a private one is told by what nobody can guess. */
export function keyOf(
  { id, number }: { readonly id: string; readonly number: number },
  place: Place,
  home: Home,
): string {
  if (isHidden(place, home)) return `private:${fingerprint(id)}`;
  return `${place.nameWithOwner}#${number}`.toLowerCase();
}

/** Likewise of a milestone, whose title may be long and is nothing to keep. */
export function milestoneKey(place: Place, title: string, home: Home): string {
  const name = place.nameWithOwner.toLowerCase();
  return isHidden(place, home)
    ? `private:${fingerprint(`${name}:${title}`)}`
    : `milestone:${name}:${fingerprint(title)}`;
}
