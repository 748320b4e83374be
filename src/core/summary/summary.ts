/**
 * A weekly summary as data: what `--json` prints and what the issue's Markdown is rendered from, so that the two can't
 * disagree. Lists are whole; how many of them are shown is the renderer's business. Shares are counts of counts.
 */
import type { Unavailable } from '../facts/unavailable.ts';
import type { KeptFigures, WeekFigures } from './kept-figures.ts';
import type { CarriedBox, Deliveries, GotPast, Item, SummaryScope } from './week.ts';

export interface Summary {
  readonly version: 1;
  readonly scope: SummaryScope;
  readonly period: SummaryPeriod;
  readonly skipped: readonly string[];
  /** The issue of an earlier period that this one follows. */
  readonly previous: { readonly number: number; readonly url: string; readonly period: string } | null;
  readonly blocks: Blocks;
  /** Without `lines`, which only the written text has. */
  readonly kept: Omit<KeptFigures, 'lines'>;
}

export interface SummaryPeriod {
  readonly name: string;
  readonly firstDate: string;
  /** The last of its days. */
  readonly lastDate: string;
  readonly timezone: string;
}

/** In the order in which they are shown. */
export interface Blocks {
  readonly headline: Headline;
  readonly needsYou: NeedsYou;
  readonly objectives: Objectives;
  readonly debt: Debt;
  readonly learned: Learned;
  readonly zoomOut: ZoomOut;
  readonly flow: Flow;
}

export interface Headline {
  readonly vision: string | null;
  readonly goal: string | null;
  /** Of the sprint that held most of the period; null where none did. */
  readonly sprint: SprintFigures | null;
  readonly links: LinkFigures;
  /** Null where no issue holds them. */
  readonly linksBefore: LinkFigures | null;
  /** Objectives that somebody worked for in the period, null where they could not be read; and those open then that nobody did. */
  readonly moved: number | null;
  /** Null where not all that was done could be read. */
  readonly still: readonly Item[] | null;
  /** Decision that is open for longest; null where none is. */
  readonly oldestDecision: Waiting | null;
  readonly begun: BegunSprint | null;
  /** Nothing merged, and all of it was read. */
  readonly isQuiet: boolean;
}

export interface LinkFigures {
  /** Which of the two the guardrail asks for; both are told. */
  readonly require: 'link' | 'objective';
  readonly linked: number;
  readonly toObjective: number;
  /** Those merged in the period that must be linked. */
  readonly of: number;
  /** Whether there are objectives at all, so that nobody could have linked to one. */
  readonly hasObjectives: boolean;
}

/** Weights in whole or broken units of `unit`, as people count them: 2.5 points. */
export interface SprintFigures {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly title: string | null;
  /** Its last day is over: these figures are final. */
  readonly isFinal: boolean;
  readonly isAssumed: boolean;
  readonly isInnovation: boolean;
  readonly unit: 'pull-requests' | 'size' | 'points' | 'lines';
  readonly debt: number;
  readonly other: number;
  /** The band in percent, and in units; null where the size is not known. */
  readonly floor: number;
  readonly ceiling: number;
  readonly plan: { readonly least: number; readonly most: number } | null;
  readonly standing: 'inside' | 'below' | 'above' | 'none';
}

export interface BegunSprint {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly title: string | null;
  readonly goal: string | null;
  /** Expected size and plan in units; null where it is not known. */
  readonly size: number | null;
  readonly plan: { readonly least: number; readonly most: number } | null;
  readonly unit: SprintFigures['unit'];
}

/** Something that waits, with how long: whole local days. */
export interface Waiting extends Item {
  readonly days: number;
}

export interface NeedsYou {
  readonly decide: readonly Waiting[];
  readonly answer: readonly Waiting[];
  readonly reviews: readonly Waiting[];
  readonly blocked: readonly Item[];
  /** Objectives without a linked merge or a closed sub-issue for two sprints. */
  readonly silent: readonly Item[];
  /** Objectives whose text changed, or that were opened, after the sprint began. */
  readonly changed: readonly Item[];
  readonly sunset: readonly Waiting[];
  /** Debt is below half of the least that is planned, and half of the sprint is over. */
  readonly debtBehind: { readonly debt: number; readonly least: number; readonly daysLeft: number } | null;
  /** Carried over from the previous issue, and those that this one asks for. */
  readonly boxes: readonly Box[];
}

export interface Box extends CarriedBox {
  /** What it is about, where it is ours. */
  readonly about: Item | null;
  /** How many weeks it has stood: 0 for a new one. */
  readonly weeks: number;
}

export interface Objectives {
  readonly rows: readonly ObjectiveRow[];
  /** More are open than this, which the configuration names; null where not. */
  readonly tooMany: { readonly open: number; readonly most: number } | null;
  /**
   * Merged in the period: of those that must be linked, what is linked to something that is no objective; and of all debt
   * and other work, what is linked to nothing.
   */
  readonly onlyToIssue: readonly UnlinkedWork[];
  readonly toNothing: readonly UnlinkedWork[];
  /** Could not be read. */
  readonly isUnread: boolean;
}

export interface ObjectiveRow extends Item {
  readonly key: string;
  readonly isOpen: boolean;
  readonly measure: string | null;
  /** In the period. */
  readonly merged: number;
  /** Null where they could not be read. */
  readonly open: number | null;
  readonly subIssues: { readonly done: number; readonly total: number } | null;
  /** Local date of its last linked merge that is known; null for none. */
  readonly lastMerge: string | null;
  readonly horizon: 'now' | 'next' | 'later' | null;
  /** Its measure, or its title where it has none, says what is built, not what changes for somebody. */
  readonly isOutput: boolean;
}

export interface UnlinkedWork extends Item {
  readonly isDebt: boolean;
  readonly why: 'debt' | 'skipped' | 'label' | 'failing-verdict' | 'unread' | 'nothing-said';
  /** Of `label`. */
  readonly label: string | null;
}

export interface Debt {
  readonly sprint: SprintFigures | null;
  /** A sprint ran, or may have run, and what merged in it is not known. */
  readonly isUnread: boolean;
  /** Units of debt that would reach the floor, or of other work that would come back under the ceiling; null inside it. */
  readonly wayBack: { readonly class: 'debt' | 'other'; readonly units: number } | null;
  /** Expected size of a sprint in units, with the sprints that it is the median of, oldest first. */
  readonly size:
    | { readonly origin: 'configured'; readonly units: number }
    | { readonly origin: 'history'; readonly units: number; readonly of: readonly number[] }
    | { readonly origin: 'unknown'; readonly sprints: number }
    | { readonly origin: 'unread' };
  /** Pull requests of the sprint that count in neither. */
  readonly notCounted: { readonly excluded: number; readonly expedite: number };
  readonly unclassified: number;
  readonly debtItems: readonly Item[];
  readonly issues: {
    readonly open: number;
    readonly opened: number;
    readonly closed: number;
    /** Days; null where none is open. With `isPartial`, all of these are of what was read. */
    readonly ageP50: number | null;
    readonly ageP90: number | null;
    readonly isPartial: boolean;
  } | null;
  /** Oldest first, at most eight, innovation sprints and those before measuring began left out. */
  readonly chart: readonly ChartSprint[];
}

/** Percent, to one decimal. */
export interface ChartSprint {
  readonly firstDate: string;
  readonly share: number;
  readonly floor: number;
  readonly ceiling: number;
}

export interface Learned {
  /** Closed in the period. */
  readonly objectives: readonly (Item & { readonly measure: string | null })[];
  readonly experiments: readonly (Item & { readonly learned: string | null })[];
  readonly question: string | null;
  readonly gotPast: readonly (Item & { readonly past: GotPast })[];
}

export interface ZoomOut {
  readonly question: 'direction' | 'right-problem' | 'course' | 'debt-plan';
}

export interface Flow {
  /** Null with fewer than three authors. */
  readonly figures: FlowFigures | null;
  readonly read: readonly string[];
  readonly missing: readonly string[];
  readonly unread: readonly Unavailable[];
  readonly origin: string;
  /** All that merged in the period. */
  readonly merged: readonly Item[];
}

/** Each hidden, null, where too few stand behind it. Durations in seconds; `usual` is the median of the four weeks before. */
export interface FlowFigures {
  readonly cycle: {
    readonly p50: number;
    readonly p90: number;
    readonly usual: number | null;
    readonly n: number;
  } | null;
  readonly deliveries: {
    readonly kind: NonNullable<Deliveries['kind']>;
    readonly n: number;
    readonly usual: number | null;
  } | null;
  readonly restore: { readonly p50: number; readonly usual: number | null; readonly n: number } | null;
  /** How many incidents closed, where that is too few; null where they could not be read. */
  readonly incidents: number | null;
  readonly reverts: { readonly n: number; readonly of: number; readonly usual: number | null };
  readonly week: WeekFigures;
}
