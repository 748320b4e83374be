import type { Issue, PullRequest } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';
import { labelShape } from './label.ts';
import { milestoneShape } from './milestone.ts';
import { repositoryUrl } from './repository.ts';
import { restLogin, userShape } from './user.ts';

export function htmlUrl(world: World, item: Issue | PullRequest): string {
  return `${world.url}/${fullName(item.repository)}/${item.kind === 'Issue' ? 'issues' : 'pull'}/${item.number}`;
}

export function association(item: Issue | PullRequest): string {
  if (item.author === item.repository.owner) return 'OWNER';
  if (item.author === item.repository.maintainer) return 'MEMBER';
  const role = item.repository.roles.get(restLogin(item.author).toLowerCase());
  return role === undefined || role === 'none' ? 'NONE' : 'COLLABORATOR';
}

export function issueTypeShape(type: string | null): Record<string, unknown> | null {
  if (type === null) return null;
  const id = [...type].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return {
    id,
    node_id: `IT_kwDO${id}`,
    name: type,
    description: null,
    color: 'blue',
    is_enabled: true,
    created_at: '2025-01-01T00:00:00Z',
    updated_at: '2025-01-01T00:00:00Z',
  };
}

/** An issue as REST shows it; a pull request too, since each is one. */
export function issueShape(world: World, item: Issue | PullRequest): Record<string, unknown> {
  const url = `${repositoryUrl(world, item.repository)}/issues/${item.number}`;
  const isIssue = item.kind === 'Issue';
  const done = isIssue ? [...item.children].filter((child) => child.state === 'CLOSED').length : 0;
  const total = isIssue ? item.children.size : 0;
  return {
    url,
    repository_url: repositoryUrl(world, item.repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: htmlUrl(world, item),
    id: item.id,
    node_id: item.nodeId,
    number: item.number,
    title: item.title,
    user: userShape(world, item.author),
    labels: [...item.labels.values()].map((label) => labelShape(world, item.repository, label)),
    state: item.state === 'OPEN' ? 'open' : 'closed',
    locked: false,
    assignee: null,
    assignees: [],
    milestone: item.milestone === null ? null : milestoneShape(world, item.milestone),
    comments: 0,
    created_at: item.createdAt,
    updated_at: item.updatedAt,
    closed_at: item.closedAt,
    author_association: association(item),
    active_lock_reason: null,
    body: item.body === '' ? null : item.body,
    reactions: reactions(`${url}/reactions`),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: isIssue ? (item.stateReason?.toLowerCase() ?? null) : null,
    ...(isIssue
      ? {
          type: issueTypeShape(item.type),
          sub_issues_summary: {
            total,
            completed: done,
            percent_completed: total === 0 ? 0 : Math.floor((done * 100) / total),
          },
        }
      : { draft: item.isDraft, pull_request: pullRequestAddresses(world, item) }),
  };
}

function pullRequestAddresses(world: World, pr: PullRequest): Record<string, unknown> {
  const html = htmlUrl(world, pr);
  const url = `${repositoryUrl(world, pr.repository)}/pulls/${pr.number}`;
  return { url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch`, merged_at: pr.mergedAt };
}

function reactions(url: string): Record<string, unknown> {
  return { url, total_count: 0, '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
}
