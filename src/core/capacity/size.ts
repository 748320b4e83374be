/** K, the size of a sprint: the weight that is expected to merge in it. */
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import { roundDivide } from './exact.ts';
import type { LedgerSums } from './ledger.ts';
import { ONE } from './weight.ts';

/** How far back the size is looked for, in completed sprints. */
export const LOOK_BACK = 6;
/** Fewer sprints than this say nothing about the next. */
const LEAST_SPRINTS = 2;

/** A sprint that has ended. */
export interface CompletedSprint {
  /** D, in thousandths of a unit. */
  readonly debt: number;
  /** W = D + N, in thousandths of a unit. */
  readonly weight: number;
  /** Local dates in it, at least 1. */
  readonly days: number;
  /** Its band was suspended: it counts for neither size nor what is owed. */
  readonly isInnovation: boolean;
}

/** The sums of a sprint that is over, as what the next ones go by. */
export function completedSprint(
  { debt, other }: Pick<LedgerSums, 'debt' | 'other'>,
  { days, isInnovation }: Pick<CompletedSprint, 'days' | 'isInnovation'>,
): CompletedSprint {
  return { debt, weight: debt + other, days, isInnovation };
}

/** K with where it comes from. `size` is in thousandths of a unit, null when unknown. */
export type SprintSize =
  | { readonly origin: 'configured'; readonly size: number }
  /** `weights`: those of the sprints it is the median of, in thousandths of a unit, latest first. */
  | { readonly origin: 'history'; readonly size: number; readonly weights: readonly number[] }
  /** Fewer than two of the completed sprints hold merged work: `sprints` says how many do. */
  | { readonly origin: 'unknown'; readonly size: null; readonly sprints: number };

/**
 * `completed` is latest first; of it the last six count, and of those the ones that were no innovation sprint and hold
 * merged work. K is the median of their weight a day, times this sprint's days, to the nearest whole unit, halves up:
 * rounded once, at the end.
 */
export function sizeOfSprint(
  configured: number | null,
  completed: readonly (CompletedSprint | Unavailable)[],
  days: number,
): SprintSize | Unavailable {
  if (configured !== null) return { origin: 'configured', size: configured };
  const counted: CompletedSprint[] = [];
  for (const sprint of completed.slice(0, LOOK_BACK)) {
    if (isUnavailable(sprint)) return sprint;
    if (sprint.weight > 0 && !sprint.isInnovation) counted.push(sprint);
  }
  if (counted.length < LEAST_SPRINTS) return { origin: 'unknown', size: null, sprints: counted.length };
  return { origin: 'history', size: scaledMedian(counted, days), weights: counted.map(({ weight }) => weight) };
}

function scaledMedian(sprints: readonly CompletedSprint[], days: number): number {
  const rates = sprints
    .map((sprint) => ({ weight: BigInt(sprint.weight), days: BigInt(sprint.days) }))
    .sort((a, b) => Number(a.weight * b.days - b.weight * a.days));
  const upper = rates[Math.floor(rates.length / 2)];
  const lower = rates[Math.floor((rates.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('No sprint to take the median of');
  const sum = lower.weight * upper.days + upper.weight * lower.days;
  const units = roundDivide(sum * BigInt(days), 2n * lower.days * upper.days * BigInt(ONE));
  return Number(units) * ONE;
}
