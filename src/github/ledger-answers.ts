import type { ConfigAnswer, OriginAnswer, OwnerConfigAnswer, PageAnswer } from './answers.ts';
import type { BackfillPullRequestAnswer, ItemsAnswer } from './backfill-answers.ts';

interface NodesAnswer<Node> {
  readonly nodes: readonly (Node | null)[] | null;
}

/** What is not asked for with every page is undefined on the others. */
export interface LedgerAnswer extends Partial<Omit<ConfigAnswer, 'repository'>> {
  readonly repository:
    | (OwnerConfigAnswer & {
        readonly owner: { readonly login: string };
        readonly name: string;
        readonly isArchived: boolean;
        readonly hasIssuesEnabled: boolean;
        readonly defaultBranchRef: { readonly name: string } | null;
        readonly pullRequests: ItemsAnswer<BackfillPullRequestAnswer> | null;
        readonly front: NodesAnswer<FrontAnswer> | null;
        readonly openDebt?: NodesAnswer<OpenDebtAnswer> | null;
        readonly debtIssues?: NodesAnswer<{ readonly number: number }> | null;
        readonly milestones?: MilestonesPageAnswer | null;
      })
    | null;
}

export interface FrontAnswer {
  readonly number: number;
  readonly updatedAt: string;
}

export interface OpenDebtAnswer extends OriginAnswer {
  readonly number: number;
  readonly isDraft: boolean;
  readonly reviewDecision: string | null;
}

export interface MilestonesPageAnswer extends NodesAnswer<{ readonly title: string; readonly dueOn: string | null }> {
  readonly pageInfo: PageAnswer;
}

export interface MilestonesAnswer {
  readonly repository: { readonly milestones: MilestonesPageAnswer | null } | null;
}

export interface IterationsAnswer {
  readonly organization: {
    readonly projectV2: {
      readonly items: { readonly totalCount: number };
      readonly field: { readonly configuration?: IterationsOfField } | null;
    } | null;
  } | null;
}

interface IterationsOfField {
  readonly iterations: readonly IterationAnswer[];
  readonly completedIterations: readonly IterationAnswer[];
}

interface IterationAnswer {
  readonly title: string;
  readonly startDate: string;
  readonly duration: number;
}

export interface OwnedRepositoriesAnswer {
  readonly repositoryOwner: {
    readonly repositories: NodesAnswer<{ readonly name: string; readonly isPrivate: boolean }> & {
      readonly pageInfo: PageAnswer;
    };
  } | null;
}
