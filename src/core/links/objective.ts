/** Which issue is an objective, and through which of its ancestors. */
import type { Config } from '../config/config.ts';
import { isSameLabel } from '../facts/actor.ts';
import type { IssueFacts, MilestoneFacts } from '../facts/issue.ts';
import { isSameRepository, nameWithOwner, type RepositoryRef } from '../facts/repository.ts';
import { matchesAnyTitle } from '../globs/matches.ts';
import type { ObjectiveRef } from './link.ts';
import { type Standing, standingOf } from './standing.ts';

/** GitHub's own limit on nesting sub-issues. */
const MAX_ANCESTORS = 8;

export interface ObjectiveContext {
  readonly repository: RepositoryRef;
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
    const shown = publicFace(candidate, context.repository);
    const isMilestone = by === 'milestone' && candidate.milestone !== null;
    const ref = isMilestone && shown.title !== null ? candidate.milestone.title : shown.ref;
    return { objective: { by, ...shown, ref, distance }, standing };
  }
  return null;
}

/** Whether a label would make it or an ancestor an objective, had somebody with triage set it. */
export function hasUntrustedLabel(issue: IssueFacts, context: ObjectiveContext): boolean {
  return lineage(issue, context).some((candidate) =>
    candidate.labels.some(({ name, setterMayTriage }) => setterMayTriage !== true && isObjectiveLabel(name, context)),
  );
}

export function isObjectiveMilestone(milestone: MilestoneFacts, { objectives, isMerged }: ObjectiveContext): boolean {
  const { milestones } = objectives;
  return milestones !== undefined && (milestone.isOpen || isMerged) && matchesAnyTitle([milestones], milestone.title);
}

/** What may be shown of an issue where the pull request is: of a private one elsewhere nothing but its place. */
export function publicFace(
  { repository, number, title, url }: IssueFacts,
  here: RepositoryRef,
): { ref: string; title: string | null; url: string | null } {
  if (isSameRepository(repository, here)) return { ref: `#${number}`, title, url };
  const ref = `${nameWithOwner(repository)}#${number}`;
  return repository.isPrivate ? { ref, title: null, url: null } : { ref, title, url };
}

function lineage(issue: IssueFacts, { objectives }: ObjectiveContext): readonly IssueFacts[] {
  return objectives.accept.includes('parent') ? [issue, ...issue.ancestors.slice(0, MAX_ANCESTORS)] : [issue];
}

function reasonOf(issue: IssueFacts, context: ObjectiveContext): ObjectiveRef['by'] | null {
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

function isObjectiveLabel(name: string, { objectives }: ObjectiveContext): boolean {
  return objectives.labels.some((label) => isSameLabel(label, name));
}

/** An issue is listed under `objectives.known` by its address. */
function isKnown({ url }: IssueFacts, known: Config['objectives']['known']): boolean {
  return Object.values(known).some((entry) => (entry.url ?? entry.privateUrl)?.toLowerCase() === url.toLowerCase());
}
