import { matchesAnyTitle } from '../globs/matches.ts';
import type { Config } from './config.ts';
import { contradictionsIn } from './contradictions.ts';
import { type ConfigTree, valueAt } from './merge.ts';
import { isLiteralName, type Teams, treeOfTeam } from './teams.ts';
import type { Path } from './yaml-tree.ts';

export interface TeamMistake {
  readonly path: Path;
  /** The rest of a sentence that begins with the key. */
  readonly message: string;
}

/**
 * What is wrong with the teams of an owner's file, which is valid key by key. Names that two teams claim by globs alone
 * show only once a repository has that name: `teamsBeside`.
 */
export function mistakesInTeams(
  owner: ConfigTree,
  { teams }: Pick<Config, 'teams'>,
  parse: (tree: ConfigTree) => Config,
): readonly TeamMistake[] {
  return [...doubleNames(teams), ...Object.keys(teams).flatMap((id) => contradictionsOf(owner, id, parse))];
}

function doubleNames(teams: Teams): readonly TeamMistake[] {
  const earlier: { readonly id: string; readonly repositories: readonly string[] }[] = [];
  const mistakes: TeamMistake[] = [];
  for (const [id, { repositories }] of Object.entries(teams)) {
    for (const [index, name] of repositories.entries()) {
      const isTaken = (names: readonly string[]) =>
        isLiteralName(name)
          ? matchesAnyTitle(names, name)
          : names.some((other) => other.toLowerCase() === name.toLowerCase());
      const other = earlier.find((team) => isTaken(team.repositories));
      if (other === undefined) continue;
      const message = `is \`${name}\`, which the team \`${other.id}\` has already; a repository belongs to one team, so remove it from one of them`;
      mistakes.push({ path: ['teams', id, 'repositories', index], message });
    }
    earlier.push({ id, repositories });
  }
  return mistakes;
}

function contradictionsOf(owner: ConfigTree, id: string, parse: (tree: ConfigTree) => Config): readonly TeamMistake[] {
  const own = valueAt(owner, ['teams', id]) as ConfigTree;
  return contradictionsIn(parse(treeOfTeam(owner, id)), own)
    .filter(({ isIgnored }) => !isIgnored)
    .map(({ path, message }) => ({ path: ['teams', id, ...path], message }));
}
