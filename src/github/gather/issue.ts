/** GitHub's answers about issues and labels, as facts. */
import type { Actor, AppliedLabel } from '#core/facts/actor.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { IssueFacts, MilestoneFacts, UnreadPart } from '#core/facts/issue.ts';
import { type LabelContext, setterMayTriage } from '#core/facts/label-trust.ts';
import { isUnavailable, type Unavailable, type UnavailableReason, unavailable } from '#core/facts/unavailable.ts';
import type { ActorAnswer, IssueAnswer, LabellingsAnswer, LabelsAnswer, MilestoneAnswer } from '../answers.ts';
import type { QueryError } from '../client.ts';
import { lostReason } from './lost.ts';

/** What reading issues out of one answer takes. */
export interface IssueReading {
  readonly errors: readonly QueryError[];
  readonly trustedApps: readonly string[];
  /** Filled while reading: where the labellings of an issue, by its id, can be read on; null is from the newest. */
  readonly olderLabellings: Map<string, string | null>;
}

export function toActor(answer: ActorAnswer | null): Actor | null {
  return answer === null ? null : { login: answer.login, kind: answer.__typename as Actor['kind'] };
}

export function toMilestone(answer: MilestoneAnswer | null): MilestoneFacts | null {
  return answer === null ? null : { number: answer.number, title: answer.title, isOpen: answer.state === 'OPEN' };
}

export function nodesOf<Node>(
  connection: { readonly nodes: readonly (Node | null)[] | null } | null | undefined,
): Node[] {
  return (connection?.nodes ?? []).filter((node) => node !== null);
}

export function toLabels(
  answer: LabelsAnswer,
  context: Omit<LabelContext, 'isTimelineComplete'>,
  trustedApps: readonly string[],
): AppliedLabel[] {
  // Oldest first: the last labelling of a name is the one that stands.
  const events = nodesOf(answer.timelineItems).filter(({ __typename }) => __typename !== 'UnlabeledEvent');
  const isTimelineComplete = answer.timelineItems?.pageInfo.hasPreviousPage === false && !hasGap(answer.timelineItems);
  return nodesOf(answer.labels).map(({ name }) => {
    const event = events.findLast(({ label }) => isSameLabel(label.name, name));
    const set = event === undefined ? {} : { setBy: toActor(event.actor), setAt: event.createdAt };
    const trust = setterMayTriage(set, { ...context, isTimelineComplete }, trustedApps);
    return { name, ...set, ...(trust !== undefined && { setterMayTriage: trust }) };
  });
}

/** Whether a node of the list is missing, so that what seems not to be there may be. */
export function hasGap(connection: { readonly nodes: readonly unknown[] | null } | null): boolean {
  return connection?.nodes == null || connection.nodes.includes(null);
}

/**
 * The issue that stands at a path of an answer. `what` names it where it is wholly unreadable; of one that is there, each
 * part that could not be read is listed, and so is each part of its ancestors on them.
 */
export function toIssue(
  answer: IssueAnswer | null | undefined,
  path: readonly (string | number)[],
  what: string,
  reading: IssueReading,
): IssueFacts | Unavailable {
  const { errors, trustedApps } = reading;
  if (answer == null) return unavailable(what, lostReason(errors, path, null) ?? 'unreachable');
  const lost = lostReason(
    errors.filter((error) => !isPart(error.path[path.length])),
    path,
    answer,
  );
  if (lost !== null) return unavailable(what, lost);

  const ancestors: IssueFacts[] = [];
  const unread = unreadParts(answer, path, errors);
  if (answer.parent != null) {
    const parent = toIssue(answer.parent, [...path, 'parent'], what, reading);
    if (isUnavailable(parent)) unread.push({ part: 'parent', reason: parent.reason });
    else ancestors.push({ ...parent, ancestors: [] }, ...parent.ancestors);
  }
  const author = toActor(answer.author);
  const labels = toLabels(answer, { author, createdAt: answer.createdAt, templatesLabel: true }, trustedApps);
  const areSettersLost = unread.some(({ part }) => part === 'setters');
  if (!areSettersLost && isOlderMissing(answer.timelineItems)) {
    reading.olderLabellings.set(answer.id, answer.timelineItems?.pageInfo.startCursor ?? null);
  }
  const { repository } = answer;
  return {
    id: answer.id,
    number: answer.number,
    title: answer.title,
    url: answer.url,
    repository: {
      owner: repository.owner.login,
      name: repository.name,
      nameWithOwner: repository.nameWithOwner,
      isPrivate: repository.isPrivate,
    },
    isOpen: answer.state === 'OPEN',
    stateReason: answer.stateReason,
    createdAt: answer.createdAt,
    closedAt: answer.closedAt,
    author,
    // Nobody can be told from the submitter while the submitter is unknown.
    labels: areSettersLost ? labels.map(({ name }) => ({ name })) : labels,
    type: answer.issueType?.name ?? null,
    milestone: toMilestone(answer.milestone),
    ancestors,
    ...(unread.length > 0 && { unread }),
  };
}

function isOlderMissing(timeline: LabellingsAnswer | null | undefined): boolean {
  return timeline == null || timeline.pageInfo.hasPreviousPage;
}

/** Fields without which an issue is known well enough to link; without any other it is not. */
const PARTS: Readonly<Record<string, UnreadPart['part']>> = {
  parent: 'parent',
  labels: 'labels',
  timelineItems: 'setters',
  author: 'setters',
  issueType: 'type',
  milestone: 'milestone',
};

function isPart(step: string | number | undefined): boolean {
  return typeof step === 'string' && Object.hasOwn(PARTS, step);
}

function unreadParts(
  answer: IssueAnswer,
  path: readonly (string | number)[],
  errors: readonly QueryError[],
): UnreadPart[] {
  const unread: UnreadPart[] = [];
  const values = answer as unknown as Readonly<Record<string, unknown>>;
  for (const [field, part] of Object.entries(PARTS)) {
    // A parent that is there tells of itself what it lacks.
    if (field === 'parent' && answer.parent != null) continue;
    const reason = lostReason(errors, [...path, field], values[field]) ?? gapReason(values[field]);
    if (reason !== null) unread.push({ part, reason });
  }
  return unread;
}

/** GitHub may leave a node out without a word. */
function gapReason(value: unknown): UnavailableReason | null {
  const isList = typeof value === 'object' && value !== null && 'nodes' in value;
  return isList && hasGap(value as { readonly nodes: readonly unknown[] | null }) ? 'unreachable' : null;
}
