/**
 * `external_id` of our check runs: `v1:<pull requests>:<decision>:<text>`. It tells a later run what we said last, so
 * that nothing is written twice, and which pull request a check belongs to (GitHub names none for a fork's).
 */
export interface ExternalId {
  /** Ascending; more than one where open pull requests share the head commit. */
  readonly pullRequests: readonly number[];
  readonly decision: string;
  readonly text: string;
}

/** Enough for any real shared head, and keeps the id far below what GitHub stores. */
const MAX_NUMBERS = 20;

export function formatExternalId({ pullRequests, decision, text }: ExternalId): string {
  return `v1:${pullRequests.slice(0, MAX_NUMBERS).join('+')}:${decision}:${text}`;
}

/** Null for anything that we did not write. */
export function parseExternalId(externalId: string | null): ExternalId | null {
  const match = /^v1:(\d{1,10}(?:\+\d{1,10}){0,19}):([0-9a-z]+):([0-9a-z]+)$/.exec(externalId ?? '');
  const [, numbers, decision, text] = match ?? [];
  if (numbers === undefined || decision === undefined || text === undefined) return null;
  return { pullRequests: numbers.split('+').map(Number), decision, text };
}
