/** What `leadership explain --capacity --json` prints, and what its text is made of. */
import type { WeighedClass } from '#core/capacity/band.ts';
import type { Decision, UnarmedReason, WayOut } from '#core/capacity/capacity-facts.ts';
import type { SprintSize } from '#core/capacity/size.ts';
import type { Basis } from '#core/capacity/weighing.ts';
import type { Unit } from '#core/capacity/weight.ts';
import type { PullRequestClass, Reason } from '#core/classes/class.ts';
import type { ConfigOrigin } from '#core/config/config.ts';
import type { Unavailable } from '#core/facts/unavailable.ts';
import type { Mode } from '#core/verdict.ts';
import type { Quotient } from './explain-capacity.quotient.ts';

/** A whole number of units or thousandths of them, `4` or `4.5`; exact. */
type Units = number;

/** What `--json` prints. Percentages are numbers of per cent, instants ISO 8601 in UTC, dates local. */
export interface CapacityExplanation {
  readonly version: 1;
  readonly repository: string;
  readonly now: string;
  readonly mode: Mode;
  readonly floorMode: Mode;
  /** The sprint that contains now; null where none does. */
  readonly sprint: ShownSprint | null | Unavailable;
  /** Start of the next; null where none is planned. */
  readonly next: string | null;
  readonly timezone: string;
  readonly source: 'cadence' | 'milestone' | 'project';
  /** Nobody wrote when a sprint is. */
  readonly isAssumed: boolean;
  readonly plan: ShownPlan;
  readonly size: ShownSize | Unavailable;
  /** Latest first. */
  readonly earlier: readonly EarlierSprint[];
  /** In the order of merging. */
  readonly items: readonly ShownItem[];
  readonly sums: ShownSums | Unavailable;
  /** Repositories that could not be read; with one of them missing nothing is decided. */
  readonly missing: readonly string[];
  /** Null where nothing can be weighed: no sprint, or a part of it could not be read. */
  readonly shares: Shares | null;
  readonly owed: Owed | null;
  /** Of a pull request of this weight; null where nothing can be weighed. */
  readonly nextOnes: readonly NextOne[] | null;
  readonly hasDebt: boolean | Unavailable;
  readonly branches: readonly string[];
  readonly config: ConfigOrigin;
}

export interface ShownSprint {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly start: string;
  readonly end: string;
  readonly days: number;
  readonly daysLeft: number;
  readonly title: string | null;
  readonly isInnovation: boolean;
}

export interface ShownPlan {
  readonly floor: number;
  readonly ceiling: number;
  readonly unit: Unit;
  readonly basis: Basis;
  readonly minSample: number;
  /** So many may merge before anything is held back, in a sprint of unknown size or a smaller one; never below `minSample`. */
  readonly grace: number;
  /** As they hold now, carry-over included. */
  readonly effective: { readonly floor: number; readonly ceiling: number };
}

export interface ShownSize {
  readonly origin: SprintSize['origin'];
  /** Null where it is unknown. */
  readonly units: Units | null;
}

export interface EarlierSprint {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly days: number;
  /** Null where it could not be read. */
  readonly debt: Units | null;
  readonly weight: Units | null;
  /** Whether the size of this sprint goes by it, and if not, why. */
  readonly counts: 'yes' | 'nothing-merged' | 'innovation' | 'unread';
}

export interface ShownItem {
  /** Null for one of a private repository. */
  readonly ref: string | null;
  readonly class: PullRequestClass;
  readonly reason: Reason;
  readonly weight: Units;
  readonly mergedAt: string;
  /** Whether it is in the sums. */
  readonly isCounted: boolean;
}

export interface ShownSums {
  readonly debt: Units;
  readonly other: Units;
  readonly debtCount: number;
  readonly otherCount: number;
  readonly expediteCount: number;
  readonly excludedCount: number;
}

export interface Shares {
  /** Debt as a percentage of what merged; null where nothing did. */
  readonly ofMerged: Quotient | null;
  /** What the plan is a share of, as it stands now, and debt as a percentage of it. */
  readonly base: Quotient;
  readonly ofBase: Quotient | null;
  /** The ends of the plan in units. */
  readonly floor: Quotient;
  readonly ceiling: Quotient;
  readonly least: number;
  readonly most: number;
  readonly mostOther: number;
}

export interface Owed {
  readonly mode: 'off' | 'report' | 'enforce';
  readonly interest: number;
  readonly maxShift: number;
  /** After each earlier sprint, oldest first, to the nearest thousandth. */
  readonly after: readonly Units[];
  /** Percentage points that it asks for. */
  readonly shift: number;
  readonly isApplied: boolean;
}

export interface NextOne {
  readonly class: WeighedClass;
  readonly weight: Units;
  /** What of its class would be merged then. */
  readonly sum: Units;
  /** What the plan is a share of then. */
  readonly base: Quotient;
  /** The most of the base that the class may take, as a percentage and in units. */
  readonly cap: number;
  readonly limit: Quotient;
  readonly row: Decision['row'];
  readonly code: Decision['code'];
  readonly wayOut: WayOut | null;
  /** Why the lower end stops nothing; empty where it does, or is not what it is about. */
  readonly unarmed: readonly UnarmedReason[];
  /** While the sprint forms: how many have merged, of how many. */
  readonly forming: { readonly merged: number; readonly wanted: number } | null;
}
