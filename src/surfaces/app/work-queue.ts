import type { Clock } from '#github/transport/limiter.ts';

/** A first event of a pull request waits this long, since one action of a person often makes several. Milliseconds. */
export const COALESCING_WINDOW_MS = 250;
/** Later events of the same pull request: at most one evaluation in so long. */
export const SPACING_MS = 5_000;

export interface QueueRules<Job> {
  readonly clock: Clock;
  /** Jobs of one key never run side by side; those that wait are one. */
  readonly keyOf: (job: Job) => string;
  readonly merge: (older: Job, newer: Job) => Job;
  /** Who shares a bound: the installation. */
  readonly groupOf: (job: Job) => string | number;
  /** Whether a job that comes while another of its key runs makes that one pointless. */
  readonly supersedes: (newer: Job, running: Job) => boolean;
  /** 0 goes first; inside a group. */
  readonly rankOf: (job: Job) => number;
  /** Does the work. Must not throw. What it gives back is put in line again, `inMs` from then. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<{ readonly job: Job; readonly inMs: number } | null>;
  readonly concurrency: number;
  readonly concurrencyPerGroup: number;
}

interface Entry<Job> {
  readonly key: string;
  /** What waits; null when nothing does. */
  waiting: Job | null;
  /** When it may start; milliseconds since 1970. */
  due: number;
  isReady: boolean;
  cancelTimer: (() => void) | null;
  running: { readonly job: Job; readonly abort: AbortController } | null;
  lastStart: number;
  /** Those who want to know when what waits was run. */
  listeners: (() => void)[];
}

interface Group<Job> {
  readonly ready: Entry<Job>[];
  running: number;
}

/**
 * Work by key: coalesced while it waits, one at a time, run again if it changes while running. Groups take turns, so a
 * flood in one delays no other. Holds one entry a key that is busy or was a moment ago, however many events come.
 */
export class WorkQueue<Job> {
  readonly #rules: QueueRules<Job>;
  readonly #entries = new Map<string, Entry<Job>>();
  /** In the order in which they get their turn. */
  readonly #groups = new Map<string | number, Group<Job>>();
  #running = 0;
  #isDraining = false;
  #drained: (() => void) | null = null;

  constructor(rules: QueueRules<Job>) {
    this.#rules = rules;
  }

  /** Keys that are held in memory. */
  get size(): number {
    return this.#entries.size;
  }

  get running(): number {
    return this.#running;
  }

  add(job: Job, inMs: number = COALESCING_WINDOW_MS): void {
    const key = this.#rules.keyOf(job);
    const entry = this.#entries.get(key) ?? this.#newEntry(key);
    this.#put(entry, job, inMs);
    const { running } = entry;
    if (running !== null && this.#rules.supersedes(job, running.job)) running.abort.abort();
  }

  /** Resolves when what waits under the job's key was run; for callers that do not live on after they answered. */
  whenRun(job: Job): Promise<void> {
    const entry = this.#entries.get(this.#rules.keyOf(job));
    if (entry === undefined || entry.waiting === null) return Promise.resolve();
    return new Promise((resolve) => entry.listeners.push(resolve));
  }

  /**
   * Runs what waits for an event's sake at once and lets the rest be; after `patienceMs` what still runs is aborted.
   * Gives back how many were left undone.
   */
  async drain(patienceMs: number): Promise<number> {
    this.#isDraining = true;
    for (const entry of this.#entries.values()) {
      if (entry.waiting === null || entry.isReady) continue;
      const isSoon = entry.due - this.#rules.clock.now() <= SPACING_MS;
      if (isSoon) this.#makeReady(entry);
      else this.#forget(entry);
    }
    if (this.#running > 0 || this.#hasReady()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#drained = resolve;
      const cancel = this.#rules.clock.after(patienceMs, resolve);
      await promise;
      cancel();
    }
    let left = 0;
    for (const { running, waiting } of this.#entries.values()) {
      if (running !== null || waiting !== null) left++;
      running?.abort.abort();
    }
    return left;
  }

  #newEntry(key: string): Entry<Job> {
    const entry: Entry<Job> = {
      key,
      waiting: null,
      due: 0,
      isReady: false,
      cancelTimer: null,
      running: null,
      lastStart: Number.NEGATIVE_INFINITY,
      listeners: [],
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #put(entry: Entry<Job>, job: Job, inMs: number): void {
    const { clock, merge } = this.#rules;
    const due = Math.max(clock.now() + inMs, entry.lastStart + SPACING_MS);
    const isSooner = entry.waiting === null || due < entry.due;
    entry.waiting = entry.waiting === null ? job : merge(entry.waiting, job);
    if (entry.isReady || !isSooner) return;
    entry.due = due;
    this.#setTimer(entry);
  }

  #setTimer(entry: Entry<Job>): void {
    entry.cancelTimer?.();
    entry.cancelTimer = this.#rules.clock.after(Math.max(0, entry.due - this.#rules.clock.now()), () => {
      entry.cancelTimer = null;
      if (entry.waiting === null) this.#forgetIfIdle(entry);
      // While it runs it is put in line by its end.
      else if (entry.running === null) this.#makeReady(entry);
    });
  }

  #makeReady(entry: Entry<Job>): void {
    if (entry.waiting === null || entry.isReady || entry.running !== null) return;
    entry.cancelTimer?.();
    entry.cancelTimer = null;
    entry.isReady = true;
    const { rankOf } = this.#rules;
    const { ready } = this.#group(entry.waiting);
    const rank = rankOf(entry.waiting);
    const behind = ready.findLastIndex(({ waiting }) => waiting !== null && rankOf(waiting) <= rank);
    ready.splice(behind + 1, 0, entry);
    this.#startWhatMay();
  }

  #group(job: Job): Group<Job> {
    const name = this.#rules.groupOf(job);
    const group = this.#groups.get(name) ?? { ready: [], running: 0 };
    this.#groups.set(name, group);
    return group;
  }

  #startWhatMay(): void {
    const { concurrency, concurrencyPerGroup } = this.#rules;
    for (let hasStarted = true; hasStarted && this.#running < concurrency; ) {
      hasStarted = false;
      for (const [name, group] of [...this.#groups]) {
        if (this.#running >= concurrency) return;
        if (group.running >= concurrencyPerGroup) continue;
        const entry = group.ready.shift();
        if (entry === undefined) continue;
        // To the end of the line: the others get their turn first.
        this.#groups.delete(name);
        this.#groups.set(name, group);
        this.#start(entry, name, group);
        hasStarted = true;
      }
    }
  }

  #start(entry: Entry<Job>, name: string | number, group: Group<Job>): void {
    const job = entry.waiting;
    entry.isReady = false;
    entry.waiting = null;
    if (job === null) return;
    const abort = new AbortController();
    const listeners = entry.listeners.splice(0);
    entry.running = { job, abort };
    entry.lastStart = this.#rules.clock.now();
    this.#running++;
    group.running++;
    void this.#rules.run(job, abort.signal).then((again) => {
      for (const tell of listeners) tell();
      this.#running--;
      group.running--;
      if (group.running === 0 && group.ready.length === 0) this.#groups.delete(name);
      this.#ended(entry, again);
      this.#startWhatMay();
      if (this.#isDraining && this.#running === 0 && !this.#hasReady()) this.#drained?.();
    });
  }

  #ended(entry: Entry<Job>, again: { readonly job: Job; readonly inMs: number } | null): void {
    entry.running = null;
    if (again !== null && !this.#isDraining) {
      // What came meanwhile is newer than what the run gives back.
      const { waiting, due } = entry;
      entry.waiting = null;
      entry.cancelTimer?.();
      entry.cancelTimer = null;
      this.#put(entry, again.job, again.inMs);
      if (waiting !== null) {
        entry.waiting = entry.waiting === null ? waiting : this.#rules.merge(entry.waiting, waiting);
        if (due < entry.due) entry.due = due;
      }
    }
    if (entry.waiting === null) this.#rest(entry);
    else if (this.#isDraining) this.#makeReady(entry);
    else this.#setTimer(entry);
  }

  /** Kept until the spacing is over, so that the next event still finds when the last evaluation was. */
  #rest(entry: Entry<Job>): void {
    entry.due = entry.lastStart + SPACING_MS;
    if (this.#isDraining || entry.due <= this.#rules.clock.now()) this.#forgetIfIdle(entry);
    else this.#setTimer(entry);
  }

  #forgetIfIdle(entry: Entry<Job>): void {
    if (entry.running === null && entry.waiting === null) this.#forget(entry);
  }

  #forget(entry: Entry<Job>): void {
    entry.cancelTimer?.();
    entry.waiting = null;
    if (entry.running === null) this.#entries.delete(entry.key);
    for (const tell of entry.listeners.splice(0)) tell();
  }

  #hasReady(): boolean {
    for (const { ready } of this.#groups.values()) if (ready.length > 0) return true;
    return false;
  }
}
