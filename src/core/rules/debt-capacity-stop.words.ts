/** What `debt-capacity` says to whom it stops: where the plan stands, what turned it, and each way out in numbers. */

import type { Figures } from '../capacity/capacity-facts.ts';
import type { SprintSize } from '../capacity/size.ts';
import type { Basis } from '../capacity/weighing.ts';
import { linesWithin, ONE, type Unit } from '../capacity/weight.ts';
import { describeReason } from '../reports/classification.ts';
import { counted, plural, UNIT_WORDS } from '../reports/count-words.ts';
import type { Explanation } from '../reports/explanation.ts';
import { code, joined, link, type Markdown, md, reference } from '../reports/markdown.ts';
import { dayOf, momentOf } from '../reports/time-words.ts';
import type { Mode } from '../verdict.ts';
import type { Stop } from './debt-capacity.words.ts';

/** Longest title of a check. */
const MAX_TITLE = 80;
/** Open work of a kind that is named one by one. */
const MAX_TOLD = 5;

export function explainCeiling(stop: Stop): Explanation {
  const { figures, unit, units, part, isLikely, reason, debtLabel, isFork, ends, timezone } = stop;
  const { plan, ledger, weight } = figures;
  const merged = shown(ledger.debt);
  // Below the end of the plan only a larger one does not fit.
  const isUsedUp = ledger.debt > (plan.most - 1) * ONE && part === 0;
  const planned = plan.most === 0 ? 'where less than 1 is planned' : `of ${plan.most}`;
  const title = isUsedUp
    ? `Debt plan used up: ${merged} ${planned} this sprint`
    : `Too large for the rest of the debt plan: ${merged} of ${plan.most}`;
  const lines = unit === 'size' ? md` (${linesWithin(part)} changed lines)` : md``;
  return {
    title: fitting(`${title} · opens again ${dayOf(ends, timezone)}`, title),
    statement: md`**Thank you for paying debt; ${isUsedUp ? 'this sprint’s share is spent' : 'this is more than is left of this sprint’s share'}.** The plan is ${rangeOf(stop)}; ${hasMerged(ledger.debt)}${isUsedUp ? '' : `, and this one counts ${shown(weight)}`}.${turned(stop)}${figuresAsOf(stop)}`,
    ways: [
      md`**Wait for ${momentOf(ends, timezone)}**, when ${passesWhen(stop)}.`,
      md`Or ${counted(unit, units)} of other work ${units === 1 ? 'merges' : 'merge'} first (${shown(ledger.other)} so far)${isLikely ? '' : ', more than this sprint is likely to bring'}.`,
      ...(part === 0
        ? []
        : [md`Or a smaller part of it merges first: up to ${counted(unit, part)}${lines} would pass now.`]),
      md`Not debt? It counts as debt because ${describeReason(reason)}. ${isFork ? 'A maintainer' : 'Somebody with triage'} who takes the label ${code(debtLabel)} off it says otherwise.`,
    ],
    sums: sums(stop, 'debt'),
  };
}

export function explainFloor(stop: Stop, mode: Mode): Explanation {
  const { figures, unit, units, isLikely, reason, debtLabel, isFork, ends, next, timezone } = stop;
  const { plan, ledger, weight } = figures;
  const isWaiting = mode === 'enforce';
  const missing = countedDebt(unit, units);
  const first = `${isWaiting ? 'Waiting' : 'Debt is behind'}: ${missing} ${isWaiting ? 'must' : 'should'} merge first`;
  const rest = plan.least * ONE - ledger.debt - units * ONE;
  const merged = shown(ledger.debt);
  const places = `${plan.mostOther} ${plural(unit === 'pull-requests' ? 'place' : UNIT_WORDS[unit], plan.mostOther)} for other work`;
  const free =
    ledger.other < plan.mostOther * ONE
      ? `${shown(ledger.other)} of the ${places} ${isOne(ledger.other) ? 'is' : 'are'} taken, and this one needs ${shown(weight)}`
      : `the ${places} ${plan.mostOther === 1 ? 'is' : 'are'} taken`;
  const likely = isLikely ? md`.**` : md`**, more than this sprint is likely to bring.`;
  return {
    title:
      rest === 0
        ? fitting(
            `${first} (${merged} of the planned ${plan.least} ${asOf(stop)})`,
            `${first} (${merged} of ${plan.least} ${asOf(stop)})`,
            first,
          )
        : first,
    statement: md`**Nothing is wrong with this change.** The team keeps ${plan.least} of ${wholeOf(stop)} for debt work. ${hasMerged(ledger.debt)}; ${free}.${turned(stop)}${figuresAsOf(stop)}`,
    ways: [
      md`**${missing} ${units === 1 ? 'merges' : 'merge'}${likely}${whyNotTheRest(rest)}${openDebt(stop)}`,
      md`**${next === ends ? 'The next sprint starts' : 'This sprint ends'}**, ${momentOf(ends, timezone)}. No push is needed.`,
      md`It *is* debt, security or an incident? ${isFork ? 'A maintainer can label it or its issue' : 'Label it or its issue'} (${code(debtLabel)} for debt). It counts as feature work because ${reason.code === 'default' ? 'nothing says otherwise' : describeReason(reason)}.`,
    ],
    part: 'the lower end of the plan',
    sums: sums(stop, 'other'),
  };
}

/** Why what has to merge is not what the plan lacks: `rest` is what the plan holds beyond it, in thousandths of a unit. */
function whyNotTheRest(rest: number): Markdown {
  if (rest === 0) return md``;
  return rest > 0
    ? md` The rest of the plan may merge later.`
    : md` The sprint grows with what merges, and its share for debt with it.`;
}

/** `3 debt pull requests`, `3 size points of debt work`. */
function countedDebt(unit: Unit, units: number): string {
  return unit === 'pull-requests'
    ? `${units} ${plural('debt pull request', units)}`
    : `${counted(unit, units)} of debt work`;
}

function isOne(weight: number): boolean {
  return weight === ONE;
}

function hasMerged(debt: number): string {
  return debt === 0 ? 'None has merged' : `${shown(debt)} ${isOne(debt) ? 'has' : 'have'} merged`;
}

/** `4–10 debt merges of about 36`. */
function rangeOf({ figures, unit }: Stop): string {
  const { least, most, about } = figures.plan;
  const range =
    most === 0
      ? 'less than 1'
      : least === 0 || least > most
        ? `up to ${most}`
        : least === most
          ? `${most}`
          : `${least}–${most}`;
  const many = most === 0 ? 1 : most;
  const what = unit === 'pull-requests' ? plural('debt merge', many) : `${plural(UNIT_WORDS[unit], many)} of debt work`;
  return `${range} ${what} of ${WHOLE[measureOf(figures)](about, '')}`;
}

/** `about 36 merges each sprint`. */
function wholeOf({ figures, unit }: Stop): string {
  const what = unit === 'pull-requests' ? ' merges' : ` merged ${UNIT_WORDS[unit]}s`;
  return WHOLE[measureOf(figures)](figures.plan.about, what);
}

/** What the shares are shares of, in the words that hold. */
const WHOLE: Readonly<Record<Basis, (about: number, what: string) => string>> = {
  planned: (about, what) => `about ${about}${what && `${what} each sprint`}`,
  projected: (about, what) => `the ${about}${what} likely this sprint`,
  merged: (about, what) => `the ${about}${what || ' merged'} so far, this included${what && ','}`,
};

/** A planned sprint that outgrew its size is what has merged in it. */
function measureOf({ basis, ledger, weight, size }: Figures): Basis {
  const isOutgrown = ledger.debt + ledger.other + weight > (size?.size ?? 0);
  return basis === 'planned' && isOutgrown ? 'merged' : basis;
}

function turned({ turnedBy, timezone }: Stop): Markdown {
  if (turnedBy === null) return md``;
  const { ref: named, mergedAt, isAhead } = turnedBy;
  const ref = named === null ? md`a pull request of a private repository` : reference(named);
  return isAhead
    ? md` The last place goes to ${ref}, which is ahead in the merge queue.`
    : md` The last place went to ${ref}, ${momentOf(mergedAt, timezone)}; until then this check would have been green.`;
}

/** What ends the wait by itself. Between sprints, and after the last that is planned, no plan could stop anything. */
function passesWhen({ next, ends, timezone }: Stop): string {
  const passes = 'it passes by itself';
  if (next === ends) return `the next sprint starts: ${passes} unless that sprint’s plan is already used up`;
  return `this sprint ends and none ${next === null ? 'is planned' : `runs until ${dayOf(next, timezone)}`}: ${passes}`;
}

function openDebt({ help, units, unit }: Stop): Markdown {
  if (help === null) return md``;
  const { pullRequests, issues } = help;
  const named = pullRequests.map(({ ref, standing }) => md`${reference(ref)} (${standing})`);
  const short = unit === 'pull-requests' && named.length < units ? md` No other is open.` : md``;
  const open = named.length === 0 ? md` No debt pull request is open.` : md` Open now: ${told(named)}.${short}`;
  return issues.length === 0 ? open : md`${open} Debt issues: ${told(issues.map(reference))}.`;
}

function told(all: readonly Markdown[]): Markdown {
  const more = all.length > MAX_TOLD ? md` and ${all.length - MAX_TOLD} more` : md``;
  return md`${joined(all.slice(0, MAX_TOLD), ', ')}${more}`;
}

/** What merges later rewrites no check that it does not turn, so each says how far it counts. */
function asOf({ countedUpTo, timezone }: Stop): string {
  return countedUpTo === null ? 'so far' : `as of ${countedUpTo.ref ?? momentOf(countedUpTo.mergedAt, timezone)}`;
}

function figuresAsOf({ countedUpTo, timezone }: Stop): Markdown {
  if (countedUpTo === null) return md``;
  const { ref, mergedAt } = countedUpTo;
  return md` All figures are as of ${ref === null ? momentOf(mergedAt, timezone) : reference(ref)}.`;
}

/** So that each number above can be recomputed by hand. */
function sums({ figures, listUrl }: Stop, own: 'debt' | 'other'): Markdown {
  const { weight, size, band, shift } = figures;
  const [debt, other] = [shown(figures.ledger.debt), shown(figures.ledger.other)];
  const mine = isOne(weight) ? 'this one' : `this one (${shown(weight)})`;
  const parts = own === 'debt' ? `debt ${debt} + ${mine}; other ${other}` : `debt ${debt} + other ${other} + ${mine}`;
  const [name, end] = own === 'debt' ? ['ceiling', band.ceiling] : ['floor', band.floor];
  const raised = shift === 0 ? '' : ` (${percent(end - shift)} and ${percent(shift)} owed from earlier sprints)`;
  const limit = `${name} ${percent(end)}${raised}${BASIS_WORDS[measureOf(figures)]}`;
  return md`Sums: ${parts}; ${describeSize(size)}; ${limit} · ${link('list of what merged', listUrl)}`;
}

const BASIS_WORDS = {
  planned: '',
  projected: ' of what merged and the sprint size for the days left',
  merged: ' of what merged',
} as const;

function describeSize(size: SprintSize | null): string {
  if (size === null || size.size === null) return 'sprint size not known yet';
  if (size.origin === 'configured') return `sprint size ${shown(size.size)} as configured`;
  return `sprint size ${shown(size.size)} = median of ${size.weights.length} sprints`;
}

/** Thousandths of a unit as a number with no more decimals than it needs. */
function shown(weight: number): string {
  return String(weight / ONE);
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

/** The first that a title has room for. */
function fitting(...titles: readonly [string, ...string[]]): string {
  return titles.find(({ length }) => length <= MAX_TITLE) ?? titles[0];
}
