/** By what a repository's merged pull requests are counted, and as what. */
import { isTrackedBranch } from '#core/branches.ts';
import { type WeightOptions, weightOf } from '#core/capacity/weight.ts';
import { isExemptByOrigin } from '#core/classes/classify.ts';
import type { Config, ResolvedConfig } from '#core/config/config.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { fingerprint } from '#core/fingerprint.ts';
import { weightOptionsOf } from '#core/rules/debt-capacity.facts.ts';
import type { ConfigAnswer } from '../answers.ts';
import { configSources, readConfig } from '../config-file.ts';
import { classifyPage } from './classify-page.ts';
import { type Counted, type Counter, PartUnread } from './ledger.ts';
import type { LedgerPage } from './ledger-pages.ts';
import { toOrigin, toRepository } from './pull-request.ts';
import type { ScopeRequest } from './scope.ts';
import { calledBy, type Member } from './scope-members.ts';

/** Class by the rules of the repository that it merged in, weight by those of the scope. */
export function counterFor(
  { context, repository, config, rules, ourLogin }: ScopeRequest,
  member: Member,
): (page: LedgerPage) => Promise<Counter> {
  const options = weightOptionsOf(rules.guardrails['debt-capacity']);
  const by = (facts: RepositoryFacts, resolved: ResolvedConfig): Counter => {
    const page = {
      ...context,
      repository: facts,
      config: resolved,
      ourLogin,
      references: new Map(),
      reverts: new Map(),
    };
    return {
      rules: rulesKey(resolved.config),
      isPrivate: facts.isPrivate,
      wouldCount: (answer) => {
        const { config } = resolved;
        const { defaultBranch } = facts;
        // Commits would double what a look at the front costs, for a bot's pull request that a person took over.
        const pullRequest = { ...toOrigin(answer, config['trusted-apps']), hasCommitByPerson: false };
        const isTracked = isTrackedBranch(pullRequest.baseRef, config, defaultBranch);
        return isTracked && !isExemptByOrigin({ pullRequest, config, defaultBranch });
      },
      count: async (items, errors) =>
        (await classifyPage(items, errors, page)).map((one) => counted(one, facts, options)),
    };
  };
  if (member.isOwn) return async () => by(repository, config);
  return async ({ repository: answer, answer: { data, errors } }) => {
    const facts = toRepository(answer);
    const sources = configSources(
      { ownerPrivate: null, ownerPublic: null, ...data, repository: answer } satisfies ConfigAnswer,
      errors,
    );
    const resolved = await readConfig(context.github, facts, sources, context.configs);
    const unread = resolved.ownerUnreadable;
    if (unread !== null) throw new PartUnread(unavailable(`the rules of ${calledBy(member)}`, unread.reason));
    return by(facts, resolved);
  };
}

function counted(
  { pullRequest, classification, issues }: Awaited<ReturnType<typeof classifyPage>>[number],
  { nameWithOwner }: RepositoryFacts,
  options: WeightOptions,
): Counted {
  const { additions, deletions, labels, number, mergedAt } = pullRequest;
  // Only what merged is asked for.
  if (mergedAt === null) throw new Error(`${nameWithOwner}#${number} has not merged`);
  const id = `${nameWithOwner}#${number}`;
  return {
    number,
    work: {
      id,
      ref: id,
      class: classification.class,
      reason: classification.reason,
      weight: weightOf({ additions, deletions, labels: labels.map(({ name }) => name) }, options),
      mergedAt,
      ...(issues.length > 0 && { issues }),
    },
  };
}

const keys = new WeakMap<Config, string>();

/** Equal for equal rules. */
export function rulesKey(config: Config): string {
  const known = keys.get(config) ?? fingerprint(JSON.stringify(config));
  keys.set(config, known);
  return known;
}
