/** Block 3: objectives with what was done for them, and the work that was for none. */
import { localDateOf } from '../time.ts';
import { countByObjective, objectivesInOrder } from './objective-life.ts';
import { mustBeLinked, shownItem, type Work } from './period-work.ts';
import type { ObjectiveRow, Objectives, UnlinkedWork } from './summary.ts';
import type { MergedPullRequest } from './week.ts';

/** First word of what is an output: something is built, and nobody has got anything from it yet. */
const OUTPUT =
  /^(?:ship(?:s|ped|ping)?|buil(?:d|ds|t|ding)|releas(?:e|es|ed|ing)|migrat(?:e|es|ed|ing))(?![\p{L}\p{N}])/iu;
/** `Build time < 5 min` is measured, whatever its first word. */
const COMPARISON = /[<>≤≥=%]/;

export function objectivesOf(work: Work): Objectives {
  const { week, inPeriod } = work;
  const rows = rowsOf(work);
  const open = rows.filter(({ isOpen }) => isOpen).length;
  const most = week.rules.objectives['max-open'];
  return {
    rows,
    tooMany: open > most ? { open, most } : null,
    onlyToIssue: inPeriod
      .filter((item) => mustBeLinked(item) && item.isLinked && item.objectives.length === 0)
      .map(unlinkedOf),
    toNothing: inPeriod.filter((item) => isWeighed(item) && !item.isLinked).map(unlinkedOf),
    isUnread: week.objectives === null,
  };
}

function rowsOf({ week, merged, inPeriod }: Work): readonly ObjectiveRow[] {
  const mergedFor = countByObjective(inPeriod);
  const openFor = week.open === null ? null : countByObjective(week.open);
  const lastFor = new Map(merged.flatMap(({ objectives, mergedAt }) => objectives.map((key) => [key, mergedAt])));
  return objectivesInOrder(week).map((objective) => {
    const { key, isOpen, measure, subIssues, horizon } = objective;
    const last = lastFor.get(key);
    return {
      ...shownItem(objective),
      key,
      isOpen,
      measure,
      merged: mergedFor.get(key) ?? 0,
      open: openFor === null ? null : (openFor.get(key) ?? 0),
      subIssues,
      lastMerge: last === undefined ? null : localDateOf(last, week.rules.timezone),
      horizon,
      isOutput: isOutput(measure ?? objective.title ?? ''),
    };
  });
}

function isOutput(text: string): boolean {
  return OUTPUT.test(text.trim()) && !COMPARISON.test(text);
}

function isWeighed(item: MergedPullRequest): boolean {
  return item.class === 'debt' || item.class === 'other';
}

function unlinkedOf(item: MergedPullRequest): UnlinkedWork {
  const isDebt = item.class === 'debt';
  const label = item.gotPast.find((past) => past.by === 'skip-label')?.label ?? null;
  return { ...shownItem(item), isDebt, why: whyOf(item, isDebt, label), label };
}

function whyOf(item: MergedPullRequest, isDebt: boolean, label: string | null): UnlinkedWork['why'] {
  if (label !== null) return 'label';
  if (!mustBeLinked(item)) return 'skipped';
  if (item.outcome === 'not-available') return 'unread';
  if (item.gotPast.some(({ by }) => by === 'failing-verdict')) return 'failing-verdict';
  return isDebt ? 'debt' : 'nothing-said';
}
