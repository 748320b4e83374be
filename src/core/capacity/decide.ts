/**
 * Would merging this leave the sprint outside its band? The rows R0 to R9 of the specification, in their order; the first
 * that applies decides. A row that cannot be settled without a fact that could not be read ends in `not-available`.
 */
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import { otherClass, type WeighedClass, WHOLE } from './band.ts';
import type {
  CapacityFacts,
  Decision,
  Figures,
  NeedyRow,
  NoSprint,
  SprintFacts,
  UnarmedReason,
} from './capacity-facts.ts';
import { ceilDivide } from './exact.ts';
import { countOf, type LedgerSums } from './ledger.ts';
import {
  type Basis,
  isLargerThanCap,
  isNarrowerThanItem,
  isOverCap,
  planOf,
  unitsThatFit,
  unitsUntilItPasses,
  type Weighing,
} from './weighing.ts';
import { ONE } from './weight.ts';

export function decide(facts: CapacityFacts): Decision {
  if (!facts.isOn) return { row: 'R0', code: 'pass-out-of-scope', because: 'off' };
  if (!facts.isTracked) return { row: 'R0', code: 'pass-out-of-scope', because: 'branch' };
  if (isUnavailable(facts.class)) return notAvailable('R0', facts.class);
  if (facts.class === 'excluded') return { row: 'R0', code: 'pass-out-of-scope', because: 'class' };
  if (facts.class === 'expedite') return { row: 'R1', code: 'pass-exempt', isVerified: facts.isExpediteVerified };
  if (isUnavailable(facts.isWaived)) return notAvailable('R2', facts.isWaived);
  if (facts.isWaived) return { row: 'R2', code: 'pass-waived' };
  if (isUnavailable(facts.sprint)) return notAvailable('R3', facts.sprint);
  return bySprint(facts, facts.class, facts.sprint);
}

function bySprint(facts: CapacityFacts, weighed: WeighedClass, sprint: SprintFacts | NoSprint): Decision {
  if ('isNone' in sprint) return { row: 'R3', code: 'pass-no-sprint', next: sprint.next };
  if (sprint.isInnovation) return { row: 'R3b', code: 'pass-suspended' };
  if (sprint.isAssumed) return { row: 'R3c', code: 'pass-unarmed', because: ['sprint-assumed'] };
  const { ledger } = facts;
  const isForming = mayForm(facts);
  if (isForming !== false) {
    if (isUnavailable(ledger)) return notAvailable('R4', ledger);
    const merged = countOf(ledger);
    const wanted = sampleOf(facts);
    if (merged + 1 <= wanted) {
      return isForming === true ? { row: 'R4', code: 'pass-grace', merged, wanted } : notAvailable('R4', isForming);
    }
  }
  if (isUnavailable(ledger)) return notAvailable('R5', ledger);
  return byWeight(facts, weighed, sprint, ledger);
}

/** Whether so small a sprint has grace at all: nothing but what merged to go by, or a K below the sample itself. */
function mayForm({ basis, unit, size, ...facts }: CapacityFacts): boolean | Unavailable {
  if (basis === 'merged') return true;
  if (isUnavailable(size)) return size;
  if (size.size === null) return true;
  return unit === 'pull-requests' && size.size < sampleOf(facts) * ONE;
}

/**
 * g: as many as it takes for one pull request to be no larger than the band is wide, and never fewer than configured. A
 * band that is raised keeps its width.
 */
export function sampleOf({ band, minSample }: Pick<CapacityFacts, 'band' | 'minSample'>): number {
  return Math.max(minSample, Number(ceilDivide(BigInt(WHOLE), BigInt(band.ceiling - band.floor))));
}

function byWeight(facts: CapacityFacts, weighed: WeighedClass, sprint: SprintFacts, ledger: LedgerSums): Decision {
  const weighing = weighingOf(facts, sprint, ledger);
  const isFirst = ledger[weighed] === 0;
  if (isUnavailable(weighing)) {
    return isFirst ? { row: 'R5', code: 'pass', figures: null } : notAvailable('R6', weighing);
  }
  const figures = figuresOf(facts, weighed, ledger, weighing);
  if (isFirst) return { row: 'R5', code: isLargerThanCap(weighing, weighed) ? 'pass-first' : 'pass', figures };
  if (!isOverCap(weighing, weighed)) return { row: 'R6', code: 'pass', figures };
  const isDebt = weighed === 'debt';
  const unarmed = unarmedReasons(facts, isDebt, ledger);
  // A floor that stops nothing leaves other work of this weight a way, so that debt needs none.
  const mayTolerate = !isDebt || (!isUnavailable(unarmed) && unarmed.length === 0);
  const isNarrow = isNarrowerThanItem(weighing, weighed);
  if (isNarrow && mayTolerate) return { row: 'R7', code: 'pass-tolerance', figures };
  if (isUnavailable(unarmed)) {
    if (isNarrow || !isDebt) return notAvailable(isDebt ? 'R7' : 'R8b', unarmed);
  } else if (!isDebt && unarmed.length > 0) {
    return { row: 'R8b', code: 'pass-unarmed', because: unarmed, figures };
  }
  const wayOut = { class: otherClass(weighed), units: unitsUntilItPasses(weighing, weighed, mayTolerate) };
  const part = unitsThatFit(weighing, weighed);
  return { row: 'R8', code: isDebt ? 'block-ceiling' : 'block-floor', figures, wayOut, part };
}

/** Everything in BigInt, or the first fact of it that could not be read. On the basis `merged` K is not asked for. */
function weighingOf(facts: CapacityFacts, sprint: SprintFacts, ledger: LedgerSums): Weighing | Unavailable {
  const { weight, size, shift } = facts;
  if (isUnavailable(weight)) return weight;
  if (isUnavailable(shift)) return shift;
  const basis = basisOf(facts);
  if (isUnavailable(basis)) return basis;
  return {
    debt: BigInt(ledger.debt),
    other: BigInt(ledger.other),
    weight: BigInt(weight),
    size: BigInt(isUnavailable(size) ? 0 : (size.size ?? 0)),
    basis,
    days: BigInt(sprint.days),
    daysLeft: BigInt(sprint.daysLeft),
    band: facts.band,
  };
}

function basisOf({ basis, size }: CapacityFacts): Basis | Unavailable {
  if (basis === 'merged') return 'merged';
  if (isUnavailable(size)) return size;
  return size.size === null ? 'merged' : basis;
}

/**
 * What the floor lacks to stop this pull request, or other work of its weight where it is debt itself; empty when it is
 * armed. One reason is enough, so a fact that could not be read matters only where no other reason is known.
 */
function unarmedReasons(
  { floor, size }: CapacityFacts,
  isDebt: boolean,
  ledger: LedgerSums,
): readonly UnarmedReason[] | Unavailable {
  const hasDebt = ledger.debtCount > 0 || floor.hasDebt;
  const isBug = !isDebt && floor.isBug;
  const reasons: UnarmedReason[] = [];
  if (floor.mode === 'off') reasons.push('floor-off');
  if (!isUnavailable(size) && size.size === null) reasons.push('size-unknown');
  if (isBug === true) reasons.push('bug');
  if (hasDebt === false) reasons.push('no-debt');
  if (reasons.length > 0) return reasons;
  return [size, isBug, hasDebt].find(isUnavailable) ?? [];
}

function figuresOf(facts: CapacityFacts, weighed: WeighedClass, ledger: LedgerSums, weighing: Weighing): Figures {
  return {
    class: weighed,
    weight: Number(weighing.weight),
    ledger,
    size: isUnavailable(facts.size) ? null : facts.size,
    basis: weighing.basis,
    band: facts.band,
    shift: isUnavailable(facts.shift) ? 0 : facts.shift,
    plan: planOf(weighing),
  };
}

function notAvailable(at: NeedyRow, missing: Unavailable): Decision {
  return { row: 'R9', code: 'not-available', at, missing };
}
