import { invalid, notFound, Refusal } from '../http-answer.ts';
import { issueShape } from '../shapes/issue.ts';
import { labelShape } from '../shapes/label.ts';
import { milestoneShape } from '../shapes/milestone.ts';
import { closeIssue, createIssue, editText, reopenIssue, setType } from '../state/issues.ts';
import { addLabel, createLabel, removeLabel } from '../state/labels.ts';
import { createMilestone, setMilestone } from '../state/milestones.ts';
import type { Issue, Milestone, PullRequest, Repository } from '../state/model.ts';
import {
  created,
  demandAuthor,
  type Exchange,
  itemOf,
  list,
  mayTriage,
  ok,
  param,
  type Route,
  repositoryRoute,
  sender,
  text,
  texts,
} from './route.ts';

function milestoneOf(repository: Repository, number: unknown): Milestone | null | undefined {
  if (number === undefined || number === null) return number;
  const found = repository.milestones.find((milestone) => milestone.number === Number(number));
  if (found === undefined) throw invalid('Issue', 'milestone', 'invalid');
  return found;
}

function labels(exchange: Exchange, item: Issue | PullRequest): unknown[] {
  return [...item.labels.values()].map((label) => labelShape(exchange.world, item.repository, label));
}

function relabel(exchange: Exchange, item: Issue | PullRequest, wanted: readonly string[]): void {
  const keep = new Set(wanted.map((name) => name.toLowerCase()));
  for (const label of item.labels.values()) {
    if (!keep.has(label.name.toLowerCase())) removeLabel(exchange.world, item, label.name, sender(exchange));
  }
  for (const name of wanted) addLabel(exchange.world, item, name, sender(exchange));
}

const REASONS = { completed: 'COMPLETED', not_planned: 'NOT_PLANNED', duplicate: 'DUPLICATE' } as const;

function isReason(value: unknown): value is keyof typeof REASONS {
  return typeof value === 'string' && value in REASONS;
}

export const issueRoutes: readonly Route[] = [
  repositoryRoute('GET', '/issues', 'issues', (exchange, repository) => {
    const state = exchange.query.get('state') ?? 'open';
    const wanted = exchange.query.get('labels')?.toLowerCase().split(',') ?? [];
    const found = [...repository.items.values()]
      .filter((item) => state === 'all' || (state === 'open') === (item.state === 'OPEN'))
      .filter((item) => wanted.every((label) => item.labels.has(label)))
      .sort((a, b) => b.number - a.number);
    return list(exchange, found, (item) => issueShape(exchange.world, item));
  }),
  repositoryRoute(
    'POST',
    '/issues',
    'issues',
    (exchange, repository) => {
      if (!repository.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
      const title = text(exchange, 'title');
      if (title === undefined) throw invalid('Issue', 'title', 'missing_field');
      const milestone = milestoneOf(repository, exchange.body.milestone);
      const type = text(exchange, 'type');
      const issue = createIssue(exchange.world, repository, {
        title,
        body: text(exchange, 'body') ?? '',
        author: sender(exchange),
        // GitHub drops the labels of people who may not label, without a word.
        labels: mayTriage(exchange, repository) ? (texts(exchange, 'labels') ?? []) : [],
        ...(type === undefined ? {} : { type }),
        ...(milestone == null ? {} : { milestone }),
      });
      return created(issueShape(exchange.world, issue));
    },
    'read',
  ),
  repositoryRoute('GET', '/issues/{issue_number}', 'issues', (exchange, repository) =>
    ok(issueShape(exchange.world, itemOf(exchange, repository))),
  ),
  repositoryRoute(
    'PATCH',
    '/issues/{issue_number}',
    'issues',
    (exchange, repository) => {
      const { world, body } = exchange;
      const item = itemOf(exchange, repository);
      demandAuthor(exchange, item);
      const actor = sender(exchange);
      editText(world, item, { title: text(exchange, 'title'), body: text(exchange, 'body') }, actor);
      const wanted = texts(exchange, 'labels');
      if (wanted !== undefined && mayTriage(exchange, repository)) relabel(exchange, item, wanted);
      const milestone = milestoneOf(repository, body.milestone);
      if (milestone !== undefined && mayTriage(exchange, repository)) setMilestone(world, item, milestone, actor);
      if (item.kind === 'Issue') {
        if ('type' in body) setType(world, item, text(exchange, 'type') ?? null, actor);
        const reason = body.state_reason;
        if (body.state === 'closed') closeIssue(world, item, actor, isReason(reason) ? REASONS[reason] : 'COMPLETED');
        if (body.state === 'open') reopenIssue(world, item, actor);
      }
      return ok(issueShape(world, item));
    },
    'read',
  ),
  repositoryRoute('GET', '/issues/{issue_number}/labels', 'issues', (exchange, repository) =>
    ok(labels(exchange, itemOf(exchange, repository))),
  ),
  repositoryRoute('POST', '/issues/{issue_number}/labels', 'issues', (exchange, repository) => {
    const item = itemOf(exchange, repository);
    for (const name of texts(exchange, 'labels') ?? []) addLabel(exchange.world, item, name, sender(exchange));
    return ok(labels(exchange, item));
  }),
  repositoryRoute('DELETE', '/issues/{issue_number}/labels/{name}', 'issues', (exchange, repository) => {
    const item = itemOf(exchange, repository);
    if (!removeLabel(exchange.world, item, param(exchange, 'name'), sender(exchange)))
      throw new Refusal(404, 'Label does not exist');
    return ok(labels(exchange, item));
  }),
  repositoryRoute('GET', '/labels', 'issues', (exchange, repository) =>
    list(exchange, [...repository.labels.values()], (label) => labelShape(exchange.world, repository, label)),
  ),
  repositoryRoute('GET', '/labels/{name}', 'issues', (exchange, repository) => {
    const label = repository.labels.get(param(exchange, 'name').toLowerCase());
    if (label === undefined) throw notFound();
    return ok(labelShape(exchange.world, repository, label));
  }),
  repositoryRoute('POST', '/labels', 'issues', (exchange, repository) => {
    const name = text(exchange, 'name');
    if (name === undefined) throw invalid('Label', 'name', 'missing_field');
    if (repository.labels.has(name.toLowerCase())) throw invalid('Label', 'name', 'already_exists');
    const label = createLabel(
      exchange.world,
      repository,
      name,
      text(exchange, 'color'),
      text(exchange, 'description') ?? null,
    );
    return created(labelShape(exchange.world, repository, label));
  }),
  repositoryRoute('GET', '/milestones', 'issues', (exchange, repository) => {
    const state = exchange.query.get('state') ?? 'open';
    const found = repository.milestones.filter(
      (milestone) => state === 'all' || milestone.state.toLowerCase() === state,
    );
    return list(exchange, found, (milestone) => milestoneShape(exchange.world, milestone));
  }),
  repositoryRoute('POST', '/milestones', 'issues', (exchange, repository) => {
    const title = text(exchange, 'title');
    if (title === undefined) throw invalid('Milestone', 'title', 'missing_field');
    const description = text(exchange, 'description');
    const dueOn = text(exchange, 'due_on');
    const milestone = createMilestone(exchange.world, repository, {
      title,
      ...(description === undefined ? {} : { description }),
      ...(dueOn === undefined ? {} : { dueOn }),
    });
    return created(milestoneShape(exchange.world, milestone));
  }),
];
