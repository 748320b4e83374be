/** Which week, of whom, and where it is told: one read, and none of what happened in it. */
import type { Config, ResolvedConfig } from '#core/config/config.ts';
import { isLiteralName } from '#core/config/teams.ts';
import { isSameRepository, type RepositoryFacts, type RepositoryRef } from '#core/facts/repository.ts';
import { repositoryScope } from '#core/summary/kept-figures.ts';
import { type Period, periodAt, periodNamed } from '#core/summary/period.ts';
import { compareInstants } from '#core/time.ts';
import type { GitHubClient } from '../client.ts';
import type { ConfigCache } from '../config-cache.ts';
import type { HostCapabilities } from '../gather/host.ts';
import type { PermissionCache } from '../gather/permissions.ts';
import { membersOf } from '../gather/scope-members.ts';
import type { PostedIssues } from '../posted-issues.ts';
import { type RulesReading, readRules } from './rules.ts';
import { isHidden } from './shown.ts';

export interface WeekRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** Whose week it is, or one of the team's whose it is. */
  readonly repository: RepositoryRef;
  readonly configs?: ConfigCache | undefined;
  readonly permissions?: PermissionCache | undefined;
  /** The issues with the summary's label, where they were read already. */
  readonly posted?: PostedIssues | undefined;
  /** Name of a period; absent, the latest one that is due. */
  readonly week?: string | undefined;
  /** Somebody asked for it: then a repository that no file of its own speaks for has one, too. */
  readonly isAsked?: boolean | undefined;
}

export interface NoWeek {
  readonly kind: 'nothing';
  readonly why: /** No file governs the repository. */
    | 'no-config'
    /** Only the owner's file does, which asks for no summary. */
    | 'no-summary'
    | 'summary-disabled'
    /** Of the repository that it would be posted in; `home` names it. */
    | 'issues-disabled'
    | 'archived'
    /** It would tell a private repository's week to the readers of a public one; `home` names it. */
    | 'private-home'
    /** `week` is no ISO week, or one that has not ended. */
    | 'no-such-week'
    | 'week-not-over';
  /** `owner/name`, where it is known. */
  readonly home: string | null;
}

/** A repository whose work counts. */
export interface WeekMember extends RepositoryRef {
  /** Whether readers of the summary may learn that it exists, before it is known whether it is private. */
  readonly mayBeNamed: boolean;
  /** Null where they come with its work. */
  readonly known: Pick<RulesReading, 'repository' | 'config'> | null;
}

export interface ResolvedWeek {
  readonly kind: 'scope';
  readonly period: Period;
  /** `owner/name`, or a team's id. */
  readonly id: string;
  /** The same as an issue's marker names it. */
  readonly mark: string;
  readonly name: string;
  readonly isTeam: boolean;
  readonly home: RepositoryFacts;
  /** What holds for all of it, as readers of the home may know it. */
  readonly rules: Config;
  readonly origin: string;
  readonly members: readonly WeekMember[];
  readonly viewer: string;
}

/** Throws a `GitHubError`, also where the rules or the home can't be read. */
export async function resolveWeek(request: WeekRequest): Promise<NoWeek | ResolvedWeek> {
  const { github, now, configs, week, isAsked = false } = request;
  const own = await readRules(github, request.repository, configs);
  const { config, repository } = own;
  const rules = config.team?.config ?? config.config;
  const { summary, timezone } = rules;
  const nothing = (why: NoWeek['why'], home: string | null = null): NoWeek => ({ kind: 'nothing', why, home });
  if (!config.isGoverned && !isAsked) return nothing('no-config');
  if (!summary.enabled) return nothing('summary-disabled');
  if (config.team === undefined && config.hasSummary !== true && !isAsked) return nothing('no-summary');

  const period =
    week === undefined ? periodAt(now, { ...summary, timezone }) : periodNamed(week, { ...summary, timezone });
  if (period === null) return nothing('no-such-week');
  if (compareInstants(period.end, now) > 0) return nothing('week-not-over');

  const place = { owner: repository.owner, name: await homeOf(request, own, rules) };
  const home = isSameRepository(place, repository) ? own : await readRules(github, place, configs);
  const { nameWithOwner: homeName, isArchived, hasIssues } = home.repository;
  if (config.team === undefined && isHidden(repository, home.repository)) return nothing('private-home', homeName);
  if (isArchived) return nothing('archived', homeName);
  if (!hasIssues) return nothing('issues-disabled', homeName);

  const members = await membersIn(request, own, home);
  const isSecret = own.isOwnerFilePrivate && !home.repository.isPrivate;
  return {
    kind: 'scope',
    period,
    id: config.team?.id ?? repository.nameWithOwner,
    mark: config.team?.id ?? repositoryScope(repository.nameWithOwner, own.databaseId),
    name: config.team?.id ?? repository.name,
    isTeam: config.team !== undefined,
    home: home.repository,
    // A repository's own file is its readers' already.
    rules: (isSecret ? config.team?.publicConfig : null) ?? rules,
    origin: originOf(config, isSecret),
    members,
    viewer: own.viewer,
  };
}

/** Name of the repository that it is posted in. */
async function homeOf(
  request: WeekRequest,
  { repository, config: { team } }: RulesReading,
  { summary, teams }: Config,
): Promise<string> {
  if (summary.repository !== undefined) return summary.repository;
  if (team === undefined) return repository.name;
  const named = (team.config.teams[team.id] ?? teams[team.id])?.repositories ?? [];
  const literal = named.find(isLiteralName);
  if (literal !== undefined) return literal;
  // Whichever is asked, the first by name.
  const [first] = await membersOf(listing(request), repository, team);
  return first?.name ?? repository.name;
}

function listing({ github, host, now }: WeekRequest): Parameters<typeof membersOf>[0] {
  return { github, host, nowMs: Date.parse(now) };
}

async function membersIn(request: WeekRequest, own: RulesReading, home: RulesReading): Promise<readonly WeekMember[]> {
  const { team } = own.config;
  const known = [own, home];
  const withRules = (ref: RepositoryRef, mayBeNamed: boolean): WeekMember => ({
    owner: ref.owner,
    name: ref.name,
    mayBeNamed,
    known: known.find(({ repository }) => isSameRepository(repository, ref)) ?? null,
  });
  const { repository } = own;
  // Nothing is told to readers who may not know of it.
  if (team === undefined) return [withRules(repository, true)];
  const isSecret = own.isOwnerFilePrivate && !home.repository.isPrivate;
  const found = await membersOf(listing(request), home.repository, { ...team, isSecret });
  // The home first, where it is one of them.
  const byHome = found.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn));
  return byHome.map((member) => withRules(member, member.mayBeNamed));
}

/** A private repository's name is not for the readers of a public one. */
function originOf({ origin, team }: ResolvedConfig, isSecret: boolean): string {
  const files =
    team === undefined ? [origin.repository, isSecret ? null : origin.owner] : [isSecret ? null : origin.owner];
  const named = files.filter((file) => file !== null);
  return named.length === 0 ? 'defaults' : named.join(' over ');
}
