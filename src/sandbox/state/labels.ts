import { labelShape } from '../shapes/label.ts';
import type { Account, Issue, Label, LabelEvent, PullRequest, Repository } from './model.ts';
import { tellItem } from './tell-item.ts';
import { nodeId, type World } from './world.ts';

interface LabelInput {
  readonly name: string;
  readonly color?: string;
  readonly description?: string | null;
}

export function createLabel(
  world: World,
  repository: Repository,
  { name, color = 'ededed', description = null }: LabelInput,
  actor: Account,
): Label {
  const id = world.nextId();
  const label: Label = { id, nodeId: nodeId('LA', id), name, color, description };
  repository.labels.set(name.toLowerCase(), label);
  tellLabel(world, repository, label, 'created', actor);
  return label;
}

function tellLabel(
  world: World,
  repository: Repository,
  label: Label,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
  more: Record<string, unknown> = {},
): void {
  world.tell({
    event: 'label',
    action,
    repository,
    sender,
    detail: () => ({ label: labelShape(world, repository, label), ...more }),
  });
}

/** The repository's label of that name in any case; made on the way if it is missing, as the labels endpoint does. */
function labelNamed(world: World, repository: Repository, name: string, actor: Account): Label {
  return repository.labels.get(name.toLowerCase()) ?? createLabel(world, repository, { name }, actor);
}

export function addLabel(world: World, item: Issue | PullRequest, name: string, actor: Account): void {
  const label = labelNamed(world, item.repository, name, actor);
  const key = label.name.toLowerCase();
  if (item.labels.has(key)) return;
  item.labels.set(key, label);
  record(world, item, 'LabeledEvent', label, actor);
}

/** False when it was not there. */
export function removeLabel(world: World, item: Issue | PullRequest, name: string, actor: Account): boolean {
  const label = item.labels.get(name.toLowerCase());
  if (label === undefined) return false;
  item.labels.delete(name.toLowerCase());
  record(world, item, 'UnlabeledEvent', label, actor);
  return true;
}

function record(world: World, item: Issue | PullRequest, type: LabelEvent['type'], label: Label, actor: Account): void {
  const at = world.stamp();
  item.timeline.push({
    type,
    nodeId: nodeId(type === 'LabeledEvent' ? 'LE' : 'ULE', world.nextId()),
    at,
    actor,
    label,
  });
  item.updatedAt = at;
  tellItem(world, item, type === 'LabeledEvent' ? 'labeled' : 'unlabeled', actor, () => ({
    label: labelShape(world, item.repository, label),
  }));
}

/**
 * Takes it off every item, which their timelines do not tell. Each item fires `unlabeled` without saying which label
 * (octokit/webhooks issue 639).
 */
export function deleteLabel(world: World, repository: Repository, label: Label, actor: Account): void {
  const key = label.name.toLowerCase();
  repository.labels.delete(key);
  for (const item of repository.items.values()) {
    if (item.labels.delete(key)) tellItem(world, item, 'unlabeled', actor);
  }
  tellLabel(world, repository, label, 'deleted', actor);
}

/** Items keep it under its new name, and so do the events of their timelines. */
export function updateLabel(
  world: World,
  repository: Repository,
  label: Label,
  change: Partial<LabelInput>,
  actor: Account,
): void {
  const old = { ...label };
  label.color = change.color ?? old.color;
  label.description = change.description ?? old.description;
  if (change.name !== undefined) rename(repository, label, change.name);
  const changes = {
    ...(label.name !== old.name && { name: { from: old.name } }),
    ...(label.color !== old.color && { color: { from: old.color } }),
    ...(label.description !== old.description && { description: { from: old.description ?? '' } }),
  };
  if (Object.keys(changes).length > 0) tellLabel(world, repository, label, 'edited', actor, { changes });
}

function rename(repository: Repository, label: Label, name: string): void {
  const [from, to] = [label.name.toLowerCase(), name.toLowerCase()];
  for (const labels of [repository.labels, ...[...repository.items.values()].map((item) => item.labels)]) {
    if (labels.delete(from)) labels.set(to, label);
  }
  label.name = name;
}
