/** The sprint of a repository's scope, read without a pull request at hand: for who wants to see and recompute it. */
import { CONFIG_PATH, type ResolvedConfig } from '#core/config/config.ts';
import { modeOf } from '#core/config/mode.ts';
import type { CapacityState } from '#core/facts/capacity.ts';
import type { RepositoryFacts, RepositoryRef } from '#core/facts/repository.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import type { Unavailable } from '#core/facts/unavailable.ts';
import type { Mode } from '#core/verdict.ts';
import type { ConfigAnswer } from './answers.ts';
import type { GitHubClient } from './client.ts';
import { configSources, readConfig } from './config-file.ts';
import { Forbidden, NotFound, Unreachable } from './errors.ts';
import { gatherCapacity } from './gather/capacity.ts';
import type { HostCapabilities } from './gather/host.ts';
import { ownLogin } from './gather/own-login.ts';
import { toRepository } from './gather/pull-request.ts';
import { SPRINT_RULES_DOCUMENT } from './sprint-document.ts';

interface SprintRulesAnswer extends Omit<ConfigAnswer, 'repository'> {
  readonly viewer: { readonly login: string } | null;
  readonly repository: (Parameters<typeof toRepository>[0] & { readonly url: string }) | null;
}

export interface SprintRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly repository: RepositoryRef;
  /** ISO 8601, UTC. */
  readonly now: string;
}

export type SprintReading =
  /** Nobody knows what rules: the owner's file could not be read, or no version of it is valid. */
  | { readonly kind: 'no-rules'; readonly nameWithOwner: string; readonly unread: Unavailable }
  | {
      readonly kind: 'sprint';
      readonly repository: RepositoryFacts;
      readonly config: ResolvedConfig;
      /** As configured; the sprint is read whatever it is. */
      readonly mode: Mode;
      readonly capacity: CapacityState;
    };

/** Throws a `GitHubError`. */
export async function readSprint({ github, host, repository: asked, now }: SprintRequest): Promise<SprintReading> {
  const variables = { ...asked, configPath: CONFIG_PATH };
  const { data, errors } = await github.query<SprintRulesAnswer>(SPRINT_RULES_DOCUMENT, variables);
  const answer = data?.repository ?? null;
  if (data === null || answer === null) {
    const name = nameWithOwner(asked);
    const decisive = errors.filter(({ path }) => path.length === 0 || path[0] === 'repository');
    if (decisive.length > 0 && decisive.every(({ type }) => type === 'NOT_FOUND'))
      throw new NotFound(`GitHub shows no repository ${name}.`);
    if (decisive.some(({ type }) => type === 'FORBIDDEN'))
      throw new Forbidden(`GitHub refused to show the repository ${name}.`, null);
    throw new Unreachable(`GitHub gave no answer about the repository ${name}`);
  }
  const repository = toRepository(answer);
  const config = await readConfig(github, asked, configSources(data, errors));
  if (config.ownerUnreadable !== null)
    return { kind: 'no-rules', nameWithOwner: repository.nameWithOwner, unread: config.ownerUnreadable };
  const capacity = await gatherCapacity({
    context: {
      github,
      host,
      permissions: new Map(),
      appId: null,
      now,
      nowMs: Date.parse(now),
      withoutConfig: 'defaults',
    },
    repository,
    config: { ...config, config: switchedOn(config.config) },
    url: answer.url,
    ourLogin: ownLogin(data.viewer),
    withHistory: true,
  });
  if (capacity === null) throw new Error('a sprint that is looked at and was not read');
  return { kind: 'sprint', repository, config, mode: modeOf(config.config, 'debt-capacity'), capacity };
}

/** A sprint can be looked at before the guardrail colours anything. */
function switchedOn(config: ResolvedConfig['config']): ResolvedConfig['config'] {
  const { guardrails } = config;
  return {
    ...config,
    guardrails: { ...guardrails, 'debt-capacity': { ...guardrails['debt-capacity'], mode: 'warn' } },
  };
}
