/** GitHub's answers about issues and labels, as facts. */
import type { Actor, AppliedLabel } from '#core/facts/actor.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { IssueFacts, MilestoneFacts } from '#core/facts/issue.ts';
import { type LabelContext, setterMayTriage } from '#core/facts/label-trust.ts';
import type { ActorAnswer, IssueAnswer, LabelsAnswer, MilestoneAnswer } from '../answers.ts';

/** Whether an account may triage a repository, as far as it was asked; key is `permissionKey`. */
export type KnownPermissions = ReadonlyMap<string, boolean>;

export function permissionKey(nameWithOwner: string, login: string): string {
  return `${nameWithOwner}:${login}`.toLowerCase();
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
  const events = nodesOf(answer.timelineItems);
  const isTimelineComplete = !answer.timelineItems.pageInfo.hasPreviousPage;
  return nodesOf(answer.labels).map(({ name }) => {
    const event = events.findLast(({ label }) => isSameLabel(label.name, name));
    const set = event === undefined ? {} : { setBy: toActor(event.actor), setAt: event.createdAt };
    const trust = setterMayTriage(set, { ...context, isTimelineComplete }, trustedApps);
    return { name, ...set, ...(trust !== undefined && { setterMayTriage: trust }) };
  });
}

export function toIssue(answer: IssueAnswer, trustedApps: readonly string[]): IssueFacts {
  const { repository } = answer;
  const ancestors: IssueFacts[] = [];
  for (let parent = answer.parent; parent; parent = parent.parent) {
    ancestors.push(toIssue({ ...parent, parent: null }, trustedApps));
  }
  const author = toActor(answer.author);
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
    labels: toLabels(answer, { author, createdAt: answer.createdAt, templatesLabel: true }, trustedApps),
    type: answer.issueType?.name ?? null,
    milestone: toMilestone(answer.milestone),
    ancestors,
  };
}
