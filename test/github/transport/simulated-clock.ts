import type { Clock } from '#github/transport/limiter.ts';

interface Event {
  readonly at: number;
  readonly action: () => void;
}

/** Time that passes only from one event to the next. Promises settle in between. */
export class SimulatedClock implements Clock {
  #now = Date.parse('2026-03-02T10:00:00Z');
  /** By millisecond, each in order of arrival. */
  readonly #events = new Map<number, Set<Event>>();

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const event = { at: Math.ceil(this.#now + ms), action };
    const events = this.#events.get(event.at) ?? new Set();
    this.#events.set(event.at, events.add(event));
    return () => events.delete(event);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  async run(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (; this.#now <= end; this.#now++) {
      const events = this.#events.get(this.#now);
      if (events === undefined) continue;
      for (const event of events) {
        events.delete(event);
        event.action();
      }
      await settled();
      if (events.size > 0) this.#now--;
      else this.#events.delete(this.#now);
    }
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
