import type { MergedWork } from '#core/facts/capacity.ts';
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { Unreachable } from '#github/errors.ts';
import type { LedgerCache } from '#github/gather/capacity.ts';
import type { LedgerReading } from '#github/gather/ledger.ts';
import { BoundedMap } from './bounded-map.ts';
import { isCountedBy } from './counted-by-issue.ts';

/** Some 250 bytes each. */
const KEPT_ITEMS = 100_000;
const KEPT_REPOSITORIES = 20_000;
/** So long nobody tries again what could not be read: those that wait behind each other would each wait out the outage. */
const FAILED_FOR_MS = 4_000;
/** Our clock and GitHub's may be so far apart. */
const CLOCKS_APART_MS = 5 * 60_000;

/** News stand at the front of the list of what merged; anything else may be anywhere in it. */
export type Happened = 'news' | 'anything';

interface Marks {
  readonly news: number;
  readonly anything: number;
}

interface Kept {
  readonly reading: LedgerReading;
  /** The tick at which somebody began to read it: what happened later is not in it. */
  readonly asOf: number;
}

/**
 * What merged in each repository, as it was read, and what events said of it since. Losing any of it costs requests and
 * nothing else.
 */
export class Ledgers {
  readonly #kept = new Map<string, Kept>();
  readonly #marks = new Map<string, Marks>();
  readonly #turns = new Map<string, Promise<void>>();
  readonly #failedAt = new BoundedMap<string, number>(KEPT_REPOSITORIES);
  readonly #now: () => number;
  #items = 0;
  #tick = 0;

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Items that are held in memory. */
  get size(): number {
    return this.#items;
  }

  get tick(): number {
    return this.#tick;
  }

  happened(repository: RepositoryRef, what: Happened): void {
    this.#tick += 1;
    const name = keyOf(repository);
    const { news = 0, anything = 0 } = this.#marks.get(name) ?? {};
    this.#marks.set(name, what === 'news' ? { news: this.#tick, anything } : { news, anything: this.#tick });
    if (this.#marks.size <= KEPT_REPOSITORIES) return;
    // A mark that is forgotten would leave a reading that is out of date.
    this.#marks.clear();
    this.#kept.clear();
    this.#items = 0;
  }

  /** The sweep saw the latest change of what merged there, ISO 8601, UTC: true where nobody had told of it. */
  sawNewest(repository: RepositoryRef, newest: string): boolean {
    const name = keyOf(repository);
    const isBehind = ({ reading, asOf }: Kept) =>
      (reading.newest ?? '') < newest && (this.#marks.get(name)?.news ?? 0) <= asOf;
    if (!this.#keptOf(name).some(isBehind)) return false;
    this.happened(repository, 'news');
    return true;
  }

  /** Whether what is kept of a repository may have been read before this instant, ISO 8601, UTC. */
  mayBeOlderThan(repository: RepositoryRef, instant: string): boolean {
    const times = this.#keptOf(keyOf(repository)).map(({ reading }) => Date.parse(reading.readAt));
    // Where nothing is kept somebody may be reading.
    return Date.parse(instant) > Math.min(this.#now(), ...times) - CLOCKS_APART_MS;
  }

  /** Whether what merged there has its class from this issue of the same repository. */
  hangsOn(repository: RepositoryRef, issue: number): boolean {
    return this.#keptOf(keyOf(repository)).some(({ reading: { items } }) =>
      [...items.values()].some((item) => isCountedBy(item, repository, issue)),
    );
  }

  /** What merged there and links to this issue of the same repository, by all that is kept and need not be read anew. */
  linkedTo(repository: RepositoryRef, issue: number): readonly MergedWork[] {
    const name = keyOf(repository);
    const { anything } = this.marksOf(name);
    return this.#keptOf(name).flatMap(({ reading: { items }, asOf }) =>
      asOf < anything
        ? []
        : [...items.values()].filter((item) => item.issues?.includes(issue) || isCountedBy(item, repository, issue)),
    );
  }

  /** Numbers of the open pull requests that count as open debt work, by all that is kept and not out of date. */
  openDebtOf(repository: RepositoryRef): readonly number[] {
    const name = keyOf(repository);
    const { news, anything } = this.marksOf(name);
    return this.#keptOf(name).flatMap(({ reading: { openDebt }, asOf }) =>
      asOf < Math.max(news, anything) ? [] : (openDebt?.pullRequests ?? []).map(({ ref }) => Number(ref.split('#')[1])),
    );
  }

  #keptOf(repository: string): Kept[] {
    return [...this.#kept.values()].filter(({ reading }) => reading.nameWithOwner.toLowerCase() === repository);
  }

  /** What one evaluation sees; to be closed at its end. */
  view(): LedgerView {
    return new LedgerView(this);
  }

  marksOf(repository: string): Marks {
    return this.#marks.get(repository.toLowerCase()) ?? { news: 0, anything: 0 };
  }

  kept(key: string): Kept | undefined {
    return this.#kept.get(key);
  }

  keep(key: string, reading: LedgerReading, asOf: number): void {
    this.#forget(key);
    this.#failedAt.delete(key);
    this.#kept.set(key, { reading, asOf });
    this.#items += reading.items.size;
    for (const oldest of this.#kept.keys()) {
      if (this.#items <= KEPT_ITEMS || oldest === key) break;
      this.#forget(oldest);
    }
  }

  /** Resolves when it is the caller's turn to read this ledger, with what ends the turn. Throws an `Unreachable`. */
  async turn(key: string): Promise<EndOfTurn> {
    for (let before = this.#turns.get(key); before !== undefined; before = this.#turns.get(key)) await before;
    if (this.#now() - (this.#failedAt.get(key) ?? Number.NEGATIVE_INFINITY) < FAILED_FOR_MS) {
      throw new Unreachable('What merged could not be read a moment ago');
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turns.set(key, promise);
    return (hasFailed) => {
      this.#turns.delete(key);
      if (hasFailed) this.#failedAt.set(key, this.#now());
      resolve();
    };
  }

  #forget(key: string): void {
    this.#items -= this.#kept.get(key)?.reading.items.size ?? 0;
    this.#kept.delete(key);
  }
}

type EndOfTurn = (hasFailed: boolean) => void;

/** Those who need the same ledger at once wait for the one that reads it. What happens meanwhile is not lost on them. */
export class LedgerView implements LedgerCache {
  readonly #ledgers: Ledgers;
  readonly #turns = new Map<string, { readonly end: EndOfTurn; readonly asOf: number }>();
  readonly #asOf = new Map<string, number>();
  /** What each that was asked for is called now: events come under that name. */
  readonly #names = new Map<string, string>();

  constructor(ledgers: Ledgers) {
    this.#ledgers = ledgers;
  }

  /** `owner/name`, lower case: whose ledgers were asked for, by the names that they were asked for by and have now. */
  get repositories(): ReadonlySet<string> {
    return new Set([...this.#asOf.keys(), ...this.#names.values()]);
  }

  /** Something happened in one of them since it was asked for. */
  get isBehind(): boolean {
    return [...this.#asOf].some(([repository, asOf]) => {
      return [repository, this.#names.get(repository) ?? repository].some((name) => {
        const { news, anything } = this.#ledgers.marksOf(name);
        return Math.max(news, anything) > asOf;
      });
    });
  }

  async get(key: string): Promise<LedgerReading | undefined> {
    // Nothing came of the turn before, in an evaluation of several pull requests.
    this.#end(key, true);
    const end = await this.#ledgers.turn(key);
    const asOf = this.#ledgers.tick;
    this.#turns.set(key, { end, asOf });
    this.#asOf.set(repositoryIn(key), asOf);
    const reading = this.#ledgers.kept(key)?.reading;
    if (reading !== undefined) this.#noteName(key, reading);
    return reading;
  }

  since(repository: string, reading: LedgerReading): 'nothing' | Happened {
    const key = [...this.#turns.keys()].find((one) => this.#ledgers.kept(one)?.reading === reading);
    const kept = key === undefined ? undefined : this.#ledgers.kept(key);
    if (key === undefined || kept === undefined) return 'anything';
    const { news, anything } = this.#ledgers.marksOf(repository);
    if (anything > kept.asOf) return 'anything';
    if (news > kept.asOf) return 'news';
    this.#end(key, false);
    return 'nothing';
  }

  set(key: string, reading: LedgerReading): void {
    const asOf = this.#turns.get(key)?.asOf ?? this.#asOf.get(repositoryIn(key));
    if (asOf !== undefined) this.#ledgers.keep(key, reading, asOf);
    this.#noteName(key, reading);
    this.#end(key, false);
  }

  /** Whoever waits goes on. What was begun and not kept could not be read, unless its reader was called off. */
  close(isCalledOff: boolean): void {
    for (const key of [...this.#turns.keys()]) this.#end(key, !isCalledOff);
  }

  #noteName(key: string, { nameWithOwner: name }: LedgerReading): void {
    this.#names.set(repositoryIn(key), name.toLowerCase());
  }

  #end(key: string, hasFailed: boolean): void {
    this.#turns.get(key)?.end(hasFailed);
    this.#turns.delete(key);
  }
}

function keyOf(repository: RepositoryRef): string {
  return nameWithOwner(repository).toLowerCase();
}

/** The gatherer's keys begin with `owner/name` and a space. */
function repositoryIn(key: string): string {
  return key.split(' ', 1)[0]?.toLowerCase() ?? '';
}
