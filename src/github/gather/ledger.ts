/** Merged pull requests of one repository, the latest change first, as a ledger counts them. */
import type { Milestone } from '#core/capacity/sprints/milestone.ts';
import type { MergedWork, OpenDebt } from '#core/facts/capacity.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable } from '#core/facts/unavailable.ts';
import { compareInstants } from '#core/time.ts';
import type { OriginAnswer } from '../answers.ts';
import type { BackfillPullRequestAnswer } from '../backfill-answers.ts';
import type { GitHubClient, QueryError } from '../client.ts';
import { Unreachable } from '../errors.ts';
import type { FrontAnswer } from '../ledger-answers.ts';
import type { PageItem } from './backfill-pages.ts';
import type { HostCapabilities } from './host.ts';
import { nodesOf } from './issue.ts';
import { type LedgerPage, ledgerPages, type PageReader } from './ledger-pages.ts';
import { readMilestones } from './milestones.ts';

/** What was read of a repository. It is added to, and never changed where others hold it. */
export interface LedgerReading {
  /** What the repository is called now, whatever it was asked for by. */
  readonly nameWithOwner: string;
  /** Everything that merged at or after this instant is in `items`; ISO 8601, UTC. */
  readonly since: string;
  /** What merged before this instant is in no sprint that matters, and never in `items`; ISO 8601, UTC. */
  readonly horizon: string;
  readonly items: ReadonlyMap<number, MergedWork>;
  /** The latest change that was seen; ISO 8601, UTC, or null where nothing ever merged. */
  readonly newest: string | null;
  /** Where reading on would begin; null where nothing is left. */
  readonly rest: string | null;
  /** When all of it was read last; ISO 8601, UTC. */
  readonly readAt: string;
  /** Of the rules that the items were counted by. */
  readonly rules: string;
  readonly isPrivate: boolean;
  /** Null where it could not be read. */
  readonly openDebt: OpenDebt | null;
  /** Null where they were not asked for. */
  readonly milestones: readonly Milestone[] | null;
}

/** What a repository's pull requests are counted by. */
export interface Counter {
  /** Changes when its rules do. */
  readonly rules: string;
  readonly isPrivate: boolean;
  /** Whether open debt work is of use to the plan once it merges. */
  wouldCount(answer: OriginAnswer): boolean;
  /** Only those that some ledger counts: their base is tracked. Throws a `GitHubError`. */
  count(
    items: readonly PageItem<BackfillPullRequestAnswer>[],
    errors: readonly QueryError[],
  ): Promise<readonly Counted[]>;
}

export interface Counted {
  readonly number: number;
  readonly work: MergedWork;
}

export interface LedgerRequest {
  readonly github: GitHubClient;
  readonly host: HostCapabilities;
  readonly repository: RepositoryRef;
  /** How messages call it. */
  readonly calledBy: string;
  readonly debtLabel: string;
  readonly withFiles: boolean;
  readonly withMilestones: boolean;
  /** Whether `counterOf` needs the files that hold the repository's rules. */
  readonly withRules: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** `page` holds what `withRules` asked for. Throws a `GitHubError`. */
  readonly counterOf: (page: LedgerPage) => Promise<Counter>;
  readonly areMilestonesEnough: (milestones: readonly Milestone[]) => boolean;
}

/** How far back is read, and how far back things count that are met on the way. */
export type Bounds = Pick<LedgerReading, 'since' | 'horizon'>;

/** A part of it that could not be read, by its name. */
export class PartUnread extends Error {
  override readonly name = 'PartUnread';
  readonly missing: Unavailable;
  constructor(missing: Unavailable) {
    super(`${missing.what} could not be read`);
    this.missing = missing;
  }
}

/** How often the front of the list is read again because something moved there meanwhile. */
const MAX_ROUNDS = 5;

/**
 * All that merged since the instant that `boundsOf` names once the milestones are known. `mergedAt ≤ updatedAt`, so the
 * list by change can end at the first page that ends before it. Throws a `GitHubError` or a `PartUnread`.
 */
export function readLedger(
  request: LedgerRequest,
  boundsOf: (milestones: LedgerReading['milestones']) => Bounds,
): Promise<LedgerReading> {
  return readRounds(request, ledgerPages(request), null, boundsOf);
}

/** What changed since an earlier reading, added to it: one page as a rule. Throws likewise. */
export function catchUp(request: LedgerRequest, earlier: LedgerReading): Promise<LedgerReading> {
  return readRounds(request, ledgerPages(request), earlier, () => earlier);
}

/**
 * All that merged since an instant read anew, and of what merged before it what changed: a sprint that is over stands.
 * Throws likewise.
 */
export async function verify(request: LedgerRequest, earlier: LedgerReading, since: string): Promise<LedgerReading> {
  const items = new Map([...earlier.items].filter(([, { mergedAt }]) => compareInstants(mergedAt, since) < 0));
  const until = earlier.newest !== null && earlier.newest < since ? earlier.newest : since;
  const unread = { ...earlier, items, newest: until };
  return { ...(await readRounds(request, ledgerPages(request), unread, () => earlier, false)), readAt: request.now };
}

/**
 * Reads on where an earlier reading stopped, back to `since`, or until `isEnough`; then what lies behind is not complete.
 * An item that changes meanwhile moves away from there to the front. Throws likewise.
 */
export async function readFurther(
  request: LedgerRequest,
  earlier: LedgerReading,
  since: string,
  isEnough: (items: ReadonlyMap<number, MergedWork>) => boolean = () => false,
): Promise<LedgerReading> {
  const read = ledgerPages(request);
  if (compareInstants(earlier.since, since) <= 0) return earlier;
  const items = new Map(earlier.items);
  let { rest } = earlier;
  let counter: Counter | null = null;
  let reached = earlier.since;
  let front: readonly FrontAnswer[] = [];
  // Others of that second may lie behind the page's end.
  while (rest !== null && compareInstants(reached, since) >= 0 && !isEnough(items)) {
    const page = await read(rest, { open: false, rules: counter === null });
    counter ??= await request.counterOf(page);
    await take(page, page.items, counter, earlier.horizon, items);
    rest = page.next;
    reached = page.oldest ?? since;
    front = page.front;
  }
  const isComplete = rest === null || compareInstants(reached, since) < 0;
  const reading = {
    ...earlier,
    items,
    rest,
    since: rest === null ? earlier.horizon : isComplete ? since : earlier.since,
  };
  const hasMoved = front.some(({ updatedAt }) => earlier.newest === null || updatedAt > earlier.newest);
  return hasMoved ? readRounds(request, read, reading, () => reading) : reading;
}

async function readRounds(
  request: LedgerRequest,
  read: PageReader,
  earlier: LedgerReading | null,
  boundsOf: (milestones: LedgerReading['milestones']) => Bounds,
  isFew = earlier !== null,
): Promise<LedgerReading> {
  let reading = earlier;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { found, isQuiet } = await readRound(request, read, reading, boundsOf, round === 0 ? isFew : true);
    reading = found;
    // What changes while pages are read moves to the front, behind the reader's back.
    if (isQuiet) return { ...found, readAt: earlier?.readAt ?? request.now };
  }
  throw new Unreachable('The merged pull requests changed faster than they could be read');
}

async function readRound(
  request: LedgerRequest,
  read: PageReader,
  earlier: LedgerReading | null,
  boundsOf: (milestones: LedgerReading['milestones']) => Bounds,
  isFew: boolean,
): Promise<{ readonly found: LedgerReading; readonly isQuiet: boolean }> {
  const first = await read(null, { open: true, rules: true, isFew });
  const counter = await request.counterOf(first);
  const milestones = await milestonesOf(request, first);
  const { since, horizon } = earlier ?? boundsOf(milestones);
  const until = earlier === null ? since : (earlier.newest ?? horizon);
  const items = new Map(earlier?.items);
  const seen = new Map<number, string>();
  let page = first;
  for (;;) {
    // The rest of a page that reaches further back than an earlier reading is in it already.
    const fresh = page.items.filter(({ answer }) => earlier === null || answer.updatedAt >= until);
    await take(page, fresh, counter, horizon, items);
    for (const { answer } of page.items) seen.set(answer.number, answer.updatedAt);
    if (page.next === null || page.oldest === null || page.oldest < until) break;
    page = await read(page.next, { open: false, rules: false });
  }
  const newest = first.items[0]?.answer.updatedAt ?? earlier?.newest ?? null;
  const rest = earlier === null ? page.next : earlier.rest;
  return {
    found: {
      nameWithOwner: first.repository.nameWithOwner,
      since: earlier === null && rest === null ? horizon : since,
      horizon,
      items,
      newest,
      rest,
      readAt: request.now,
      rules: counter.rules,
      isPrivate: counter.isPrivate,
      openDebt: openDebtOf(first, counter),
      milestones,
    },
    isQuiet: page === first || page.front.every(({ number, updatedAt }) => isKnown(number, updatedAt)),
  };

  function isKnown(number: number, updatedAt: string): boolean {
    return updatedAt < (newest ?? '') || seen.get(number) === updatedAt;
  }
}

async function take(
  page: LedgerPage,
  fresh: LedgerPage['items'],
  counter: Counter,
  horizon: string,
  items: Map<number, MergedWork>,
): Promise<void> {
  const merged = fresh.filter(({ answer: { mergedAt } }) => mergedAt !== null && mergedAt >= horizon);
  for (const { answer } of merged) items.delete(answer.number);
  for (const item of await counter.count(merged, page.answer.errors)) items.set(item.number, item.work);
}

async function milestonesOf(request: LedgerRequest, page: LedgerPage): Promise<LedgerReading['milestones']> {
  const { github, repository, calledBy, withMilestones, areMilestonesEnough } = request;
  if (!withMilestones) return null;
  const first = { page: page.repository.milestones, errors: page.answer.errors };
  const milestones = await readMilestones(github, { ...repository, calledBy }, first, areMilestonesEnough);
  if (isUnavailable(milestones)) throw new PartUnread(milestones);
  return milestones;
}

function openDebtOf(
  { repository: { openDebt, debtIssues, nameWithOwner: name } }: LedgerPage,
  counter: Counter,
): OpenDebt | null {
  if (openDebt?.nodes == null || openDebt.nodes.includes(null)) return null;
  return {
    pullRequests: nodesOf(openDebt)
      .filter((answer) => counter.wouldCount(answer))
      .map(({ number, isDraft, reviewDecision }) => ({
        ref: `${name}#${number}`,
        standing: isDraft ? 'draft' : reviewDecision === 'APPROVED' ? 'approved' : 'in review',
      })),
    issues: nodesOf(debtIssues).map(({ number }) => `${name}#${number}`),
  };
}
