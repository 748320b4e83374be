import { canRead } from '../auth.ts';
import type { Issue, Milestone, PullRequest, Repository } from '../state/model.ts';
import { fullName, isSince } from '../state/world.ts';
import { commitView, objectView } from './commit.ts';
import { issueView, itemView, labelView, milestoneView, pullRequestView } from './item.ts';
import { type DeploymentArguments, deploymentsView, type ReleaseArguments, releasesView } from './shipping.ts';
import { actorView, connection, demandRead, type PageArguments, refusal, type View, type Viewing } from './view.ts';

interface Order {
  readonly field: 'CREATED_AT' | 'UPDATED_AT' | 'COMMENTS';
  readonly direction: 'ASC' | 'DESC';
}

interface ItemArguments extends PageArguments {
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly orderBy?: Order | null;
}

export function repositoryView(viewing: Viewing, repository: Repository): View {
  const { world } = viewing;
  const path = `/${fullName(repository)}`;
  return {
    __typename: 'Repository',
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    isPrivate: repository.isPrivate,
    isArchived: repository.isArchived,
    isFork: repository.forkOf !== null,
    isDisabled: false,
    hasIssuesEnabled: repository.hasIssues,
    visibility: repository.isPrivate ? 'PRIVATE' : 'PUBLIC',
    url: world.url + path,
    resourcePath: path,
    createdAt: repository.createdAt,
    owner: actorView(viewing, repository.owner),
    defaultBranchRef: () => refView(viewing, repository, repository.defaultBranch),
    ref: (args: { qualifiedName: string }) =>
      refView(viewing, repository, args.qualifiedName.replace(/^refs\/heads\//, '')),
    object: (args: { oid?: string | null; expression?: string | null }) => objectView(viewing, repository, args),
    issue: ({ number }: { number: number }) => one(viewing, repository, number, 'Issue'),
    pullRequest: ({ number }: { number: number }) => one(viewing, repository, number, 'PullRequest'),
    issueOrPullRequest: ({ number }: { number: number }) => one(viewing, repository, number, null),
    issues: (
      args: ItemArguments & {
        filterBy?: {
          labels?: readonly string[] | null;
          states?: readonly string[] | null;
          since?: string | null;
          type?: string | null;
        } | null;
      },
    ) => {
      demandRead(viewing, repository, 'issues');
      const type = args.filterBy?.type?.toLowerCase();
      const found = selected(repository, 'Issue', {
        ...args,
        states: args.states ?? args.filterBy?.states ?? null,
        labels: args.labels ?? args.filterBy?.labels ?? null,
      });
      return connection(
        found.filter(
          (issue) =>
            (type === undefined || issue.type?.toLowerCase() === type) &&
            isSince(issue.updatedAt, args.filterBy?.since),
        ),
        args,
        (issue) => issueView(viewing, issue),
      );
    },
    pullRequests: (args: ItemArguments & { headRefName?: string | null; baseRefName?: string | null }) => {
      demandRead(viewing, repository, 'pull_requests');
      const { headRefName, baseRefName } = args;
      const found = selected(repository, 'PullRequest', args).filter(
        (pr) =>
          (headRefName == null || pr.headRef === headRefName) && (baseRefName == null || pr.baseRef === baseRefName),
      );
      return connection(found, args, (pr) => pullRequestView(viewing, pr));
    },
    label: ({ name }: { name: string }) => {
      const label = repository.labels.get(name.toLowerCase());
      return label === undefined ? null : labelView(viewing, label);
    },
    labels: (args: PageArguments) =>
      connection([...repository.labels.values()], args, (label) => labelView(viewing, label)),
    milestones: (args: MilestoneArguments) => {
      // Either permission will do.
      if (!canRead(viewing.caller, repository, 'pull_requests')) demandRead(viewing, repository, 'issues');
      return connection(milestonesOf(repository, args), args, (milestone) => milestoneView(viewing, milestone));
    },
    deployments: (args: DeploymentArguments) => deploymentsView(viewing, repository, args),
    releases: (args: ReleaseArguments) => releasesView(viewing, repository, args),
    pinnedIssues: (args: PageArguments) => {
      demandRead(viewing, repository, 'issues');
      return connection(repository.pinned, args, ({ nodeId, issue, by }) => ({
        __typename: 'PinnedIssue',
        id: nodeId,
        issue: issueView(viewing, issue),
        pinnedBy: actorView(viewing, by),
      }));
    },
    mergeQueue: ({ branch }: { branch?: string | null }) =>
      queueView(viewing, repository, branch ?? repository.defaultBranch),
  };
}

function refView(viewing: Viewing, repository: Repository, branch: string): View | null {
  const commit = repository.commits.get(repository.branches.get(branch) ?? '');
  if (commit === undefined) return null;
  return {
    __typename: 'Ref',
    id: `REF_${repository.id}_${branch}`,
    name: branch,
    prefix: 'refs/heads/',
    target: () => {
      demandRead(viewing, repository, 'contents');
      return commitView(viewing, repository, commit);
    },
  };
}

const NAMES = { Issue: 'an Issue', PullRequest: 'a PullRequest' } as const;

function one(viewing: Viewing, repository: Repository, number: number, kind: 'Issue' | 'PullRequest' | null): View {
  const item = repository.items.get(number);
  const what = kind === null ? 'an issue or pull request' : NAMES[kind];
  const isHidden =
    item === undefined || (kind !== null && item.kind !== kind) || (item.kind === 'Issue' && !repository.hasIssues);
  if (isHidden) throw refusal('NOT_FOUND', `Could not resolve to ${what} with the number of ${number}.`);
  demandRead(viewing, repository, item.kind === 'Issue' ? 'issues' : 'pull_requests');
  return itemView(viewing, item);
}

function selected<Kind extends 'Issue' | 'PullRequest'>(
  repository: Repository,
  kind: Kind,
  args: ItemArguments,
): Extract<Issue | PullRequest, { kind: Kind }>[] {
  type Wanted = Extract<Issue | PullRequest, { kind: Kind }>;
  const { states, orderBy } = args;
  const labels = args.labels?.map((label) => label.toLowerCase());
  const found: Wanted[] = [];
  for (const item of repository.items.values()) {
    if (item.kind !== kind || (states != null && !states.includes(item.state))) continue;
    if (labels !== undefined && !labels.some((label) => item.labels.has(label))) continue;
    found.push(item as Wanted);
  }
  if (orderBy == null) return found;
  const by = orderBy.field === 'UPDATED_AT' ? 'updatedAt' : 'createdAt';
  const sign = orderBy.direction === 'DESC' ? -1 : 1;
  return found.sort((a, b) => sign * (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : a.number - b.number));
}

interface MilestoneArguments extends PageArguments {
  readonly states?: readonly string[] | null;
  readonly orderBy?: {
    readonly field: 'CREATED_AT' | 'DUE_DATE' | 'NUMBER' | 'UPDATED_AT';
    readonly direction: 'ASC' | 'DESC';
  } | null;
}

/** Those without a due date come last whichever way they are ordered by it. */
function milestonesOf({ milestones }: Repository, { states, orderBy }: MilestoneArguments): Milestone[] {
  const found = milestones.filter(({ state }) => states?.includes(state) ?? true);
  if (orderBy == null) return found;
  const sign = orderBy.direction === 'DESC' ? -1 : 1;
  const keyOf = ({ createdAt, updatedAt, dueOn, number }: Milestone): string | number | null => {
    switch (orderBy.field) {
      case 'DUE_DATE':
        return dueOn;
      case 'CREATED_AT':
        return createdAt;
      case 'UPDATED_AT':
        return updatedAt;
      case 'NUMBER':
        return number;
    }
  };
  return found.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a.number - b.number;
    return left === right ? a.number - b.number : sign * (left < right ? -1 : 1);
  });
}

function queueView(viewing: Viewing, repository: Repository, branch: string): View | null {
  if (!canRead(viewing.caller, repository, 'merge_queues'))
    throw refusal('FORBIDDEN', 'Resource not accessible by integration');
  const entries = repository.queue.filter((entry) => entry.baseRef === branch);
  if (entries.length === 0) return null;
  const path = `/${fullName(repository)}/queue/${branch}`;
  return {
    __typename: 'MergeQueue',
    id: `MQ_${repository.id}_${branch}`,
    url: viewing.world.url + path,
    resourcePath: path,
    entries: (args: PageArguments) =>
      connection(entries, args, (entry) => ({
        __typename: 'MergeQueueEntry',
        id: entry.nodeId,
        position: entries.indexOf(entry) + 1,
        enqueuedAt: entry.at,
        state: 'AWAITING_CHECKS',
        jump: false,
        solo: false,
        pullRequest: () => pullRequestView(viewing, entry.pullRequest),
        headCommit: () => {
          const commit = repository.commits.get(entry.headOid);
          return commit === undefined ? null : commitView(viewing, repository, commit);
        },
      })),
  };
}
