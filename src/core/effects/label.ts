/**
 * The debt label of one issue or pull request: what is still missing on GitHub, or in the way. A person's word stands for
 * good: what somebody set or removed is touched again only to undo what we wrote over it, because we had read before.
 */
import type { Config } from '../config/config.ts';
import { type AppliedLabel, isSameLabel, labelLength, MAX_LABEL_LENGTH } from '../facts/actor.ts';
import { type Hands, type LabelHistory, wordOn } from '../facts/label-history.ts';
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import type { LabelEffect } from './effect.ts';

/** Labels on one issue or pull request (GitHub answers 422 beyond: "Labels limit reached"). */
const MAX_LABELS = 100;

export interface Labelled {
  readonly number: number;
  readonly labels: readonly AppliedLabel[];
  readonly labelHistory: LabelHistory | Unavailable;
}

/** Why the label could not be set or removed; `missing` is the permission that GitHub asks for, where it says so. */
export type LabelProblem =
  | { readonly code: 'full' | 'refused' | 'label-gone'; readonly label: string }
  /** What a person's token does to a label would count as that person's word. */
  | { readonly code: 'persons-token'; readonly label: string }
  | { readonly code: 'forbidden'; readonly label: string; readonly missing: string | null };

export interface LabelPlan {
  readonly effect: LabelEffect | null;
  readonly problem: LabelProblem | null;
}

const NOTHING: LabelPlan = { effect: null, problem: null };

/** `isDebt` is null where something that could tell was not read. */
export function planLabel(item: Labelled, isDebt: boolean | null, { debt }: Config, hands: Hands): LabelPlan {
  const { label } = debt;
  const { number, labels, labelHistory } = item;
  // A longer name is a problem of the configuration, and told there.
  if (!debt['auto-label'] || labelLength(label) > MAX_LABEL_LENGTH || isUnavailable(labelHistory)) return NOTHING;
  const present = labels.find(({ name }) => isSameLabel(name, label)) ?? null;
  const wanted = wantedState(present !== null, isDebt, label, labelHistory, hands);
  if (wanted === null || wanted === (present !== null)) return NOTHING;
  if (present !== null)
    return { effect: { kind: 'label', number, action: 'remove', label: present.name }, problem: null };
  if (labels.length >= MAX_LABELS) return { effect: null, problem: { code: 'full', label } };
  return { effect: { kind: 'label', number, action: 'add', label }, problem: null };
}

/** Whether the label should be there; null where that is not ours to say. */
function wantedState(
  isPresent: boolean,
  isDebt: boolean | null,
  label: string,
  history: LabelHistory,
  hands: Hands,
): boolean | null {
  const { word, last, isLastOurs } = wordOn(label, history, hands);
  // Another bot that last touched it would answer what we do to it, without end. Under a login that many share so would
  // we ourselves, so that such a login only ever sets a label that nobody touched.
  if (!isLastOurs) return null;
  if (word !== null) return word === 'set';
  // Somebody may have touched it before the part of the history that was read, whatever we did since.
  if (!history.isComplete || (last === null && isPresent)) return null;
  return isDebt;
}
