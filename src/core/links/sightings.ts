/** What the parser came across so far, in the order of reading. */
import type { FoundReference, ReferenceTarget, RejectedReference, RejectionReason, Way } from './link.ts';

/** References that are read at all, in text that counts and, counted apart, in text that does not. */
export const MAX_REFERENCES = 200;
const MAX_TEXT = 80;

export class Sightings {
  readonly found: FoundReference[] = [];
  readonly rejected: RejectedReference[] = [];
  readonly #accepted: ReadonlySet<Way>;

  constructor(accept: readonly Way[]) {
    this.#accepted = new Set(accept);
  }

  accepts(way: Way): boolean {
    return this.#accepted.has(way);
  }

  /** Finds it when its way is accepted, else rejects it for that. */
  settle(way: FoundReference['way'], text: string, target: ReferenceTarget): void {
    if (this.accepts(way)) this.found.push({ way, text: cut(text), target });
    else this.reject(text, 'way-not-accepted', target);
  }

  /** A configured prefix is consent enough: `external` is no entry of `objectives.accept`. */
  settleExternal(text: string, key: string): void {
    this.found.push({ way: 'external', text: cut(text), target: { kind: 'external', key } });
  }

  reject(text: string, reason: RejectionReason, target: ReferenceTarget | undefined): void {
    this.rejected.push({ text: cut(text), reason, ...(target !== undefined && { target }) });
  }
}

/** At most `MAX_TEXT` units, on one line, never half a surrogate pair. */
function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
