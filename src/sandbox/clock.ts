/** The sandbox's time. It follows real time, shifted, until it is frozen by `set`. */
export interface Clock {
  /** ISO 8601, UTC, with milliseconds. */
  now(): string;
  /** Freezes the time at this instant. */
  set(iso: string): void;
  /** Moves on by milliseconds, whether frozen or following. */
  advance(milliseconds: number): void;
}

export function createClock(start?: string): Clock {
  let frozen = start === undefined ? null : Date.parse(start);
  let shift = 0;
  return {
    now: () => new Date(frozen ?? Date.now() + shift).toISOString(),
    set(iso) {
      frozen = Date.parse(iso);
    },
    advance(milliseconds) {
      if (frozen === null) shift += milliseconds;
      else frozen += milliseconds;
    },
  };
}
