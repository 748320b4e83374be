/** What rules in a repository, read without anything else of it. */
import { CONFIG_PATH, type ResolvedConfig } from '#core/config/config.ts';
import { nameWithOwner, type RepositoryFacts, type RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient } from '../client.ts';
import type { ConfigCache } from '../config-cache.ts';
import { configSources, readConfig } from '../config-file.ts';
import { Forbidden, NotFound, Unreachable } from '../errors.ts';
import { lostAnswer } from '../gather/lost.ts';
import { toRepository } from '../gather/pull-request.ts';
import { SPRINT_RULES_DOCUMENT } from '../sprint-document.ts';
import type { RulesAnswer } from './answers.ts';

export interface RulesReading {
  readonly repository: RepositoryFacts;
  /** `https://github.com/shop/web`. */
  readonly url: string;
  /** GitHub's number of the repository, which stays when the name is changed; null where it was not told. */
  readonly databaseId: number | null;
  readonly config: ResolvedConfig;
  /** The owner's file is in a private repository. */
  readonly isOwnerFilePrivate: boolean;
  /** Whose token it is, as REST spells it: `leadership[bot]`. */
  readonly viewer: string;
}

/** Throws a `GitHubError`, also where the rules must be known and can't be. */
export async function readRules(
  github: GitHubClient,
  asked: RepositoryRef,
  configs: ConfigCache | undefined,
): Promise<RulesReading> {
  const variables = { ...asked, configPath: CONFIG_PATH };
  const { data, errors } = await github.query<RulesAnswer>(SPRINT_RULES_DOCUMENT, variables);
  const answer = data?.repository ?? null;
  if (data === null || answer === null) throw lostAnswer(errors, `the repository ${nameWithOwner(asked)}`);
  const repository = toRepository(answer);
  const sources = configSources(data, errors);
  const config = await readConfig(github, repository, sources, configs);
  demandKnown(config);
  const { owner } = sources;
  return {
    repository,
    url: answer.url,
    databaseId: answer.databaseId ?? null,
    config,
    isOwnerFilePrivate: owner !== null && !isUnavailable(owner) && owner.isPrivate,
    viewer: data.viewer?.login ?? '',
  };
}

/** Where nobody knows what rules, nothing may be said. */
export function demandKnown({ ownerUnreadable }: ResolvedConfig): void {
  if (ownerUnreadable === null) return;
  const { what, reason } = ownerUnreadable;
  const message = `${what} could not be read.`;
  if (reason === 'forbidden') throw new Forbidden(message, null);
  throw reason === 'not-found' ? new NotFound(message) : new Unreachable(message);
}
