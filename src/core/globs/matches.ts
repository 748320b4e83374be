import { type Glob, pathGlob, titleGlob } from './glob.ts';

/** Whether a path or a branch matches one of the globs; a `/` separates segments, and case counts. */
export function matchesAny(globs: readonly string[], path: string): boolean {
  return compiled(paths, globs, pathGlob).some((glob) => glob.matches(path));
}

/** Likewise for a milestone's title or a repository's name: no segments, and case does not count. */
export function matchesAnyTitle(globs: readonly string[], title: string): boolean {
  return compiled(titles, globs, titleGlob).some((glob) => glob.matches(title));
}

// The lists of one configuration meet every file of a pull request: each is compiled once, and goes with its list.
const paths = new WeakMap<readonly string[], readonly Glob[]>();
const titles = new WeakMap<readonly string[], readonly Glob[]>();

function compiled(
  known: WeakMap<readonly string[], readonly Glob[]>,
  globs: readonly string[],
  compile: (pattern: string) => Glob,
): readonly Glob[] {
  let list = known.get(globs);
  if (list === undefined) {
    list = globs.map(compile);
    known.set(globs, list);
  }
  return list;
}
