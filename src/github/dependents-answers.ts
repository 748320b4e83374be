/** The shapes of GitHub's answers about an issue and what hangs on it. */
import type { ConfigAnswer, LabelledIssueAnswer, OwnerConfigAnswer, PageAnswer } from './answers.ts';

export interface IssueQueryAnswer extends ConfigAnswer {
  readonly viewer: { readonly login: string } | null;
  readonly repository:
    | (OwnerConfigAnswer & {
        readonly isArchived: boolean;
        readonly issue: (LabelledIssueAnswer & Partial<DependentsAnswer>) | null;
      } & Partial<LinkLabelsAnswer>)
    | null;
}

/** An issue with what hangs on it: undefined is what was not asked for. */
export interface DependentsAnswer {
  readonly id: string;
  readonly number: number;
  readonly repository?: PlaceAnswer;
  readonly references?: {
    readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
    readonly nodes: readonly (ReferenceAnswer | null)[] | null;
  } | null;
  readonly subIssuesSummary?: { readonly total: number };
  readonly subIssues?: {
    readonly pageInfo: PageAnswer;
    readonly nodes: readonly (DependentsAnswer | null)[] | null;
  } | null;
}

interface ReferenceAnswer {
  readonly source?: ReferringAnswer | null;
  readonly subject?: ReferringAnswer | null;
}

/** Empty where it is an issue. */
export interface ReferringAnswer {
  readonly number?: number;
  readonly state?: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly headRefName?: string;
  readonly headRefOid?: string;
  readonly repository?: PlaceAnswer;
}

interface PlaceAnswer {
  readonly name: string;
  readonly owner: { readonly login: string };
}

/** Open pull requests with a label that names an issue, and the repository's labels that may. */
export interface LinkLabelsAnswer {
  readonly labelled: LabelledAnswer | null;
  readonly objectiveLabels: LabelNamesAnswer | null;
  readonly okrLabels: LabelNamesAnswer | null;
}

export interface LabelledAnswer {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly (ReferringAnswer | null)[] | null;
}

interface LabelNamesAnswer {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly ({ readonly name: string } | null)[] | null;
}

/** `r0`, `r1` … */
export type LabelledQueryAnswer = Readonly<Record<string, { readonly labelled: LabelledAnswer | null } | null>>;
