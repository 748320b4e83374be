import { issueShape, issueTypeShape } from '../shapes/issue.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { addLabel } from './labels.ts';
import { recordMentions } from './mentions.ts';
import { setMilestone } from './milestones.ts';
import type { Account, Issue, Milestone, PullRequest, Repository } from './model.ts';
import { tellItem } from './tell-item.ts';
import { nodeId, type World } from './world.ts';

export interface IssueInput {
  readonly title: string;
  readonly body?: string;
  readonly author?: Account;
  readonly labels?: readonly string[];
  readonly type?: string;
  readonly parent?: Issue;
  readonly milestone?: Milestone;
}

/** GitHub allows eight levels of sub-issues below the top one. */
const MAX_NESTING = 8;

export function createIssue(world: World, repository: Repository, input: IssueInput): Issue {
  const author = input.author ?? repository.maintainer;
  const id = world.nextId();
  const now = world.stamp();
  const issue: Issue = {
    kind: 'Issue',
    id,
    nodeId: nodeId('I', id),
    repository,
    number: repository.nextNumber,
    title: input.title,
    body: input.body ?? '',
    author,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    labels: new Map(),
    milestone: null,
    lastEditedAt: null,
    timeline: [],
    state: 'OPEN',
    stateReason: null,
    type: input.type ?? null,
    parent: null,
    children: new Set(),
  };
  repository.nextNumber += 1;
  repository.items.set(issue.number, issue);
  world.nodes.set(issue.nodeId, issue);
  recordMentions(world, issue);
  tellItem(world, issue, 'opened', author);
  for (const label of input.labels ?? []) addLabel(world, issue, label, author);
  if (issue.type !== null) tellItem(world, issue, 'typed', author, () => ({ type: issueTypeShape(issue.type) }));
  if (input.milestone !== undefined) setMilestone(world, issue, input.milestone, author);
  if (input.parent !== undefined) setParent(world, issue, input.parent, author);
  return issue;
}

export function setParent(world: World, issue: Issue, parent: Issue | null, actor: Account): void {
  const before = issue.parent;
  if (before !== null) {
    before.children.delete(issue);
    issue.parent = null;
    tellNesting(world, 'removed', issue, before, actor);
  }
  if (parent === null) return;
  let depth = 1;
  for (let up: Issue | null = parent; up !== null; up = up.parent) {
    if (up === issue) throw new Error('An issue cannot be nested below itself.');
    depth += 1;
  }
  if (depth > MAX_NESTING + 1) throw new Error(`GitHub nests issues at most ${MAX_NESTING} levels deep.`);
  issue.parent = parent;
  parent.children.add(issue);
  tellNesting(world, 'added', issue, parent, actor);
}

function tellNesting(world: World, what: 'added' | 'removed', child: Issue, parent: Issue, sender: Account): void {
  const both = () => ({
    parent_issue_id: parent.id,
    parent_issue: issueShape(world, parent),
    sub_issue_id: child.id,
    sub_issue: issueShape(world, child),
  });
  world.tell({
    event: 'sub_issues',
    action: `sub_issue_${what}`,
    repository: parent.repository,
    sender,
    detail: () => ({ ...both(), sub_issue_repo: repositoryShape(world, child.repository) }),
  });
  world.tell({
    event: 'sub_issues',
    action: `parent_issue_${what}`,
    repository: child.repository,
    sender,
    detail: () => ({ ...both(), parent_issue_repo: repositoryShape(world, parent.repository) }),
  });
}

export function setType(world: World, issue: Issue, type: string | null, actor: Account): void {
  const before = issue.type;
  if (before === type) return;
  issue.type = type;
  issue.updatedAt = world.stamp();
  tellItem(world, issue, type === null ? 'untyped' : 'typed', actor, () => ({ type: issueTypeShape(type ?? before) }));
}

export function closeIssue(
  world: World,
  issue: Issue,
  actor: Account,
  reason: 'COMPLETED' | 'NOT_PLANNED' | 'DUPLICATE' = 'COMPLETED',
): void {
  if (issue.state === 'CLOSED') return;
  issue.state = 'CLOSED';
  issue.stateReason = reason;
  issue.closedAt = issue.updatedAt = world.stamp();
  tellItem(world, issue, 'closed', actor);
}

export function reopenIssue(world: World, issue: Issue, actor: Account): void {
  if (issue.state === 'OPEN') return;
  issue.state = 'OPEN';
  issue.stateReason = 'REOPENED';
  issue.closedAt = null;
  issue.updatedAt = world.stamp();
  tellItem(world, issue, 'reopened', actor);
}

export function deleteIssue(world: World, issue: Issue, actor: Account): void {
  issue.repository.items.delete(issue.number);
  world.nodes.delete(issue.nodeId);
  tellItem(world, issue, 'deleted', actor);
}

/**
 * To another repository of the same owner, under a new number there. Labels and the milestone come along where the other
 * repository has some of the same name; the labellings of the timeline do not.
 */
export function transferIssue(world: World, issue: Issue, target: Repository, actor: Account): Issue {
  const from = issue.repository;
  if (target.owner !== from.owner) throw new Error('GitHub transfers issues only within one owner.');
  const id = world.nextId();
  const moved: Issue = {
    ...issue,
    id,
    nodeId: nodeId('I', id),
    repository: target,
    number: target.nextNumber,
    updatedAt: world.stamp(),
    labels: new Map([...issue.labels.keys()].flatMap((key) => entryOf(target.labels, key))),
    milestone: target.milestones.find(({ title }) => title === issue.milestone?.title) ?? null,
    timeline: issue.timeline.filter(({ type }) => type === 'CrossReferencedEvent'),
  };
  target.nextNumber += 1;
  target.items.set(moved.number, moved);
  world.nodes.set(moved.nodeId, moved);
  from.items.delete(issue.number);
  from.moved.set(issue.number, moved);
  world.nodes.delete(issue.nodeId);
  for (const child of moved.children) child.parent = moved;
  if (moved.parent !== null) {
    moved.parent.children.delete(issue);
    moved.parent.children.add(moved);
  }
  tellItem(world, issue, 'transferred', actor, () => ({
    changes: { new_issue: issueShape(world, moved), new_repository: repositoryShape(world, target) },
  }));
  tellItem(world, moved, 'opened', actor, () => ({
    changes: { old_issue: issueShape(world, issue), old_repository: repositoryShape(world, from) },
  }));
  return moved;
}

function entryOf<Value>(map: ReadonlyMap<string, Value>, key: string): [string, Value][] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

/** Title or body, of an issue or a pull request; fires `edited` with what they were. */
export function editText(
  world: World,
  item: Issue | PullRequest,
  text: { title?: string | undefined; body?: string | undefined },
  actor: Account,
): void {
  const changes: Record<string, { from: string }> = {};
  if (text.title !== undefined && text.title !== item.title) {
    changes.title = { from: item.title };
    item.timeline.push({
      type: 'RenamedTitleEvent',
      nodeId: nodeId('RTE', world.nextId()),
      at: world.stamp(),
      actor,
      from: item.title,
      to: text.title,
    });
    item.title = text.title;
  }
  if (text.body !== undefined && text.body !== item.body) {
    changes.body = { from: item.body };
    item.body = text.body;
    item.lastEditedAt = world.stamp();
    recordMentions(world, item);
  }
  if (Object.keys(changes).length === 0) return;
  item.updatedAt = world.stamp();
  if (item.kind === 'PullRequest') rememberVersion(world, item);
  tellItem(world, item, 'edited', actor, () => ({ changes }));
}

export function rememberVersion(world: World, pr: PullRequest): void {
  pr.versions.push({ at: Date.parse(world.clock.now()), body: pr.body, baseRef: pr.baseRef });
}
