/** What pull requests of a page are linked to, with what stands above it: as the check judges each alone. */
import { isTrackedBranch } from '#core/branches.ts';
import type { ResolvedConfig } from '#core/config/config.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { judgeLinks } from '#core/links/judge.ts';
import type { LinkReport, LinkSources, ReadReference } from '#core/links/link.ts';
import { type IssueTarget, referenceKey } from '#core/links/targets.ts';
import type { PageItem } from '../gather/backfill-pages.ts';
import type { AboveAnswer, WeekPullRequestAnswer } from './answers.ts';
import type { LabelTrust } from './trust.ts';

export type References = Map<string, ReadReference>;

/** What stands directly above an issue that a page lists, by the issue's id. */
export type Above = ReadonlyMap<string, IssueTarget>;

interface Page {
  readonly repository: RepositoryFacts;
  readonly config: ResolvedConfig;
}

/** Of those that count: nothing hangs on what stands above others. */
export function aboveIn(items: readonly PageItem<WeekPullRequestAnswer>[], { repository, config }: Page): Above {
  const above = new Map<string, IssueTarget>();
  if (!config.config.objectives.accept.includes('parent')) return above;
  for (const { answer } of items) {
    if (!isTrackedBranch(answer.baseRefName, config.config, repository.defaultBranch)) continue;
    for (const issue of answer.closingIssuesReferences?.nodes ?? []) {
      if (issue?.above != null) above.set(issue.id, targetOf(issue.above));
    }
  }
  return above;
}

function targetOf({ number, repository: { owner, name } }: AboveAnswer): IssueTarget {
  return { kind: 'issue', owner: owner.login, name, number };
}

function keyOfIssue({ repository: { owner, name }, number }: IssueFacts): string {
  return referenceKey({ kind: 'issue', owner, name, number });
}

/** Issues that GitHub itself lists, with their ancestors. */
export function listedIn({ closing }: LinkSources): readonly IssueFacts[] {
  return closing.flatMap((node) => (isUnavailable(node) ? [] : [node.issue, ...node.issue.ancestors]));
}

/** Issues that were read because a text names them, or for what is below them. */
export function readIn(references: References): readonly IssueFacts[] {
  return [...references.values()].flatMap((found) => (isIssue(found) ? [found, ...found.ancestors] : []));
}

export function isIssue(found: ReadReference | undefined): found is IssueFacts {
  return found !== undefined && found !== 'pull-request' && !isUnavailable(found);
}

/** The linked issues with what stands above them. */
export function withAbove(sources: LinkSources, above: Above, references: References): LinkSources {
  return {
    ...sources,
    closing: sources.closing.map((node) =>
      isUnavailable(node) ? node : { ...node, issue: lineageOf(node.issue, above, references) },
    ),
  };
}

function lineageOf(issue: IssueFacts, above: Above, references: References): IssueFacts {
  const target = above.get(issue.id);
  const parent = target === undefined ? undefined : references.get(referenceKey(target));
  if (isUnavailable(parent)) {
    return { ...issue, unread: [...(issue.unread ?? []), { part: 'parent', reason: parent.reason }] };
  }
  if (!isIssue(parent)) return issue;
  return { ...issue, ancestors: [{ ...parent, ancestors: [] }, ...parent.ancestors] };
}

export interface JudgedLinks {
  readonly report: LinkReport;
  /** Issues that it may name, by the key of a reference. */
  readonly issues: ReadonlyMap<string, IssueFacts>;
}

/**
 * As the check judges them. Whoever may see the pull request need not see what it leads to, nor the other way round in a
 * summary: all of it is named here, and hidden where it is shown.
 */
export function judgeForSummary(
  now: string,
  pullRequest: PullRequestFacts,
  sources: LinkSources,
  { repository, config }: Page,
  trust: LabelTrust,
): JudgedLinks {
  const issues = new Map<string, IssueFacts>();
  const face = (issue: IssueFacts): IssueFacts => {
    issues.set(keyOfIssue(issue), issue);
    const settled = trust.settled(issue);
    return {
      ...settled,
      repository: { ...settled.repository, isPrivate: false },
      ancestors: issue.ancestors.map(face),
    };
  };
  const open: LinkSources = {
    ...sources,
    closing: sources.closing.map((node) => (isUnavailable(node) ? node : { ...node, issue: face(node.issue) })),
    references: Object.fromEntries(
      namedIn(sources).flatMap((key) => {
        const found = sources.references[key];
        return found === undefined ? [] : [[key, isIssue(found) ? face(found) : found]];
      }),
    ),
  };
  return { report: judgeLinks({ now, repository, pullRequest, sources: open, config: config.config }), issues };
}

/** Keys of the issues that the text names: those that were read for others are no matter. */
function namedIn({ parsed }: LinkSources): readonly string[] {
  return [...new Set(parsed.found.map(({ target }) => referenceKey(target)))];
}
