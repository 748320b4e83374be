import type { ConfigFile, ResolvedConfig } from '#core/config/config.ts';
import type { ConfigInput } from '#core/config/resolve.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';

/** What rules somewhere, by the files that say so. For the life of a process; it must forget by itself. */
export interface ConfigCache {
  get(key: string): ResolvedConfig | undefined;
  set(key: string, value: ResolvedConfig): unknown;
}

/** Larger files are parsed each time: a read configuration takes several times its file's bytes, and many are kept. */
const MAX_KEPT_BYTES = 8 * 1024;

/**
 * Everything that decides what rules: whose files, which versions of them, and for whom. Null when not all of it is known,
 * or too much to keep: then nothing may be remembered.
 */
export function cacheKeyOf({ repository, owner, target }: ConfigInput): string | null {
  if (isUnavailable(owner)) return null;
  const files = [repository, owner];
  if (files.some((file) => file !== null && (file.text === null || file.byteSize > MAX_KEPT_BYTES))) return null;
  return JSON.stringify([target.owner, target.name, target.isPrivate, ...files.map((file) => file && versionOf(file))]);
}

/** The commit, too: it is named in the verdict. */
function versionOf({ repository, isPrivate, commit, oid }: ConfigFile): readonly unknown[] {
  return [repository, isPrivate, commit, oid];
}

/** Whether the files alone settled it: no older version, which is read from GitHub, and nothing that may be there soon. */
export function isSettledByFiles({
  isCommittedInvalid,
  unsettled = [],
  ownerUnreadable,
  origin,
}: ResolvedConfig): boolean {
  return !isCommittedInvalid && unsettled.length === 0 && ownerUnreadable === null && origin.state === 'committed';
}
