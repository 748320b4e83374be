/**
 * Which summaries there are, and when each is due. Known for the life of the process, from what was evaluated or read once;
 * losing it costs a look at each, and posts nothing twice, since whoever posts looks at the list of issues first.
 */
import type { ResolvedConfig } from '#core/config/config.ts';
import { isSameRepository, nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { fingerprint } from '#core/fingerprint.ts';
import { type PeriodOptions, periodAt, periodNamed } from '#core/summary/period.ts';
import { addLocalDays } from '#core/time.ts';
import { isoWeekOf } from '#core/weeks.ts';
import type { ResolvedWeek } from '#github/summary/resolve-week.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Job, newJob } from './task.ts';

/** Repositories, and scopes; some hundred bytes each. Fewer than one installation may ask about in a day (`MOST_UNKNOWN`). */
const KEPT = 20_000;
/** What everybody has due at nine o’clock is posted in the course of so many milliseconds. */
const SPREAD_MS = 10 * 60_000;
/** What has none, or could not be posted, is looked at again after so long: a push that changed its rules may be lost. */
const AGAIN_AFTER_MS = 24 * 3_600_000;
/** A token lives for an hour (GitHub docs, "Generating an installation access token"): then there is another. */
const TOKEN_MS = 3_600_000;
/** Of repositories that nobody evaluated yet, so many an installation and round of the sweep; each costs a read. */
const MOST_UNKNOWN = 200;

interface Scope {
  readonly installation: number;
  /** One of those that it is about: its rules say whose it is. */
  readonly repository: RepositoryRef;
  /** Milliseconds since 1970: not looked at before. */
  readonly notBefore: number;
  /** What `notBefore` was reckoned with. */
  readonly schedule: string;
}

interface Known {
  /** That its summary is of; null for none. */
  readonly scope: string | null;
  /** Milliseconds since 1970: then somebody must look again. */
  readonly until: number;
}

export class Weekly {
  /** By repository. */
  readonly #known: BoundedMap<string, Known>;
  readonly #scopes: BoundedMap<string, Scope>;
  readonly #rules: BoundedMap<string, string | null>;
  readonly #running = new Set<string>();
  readonly #asked = new Map<number, number>();

  constructor(kept = KEPT) {
    this.#known = new BoundedMap(kept);
    this.#scopes = new BoundedMap(kept);
    this.#rules = new BoundedMap(kept);
  }

  /** What rules there was read for an evaluation. */
  judged(
    installation: number,
    repository: RepositoryRef,
    { config, team, hasSummary }: ResolvedConfig,
    now: number,
  ): void {
    const { summary, timezone } = team?.config ?? config;
    if (!summary.enabled || (team === undefined && hasSummary !== true)) {
      this.#noteNone(repository, now);
      return;
    }
    const key = team === undefined ? keyOf(repository) : teamKey(repository, team.id);
    this.#learn(installation, repository, key, { day: summary.day, time: summary.time, timezone }, now);
  }

  /**
   * A look found that it has none, or is gone. If the summary of its team was asked for by its name, that is dropped: another
   * of the team, of which then nothing is known, asks for it from the next round on.
   */
  hasNone(repository: RepositoryRef, now: number): void {
    for (const [key] of this.#askedBy(repository)) this.#scopes.delete(key);
    this.#noteNone(repository, now);
  }

  /** A look found that what was to be posted can't be, whoever asks: issues are disabled, say. */
  cannot(repository: RepositoryRef, now: number, how: Parameters<typeof putOffBy>[0] = 'refused'): void {
    const key = this.#known.get(keyOf(repository))?.scope ?? null;
    const own = key === null ? undefined : this.#scopes.get(key);
    const found = this.#askedBy(repository);
    if (key !== null && own !== undefined) found.push([key, own]);
    for (const [each, scope] of found) this.#scopes.set(each, { ...scope, notBefore: now + putOffBy(how) });
    const [first] = found;
    if (first === undefined) this.#noteNone(repository, now, putOffBy(how));
    else this.#known.set(keyOf(repository), { scope: first[0], until: Number.POSITIVE_INFINITY });
  }

  /** The sweep saw which files rule there; null for none. */
  sawRules(repository: RepositoryRef, oids: string | null, now: number): void {
    const key = keyOf(repository);
    const before = this.#rules.get(key);
    this.#rules.set(key, oids);
    if (before !== undefined && before !== oids) this.forget(repository);
    if (oids === null && !this.#isTooMuch(repository)) this.#noteNone(repository, now);
  }

  /** Its rules may have changed. What is due by the old ones stays so until somebody looked. */
  forget(repository: RepositoryRef): void {
    const key = keyOf(repository);
    const known = this.#known.get(key);
    if (known !== undefined) this.#known.set(key, { ...known, until: 0 });
  }

  forgetAllOf(owner: string): void {
    const prefix = `${owner.toLowerCase()}/`;
    for (const [key, known] of this.#known.entries()) {
      if (key.startsWith(prefix)) this.#known.set(key, { ...known, until: 0 });
    }
  }

  beginRound(now: number): void {
    this.#asked.clear();
    // Where the app is still installed somebody looked again meanwhile.
    for (const [key, { scope, until }] of this.#known.entries()) {
      if (scope === null && until + AGAIN_AFTER_MS <= now) this.#known.delete(key);
    }
  }

  /** The app is installed there: the work that finds out about its summary, where nobody knows of it yet. */
  listed(installation: number, repository: RepositoryRef, now: number): Job[] {
    const known = this.#known.get(keyOf(repository));
    const isKnown = known !== undefined && known.until > now && (known.scope === null || this.#scopes.has(known.scope));
    if (isKnown || this.#isTooMuch(repository)) return [];
    const asked = this.#asked.get(installation) ?? 0;
    if (asked >= MOST_UNKNOWN) return [];
    this.#asked.set(installation, asked + 1);
    return [jobFor(installation, repository)];
  }

  /** The work that is due. Asked for again until it is done. */
  due(now: number): Job[] {
    return this.#scopes
      .entries()
      .filter(([, { notBefore }]) => notBefore <= now)
      .map(([, { installation, repository }]) => jobFor(installation, repository));
  }

  /** Whether the summary is to be looked at now, by this job and no other until `ended`. */
  begin({ installation }: Job, asked: RepositoryRef, scope: ResolvedWeek, now: number): boolean {
    const key = scopeKey(scope);
    const { summary, timezone } = scope.rules;
    const repository = scope.isTeam ? asked : repositoryOf(scope);
    // Renamed: the old name may be given to another, and leads here only until then.
    if (keyOf(repository) !== keyOf(asked)) {
      this.#known.delete(keyOf(asked));
      this.#scopes.delete(keyOf(asked));
    }
    this.#learn(installation, repository, key, { day: summary.day, time: summary.time, timezone }, now);
    if (this.#running.has(key) || (this.#scopes.get(key)?.notBefore ?? 0) > now) return false;
    this.#running.add(key);
    return true;
  }

  /**
   * `done`: nothing is left to do before the next period. `written`: something was, so whether somebody else wrote at the
   * same time is looked up in the next round. `refused`: not retried at once. `unauthorized`: not before there is another token. `unknown`: tried
   * again.
   */
  ended(scope: ResolvedWeek, how: 'done' | 'written' | 'refused' | 'unauthorized' | 'unknown', now: number): void {
    const key = scopeKey(scope);
    this.#running.delete(key);
    const known = this.#scopes.get(key);
    if (known === undefined || how === 'written' || how === 'unknown') return;
    if (how !== 'done') {
      this.#scopes.set(key, { ...known, notBefore: now + putOffBy(how) });
      return;
    }
    const { period, rules } = scope;
    const options = { ...rules.summary, timezone: rules.timezone };
    const next = periodNamed(isoWeekOf(addLocalDays(period.firstDate, 7)), options);
    const at = next === null ? now + AGAIN_AFTER_MS : Date.parse(next.dueAt) + spread(key);
    this.#scopes.set(key, { ...known, notBefore: at });
  }

  #learn(installation: number, repository: RepositoryRef, key: string, options: PeriodOptions, now: number): void {
    const before = this.#known.get(keyOf(repository))?.scope ?? null;
    // It left its team, or joined one.
    if (before !== null && before !== key) this.#leave(repository, before);
    this.#known.set(keyOf(repository), { scope: key, until: Number.POSITIVE_INFINITY });
    const schedule = `${options.day} ${options.time} ${options.timezone}`;
    const known = this.#scopes.get(key);
    const notBefore =
      known?.schedule === schedule
        ? known.notBefore
        : Date.parse(periodAt(new Date(now).toISOString(), options).dueAt) + spread(key);
    // By whom it was known before may be gone since.
    this.#scopes.set(key, { installation, repository, schedule, notBefore });
  }

  #noteNone(repository: RepositoryRef, now: number, forMs = AGAIN_AFTER_MS): void {
    const key = keyOf(repository);
    const before = this.#known.get(key)?.scope ?? null;
    this.#scopes.delete(key);
    if (before !== null) this.#leave(repository, before);
    this.#known.set(key, { scope: null, until: now + forMs });
  }

  /** Others of the team ask for its summary then. */
  #leave(repository: RepositoryRef, scope: string): void {
    const by = this.#scopes.get(scope)?.repository;
    if (by !== undefined && isSameRepository(by, repository)) this.#scopes.delete(scope);
  }

  #askedBy(repository: RepositoryRef): [string, Scope][] {
    return this.#scopes.entries().filter(([, scope]) => isSameRepository(scope.repository, repository));
  }

  /**
   * One that pushes another out is pushed out in turn, and each round would read them all. Beyond what is kept only an
   * evaluation makes a summary known.
   */
  #isTooMuch(repository: RepositoryRef): boolean {
    const known = this.#known.get(keyOf(repository));
    if (known === undefined) return this.#known.isFull || this.#scopes.isFull;
    return known.scope !== null && !this.#scopes.has(known.scope) && this.#scopes.isFull;
  }
}

function jobFor(installation: number, repository: RepositoryRef): Job {
  return newJob(installation, { kind: 'summary', repository }, { priority: 'sweep' });
}

function keyOf(repository: RepositoryRef): string {
  return nameWithOwner(repository).toLowerCase();
}

function teamKey({ owner }: RepositoryRef, id: string): string {
  return `${owner.toLowerCase()} team ${id}`;
}

function scopeKey(scope: ResolvedWeek): string {
  return scope.isTeam ? teamKey(scope.home, scope.id) : keyOf(repositoryOf(scope));
}

/** As it is named now, whatever name it was asked for by. */
function repositoryOf({ id }: ResolvedWeek): RepositoryRef {
  const [owner = '', name = ''] = id.split('/');
  return { owner, name };
}

function putOffBy(how: 'refused' | 'unauthorized'): number {
  return how === 'refused' ? AGAIN_AFTER_MS : TOKEN_MS;
}

function spread(key: string): number {
  return Number.parseInt(fingerprint(key).slice(0, 8), 16) % SPREAD_MS;
}
