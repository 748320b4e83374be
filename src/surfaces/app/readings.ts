import { BoundedMap } from './bounded-map.ts';
import { type Job, keyOf, type Reading } from './task.ts';

const KEPT = 20_000;
/** So long an evaluation may wait for its turn with what was read for it; after that it reads again. */
const FRESH_MS = 120_000;

/**
 * When each pull request was last read. What was read along with others is used only where nothing newer was read since:
 * an older answer must not write over a newer one's verdict.
 */
export class Readings {
  readonly #readAt = new BoundedMap<string, number>(KEPT);

  /** What the job may go by instead of a query of its own; null where it has to ask. `now`: milliseconds since 1970. */
  use(job: Job, now: number): Reading | null {
    const key = keyOf(job);
    const { reading } = job;
    const isFresh = reading !== undefined && now - reading.askedAt <= FRESH_MS;
    const isNewest = reading !== undefined && reading.askedAt > (this.#readAt.get(key) ?? Number.NEGATIVE_INFINITY);
    const usable = isFresh && isNewest ? reading : null;
    this.#readAt.set(key, usable?.askedAt ?? now);
    return usable;
  }
}
