/**
 * What happened, in our words, whatever the door it came through. A trigger is a hint: everything a verdict needs is
 * read again from GitHub, so a lost, repeated or late trigger changes when we evaluate, never what we conclude.
 */
import type { RepositoryRef } from './facts/repository.ts';

/**
 * `own`: the pull request itself changed, or a person asked. `fan-out`: something else changed and the verdict might.
 * A fan-out writes only when the decision differs, an own trigger also when only the text does (ADR 0006).
 * `rerun`: a person asked GitHub to run the check again. GitHub takes the old conclusion away until it gets a new one, so
 * this writes whatever stands there (REST docs, "Rerequest a check suite").
 */
export type Cause = 'own' | 'fan-out' | 'rerun';

export interface PullRequestTrigger {
  readonly kind: 'pull-request';
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly cause: Cause;
  /** The head branch's name where the surface knows it: saves the read that finds pull requests sharing the head. */
  readonly headRef?: string;
  /** Evaluate it even when it is closed or merged: a person asked. */
  readonly closedToo?: boolean;
}

export interface MergeGroupTrigger {
  readonly kind: 'merge-group';
  readonly repository: RepositoryRef;
  /** The commit that the queue wants checked, and the branch it would land on. */
  readonly headOid: string;
  readonly baseRef: string;
  /** `gh-readonly-queue/<base>/pr-<number>-<oid>`: names the newest pull request of the group. */
  readonly headRef: string;
}

/** An issue changed: its own debt label may be missing or in the way, and verdicts may hang on it (`issue-pipeline.ts`). */
export interface IssueTrigger {
  readonly kind: 'issue';
  readonly repository: RepositoryRef;
  readonly number: number;
  /** Find the open pull requests whose verdicts may hang on it, too. */
  readonly withDependents?: boolean;
}

/**
 * The newest pull request of a group, by its branch as GitHub names it (`…/pr-<number>-<oid>`); null for any other name.
 */
export function pullRequestInBranch(headRef: string): number | null {
  const number = /\/pr-(\d{1,10})-[0-9a-f]+$/.exec(headRef)?.[1];
  return number === undefined ? null : Number(number);
}

export type Trigger = PullRequestTrigger | MergeGroupTrigger;
