/** A week of a scope, read from GitHub: each repository's own, then what merged as far back as any figure reaches. */

import { byMerging } from '#core/capacity/ledger.ts';
import { isSameRepository } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import { keptSprints } from '#core/summary/figures-sprints.ts';
import type { KeptSprint } from '#core/summary/kept-figures.ts';
import { silentFrom } from '#core/summary/objective-life.ts';
import { type Period, periodsBetween } from '#core/summary/period.ts';
import type { Deliveries, MergedPullRequest, OpenPullRequest, SummaryScope, WeekFacts } from '#core/summary/week.ts';
import { addLocalDays, compareInstants, earliest, startOfLocalDate } from '#core/time.ts';
import { concernsAll, GitHubError } from '../errors.ts';
import { ownLogin } from '../gather/own-login.ts';
import { A_PRIVATE_ONE, calledBy } from '../gather/scope-members.ts';
import { readPosted } from '../posted-issues.ts';
import { beyondPages, debtIssuesFrom, notableIssuesFrom } from './issues.ts';
import type { References } from './links-of-page.ts';
import { objectivesFrom, unseenParts } from './objectives.ts';
import { type Overview, readOverview } from './overview.ts';
import { allOf, orUnread } from './part.ts';
import { previousOf } from './previous-issue.ts';
import { readMerged, readOpen } from './pull-request-pages.ts';
import { type JudgingRequest, judgeMerged, judgeOpen } from './pull-requests.ts';
import type { ResolvedWeek, WeekMember, WeekRequest } from './resolve-week.ts';
import { isHidden } from './shown.ts';
import { datesIn, readCalendar, type SprintDates, sprintWeekOf, unheld } from './sprint-week.ts';
import { LabelTrust } from './trust.ts';

/** Weeks before that tell what counts as a delivery here, and what closed lately. */
const WEEKS_BEFORE = 4;

/**
 * Throws a `GitHubError` where there is nothing to tell: the only repository, or all of them, or the issues before could
 * not be read; and for a limit or a refused token, which concern all.
 */
export async function gatherWeek(scope: ResolvedWeek, request: WeekRequest): Promise<WeekFacts> {
  const { github, now } = request;
  const { home, period, rules, id } = scope;
  const latelySince = startOfLocalDate(addLocalDays(period.firstDate, -7 * WEEKS_BEFORE), rules.timezone);
  const [label = ''] = rules.summary.labels;
  const posted = request.posted ?? (await readPosted({ github, home, label, scope: id, period: period.name }));
  const previous = previousOf(posted, scope);

  const found = await readMembers(scope, request, latelySince);
  const calendar = await readCalendar(github, rules, found.overviews, { ...found, period, owner: home.owner });
  const dates = isUnavailable(calendar) ? null : datesIn(calendar, period, now);
  const kept = keptSprints({ previous, rules, scope: summaryScope(scope, found) });
  const since = howFarBack({ period, now, dates, kept });
  const work = await readWork(scope, request, found, since);
  const { overviews, merged, open, trust } = work;

  const unread: Unavailable[] = [
    ...work.unread,
    ...trust.unread(),
    ...overviews.flatMap((overview) => [...beyondPages(overview, period), ...unseenParts(overview)]),
  ];
  const orNull = <Value>(part: Value | Unavailable): Value | null => {
    if (!isUnavailable(part)) return part;
    unread.push(part);
    return null;
  };
  return {
    now,
    period,
    skipped: previous === null ? [] : periodsBetween(previous.period, period.name),
    scope: summaryScope(scope, work),
    rules,
    origin: scope.origin,
    merged,
    mergedSince: since,
    open: orNull(open),
    objectives: orNull(objectivesFrom(overviews, { rules, period, home, trust })),
    sprints:
      dates === null
        ? (calendar as Unavailable)
        : sprintWeekOf(dates, rules, {
            overviews: overviews.filter(({ repository }) => !isHidden(repository, home)),
            arePrivate: home.isPrivate,
          }),
    debtIssues: orNull(debtIssuesFrom(overviews, period, home)),
    issues: orNull(notableIssuesFrom(overviews, latelySince, home)),
    deliveries: orNull(deliveriesFrom(overviews, latelySince, now, unread)),
    previous,
    unread,
  };
}

interface Found {
  readonly overviews: readonly Overview[];
  /** As the summary calls them. */
  readonly missing: readonly string[];
}

async function readMembers(
  { members, home, rules, isTeam }: ResolvedWeek,
  { github, host, configs }: WeekRequest,
  since: string,
): Promise<Found> {
  const overviews: Overview[] = [];
  const missing = await readEach(members, isTeam, calledBy, async (member) => {
    const overview = await readOverview({ github, host, configs, member, home, rules, since });
    // GitHub answers to the names that a repository had, too.
    const isTwice = overviews.some(({ repository }) => isSameRepository(repository, overview.repository));
    if (!isTwice) overviews.push(overview);
  });
  return { overviews, missing };
}

/**
 * Names of those that can't be read. Of several repositories one is told to be missing; without the only one, or any of
 * them, there is nothing to tell.
 */
async function readEach<Part>(
  parts: readonly Part[],
  isTeam: boolean,
  nameOf: (part: Part) => string,
  read: (part: Part) => Promise<void>,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const part of parts) {
    try {
      await read(part);
    } catch (error) {
      missing.push(nameOf(part));
      const isAll = missing.length === parts.length;
      if (!isTeam || isAll || concernsAll(error) || !(error instanceof GitHubError)) throw error;
    }
  }
  return missing;
}

interface Reach {
  readonly period: Period;
  readonly now: string;
  readonly dates: SprintDates | null;
  readonly kept: readonly KeptSprint[];
}

/** The oldest instant that a figure hangs on and no earlier summary keeps: flow is held against what those before keep. */
function howFarBack({ period, now, dates, kept }: Reach): string {
  const sprints = dates === null ? [] : [dates.reported, dates.begun, ...unheld(dates, kept)];
  const silent = dates === null ? null : silentFrom(dates, now);
  const starts = [period.start, silent, ...sprints.map((sprint) => sprint?.start ?? null)];
  return earliest(starts) ?? period.start;
}

function summaryScope({ id, name, isTeam, home }: ResolvedWeek, { overviews, missing }: Found): SummaryScope {
  return {
    id,
    name,
    isTeam,
    home: home.nameWithOwner,
    isHomePrivate: home.isPrivate,
    repositories: overviews.map(({ repository }) =>
      isHidden(repository, home) ? A_PRIVATE_ONE : repository.nameWithOwner,
    ),
    missing,
  };
}

interface Work extends Found {
  readonly merged: readonly MergedPullRequest[];
  readonly open: readonly OpenPullRequest[] | Unavailable;
  readonly unread: readonly Unavailable[];
  readonly trust: LabelTrust;
}

async function readWork(
  scope: ResolvedWeek,
  { github, host, now, permissions = new Map() }: WeekRequest,
  found: Found,
  since: string,
): Promise<Work> {
  const trust = new LabelTrust(scope.rules);
  const asking = { github, permissions, nowMs: Date.parse(now) };
  const references: References = new Map();
  for (const { objectives } of found.overviews) {
    if (isUnavailable(objectives)) continue;
    await trust.ask(
      objectives.map(({ issue }) => issue),
      asking,
    );
    for (const { issue } of objectives) {
      references.set(`${issue.repository.nameWithOwner}#${issue.number}`.toLowerCase(), issue);
    }
  }
  const { rules, home, viewer, isTeam } = scope;
  const overviews: Overview[] = [];
  const merged: MergedPullRequest[] = [];
  const open: (readonly OpenPullRequest[] | Unavailable)[] = [];
  const unread: Unavailable[] = [];
  const nameOf = ({ member }: Overview) => calledBy(member);
  const missing = await readEach(found.overviews, isTeam, nameOf, async (overview) => {
    const ourLogin = ownLogin({ login: viewer });
    const judging = { ...asking, host, now, ourLogin, overview, home, rules, references, trust };
    merged.push(...(await mergedIn(judging, since, unread)));
    overviews.push(overview);
    open.push(await orUnread(`the open pull requests of ${nameOf(overview)}`, () => openIn(judging, unread)));
  });
  const all = allOf(open);
  return {
    overviews,
    missing: [...found.missing, ...missing],
    merged: merged.toSorted(byMerging),
    open: isUnavailable(all) ? all : all.flat(),
    unread,
    trust,
  };
}

async function mergedIn(
  judging: JudgingRequest,
  since: string,
  unread: Unavailable[],
): Promise<readonly MergedPullRequest[]> {
  const { items, errors } = await readMerged(pagesOf(judging), since);
  return judgeMerged(items, errors, judging, unread);
}

async function openIn(judging: JudgingRequest, unread: Unavailable[]): Promise<readonly OpenPullRequest[]> {
  const { items, errors, isComplete } = await readOpen(pagesOf(judging));
  const open = await judgeOpen(items, errors, judging);
  if (!isComplete) {
    const name = calledBy(judging.overview.member);
    unread.push(unavailable(`the open pull requests of ${name} beyond the ${items.length} oldest`, 'unreachable'));
  }
  return open;
}

function pagesOf({ github, host, overview: { member, config } }: JudgingRequest) {
  const { guardrails, debt } = config.config;
  const withFiles = debt.detect.paths.length > 0 || guardrails['linked-objective'].skip.paths.length > 0;
  return { github, host, repository: member as WeekMember, calledBy: calledBy(member), withFiles };
}

/** Where deployments are not shown to us, releases are what is left to count, and that is said. */
function deliveriesFrom(
  overviews: readonly Overview[],
  since: string,
  now: string,
  unread: Unavailable[],
): Deliveries | Unavailable {
  const within = (instants: readonly string[]) =>
    instants.filter((at) => compareInstants(since, at) <= 0 && compareInstants(at, now) <= 0).toSorted(compareInstants);
  const deployments = allOf(overviews.map((overview) => overview.deployments));
  if (isUnavailable(deployments) && deployments.reason === 'unreachable') return deployments;
  const deployed = isUnavailable(deployments) ? [] : within(deployments.flat());
  if (deployed.length > 0) return { kind: 'deployment', at: deployed };
  const releases = allOf(overviews.map((overview) => overview.releases));
  if (isUnavailable(releases)) return releases;
  const released = within(releases.flat());
  if (isUnavailable(deployments)) {
    if (released.length === 0) return deployments;
    unread.push(deployments);
  }
  return { kind: released.length > 0 ? 'release' : null, at: released };
}
