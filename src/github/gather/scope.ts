/** What merged in each repository of a scope, as far back as anything hangs on it. */
import { sprintSource } from '#core/capacity/calendar.ts';
import { LOOK_BACK } from '#core/capacity/size.ts';
import type { Milestone } from '#core/capacity/sprints/milestone.ts';
import type { SprintCalendar } from '#core/capacity/sprints/sprint.ts';
import type { Config, ResolvedConfig } from '#core/config/config.ts';
import type { MergedWork } from '#core/facts/capacity.ts';
import { nameWithOwner, type RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import { compareInstants, millisecondsBetween } from '#core/time.ts';
import { concernsAll, GitHubError } from '../errors.ts';
import type { GatherContext } from '../gather.ts';
import { counterFor, rulesKey } from './counter.ts';
import {
  type Bounds,
  catchUp,
  type LedgerReading,
  type LedgerRequest,
  PartUnread,
  readFurther,
  readLedger,
  verify,
} from './ledger.ts';
import { reasonOf } from './lost.ts';
import { calledBy, type Member } from './scope-members.ts';

export interface Needs {
  /** Earlier sprints, whole. */
  readonly history: boolean;
  /** Whether there was debt in any of them, or is now. */
  readonly debt: boolean;
  /** All of it is to be shown, whether or not anything hangs on it. */
  readonly isShown: boolean;
}

/** Outside sprints, and in those set apart for innovation, nothing hangs on what was before. */
export function needsAt(calendar: SprintCalendar, now: string, needs: Needs): Needs {
  const sprint = calendar.at(now);
  const isIdle = sprint === null || sprint.isInnovation;
  return isIdle && !needs.isShown ? { history: false, debt: false, isShown: false } : needs;
}

export interface ScopeRequest {
  readonly context: GatherContext;
  readonly repository: RepositoryFacts;
  readonly config: ResolvedConfig;
  readonly ourLogin: string | null;
  /** What holds for the whole scope. */
  readonly rules: Config;
  readonly members: readonly Member[];
  readonly needs: Needs;
  readonly calendarOf: (milestones: readonly Milestone[] | null) => SprintCalendar | Unavailable;
}

export interface MemberReading {
  readonly member: Member;
  readonly reading: LedgerReading | Unavailable;
}

export interface ReadMember extends MemberReading {
  readonly reading: LedgerReading;
}

/** What merged in the sprint is read anew once a day, whatever events said. */
const VERIFIED_EVERY_MS = 86_400_000;

/**
 * One repository after the other, in an order that all of them share: evaluations that wait for each other's readings then
 * never wait in a circle. Throws a `PartUnread` where not even the dates of the sprint are known.
 */
export async function readScope(
  request: ScopeRequest,
): Promise<{ readonly readings: readonly MemberReading[]; readonly calendar: SprintCalendar }> {
  const readings: MemberReading[] = [];
  for (const member of request.members) readings.push(await readMember(request, member));
  const each = withoutTwice(readings);
  const milestones = sprintSource(request.rules) === 'milestone' ? milestonesOf(each) : null;
  if (isUnavailable(milestones)) throw new PartUnread(milestones);
  const calendar = request.calendarOf(milestones);
  if (isUnavailable(calendar)) throw new PartUnread(calendar);
  const bounds = boundsIn(calendar, request);
  // The others' milestones may have moved the start of the sprint.
  const oldest = oldestThatCounts(calendar, request.context.now);
  const complete = await onward(request, each, (ledger, reading) =>
    readBack(ledger, withoutEarlier(reading, oldest), bounds),
  );
  const needs = needsAt(calendar, request.context.now, request.needs);
  if (!needs.debt || !complete.every(isRead) || hasDebt(complete)) return { readings: complete, calendar };
  let found = false;
  const looked = await onward(request, complete, async (ledger, reading) => {
    const further = found ? reading : await readFurther(ledger, reading, bounds.horizon, hasDebtAmong);
    found ||= hasDebtAmong(further.items);
    return further;
  });
  return { readings: looked, calendar };
}

/** GitHub answers to the names that a repository had, too: it counts once, by the name that it has if that was asked for. */
function withoutTwice(readings: readonly MemberReading[]): readonly MemberReading[] {
  const byName = new Map<string, ReadMember>();
  for (const one of readings.filter(isRead)) {
    const name = one.reading.nameWithOwner.toLowerCase();
    if (!byName.has(name) || nameWithOwner(one.member).toLowerCase() === name) byName.set(name, one);
  }
  const counted = new Set<MemberReading>(byName.values());
  return readings.filter((one) => !isRead(one) || counted.has(one));
}

export function isRead(one: MemberReading): one is ReadMember {
  return !isUnavailable(one.reading);
}

/** Whether debt merged in the sprints that were looked at, or is open now. */
export function hasDebt(readings: readonly MemberReading[]): boolean {
  return readings.filter(isRead).some(({ reading: { items, openDebt } }) => {
    return openDebt?.pullRequests[0] !== undefined || hasDebtAmong(items);
  });
}

function hasDebtAmong(items: ReadonlyMap<number, MergedWork>): boolean {
  for (const item of items.values()) if (item.class === 'debt') return true;
  return false;
}

/** Of all repositories: a sprint of the scope ends when a milestone of any of them does. */
function milestonesOf(readings: readonly MemberReading[]): readonly Milestone[] | Unavailable {
  const all: Milestone[] = [];
  for (const { reading } of readings) {
    if (isUnavailable(reading)) return reading;
    all.push(...(reading.milestones ?? []));
  }
  return all;
}

/** How far back a sprint reaches, with the sprints that its size is the median of, or that debt is looked for in. */
function boundsIn(
  calendar: SprintCalendar,
  { context: { now }, needs: wanted }: ScopeRequest,
): Bounds & { readonly start: string } {
  const needs = needsAt(calendar, now, wanted);
  const start = calendar.at(now)?.start ?? now;
  const history = oldestThatCounts(calendar, now) ?? start;
  return { start, since: needs.history ? history : start, horizon: needs.history || needs.debt ? history : start };
}

async function readMember(request: ScopeRequest, member: Member): Promise<MemberReading> {
  const { ledgers, now } = request.context;
  const ledger = ledgerRequest(request, member);
  const boundsOf = (milestones: readonly Milestone[] | null) => {
    const calendar = request.calendarOf(milestones);
    return isUnavailable(calendar) ? { start: now, since: now, horizon: now } : boundsIn(calendar, request);
  };
  return attempt(member, async () => {
    const kept = await ledgers?.get(keyOf(request, member));
    const isSame = kept !== undefined && (!member.isOwn || kept.rules === rulesKey(request.config.config));
    const happened = isSame ? (ledgers?.since(kept.nameWithOwner.toLowerCase(), kept) ?? 'anything') : 'anything';
    if (kept === undefined || happened === 'anything') {
      return keep(request, member, await readLedger(ledger, boundsOf));
    }
    const isOld = millisecondsBetween(kept.readAt, now) >= VERIFIED_EVERY_MS;
    const current = isOld
      ? await verify(ledger, kept, boundsOf(kept.milestones).start)
      : happened === 'news'
        ? await catchUp(ledger, kept)
        : kept;
    // Other rules, with which all of it would count for something else.
    if (current.rules !== kept.rules) return keep(request, member, await readLedger(ledger, boundsOf));
    const reading = await readBack(ledger, current, boundsOf(current.milestones));
    return reading === kept ? kept : keep(request, member, reading);
  });
}

/** What is kept is good for others, who come by another repository of the scope. */
function keep(request: ScopeRequest, member: Member, reading: LedgerReading): LedgerReading {
  request.context.ledgers?.set(keyOf(request, member), reading);
  return reading;
}

function keyOf({ rules }: Pick<ScopeRequest, 'rules'>, member: Member): string {
  return `${nameWithOwner(member).toLowerCase()} ${rulesKey(rules)}`;
}

async function readBack(ledger: LedgerRequest, reading: LedgerReading, bounds: Bounds): Promise<LedgerReading> {
  if (compareInstants(reading.horizon, bounds.horizon) > 0) return readLedger(ledger, () => bounds);
  return compareInstants(reading.since, bounds.since) > 0 ? readFurther(ledger, reading, bounds.since) : reading;
}

/** Start of the earliest sprint that anything may hang on; null where no sprint is known. */
function oldestThatCounts(calendar: SprintCalendar, now: string): string | null {
  const start = calendar.at(now)?.start ?? null;
  return calendar.previous(start ?? now, LOOK_BACK).at(-1)?.start ?? start;
}

/** As if it were read now: what has left the last sprints that count is no debt that is known, and is not kept. */
function withoutEarlier(reading: LedgerReading, oldest: string | null): LedgerReading {
  if (oldest === null || compareInstants(reading.horizon, oldest) >= 0) return reading;
  const items = new Map([...reading.items].filter(([, { mergedAt }]) => compareInstants(mergedAt, oldest) >= 0));
  const since = compareInstants(reading.since, oldest) < 0 ? oldest : reading.since;
  return { ...reading, items, since, horizon: oldest };
}

/** Each that was read, read on; one after the other. */
async function onward(
  request: ScopeRequest,
  readings: readonly MemberReading[],
  read: (ledger: LedgerRequest, reading: LedgerReading) => Promise<LedgerReading>,
): Promise<readonly MemberReading[]> {
  const done: MemberReading[] = [];
  for (const one of readings) {
    const { member, reading } = one;
    if (isUnavailable(reading)) {
      done.push(one);
      continue;
    }
    const further = await attempt(member, () => read(ledgerRequest(request, member), reading));
    if (isRead(further) && further.reading !== reading) keep(request, member, further.reading);
    done.push(further);
  }
  return done;
}

async function attempt(member: Member, read: () => Promise<LedgerReading>): Promise<MemberReading> {
  try {
    return { member, reading: await read() };
  } catch (error) {
    if (error instanceof PartUnread) return { member, reading: error.missing };
    if (concernsAll(error) || !(error instanceof GitHubError)) throw error;
    return { member, reading: unavailable(`the merged pull requests of ${calledBy(member)}`, reasonOf(error)) };
  }
}

function ledgerRequest(request: ScopeRequest, member: Member): LedgerRequest {
  const { context, rules, calendarOf } = request;
  const { debt } = rules;
  return {
    github: context.github,
    host: context.host,
    now: context.now,
    repository: member,
    calledBy: calledBy(member),
    debtLabel: debt.label,
    withFiles: debt.detect.paths.length > 0,
    withMilestones: sprintSource(rules) === 'milestone',
    withRules: !member.isOwn,
    counterOf: counterFor(request, member),
    areMilestonesEnough: (milestones) => {
      const calendar = calendarOf(milestones);
      // The start of the earliest is the end of one before it.
      return !isUnavailable(calendar) && calendar.previous(context.now, LOOK_BACK + 1).length > LOOK_BACK;
    },
  };
}
