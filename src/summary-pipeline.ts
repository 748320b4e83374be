/**
 * The weekly summary on one page: whose week it is, what happened in it, the figures, the text, and what of the issue is
 * missing on GitHub. Every surface runs this and nothing else for a summary, so each tells the same.
 */
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { summarize } from '#core/summary/figures.ts';
import { keepPeople } from '#core/summary/keep-people.ts';
import { withMarker } from '#core/summary/kept-figures.ts';
import { periodAt } from '#core/summary/period.ts';
import type { DesiredIssue } from '#core/summary/plan-posting.ts';
import { renderSummary } from '#core/summary/render.ts';
import type { Summary } from '#core/summary/summary.ts';
import { type AppliedNote, type AppliedSummary, applySummary, postedOf } from '#github/apply-summary.ts';
import type { GitHubClient } from '#github/client.ts';
import type { ConfigCache } from '#github/config-cache.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { PermissionCache } from '#github/gather/permissions.ts';
import { rivalOf } from '#github/period-issue.ts';
import { isBot, type PostedIssues, readPosted, refreshed, withUnlabelled } from '#github/posted-issues.ts';
import { gatherWeek } from '#github/summary/gather-week.ts';
import { type NoWeek, type ResolvedWeek, resolveWeek } from '#github/summary/resolve-week.ts';

export interface SummaryTrigger {
  /** Whose week it is, or one of the team's whose it is. */
  readonly repository: RepositoryRef;
  /**
   * `due`: time went by, and what is there of the period stays as it is. `asked`: somebody wants it up to date.
   */
  readonly cause: 'due' | 'asked';
  /** Another period than the latest, by its name. Only the latest is ever posted. */
  readonly week?: string;
}

export interface SummaryPorts {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  /** For the life of the process, where it lives on. */
  readonly permissions?: PermissionCache;
  readonly configs?: ConfigCache;
  /** The present instant, ISO 8601, UTC. */
  readonly now: () => string;
  /**
   * What a repository has that no file of its own speaks for: nothing (App), or a summary by the rules that hold there all
   * the same (Action, command line).
   */
  readonly withoutConfig: 'silence' | 'defaults';
  /** Where it is false, the same up to the plan. */
  readonly writes: boolean;
  /** Post it although the token is a person's, whose issue it then is. */
  readonly asMyself: boolean;
  /** Asked once it is known whose week it is; false ends the run. */
  readonly isWanted?: (scope: ResolvedWeek) => boolean;
  /** Aborted when nothing more is to be written. */
  readonly signal?: AbortSignal;
}

/** `persons-token`: nothing was written, since it would be that person's issue. */
export type SummaryNote = AppliedNote | 'persons-token';

export interface Posted extends Omit<AppliedSummary, 'notes' | 'issue'> {
  readonly notes: readonly SummaryNote[];
  /** Where it is posted: `owner/name`. */
  readonly home: string;
  /** `owner/name`, or a team's id. */
  readonly scope: string;
  /** Name of its period. */
  readonly period: string;
  /** Of the period's issue; null where there is none. */
  readonly number: number | null;
  readonly url: string | null;
  /** Whose token it is: `leadership[bot]`. */
  readonly viewer: string;
}

export interface Summarized extends Posted {
  readonly kind: 'summarized';
  readonly summary: Summary;
  /** Whether its period is the latest, which alone is posted. */
  readonly isLatest: boolean;
  /** As it should stand, with what people did to the one that is there. */
  readonly issue: { readonly title: string; readonly body: string };
}

export type SummaryOutcome =
  | {
      readonly kind: 'silent';
      /** `quiet`: nothing merged, and the rules want no issue then. */
      readonly why: NoWeek['why'] | 'quiet' | 'not-latest' | 'superseded';
      readonly home: string | null;
    }
  /** It is due and there. What should have followed it was done. */
  | ({ readonly kind: 'stands' } & Posted)
  | Summarized;

/** Throws a `GitHubError` where GitHub gave no answer, or shows no such repository. */
export async function runSummary(trigger: SummaryTrigger, ports: SummaryPorts): Promise<SummaryOutcome> {
  const { repository, cause, week } = trigger;
  const { github, now: clock, writes, signal } = ports;
  const now = clock();
  const request = { ...ports, now, repository, week, isAsked: ports.withoutConfig === 'defaults' };
  const scope = await resolveWeek(request);
  if (scope.kind === 'nothing') return { kind: 'silent', why: scope.why, home: scope.home };
  const { home, period, rules } = scope;
  if (ports.isWanted?.(scope) === false) return { kind: 'silent', why: 'superseded', home: nameWithOwner(home) };
  const isLatest = period.name === periodAt(now, { ...rules.summary, timezone: rules.timezone }).name;
  if (writes && !isLatest) return { kind: 'silent', why: 'not-latest', home: nameWithOwner(home) };

  const [label = ''] = rules.summary.labels;
  const permissions = ports.permissions ?? new Map();
  const ofPeriod = { scope: scope.mark, period: period.name };
  const place = { github, home, label, ...ofPeriod, permissions, nowMs: Date.parse(now) };
  const before = await withUnlabelled(place, await readPosted(place));
  const post = (desired: Pick<DesiredIssue, 'title' | 'body'>, posted: PostedIssues) =>
    postAs(scope, posted, ports, (isDry) =>
      applySummary({
        ...place,
        desired: { ...whatIsAsked(scope), ...desired },
        posted,
        keepsText: cause === 'due',
        isDry,
        signal,
      }),
    );
  if (cause === 'due') {
    const standing = (await rivalOf(place, before)) ?? postedOf(before, place);
    if (standing !== null) return { kind: 'stands', ...(await post(standing, before)) };
  }

  const facts = await gatherWeek(scope, { ...request, permissions, posted: before });
  const summary = summarize(facts);
  if (rules.summary['skip-if-quiet'] && summary.blocks.headline.isQuiet && postedOf(before, place) === null) {
    return { kind: 'silent', why: 'quiet', home: nameWithOwner(home) };
  }
  const { blocks, 'max-items': maxItems } = rules.summary;
  const { title, body: text } = renderSummary(summary, { blocks, maxItems });
  const written = { title, body: withMarker(text, ofPeriod) };
  if (signal?.aborted) return { kind: 'silent', why: 'superseded', home: nameWithOwner(home) };
  // People wrote in it, and others posted one, while the week was read.
  const posted = refreshed(await readPosted(place), before);
  const existing = postedOf(posted, place);
  const body = existing === null ? written.body : keepPeople(written.body, existing.body).body;
  return { kind: 'summarized', summary, isLatest, issue: { title, body }, ...(await post(written, posted)) };
}

function whatIsAsked({ mark, period, rules: { summary } }: ResolvedWeek): Omit<DesiredIssue, 'title' | 'body'> {
  const { labels, pin, 'close-previous': closePrevious } = summary;
  return { scope: mark, period: period.name, labels, pin, closePrevious };
}

async function postAs(
  scope: ResolvedWeek,
  posted: PostedIssues,
  { writes, asMyself }: SummaryPorts,
  apply: (isDry: boolean) => Promise<AppliedSummary>,
): Promise<Posted> {
  const { viewer } = posted;
  const whose = { home: nameWithOwner(scope.home), scope: scope.id, period: scope.period.name, viewer };
  const mayWrite = isBot(viewer) || asMyself;
  const { issue, notes, ...rest } = await apply(!writes || !mayWrite);
  return {
    ...rest,
    ...whose,
    notes: mayWrite ? notes : [...notes, 'persons-token'],
    number: issue?.number ?? null,
    url: issue?.url ?? null,
  };
}
