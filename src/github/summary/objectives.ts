/** The objectives of a scope: by label and type, by milestone, and those that the configuration lists. */
import { isWithin } from '#core/capacity/ledger.ts';
import type { Config } from '#core/config/config.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import { matchesAnyTitle } from '#core/globs/matches.ts';
import { isObjective } from '#core/links/objective.ts';
import type { Period } from '#core/summary/period.ts';
import type { SummaryObjective } from '#core/summary/week.ts';
import { hasGap } from '../gather/issue.ts';
import { calledBy } from '../gather/scope-members.ts';
import type { SummaryMilestoneAnswer } from './answers.ts';
import { type KnownIds, knownIds, knownKey } from './known-objectives.ts';
import type { FoundObjective, Overview } from './overview.ts';
import { allOf, listAt } from './part.ts';
import { isHidden, itemOf, keyOf, milestoneKey } from './shown.ts';
import { lineAfter, lineUnder } from './text-lines.ts';
import type { LabelTrust } from './trust.ts';

interface Reading {
  readonly rules: Config;
  readonly period: Period;
  readonly home: RepositoryFacts;
  readonly trust: LabelTrust;
}

/** Open ones, and those that closed in the period. */
export function objectivesFrom(
  overviews: readonly Overview[],
  reading: Reading,
): readonly SummaryObjective[] | Unavailable {
  const parts = allOf(overviews.map((overview) => ofRepository(overview, reading)));
  if (isUnavailable(parts)) return parts;
  const found = new Map(parts.flat().map((objective) => [objective.key, objective]));
  for (const objective of listed(reading.rules)) {
    if (!found.has(objective.key)) found.set(objective.key, objective);
  }
  return [...found.values()];
}

function ofRepository(overview: Overview, reading: Reading): readonly SummaryObjective[] | Unavailable {
  const { objectives } = overview;
  if (isUnavailable(objectives)) return objectives;
  const milestones = objectiveMilestones(overview, reading);
  if (isUnavailable(milestones)) return milestones;
  const ids = knownIds(reading.rules);
  const issues = objectives
    .map(({ issue, answer }) => ({ answer, issue: reading.trust.settled(issue) }))
    .filter(({ issue }) => isOpenOrClosedIn(issue, reading.period) && counts(issue, overview, reading))
    .map((one) => toObjective(one, overview, ids, reading));
  return [...issues, ...milestones];
}

/** Whether anything moved in a sub-issue that is not shown nobody can tell. */
export function unseenParts({ objectives, member }: Overview): readonly Unavailable[] {
  const isCut = !isUnavailable(objectives) && objectives.some(({ answer }) => hasGap(answer.subIssues));
  return isCut ? [unavailable(`some sub-issues of the objectives of ${calledBy(member)}`, 'not-found')] : [];
}

function isOpenOrClosedIn({ closedAt }: { readonly closedAt: string | null }, period: Period): boolean {
  return closedAt === null || isWithin(period, closedAt);
}

/** One that closed has been one. */
function counts(issue: IssueFacts, { repository }: Overview, { rules, period }: Reading): boolean {
  const { objectives } = rules;
  const context = { repository, named: new Set<string>(), objectives, at: period.end, isMerged: false };
  return isObjective({ ...issue, isOpen: true, closedAt: null, stateReason: null }, context);
}

function toObjective(
  { issue, answer }: FoundObjective,
  { repository }: Overview,
  ids: KnownIds,
  { home, period }: Reading,
): SummaryObjective {
  const id = ids.get(issue.url.toLowerCase());
  const item = itemOf(issue, repository, home, 'issue');
  const { body, subIssuesSummary, subIssues, renamed, lastEditedAt } = answer;
  const closings = (subIssues.nodes ?? []).flatMap((child) => child?.closedAt ?? []);
  const edits = [lastEditedAt, ...(renamed.nodes ?? []).map((event) => event?.createdAt ?? null)];
  return {
    ...item,
    ...(id !== undefined && { ref: id }),
    key: id === undefined ? keyOf(issue, repository, home) : knownKey(id),
    isOpen: issue.isOpen,
    createdAt: issue.createdAt,
    closedAt: issue.closedAt,
    measure: isHidden(repository, home) ? null : measureIn(body),
    horizon: HORIZONS.find((name) => issue.labels.some((label) => isSameLabel(label.name, name))) ?? null,
    subIssues: { done: subIssuesSummary.completed, total: subIssuesSummary.total },
    // Of several the one that shows that it moved, whatever closed since.
    subIssueClosedAt: latest(closings.filter((at) => isWithin(period, at))) ?? latest(closings),
    editedAt: latest(edits),
  };
}

/** Labels by which teams say when they mean to turn to an objective. */
const HORIZONS = ['now', 'next', 'later'] as const;

function measureIn(text: string): string | null {
  return lineAfter(text, 'Measure') ?? lineUnder(text, 'Measure');
}

function latest(instants: readonly (string | null)[]): string | null {
  return instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
}

/** What only an issue can tell. */
const OF_NO_ISSUE = { horizon: null, subIssues: null, subIssueClosedAt: null, editedAt: null } as const;

function objectiveMilestones(
  overview: Overview,
  { rules, period, home }: Reading,
): readonly SummaryObjective[] | Unavailable {
  const pattern = rules.objectives.milestones;
  if (pattern === undefined) return [];
  const { milestones, openMilestones, errors, repository, member } = overview;
  const what = `the milestones of ${calledBy(member)}`;
  // One that is open may be due long before a hundred others.
  const lists = allOf([
    listAt(milestones, ['planned', 'milestones'], errors, what),
    listAt(openMilestones, ['planned', 'open'], errors, what),
  ]);
  if (isUnavailable(lists)) return lists;
  const byNumber = new Map(lists.flat().map((milestone) => [milestone.number, milestone]));
  return [...byNumber.values()]
    .filter((milestone) => matchesAnyTitle([pattern], milestone.title) && isOpenOrClosedIn(milestone, period))
    .map((milestone) => fromMilestone(milestone, repository, home));
}

function fromMilestone(
  { title, url, state, createdAt, closedAt, description }: SummaryMilestoneAnswer,
  repository: RepositoryFacts,
  home: RepositoryFacts,
): SummaryObjective {
  const isShown = !isHidden(repository, home);
  return {
    ref: isShown ? title : 'a private milestone',
    title: isShown ? title : null,
    url: isShown ? url : null,
    key: milestoneKey(repository, title, home),
    isOpen: state === 'OPEN',
    createdAt,
    closedAt,
    measure: isShown ? measureIn(description ?? '') : null,
    ...OF_NO_ISSUE,
  };
}

/** Kept elsewhere: nobody can tell here when one was opened, or that it has closed. */
function listed({ objectives }: Config): readonly SummaryObjective[] {
  return Object.entries(objectives.known).map(([id, { title, url }]) => ({
    ref: id,
    title,
    url: url ?? null,
    key: knownKey(id),
    isOpen: true,
    createdAt: null,
    closedAt: null,
    measure: null,
    ...OF_NO_ISSUE,
  }));
}
