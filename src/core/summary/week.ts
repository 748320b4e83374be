/**
 * A week of a scope as plain data: all that a weekly summary is made of. Instants are ISO 8601, UTC; dates are local
 * (`YYYY-MM-DD`); weights are thousandths of a unit.
 */
import type { LedgerItem } from '../capacity/ledger.ts';
import type { Sprint } from '../capacity/sprints/sprint.ts';
import type { Reason } from '../classes/class.ts';
import type { Config } from '../config/config.ts';
import type { Unavailable } from '../facts/unavailable.ts';
import type { Outcome } from '../verdict.ts';
import type { KeptFigures } from './kept-figures.ts';
import type { Period } from './period.ts';

export interface WeekFacts {
  readonly now: string;
  readonly period: Period;
  /** Names of periods since the previous issue that have none: nobody posted then. Oldest first. */
  readonly skipped: readonly string[];
  readonly scope: SummaryScope;
  /** What holds for the whole scope: of a team its own, else the repository's. */
  readonly rules: Config;
  /** Where the rules come from, as the footer of a check says it: `shop/.github/leadership.yml@4be1c07`. */
  readonly origin: string;
  /** In the order of merging: all that merged since `mergedSince`, of every class, into branches that are tracked. */
  readonly merged: readonly MergedPullRequest[];
  /** Nothing that merged before is known but by `previous`. */
  readonly mergedSince: string;
  /** Into branches that are tracked, drafts too; null where they could not be read. */
  readonly open: readonly OpenPullRequest[] | null;
  /** Open ones, and those that closed in the period; null where they could not be read. */
  readonly objectives: readonly SummaryObjective[] | null;
  readonly sprints: SprintWeek | Unavailable;
  readonly debtIssues: DebtIssues | null;
  /** Open ones, and those that closed in the last five weeks: `kind` says why each matters. Null where unread. */
  readonly issues: readonly NotableIssue[] | null;
  /** Of the last five weeks, in the order of time; null where they could not be read. */
  readonly deliveries: Deliveries | null;
  /** The scope's latest issue of an earlier period; null for the first. */
  readonly previous: PreviousIssue | null;
  /** Parts that could not be read. */
  readonly unread: readonly Unavailable[];
}

export interface SummaryScope {
  /** `owner/name`, or a team's id: what an issue's marker names. */
  readonly id: string;
  /** How the title calls it: `shop/web` is `web`, a team its id. */
  readonly name: string;
  readonly isTeam: boolean;
  /** `owner/name`: where the issue is posted. */
  readonly home: string;
  /** The home is private: all who read the issue may read what is in it. */
  readonly isHomePrivate: boolean;
  /** `owner/name` of each that was read, the home first if it is one of them. */
  readonly repositories: readonly string[];
  /** Those that could not be read; a private one is told as `a private repository of the team`. */
  readonly missing: readonly string[];
}

/** Whether all of the scope was read: else what was found is the least that there is, and nothing found is not none. */
export function isWhole({ missing }: Pick<SummaryScope, 'missing'>): boolean {
  return missing.length === 0;
}

/** Something on GitHub that the issue may point to. Of what its readers may not see, `title` and `url` are null. */
export interface Item {
  /** `#12` of the home, `owner/name#12` of another repository, an id of `objectives.known`, or a milestone's title. */
  readonly ref: string;
  readonly title: string | null;
  readonly url: string | null;
}

export interface MergedPullRequest extends Item, LedgerItem {
  readonly createdAt: string;
  readonly reason: Reason;
  /** Of `other`: it has no label, and links to no issue. */
  readonly isUnclassified: boolean;
  /** Whom it counts for when authors are counted, which are never named. A bot's ends in `[bot]`. */
  readonly author: string;
  /** Keys of `SummaryObjective`, and whether it is linked to anything that counts. */
  readonly objectives: readonly string[];
  readonly isLinked: boolean;
  /** What the guardrail on links says of it now, whatever its mode. */
  readonly outcome: Outcome;
  /** What let it past a guardrail, or past the ledger. */
  readonly gotPast: readonly GotPast[];
  readonly isRevert: boolean;
}

export type GotPast =
  | { readonly by: 'skip-label'; readonly label: string }
  | { readonly by: 'expedite'; readonly isVerified: boolean }
  /** It merged although the guardrail was in `enforce` and failed, as far as its facts tell now. */
  | { readonly by: 'failing-verdict' };

export interface OpenPullRequest extends Item {
  readonly createdAt: string;
  readonly isDraft: boolean;
  /** Since when a review is asked for that nobody gave; null where none is. */
  readonly waitsSince: string | null;
  /** It carries the label `blocked`. */
  readonly isBlocked: boolean;
  /** Its class, where that is `debt`. */
  readonly isDebt: boolean;
  readonly objectives: readonly string[];
}

export interface SummaryObjective extends Item {
  /**
   * `owner/name#12` in lower case, `known:ID`, or `milestone:owner/name:` and a fingerprint of its title: what pull
   * requests name it by.
   */
  readonly key: string;
  readonly isOpen: boolean;
  readonly createdAt: string | null;
  readonly closedAt: string | null;
  /** Its `Measure:` line, or what stands under a heading of that name. */
  readonly measure: string | null;
  /** By label. */
  readonly horizon: 'now' | 'next' | 'later' | null;
  /** Null where it can have none. */
  readonly subIssues: { readonly done: number; readonly total: number } | null;
  /** When a sub-issue of it closed last; null for never. */
  readonly subIssueClosedAt: string | null;
  /** When its title or text was changed last after it was opened; null for never. */
  readonly editedAt: string | null;
}

/** The sprint that held most of the period, with what came before and what comes now. */
export interface SprintWeek {
  /** Null where none held any of it. */
  readonly reported: Sprint | null;
  /** It contains `now` and is not the one that is reported; null for none such. */
  readonly begun: Sprint | null;
  /** Completed ones before the reported one, latest first, as many as the chart and the size of a sprint need. */
  readonly earlier: readonly Sprint[];
  /** Nobody wrote a `sprint` key: its dates are a guess. */
  readonly isAssumed: boolean;
  /** First line of what the milestone says of itself; null where nothing is written, or sprints are no milestones. */
  readonly goal: string | null;
  readonly goalOfBegun: string | null;
  /** Its `Learning question:` line. */
  readonly question: string | null;
}

export interface DebtIssues {
  /** When each open one was opened. */
  readonly open: readonly (Item & { readonly createdAt: string })[];
  /** How many were opened and closed in the period. */
  readonly opened: number;
  readonly closed: number;
  /** There are more open ones than were read. */
  readonly isPartial: boolean;
}

export interface NotableIssue extends Item {
  readonly kind: 'decision' | 'question' | 'blocked' | 'incident' | 'experiment';
  readonly createdAt: string;
  readonly closedAt: string | null;
  /** Of an experiment: the date of its `Sunset:` line. */
  readonly sunset: string | null;
  /** Of an experiment: its `Learned:` or `Outcome:` line. */
  readonly learned: string | null;
}

export interface Deliveries {
  /** What counts as one: successful deployments to `production`, else releases, else nothing is known. */
  readonly kind: 'deployment' | 'release' | null;
  readonly at: readonly string[];
}

export interface PreviousIssue {
  readonly number: number;
  readonly url: string;
  /** Name of its period. */
  readonly period: string;
  /** Null where its hidden block is gone or broken. */
  readonly kept: KeptFigures | null;
  /** Boxes that nobody ticked, as they stand in it now. */
  readonly boxes: readonly CarriedBox[];
}

export interface CarriedBox {
  /** Ours, by what it asks for (`measure:shop/web#31`); `text:…`, by its words, or null for one that a person added. */
  readonly id: string | null;
  /** As a person would read it: foreign text, whoever wrote it. */
  readonly text: string;
  /** Name of the period in which it first stood. */
  readonly since: string;
}
