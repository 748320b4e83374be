/**
 * GitHub's documented limits, written without a look at the limiter: what a server would count at the arrival of each
 * request. One of these for each installation.
 */
export class GitHubLimits {
  readonly #log: { readonly at: number; readonly pool: string; readonly points: number }[] = [];
  readonly #hours = new Map<string, { resetAt: number; used: number }>();
  readonly #perHour: number;
  atOnce = 0;
  mostAtOnce = 0;
  refusals = 0;

  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  /** Milliseconds in, whether it was let in and what the headers say out. */
  arrive(pool: 'rest' | 'graphql', points: number, now: number) {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    while (this.#log[0] !== undefined && this.#log[0].at <= now - 60_000) this.#log.shift();
    const lastMinute = this.#log.filter((it) => it.pool === pool).reduce((sum, it) => sum + it.points, 0);
    let hour = this.#hours.get(pool);
    if (hour === undefined || now >= hour.resetAt) {
      hour = { resetAt: now + 3_600_000, used: 0 };
      this.#hours.set(pool, hour);
    }
    const isOk =
      this.atOnce <= 100 && lastMinute + points <= (pool === 'rest' ? 900 : 2_000) && hour.used < this.#perHour;
    if (isOk) {
      this.#log.push({ at: now, pool, points });
      hour.used += 1;
    } else {
      this.refusals += 1;
    }
    return { isOk, standing: { limit: this.#perHour, remaining: this.#perHour - hour.used, resetAt: hour.resetAt } };
  }
}
