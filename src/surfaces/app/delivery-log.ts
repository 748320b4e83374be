import { BoundedMap } from './bounded-map.ts';

/** GitHub offers a redelivery for some days; at eleven deliveries a second this reaches back over an hour. */
const KEPT = 50_000;

/** Which deliveries were taken in, so that a repeated one makes no work and a failed one may be sent again. */
export class DeliveryLog {
  readonly #seen = new BoundedMap<string, true>(KEPT);

  /** Whether this delivery is to be worked on: new, or failed before. */
  admit(guid: string): boolean {
    if (this.#seen.get(guid) === true) return false;
    this.#seen.set(guid, true);
    return true;
  }

  /** GitHub may send it again. */
  failed(guid: string): void {
    this.#seen.delete(guid);
  }
}
