/** Who set the labels that make objectives, where the first answer does not tell; asked only where it decides. */
import type { AppliedLabel } from '#core/facts/actor.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import { setterMayTriage } from '#core/facts/label-trust.ts';
import { isUnavailable, type UnavailableReason } from '#core/facts/unavailable.ts';
import type { LinkSources } from '#core/links/link.ts';
import type { LabellingsAnswer, LabellingsQueryAnswer } from '../answers.ts';
import type { QueryError } from '../client.ts';
import { labellingsDocument } from '../issue-documents.ts';
import { hasGap, type IssueReading, nodesOf, toActor } from './issue.ts';
import type { LinkRequest } from './links.ts';
import { lostReason } from './lost.ts';
import { mayTriage } from './permissions.ts';

/** Issues whose older labellings are read at once, and how many pages of a hundred back. */
const MAX_ISSUES = 20;
const MAX_PAGES = 5;
/** People whose permission one evaluation asks for: of linked issues, and of what might be suggested. */
const MAX_ASKED = 20;
const MAX_ASKED_FOR_SUGGESTIONS = 3;

type Settled = Pick<AppliedLabel, 'setBy' | 'setAt' | 'setterMayTriage'> | { readonly lost: UnavailableReason };
/** By issue's id and label's name in lower case. */
type Findings = Map<string, Settled>;

/**
 * The linked issues with their labels settled. `differ` tells whether two states of knowledge come to different outcomes:
 * nobody is asked where counting every open label would not change one.
 */
export async function withSetters(
  request: LinkRequest,
  sources: LinkSources,
  reading: Omit<IssueReading, 'errors'>,
  differ: (a: LinkSources, b: LinkSources) => boolean,
): Promise<LinkSources> {
  const isOfTrust = labelsOfTrust(request);
  const isPending = (label: AppliedLabel) => isOfTrust(label) && label.setterMayTriage === undefined;
  const decides = (from: LinkSources) =>
    differ(
      from,
      mapLinked(from, (issue) => counted(issue, (label) => isPending(label))),
    );

  if (!linkedIssues(sources).some(({ labels }) => labels.some(isPending)) || !decides(sources)) return sources;
  const dated = await readOlder(request, sources, reading, isPending);
  if (!decides(dated)) return dated;
  return mapLinked(dated, await askSubmitters(request, linkedIssues(dated), MAX_ASKED));
}

/** Likewise for what might be suggested, of which only what counts is. */
export async function withSuggestedSetters(request: LinkRequest, sources: LinkSources): Promise<LinkSources> {
  const { openObjectives } = sources;
  if (openObjectives === null || isUnavailable(openObjectives)) return sources;
  const settle = await askSubmitters(request, openObjectives, MAX_ASKED_FOR_SUGGESTIONS);
  return { ...sources, openObjectives: openObjectives.map(settle) };
}

/** Labels of an issue that count only from somebody with triage: those that make an objective, or let work past. */
function labelsOfTrust({ facts }: LinkRequest): (label: AppliedLabel) => boolean {
  const { objectives, expedite } = facts.config.config;
  const labels = [...objectives.labels, ...expedite['issue-labels']];
  return ({ name }) => labels.some((wanted) => isSameLabel(wanted, name));
}

function counted(issue: IssueFacts, isPending: (label: AppliedLabel) => boolean): IssueFacts {
  return {
    ...issue,
    labels: issue.labels.map((label) => (isPending(label) ? { ...label, setterMayTriage: true } : label)),
  };
}

/** Reads the labellings before the part that came with the issue, back to those in question. */
async function readOlder(
  { context, facts: { config } }: LinkRequest,
  sources: LinkSources,
  { olderLabellings }: Omit<IssueReading, 'errors'>,
  isPending: (label: AppliedLabel) => boolean,
): Promise<LinkSources> {
  const missing = ({ labels }: IssueFacts) => labels.filter((label) => isPending(label) && label.setBy === undefined);
  const findings: Findings = new Map();
  const cursors = new Map<string, string | null>();
  const byId = new Map(linkedIssues(sources).map((issue) => [issue.id, issue]));
  for (const issue of byId.values()) {
    const before = olderLabellings.get(issue.id);
    if (before !== undefined && missing(issue).length > 0) cursors.set(issue.id, before);
  }
  for (let pages = 0; cursors.size > 0 && pages < MAX_PAGES; pages += 1) {
    const asked = [...cursors].slice(0, MAX_ISSUES).flatMap(([id, before]) => {
      const issue = byId.get(id);
      return issue === undefined ? [] : [{ issue, before }];
    });
    const { data, errors } = await context.github.query<LabellingsQueryAnswer>(
      labellingsDocument(asked.length),
      Object.fromEntries(
        asked.flatMap(({ issue: { repository, number }, before }, index) => [
          [`o${index}`, repository.owner],
          [`n${index}`, repository.name],
          [`i${index}`, number],
          [`b${index}`, before],
        ]),
      ),
    );
    for (const [index, { issue }] of asked.entries()) {
      const timeline = data?.[`i${index}`]?.issue?.timelineItems ?? null;
      const lost = timelineLoss(timeline, errors, [`i${index}`, 'issue', 'timelineItems']);
      const open = missing(issue).filter(({ name }) => !findings.has(keyOf(issue, name)));
      for (const { name } of open) {
        const found = lost === null ? settledBy(name, timeline, issue, config.config['trusted-apps']) : { lost };
        if (found !== null) findings.set(keyOf(issue, name), found);
      }
      const { hasPreviousPage = false, startCursor = null } = timeline?.pageInfo ?? {};
      if (hasPreviousPage && open.some(({ name }) => !findings.has(keyOf(issue, name))))
        cursors.set(issue.id, startCursor);
      else cursors.delete(issue.id);
    }
  }
  return mapLinked(sources, (issue) => withFindings(issue, findings));
}

function timelineLoss(
  timeline: LabellingsAnswer | null,
  errors: readonly QueryError[],
  path: readonly (string | number)[],
): UnavailableReason | null {
  return lostReason(errors, path, timeline) ?? (hasGap(timeline) ? 'unreachable' : null);
}

/** Null while the labelling may stand further back. */
function settledBy(
  name: string,
  timeline: LabellingsAnswer | null,
  { author, createdAt }: IssueFacts,
  trustedApps: readonly string[],
): Settled | null {
  const event = nodesOf(timeline).findLast(({ label }) => isSameLabel(label.name, name));
  const isTimelineComplete = timeline?.pageInfo.hasPreviousPage === false;
  if (event === undefined && !isTimelineComplete) return null;
  const set = event === undefined ? {} : { setBy: toActor(event.actor), setAt: event.createdAt };
  const trust = setterMayTriage(set, { author, createdAt, isTimelineComplete, templatesLabel: true }, trustedApps);
  return { ...set, ...(trust !== undefined && { setterMayTriage: trust }) };
}

/**
 * Asks for the permission of those who submitted an issue along with its label: a template sets labels in the name of
 * whoever submits.
 */
async function askSubmitters(
  request: LinkRequest,
  issues: readonly IssueFacts[],
  most: number,
): Promise<(issue: IssueFacts) => IssueFacts> {
  const { context } = request;
  const isOfTrust = labelsOfTrust(request);
  const findings: Findings = new Map();
  const answers = new Map<string, Settled>();
  for (const issue of issues) {
    for (const label of issue.labels) {
      if (!isOfTrust(label) || label.setterMayTriage !== undefined || !label.setBy) continue;
      const person = `${issue.repository.nameWithOwner}:${label.setBy.login}`.toLowerCase();
      let answer = answers.get(person);
      if (answer === undefined) {
        if (answers.size === most) continue;
        const may = await mayTriage(
          context.github,
          issue.repository,
          label.setBy.login,
          context.permissions,
          context.nowMs,
        );
        answer = isUnavailable(may) ? { lost: may.reason } : { setterMayTriage: may };
        answers.set(person, answer);
      }
      findings.set(keyOf(issue, label.name), answer);
    }
  }
  return (issue) => withFindings(issue, findings);
}

function keyOf({ id }: IssueFacts, label: string): string {
  return `${id}:${label.toLowerCase()}`;
}

function withFindings(issue: IssueFacts, findings: Findings): IssueFacts {
  let lost: UnavailableReason | null = null;
  const labels = issue.labels.map((label) => {
    const found = findings.get(keyOf(issue, label.name));
    if (found === undefined) return label;
    if (!('lost' in found)) return { ...label, ...found };
    lost = found.lost;
    return label;
  });
  const unread = lost === null ? issue.unread : [...(issue.unread ?? []), { part: 'setters' as const, reason: lost }];
  return { ...issue, labels, ...(unread !== undefined && { unread }) };
}

/** Linked issues and their ancestors, each once or more. */
function linkedIssues({ closing, references }: LinkSources): IssueFacts[] {
  const listed = closing.flatMap((node) => (isUnavailable(node) ? [] : [node.issue]));
  const read = Object.values(references).flatMap((found) =>
    found === 'pull-request' || isUnavailable(found) ? [] : [found],
  );
  return [...listed, ...read].flatMap((issue) => [issue, ...issue.ancestors]);
}

function mapLinked(sources: LinkSources, change: (issue: IssueFacts) => IssueFacts): LinkSources {
  const whole = (issue: IssueFacts): IssueFacts => ({ ...change(issue), ancestors: issue.ancestors.map(change) });
  return {
    ...sources,
    closing: sources.closing.map((node) => (isUnavailable(node) ? node : { ...node, issue: whole(node.issue) })),
    references: Object.fromEntries(
      Object.entries(sources.references).map(([key, read]) => [
        key,
        read === 'pull-request' || isUnavailable(read) ? read : whole(read),
      ]),
    ),
  };
}
