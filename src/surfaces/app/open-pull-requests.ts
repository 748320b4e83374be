import { CONFIG_PATH } from '#core/config/config.ts';
import type { ExistingCheckRun } from '#core/effects/effect.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { CheckSuitesAnswer } from '#github/answers.ts';
import type { GitHubClient, QueryAnswer } from '#github/client.ts';
import type { DependentsAnswer } from '#github/dependents-answers.ts';
import { Unreachable } from '#github/errors.ts';
import { type Dependent, toDependent } from '#github/gather/dependents.ts';
import { type HostCapabilities, queryVariant } from '#github/gather/host.ts';
import { nodesOf } from '#github/gather/issue.ts';
import { toCheckRuns } from '#github/gather/pull-request.ts';
import { sweepDocument } from '#github/sweep-document.ts';

export interface OpenPullRequest {
  readonly number: number;
  readonly headRef: string;
  readonly headOid: string;
  readonly baseRef: string;
  /** ISO 8601, UTC, whole seconds: of any change but of its checks. */
  readonly updatedAt: string;
  readonly labels: readonly string[];
  /** Ours on the head commit, the newest of each name; null when GitHub does not show that commit yet. */
  readonly checks: readonly ExistingCheckRun[] | null;
  /** Git's id of the configuration file on the head; null when it has none. */
  readonly headConfigOid: string | null;
}

/** The configuration files that may rule a repository: its own, and its owner's for all repositories. */
export interface Rules {
  /** Git's ids of the files, which differ when any of them does; null when there is no file. */
  readonly oids: string | null;
  /** Of the last commit that touched one of them, as its author's clock went: ISO 8601, UTC; null when none did. */
  readonly touchedAt: string | null;
}

export interface ChangedIssue {
  readonly number: number;
  /** ISO 8601, UTC, whole seconds. */
  readonly updatedAt: string;
  /** Of its labels and its type. */
  readonly names: readonly string[];
  /** Open pull requests that mention it or were connected to it. */
  readonly mentionedBy: readonly Dependent[];
  /** More mention it, or issues under it may be mentioned. */
  readonly hasMore: boolean;
}

type LabelsAnswer = { readonly nodes: readonly ({ readonly name: string } | null)[] | null } | null;

type ChangedIssueAnswer = Pick<DependentsAnswer, 'number' | 'references' | 'subIssuesSummary'> & {
  readonly updatedAt: string;
  readonly labels: LabelsAnswer;
  /** Undefined where this GitHub has no types. */
  readonly issueType?: { readonly name: string } | null;
};

export interface OpenPage {
  /** The issues that changed last, newest first; on the first page, where they are wanted. */
  readonly issues: readonly ChangedIssue[];
  /** Null when GitHub did not give all of them. */
  readonly rules: Rules | null;
  /** The latest change of a merged one; ISO 8601, UTC, or null where none is known. */
  readonly latestMerge: string | null;
  /** Differs when a milestone came, went or changed; null where they were not shown. */
  readonly milestones: string | null;
  readonly pullRequests: readonly OpenPullRequest[];
}

interface RulesAnswer {
  readonly defaultBranchRef: {
    readonly target: {
      readonly file?: { readonly oid: string } | null;
      readonly history?: { readonly nodes: readonly ({ readonly committedDate: string } | null)[] | null };
    } | null;
  } | null;
}

interface SweepAnswer {
  readonly ownerPrivate: RulesAnswer | null;
  readonly ownerPublic: RulesAnswer | null;
  readonly repository:
    | (RulesAnswer & {
        readonly isArchived: boolean;
        readonly issues?: { readonly nodes: readonly (ChangedIssueAnswer | null)[] | null } | null;
        readonly merged: { readonly nodes: readonly ({ readonly updatedAt: string } | null)[] | null } | null;
        readonly milestones: {
          readonly totalCount: number;
          readonly nodes: readonly ({ readonly updatedAt: string } | null)[] | null;
        } | null;
        readonly pullRequests: {
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
          readonly nodes:
            | readonly ({
                readonly number: number;
                readonly headRefName: string;
                readonly headRefOid: string;
                readonly baseRefName: string;
                readonly updatedAt: string;
                readonly labels: LabelsAnswer;
                readonly commits: {
                  readonly nodes:
                    | readonly ({
                        readonly commit: CheckSuitesAnswer & {
                          readonly oid: string;
                          readonly file?: { readonly oid: string } | null;
                        };
                      } | null)[]
                    | null;
                };
              } | null)[]
            | null;
        };
      })
    | null;
}

/** The open pull requests of a repository, a page at a time, with our checks on their heads. Throws a `GitHubError`. */
export async function* openPullRequests(
  github: GitHubClient,
  repository: RepositoryRef,
  { appId, host }: { readonly appId: number | null; readonly host: HostCapabilities },
  withIssues = false,
): AsyncGenerator<OpenPage> {
  let mayShowIssues = withIssues;
  for (let after: string | null = null; ; ) {
    const answer: QueryAnswer<SweepAnswer> = await queryVariant<SweepAnswer>(github, host, sweepDocument, {
      owner: repository.owner,
      name: repository.name,
      appId,
      after,
      configPath: CONFIG_PATH,
      withIssues: mayShowIssues && after === null,
    });
    const found = answer.data?.repository ?? null;
    if (found === null) {
      if (mayShowIssues && answer.errors.some(({ type, path }) => type === 'FORBIDDEN' && path[1] === 'issues')) {
        mayShowIssues = false;
        continue;
      }
      if (answer.errors.some(({ type, path }) => type === 'NOT_FOUND' && path[0] === 'repository')) return;
      throw new Unreachable('GitHub gave no answer about the open pull requests');
    }
    if (found.isArchived) return;
    yield {
      rules: rulesIn(answer),
      issues: nodesOf(found.issues).map(toChangedIssue),
      latestMerge: nodesOf(found.merged)[0]?.updatedAt ?? null,
      milestones: found.milestones && `${found.milestones.totalCount} ${nodesOf(found.milestones)[0]?.updatedAt}`,
      pullRequests: nodesOf(found.pullRequests).map(
        ({ number, headRefName, headRefOid, baseRefName, updatedAt, labels, commits }) => {
          const commit = nodesOf(commits)[0]?.commit;
          return {
            number,
            headRef: headRefName,
            headOid: headRefOid,
            baseRef: baseRefName,
            updatedAt,
            labels: nodesOf(labels).map(({ name }) => name),
            checks: commit?.oid === headRefOid ? toCheckRuns(headRefOid, commit) : null,
            headConfigOid: commit?.file?.oid ?? null,
          };
        },
      ),
    };
    const { hasNextPage, endCursor } = found.pullRequests.pageInfo;
    if (!hasNextPage || endCursor === null) return;
    after = endCursor;
  }
}

function toChangedIssue(answer: ChangedIssueAnswer): ChangedIssue {
  const { number, updatedAt, references, subIssuesSummary, labels, issueType } = answer;
  const mentioning = nodesOf(references).flatMap(({ source, subject }) => [source, subject]);
  return {
    number,
    updatedAt,
    names: [...nodesOf(labels), ...(issueType ? [issueType] : [])].map(({ name }) => name),
    mentionedBy: mentioning.flatMap((one) => toDependent(one) ?? []),
    hasMore: references?.pageInfo.hasPreviousPage !== false || subIssuesSummary?.total !== 0,
  };
}

function rulesIn({ data, errors }: QueryAnswer<SweepAnswer>): Rules | null {
  if (data === null) return null;
  // An owner without these repositories, or who does not show them to us, is as good as one without a file.
  const isMissing = (name: string) => errors.some(({ type, path }) => type === 'NOT_FOUND' && path[0] === name);
  const files: (RulesAnswer | null)[] = [];
  for (const name of ['repository', 'ownerPrivate', 'ownerPublic'] as const) {
    if (data[name] === null && !isMissing(name)) return null;
    if (errors.some(({ path }) => path[0] === name && path[1] === 'defaultBranchRef')) return null;
    files.push(data[name]);
  }
  const targets = files.map((file) => file?.defaultBranchRef?.target ?? null);
  const oids = targets.map((target) => target?.file?.oid ?? '');
  const dates = targets.flatMap((target) => nodesOf(target?.history).map(({ committedDate }) => committedDate));
  return {
    oids: oids.every((oid) => oid === '') ? null : oids.join(' '),
    touchedAt: dates.toSorted((one, other) => Date.parse(other) - Date.parse(one))[0] ?? null,
  };
}
