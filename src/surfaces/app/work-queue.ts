import type { Clock } from '#github/transport/limiter.ts';
import { GroupLine } from './group-line.ts';

/** A first event of a pull request waits this long, since one action of a person often makes several. Milliseconds. */
export const COALESCING_WINDOW_MS = 250;
/** Later events of the same pull request: at most one evaluation in so long. */
export const SPACING_MS = 5_000;

/** What a run gives back to be put in line again, `inMs` from then. */
export interface Again<Job> {
  readonly job: Job;
  readonly inMs: number;
  /** Until then nothing of its group can be done that is not more urgent; then it goes before its equals. */
  readonly holdsGroup?: boolean;
}

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
  /** Does the work. Must not throw. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<Again<Job> | null>;
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
  /** Its place among equals: lower goes first. Kept until it was run without being held up. */
  turn: number | null;
  cancelTimer: (() => void) | null;
  running: { readonly job: Job; readonly abort: AbortController } | null;
  lastStart: number;
  /** Those who want to know when what waits was run. */
  listeners: (() => void)[];
}

/**
 * Work by key: coalesced while it waits, one at a time, run again if it changes while running. Groups take turns, so a
 * flood in one delays no other. Holds one entry a key that is busy or was a moment ago, however many events come.
 */
export class WorkQueue<Job> {
  readonly #rules: QueueRules<Job>;
  readonly #entries = new Map<string, Entry<Job>>();
  /** In the order in which they get their turn. */
  readonly #groups = new Map<string | number, GroupLine<Entry<Job>>>();
  #running = 0;
  #turns = 0;
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

  /**
   * Resolves when what waits under the job's key was run, or at once while its group is held; for callers that do not live
   * on after they answered.
   */
  whenRun(job: Job): Promise<void> {
    const entry = this.#entries.get(this.#rules.keyOf(job));
    if (entry === undefined || entry.waiting === null) return Promise.resolve();
    const group = this.#groups.get(this.#rules.groupOf(job));
    if (group?.isHeld(this.#rules.rankOf(entry.waiting))) return Promise.resolve();
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
    if (this.#running > 0 || this.#hasStartable()) {
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
      turn: null,
      cancelTimer: null,
      running: null,
      lastStart: Number.NEGATIVE_INFINITY,
      listeners: [],
    };
    this.#entries.set(key, entry);
    return entry;
  }

  #put(entry: Entry<Job>, job: Job, inMs: number): void {
    const { clock, merge, rankOf } = this.#rules;
    const due = Math.max(clock.now() + inMs, entry.lastStart + SPACING_MS);
    const isSooner = entry.waiting === null || due < entry.due;
    const merged = entry.waiting === null ? job : merge(entry.waiting, job);
    const group = entry.isReady ? this.#group(merged) : null;
    const staysInLine = entry.waiting !== null && rankOf(merged) === rankOf(entry.waiting);
    entry.waiting = merged;
    if (group !== null && staysInLine) return;
    if (group !== null) {
      group.leave(entry);
      entry.isReady = false;
    } else if (!isSooner) return;
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
    entry.turn ??= this.#turns++;
    const rank = this.#rules.rankOf(entry.waiting);
    const group = this.#group(entry.waiting);
    group.enter(entry, rank, entry.turn);
    if (group.isHeld(rank)) tellAll(entry);
    this.#startWhatMay();
  }

  #group(job: Job): GroupLine<Entry<Job>> {
    const name = this.#rules.groupOf(job);
    const group = this.#groups.get(name) ?? new GroupLine<Entry<Job>>();
    this.#groups.set(name, group);
    return group;
  }

  /** Starts nothing of this rank, or less urgent, for so long. */
  #hold(name: string | number, group: GroupLine<Entry<Job>>, rank: number, ms: number): void {
    const { clock } = this.#rules;
    const until = clock.now() + ms;
    if (!group.hold(rank, until)) return;
    clock.after(ms, () => {
      if (!group.release(rank, until)) return;
      this.#startWhatMay();
      this.#forgetIfIdleGroup(name, group);
    });
    for (const entry of group.held) tellAll(entry);
  }

  #forgetIfIdleGroup(name: string | number, { isIdle }: GroupLine<Entry<Job>>): void {
    if (isIdle) this.#groups.delete(name);
  }

  #startWhatMay(): void {
    const { concurrency, concurrencyPerGroup } = this.#rules;
    for (let hasStarted = true; hasStarted && this.#running < concurrency; ) {
      hasStarted = false;
      for (const [name, group] of [...this.#groups]) {
        if (this.#running >= concurrency) return;
        if (group.running >= concurrencyPerGroup) continue;
        const entry = group.takeNext();
        if (entry === undefined) continue;
        // To the end of the line: the others get their turn first.
        this.#groups.delete(name);
        this.#groups.set(name, group);
        this.#start(entry, name, group);
        hasStarted = true;
      }
    }
  }

  #start(entry: Entry<Job>, name: string | number, group: GroupLine<Entry<Job>>): void {
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
      if (again?.holdsGroup) this.#hold(name, group, this.#rules.rankOf(again.job), again.inMs);
      else entry.turn = null;
      this.#ended(entry, again);
      this.#forgetIfIdleGroup(name, group);
      this.#startWhatMay();
      if (this.#isDraining && this.#running === 0 && !this.#hasStartable()) this.#drained?.();
    });
  }

  #ended(entry: Entry<Job>, again: Again<Job> | null): void {
    entry.running = null;
    if (again !== null && (again.holdsGroup || !this.#isDraining)) {
      // What came meanwhile is newer than what the run gives back.
      const { waiting, due } = entry;
      entry.waiting = null;
      entry.cancelTimer?.();
      entry.cancelTimer = null;
      // A held group keeps it back by itself.
      this.#put(entry, again.job, again.holdsGroup ? 0 : again.inMs);
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
    tellAll(entry);
  }

  #hasStartable(): boolean {
    for (const group of this.#groups.values()) if (group.next !== undefined) return true;
    return false;
  }
}

/** Also for what is held: whoever waits for it would wait a minute, or an hour. */
function tellAll(entry: { readonly listeners: (() => void)[] }): void {
  for (const tell of entry.listeners.splice(0)) tell();
}
