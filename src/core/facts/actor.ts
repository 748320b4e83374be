/** An account, by GitHub's own word for its kind: a login that ends in `[bot]` proves nothing. */
export interface Actor {
  readonly login: string;
  readonly kind: 'User' | 'Bot' | 'Organization' | 'Mannequin' | 'EnterpriseUserAccount';
}

/**
 * A label and who put it there last, as the timeline tells. `setBy` is null when the account is gone and undefined when
 * the timeline that was read does not reach back to it.
 */
export interface AppliedLabel {
  readonly name: string;
  readonly setBy?: Actor | null;
  /** ISO 8601, UTC; absent when the timeline does not reach back to it. */
  readonly setAt?: string;
  /**
   * Whether a person with triage or more, or a trusted app, set it. Undefined: not settled by the timeline alone
   * (a label that an issue template sets carries its submitter's name), or not by the part that was read; the gatherer
   * asks on where the answer decides. Only `true` is trust.
   */
  readonly setterMayTriage?: boolean;
}

/** GitHub refuses longer names with 422 (REST docs, "Create a label"; seen as "name is too long (maximum is 50 characters)"). */
export const MAX_LABEL_LENGTH = 50;

/** In the characters that GitHub counts: an emoji is one, although it takes two units of a string. */
export function labelLength(name: string): number {
  return [...name].length;
}

/** GitHub compares label names without regard to case. */
export function isSameLabel(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** A login in lower case, without the `[bot]` that REST and people write after it and GraphQL does not. */
export function bareLogin(login: string): string {
  return login.toLowerCase().replace(/\[bot\]$/, '');
}
