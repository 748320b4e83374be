/** What the decision on one pull request is made of, and what it comes to: plain data, both. */
import type { Unavailable } from '../facts/unavailable.ts';
import type { Mode } from '../verdict.ts';
import type { Band, WeighedClass } from './band.ts';
import type { LedgerSums } from './ledger.ts';
import type { SprintSize } from './size.ts';
import type { Basis, Plan } from './weighing.ts';
import type { Unit } from './weight.ts';

/** A fact, or why it could not be read. */
type Read<T> = T | Unavailable;

export interface CapacityFacts {
  /** Whether the guardrail is on at all. */
  readonly isOn: boolean;
  /** Whether the base branch is tracked. */
  readonly isTracked: boolean;
  readonly class: Read<'excluded' | 'expedite' | WeighedClass>;
  /** False when the class is `expedite` by something that could not be verified now: the one place that fails open. */
  readonly isExpediteVerified: boolean;
  /** Whether a valid waiver covers this pull request in this sprint. */
  readonly isWaived: Read<boolean>;
  /** The sprint that contains now, or that none does. */
  readonly sprint: Read<SprintFacts | NoSprint>;
  /** Of this pull request, in thousandths of a unit. */
  readonly weight: Read<number>;
  /** What has merged in the scope during the sprint; in a merge queue also what is ahead in the group. */
  readonly ledger: Read<LedgerSums>;
  /** K. */
  readonly size: Read<SprintSize>;
  /** As it counts in this sprint, carry-over included where that is enforced. */
  readonly band: Band;
  /** By how much of it earlier sprints raised the band, in basis points; where that could not be read, nor is `band` known. */
  readonly shift: Read<number>;
  readonly basis: Basis;
  readonly unit: Unit;
  /** Fewer merged pull requests than this say nothing, where there is no K to hold them against. */
  readonly minSample: number;
  readonly floor: FloorFacts;
}

export interface SprintFacts {
  /** Its band is suspended. */
  readonly isInnovation: boolean;
  /** Nobody wrote a `sprint` key. */
  readonly isAssumed: boolean;
  /** Local dates in it, at least 1, and those that are wholly ahead. */
  readonly days: number;
  readonly daysLeft: number;
}

export interface NoSprint {
  readonly isNone: true;
  /** When the next begins (ISO 8601, UTC); null when none is known. */
  readonly next: string | null;
}

export interface FloorFacts {
  readonly mode: Mode;
  /** Whether the pull request is of category `bug`, which the floor never stops. */
  readonly isBug: Read<boolean>;
  /** Whether debt merged in the last six sprints, or is open now. */
  readonly hasDebt: Read<boolean>;
}

/** Why the floor stops nothing here. */
export type UnarmedReason = 'sprint-assumed' | 'floor-off' | 'size-unknown' | 'bug' | 'no-debt';

/** The row of debt-capacity's table that decided. */
export type Decision =
  | { readonly row: 'R0'; readonly code: 'pass-out-of-scope'; readonly because: 'off' | 'branch' | 'class' }
  | { readonly row: 'R1'; readonly code: 'pass-exempt'; readonly isVerified: boolean }
  | { readonly row: 'R2'; readonly code: 'pass-waived' }
  | { readonly row: 'R3'; readonly code: 'pass-no-sprint'; readonly next: string | null }
  | { readonly row: 'R3b'; readonly code: 'pass-suspended' }
  | { readonly row: 'R3c'; readonly code: 'pass-unarmed'; readonly because: readonly UnarmedReason[] }
  /** `merged` of the `wanted` pull requests that make a sample. */
  | { readonly row: 'R4'; readonly code: 'pass-grace'; readonly merged: number; readonly wanted: number }
  /** `figures` is null when the weight or K could not be read: the first of a class passes whatever they are. */
  | { readonly row: 'R5'; readonly code: 'pass' | 'pass-first'; readonly figures: Figures | null }
  | { readonly row: 'R6'; readonly code: 'pass'; readonly figures: Figures }
  | { readonly row: 'R7'; readonly code: 'pass-tolerance'; readonly figures: Figures }
  | {
      readonly row: 'R8';
      readonly code: 'block-ceiling' | 'block-floor';
      readonly figures: Figures;
      readonly wayOut: WayOut;
      /** The most whole units that a smaller part of it may weigh and pass; 0 where none fits. */
      readonly part: number;
    }
  | {
      readonly row: 'R8b';
      readonly code: 'pass-unarmed';
      readonly because: readonly UnarmedReason[];
      readonly figures: Figures;
    }
  /** `at` is the first row that needs what is missing. */
  | { readonly row: 'R9'; readonly code: 'not-available'; readonly at: NeedyRow; readonly missing: Unavailable };

/** The rows that need a fact which may be unreadable. */
export type NeedyRow = 'R0' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8b';

/** The sums that stand at the end of the text. Weights in thousandths of a unit. */
export interface Figures {
  readonly class: WeighedClass;
  readonly weight: number;
  readonly ledger: LedgerSums;
  readonly size: SprintSize | null;
  /** The one that counted: `merged` where K is unknown. */
  readonly basis: Basis;
  readonly band: Band;
  readonly shift: number;
  readonly plan: Plan;
}

/** The least whole number of units of that class after which it passes, nothing else changing. */
export interface WayOut {
  readonly class: WeighedClass;
  readonly units: number;
}
