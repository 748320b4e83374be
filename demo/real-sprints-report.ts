/** Sprints of a replay in lines of text: sums and pull requests by number alone. Added up here anew, not asked of the App. */
import { parse } from 'yaml';
import { type CompletedSprint, sizeOfSprint } from '#core/capacity/size.ts';
import type { Sprint, SprintCalendar } from '#core/capacity/sprints/sprint.ts';
import { ONE, weightOf } from '#core/capacity/weight.ts';
import type { PullRequestClass } from '#core/classes/class.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { countedAs } from './counted-as.ts';
import type { MergedPullRequest } from './merged-pull-requests.ts';
import type { CheckRun } from './sandbox-client.ts';

export const UNITS = ['pull-requests', 'size'] as const;
export type ReplayedUnit = (typeof UNITS)[number];

/** What the check said, by its title. */
const CODES = [
  ['ceiling', /^(?:Debt plan used up|Too large for the rest of the debt plan)/],
  ['floor', /^(?:Waiting|Debt is behind)/],
  ['first', /^First of its kind/],
  ['narrow', /^The debt plan is too narrow/],
  ['forming', /^Debt plan still forming/],
  ['unarmed', /^The debt plan does not hold/],
  ['inside', /^(?:Inside|Leaves) the debt plan/],
] as const;
type Code = (typeof CODES)[number][0];

export interface Replayed {
  readonly number: number;
  readonly mergedAt: string;
  readonly unit: ReplayedUnit;
  readonly class: PullRequestClass | 'unknown';
  /** In units. */
  readonly weight: number;
  readonly isBlocked: boolean;
  /** Null where the plan was not asked. */
  readonly code: Code | null;
}

export function replayedFrom(pullRequest: MergedPullRequest, unit: ReplayedUnit, run: CheckRun): Replayed {
  const { number, mergedAt, additions, deletions } = pullRequest;
  const title = run.output.title ?? '';
  const options = { unit, points: { labels: '', default: ONE }, linesCap: 1 };
  return {
    number,
    mergedAt: new Date(mergedAt).toISOString(),
    unit,
    class: countedAs(run)?.class ?? 'unknown',
    weight: weightOf({ additions, deletions, labels: [] }, options) / ONE,
    isBlocked: run.conclusion === 'failure',
    code: CODES.find(([, start]) => start.test(title))?.[0] ?? null,
  };
}

interface Row {
  readonly sprint: Sprint;
  readonly items: readonly Replayed[];
  readonly debt: number;
  readonly other: number;
  /** K, in units. */
  readonly size: number | null;
}

export function tableOf(
  all: readonly Replayed[],
  unit: ReplayedUnit,
  calendar: SprintCalendar,
  config: string,
): string[] {
  const items = all.filter((one) => one.unit === unit);
  const rows = rowsOf(items, calendar);
  const sum = (of: 'debt' | 'other') => rows.reduce((total, row) => total + row[of], 0);
  const count = (code: Code) => items.filter((one) => one.code === code).length;
  const blocked = (code: Code) => items.filter((one) => one.isBlocked && one.code === code).length;
  const counts = (name: Replayed['class']) => items.filter((one) => one.class === name).length;
  const { floor, isOver } = naiveFloor(rows, config);
  return [
    `Unit ${unit}: debt ${sum('debt')}, other ${sum('other')}, ${share(sum('debt'), sum('debt') + sum('other'))} debt; ${counts('debt')} debt, ${counts('other')} other, ${counts('excluded')} not the team’s, ${counts('expedite')} urgent${counts('unknown') > 0 ? `, ${counts('unknown')} UNKNOWN` : ''}`,
    'from        debt  other  size   share   stopped at the ceiling · at the floor',
    ...rows.map(layOut),
    `Stopped: ${blocked('ceiling')} at the ceiling, ${blocked('floor')} at the floor. Passed: inside ${count('inside')}, first of its class ${count('first')}, forming ${count('forming')}, floor not armed ${count('unarmed')}, band too narrow ${count('narrow')}, not weighed ${items.filter(({ code }) => code === null).length}.`,
    `A floor of ${floor} % from day one, neither armed nor forming, would have stopped ${isOver} of ${counts('other')} others (${share(isOver, counts('other')).trim()}).`,
  ];
}

function rowsOf(items: readonly Replayed[], calendar: SprintCalendar): Row[] {
  const rows: Row[] = [];
  const first = items[0]?.mergedAt;
  const last = items.at(-1)?.mergedAt;
  if (first === undefined || last === undefined) return rows;
  for (let sprint = calendar.at(first); sprint !== null && sprint.start <= last; sprint = calendar.next(sprint.start)) {
    const { start, end, days } = sprint;
    const within = items.filter(
      ({ mergedAt }) => Date.parse(start) <= Date.parse(mergedAt) && Date.parse(mergedAt) < Date.parse(end),
    );
    const completed = rows.toReversed().map(
      ({ debt, other, sprint: { days: of } }): CompletedSprint => ({
        debt: debt * ONE,
        weight: (debt + other) * ONE,
        days: of,
        isInnovation: false,
      }),
    );
    const size = sizeOfSprint(null, completed, days);
    const weigh = (name: PullRequestClass) =>
      within.reduce((total, one) => total + (one.class === name ? one.weight : 0), 0);
    const known = isUnavailable(size) || size.size === null ? null : size.size / ONE;
    rows.push({ sprint, items: within, debt: weigh('debt'), other: weigh('other'), size: known });
  }
  return rows;
}

function layOut({ sprint, items, debt, other, size }: Row): string {
  const blocked = (code: Code) => {
    const found = items.filter((one) => one.isBlocked && one.code === code);
    return found.length === 0 ? '–' : `${found.length}: ${found.map(({ number }) => `#${number}`).join(' ')}`;
  };
  const cell = (value: string | number, width: number) => String(value).padStart(width);
  return `${sprint.firstDate} ${cell(debt, 5)} ${cell(other, 6)} ${cell(size ?? '?', 5)}  ${share(debt, debt + other)}  ${blocked('ceiling')} · ${blocked('floor')}`;
}

/** What a floor would do that asks nothing but N + w > (1 − f) × max(K, W′). */
function naiveFloor(rows: readonly Row[], config: string): { readonly floor: number; readonly isOver: number } {
  const { guardrails } = parse(config) as {
    readonly guardrails: { readonly 'debt-capacity': { readonly floor: string | number } };
  };
  const floor = Number.parseFloat(String(guardrails['debt-capacity'].floor));
  let isOver = 0;
  for (const { items, size } of rows) {
    let merged = 0;
    let other = 0;
    for (const one of items) {
      if (one.class !== 'debt' && one.class !== 'other') continue;
      merged += one.weight;
      if (one.class === 'debt') continue;
      other += one.weight;
      if (100 * other > (100 - floor) * Math.max(size ?? 0, merged)) isOver += 1;
    }
  }
  return { floor, isOver };
}

function share(part: number, whole: number): string {
  return whole === 0 ? '     –' : `${((100 * part) / whole).toFixed(1).padStart(5)} %`;
}
