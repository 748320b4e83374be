/** Labels that are longer than any on GitHub: the file is valid, and they match nothing. */
import { labelLength, MAX_LABEL_LENGTH } from '../facts/actor.ts';
import type { ConfigTree } from './merge.ts';
import type { Path } from './yaml-tree.ts';

/** Where labels stand; `*` is any key. */
export const LABEL_KEYS = [
  'objectives.labels',
  'guardrails.linked-objective.skip.labels',
  'debt.label',
  'debt.detect.labels',
  'debt.detect.issue-labels',
  'exclude.labels',
  'expedite.labels',
  'expedite.issue-labels',
  'categories.*.labels',
] as const;

export interface LongLabel {
  readonly path: Path;
  readonly message: string;
}

/** `value` is one that the schema takes. */
export function longLabelsIn(value: ConfigTree): readonly LongLabel[] {
  return LABEL_KEYS.flatMap((key) => textsAt(value, key.split('.'), [])).flatMap(([path, text]) => {
    const length = labelLength(text.trim());
    if (length <= MAX_LABEL_LENGTH) return [];
    const message = `is ${length} characters long; GitHub’s labels have at most ${MAX_LABEL_LENGTH}, so none can match`;
    return [{ path, message }];
  });
}

function textsAt(value: unknown, [key, ...rest]: readonly string[], path: Path): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return key === undefined ? [[path, value]] : [];
  if (Array.isArray(value)) return value.flatMap((item, at) => textsAt(item, [], [...path, at]));
  if (typeof value !== 'object' || value === null || key === undefined) return [];
  const entries = Object.entries(value).filter(([name]) => key === '*' || key === name);
  return entries.flatMap(([name, inner]) => textsAt(inner, rest, [...path, name]));
}
