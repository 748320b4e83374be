/** The labels of a back-fill onto GitHub, one by one. What is written already plans nothing, so it can always go on. */
import type { LabelEffect } from '#core/effects/effect.ts';
import type { LabelProblem } from '#core/effects/label.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { applyLabels } from './apply-labels.ts';
import type { GitHubClient } from './client.ts';

/** Milliseconds before a label is tried again to which GitHub gave no answer: setting one twice is the same as once. */
const PAUSES_MS = [1_000, 5_000] as const;
/** So many refusals one after the other are no accident of single items. */
export const MOST_REFUSED_IN_A_ROW = 3;

export interface WriteRequest {
  readonly github: GitHubClient;
  readonly repository: RepositoryRef;
  /** Nothing is begun after it is aborted. */
  readonly signal: AbortSignal;
  /** Throws when it is aborted. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onWritten?: (written: number) => void;
}

export interface Written {
  /** Numbers of the items whose label is now as it should be. */
  readonly numbers: readonly number[];
  readonly problems: readonly { readonly number: number; readonly problem: LabelProblem }[];
  /** Why it ended before all was written; null where it did not. */
  readonly stopped: 'interrupted' | 'no-answer' | 'not-permitted' | 'refused' | null;
}

/** Throws what is no `GitHubError`. */
export async function writeBackfill(effects: readonly LabelEffect[], request: WriteRequest): Promise<Written> {
  const { signal, onWritten } = request;
  const numbers: number[] = [];
  const problems: { number: number; problem: LabelProblem }[] = [];
  let refusedInARow = 0;
  for (const effect of effects) {
    if (signal.aborted) return { numbers, problems, stopped: 'interrupted' };
    let applied: Awaited<ReturnType<typeof applyLabels>>;
    try {
      applied = await applyPatiently(effect, request);
    } catch (error) {
      if (!signal.aborted) throw error;
      return { numbers, problems, stopped: 'interrupted' };
    }
    if (applied.isPending) return { numbers, problems, stopped: signal.aborted ? 'interrupted' : 'no-answer' };
    const [problem] = applied.problems;
    if (problem === undefined) {
      refusedInARow = 0;
      numbers.push(effect.number);
      onWritten?.(numbers.length);
      continue;
    }
    problems.push({ number: effect.number, problem });
    refusedInARow += 1;
    // GitHub may name a permission with any refusal; what it has just let us do, we may.
    if (problem.code === 'forbidden' && problem.missing !== null && numbers.length === 0) {
      return { numbers, problems, stopped: 'not-permitted' };
    }
    if (refusedInARow === MOST_REFUSED_IN_A_ROW) return { numbers, problems, stopped: 'refused' };
  }
  return { numbers, problems, stopped: null };
}

async function applyPatiently(
  effect: LabelEffect,
  { github, repository, pause }: WriteRequest,
): Promise<Awaited<ReturnType<typeof applyLabels>>> {
  for (const ms of PAUSES_MS) {
    const applied = await applyLabels([effect], repository, github);
    if (!applied.isPending) return applied;
    await pause(ms);
  }
  return applyLabels([effect], repository, github);
}
