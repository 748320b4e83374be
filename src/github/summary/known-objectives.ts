/** Objectives that the configuration lists, and how each is named whichever way work leads to it. */
import type { Config } from '#core/config/config.ts';

/** By address, in lower case: an issue that is listed is known by its id. */
export type KnownIds = ReadonlyMap<string, string>;

export function knownIds({ objectives }: Pick<Config, 'objectives'>): KnownIds {
  return new Map(
    Object.entries(objectives.known).flatMap(([id, { url, privateUrl }]) => {
      const address = url ?? privateUrl;
      return address === undefined ? [] : [[address.toLowerCase(), id] as const];
    }),
  );
}

export function knownKey(id: string): string {
  return `known:${id}`;
}

export function knownKeyOf(ids: KnownIds, url: string | null): string | null {
  const id = url === null ? undefined : ids.get(url.toLowerCase());
  return id === undefined ? null : knownKey(id);
}
