/** The vocabulary of classes: what a pull request counts as, and what speaks for it. All of it is plain JSON. */
import type { Unavailable } from '../facts/unavailable.ts';

export const CLASSES = ['excluded', 'expedite', 'debt', 'other'] as const;
export type PullRequestClass = (typeof CLASSES)[number];

/** What a detector found, as the data that a text is made of. */
export type Reason =
  | { readonly code: 'update-bot' | 'bot' | 'author'; readonly login: string }
  | { readonly code: 'ignore-label' | 'expedite-label' | 'label'; readonly label: string }
  | { readonly code: 'back-merge'; readonly from: string; readonly into: string }
  /** Of a private issue in another repository `label` and `type` are null, and `ref` as well unless the text names it. */
  | {
      readonly code: 'expedite-issue' | 'issue';
      readonly ref: string | null;
      readonly label: string | null;
      readonly type: string | null;
    }
  | { readonly code: 'revert'; readonly of: number }
  | { readonly code: 'person'; readonly label: string; readonly action: 'set' | 'removed' }
  | { readonly code: 'title'; readonly type: string }
  | { readonly code: 'branch'; readonly prefix: string }
  | { readonly code: 'paths'; readonly globs: readonly string[] }
  | { readonly code: 'default' };

/** Why something that was found does not count. */
export type Doubt =
  | 'has-commit-by-person'
  | 'set-without-triage'
  | 'set-by-bot'
  | 'our-own'
  | 'other-owner'
  | 'not-found'
  | 'not-merged'
  | 'merged-too-long-ago'
  | 'merged-afterwards'
  | 'changes-other-files'
  | 'files-unknown';

/** The detectors, in the order in which they decide (spec, section 6). */
export const DETECTOR_IDS = [
  'bot',
  'author',
  'ignore-label',
  'back-merge',
  'expedite-label',
  'expedite-issue',
  'revert',
  'person',
  'issue',
  'label',
  'title',
  'branch',
  'paths',
] as const;
export type DetectorId = (typeof DETECTOR_IDS)[number];

/** What one detector says. */
export interface Detection {
  readonly detector: DetectorId;
  /** Null where what was found does not count. */
  readonly says: PullRequestClass | null;
  readonly reason: Reason;
  /** Why it does not count. */
  readonly doubt?: Doubt;
  /** GitHub could not be asked: it counts for now, and is looked at again. Only what expedites may say so. */
  readonly isUnverified?: true;
}

export interface Classification {
  readonly class: PullRequestClass;
  /** What decided. */
  readonly reason: Reason;
  readonly isUnverified?: true;
  /** Everything that was found, in the order in which it decides; what is not listed found nothing. */
  readonly evidence: readonly Detection[];
  /** Names of the configured categories that it falls into, for reports only. */
  readonly categories: readonly string[];
  /** What could not be read and might have put it into another class. */
  readonly unread: readonly Unavailable[];
}
