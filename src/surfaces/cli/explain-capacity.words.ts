import type { UnarmedReason } from '#core/capacity/capacity-facts.ts';
import type { Basis } from '#core/capacity/weighing.ts';
import type { Unit } from '#core/capacity/weight.ts';
import { describeOrigin } from '#core/config/describe-origin.ts';
import { isUnavailable, type Unavailable } from '#core/facts/unavailable.ts';
import { CLASS_WORDS, describeReason } from '#core/reports/classification.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import { momentOf } from '#core/reports/time-words.ts';
import type { Quotient } from './explain-capacity.quotient.ts';
import type { CapacityExplanation, EarlierSprint, NextOne, ShownItem, ShownPlan } from './explain-capacity.shape.ts';

/** The same as the JSON, in plain text: every percentage stands beside the numbers that it is made of. */
export function layOutCapacity(explanation: CapacityExplanation): string {
  const { items, timezone, missing, config } = explanation;
  const inSums = items.filter(({ isCounted }) => isCounted);
  const apart = items.filter(({ isCounted }) => !isCounted);
  const parts = [
    heading(explanation),
    plan(explanation),
    [size(explanation), ...explanation.earlier.map(earlier)].join('\n'),
    ...(missing.length > 0
      ? [
          `Not readable: ${missing.map(plain).join(', ')}. With a part of it missing, nothing is decided. Check that the token can read it, or try again.`,
        ]
      : [
          list('Merged in this sprint, in this order:', inSums, timezone),
          list('Merged and not counted:', apart, timezone),
          `Pull requests into other branches than ${explanation.branches.map(plain).join(', ')} are not looked at.`,
          shares(explanation),
        ]),
    owed(explanation),
    ...(explanation.nextOnes ?? []).map((one) => nextOne(one, explanation)),
    `Rules: ${plainMarkdown(describeOrigin(config).markdown)}.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function heading({
  repository,
  sprint,
  next,
  timezone,
  source,
  isAssumed,
  mode,
  floorMode,
}: CapacityExplanation): string {
  const modes = `Mode: ${mode}; of the plan’s lower end: ${floorMode}, never stricter than that.`;
  const upcoming = next === null ? 'None is planned.' : `The next begins ${momentOf(next, timezone)}.`;
  if (sprint === null) return `${plain(repository)}: no sprint is running now. ${upcoming}\n${modes}`;
  if (isUnavailable(sprint))
    return `${plain(repository)}: when its sprint is could not be read: ${why(sprint)}.\n${modes}`;
  const { firstDate, lastDate, start, end, days, daysLeft, title } = sprint;
  const from = isAssumed
    ? 'nobody wrote when a sprint is, so these dates are assumed and stop nothing'
    : SOURCES[source];
  return [
    `${plain(repository)}: sprint${title === null ? '' : ` “${plain(title)}”`} of ${firstDate} to ${lastDate}, ${days} days, ${daysLeft} of them wholly ahead`,
    `It runs from ${momentOf(start, timezone)} until ${momentOf(end, timezone)}; by ${from}.`,
    ...(sprint.isInnovation ? ['It is set apart for innovation: the plan rests.'] : []),
    modes,
  ].join('\n');
}

const SOURCES = {
  cadence: 'the cadence in the configuration',
  milestone: 'the due dates of milestones',
  project: 'the iterations of the project',
} as const;

function why({ what, reason }: Unavailable): string {
  return `${plain(what)} (${REASONS[reason]})`;
}

const REASONS: Readonly<Record<Unavailable['reason'], string>> = {
  'not-found': 'GitHub shows none',
  forbidden: 'GitHub refuses',
  unreachable: 'GitHub gave no answer',
};

function plan({ plan }: CapacityExplanation): string {
  const { floor, ceiling, effective, unit, basis } = plan;
  const isAsWritten = effective.floor === floor && effective.ceiling === ceiling;
  const now = isAsWritten
    ? ''
    : ` Now ${effective.floor} % to ${effective.ceiling} %, raised by what earlier sprints owe.`;
  return `Plan: ${floor} % to ${ceiling} % of ${BASES[basis]} for debt work, counted in ${UNITS[unit]}.${now} ${graceIn(plan)}`;
}

/** Which sprints have grace, and the sum that gives how much. */
function graceIn({ floor, ceiling, unit, basis, minSample, grace }: ShownPlan): string {
  const width = Math.round((ceiling - floor) * 100) / 100;
  const sum = grace === minSample ? '' : `: 100 ÷ ${width}, the width of the plan in points, rounded up`;
  const stops = `fewer than ${grace} merged stop nothing${sum}.`;
  if (basis === 'merged') return `${stops.charAt(0).toUpperCase()}${stops.slice(1)}`;
  const small = unit === 'pull-requests' ? `, or it is below ${grace}` : '';
  return `While no size is known${small}, ${stops}`;
}

const BASES: Readonly<Record<Basis, string>> = {
  planned: 'the sprint (the larger of its size and what merged)',
  projected: 'the sprint (what merged, and the share of its size for the days ahead)',
  merged: 'what merged',
};

const UNITS: Readonly<Record<Unit, string>> = {
  'pull-requests': 'pull requests',
  size: 'size points (1 2 3 5 8 for up to 10, 50, 200, 500 and more lines)',
  points: 'points from labels',
  lines: 'changed lines',
};

function size({ size: found, earlier: all, sprint }: CapacityExplanation): string {
  if (isUnavailable(found)) return `Size of the sprint: could not be read: ${why(found)}. Before it:`;
  const lead = all.length === 0 ? '' : ' Before it:';
  const counted = all.filter(({ counts }) => counts === 'yes');
  const days = sprint === null || isUnavailable(sprint) ? null : sprint.days;
  switch (found.origin) {
    case 'configured':
      return `Size of the sprint: ${found.units}, as configured.${lead}`;
    case 'unknown':
      return `Size of the sprint: not known, since ${counted.length === 1 ? 'only 1' : 'none'} of the sprints before holds merged work; 2 are needed.${lead}`;
    case 'history': {
      const isAlike = counted.every((one) => one.days === days);
      const scaled = isAlike ? '' : `, each a day, times ${days} days`;
      return `Size of the sprint: ${found.units}, the median of ${counted.length} before it${scaled}, to the nearest whole, halves up:`;
    }
  }
}

function earlier({ firstDate, lastDate, days, debt, weight, counts }: EarlierSprint): string {
  const merged = weight === null ? 'could not be read' : `${weight} merged, ${debt} of it debt`;
  return `- ${firstDate} to ${lastDate}, ${days} days: ${merged}${COUNTS[counts]}`;
}

const COUNTS: Readonly<Record<EarlierSprint['counts'], string>> = {
  yes: '',
  'nothing-merged': '; does not count',
  innovation: '; does not count, set apart for innovation',
  unread: '',
};

function list(lead: string, items: readonly ShownItem[], timezone: string): string {
  const lines = items.map(({ ref, class: counts, reason, weight, mergedAt, isCounted }) => {
    const because = plainMarkdown(describeReason(reason).markdown);
    return `- ${ref === null ? 'a private one' : plain(ref)}${isCounted ? `, ${weight}` : ''}: ${CLASS_WORDS[counts]}, ${because} · ${momentOf(mergedAt, timezone)}`;
  });
  return [lead, ...(lines.length === 0 ? ['- none'] : lines)].join('\n');
}

function shares({ sums, shares: found, size: sprintSize, plan: { effective } }: CapacityExplanation): string {
  if (isUnavailable(sums)) return '';
  const { debt, other, debtCount, otherCount, expediteCount, excludedCount } = sums;
  const merged = exactSum(debt, other);
  const lines = [
    `Sums: debt ${debt} (of ${debtCount}) + feature or other work ${other} (of ${otherCount}) = ${merged}; not counted ${expediteCount} urgent and ${excludedCount} that are no work of the team`,
  ];
  if (found === null) return lines.join('\n');
  const { ofMerged, base, ofBase, floor, ceiling, least, most, mostOther } = found;
  const known = isUnavailable(sprintSize) ? null : sprintSize.units;
  return [
    ...lines,
    ...(ofMerged === null ? [] : [`- Debt of what merged: ${debt} ÷ ${merged} = ${percent(ofMerged)}`]),
    `- The plan is a share of ${decimals(base)}${known === null ? ', what merged' : `, from the size ${known} and the ${merged} merged`}`,
    ...(ofBase === null ? [] : [`- Debt of that: ${debt} ÷ ${decimals(base)} = ${percent(ofBase)}`]),
    `- At least ${effective.floor} % × ${decimals(base)} = ${decimals(floor)}, so ${least}; at most ${effective.ceiling} % × ${decimals(base)} = ${decimals(ceiling)}, so ${most}`,
    `- Feature or other work: at most ${exactSum(100, -effective.floor)} %, so ${mostOther}`,
  ].join('\n');
}

function owed({ owed: found, earlier: all, plan: { floor }, size: sprintSize }: CapacityExplanation): string {
  if (found === null || found.mode === 'off') return '';
  const { interest, after, shift, isApplied, maxShift } = found;
  const lines = all.toReversed().map(({ firstDate, lastDate, debt, weight, counts }, index) => {
    const before = index === 0 ? 0 : (after[index - 1] ?? 0);
    const now = after[index] ?? 0;
    const sum =
      counts === 'yes' ? `${before} × ${100 + interest} % + ${floor} % × ${weight} − ${debt}` : `${before}, unchanged`;
    return `- after ${firstDate} to ${lastDate}: ${sum}${counts === 'yes' ? ` → ${now}` : ''}`;
  });
  const known = isUnavailable(sprintSize) ? null : sprintSize.units;
  const asked =
    known === null
      ? 'The size of this sprint is not known, so nothing is raised.'
      : `${after.at(-1) ?? 0} ÷ ${known} raises both ends by ${shift} points (at most ${maxShift}); ${isApplied ? 'that is in the plan above' : 'this is shown only, and not applied'}.`;
  return [
    `Owed from earlier sprints, never below 0, rounded to thousandths:`,
    ...(lines.length === 0 ? ['- nothing'] : lines),
    asked,
  ].join('\n');
}

function nextOne(one: NextOne, { sprint, plan: { unit } }: CapacityExplanation): string {
  const { class: counts, weight, sum, base, cap, limit } = one;
  const item = unit === 'pull-requests' ? '' : ` of ${weight}`;
  const name = counts === 'debt' ? 'debt pull request' : 'pull request of feature or other work';
  const isOver = sum * limit.denominator > limit.numerator;
  const sign = isOver ? '>' : '≤';
  const made = `${exactSum(sum, -weight)} + ${weight} = ${sum} ${sign} ${cap} % × ${decimals(base)} = ${decimals(limit)}`;
  const until = isUnavailable(sprint) || sprint === null ? '' : ', or the next sprint';
  return `A next ${name}${item}: ${made}. ${outcome(one, until)}`;
}

function outcome({ code, wayOut, unarmed, forming }: NextOne, until: string): string {
  switch (code) {
    case 'pass':
      return 'It may merge.';
    case 'pass-first':
      return 'It may merge: one item larger than its whole share may.';
    case 'pass-tolerance':
      return 'It may merge: the plan is narrower than this one item.';
    case 'pass-grace':
      return `It may merge: the sprint is forming, ${forming?.merged ?? 0} of ${forming?.wanted ?? 0} have merged.`;
    case 'pass-suspended':
      return 'It may merge: the plan rests in this sprint.';
    case 'pass-unarmed':
      return `It may merge: ${unarmed.map((reason) => UNARMED[reason]).join(', and ')}.`;
    case 'block-ceiling':
    case 'block-floor': {
      const of = wayOut?.class === 'debt' ? 'debt work' : 'feature or other work';
      return `It is over the plan; ${wayOut?.units ?? 0} more of ${of}${until} lets it through.`;
    }
    case 'not-available':
      return 'Nothing can be said: a part of what decides could not be read.';
    case 'pass-out-of-scope':
    case 'pass-exempt':
    case 'pass-waived':
    case 'pass-no-sprint':
      // Nobody asked about such a one.
      throw new Error(`an answer to another question: ${code}`);
  }
}

const UNARMED: Readonly<Record<UnarmedReason, string>> = {
  'sprint-assumed': 'nobody wrote when a sprint is',
  'floor-off': 'the lower end is switched off',
  'size-unknown': 'the size of a sprint is not known yet',
  bug: 'it mends a bug',
  'no-debt': 'no debt work merged in this sprint or the six before it, and no open pull request carries the debt label',
};

function decimals({ decimals: shown, isRounded }: Quotient): string {
  return `${isRounded ? 'about ' : ''}${shown}`;
}

function percent({ decimals: shown, isRounded }: Quotient): string {
  return `${isRounded ? 'about ' : ''}${shown} %`;
}

/** Of numbers with at most three decimals. */
function exactSum(a: number, b: number): number {
  return Math.round((a + b) * 1000) / 1000;
}
