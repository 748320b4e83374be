/** A sprint as numbers, each with what it is made of. */
import { capOf } from '#core/capacity/band.ts';
import { sprintSource } from '#core/capacity/calendar.ts';
import type { CapacityFacts } from '#core/capacity/capacity-facts.ts';
import { decide, sampleOf } from '#core/capacity/decide.ts';
import type { IncompleteLedger, LedgerSums } from '#core/capacity/ledger.ts';
import { type Sprint, sprintFactsOf } from '#core/capacity/sprints/sprint.ts';
import { baseOf, planOf, type Weighing } from '#core/capacity/weighing.ts';
import { ONE } from '#core/capacity/weight.ts';
import { isUnavailable, type Unavailable } from '#core/facts/unavailable.ts';
import { configuredBand, measuresOf, owedFrom } from '#core/rules/debt-capacity.facts.ts';
import { addLocalDays } from '#core/time.ts';
import type { SprintReading } from '#github/read-sprint.ts';
import { inUnits, quotient } from './explain-capacity.quotient.ts';
import type {
  CapacityExplanation,
  EarlierSprint,
  NextOne,
  Owed,
  Shares,
  ShownSprint,
} from './explain-capacity.shape.ts';

type Read = Extract<SprintReading, { readonly kind: 'sprint' }>;

export function capacityExplanation(read: Read, now: string): CapacityExplanation {
  const { capacity, config } = read;
  const { sprint, timezone, next, isAssumed, sums, hasDebt } = capacity;
  const options = config.config.guardrails['debt-capacity'];
  const measures = measuresOf(now, capacity, options);
  const { size, band, basis, unit, minSample } = measures;
  const configured = configuredBand(options);
  const running = isUnavailable(sprint) ? null : sprint;
  return {
    version: 1,
    repository: read.repository.nameWithOwner,
    now,
    mode: read.mode,
    floorMode: options['floor-mode'],
    sprint: isUnavailable(sprint) ? sprint : sprint === null ? null : showSprint(sprint, now, timezone),
    next,
    timezone,
    source: sprintSource(config.config),
    isAssumed,
    plan: {
      floor: configured.floor / 100,
      ceiling: configured.ceiling / 100,
      unit,
      basis,
      minSample,
      grace: sampleOf(measures),
      effective: { floor: band.floor / 100, ceiling: band.ceiling / 100 },
    },
    size: isUnavailable(size) ? size : { origin: size.origin, units: size.size === null ? null : size.size / ONE },
    earlier: earlierSprints(capacity),
    items: capacity.items.map((item) => ({
      ref: item.ref,
      class: item.class,
      reason: item.reason,
      weight: item.weight / ONE,
      mergedAt: item.mergedAt,
      isCounted: item.class === 'debt' || item.class === 'other',
    })),
    sums: isUnavailable(sums) ? sums : { ...sums, debt: sums.debt / ONE, other: sums.other / ONE },
    missing: missingOf(sums, read.repository.nameWithOwner),
    shares: running === null ? null : sharesOf(measures, sums, running, now, timezone),
    owed: owedOf(read, isUnavailable(size) ? null : size.size),
    nextOnes: running === null ? null : nextOnes(measures, read, running, now),
    hasDebt,
    branches: [
      ...(read.repository.defaultBranch === null ? [] : [read.repository.defaultBranch]),
      ...config.config.branches,
    ],
    config: config.origin,
  };
}

function missingOf(sums: Read['capacity']['sums'], own: string): readonly string[] {
  if (!isUnavailable(sums)) return [];
  return isIncomplete(sums) ? sums.repositories : [own];
}

function isIncomplete(sums: Unavailable): sums is IncompleteLedger {
  return 'repositories' in sums;
}

function showSprint(sprint: Sprint, now: string, timezone: string): ShownSprint {
  const { firstDate, endDate, start, end, days, title, isInnovation } = sprint;
  const { daysLeft } = sprintFactsOf(sprint, now, timezone, false);
  return { firstDate, lastDate: addLocalDays(endDate, -1), start, end, days, daysLeft, title, isInnovation };
}

function earlierSprints({ previous, completed }: Read['capacity']): EarlierSprint[] {
  return previous.flatMap(({ firstDate, endDate, days }, index): EarlierSprint[] => {
    const one = completed[index];
    if (one === undefined) return [];
    const dates = { firstDate, lastDate: addLocalDays(endDate, -1), days };
    if (isUnavailable(one)) return [{ ...dates, debt: null, weight: null, counts: 'unread' }];
    const counts = one.isInnovation ? 'innovation' : one.weight === 0 ? 'nothing-merged' : 'yes';
    return [{ ...dates, debt: one.debt / ONE, weight: one.weight / ONE, counts }];
  });
}

type Measures = ReturnType<typeof measuresOf>;

/** Null where one of the numbers that it takes could not be read. */
function weighingOf(
  { size, band, basis }: Measures,
  sums: LedgerSums | Unavailable,
  { sprint, now, timezone }: { readonly sprint: Sprint; readonly now: string; readonly timezone: string },
  weight: number,
): Weighing | null {
  if (isUnavailable(sums) || (isUnavailable(size) && basis !== 'merged')) return null;
  const known = isUnavailable(size) ? null : size.size;
  const { days, daysLeft } = sprintFactsOf(sprint, now, timezone, false);
  return {
    debt: BigInt(sums.debt),
    other: BigInt(sums.other),
    weight: BigInt(weight),
    size: BigInt(known ?? 0),
    basis: known === null ? 'merged' : basis,
    days: BigInt(days),
    daysLeft: BigInt(daysLeft),
    band,
  };
}

function sharesOf(
  measures: Measures,
  sums: LedgerSums | Unavailable,
  sprint: Sprint,
  now: string,
  timezone: string,
): Shares | null {
  const weighing = weighingOf(measures, sums, { sprint, now, timezone }, 0);
  if (weighing === null) return null;
  const { numerator, denominator } = baseOf(weighing);
  const merged = weighing.debt + weighing.other;
  const { floor, ceiling } = measures.band;
  const { least, most, mostOther } = planOf(weighing);
  return {
    ofMerged: merged === 0n ? null : quotient(weighing.debt * 100n, merged),
    base: inUnits(numerator, denominator),
    ofBase: numerator === 0n ? null : quotient(weighing.debt * 100n * denominator, numerator),
    floor: inUnits(BigInt(floor) * numerator, WHOLE * denominator),
    ceiling: inUnits(BigInt(ceiling) * numerator, WHOLE * denominator),
    least,
    most,
    mostOther,
  };
}

const WHOLE = 10_000n;

function owedOf({ capacity, config }: Read, size: number | null): Owed | null {
  const options = config.config.guardrails['debt-capacity'];
  const found = owedFrom(options, capacity, size);
  if (found === null) return null;
  const { mode } = options['carry-over'];
  const terms = found.terms;
  return {
    mode,
    interest: terms.interest / 100,
    maxShift: terms.maxShift / 100,
    after: found.owed.map((owed) => owed / ONE),
    shift: found.shift / 100,
    isApplied: mode === 'enforce',
  };
}

function nextOnes(measures: Measures, { capacity, config }: Read, sprint: Sprint, now: string): NextOne[] | null {
  const options = config.config.guardrails['debt-capacity'];
  const { sums, hasDebt, timezone } = capacity;
  const weighing = weighingOf(measures, sums, { sprint, now, timezone }, ONE);
  if (weighing === null) return null;
  const { numerator, denominator } = baseOf(weighing);
  return (['debt', 'other'] as const).map((weighed) => {
    const facts: CapacityFacts = {
      isOn: true,
      isTracked: true,
      class: weighed,
      isExpediteVerified: true,
      isWaived: false,
      ...measures,
      weight: ONE,
      floor: { mode: options['floor-mode'], isBug: false, hasDebt },
    };
    const decision = decide(facts);
    const cap = capOf(weighed, measures.band);
    return {
      class: weighed,
      weight: 1,
      sum: Number(weighing[weighed] + weighing.weight) / ONE,
      base: inUnits(numerator, denominator),
      cap: cap / 100,
      limit: inUnits(BigInt(cap) * numerator, WHOLE * denominator),
      row: decision.row,
      code: decision.code,
      wayOut: 'wayOut' in decision ? decision.wayOut : null,
      unarmed: decision.code === 'pass-unarmed' ? decision.because : [],
      forming: decision.code === 'pass-grace' ? { merged: decision.merged, wanted: decision.wanted } : null,
    };
  });
}
