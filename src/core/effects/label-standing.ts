import type { Config } from '../config/config.ts';
import { isSameLabel, labelLength, MAX_LABEL_LENGTH } from '../facts/actor.ts';
import { type Hands, type LabelHistory, wordOn } from '../facts/label-history.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import { type Labelled, planLabel } from './label.ts';

/** What becomes of the debt label, or why it is left alone. */
export type LabelStanding =
  | 'add'
  | 'remove'
  /** There is no room for another label. */
  | 'full'
  /** `debt.auto-label` is false. */
  | 'off'
  | 'name-too-long'
  /** Something that could tell was not read. */
  | 'unread'
  | 'set-by-person'
  | 'removed-by-person'
  /** Another bot touched it last, and would answer. */
  | 'touched-by-bot'
  /** It may have been touched before the part of the history that was read. */
  | 'older'
  | 'right';

/** `planLabel` for whoever asks why; `isDebt` is null where something that could tell was not read. */
export function labelStanding(item: Labelled, isDebt: boolean | null, config: Config, hands: Hands): LabelStanding {
  const { effect, problem } = planLabel(item, isDebt, config, hands);
  if (effect !== null) return effect.action;
  if (problem !== null) return 'full';
  const { label, 'auto-label': isSwitchedOn } = config.debt;
  if (!isSwitchedOn) return 'off';
  if (labelLength(label) > MAX_LABEL_LENGTH) return 'name-too-long';
  if (isUnavailable(item.labelHistory)) return 'unread';
  const isPresent = item.labels.some(({ name }) => isSameLabel(name, label));
  return whyLeftAlone(isPresent, isDebt, label, item.labelHistory, hands);
}

function whyLeftAlone(
  isPresent: boolean,
  isDebt: boolean | null,
  label: string,
  history: LabelHistory,
  hands: Hands,
): LabelStanding {
  const { word, last, isLastOurs } = wordOn(label, history, hands);
  if (word === 'set' && isPresent) return 'set-by-person';
  if (word === 'removed' && !isPresent) return 'removed-by-person';
  if (!isLastOurs) return 'touched-by-bot';
  if (!history.isComplete || (last === null && isPresent)) return 'older';
  return isDebt === null ? 'unread' : 'right';
}
