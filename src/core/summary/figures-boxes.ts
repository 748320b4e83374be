/** The boxes to tick: those that nobody ticked in the previous issue, and those that this one asks for. */

import { BY_WORDS } from './boxes.ts';
import { keptOf } from './figures-sprints.ts';
import { byInstant, byRef } from './in-order.ts';
import { lacksMeasure, objectivesInOrder } from './objective-life.ts';
import { weeksBetween } from './period.ts';
import { isShown, shownItem } from './period-work.ts';
import type { Box } from './summary.ts';
import { type CarriedBox, type Item, isWhole, type WeekFacts } from './week.ts';

/** What our boxes ask for: the beginning of an id, before what it is about. */
const MEASURE = 'measure:';
const LEARNED = 'learned:';

interface Boxes {
  readonly shown: readonly Box[];
  /** Those of ours, and those that somebody ticked although what they ask for is still missing: not to be asked for again. */
  readonly kept: readonly { readonly id: string; readonly since: string }[];
}

interface Wanted {
  readonly id: string;
  readonly text: string;
  readonly about: Item;
}

export function boxesOf(week: WeekFacts): Boxes {
  const wanted = new Map(wantedOf(week).map((one) => [one.id, one]));
  const asked = new Map((keptOf(week)?.boxes ?? []).map(({ id, since }) => [id, since]));
  const carried = (week.previous?.boxes ?? []).filter(once()).flatMap((box) => carry(week, box, wanted));
  const standing = new Set(carried.map(({ id }) => id));
  const fresh = [...wanted.values()]
    .filter(({ id }) => !standing.has(id) && !asked.has(id))
    .map((one): Box => ({ ...one, since: week.period.name, weeks: 0 }));
  const shown = [...carried, ...fresh];
  const ours = shown.flatMap(({ id, since }) => (id === null ? [] : [{ id, since }]));
  const ticked = [...asked].flatMap(([id, since]) =>
    standing.has(id) || id.startsWith(BY_WORDS) || !(wanted.has(id) || isUnknown(week, id)) ? [] : [{ id, since }],
  );
  return { shown, kept: [...ours, ...ticked] };
}

/** A box of ours is one box, however often somebody copied its line. */
function once(): (box: CarriedBox) => boolean {
  const seen = new Set<string>();
  return ({ id }) => {
    if (id === null) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  };
}

function carry(week: WeekFacts, box: CarriedBox, wanted: ReadonlyMap<string, Wanted>): readonly Box[] {
  const { id, text, since } = box;
  const weeks = Math.max(0, weeksBetween(since, week.period.name) ?? 0);
  const cause = id === null ? undefined : wanted.get(id);
  if (cause !== undefined) return [{ ...cause, since, weeks }];
  if (id !== null && !isUnknown(week, id)) return [];
  return [{ id, text, since, about: null, weeks }];
}

/** Whether nobody can tell that its cause is gone, since it could not be read. */
function isUnknown({ objectives, issues, scope, unread }: WeekFacts, id: string): boolean {
  if (id.startsWith(MEASURE)) {
    const key = id.slice(MEASURE.length);
    return objectives === null || (!isWhole(scope) && !objectives.some((objective) => objective.key === key));
  }
  if (!id.startsWith(LEARNED)) return true;
  const ref = id.slice(LEARNED.length);
  if (issues === null) return true;
  // Once all were read, one that is not among them closed too long ago for anybody to go on asking.
  const isAll = isWhole(scope) && unread.length === 0;
  return !isAll && !issues.some((issue) => issue.kind === 'experiment' && issue.ref === ref);
}

function wantedOf(week: WeekFacts): readonly Wanted[] {
  const measures = objectivesInOrder(week)
    .filter((objective) => objective.isOpen && lacksMeasure(objective))
    .map((objective) => ({
      id: `${MEASURE}${objective.key}`,
      text: `a measure for ${objective.ref}`,
      about: shownItem(objective),
    }));
  const outcomes = (week.issues ?? [])
    .filter(({ kind, closedAt, learned }) => kind === 'experiment' && closedAt !== null && learned === null)
    .toSorted((a, b) => byInstant(a.closedAt, b.closedAt) || byRef(a, b))
    .filter(isShown)
    .map((issue) => ({
      id: `${LEARNED}${issue.ref}`,
      text: `what was learned from ${issue.ref}`,
      about: shownItem(issue),
    }));
  return [...measures, ...outcomes];
}
