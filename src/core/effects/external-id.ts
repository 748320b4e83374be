import type { ResolvedConfig } from '../config/config.ts';
import { fingerprint } from '../fingerprint.ts';

/**
 * `external_id` of our check runs: `v1:<pull requests>:<decision>:<text>`, and `:<owner>` on some. It tells a later run
 * what we said last, so that nothing is written twice, and which pull request a check belongs to (GitHub names none for a
 * fork's).
 */
export interface ExternalId {
  /** Ascending; more than one where open pull requests share the head commit. */
  readonly pullRequests: readonly number[];
  readonly decision: string;
  readonly text: string;
  /** Of a debt check that has not passed: which file of the owner's was asked, if any; undefined where nobody knows. */
  readonly owner?: string | undefined;
}

/** Undefined where it is not known, or not the same for all of them. */
export function ownerOf(configs: readonly ResolvedConfig[]): string | undefined {
  const [first, ...others] = new Set(configs.map(({ askedOwner }) => askedOwner));
  return first === undefined || others.length > 0 ? undefined : fingerprint(first);
}

/** Enough for any real shared head, and keeps the id far below what GitHub stores. */
const MAX_NUMBERS = 20;

export function formatExternalId({ pullRequests, decision, text, owner }: ExternalId): string {
  const said = `v1:${pullRequests.slice(0, MAX_NUMBERS).join('+')}:${decision}:${text}`;
  return owner === undefined ? said : `${said}:${owner}`;
}

/** Null for anything that we did not write. */
export function parseExternalId(externalId: string | null): ExternalId | null {
  const match = /^v1:(\d{1,10}(?:\+\d{1,10}){0,19}):([0-9a-z]+):([0-9a-z]+)(?::([0-9a-f]{16}))?$/.exec(
    externalId ?? '',
  );
  const [, numbers, decision, text, owner] = match ?? [];
  if (numbers === undefined || decision === undefined || text === undefined) return null;
  return { pullRequests: numbers.split('+').map(Number), decision, text, owner };
}
