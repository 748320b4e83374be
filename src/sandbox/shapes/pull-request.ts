import type { PullRequest, Repository } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';
import { association, htmlUrl } from './issue.ts';
import { labelShape } from './label.ts';
import { milestoneShape } from './milestone.ts';
import { repositoryShape, repositoryUrl } from './repository.ts';
import { userShape } from './user.ts';

/** What lists and `commits/{sha}/pulls` show. */
export function pullRequestSimpleShape(world: World, pr: PullRequest): Record<string, unknown> {
  const base = repositoryUrl(world, pr.repository);
  const url = `${base}/pulls/${pr.number}`;
  const issueUrl = `${base}/issues/${pr.number}`;
  const html = htmlUrl(world, pr);
  const statusesUrl = `${base}/statuses/${pr.headOid}`;
  return {
    url,
    id: pr.id,
    node_id: pr.nodeId,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    number: pr.number,
    state: pr.state === 'OPEN' ? 'open' : 'closed',
    locked: false,
    title: pr.title,
    user: userShape(world, pr.author),
    body: pr.body === '' ? null : pr.body,
    created_at: pr.createdAt,
    updated_at: pr.updatedAt,
    closed_at: pr.closedAt,
    merged_at: pr.mergedAt,
    merge_commit_sha: pr.mergeCommitOid,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [...pr.labels.values()].map((label) => labelShape(world, pr.repository, label)),
    milestone: pr.milestone === null ? null : milestoneShape(world, pr.milestone),
    draft: pr.isDraft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statusesUrl,
    head: side(world, pr.headRepository, pr.headRef, pr.headOid),
    base: side(world, pr.repository, pr.baseRef, pr.baseOid),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${base}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statusesUrl },
    },
    author_association: association(pr),
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function pullRequestShape(world: World, pr: PullRequest): Record<string, unknown> {
  const sum = (side: 'additions' | 'deletions') => pr.files.reduce((total, file) => total + file[side], 0);
  return {
    ...pullRequestSimpleShape(world, pr),
    merged: pr.state === 'MERGED',
    mergeable: pr.state === 'OPEN' ? true : null,
    rebaseable: pr.state === 'OPEN' ? true : null,
    mergeable_state: pr.state === 'OPEN' ? 'clean' : 'unknown',
    merged_by: pr.mergedBy === null ? null : userShape(world, pr.mergedBy),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pr.commits.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: pr.files.length,
  };
}

function side(world: World, repository: Repository, ref: string, sha: string): Record<string, unknown> {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userShape(world, repository.owner),
    repo: {
      ...repositoryShape(world, repository),
      allow_squash_merge: true,
      allow_merge_commit: true,
      allow_rebase_merge: true,
    },
  };
}

/** How a check run or suite names a pull request. */
export function pullRequestMinimalShape(world: World, pr: PullRequest): Record<string, unknown> {
  const repo = (repository: Repository) => ({
    id: repository.id,
    url: repositoryUrl(world, repository),
    name: repository.name,
  });
  return {
    url: `${world.url}/repos/${fullName(pr.repository)}/pulls/${pr.number}`,
    id: pr.id,
    number: pr.number,
    head: { ref: pr.headRef, sha: pr.headOid, repo: repo(pr.headRepository) },
    base: { ref: pr.baseRef, sha: pr.baseOid, repo: repo(pr.repository) },
  };
}
