import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import type { PipelineOutcome } from '#pipeline';
import { BoundedMap } from './bounded-map.ts';

const KEPT = 20_000;

/**
 * How strict the rules of a repository were when we last evaluated there. When GitHub answers nothing, this alone tells
 * whether we may speak there at all, and whether our silence must block.
 */
export class KnownRepositories {
  readonly #isEnforcing = new BoundedMap<string, boolean>(KEPT);

  learn(repository: RepositoryRef, outcome: PipelineOutcome): void {
    const key = keyOf(repository);
    if (outcome.kind === 'silent') {
      if (outcome.why === 'no-config') this.#isEnforcing.delete(key);
      return;
    }
    if (outcome.verdict === null) return;
    const guardrails = outcome.verdict.verdicts.flatMap((verdict) => verdict.guardrails);
    this.#isEnforcing.set(
      key,
      // What binds only newer pull requests binds the next one.
      guardrails.some(({ mode, enforcedFrom }) => mode === 'enforce' || enforcedFrom !== undefined),
    );
  }

  /** What a check that could not be evaluated concludes with; null where no rules were known to hold. */
  conclusionUnread(repository: RepositoryRef): 'failure' | 'neutral' | null {
    const isEnforcing = this.#isEnforcing.get(keyOf(repository));
    return isEnforcing === undefined ? null : isEnforcing ? 'failure' : 'neutral';
  }
}

function keyOf(repository: RepositoryRef): string {
  return nameWithOwner(repository).toLowerCase();
}
