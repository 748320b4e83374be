interface Place<Entry> {
  readonly entry: Entry;
  readonly rank: number;
  readonly turn: number;
}

/** Those of one group that may start, in the order in which they do: by rank, then by turn, lower first. */
export class GroupLine<Entry> {
  readonly #places: Place<Entry>[] = [];
  /** By rank: when that rank and all less urgent ones may start again; milliseconds since 1970. */
  readonly #heldUntil = new Map<number, number>();
  /** How many of the group are being worked at. */
  running = 0;

  enter(entry: Entry, rank: number, turn: number): void {
    const behind = this.#places.findLastIndex(
      (other) => other.rank < rank || (other.rank === rank && other.turn <= turn),
    );
    this.#places.splice(behind + 1, 0, { entry, rank, turn });
  }

  leave(entry: Entry): void {
    const place = this.#places.findIndex((one) => one.entry === entry);
    if (place !== -1) this.#places.splice(place, 1);
  }

  /** The first, unless it is held, and so all behind it. */
  get next(): Entry | undefined {
    const [first] = this.#places;
    return first === undefined || this.isHeld(first.rank) ? undefined : first.entry;
  }

  takeNext(): Entry | undefined {
    const { next } = this;
    if (next !== undefined) this.#places.shift();
    return next;
  }

  isHeld(rank: number): boolean {
    for (const held of this.#heldUntil.keys()) if (held <= rank) return true;
    return false;
  }

  /** Those in line that are held. */
  get held(): readonly Entry[] {
    return this.#places.filter(({ rank }) => this.isHeld(rank)).map(({ entry }) => entry);
  }

  /** Starts nothing of this rank, or less urgent, until then; false where it is held for longer already. */
  hold(rank: number, until: number): boolean {
    if (until <= (this.#heldUntil.get(rank) ?? 0)) return false;
    this.#heldUntil.set(rank, until);
    return true;
  }

  /** Ends that hold; false where a longer one took its place. */
  release(rank: number, until: number): boolean {
    return this.#heldUntil.get(rank) === until && this.#heldUntil.delete(rank);
  }

  get isIdle(): boolean {
    return this.running === 0 && this.#places.length === 0 && this.#heldUntil.size === 0;
  }
}
