import type { HeadVerdict } from '#core/verdict.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Job, keyOf, newJob } from './task.ts';

const KEPT = 50_000;

/**
 * Verdicts that the mere passing of time may change: a grace ends, a rule begins. No event tells us, so the sweep asks
 * here. Known for the life of the process.
 */
export class DueDates {
  readonly #due = new BoundedMap<string, { readonly at: number; readonly job: Job }>(KEPT);

  /** `at`: milliseconds since 1970; null when time alone changes nothing any more. */
  note(job: Job, at: number | null): void {
    if (at === null) this.#due.delete(keyOf(job));
    else this.#due.set(keyOf(job), { at, job });
  }

  /** Those whose instant has come; they are asked for once. */
  take(now: number): Job[] {
    const jobs: Job[] = [];
    for (const [key, { at, job }] of this.#due.entries()) {
      if (at > now) continue;
      this.#due.delete(key);
      const { task } = job;
      const again = task.kind === 'pull-request' ? { ...task, cause: 'fan-out' as const } : task;
      jobs.push(newJob(job.installation, again, { priority: 'sweep', headOid: job.headOid }));
    }
    return jobs;
  }
}

/** When time alone may change it: milliseconds since 1970, or null. */
export function firstDue(verdict: HeadVerdict | null): number | null {
  const dates = verdict?.verdicts.flatMap(({ validUntil }) => validUntil ?? []) ?? [];
  return dates.length === 0 ? null : Math.min(...dates.map((date) => Date.parse(date)));
}
