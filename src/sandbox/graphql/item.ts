import { canRead } from '../auth.ts';
import { htmlUrl, issueTypeShape } from '../shapes/issue.ts';
import { closingIssues, keywordIssues } from '../state/closing-references.ts';
import type { Issue, Label, Milestone, PullRequest } from '../state/model.ts';
import { fullName } from '../state/world.ts';
import { commitView } from './commit.ts';
import { type TimelineArguments, timelineView } from './timeline.ts';
import { actorView, connection, demandRead, type PageArguments, type View, type Viewing } from './view.ts';

export function itemView(viewing: Viewing, item: Issue | PullRequest): View {
  return item.kind === 'Issue' ? issueView(viewing, item) : pullRequestView(viewing, item);
}

function shared(viewing: Viewing, item: Issue | PullRequest): View {
  const url = htmlUrl(viewing.world, item);
  return {
    __typename: item.kind,
    id: item.nodeId,
    databaseId: item.id,
    number: item.number,
    title: item.title,
    body: item.body,
    bodyText: item.body,
    url,
    resourcePath: url.slice(viewing.world.url.length),
    state: item.state,
    closed: item.state !== 'OPEN',
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    closedAt: item.closedAt,
    lastEditedAt: item.lastEditedAt,
    author: actorView(viewing, item.author),
    authorAssociation: 'NONE',
    locked: false,
    repository: () => viewing.showRepository(viewing, item.repository),
    labels: (args: PageArguments) => connection([...item.labels.values()], args, (label) => labelView(viewing, label)),
    milestone: () => (item.milestone === null ? null : milestoneView(viewing, item.milestone)),
    timelineItems: (args: TimelineArguments) => timelineView(viewing, item, args, { label: labelView, item: itemView }),
  };
}

export function labelView(viewing: Viewing, label: Label): View {
  return {
    __typename: 'Label',
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: false,
    url: viewing.world.url,
    resourcePath: '/',
  };
}

export function milestoneView(viewing: Viewing, milestone: Milestone): View {
  const path = `/${fullName(milestone.repository)}/milestone/${milestone.number}`;
  return {
    __typename: 'Milestone',
    id: milestone.nodeId,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    url: viewing.world.url + path,
    resourcePath: path,
    state: milestone.state,
    closed: milestone.state === 'CLOSED',
    dueOn: milestone.dueOn,
    createdAt: milestone.createdAt,
    updatedAt: milestone.updatedAt,
    closedAt: milestone.closedAt,
    repository: () => viewing.showRepository(viewing, milestone.repository),
  };
}

export function issueView(viewing: Viewing, issue: Issue): View {
  return {
    ...shared(viewing, issue),
    stateReason: issue.stateReason,
    isPinned: issue.repository.pinned.some((pin) => pin.issue === issue),
    issueType: () => {
      const type = issueTypeShape(issue.type);
      return type === null
        ? null
        : { __typename: 'IssueType', id: type.node_id, name: type.name, description: null, isEnabled: true };
    },
    parent: () => {
      const { parent } = issue;
      return parent === null || !canRead(viewing.caller, parent.repository, 'issues')
        ? null
        : issueView(viewing, parent);
    },
    subIssuesSummary: () => {
      const visible = [...issue.children].filter((child) => canRead(viewing.caller, child.repository, 'issues'));
      const completed = visible.filter(({ state }) => state === 'CLOSED').length;
      const share = visible.length === 0 ? 0 : completed / visible.length;
      return { total: visible.length, completed, percentCompleted: Math.floor(share * 100) };
    },
    subIssues: (args: PageArguments) =>
      connection(
        [...issue.children].filter((child) => canRead(viewing.caller, child.repository, 'issues')),
        args,
        (child) => issueView(viewing, child),
      ),
  };
}

const CHANGE_TYPES = { added: 'ADDED', modified: 'MODIFIED', removed: 'DELETED', renamed: 'RENAMED' } as const;

export function pullRequestView(viewing: Viewing, pr: PullRequest): View {
  const { world } = viewing;
  return {
    ...shared(viewing, pr),
    isDraft: pr.isDraft,
    merged: pr.state === 'MERGED',
    mergedAt: pr.mergedAt,
    reviewDecision: pr.reviewDecision,
    reviewRequests: (args: PageArguments) =>
      connection([...pr.requested], args, (reviewer) => ({
        __typename: 'ReviewRequest',
        id: `RR_${pr.nodeId}_${reviewer.nodeId}`,
        asCodeOwner: false,
        requestedReviewer: actorView(viewing, reviewer),
      })),
    mergedBy: () => (pr.mergedBy === null ? null : actorView(viewing, pr.mergedBy)),
    mergeCommit: () => commitOf(viewing, pr, pr.mergeCommitOid),
    isInMergeQueue: pr.repository.queue.some((entry) => entry.pullRequest === pr),
    baseRefName: pr.baseRef,
    baseRefOid: pr.baseOid,
    headRefName: pr.headRef,
    headRefOid: pr.headOid,
    isCrossRepository: pr.headRepository !== pr.repository,
    headRepository: () => viewing.showRepository(viewing, pr.headRepository),
    additions: () => pr.files.reduce((sum, file) => sum + file.additions, 0),
    deletions: () => pr.files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: pr.files.length,
    files: (args: PageArguments) => {
      demandRead(viewing, pr.repository, 'pull_requests');
      return connection(pr.files, args, (file) => ({
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: CHANGE_TYPES[file.status],
        viewerViewedState: 'UNVIEWED',
      }));
    },
    commits: (args: PageArguments) =>
      connection(pr.commits, args, (commit) => ({
        __typename: 'PullRequestCommit',
        id: `PURC_${commit.oid}`,
        url: `${htmlUrl(world, pr)}/commits/${commit.oid}`,
        resourcePath: `/commits/${commit.oid}`,
        commit: () => commitView(viewing, pr.repository, commit),
      })),
    // Issues that the viewer cannot see are left out, not reported.
    closingIssuesReferences: (
      args: PageArguments & { userLinkedOnly?: boolean | null; excludeUserLinked?: boolean | null },
    ) => {
      const issues =
        args.userLinkedOnly === true
          ? [...pr.sidebar]
          : args.excludeUserLinked === true
            ? keywordIssues(world, pr).filter((issue) => !pr.sidebar.has(issue))
            : closingIssues(world, pr);
      return connection(
        issues.filter((issue) => canRead(viewing.caller, issue.repository, 'issues')),
        args,
        (issue) => issueView(viewing, issue),
      );
    },
  };
}

function commitOf(viewing: Viewing, pr: PullRequest, oid: string | null): View | null {
  const commit = oid === null ? undefined : pr.repository.commits.get(oid);
  return commit === undefined ? null : commitView(viewing, pr.repository, commit);
}
