/** Labels that are written, and that the repository does not have: the file is valid, and they match nothing. */
import { labelLength, MAX_LABEL_LENGTH } from '../facts/actor.ts';
import { closest } from './did-you-mean.ts';
import { LABEL_KEYS } from './long-labels.ts';
import type { ConfigTree } from './merge.ts';
import { textsAt } from './texts-at.ts';
import type { Ignored } from './unmatchable.ts';

type LabelKey = (typeof LABEL_KEYS)[number];

/** Labels of issues as well, which may be another repository's: told only where one of here was probably meant. */
const ALSO_ELSEWHERE: readonly LabelKey[] = [
  'objectives.labels',
  'debt.detect.issue-labels',
  'expedite.issue-labels',
  'categories.*.labels',
];

/** Names for which a close one is looked for: a stranger's file of thousands must not cost millions of comparisons. */
const MAX_COMPARED = 50;

/**
 * `labels` are all that the repository has; `ours` is the one that is made when it is missing. GitHub tells labels apart
 * without regard to case.
 */
export function unknownLabelsIn(value: ConfigTree, labels: readonly string[], ours: string): readonly Ignored[] {
  const known = new Set([...labels, ours].map((label) => label.toLowerCase()));
  let compared = 0;
  return LABEL_KEYS.filter((key) => key !== 'debt.label').flatMap((key) => {
    const texts = textsAt(value, key).map(([path, text]) => ({ path, name: text.trim() }));
    const written = new Set(texts.map(({ name }) => name.toLowerCase()));
    // Whoever writes a label beside another spelling of it means both.
    const candidates = labels.filter((label) => !written.has(label.toLowerCase()));
    return texts.flatMap(({ path, name }) => {
      // The longer ones are told whichever labels there are.
      if (known.has(name.toLowerCase()) || labelLength(name) > MAX_LABEL_LENGTH) return [];
      const near = compared++ < MAX_COMPARED ? closest(name, candidates) : null;
      if (near === null && ALSO_ELSEWHERE.includes(key)) return [];
      const hint = near === null ? '' : `. Did you mean \`${near}\`?`;
      return [{ path, message: `names \`${name}\`, but no label of this repository is called that${hint}` }];
    });
  });
}
