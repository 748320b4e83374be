/** The repositories that share a ledger. */
import type { TeamScope } from '#core/config/config.ts';
import { isLiteralName, teamOf } from '#core/config/teams.ts';
import { isSameRepository, nameWithOwner, type RepositoryFacts, type RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from '../client.ts';
import { Unreachable } from '../errors.ts';
import type { GatherContext } from '../gather.ts';
import type { OwnedRepositoriesAnswer } from '../ledger-answers.ts';
import { OWNED_REPOSITORIES_DOCUMENT } from '../ledger-documents.ts';
import { keptBriefly } from './briefly.ts';

export interface Member extends RepositoryRef {
  /** The repository whose pull request is judged. */
  readonly isOwn: boolean;
  /** Whether readers of the judged pull request may learn that it exists. */
  readonly mayBeNamed: boolean;
}

/** How a repository is called where its name is not for the reader. */
export const A_PRIVATE_ONE = 'a private repository of the team';

export function calledBy(member: Pick<Member, 'owner' | 'name' | 'mayBeNamed'>): string {
  return member.mayBeNamed ? nameWithOwner(member) : A_PRIVATE_ONE;
}

/** A repository that is new to a glob counts after so long. */
const LIST_FOR_MS = 600_000;

/**
 * In an order that is the same for each of them. Names are taken as written, since one that cannot be seen must be missed;
 * globs match what is shown. Throws a `GitHubError`.
 */
export async function membersOf(
  context: Pick<GatherContext, 'github' | 'host' | 'nowMs'>,
  own: RepositoryFacts,
  team: TeamScope | undefined,
): Promise<readonly Member[]> {
  const { owner } = own;
  if (team === undefined) return [{ owner, name: own.name, isOwn: true, mayBeNamed: true }];
  const { teams } = team.config;
  const patterns = teams[team.id]?.repositories ?? [];
  const isShown = own.isPrivate || !team.isSecret;
  const found = new Map<string, Member>();
  const add = (name: string, mayBeNamed: boolean) => {
    if (teamOf(teams, name) !== team.id) return;
    const isOwn = isSameRepository({ owner, name }, own);
    const known = found.get(name.toLowerCase())?.mayBeNamed ?? false;
    found.set(name.toLowerCase(), { owner, name, isOwn, mayBeNamed: isOwn || known || mayBeNamed });
  };
  for (const name of patterns.filter(isLiteralName)) add(name, isShown);
  if (patterns.some((pattern) => !isLiteralName(pattern))) {
    const list = () => listOwned(context.github, owner);
    const listed = await keptBriefly(context, `repositories of ${owner}`, LIST_FOR_MS, list);
    for (const { name, isPrivate } of listed) add(name, own.isPrivate || !isPrivate);
  }
  add(own.name, true);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
}

async function listOwned(
  github: GitHubClient,
  owner: string,
): Promise<readonly { readonly name: string; readonly isPrivate: boolean }[]> {
  const found: { readonly name: string; readonly isPrivate: boolean }[] = [];
  for (let after: string | null = null; ; ) {
    const variables: Readonly<Record<string, unknown>> = { owner, after };
    const { data } = await github.query<OwnedRepositoriesAnswer>(OWNED_REPOSITORIES_DOCUMENT, variables);
    const page = data?.repositoryOwner?.repositories;
    // One that is left out could be of the team.
    if (page?.nodes == null || page.nodes.includes(null)) {
      throw new Unreachable(`GitHub gave no answer about the repositories of ${owner}`);
    }
    found.push(...page.nodes.filter((node) => node !== null));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}
