interface Renamed {
  readonly path: string;
  readonly previousPath?: string;
}

/** A path as `git diff --numstat` writes it, both names of a renamed file in one: `src/{cart => basket}/view.ts`. */
export function renamed(path: string): Renamed {
  const [, start, from, to, end] = /^(.*)\{(.*) => (.*)\}(.*)$/.exec(path) ?? [];
  if (start !== undefined && end !== undefined) {
    const joined = (middle = '') => `${start}${middle}${end}`.replaceAll('//', '/');
    return { path: joined(to), previousPath: joined(from) };
  }
  const [before, after] = path.split(' => ');
  return before !== undefined && after !== undefined ? { path: after, previousPath: before } : { path };
}
