/** Labels that are longer than any on GitHub: the file is valid, and they match nothing. */
import { labelLength, MAX_LABEL_LENGTH } from '../facts/actor.ts';
import type { ConfigTree } from './merge.ts';
import { textsAt } from './texts-at.ts';
import type { Ignored } from './unmatchable.ts';

/** Where labels stand; `*` is any key. */
export const LABEL_KEYS = [
  'objectives.labels',
  'guardrails.linked-objective.skip.labels',
  'guardrails.debt-capacity.points.labels',
  'debt.label',
  'debt.detect.labels',
  'debt.detect.issue-labels',
  'exclude.labels',
  'expedite.labels',
  'expedite.issue-labels',
  'categories.*.labels',
] as const;

export function longLabelsIn(value: ConfigTree): readonly Ignored[] {
  return LABEL_KEYS.flatMap((key) => textsAt(value, key)).flatMap(([path, text]) => {
    const length = labelLength(text.trim());
    if (length <= MAX_LABEL_LENGTH) return [];
    const message = `is ${length} characters long; GitHub’s labels have at most ${MAX_LABEL_LENGTH}, so none can match`;
    return [{ path, message }];
  });
}
