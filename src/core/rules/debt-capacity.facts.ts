/** Between what was gathered and configured, the decision, and what the texts are made of. */
import { type Band, parsePercentage, shiftedBand } from '../capacity/band.ts';
import type { CapacityFacts, Decision } from '../capacity/capacity-facts.ts';
import { type CarryOver, type CarryOverOptions, carryOver } from '../capacity/carry-over.ts';
import { decide } from '../capacity/decide.ts';
import { withItem, withoutItem } from '../capacity/ledger.ts';
import { type SprintSize, sizeOfSprint } from '../capacity/size.ts';
import { daysLeft, type Sprint, sprintFactsOf } from '../capacity/sprints/sprint.ts';
import { isBlock, turnedBy } from '../capacity/turned-by.ts';
import type { Basis } from '../capacity/weighing.ts';
import { ONE, thousandths, type Unit, type WeightOptions, weightOf } from '../capacity/weight.ts';
import type { Classification } from '../classes/class.ts';
import type { ClassLabels } from '../classes/class-labels.ts';
import type { CapacityState, MergedWork } from '../facts/capacity.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import { isUnavailable, type Unavailable, unavailable } from '../facts/unavailable.ts';
import { addLocalDays, compareInstants, localDateOf, startOfLocalDate } from '../time.ts';
import type { Mode } from '../verdict.ts';
import type { Args, Stop } from './debt-capacity.words.ts';
import type { FindingOf } from './rule.ts';

/** The rule's options as the configuration holds them. */
export interface CapacityOptions {
  readonly floor?: string | number | undefined;
  readonly ceiling?: string | number | undefined;
  readonly 'floor-mode': Mode;
  readonly unit: Unit;
  readonly points: { readonly labels: string; readonly default: number };
  readonly 'lines-cap': number;
  readonly capacity: 'auto' | number;
  readonly basis: Basis;
  readonly 'min-sample': number;
  readonly 'carry-over': {
    readonly mode: 'off' | 'report' | 'enforce';
    readonly interest: string | number;
    readonly 'max-shift': string | number;
  };
}

/** The end of the band that is not written, in basis points (spec, config.md). */
const DEFAULT_BAND: Band = { floor: 1_000, ceiling: 3_000 };

export function configuredBand({ floor, ceiling }: Pick<CapacityOptions, 'floor' | 'ceiling'>): Band {
  return {
    floor: floor === undefined ? DEFAULT_BAND.floor : basisPointsOf(floor),
    ceiling: ceiling === undefined ? DEFAULT_BAND.ceiling : basisPointsOf(ceiling),
  };
}

function basisPointsOf(written: string | number): number {
  const parsed = parsePercentage(written);
  // The schema refuses any other.
  if (parsed.problem !== null) throw new Error('a percentage that is none');
  return parsed.basisPoints;
}

/** How the ledger weighs what merged: the same as the pull request that is judged. */
export function weightOptionsOf(options: Pick<CapacityOptions, 'unit' | 'points' | 'lines-cap'>): WeightOptions {
  const { unit, points } = options;
  const standard = thousandths(points.default);
  return { unit, points: { labels: points.labels, default: standard ?? 1_000 }, linesCap: options['lines-cap'] };
}

export interface Judged {
  readonly now: string;
  readonly pullRequest: PullRequestFacts;
  readonly classification: Classification;
  readonly classLabels: ClassLabels;
  readonly capacity: CapacityState;
}

export function factsOf(
  { now, pullRequest, classification, capacity }: Omit<Judged, 'classLabels'>,
  options: CapacityOptions,
): CapacityFacts {
  const [unread] = classification.unread;
  const { additions, deletions, labels } = pullRequest;
  return {
    isOn: true,
    isTracked: true,
    // What could not be read might have made it something else.
    class: unread === undefined ? classification.class : unavailable(unread.what, unread.reason),
    isExpediteVerified: classification.isUnverified !== true,
    isWaived: false,
    ...measuresOf(now, capacity, options),
    weight: weightOf({ additions, deletions, labels: labels.map(({ name }) => name) }, weightOptionsOf(options)),
    floor: {
      mode: options['floor-mode'],
      isBug: classification.categories.includes('bug'),
      hasDebt: capacity.hasDebt,
    },
  };
}

type Measures = Pick<CapacityFacts, 'sprint' | 'ledger' | 'size' | 'band' | 'shift' | 'basis' | 'unit' | 'minSample'>;

/** What every pull request is held against that would merge into the scope now. */
export function measuresOf(now: string, capacity: CapacityState, options: CapacityOptions): Measures {
  const { sprint, next, timezone, isAssumed, sums, completed } = capacity;
  const configured = options.capacity === 'auto' ? null : thousandths(options.capacity);
  const days = isUnavailable(sprint) || sprint === null ? 0 : sprint.days;
  const size = sizeOfSprint(configured, completed, days);
  const shift = shiftOf(options, capacity, size);
  return {
    sprint: isUnavailable(sprint)
      ? sprint
      : sprint === null
        ? { isNone: true, next }
        : sprintFactsOf(sprint, now, timezone, isAssumed),
    ledger: sums,
    size,
    band: shiftedBand(configuredBand(options), isUnavailable(shift) ? 0 : shift),
    shift,
    basis: options.basis,
    unit: options.unit,
    minSample: options['min-sample'],
  };
}

/** The sprint without this pull request: what has merged, too, is weighed against the others alone. */
export function withoutItself(
  capacity: CapacityState,
  { repository, pullRequest }: { readonly repository: string; readonly pullRequest: Pick<PullRequestFacts, 'number'> },
): CapacityState {
  const { sums, items } = capacity;
  const own = items.find(({ id }) => id === idOf(repository, pullRequest));
  if (isUnavailable(sums) || own === undefined) return capacity;
  return { ...capacity, sums: withoutItem(sums, own), items: items.filter((item) => item !== own) };
}

function idOf(repository: string, { number }: Pick<PullRequestFacts, 'number'>): string {
  return `${repository}#${number}`;
}

/**
 * The sprint as it stands once this pull request has merged, too: for those behind it in a merge queue. GitHub merges the
 * front of the queue meanwhile, so the ledger may hold it already.
 */
export function afterMerge(
  capacity: CapacityState,
  {
    now,
    repository,
    pullRequest,
    classification,
  }: Omit<Judged, 'capacity' | 'classLabels'> & { readonly repository: string },
  options: CapacityOptions,
): CapacityState {
  const { sums, items } = capacity;
  const id = idOf(repository, pullRequest);
  if (items.some((item) => item.id === id)) return capacity;
  const [missing] = classification.unread;
  // What is ahead and unknown leaves what is behind unknown.
  if (missing !== undefined) return { ...capacity, sums: unavailable(missing.what, missing.reason) };
  if (isUnavailable(sums)) return capacity;
  const { number, additions, deletions, labels } = pullRequest;
  const item: MergedWork = {
    id,
    ref: `#${number}`,
    class: classification.class,
    weight: weightOf({ additions, deletions, labels: labels.map(({ name }) => name) }, weightOptionsOf(options)),
    mergedAt: now,
    reason: classification.reason,
    isAhead: true,
  };
  return { ...capacity, sums: withItem(sums, item), items: [...items, item] };
}

/** By how much what earlier sprints owe raises the band, where that is enforced. */
function shiftOf(
  options: CapacityOptions,
  capacity: Pick<CapacityState, 'completed'>,
  size: SprintSize | Unavailable,
): number | Unavailable {
  if (options['carry-over'].mode !== 'enforce') return 0;
  if (isUnavailable(size)) return size;
  const band = configuredBand(options);
  const owed = owedFrom(options, capacity, size.size);
  if (owed !== null) return shiftedBand(band, owed.shift).floor - band.floor;
  return capacity.completed.find(isUnavailable) ?? 0;
}

/** What earlier sprints owe, oldest first, and what that asks for; null where one of them could not be read. */
export function owedFrom(
  options: CapacityOptions,
  { completed }: Pick<CapacityState, 'completed'>,
  size: number | null,
): (CarryOver & { readonly terms: CarryOverOptions }) | null {
  const { interest, 'max-shift': maxShift } = options['carry-over'];
  const known = completed.flatMap((sprint) => (isUnavailable(sprint) ? [] : [sprint]));
  if (known.length < completed.length) return null;
  const terms = { interest: basisPointsOf(interest), maxShift: basisPointsOf(maxShift) };
  return { ...carryOver([...known].reverse(), configuredBand(options), size, terms), terms };
}

/** The decision as a finding of the rule. */
export function findingOf(facts: CapacityFacts, judged: Judged, options: CapacityOptions): FindingOf<Args> {
  const { classification, capacity } = judged;
  const counts = classification.class === 'debt' ? 'debt' : 'other';
  const decision = decide(facts);
  switch (decision.code) {
    case 'pass':
      return { outcome: 'pass', code: 'inside', args: { class: counts }, ...untilItTurns(facts, judged) };
    case 'pass-first':
      return { outcome: 'pass', code: 'first-of-its-class', args: { class: counts } };
    case 'pass-tolerance':
      return { outcome: 'pass', code: 'narrow-band', args: { class: counts }, ...untilItTurns(facts, judged) };
    case 'pass-grace':
      return { outcome: 'pass', code: 'forming', args: { wanted: decision.wanted } };
    case 'pass-no-sprint':
      return { outcome: 'pass', code: 'no-sprint', args: { next: decision.next, timezone: capacity.timezone } };
    case 'pass-suspended':
      return { outcome: 'pass', code: 'suspended', args: {} };
    case 'pass-unarmed':
      return {
        outcome: 'pass',
        code: 'unarmed',
        args: { because: decision.because, debtLabel: judged.classLabels.debt },
      };
    case 'not-available':
      return { outcome: 'not-available', code: 'unread', args: decision.missing };
    case 'block-ceiling':
    case 'block-floor': {
      const stop = {
        outcome: 'fail',
        args: stopOf(decision, facts, judged),
        validUntil: validUntilOf(judged, facts),
      } as const;
      return decision.code === 'block-ceiling'
        ? { ...stop, code: 'ceiling' }
        : { ...stop, code: 'floor', modeCap: options['floor-mode'] };
    }
    case 'pass-out-of-scope':
    case 'pass-exempt':
    case 'pass-waived':
      // `evaluate` has let these past every guardrail before it asks any.
      throw new Error(`a pull request that no guardrail judges: ${decision.code}`);
  }
}

type Block = Extract<Decision, { readonly row: 'R8' }>;

function stopOf({ figures, wayOut, part }: Block, facts: CapacityFacts, judged: Judged): Stop {
  const { now, pullRequest, classification, classLabels, capacity } = judged;
  const last = turnedBy(facts, capacity.items);
  const { timezone, next, help, listUrl } = capacity;
  const sprint = sprintOf(judged);
  return {
    figures,
    units: wayOut.units,
    part,
    isLikely:
      wayOut.units * ONE * sprint.days <= (figures.size?.size ?? Infinity) * daysThatCount(sprint, now, timezone),
    unit: facts.unit,
    turnedBy: last === null ? null : { ref: last.ref, mergedAt: last.mergedAt, isAhead: last.isAhead === true },
    countedUpTo: capacity.items.at(-1) ?? null,
    ends: sprint.end,
    next,
    timezone,
    reason: classification.reason,
    debtLabel: classLabels.debt,
    isFork: pullRequest.isFork,
    help,
    listUrl,
  };
}

/** Those of the sprint in which something may still merge: today, and all that are ahead. */
function daysThatCount(sprint: Sprint, now: string, timezone: string): number {
  return Math.min(sprint.days, daysLeft(sprint, now, timezone) + 1);
}

/** What was weighed was weighed by a sprint. */
function sprintOf({ capacity: { sprint } }: Judged): Sprint {
  if (isUnavailable(sprint) || sprint === null) throw new Error('weighed without a sprint');
  return sprint;
}

/** What passes by a projection may not pass once fewer days are left; by any other basis time alone turns nothing. */
function untilItTurns(facts: CapacityFacts, judged: Judged): { readonly validUntil?: string } {
  const { sprint } = facts;
  if (facts.basis !== 'projected' || !('daysLeft' in sprint)) return {};
  // Not only the last day: on the way there it may be stopped, and let past again once the band is narrower than it is.
  const days = Array.from({ length: sprint.daysLeft }, (_, daysLeft) => ({ ...sprint, daysLeft }));
  const turns = days.some((day) => isBlock(decide({ ...facts, sprint: day })));
  return turns ? { validUntil: validUntilOf(judged, facts) } : {};
}

/** What the sprint held against it ends with the sprint; a projection also shrinks with each day. */
function validUntilOf(judged: Judged, { basis }: CapacityFacts): string {
  const { end } = sprintOf(judged);
  if (basis !== 'projected') return end;
  const { timezone } = judged.capacity;
  const tomorrow = startOfLocalDate(addLocalDays(localDateOf(judged.now, timezone), 1), timezone);
  return compareInstants(tomorrow, end) < 0 ? tomorrow : end;
}
