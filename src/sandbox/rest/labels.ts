import { accepted, invalid, notFound, Refusal } from '../http-answer.ts';
import { labelShape } from '../shapes/label.ts';
import { hasRole } from '../state/accounts.ts';
import { addLabel, createLabel, deleteLabel, removeLabel, updateLabel } from '../state/labels.ts';
import type { Issue, Label, PullRequest, Repository } from '../state/model.ts';
import {
  created,
  type Exchange,
  itemRoute,
  list,
  ok,
  param,
  type Route,
  repositoryRoute,
  sender,
  text,
  texts,
} from './route.ts';

/** Documented in github/docs issue 32156: longer names are refused. */
const MAX_NAME = 50;
const MAX_DESCRIPTION = 100;
/** On one issue or pull request; refused beyond since July 2018 (actions/labeler issue 115 shows the answer). */
const MAX_LABELS = 100;

function shapes({ world }: Exchange, item: Issue | PullRequest): unknown[] {
  return [...item.labels.values()].map((label) => labelShape(world, item.repository, label));
}

function mayCreate({ caller }: Exchange, repository: Repository): boolean {
  if (caller.kind === 'user') return hasRole(repository, caller.account, 'write');
  return (caller.kind === 'installation' || caller.kind === 'workflow') && caller.permissions['issues'] === 'write';
}

/**
 * Throws what GitHub refuses of labels that are about to be put on an item, before any is: names that it would have to
 * make and cannot, a caller who may not make them, and more than fit.
 */
export function admitLabels(
  exchange: Exchange,
  repository: Repository,
  present: Iterable<string>,
  names: readonly string[],
): void {
  const missing = names.filter((name) => !repository.labels.has(name.toLowerCase()));
  for (const name of missing) {
    if (name.trim() === '' || [...name].length > MAX_NAME) {
      throw new Refusal(422, 'Validation Failed', {
        errors: [{ value: name, resource: 'Label', field: 'name', code: 'invalid' }],
      });
    }
  }
  if (missing.length > 0 && !mayCreate(exchange, repository)) {
    throw new Refusal(
      403,
      'You do not have permission to create labels on this repository.',
      { errors: [{ resource: 'Repository', field: 'label', code: 'unauthorized' }] },
      accepted(['issues', 'pull_requests'], 'write'),
    );
  }
  const all = new Set([...present, ...names.map((name) => name.toLowerCase())]);
  if (all.size > MAX_LABELS)
    throw new Refusal(422, `Validation Failed. Issues cannot have more than ${MAX_LABELS} labels`, { errors: [] });
}

/** Makes the item's labels these and no others. */
export function replaceLabels(exchange: Exchange, item: Issue | PullRequest, wanted: readonly string[]): void {
  admitLabels(exchange, item.repository, [], wanted);
  const keep = new Set(wanted.map((name) => name.toLowerCase()));
  for (const label of item.labels.values()) {
    if (!keep.has(label.name.toLowerCase())) removeLabel(exchange.world, item, label.name, sender(exchange));
  }
  for (const name of wanted) addLabel(exchange.world, item, name, sender(exchange));
}

function labelOf(exchange: Exchange, repository: Repository): Label {
  const label = repository.labels.get(param(exchange, 'name').toLowerCase());
  if (label === undefined) throw notFound();
  return label;
}

interface Looks {
  readonly color?: string;
  readonly description?: string;
}

/** Of the body; throws where GitHub would not have them. */
function looksOf(exchange: Exchange): Looks {
  const color = text(exchange, 'color');
  const description = text(exchange, 'description');
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) throw invalid('Label', 'color', 'invalid');
  if (description !== undefined && [...description].length > MAX_DESCRIPTION)
    throw tooLong('description', MAX_DESCRIPTION);
  return { ...(color !== undefined && { color }), ...(description !== undefined && { description }) };
}

function demandName(repository: Repository, name: string, own: Label | null): void {
  const taken = repository.labels.get(name.toLowerCase());
  if (taken !== undefined && taken !== own) throw invalid('Label', 'name', 'already_exists');
  if ([...name].length > MAX_NAME) throw tooLong('name', MAX_NAME);
}

function tooLong(field: string, most: number): Refusal {
  return new Refusal(422, 'Validation Failed', {
    errors: [
      { resource: 'Label', code: 'custom', field, message: `${field} is too long (maximum is ${most} characters)` },
    ],
  });
}

export const labelRoutes: readonly Route[] = [
  itemRoute('GET', '/labels', (exchange, item) => ok(shapes(exchange, item))),
  itemRoute('POST', '/labels', (exchange, item) => {
    const names = texts(exchange, 'labels') ?? [];
    admitLabels(exchange, item.repository, item.labels.keys(), names);
    for (const name of names) addLabel(exchange.world, item, name, sender(exchange));
    return ok(shapes(exchange, item));
  }),
  itemRoute('DELETE', '/labels/{name}', (exchange, item) => {
    if (!removeLabel(exchange.world, item, param(exchange, 'name'), sender(exchange)))
      throw new Refusal(404, 'Label does not exist');
    return ok(shapes(exchange, item));
  }),
  repositoryRoute('GET', '/labels', 'issues', (exchange, repository) =>
    list(exchange, [...repository.labels.values()], (label) => labelShape(exchange.world, repository, label)),
  ),
  repositoryRoute('GET', '/labels/{name}', 'issues', (exchange, repository) =>
    ok(labelShape(exchange.world, repository, labelOf(exchange, repository))),
  ),
  repositoryRoute(
    'POST',
    '/labels',
    'issues',
    (exchange, repository) => {
      const name = text(exchange, 'name');
      if (name === undefined) throw invalid('Label', 'name', 'missing_field');
      demandName(repository, name, null);
      const label = createLabel(exchange.world, repository, { name, ...looksOf(exchange) }, sender(exchange));
      return created(labelShape(exchange.world, repository, label));
    },
    'write',
  ),
  repositoryRoute(
    'PATCH',
    '/labels/{name}',
    'issues',
    (exchange, repository) => {
      const label = labelOf(exchange, repository);
      const name = text(exchange, 'new_name');
      if (name !== undefined) demandName(repository, name, label);
      const change = { ...(name !== undefined && { name }), ...looksOf(exchange) };
      updateLabel(exchange.world, repository, label, change, sender(exchange));
      return ok(labelShape(exchange.world, repository, label));
    },
    'write',
  ),
  repositoryRoute(
    'DELETE',
    '/labels/{name}',
    'issues',
    (exchange, repository) => {
      deleteLabel(exchange.world, repository, labelOf(exchange, repository), sender(exchange));
      return { status: 204, body: null };
    },
    'write',
  ),
];
