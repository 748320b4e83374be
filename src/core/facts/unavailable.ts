/** A fact that could not be read. Never an empty list: "nothing there" and "could not look" lead to different verdicts. */
export interface Unavailable {
  readonly unavailable: true;
  /** What could not be read, as a noun phrase: `the issue shop/plans#7`. */
  readonly what: string;
  readonly reason: UnavailableReason;
}

export type UnavailableReason =
  /** GitHub answered 404 or NOT_FOUND: missing, private, or outside this installation; GitHub does not say which. */
  | 'not-found'
  /** GitHub refused: 403 for want of a permission. */
  | 'forbidden'
  /** GitHub failed, timed out or was limiting the rate. Worth trying again. */
  | 'unreachable';

export function unavailable(what: string, reason: UnavailableReason): Unavailable {
  return { unavailable: true, what, reason };
}

export function isUnavailable(fact: unknown): fact is Unavailable {
  return typeof fact === 'object' && fact !== null && 'unavailable' in fact;
}
