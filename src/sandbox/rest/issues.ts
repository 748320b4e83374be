import { invalid, Refusal } from '../http-answer.ts';
import { issueShape } from '../shapes/issue.ts';
import { milestoneShape } from '../shapes/milestone.ts';
import { repositoryUrl } from '../shapes/repository.ts';
import { restLogin } from '../shapes/user.ts';
import { closeIssue, createIssue, editText, reopenIssue, setType } from '../state/issues.ts';
import { createMilestone, setMilestone } from '../state/milestones.ts';
import type { Issue, Milestone, PullRequest, Repository } from '../state/model.ts';
import { isSince } from '../state/world.ts';
import { admitLabels, replaceLabels } from './labels.ts';
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

const REASONS = { completed: 'COMPLETED', not_planned: 'NOT_PLANNED', duplicate: 'DUPLICATE' } as const;

function isReason(value: unknown): value is keyof typeof REASONS {
  return typeof value === 'string' && value in REASONS;
}

/** Newest first unless `sort` and `direction` say otherwise. */
function orderOf({ query }: Exchange): (a: Issue | PullRequest, b: Issue | PullRequest) => number {
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  return (a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.number - b.number);
}

export const issueRoutes: readonly Route[] = [
  repositoryRoute('GET', '/issues', 'issues', (exchange, repository) => {
    const state = exchange.query.get('state') ?? 'open';
    const creator = exchange.query.get('creator')?.toLowerCase();
    const wanted = exchange.query.get('labels')?.toLowerCase().split(',') ?? [];
    const found = [...repository.items.values()]
      .filter((item) => state === 'all' || (state === 'open') === (item.state === 'OPEN'))
      .filter(({ author }) => creator === undefined || restLogin(author).toLowerCase() === creator)
      .filter((item) => wanted.every((label) => item.labels.has(label)))
      .filter((item) => isSince(item.updatedAt, exchange.query.get('since')))
      .sort(orderOf(exchange));
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
      // GitHub drops the labels of people who may not label, without a word.
      const labels = mayTriage(exchange, repository) ? (texts(exchange, 'labels') ?? []) : [];
      admitLabels(exchange, repository, [], labels);
      const issue = createIssue(exchange.world, repository, {
        title,
        body: text(exchange, 'body') ?? '',
        author: sender(exchange),
        labels,
        ...(type === undefined ? {} : { type }),
        ...(milestone == null ? {} : { milestone }),
      });
      return created(issueShape(exchange.world, issue));
    },
    'read',
  ),
  repositoryRoute('GET', '/issues/{issue_number}', 'issues', (exchange, repository) => {
    const moved = repository.moved.get(Number(param(exchange, 'issue_number')));
    if (moved !== undefined) {
      const url = `${repositoryUrl(exchange.world, moved.repository)}/issues/${moved.number}`;
      throw new Refusal(301, 'Moved Permanently', { url }, { location: url });
    }
    return ok(issueShape(exchange.world, itemOf(exchange, repository)));
  }),
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
      if (wanted !== undefined && mayTriage(exchange, repository)) replaceLabels(exchange, item, wanted);
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
