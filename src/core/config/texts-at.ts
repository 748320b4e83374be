import type { ConfigTree } from './merge.ts';
import type { Path } from './yaml-tree.ts';

/** The texts at a dotted key, alone or in a list; `*` is any key. What is no text there is none of them. */
export function textsAt(value: ConfigTree, key: string): readonly (readonly [Path, string])[] {
  return textsBelow(value, key.split('.'), []);
}

function textsBelow(
  value: unknown,
  [key, ...rest]: readonly string[],
  path: Path,
): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return key === undefined ? [[path, value]] : [];
  if (Array.isArray(value))
    return key === undefined ? value.flatMap((item, at) => textsBelow(item, [], [...path, at])) : [];
  if (typeof value !== 'object' || value === null || key === undefined) return [];
  const entries = Object.entries(value).filter(([name]) => key === '*' || key === name);
  return entries.flatMap(([name, inner]) => textsBelow(inner, rest, [...path, name]));
}
