import type { Config } from './config/config.ts';
import type { PullRequestFacts } from './facts/pull-request.ts';

/** Exactly one for each pull request. */
export type PullRequestClass = 'excluded' | 'other';

export interface Classification {
  readonly class: PullRequestClass;
  readonly reason: ClassificationReason;
}

export type ClassificationReason =
  | { readonly code: 'update-bot' | 'bot' | 'author'; readonly login: string }
  | { readonly code: 'label'; readonly label: string }
  | { readonly code: 'back-merge'; readonly from: string; readonly into: string }
  | { readonly code: 'default' };

export declare function classify(pullRequest: PullRequestFacts, config: Config): Classification;
