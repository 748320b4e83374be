/** What a scope's readings come to for one of its repositories: sums, items that its readers may see, and help at hand. */
import { byMerging, Ledger, NO_SUMS, sumsOfScope } from '#core/capacity/ledger.ts';
import { completedSprint, LOOK_BACK } from '#core/capacity/size.ts';
import type { Sprint, SprintCalendar } from '#core/capacity/sprints/sprint.ts';
import type { CapacityState, MergedWork, OpenDebt } from '#core/facts/capacity.ts';
import { nameWithOwner, type RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, unavailable } from '#core/facts/unavailable.ts';
import type { LedgerReading } from './ledger.ts';
import { hasDebt, isRead, type MemberReading, type Needs, needsAt, type ReadMember } from './scope.ts';
import { calledBy } from './scope-members.ts';

export type ScopeState = Omit<CapacityState, 'isAssumed' | 'timezone'>;

interface ScopeFacts {
  readonly now: string;
  readonly repository: RepositoryFacts;
  /** `https://github.com/shop/web`. */
  readonly url: string;
  readonly readings: readonly MemberReading[];
  readonly calendar: SprintCalendar;
  readonly needs: Needs;
}

export function stateOfScope({ now, repository, url, readings, calendar, needs: wanted }: ScopeFacts): ScopeState {
  const needs = needsAt(calendar, now, wanted);
  const sprint = calendar.at(now);
  const previous = needs.history ? calendar.previous(sprint?.start ?? now, LOOK_BACK) : [];
  const known = readings.filter(isRead);
  const isComplete = known.length === readings.length;
  return {
    sprint,
    next: calendar.next(now)?.start ?? null,
    sums: sprint === null ? NO_SUMS : sumsIn(readings, sprint),
    items: sprint === null || !isComplete ? [] : itemsIn(known, sprint, repository),
    completed: previous.map((span) => {
      const sums = sumsIn(readings, span);
      return isUnavailable(sums) ? sums : completedSprint(sums, span);
    }),
    previous,
    hasDebt: hasDebt(readings) || unreadDebt(readings),
    help: isComplete ? helpFrom(known, repository) : null,
    listUrl: listUrlOf(known, sprint === null ? now : `${sprint.start}..${sprint.end}`, url),
  };
}

function sumsIn(readings: readonly MemberReading[], span: Sprint): CapacityState['sums'] {
  const all = sumsOfScope(
    readings.map(({ member, reading }) => ({
      repository: calledBy(member),
      sums: isUnavailable(reading) ? reading : ledgerOf(reading, span).sums,
    })),
  );
  const missing = readings.find(({ reading }) => isUnavailable(reading))?.reading;
  // What is missing may be less than all of it: its rules, say.
  return isUnavailable(all) && isUnavailable(missing) ? { ...all, what: missing.what } : all;
}

/** Nothing found where not all could be looked at is not nothing. */
function unreadDebt(readings: readonly MemberReading[]): CapacityState['hasDebt'] {
  for (const { member, reading } of readings) {
    if (isUnavailable(reading)) return reading;
    if (reading.openDebt === null) return unavailable(`the open debt work of ${calledBy(member)}`, 'unreachable');
  }
  return false;
}

function itemsIn(known: readonly ReadMember[], span: Sprint, viewer: RepositoryFacts): readonly MergedWork[] {
  const lists = known.map(({ member, reading }) => {
    const isHidden = !member.isOwn && reading.isPrivate && !viewer.isPrivate;
    return shownAs(ledgerOf(reading, span), member.isOwn ? 'own' : isHidden ? 'hidden' : 'other');
  });
  const [only = []] = lists;
  return lists.length === 1 ? only : lists.flat().sort(byMerging);
}

type View = 'own' | 'other' | 'hidden';

const shown = new WeakMap<Ledger<MergedWork>, Map<View, readonly MergedWork[]>>();

function shownAs(ledger: Ledger<MergedWork>, view: View): readonly MergedWork[] {
  if (view === 'other') return ledger.items();
  const views = shown.get(ledger) ?? new Map<View, readonly MergedWork[]>();
  shown.set(ledger, views);
  const items = views.get(view) ?? ledger.items().map((item) => (view === 'own' ? asOwn(item) : asHidden(item)));
  views.set(view, items);
  return items;
}

function asOwn(item: MergedWork): MergedWork {
  return { ...item, ref: item.id.slice(item.id.indexOf('#')) };
}

/** Of a private repository readers elsewhere learn that something merged, and neither what it is nor why it counts. */
function asHidden(item: MergedWork): MergedWork {
  return { ...item, ref: null, reason: { code: 'default' } };
}

function helpFrom(known: readonly ReadMember[], viewer: RepositoryFacts): OpenDebt | null {
  const pullRequests: OpenDebt['pullRequests'][number][] = [];
  const issues: string[] = [];
  for (const { member, reading } of known) {
    const { openDebt, isPrivate } = reading;
    const isHidden = isPrivate && !viewer.isPrivate && !member.isOwn;
    // A list with a gap would say that there is no more.
    if (openDebt === null || (isHidden && openDebt.pullRequests.length > 0)) return null;
    if (isHidden) continue;
    const refOf = (ref: string) => (member.isOwn ? ref.slice(ref.indexOf('#')) : ref);
    pullRequests.push(...openDebt.pullRequests.map((one) => ({ ...one, ref: refOf(one.ref) })));
    issues.push(...openDebt.issues.map(refOf));
  }
  return { pullRequests, issues };
}

/** All that merged in a span, of all repositories where each may be named. */
function listUrlOf(known: readonly ReadMember[], span: string, url: string): string {
  const names = known.map(({ member }) => `repo:${nameWithOwner(member)}`);
  const isShared = names.length > 1 && known.every(({ member }) => member.mayBeNamed);
  const query = `is:pr is:merged merged:${span}`;
  return isShared
    ? `${new URL('/pulls', url).href}?q=${encodeURIComponent(`${query} ${names.join(' ')}`)}`
    : `${url}/pulls?q=${encodeURIComponent(query)}`;
}

/** Sums are made once a reading, not once a verdict. */
const kept = new WeakMap<LedgerReading, Map<string, Ledger<MergedWork>>>();

function ledgerOf(reading: LedgerReading, { start, end }: Sprint): Ledger<MergedWork> {
  const ledgers = kept.get(reading) ?? new Map<string, Ledger<MergedWork>>();
  kept.set(reading, ledgers);
  const key = `${start} ${end}`;
  let ledger = ledgers.get(key);
  if (ledger === undefined) {
    ledger = new Ledger<MergedWork>({ start, end });
    for (const item of reading.items.values()) ledger.put(item);
    ledgers.set(key, ledger);
  }
  return ledger;
}
