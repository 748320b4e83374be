/** What a back-fill would do to one pull request or issue, and why; pure data, in what it prints as in what it writes. */
import type { PullRequestClass, Reason } from '../classes/class.ts';
import type { Config } from '../config/config.ts';
import { isSameLabel, labelLength, MAX_LABEL_LENGTH } from '../facts/actor.ts';
import { type Hands, wordOn } from '../facts/label-history.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import type { LabelEffect } from './effect.ts';
import { type Labelled, planLabel } from './label.ts';

export interface BackfillItem {
  readonly kind: 'pull-request' | 'issue';
  readonly number: number;
  readonly title: string;
  /** What it counts as, as far as was read. An issue is debt, or anything else. */
  readonly class: PullRequestClass;
  readonly reason: BackfillReason;
  /** Whether it has the label now. */
  readonly isLabelled: boolean;
  readonly decision: BackfillDecision;
}

export type BackfillReason = Reason | { readonly code: 'type'; readonly type: string };

export type BackfillDecision =
  /** GitHub shows it as it should be. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'change'; readonly effect: LabelEffect }
  /** What a person, or another bot, did to the label stands. */
  | {
      readonly kind: 'left-alone';
      readonly word: 'set' | 'removed';
      /** The bot's login; null for a person, who need not be named. */
      readonly bot: string | null;
      /** What says that it is debt all the same; null where the label is there and nothing says so. */
      readonly although: BackfillReason | null;
    }
  | { readonly kind: 'undecided'; readonly why: Undecided };

export type Undecided =
  /** What could not be read, as a noun phrase. */
  | { readonly code: 'unread'; readonly what: string }
  /** The text names issues that GitHub does not list, and nobody read them. */
  | { readonly code: 'only-in-text' }
  /** A label of a linked issue that lets work past, and whoever set it is not among what was read. */
  | { readonly code: 'setter'; readonly label: string }
  /** It was labelled so often that what came first is not known. */
  | { readonly code: 'older-labels' }
  /** GitHub allows no more labels on it. */
  | { readonly code: 'full' };

export interface Judgement {
  readonly item: Labelled;
  /** Null where something that could tell was not read: `doubt` says what. */
  readonly isDebt: boolean | null;
  readonly doubt: Undecided;
  /** What says that it is debt, whatever a person did to the label; null where nothing does. */
  readonly sign: BackfillReason | null;
}

export function decideBackfill(
  { item, isDebt, doubt, sign }: Judgement,
  config: Config,
  hands: Hands,
): BackfillDecision {
  const { label } = config.debt;
  const { labelHistory: history } = item;
  // Nothing is ever written then, so nothing is left undone; the report says so once.
  if (!config.debt['auto-label'] || labelLength(label) > MAX_LABEL_LENGTH) return SETTLED;
  const isPresent = item.labels.some(({ name }) => isSameLabel(name, label));
  if (isUnavailable(history)) {
    return isDebt === isPresent ? SETTLED : { kind: 'undecided', why: { code: 'unread', what: history.what } };
  }
  const { effect, problem } = planLabel(item, isDebt, config, hands);
  if (effect !== null) return { kind: 'change', effect };
  if (isDebt === null) {
    // Where either answer would leave it as it is, nobody needs to know.
    const isOpen = [true, false].some((either) => planLabel(item, either, config, hands).effect !== null);
    return isOpen ? { kind: 'undecided', why: doubt } : SETTLED;
  }
  if (problem !== null) return { kind: 'undecided', why: { code: 'full' } };

  const { word, last, isLastOurs } = wordOn(label, history, hands);
  const alone = (bot: string | null): BackfillDecision => ({
    kind: 'left-alone',
    word: isPresent ? 'set' : 'removed',
    bot,
    although: isPresent ? null : sign,
  });
  if (word === 'removed' && !isPresent && sign !== null) return alone(null);
  if (isDebt === isPresent) return SETTLED;
  if (word === null && !isLastOurs) return alone(last?.by?.login ?? null);
  const isOlder = word === null && !history.isComplete && !(isPresent && last === null);
  return isOlder ? { kind: 'undecided', why: { code: 'older-labels' } } : alone(null);
}

const SETTLED: BackfillDecision = { kind: 'settled' };
