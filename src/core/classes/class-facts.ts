import type { Config } from '../config/config.ts';
import type { Hands } from '../facts/label-history.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import type { ClaimedRevert } from '../facts/reverted.ts';
import type { Unavailable } from '../facts/unavailable.ts';
import type { LinkedIssue } from '../links/link.ts';

/** All that the class of a pull request is made of. */
export interface ClassFacts {
  readonly pullRequest: PullRequestFacts;
  readonly defaultBranch: string | null;
  readonly config: Config;
  /** Our own login without `[bot]`, lower case; null when we act under a person's token. */
  readonly ourLogin: string | null;
  /** The issues that it links to, as far as those links count. */
  readonly linked: readonly LinkedIssue[];
  /** The pull request that it says it reverts; null when it says nothing of the kind. */
  readonly reverted: ClaimedRevert | null;
  /** Links that could not be read. */
  readonly unreadLinks: readonly Unavailable[];
}

/** Of those, what may exempt a pull request whatever it is about. */
export interface ExemptFacts extends Pick<ClassFacts, 'config' | 'defaultBranch'> {
  readonly pullRequest: Pick<
    PullRequestFacts,
    'author' | 'hasCommitByPerson' | 'labels' | 'labelHistory' | 'baseRef' | 'headRef' | 'isFork'
  >;
}

export function handsOf({ config, ourLogin }: Pick<ClassFacts, 'config' | 'ourLogin'>): Hands {
  return { ourLogin, trustedApps: config['trusted-apps'] };
}
