import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { RULES } from '#core/rules/index.ts';
import { type CheckName, VERDICT_CHECKS } from '#core/verdict.ts';
import type { PipelineOutcome } from '#pipeline';
import { BoundedMap } from './bounded-map.ts';

const KEPT = 20_000;

/**
 * How strict the rules of a repository were when we last evaluated there. When GitHub answers nothing, this alone tells
 * whether we may speak there at all, and whether our silence must block.
 */
export class KnownRepositories {
  /** By check; only those that are written there. */
  readonly #isEnforcing = new BoundedMap<string, ReadonlyMap<CheckName, boolean>>(KEPT);

  learn(repository: RepositoryRef, outcome: PipelineOutcome): void {
    const key = keyOf(repository);
    if (outcome.kind === 'silent') {
      if (outcome.why === 'no-config') this.#isEnforcing.delete(key);
      return;
    }
    if (outcome.verdict === null) return;
    const guardrails = outcome.verdict.verdicts.flatMap((verdict) => verdict.guardrails);
    const written = outcome.checks.map(({ name }) => name);
    this.#isEnforcing.set(
      key,
      new Map(
        VERDICT_CHECKS.filter((name) => written.includes(name)).map((name) => {
          const ids: readonly string[] = RULES.filter(({ check }) => check === name).map(({ id }) => id);
          // What binds only newer pull requests binds the next one.
          const binds = guardrails.some(
            ({ rule, mode, enforcedFrom }) => ids.includes(rule) && (mode === 'enforce' || enforcedFrom !== undefined),
          );
          return [name, binds];
        }),
      ),
    );
  }

  /** What each check that could not be evaluated concludes with; none where no rules were known to hold. */
  conclusionsUnread(
    repository: RepositoryRef,
  ): readonly { readonly name: CheckName; readonly conclusion: 'failure' | 'neutral' }[] {
    const isEnforcing = this.#isEnforcing.get(keyOf(repository)) ?? new Map<CheckName, boolean>();
    return [...isEnforcing].map(([name, binds]) => ({ name, conclusion: binds ? 'failure' : 'neutral' }));
  }

  /** Whether a check of this name is written for each pull request there; undefined where nobody looked yet. */
  hasCheck(repository: RepositoryRef, name: CheckName): boolean | undefined {
    return this.#isEnforcing.get(keyOf(repository))?.has(name);
  }
}

function keyOf(repository: RepositoryRef): string {
  return nameWithOwner(repository).toLowerCase();
}
