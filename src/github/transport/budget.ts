import type { Pool, RequestCost } from './request-cost.ts';

/**
 * Why a request is made, the most urgent first: a person did something to this very pull request; something else changed
 * and this pull request is judged again; nobody waits for it.
 */
export const PRIORITIES = ['own', 'fan-out', 'sweep'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * Points a minute. docs: rest/using-the-rest-api/rate-limits-for-the-rest-api, "About secondary rate limits". GitHub counts
 * REST per endpoint; we count all of it together.
 */
const POINTS_PER_MINUTE: Readonly<Record<Pool, number>> = { rest: 900, graphql: 2_000 };
/** Content that may be made in so many milliseconds, from any number of places. Same page, "About secondary rate limits". */
const CONTENT_LIMITS = [
  { most: 80, within: 60_000 },
  { most: 500, within: 3_600_000 },
] as const;
const MOST_CONTENT = 500;
/** Each takes its time to get there: the first may have arrived later than the last after it. */
const CONTENT_MARGIN_MS = 1_000;
/** GitHub allows 100 at once, REST and GraphQL together, and 60 s of its CPU a minute to GraphQL; so few suffice. */
const CONCURRENT_REQUESTS = 8;

/** Share of the points that any minute may use. The rest is for the jitter between our clock and GitHub's. */
const CEILING = 0.97;
/** Share that a backlog is spread over, so that what is urgent always finds room below the ceiling. */
const PACE = 0.93;
/** Share that a backlog may use at once after a rest. */
const BURST = 0.04;
/** Share of the hour's points that a priority leaves for more urgent ones. */
const HOURLY_RESERVE: Readonly<Record<Priority, number>> = { own: 0, 'fan-out': 0.03, sweep: 0.1 };

/** After a secondary limit the rate is halved, down to this, and regains a tenth of the full rate each quiet minute. */
const LEAST_FACTOR = 1 / 16;
const RECOVERY_PER_MS = 0.1 / 60_000;

/** GitHub counts the hour in whole seconds, and its clock is not ours. */
const RESET_MARGIN_MS = 1_000;
/** Two answers speak of the same hour when their resets are no further apart. */
const SAME_HOUR_MS = 60_000;

const SLOT_MS = 1_000;
/** One slot more than a minute: the oldest may be cut by the minute's edge, and then counts in full. */
const SLOTS = 61;

/** What an answer's headers say of the hour: `x-ratelimit-limit`, `-remaining`, and `-reset` as ms since 1970 by our clock. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
}

interface Account {
  readonly slots: { readonly second: number; points: number }[];
  /** Points that a backlog may use now; negative after urgent requests, which do not wait for it. */
  pace: number;
  pacedAt: number;
  /** The hour as GitHub told it, less what was started since; null until it tells, and after its end. */
  hour: { limit: number; remaining: number; resetAt: number } | null;
  running: number;
}

/** One installation's room under GitHub's limits. Holds no clock: every `now` is milliseconds since 1970. */
export class Budget {
  readonly #accounts: Readonly<Record<Pool, Account>>;
  /** When content was made, the last of it at the end. */
  #content: number[] = [];
  #pausedUntil = 0;
  #factor = 1;
  #factorAt = 0;

  constructor(now: number) {
    const account = (pool: Pool): Account => ({
      slots: [],
      pace: BURST * POINTS_PER_MINUTE[pool],
      pacedAt: now,
      hour: null,
      running: 0,
    });
    this.#accounts = { rest: account('rest'), graphql: account('graphql') };
  }

  get running(): number {
    return this.#accounts.rest.running + this.#accounts.graphql.running;
  }

  /** Milliseconds until this request may start; 0: now; Infinity: not before another has ended. Changes nothing. */
  wait(cost: RequestCost, priority: Priority, now: number): number {
    if (this.running >= CONCURRENT_REQUESTS) return Number.POSITIVE_INFINITY;
    const account = this.#accounts[cost.pool];
    return Math.max(
      0,
      this.#pausedUntil - now,
      waitForHour(account, priority, now),
      this.#waitForMinute(account, cost, now),
      this.#waitForContent(cost, now),
      priority === 'own' ? 0 : this.#waitForPace(account, cost, now),
    );
  }

  /** Counts a request as started. */
  take(cost: RequestCost, now: number): void {
    if (cost.isContent === true) {
      this.#content.push(now);
      if (this.#content.length > MOST_CONTENT) this.#content.shift();
    }
    const account = this.#accounts[cost.pool];
    const burst = this.#pointsPerMinute(cost.pool, now) * BURST;
    account.pace = Math.max(-burst, this.#paceAt(account, cost.pool, now) - cost.points);
    account.pacedAt = now;
    const second = Math.floor(now / SLOT_MS);
    while (account.slots[0] !== undefined && account.slots[0].second <= second - SLOTS) account.slots.shift();
    const last = account.slots.at(-1);
    if (last?.second === second) last.points += cost.points;
    else account.slots.push({ second, points: cost.points });
    if (account.hour !== null) account.hour.remaining -= 1;
    account.running += 1;
  }

  /** Counts a request as ended. `standing`: what its answer said of the hour, null if it did not. */
  settle(pool: Pool, standing: Standing | null): void {
    const account = this.#accounts[pool];
    account.running -= 1;
    if (standing === null) return;
    const { hour } = account;
    const { limit, resetAt } = standing;
    if (hour !== null && resetAt < hour.resetAt - SAME_HOUR_MS) return;
    // GitHub may or may not have counted those under way.
    const remaining = standing.remaining - account.running;
    // Answers overtake each other: within an hour the lowest figure is the latest, unless nothing else is under way.
    const isOutOfOrder = hour !== null && resetAt <= hour.resetAt + SAME_HOUR_MS && account.running > 0;
    account.hour = { limit, resetAt, remaining: isOutOfOrder ? Math.min(hour.remaining, remaining) : remaining };
  }

  /** A secondary limit was hit: nothing for `seconds`, and half the rate after that. */
  slowDown(seconds: number, now: number): void {
    const until = now + seconds * 1_000;
    // Requests that were under way together are refused together: one offence.
    if (this.#pausedUntil <= now) this.#factor = Math.max(LEAST_FACTOR, this.#factorNow(now) / 2);
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.#factorAt = this.#pausedUntil;
  }

  /** The hour's points of a pool are spent, and only GitHub knows since when. */
  exhaust(pool: Pool, seconds: number, now: number): void {
    const account = this.#accounts[pool];
    const resetAt = now + seconds * 1_000;
    account.hour = { limit: account.hour?.limit ?? 0, remaining: 0, resetAt };
  }

  #factorNow(now: number): number {
    return Math.min(1, this.#factor + Math.max(0, now - this.#factorAt) * RECOVERY_PER_MS);
  }

  #pointsPerMinute(pool: Pool, now: number): number {
    return POINTS_PER_MINUTE[pool] * this.#factorNow(now);
  }

  #waitForMinute(account: Account, cost: RequestCost, now: number): number {
    const ceiling = Math.floor(CEILING * this.#pointsPerMinute(cost.pool, now));
    const oldest = Math.floor(now / SLOT_MS) - SLOTS;
    const slots = account.slots.filter(({ second }) => second > oldest);
    let excess = slots.reduce((sum, { points }) => sum + points, cost.points) - ceiling;
    if (excess <= 0) return 0;
    for (const { second, points } of slots) {
      excess -= points;
      if (excess <= 0) return (second + SLOTS) * SLOT_MS - now;
    }
    return SLOTS * SLOT_MS;
  }

  #waitForContent({ isContent }: RequestCost, now: number): number {
    if (isContent !== true) return 0;
    const waits = CONTENT_LIMITS.map(({ most, within }) => {
      const share = Math.max(1, Math.floor(CEILING * most * this.#factorNow(now)));
      const oldest = this.#content.at(-share);
      return oldest === undefined ? 0 : oldest + within + CONTENT_MARGIN_MS - now;
    });
    return Math.max(0, ...waits);
  }

  #paceAt(account: Account, pool: Pool, now: number): number {
    const perMinute = this.#pointsPerMinute(pool, now);
    const gained = ((now - account.pacedAt) * PACE * perMinute) / 60_000;
    return Math.min(BURST * perMinute, account.pace + gained);
  }

  #waitForPace(account: Account, { pool, points }: RequestCost, now: number): number {
    const perMinute = this.#pointsPerMinute(pool, now);
    // A slowed pool's burst may be smaller than one write: it then goes when the burst is full.
    const missing = Math.min(points, BURST * perMinute) - this.#paceAt(account, pool, now);
    return missing <= 0 ? 0 : Math.ceil((missing * 60_000) / (PACE * perMinute));
  }
}

function waitForHour({ hour }: Account, priority: Priority, now: number): number {
  if (hour === null || now >= hour.resetAt + RESET_MARGIN_MS) return 0;
  return hour.remaining - 1 >= HOURLY_RESERVE[priority] * hour.limit ? 0 : hour.resetAt + RESET_MARGIN_MS - now;
}
