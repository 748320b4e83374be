import type { FileInput } from '../state/changes.ts';
import { editText } from '../state/issues.ts';
import { enqueue } from '../state/merge-queue.ts';
import type { Commit, PullRequest, QueueEntry, Review } from '../state/model.ts';
import {
  closePullRequest,
  linkInSidebar,
  mergePullRequest,
  openPullRequest,
  reopenPullRequest,
  setBase,
  setDraft,
  unlinkInSidebar,
} from '../state/pull-requests.ts';
import { push } from '../state/push.ts';
import { requestReview, submitReview } from '../state/reviews.ts';

import { IssueOperations } from './issues.ts';
import type { ItemRef, RepositoryName } from './names.ts';

export interface NewPullRequest {
  readonly repo: RepositoryName;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
  readonly base?: string;
  readonly head?: string;
  /** The fork that it comes from. */
  readonly headRepository?: RepositoryName;
  readonly files?: readonly FileInput[];
  readonly commits?: readonly { readonly message?: string; readonly author?: string; readonly isMerge?: boolean }[];
  /** Puts it on a commit that exists. */
  readonly headOid?: string;
  readonly labels?: readonly string[];
  readonly milestone?: number;
  readonly draft?: boolean;
}

export class PullRequestOperations extends IssueOperations {
  openPullRequest(input: NewPullRequest): PullRequest {
    const { repo, author, headRepository, commits, milestone, ...rest } = input;
    const repository = this.repositoryOf(repo);
    return openPullRequest(this.world, repository, {
      ...rest,
      ...(author === undefined ? {} : { author: this.accountOf(author) }),
      ...(headRepository === undefined ? {} : { headRepository: this.repositoryOf(headRepository) }),
      ...(milestone === undefined ? {} : { milestone: this.milestoneOf(repository, milestone) }),
      ...(commits === undefined
        ? {}
        : {
            commits: commits.map(({ author: who, ...commit }) => ({
              ...commit,
              ...(who === undefined ? {} : { author: this.accountOf(who) }),
            })),
          }),
    });
  }

  /** Title, description, base branch or draft state; each fires its own event, as on GitHub. */
  editPullRequest(
    pr: ItemRef,
    change: { readonly title?: string; readonly body?: string; readonly base?: string; readonly draft?: boolean },
    by?: string,
  ): void {
    const found = this.pullRequestOf(pr);
    const actor = by === undefined ? found.author : this.accountOf(by);
    editText(this.world, found, change, actor);
    if (change.base !== undefined) setBase(this.world, found, change.base, actor);
    if (change.draft !== undefined) setDraft(this.world, found, change.draft, actor);
  }

  /** A new head commit; `force` replaces the commits there were. */
  push(
    pr: ItemRef,
    input: {
      readonly message?: string;
      readonly author?: string;
      readonly files?: readonly FileInput[];
      readonly force?: boolean;
    } = {},
  ): Commit {
    const { author, ...rest } = input;
    return push(this.world, this.pullRequestOf(pr), {
      ...rest,
      ...(author === undefined ? {} : { author: this.accountOf(author) }),
    });
  }

  closePullRequest(pr: ItemRef, by?: string): void {
    const found = this.pullRequestOf(pr);
    closePullRequest(this.world, found, this.actor(found, by));
  }

  reopenPullRequest(pr: ItemRef, by?: string): void {
    const found = this.pullRequestOf(pr);
    reopenPullRequest(this.world, found, this.actor(found, by));
  }

  merge(pr: ItemRef, by?: string): Commit {
    const found = this.pullRequestOf(pr);
    return mergePullRequest(this.world, found, this.actor(found, by));
  }

  /** In the Development panel. No webhook: that is how GitHub is. */
  linkInSidebar(pr: ItemRef, issue: ItemRef, by?: string): void {
    const found = this.pullRequestOf(pr);
    linkInSidebar(this.world, found, this.issueOf(issue), this.actor(found, by));
  }

  unlinkInSidebar(pr: ItemRef, issue: ItemRef, by?: string): void {
    const found = this.pullRequestOf(pr);
    unlinkInSidebar(this.world, found, this.issueOf(issue), this.actor(found, by));
  }

  /** What its reviews come to. */
  review(pr: ItemRef, decision: PullRequest['reviewDecision']): void {
    const found = this.pullRequestOf(pr);
    found.reviewDecision = decision;
    found.updatedAt = this.world.stamp();
  }

  requestReview(pr: ItemRef, reviewer: string, by?: string): void {
    const found = this.pullRequestOf(pr);
    requestReview(this.world, found, this.accountOf(reviewer), by === undefined ? found.author : this.accountOf(by));
  }

  submitReview(pr: ItemRef, state: Review['state'], by: string): void {
    submitReview(this.world, this.pullRequestOf(pr), state, this.accountOf(by));
  }

  /** Adds it to its base branch's merge queue, which asks for checks. */
  enqueue(pr: ItemRef, by?: string): QueueEntry {
    const found = this.pullRequestOf(pr);
    return enqueue(this.world, found, this.actor(found, by));
  }
}
