import { RateLimited } from '#github/errors.ts';
import { Budget, PRIORITIES, type Priority, type Standing } from './budget.ts';
import type { Refusal } from './rate-limit.ts';
import type { Pool, RequestCost } from './request-cost.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Gives back what cancels it. */
  after(ms: number, action: () => void): () => void;
}

/** What an answer taught about the limits. */
export interface Feedback {
  readonly standing: Standing | null;
  readonly refusal: Refusal | null;
}

export interface Urgency {
  readonly priority: Priority;
  /** Milliseconds: with a longer pause ahead the request is refused with `RateLimited` instead of waiting. */
  readonly patience?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Job {
  readonly cost: RequestCost;
  readonly urgency: Urgency;
  /** Order of arrival. */
  readonly number: number;
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

/** Beyond this many accounts those at rest are forgotten. Some 200 bytes each. */
const REMEMBERED_ACCOUNTS = 10_000;

/**
 * Lets requests start as GitHub's limits allow. Each account (an installation) has its own queue and its own budget, so
 * none waits for another; inside one the more urgent goes first, and equals in order of arrival.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** Runs `work` when there is room. It must call `tell` with what the answer taught before it settles. */
  run<T>(
    account: string,
    cost: RequestCost,
    urgency: Urgency,
    work: (tell: (feedback: Feedback) => void) => Promise<T>,
  ): Promise<T> {
    return this.#lane(account).run(cost, urgency, work);
  }

  /** Milliseconds until a request could start that nobody else waits before; Infinity: not before another has ended. */
  wait(account: string, cost: RequestCost, priority: Priority): number {
    return this.#lane(account).wait(cost, priority);
  }

  #lane(account: string): Lane {
    const known = this.#lanes.get(account);
    if (known !== undefined) return known;
    if (this.#lanes.size >= REMEMBERED_ACCOUNTS) {
      for (const [name, lane] of this.#lanes) if (lane.isAtRest()) this.#lanes.delete(name);
    }
    const lane = new Lane(this.#clock);
    this.#lanes.set(account, lane);
    return lane;
  }
}

class Lane {
  readonly #clock: Clock;
  readonly #budget: Budget;
  /** One queue for each line and priority: what is spent for one line does not hold up the others. */
  readonly #queues = new Map<string, Job[]>();
  #arrivals = 0;
  #lastUse: number;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastUse = clock.now();
    this.#budget = new Budget(this.#lastUse);
  }

  /** An hour after its last request nothing that a lane remembers counts any more. */
  isAtRest(): boolean {
    const now = this.#clock.now();
    return this.#heads().length === 0 && this.#budget.running === 0 && now - this.#lastUse > 3_600_000;
  }

  wait(cost: RequestCost, priority: Priority): number {
    return this.#budget.wait(cost, priority, this.#clock.now());
  }

  run<T>(cost: RequestCost, urgency: Urgency, work: (tell: (feedback: Feedback) => void) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const { signal } = urgency;
    const queue = this.#queue(lineOf(cost), urgency.priority);
    const leave = () => {
      const index = queue.indexOf(job);
      if (index >= 0) queue.splice(index, 1);
      reject(abortError(signal?.reason));
    };
    const job: Job = {
      cost,
      urgency,
      number: this.#arrivals++,
      refuse: (error) => {
        signal?.removeEventListener('abort', leave);
        reject(error);
      },
      start: () => {
        signal?.removeEventListener('abort', leave);
        let feedback: Feedback = { standing: null, refusal: null };
        work((told) => {
          feedback = told;
        })
          .finally(() => this.#ended(cost.pool, feedback))
          .then(resolve, reject);
      },
    };
    if (signal?.aborted) {
      reject(abortError(signal.reason));
    } else {
      signal?.addEventListener('abort', leave, { once: true });
      queue.push(job);
      this.#startWhatMay();
    }
    return promise;
  }

  #queue(line: Line, priority: Priority): Job[] {
    const name = `${line} ${priority}`;
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue: Job[] = [];
    this.#queues.set(name, queue);
    return queue;
  }

  /** The next job of each line, the most urgent and then the oldest first. A later one never overtakes in its line. */
  #heads(): Job[] {
    const heads: Job[] = [];
    for (const line of LINES) {
      const head = PRIORITIES.map((priority) => this.#queues.get(`${line} ${priority}`)?.[0]).find((job) => job);
      if (head !== undefined) heads.push(head);
    }
    const rank = (job: Job) => PRIORITIES.indexOf(job.urgency.priority);
    return heads.sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  }

  #startWhatMay(): void {
    const now = this.#clock.now();
    this.#lastUse = now;
    const waiting = () =>
      this.#heads().map((job) => ({ job, wait: this.#budget.wait(job.cost, job.urgency.priority, now) }));
    let heads = waiting();
    for (let next = heads.find(isDue); next !== undefined; next = heads.find(isDue)) {
      const { job, wait } = next;
      this.#queue(lineOf(job.cost), job.urgency.priority).shift();
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1_000);
        job.refuse(new RateLimited(`The share of GitHub that is ours is used up for ${seconds} s.`, seconds));
      } else {
        this.#budget.take(job.cost, now);
        job.start();
      }
      heads = waiting();
    }
    this.#cancelTimer?.();
    const soonest = Math.min(...heads.map(({ wait }) => wait));
    this.#cancelTimer = Number.isFinite(soonest) ? this.#clock.after(soonest, () => this.#startWhatMay()) : null;
  }

  #ended(pool: Pool, { standing, refusal }: Feedback): void {
    const now = this.#clock.now();
    this.#budget.settle(pool, standing);
    if (refusal?.kind === 'secondary') this.#budget.slowDown(refusal.retryAfter, now);
    if (refusal?.kind === 'primary') this.#budget.exhaust(pool, refusal.retryAfter, now);
    this.#startWhatMay();
  }
}

/**
 * What waits together. Content draws on the points of REST and on limits of its own, and while it waits for those, other
 * writes pass: a verdict does not wait for labels.
 */
const LINES = ['rest', 'graphql', 'content'] as const;
type Line = (typeof LINES)[number];

function lineOf({ pool, isContent }: RequestCost): Line {
  return isContent === true ? 'content' : pool;
}

/** Whether a job leaves its queue now: it may start, or its wait is longer than it is worth. */
function isDue({ job, wait }: { readonly job: Job; readonly wait: number }): boolean {
  const { patience = Number.POSITIVE_INFINITY } = job.urgency;
  return wait === 0 || (Number.isFinite(wait) && wait > patience);
}

/** As a fetch that was aborted would have failed. */
function abortError(cause: unknown): Error {
  const error = new Error('The request was aborted while it waited for its turn.', { cause });
  error.name = 'AbortError';
  return Object.assign(error, { status: 500 });
}

const systemClock: Clock = {
  now: Date.now,
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
