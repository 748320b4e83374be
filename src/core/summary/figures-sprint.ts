/** The sprint that a week is of, against its plan: by the same arithmetic as the check. */
import { type Band, WHOLE } from '../capacity/band.ts';
import { sampleOf } from '../capacity/decide.ts';
import { countOf, type LedgerSums } from '../capacity/ledger.ts';
import type { SprintSize } from '../capacity/size.ts';
import { daysLeft, type Sprint } from '../capacity/sprints/sprint.ts';
import { baseOf, isOverCap, planOf, unitsUntilItPasses, type Weighing } from '../capacity/weighing.ts';
import { ONE } from '../capacity/weight.ts';
import type { Config } from '../config/config.ts';
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import { configuredBand } from '../rules/debt-capacity.facts.ts';
import { addLocalDays, compareInstants } from '../time.ts';
import { bandBy, type EndedSprint, endedBefore, endedOf, sizeBy, sumsOf, UNKNOWN } from './figures-sprints.ts';
import type { Work } from './period-work.ts';
import type { BegunSprint, Debt, SprintFigures } from './summary.ts';
import type { SprintWeek, WeekFacts } from './week.ts';

export interface ReportedSprint {
  readonly sprint: Sprint;
  readonly sums: LedgerSums;
  readonly figures: SprintFigures;
  readonly wayBack: Debt['wayBack'];
}

export interface SprintState {
  /** Null where no sprint held the period, or what merged in it is not known. */
  readonly reported: ReportedSprint | null;
  readonly size: SprintSize | Unavailable;
  readonly begun: BegunSprint | null;
  /** Latest first, the reported one among them once it is over. */
  readonly ended: readonly EndedSprint[];
}

export function sprintStateOf(work: Work): SprintState {
  const { sprints, rules, now } = work.week;
  if (isUnavailable(sprints)) return { reported: null, size: sprints, begun: null, ended: [] };
  const { reported } = sprints;
  const before = endedBefore(work);
  const size = reported === null ? UNKNOWN : sizeBy(rules, before, reported.days);
  const isFinal = reported !== null && compareInstants(reported.end, now) <= 0;
  const ended = isFinal ? [endedOf(work, reported), ...before] : before;
  const sums = reported === null ? null : sumsOf(work, reported);
  const state =
    reported === null || sums === null
      ? null
      : stateOf({ rules, now, sprint: reported, sums, size, band: bandBy(rules, before, size), isFinal }, sprints);
  return { reported: state, size, begun: begunOf(work.week, sprints, ended), ended };
}

interface Weighed {
  readonly rules: Config;
  readonly now: string;
  readonly sprint: Sprint;
  readonly sums: LedgerSums;
  readonly size: SprintSize | Unavailable;
  /** Null where what earlier sprints owe is not known. */
  readonly band: Band | null;
  readonly isFinal: boolean;
}

function stateOf(weighed: Weighed, { isAssumed }: SprintWeek): ReportedSprint {
  const { rules, sprint, sums, isFinal } = weighed;
  const options = rules.guardrails['debt-capacity'];
  const weighing = weighingOf(weighed);
  const shown = weighed.band ?? configuredBand(options);
  const isForming =
    weighing?.basis === 'merged' && countOf(sums) < sampleOf({ band: shown, minSample: options['min-sample'] });
  const standing = weighing === null || isForming ? 'none' : standingOf(weighing);
  const figures: SprintFigures = {
    ...datesOf(sprint),
    title: sprint.title,
    isFinal,
    isAssumed,
    isInnovation: sprint.isInnovation,
    unit: options.unit,
    debt: sums.debt / ONE,
    other: sums.other / ONE,
    floor: shown.floor / 100,
    ceiling: shown.ceiling / 100,
    plan: weighing === null ? null : planBy(weighing),
    standing,
  };
  return { sprint, sums, figures, wayBack: weighing === null ? null : wayBackOf(weighing, standing) };
}

/**
 * Nothing more merges in a sprint that is over, so that its plan is of what did, whatever was expected: as carry-over has
 * it. Null where there is no plan: the band rests or is not known, nothing merged, or the size of a sprint that runs is
 * not known.
 */
function weighingOf({ rules, now, sprint, sums, size, band, isFinal }: Weighed): Weighing | null {
  const basis = isFinal ? 'merged' : rules.guardrails['debt-capacity'].basis;
  const known = isUnavailable(size) ? null : size.size;
  if (band === null || sprint.isInnovation || (basis !== 'merged' && known === null)) return null;
  const weighing: Weighing = {
    debt: BigInt(sums.debt),
    other: BigInt(sums.other),
    weight: 0n,
    size: BigInt(known ?? 0),
    basis,
    days: BigInt(sprint.days),
    daysLeft: BigInt(daysLeft(sprint, now, rules.timezone)),
    band,
  };
  return baseOf(weighing).numerator > 0n ? weighing : null;
}

function planBy(weighing: Weighing): { readonly least: number; readonly most: number } {
  const { least, most } = planOf(weighing);
  return { least, most };
}

function standingOf(weighing: Weighing): 'inside' | 'below' | 'above' {
  if (isBelow(weighing)) return 'below';
  return isOverCap(weighing, 'debt') ? 'above' : 'inside';
}

function isBelow(weighing: Weighing): boolean {
  const { numerator, denominator } = baseOf(weighing);
  return weighing.debt * BigInt(WHOLE) * denominator < BigInt(weighing.band.floor) * numerator;
}

/** The least whole units after which it is inside: each brings it nearer, since no band reaches over the whole. */
function wayBackOf(weighing: Weighing, standing: SprintFigures['standing']): Debt['wayBack'] {
  if (standing === 'above') return { class: 'other', units: unitsUntilItPasses(weighing, 'debt', false) };
  if (standing !== 'below') return null;
  return { class: 'debt', units: leastUnits((units) => !isBelow({ ...weighing, debt: weighing.debt + units })) };
}

function leastUnits(isEnough: (thousandths: bigint) => boolean): number {
  let failing = 0n;
  let passing = 1n;
  while (!isEnough(passing * BigInt(ONE))) {
    failing = passing;
    passing *= 2n;
  }
  while (passing - failing > 1n) {
    const middle = (failing + passing) / 2n;
    if (isEnough(middle * BigInt(ONE))) passing = middle;
    else failing = middle;
  }
  return Number(passing);
}

/** Of a week that is long over, the sprint of today is no news. */
function begunOf(
  { rules, period }: WeekFacts,
  { begun, goalOfBegun }: SprintWeek,
  ended: readonly EndedSprint[],
): BegunSprint | null {
  if (begun === null || begun.firstDate >= addLocalDays(period.endDate, 7)) return null;
  const size = sizeBy(rules, ended, begun.days);
  const band = bandBy(rules, ended, size);
  const units = isUnavailable(size) ? null : size.size;
  const isPlanned = units !== null && units > 0 && band !== null && !begun.isInnovation;
  return {
    ...datesOf(begun),
    title: begun.title,
    goal: goalOfBegun,
    size: units === null ? null : units / ONE,
    // Expected as a whole, whatever the check's shares are shares of while it runs.
    plan: isPlanned ? planBy({ ...EMPTY, size: BigInt(units), band }) : null,
    unit: rules.guardrails['debt-capacity'].unit,
  };
}

const EMPTY = { debt: 0n, other: 0n, weight: 0n, basis: 'planned', days: 1n, daysLeft: 0n } as const;

function datesOf({ firstDate, endDate }: Sprint): { readonly firstDate: string; readonly lastDate: string } {
  return { firstDate, lastDate: addLocalDays(endDate, -1) };
}
