/** A map of what was written: keys that are absent here have their defaults, or the values of the file beneath. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** Maps merge; scalars and lists of the nearer replace. */
export function mergeTrees(under: ConfigTree, nearer: ConfigTree): ConfigTree {
  return merge(under, nearer) as ConfigTree;
}

export function valueAt(tree: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, tree);
}

export function withoutPath(tree: ConfigTree, [key, ...rest]: readonly string[]): ConfigTree {
  if (key === undefined || !Object.hasOwn(tree, key)) return tree;
  const { [key]: inner, ...others } = tree;
  if (rest.length === 0) return others;
  return isMap(inner) ? { ...others, [key]: withoutPath(inner, rest) } : tree;
}

/** Whether the nearer value leaves the one under it as it is. */
export function changesNothing(under: unknown, nearer: unknown): boolean {
  return isSame(under, merge(under, nearer));
}

function merge(under: unknown, nearer: unknown): unknown {
  if (!isMap(under) || !isMap(nearer)) return nearer;
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(nearer)) {
    merged[key] = Object.hasOwn(under, key) ? merge(under[key], value) : value;
  }
  return merged;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, at) => isSame(value, b[at]));
  if (!isMap(a) || !isMap(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

export function isMap(value: unknown): value is ConfigTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
