/** What the sprint of a scope holds and is measured by: the same for every pull request that would merge into it. */
import type { LedgerItem, LedgerSums } from '../capacity/ledger.ts';
import type { CompletedSprint } from '../capacity/size.ts';
import type { Sprint } from '../capacity/sprints/sprint.ts';
import type { Reason } from '../classes/class.ts';
import type { Unavailable } from './unavailable.ts';

/** A pull request that merged in the sprint. */
export interface MergedWork extends LedgerItem {
  /** `#12`, or `shop/web#12` from another repository of the scope; null where that repository is private and this is not. */
  readonly ref: string | null;
  /** Why it has its class. */
  readonly reason: Reason;
  /** Numbers of the issues of its own repository that it links to; absent where there are none. */
  readonly issues?: readonly number[];
  /** It has not merged yet, but is ahead in the merge queue; `mergedAt` is when that was seen. */
  readonly isAhead?: true;
}

export interface CapacityState {
  /** The sprint that contains now, or null with the start of the next where one is planned. */
  readonly sprint: Sprint | null | Unavailable;
  /** Start of the next sprint; ISO 8601, UTC. */
  readonly next: string | null;
  /** Nobody wrote a `sprint` key. */
  readonly isAssumed: boolean;
  /** IANA name; dates and times are told on its clocks. */
  readonly timezone: string;
  /** Zero throughout where the sprint is assumed and nobody looks at it: it stops nothing, and is not read. */
  readonly sums: LedgerSums | Unavailable;
  /** What `sums` is the sum of, in the order of merging; empty where that could not be read. */
  readonly items: readonly MergedWork[];
  /** Latest first, at most six. Empty where the size is configured. */
  readonly completed: readonly (CompletedSprint | Unavailable)[];
  /** When those of `completed` were, in the same order; empty where that is not known. */
  readonly previous: readonly Sprint[];
  /** Whether debt merged in the last six sprints, or is open now. */
  readonly hasDebt: boolean | Unavailable;
  /** Open work that would help; null where nobody needs to know, or it could not be read. */
  readonly help: OpenDebt | null;
  /** A page that lists what merged. */
  readonly listUrl: string;
}

/** Each as `#12`, or `shop/web#12` from another repository of the scope. */
export interface OpenDebt {
  readonly pullRequests: readonly { readonly ref: string; readonly standing: 'approved' | 'in review' | 'draft' }[];
  readonly issues: readonly string[];
}
