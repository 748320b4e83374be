/** What no single key shows to be wrong: keys that leave no sense together, and keys that another leaves without effect. */
import { sprintSource } from '../capacity/calendar.ts';
import { LISTED_RULES } from '../rules/index.ts';
import type { Config } from './config.ts';
import { isDate } from './formats.ts';
import { type ConfigTree, valueAt } from './merge.ts';
import type { Path } from './yaml-tree.ts';

export interface Contradiction {
  readonly path: Path;
  /** The rest of a sentence that begins with the key. */
  readonly message: string;
  /** Whether the file can rule all the same. */
  readonly isIgnored: boolean;
}

/** Of the whole configuration; `own` is what the file at hand adds to it, and whose keys are named. */
export function contradictionsIn(config: Config, own: ConfigTree): readonly Contradiction[] {
  return [...ofRules(config, own), ...ofSprint(config, own)];
}

function ofRules({ guardrails }: Config, own: ConfigTree): readonly Contradiction[] {
  return LISTED_RULES.flatMap(({ id, problems }) => {
    const isOwn = (path: Path) => valueAt(own, ['guardrails', id, ...path]) !== undefined;
    const found = problems?.(guardrails[id], isOwn) ?? [];
    return found.map(({ path, message }) => ({ path: ['guardrails', id, ...path], message, isIgnored: false }));
  });
}

type Source = ReturnType<typeof sprintSource>;

/** The sources that read a key of `sprint`; the others leave it without effect. */
const READ_BY: Readonly<Record<'length' | 'anchor' | 'match' | 'project', readonly Source[]>> = {
  length: ['cadence', 'milestone'],
  anchor: ['cadence'],
  match: ['milestone'],
  project: ['project'],
};

function ofSprint(config: Config, own: ConfigTree): readonly Contradiction[] {
  const { sprint } = config;
  const source = sprintSource(config);
  const isOwn = (...path: Path) => valueAt(own, ['sprint', ...path]) !== undefined;
  const idle = Object.entries(READ_BY).filter(([key, sources]) => isOwn(key) && !sources.includes(source));
  const titles = sprint.innovation.filter((entry) => source === 'cadence' && !isDate(entry));
  return [
    ...(source === 'project' && sprint.project === undefined
      ? [{ path: ['sprint', isOwn('source') ? 'source' : 'project'], message: NO_PROJECT, isIgnored: false }]
      : []),
    ...idle.map(([key, sources]) => ({
      path: ['sprint', key],
      message: `has no effect, since sprints come from \`source: ${source}\`; ${sources.length > 1 ? '' : `write \`source: ${sources[0]}\`, or `}remove it`,
      isIgnored: true,
    })),
    ...(titles.length > 0 && isOwn('innovation')
      ? [
          {
            path: ['sprint', 'innovation'],
            message: `names \`${titles[0]}\`, but sprints of a cadence have no titles; write a date in each, as YYYY-MM-DD`,
            isIgnored: true,
          },
        ]
      : []),
  ];
}

const NO_PROJECT =
  'needs the number of the project that holds the iterations; write `project: 12` beside `source: project`, with its number';
