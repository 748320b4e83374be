/** The week that a summary is of. */
import type { Config } from '../config/config.ts';
import { addLocalDays, compareInstants, localDateOf, localDaysBetween, startOfLocalDate } from '../time.ts';
import { instantOfLocalTime, isoWeekdayOf, isoWeekOf, mondayOfIsoWeek } from '../weeks.ts';

export interface Period {
  /** ISO week of its first date: `2026-W47`. */
  readonly name: string;
  /** Local dates: its first, and the first that is no longer in it. */
  readonly firstDate: string;
  readonly endDate: string;
  /** Half-open, ISO 8601, UTC: their first instants. */
  readonly start: string;
  readonly end: string;
  /** From when on it is due: `summary.time` on `endDate`. */
  readonly dueAt: string;
}

export interface PeriodOptions extends Pick<Config['summary'], 'day' | 'time'> {
  readonly timezone: string;
}

/** As ISO 8601 counts them. */
const WEEKDAYS: Readonly<Record<PeriodOptions['day'], number>> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
};

const LAST_MONDAY = '9999-12-01';

/** Of names between two periods; who was away for longer gets the latest. */
const MAX_BETWEEN = 53;

/** The latest one that is due. */
export function periodAt(now: string, options: PeriodOptions): Period {
  // Where clocks go back over midnight, the local date goes back with them, but the next has begun.
  const latest = addLocalDays(localDateOf(now, options.timezone), 1);
  let endDate = addLocalDays(latest, -((isoWeekdayOf(latest) - WEEKDAYS[options.day] + 7) % 7));
  while (compareInstants(dueAt(endDate, options), now) > 0) endDate = addLocalDays(endDate, -7);
  return periodBefore(endDate, options);
}

/** Null for what is no ISO week, or one at the end of the years that have four digits. */
export function periodNamed(name: string, options: PeriodOptions): Period | null {
  const monday = mondayOfIsoWeek(name);
  return monday === null || monday > LAST_MONDAY
    ? null
    : periodBefore(addLocalDays(monday, WEEKDAYS[options.day] + 6), options);
}

/** Names of those after the one and before the other, oldest first; none where either is no name. */
export function periodsBetween(after: string, before: string): readonly string[] {
  const [from, to] = [mondayOfIsoWeek(after), mondayOfIsoWeek(before)];
  if (from === null || to === null) return [];
  const count = Math.max(0, localDaysBetween(from, to) / 7 - 1);
  const shown = Math.min(count, MAX_BETWEEN);
  return Array.from({ length: shown }, (_, at) => isoWeekOf(addLocalDays(to, (at - shown) * 7)));
}

/** Weeks from one period to another, by their names; null where either is no name. */
export function weeksBetween(a: string, b: string): number | null {
  const [from, to] = [mondayOfIsoWeek(a), mondayOfIsoWeek(b)];
  return from === null || to === null ? null : localDaysBetween(from, to) / 7;
}

function periodBefore(endDate: string, options: PeriodOptions): Period {
  const firstDate = addLocalDays(endDate, -7);
  return {
    name: isoWeekOf(firstDate),
    firstDate,
    endDate,
    start: startOfLocalDate(firstDate, options.timezone),
    end: startOfLocalDate(endDate, options.timezone),
    dueAt: dueAt(endDate, options),
  };
}

function dueAt(endDate: string, { time, timezone }: PeriodOptions): string {
  return instantOfLocalTime(endDate, time, timezone);
}
