import type { ConfigAnswer, LabelledIssueAnswer, PageAnswer, PullRequestAnswer, RepositoryAnswer } from './answers.ts';

export interface BackfillAnswer extends ConfigAnswer {
  readonly rateLimit: { readonly cost: number; readonly remaining: number } | null;
  readonly viewer: { readonly login: string } | null;
  readonly repository:
    | (RepositoryAnswer & {
        readonly pullRequests?: ItemsAnswer<BackfillPullRequestAnswer> | null;
        readonly pullRequestsAhead?: AheadAnswer | null;
        readonly issues?: ItemsAnswer<BackfillIssueAnswer> | null;
        readonly issuesAhead?: AheadAnswer | null;
      })
    | null;
}

export interface ItemsAnswer<Item> {
  readonly pageInfo: PageAnswer;
  readonly nodes: readonly (Item | null)[] | null;
}

export interface AheadAnswer {
  readonly nodes: readonly ({ readonly updatedAt: string } | null)[] | null;
}

export interface BackfillPullRequestAnswer extends Omit<PullRequestAnswer, 'head' | 'files'> {
  readonly updatedAt: string;
  readonly changedFiles: number;
  /** Undefined where it was not asked for. */
  readonly files?: PullRequestAnswer['files'];
}

export interface BackfillIssueAnswer extends LabelledIssueAnswer {
  readonly title: string;
  readonly updatedAt: string;
}
