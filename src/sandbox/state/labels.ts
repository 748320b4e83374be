import { labelShape } from '../shapes/label.ts';
import type { Account, Issue, Label, LabelEvent, PullRequest, Repository } from './model.ts';
import { tellItem } from './tell-item.ts';
import { nodeId, type World } from './world.ts';

export function createLabel(
  world: World,
  repository: Repository,
  name: string,
  color = 'ededed',
  description: string | null = null,
): Label {
  const id = world.nextId();
  const label: Label = { id, nodeId: nodeId('LA', id), name, color, description };
  repository.labels.set(name.toLowerCase(), label);
  world.tell({
    event: 'label',
    action: 'created',
    repository,
    sender: repository.maintainer,
    detail: () => ({ label: labelShape(world, repository, label) }),
  });
  return label;
}

/** The repository's label of that name in any case; made on the way if it is missing, as the labels endpoint does. */
function labelNamed(world: World, repository: Repository, name: string): Label {
  return repository.labels.get(name.toLowerCase()) ?? createLabel(world, repository, name);
}

export function addLabel(world: World, item: Issue | PullRequest, name: string, actor: Account): void {
  const label = labelNamed(world, item.repository, name);
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

export function deleteLabel(world: World, repository: Repository, name: string): void {
  const label = repository.labels.get(name.toLowerCase());
  if (label === undefined) return;
  repository.labels.delete(name.toLowerCase());
  for (const item of repository.items.values()) item.labels.delete(name.toLowerCase());
  world.tell({
    event: 'label',
    action: 'deleted',
    repository,
    sender: repository.maintainer,
    detail: () => ({ label: labelShape(world, repository, label) }),
  });
}

export function renameLabel(world: World, repository: Repository, from: string, to: string): void {
  const label = repository.labels.get(from.toLowerCase());
  if (label === undefined) throw new Error(`There is no label ${from} to rename.`);
  for (const labels of [repository.labels, ...[...repository.items.values()].map((item) => item.labels)]) {
    if (labels.delete(from.toLowerCase())) labels.set(to.toLowerCase(), label);
  }
  const old = label.name;
  label.name = to;
  world.tell({
    event: 'label',
    action: 'edited',
    repository,
    sender: repository.maintainer,
    detail: () => ({ label: labelShape(world, repository, label), changes: { name: { from: old } } }),
  });
}
