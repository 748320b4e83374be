import { BoundedMap } from './bounded-map.ts';

/** Anybody may ask for another look, but nobody may keep us busy. */
const RECHECKS_AN_HOUR = 5;
const HOUR_MS = 3_600_000;
const KEPT = 10_000;

/** Counts a person's clicks on *Re-check*, for each pull request on its own. */
export class RecheckLimit {
  readonly #clicks = new BoundedMap<string, readonly number[]>(KEPT);

  /** Whether this click still counts; `now` in milliseconds since 1970. */
  allows(login: string, pullRequest: string, now: number): boolean {
    const key = `${login} ${pullRequest}`.toLowerCase();
    const recent = (this.#clicks.get(key) ?? []).filter((at) => now - at < HOUR_MS);
    const isAllowed = recent.length < RECHECKS_AN_HOUR;
    if (isAllowed) this.#clicks.set(key, [...recent, now]);
    return isAllowed;
  }
}
