/** The shapes of GitHub's answers to the documents that a week is read with. */
import type { ConfigAnswer, IssueAnswer, MilestoneAnswer, PageAnswer, RepositoryAnswer } from '../answers.ts';
import type { BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { FrontAnswer } from '../ledger-answers.ts';

export interface ListAnswer<Node> {
  readonly pageInfo: Pick<PageAnswer, 'hasNextPage'> & Partial<PageAnswer>;
  readonly nodes: readonly (Node | null)[] | null;
}

export type RulesAnswer = Omit<ConfigAnswer, 'repository'> & {
  readonly viewer: { readonly login: string } | null;
  readonly repository: (RepositoryAnswer & { readonly url: string; readonly databaseId?: number | null }) | null;
};

type Part<Name extends string, Node> = { readonly [Key in Name]: ListAnswer<Node> | null } | null;

/** Lists by their names in the document. */
export type ListsAnswer<Node> = Readonly<Record<string, ListAnswer<Node> | null | undefined>> | null;

export interface WeekAnswer extends Omit<Partial<ConfigAnswer>, 'repository'> {
  readonly repository: RulesAnswer['repository'];
  /** Due last first, and the open ones by when they are due. */
  readonly planned: Part<'milestones' | 'open', SummaryMilestoneAnswer>;
  readonly objectives: ListsAnswer<ObjectiveAnswer>;
  readonly debt: ListsAnswer<DebtIssueAnswer>;
  readonly notable: ListsAnswer<NotableAnswer>;
  readonly deployed: Part<'deployments', DeploymentAnswer>;
  readonly released: Part<'releases', ReleaseAnswer>;
}

export interface SummaryMilestoneAnswer extends MilestoneAnswer {
  readonly dueOn: string | null;
  readonly description: string | null;
  readonly url: string;
  readonly createdAt: string;
  readonly closedAt: string | null;
}

export interface ObjectivesAnswer {
  readonly objectives: ListsAnswer<ObjectiveAnswer>;
}

export interface ObjectiveAnswer extends IssueAnswer {
  readonly body: string;
  readonly lastEditedAt: string | null;
  readonly subIssuesSummary: { readonly total: number; readonly completed: number };
  readonly subIssues: { readonly nodes: readonly ({ readonly closedAt: string | null } | null)[] | null };
  readonly renamed: { readonly nodes: readonly ({ readonly createdAt: string } | null)[] | null };
}

export interface DebtIssueAnswer {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

export interface NotableAnswer extends DebtIssueAnswer {
  readonly body: string;
}

export interface DeploymentsAnswer {
  readonly deployed: WeekAnswer['deployed'];
}

export interface DeploymentAnswer {
  readonly createdAt: string;
  readonly state: string | null;
  readonly statuses: {
    readonly nodes: readonly ({ readonly state: string; readonly createdAt: string } | null)[] | null;
  } | null;
}

export interface ReleaseAnswer {
  readonly isDraft: boolean;
  readonly publishedAt: string | null;
  readonly createdAt: string;
}

/** Where an issue stands above another one. */
export interface AboveAnswer {
  readonly number: number;
  readonly repository: { readonly owner: { readonly login: string }; readonly name: string };
}

export interface WeekPullRequestAnswer extends BackfillPullRequestAnswer {
  readonly closingIssuesReferences?: {
    readonly totalCount: number;
    readonly pageInfo: PageAnswer;
    readonly nodes: readonly ((IssueAnswer & { readonly above: AboveAnswer | null }) | null)[] | null;
  } | null;
}

export interface OpenPullRequestAnswer extends WeekPullRequestAnswer {
  readonly reviewRequests: {
    readonly nodes: readonly ({ readonly requestedReviewer: ReviewerAnswer | null } | null)[] | null;
  } | null;
  readonly reviews: { readonly nodes: readonly (ReviewEventAnswer | null)[] | null };
}

/** Null where it is a team that we are not shown. */
type ReviewerAnswer = { readonly id: string };

export type ReviewEventAnswer =
  | {
      readonly __typename: 'ReviewRequestedEvent';
      readonly createdAt: string;
      readonly requestedReviewer: ReviewerAnswer | null;
    }
  | {
      readonly __typename: 'PullRequestReview';
      readonly submittedAt: string | null;
      readonly author: ReviewAuthor | null;
    };

export interface ReviewAuthor {
  readonly __typename: string;
  readonly login: string;
}

export interface PullRequestPageAnswer<Answer> {
  readonly repository: {
    readonly pullRequests: ListAnswer<Answer> | null;
    /** Of merged ones. */
    readonly front?: { readonly nodes: readonly (FrontAnswer | null)[] | null } | null;
  } | null;
}
