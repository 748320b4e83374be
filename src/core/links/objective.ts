/** Which issue is an objective, and through which of its ancestors. */
import type { Config } from '../config/config.ts';
import { isSameLabel } from '../facts/actor.ts';
import { type IssueFacts, MAX_ANCESTORS, type MilestoneFacts, type UnreadPart } from '../facts/issue.ts';
import { isSameOwner, isSameRepository, nameWithOwner, type RepositoryRef } from '../facts/repository.ts';
import { type Unavailable, unavailable } from '../facts/unavailable.ts';
import { matchesAnyTitle } from '../globs/matches.ts';
import type { ObjectiveRef } from './link.ts';
import { type Standing, standingOf } from './standing.ts';
import { referenceKey } from './targets.ts';

export interface ObjectiveContext {
  readonly repository: RepositoryRef;
  /** Keys of the references in the pull request's own text: what it names itself is no secret to its readers. */
  readonly named: ReadonlySet<string>;
  readonly objectives: Config['objectives'];
  /** The instant that closed issues are measured at. */
  readonly at: string;
  /** The pull request is merged: what was closed since then was open when it counted. */
  readonly isMerged: boolean;
}

export interface FoundObjective {
  readonly objective: ObjectiveRef;
  /** Standing of the issue that is the objective. */
  readonly standing: Standing;
}

/** The nearest objective, from the issue itself upwards; null when none is found. */
export function objectiveOf(issue: IssueFacts, context: ObjectiveContext): FoundObjective | null {
  for (const [distance, candidate] of lineage(issue, context).entries()) {
    const standing = standingOf(candidate, context);
    if (standing.rejection !== null) continue;
    const by = reasonOf(candidate, context);
    if (by === null) continue;
    const shown = publicFace(candidate, context);
    const isMilestone = by === 'milestone' && candidate.milestone !== null;
    const ref = isMilestone && shown.title !== null ? candidate.milestone.title : shown.ref;
    return { objective: { by, ...shown, ref, distance }, standing };
  }
  return null;
}

/** Whether a label would make it or an ancestor an objective, had somebody with triage set it; of what may be told. */
export function hasUntrustedLabel(issue: IssueFacts, context: ObjectiveContext): boolean {
  return lineage(issue, context)
    .filter((candidate) => isSameOwner(candidate.repository, context.repository) && isTold(candidate, context))
    .some(({ labels }) =>
      labels.some(({ name, setterMayTriage }) => setterMayTriage !== true && isObjectiveLabel(name, context)),
    );
}

/** Whether it or an ancestor would be an objective, were it not another owner's; of what may be told. */
export function hasObjectiveOfOthers(issue: IssueFacts, context: ObjectiveContext): boolean {
  return lineage(issue, context)
    .filter((candidate) => !isSameOwner(candidate.repository, context.repository) && isTold(candidate, context))
    .some((candidate) => {
      const isLabelled = candidate.labels.some(({ name }) => isObjectiveLabel(name, context));
      return isLabelled || ownReasonOf(candidate, context) !== null;
    });
}

function isTold(issue: IssueFacts, context: ObjectiveContext): boolean {
  return publicFace(issue, context).title !== null;
}

export function isObjectiveMilestone(milestone: MilestoneFacts, { objectives, isMerged }: ObjectiveContext): boolean {
  const { milestones } = objectives;
  return milestones !== undefined && (milestone.isOpen || isMerged) && matchesAnyTitle([milestones], milestone.title);
}

/**
 * What may be shown of an issue where the pull request is: of a private one elsewhere at most its place, and that only
 * when the pull request names it, since even a repository's name may tell.
 */
export function publicFace(
  { repository, number, title, url }: IssueFacts,
  { repository: here, named }: Pick<ObjectiveContext, 'repository' | 'named'>,
): { ref: string | null; title: string | null; url: string | null } {
  if (isSameRepository(repository, here)) return { ref: `#${number}`, title, url };
  const ref = `${nameWithOwner(repository)}#${number}`;
  if (!repository.isPrivate) return { ref, title, url };
  const { owner, name } = repository;
  const isNamed = named.has(referenceKey({ kind: 'issue', owner, name, number }));
  return { ref: isNamed ? ref : null, title: null, url: null };
}

/** Whether the issue itself is an objective that counts now. */
export function isObjective(issue: IssueFacts, context: ObjectiveContext): boolean {
  return standingOf(issue, context).rejection === null && reasonOf(issue, context) !== null;
}

/** What could not be read of an issue and its ancestors, as far as it could have made one of them an objective. */
export function unreadOf(issue: IssueFacts, context: ObjectiveContext): readonly Unavailable[] {
  return lineage(issue, context).flatMap((candidate) =>
    (candidate.unread ?? [])
      .filter(({ part }) => couldDecide(part, candidate, context))
      .map(({ part, reason }) => {
        const whose = publicFace(candidate, context).ref ?? 'a private issue';
        return unavailable(`${PARTS[part]} of ${whose}`, reason);
      }),
  );
}

const PARTS: Readonly<Record<UnreadPart['part'], string>> = {
  parent: 'the parent',
  labels: 'the labels',
  setters: 'who set the label',
  type: 'the type',
  milestone: 'the milestone',
};

function couldDecide(part: UnreadPart['part'], issue: IssueFacts, context: ObjectiveContext): boolean {
  const { accept, labels, types, milestones } = context.objectives;
  if (part === 'parent') return accept.includes('parent');
  if (standingOf(issue, context).rejection !== null || !isSameOwner(issue.repository, context.repository)) return false;
  switch (part) {
    case 'labels':
      return labels.length > 0;
    case 'setters':
      return issue.labels.some(({ name }) => isObjectiveLabel(name, context));
    case 'type':
      return types.length > 0;
    case 'milestone':
      return accept.includes('milestone') && milestones !== undefined;
  }
}

function lineage(issue: IssueFacts, { objectives }: ObjectiveContext): readonly IssueFacts[] {
  return objectives.accept.includes('parent') ? [issue, ...issue.ancestors.slice(0, MAX_ANCESTORS)] : [issue];
}

/**
 * Labels, types and milestones prove something only where the owner of the pull request's repository says who may set
 * them: in a repository of their own anybody may. Another owner's issue counts where the configuration lists it.
 */
function reasonOf(issue: IssueFacts, context: ObjectiveContext): ObjectiveRef['by'] | null {
  if (isSameOwner(issue.repository, context.repository)) return ownReasonOf(issue, context);
  return isKnown(issue, context.objectives.known) ? 'known' : null;
}

function ownReasonOf(issue: IssueFacts, context: ObjectiveContext): ObjectiveRef['by'] | null {
  const { objectives } = context;
  const isLabelled = issue.labels.some(
    ({ name, setterMayTriage }) => setterMayTriage === true && isObjectiveLabel(name, context),
  );
  if (isLabelled) return 'label';
  const type = issue.type?.toLowerCase();
  if (type !== undefined && objectives.types.some((wanted) => wanted.toLowerCase() === type)) return 'type';
  if (isKnown(issue, objectives.known)) return 'known';
  const byMilestone =
    objectives.accept.includes('milestone') &&
    issue.milestone !== null &&
    isObjectiveMilestone(issue.milestone, context);
  return byMilestone ? 'milestone' : null;
}

function isObjectiveLabel(name: string, { objectives }: Pick<ObjectiveContext, 'objectives'>): boolean {
  return objectives.labels.some((label) => isSameLabel(label, name));
}

/** An issue is listed under `objectives.known` by its address. */
function isKnown({ url }: IssueFacts, known: Config['objectives']['known']): boolean {
  return Object.values(known).some((entry) => (entry.url ?? entry.privateUrl)?.toLowerCase() === url.toLowerCase());
}
