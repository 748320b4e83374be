import type { Config, KnownObjective } from './config.ts';
import { DEFAULTS } from './defaults.ts';
import { type ConfigTree, valueAt } from './merge.ts';

/**
 * The same configuration without what only a private file tells of the vision, of objectives and of trackers: titles and
 * addresses. Ids and prefixes stay, so what links goes on linking. Nor does it tell who belongs to which team. `own` is what
 * the repository's own, public file says.
 */
export function withoutPrivate(config: Config, own: ConfigTree): Config {
  const { objectives } = config;
  const known = Object.entries(objectives.known).map(([id, entry]) => [
    id,
    publicFace(entry, valueAt(own, ['objectives', 'known', id])),
  ]);
  const isOwnList = valueAt(own, ['objectives', 'external']) !== undefined;
  const external = isOwnList ? objectives.external : objectives.external.map(({ prefix }) => ({ prefix }));
  return {
    ...config,
    teams: {},
    vision: ownVision(config.vision, own),
    objectives: { ...objectives, known: Object.fromEntries(known), external },
  };
}

function ownVision(vision: Config['vision'], own: ConfigTree): Config['vision'] {
  const isOwn = ([key]: readonly [string, unknown]) => valueAt(own, ['vision', key]) !== undefined;
  return { ...DEFAULTS.vision, ...Object.fromEntries(Object.entries(vision).filter(isOwn)) };
}

function publicFace({ title, url }: KnownObjective, own: unknown): KnownObjective {
  const isOwnUrl = url === undefined || valueAt(own, ['url']) !== undefined;
  return {
    title: valueAt(own, ['title']) === undefined ? null : title,
    ...(isOwnUrl ? { url } : { privateUrl: url }),
  };
}
