/** Sprints that are over, by what merged in them or by what the previous issue keeps of them. */
import { type Band, shiftedBand, WHOLE } from '../capacity/band.ts';
import { roundDivide } from '../capacity/exact.ts';
import { type LedgerSums, NO_SUMS, withItem } from '../capacity/ledger.ts';
import { type CompletedSprint, completedSprint, LOOK_BACK, type SprintSize, sizeOfSprint } from '../capacity/size.ts';
import type { Sprint } from '../capacity/sprints/sprint.ts';
import { thousandths } from '../capacity/weight.ts';
import type { Config } from '../config/config.ts';
import { isUnavailable, type Unavailable, unavailable } from '../facts/unavailable.ts';
import { configuredBand, owedFrom } from '../rules/debt-capacity.facts.ts';
import { compareInstants, localDaysBetween } from '../time.ts';
import { isSameScope, type KeptFigures, type KeptSprint } from './kept-figures.ts';
import { mergedWithin, type Work } from './period-work.ts';
import { rulesKey } from './rules-key.ts';
import type { ChartSprint } from './summary.ts';
import { isWhole, type WeekFacts } from './week.ts';

/** Sprints that a chart shows and an issue keeps, at most. */
export const SHOWN_SPRINTS = 8;

/** Where no sprint says it. */
export const UNKNOWN: SprintSize = { origin: 'unknown', size: null, sprints: 0 };

/** The dates of a sprint that is over, with what merged in it where that is known. */
export interface EndedSprint extends Pick<Sprint, 'firstDate' | 'endDate' | 'days' | 'isInnovation'> {
  readonly sums: Pick<LedgerSums, 'debt' | 'other' | 'debtCount' | 'otherCount'> | Unavailable;
  /** As an issue kept it; null where it was never in one. */
  readonly band: Band | null;
}

/** What merged in a sprint; null where not all of it is known. */
export function sumsOf({ week, merged }: Work, sprint: Sprint): LedgerSums | null {
  if (!isWhole(week.scope) || compareInstants(week.mergedSince, sprint.start) > 0) return null;
  return mergedWithin(merged, sprint).reduce<LedgerSums>((sums, item) => withItem(sums, item), NO_SUMS);
}

/** What the previous issue keeps, where it is this scope's. */
export function keptOf({ previous, scope }: Pick<WeekFacts, 'previous' | 'scope'>): KeptFigures | null {
  const kept = previous?.kept ?? null;
  return kept !== null && isSameScope(kept.scope, scope.id) ? kept : null;
}

/** Those before the reported sprint, latest first: of the calendar, and what else the previous issue keeps. */
export function endedBefore(work: Work): readonly EndedSprint[] {
  const { sprints } = work.week;
  if (isUnavailable(sprints)) return [];
  const { reported, earlier } = sprints;
  const kept = keptSprints(work.week);
  const known = earlier.map((sprint) => {
    const same = kept.find((one) => isSameSprint(one, sprint));
    return same === undefined ? endedOf(work, sprint) : fromKept(same);
  });
  const calendar = reported === null ? earlier : [reported, ...earlier];
  // A date that was moved since has made another sprint of it.
  const others = kept.filter((one) => !calendar.some((sprint) => overlaps(one, sprint)));
  const isBefore = ({ firstDate }: KeptSprint) => reported === null || firstDate < reported.firstDate;
  return [...known, ...others.filter(isBefore).map(fromKept)].toSorted((a, b) => (a.firstDate < b.firstDate ? 1 : -1));
}

/** Those that the previous issue keeps, counted by the rules that hold now. */
export function keptSprints(week: Pick<WeekFacts, 'previous' | 'scope' | 'rules'>): readonly KeptSprint[] {
  const kept = keptOf(week);
  return kept !== null && kept.rules === rulesKey(week) ? kept.sprints : [];
}

type Dates = Pick<Sprint, 'firstDate' | 'endDate'>;

/** A date that was moved since makes another sprint of it. */
export function isSameSprint(a: Dates, b: Dates): boolean {
  return a.firstDate === b.firstDate && a.endDate === b.endDate;
}

function overlaps(a: Dates, b: Dates): boolean {
  return a.firstDate < b.endDate && b.firstDate < a.endDate;
}

function fromKept({ firstDate, endDate, isInnovation, floor, ceiling, ...sums }: KeptSprint): EndedSprint {
  const days = localDaysBetween(firstDate, endDate);
  return { firstDate, endDate, days, isInnovation, sums, band: { floor, ceiling } };
}

/** By what merged in it. */
export function endedOf(work: Work, sprint: Sprint): EndedSprint {
  const { firstDate, endDate, days, isInnovation } = sprint;
  const sums = sumsOf(work, sprint) ?? unavailable('what merged in an earlier sprint', 'unreachable');
  return { firstDate, endDate, days, isInnovation, sums, band: null };
}

/** What the size and the band of a sprint go by, of those before it: latest first. */
function completedOf(before: readonly EndedSprint[]): readonly (CompletedSprint | Unavailable)[] {
  return before
    .slice(0, LOOK_BACK)
    .map((sprint) => (isUnavailable(sprint.sums) ? sprint.sums : completedSprint(sprint.sums, sprint)));
}

/** K by the sprints before it. */
export function sizeBy(rules: Config, before: readonly EndedSprint[], days: number): SprintSize | Unavailable {
  const { capacity } = rules.guardrails['debt-capacity'];
  return sizeOfSprint(capacity === 'auto' ? null : thousandths(capacity), completedOf(before), days);
}

/** The band as it holds in a sprint, with what those before it owe; null where that is not known. */
export function bandBy(rules: Config, before: readonly EndedSprint[], size: SprintSize | Unavailable): Band | null {
  const options = rules.guardrails['debt-capacity'];
  const band = configuredBand(options);
  if (options['carry-over'].mode !== 'enforce') return band;
  if (isUnavailable(size)) return null;
  const owed = owedFrom(options, { completed: completedOf(before) }, size.size);
  return owed === null ? null : shiftedBand(band, owed.shift);
}

/** As the next issue finds them, latest first: those that are known, with the band that held in each. */
export function sprintsToKeep(ended: readonly EndedSprint[], rules: Config): readonly KeptSprint[] {
  const kept = ended.flatMap((sprint, at): KeptSprint[] => {
    const { firstDate, endDate, days, isInnovation, sums } = sprint;
    if (isUnavailable(sums)) return [];
    const before = ended.slice(at + 1).filter((one) => !isUnavailable(one.sums));
    const band =
      sprint.band ??
      bandBy(rules, before, sizeBy(rules, before, days)) ??
      configuredBand(rules.guardrails['debt-capacity']);
    const { debt, other, debtCount, otherCount } = sums;
    return [{ firstDate, endDate, debt, other, debtCount, otherCount, isInnovation, ...band }];
  });
  return kept.slice(0, SHOWN_SPRINTS);
}

/** Oldest first. A sprint in which nothing merged has no share, and one whose band rested is held against none. */
export function chartOf(kept: readonly KeptSprint[]): readonly ChartSprint[] {
  return kept
    .flatMap(({ firstDate, debt, other, floor, ceiling, isInnovation }): ChartSprint[] =>
      isInnovation || debt + other === 0
        ? []
        : [
            {
              firstDate,
              share: percent(debt, debt + other),
              floor: percent(floor, WHOLE),
              ceiling: percent(ceiling, WHOLE),
            },
          ],
    )
    .reverse();
}

/** To one decimal, halves up. */
function percent(part: number, whole: number): number {
  return Number(roundDivide(BigInt(part) * 1000n, BigInt(whole))) / 10;
}
