/** The shapes of GitHub's answers to our documents: only the fields that we ask for. */

export interface ActorAnswer {
  readonly __typename: string;
  readonly login: string;
}

export interface LabelsAnswer {
  readonly labels: { readonly nodes: readonly ({ readonly name: string } | null)[] | null } | null;
  /** Undefined where it was not asked for. */
  readonly timelineItems?: LabellingsAnswer | null;
}

export interface LabellingsAnswer {
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor?: string | null };
  readonly nodes: readonly (LabeledAnswer | null)[] | null;
}

export interface LabeledAnswer {
  /** Where both kinds were asked for; without it, it is a labelling. */
  readonly __typename?: 'LabeledEvent' | 'UnlabeledEvent';
  readonly createdAt: string;
  readonly actor: ActorAnswer | null;
  readonly label: { readonly name: string };
}

export interface MilestoneAnswer {
  readonly number: number;
  readonly title: string;
  readonly state: 'OPEN' | 'CLOSED';
}

export interface IssueAnswer extends LabelsAnswer {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: 'OPEN' | 'CLOSED';
  readonly stateReason: 'COMPLETED' | 'NOT_PLANNED' | 'REOPENED' | 'DUPLICATE' | null;
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly author: ActorAnswer | null;
  readonly repository: {
    readonly owner: { readonly login: string };
    readonly name: string;
    readonly nameWithOwner: string;
    readonly isPrivate: boolean;
  };
  readonly milestone: MilestoneAnswer | null;
  readonly issueType?: { readonly name: string } | null;
  readonly parent?: IssueAnswer | null;
}

export interface ConfigCommitAnswer {
  readonly oid?: string;
  readonly file?: {
    readonly oid: string;
    readonly object: {
      readonly text?: string | null;
      readonly byteSize?: number;
      readonly isBinary?: boolean | null;
      readonly isTruncated?: boolean;
    } | null;
  } | null;
}

/** Our runs on a commit, under whichever aliases a document asks for them. */
export interface CheckSuitesAnswer {
  readonly checkSuites?: SuitesAnswer | null;
  readonly verdictSuites?: SuitesAnswer | null;
  readonly debtSuites?: SuitesAnswer | null;
  readonly configSuites?: SuitesAnswer | null;
}

export interface SuitesAnswer {
  readonly nodes: readonly ({ readonly checkRuns: RunsAnswer | null } | null)[] | null;
}

interface RunsAnswer {
  readonly nodes: readonly (RunAnswer | null)[] | null;
}

interface RunAnswer {
  readonly name: string;
  readonly externalId: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly startedAt: string | null;
}

export interface FilesAnswer {
  readonly totalCount: number;
  readonly nodes: readonly ({ readonly path: string; readonly changeType: string } | null)[] | null;
}

/** One file of `GET /repos/{owner}/{repo}/pulls/{pull_number}/files`. */
export interface RestFileAnswer {
  readonly filename: string;
  readonly previous_filename?: string;
}

export interface PageAnswer {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export interface ClosingAnswer {
  readonly closingIssuesReferences?: {
    readonly totalCount: number;
    readonly pageInfo: PageAnswer;
    readonly nodes: readonly (IssueAnswer | null)[] | null;
  } | null;
  readonly userLinked?: {
    readonly pageInfo: PageAnswer;
    readonly nodes: readonly ({ readonly id: string } | null)[] | null;
  } | null;
}

/** Where a pull request comes from and goes to, and who labelled it. */
export interface OriginAnswer extends LabelsAnswer {
  readonly createdAt: string;
  readonly baseRefName: string;
  readonly headRefName: string;
  readonly isCrossRepository: boolean;
  readonly author: ActorAnswer | null;
}

export interface PullRequestAnswer extends OriginAnswer, ClosingAnswer {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly mergedAt: string | null;
  readonly lastEditedAt: string | null;
  readonly headRefOid: string;
  readonly milestone: MilestoneAnswer | null;
  readonly files: FilesAnswer | null;
  readonly additions: number;
  readonly deletions: number;
  readonly commits: {
    readonly totalCount: number;
    readonly nodes:
      | readonly ({
          readonly commit: {
            readonly parents: { readonly totalCount: number };
            readonly author: { readonly email: string | null; readonly user: { readonly login: string } | null } | null;
          };
        } | null)[]
      | null;
  };
  readonly head: {
    readonly nodes: readonly ({ readonly commit: ConfigCommitAnswer & CheckSuitesAnswer } | null)[] | null;
  };
}

export interface OwnerConfigAnswer {
  readonly nameWithOwner: string;
  readonly isPrivate: boolean;
  readonly defaultBranchRef: { readonly target: ConfigCommitAnswer | null } | null;
}

export interface LabelEventsAnswer {
  readonly repository: { readonly pullRequest: { readonly timelineItems: LabellingsAnswer | null } | null } | null;
}

/** What an issue's own label hangs on. */
export interface LabelledIssueAnswer extends LabelsAnswer {
  readonly number: number;
  readonly createdAt: string;
  readonly author: ActorAnswer | null;
  readonly issueType?: { readonly name: string } | null;
}

/** The configuration files that rule a repository, as they come with a question about something in it. */
export interface ConfigAnswer {
  readonly ownerPrivate: OwnerConfigAnswer | null;
  readonly ownerPublic: OwnerConfigAnswer | null;
  readonly repository: OwnerConfigAnswer | null;
}

export interface IssueLabelEventsAnswer {
  readonly repository: { readonly issue: { readonly timelineItems: LabellingsAnswer | null } | null } | null;
}

/** `p0`, `p1` … */
export interface RevertedAnswer {
  readonly repository: Readonly<
    Record<string, { readonly mergedAt: string | null; readonly files: FilesAnswer | null } | null>
  > | null;
}

/** What every look at a repository's work brings of the repository itself. */
export type RepositoryAnswer = OwnerConfigAnswer & {
  readonly owner: { readonly login: string };
  readonly name: string;
  readonly isArchived: boolean;
  readonly hasIssuesEnabled: boolean;
  readonly defaultBranchRef: { readonly name: string } | null;
};

export interface PullRequestQueryAnswer extends ConfigAnswer {
  readonly viewer: { readonly login: string } | null;
  readonly repository:
    | (RepositoryAnswer & {
        readonly sharing?: SharingAnswer | null;
        readonly pullRequest: PullRequestAnswer | null;
      })
    | null;
}

export interface SharingAnswer {
  readonly pageInfo: PageAnswer;
  readonly nodes: readonly ({ readonly number: number; readonly headRefOid: string } | null)[] | null;
}

export interface SharedHeadAnswer {
  readonly repository: { readonly pullRequests: SharingAnswer | null } | null;
}

export interface ClosingPageAnswer {
  readonly repository: { readonly pullRequest: ClosingAnswer | null } | null;
}

interface HistoryAnswer {
  readonly pageInfo: PageAnswer;
  readonly nodes: readonly (ConfigCommitAnswer | null)[] | null;
}

export interface ConfigHistoryAnswer {
  readonly repository: {
    readonly nameWithOwner: string;
    readonly isPrivate: boolean;
    readonly defaultBranchRef: { readonly target: { readonly history?: HistoryAnswer | null } | null } | null;
  } | null;
}

/** `r0` … `r19`, and the open objectives under `objectives`. */
export interface ReferencesAnswer {
  readonly [alias: string]: unknown;
  readonly objectives?: Readonly<
    Record<string, { readonly nodes: readonly (IssueAnswer | null)[] | null } | null>
  > | null;
}

export interface LookupAnswer {
  readonly issueOrPullRequest:
    | ({ readonly __typename: 'PullRequest' } | ({ readonly __typename: 'Issue' } & IssueAnswer))
    | null;
}

/** `i0`, `i1` … */
export type LabellingsQueryAnswer = Readonly<
  Record<string, { readonly issue: { readonly timelineItems: LabellingsAnswer | null } | null } | null>
>;

export interface MergeQueueAnswer {
  readonly repository: {
    readonly object: CheckSuitesAnswer | null;
    readonly mergeQueue: {
      readonly entries: {
        readonly nodes:
          | readonly ({
              readonly position: number;
              readonly headCommit: { readonly oid: string } | null;
              readonly pullRequest: { readonly number: number } | null;
            } | null)[]
          | null;
      } | null;
    } | null;
  } | null;
}
