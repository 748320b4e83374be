/** A sprint as a span of local dates, and as the instants that they stand for. */
import { matchesAnyTitle } from '../../globs/matches.ts';
import { addLocalDays, compareInstants, localDateOf, localDaysBetween, startOfLocalDate } from '../../time.ts';
import type { SprintFacts } from '../capacity-facts.ts';
import { isWithin } from '../ledger.ts';

export interface Sprint {
  /** Half-open, ISO 8601, UTC: the first instants of the first date, and of the first date after it. */
  readonly start: string;
  readonly end: string;
  /** `YYYY-MM-DD` in the configured zone: the first date in it, and the first that is no longer. */
  readonly firstDate: string;
  readonly endDate: string;
  /** Local dates in it. */
  readonly days: number;
  /** Of the milestone or iteration; null for a cadence, which has none. */
  readonly title: string | null;
  readonly isInnovation: boolean;
}

/** The sprints of one source, in time. Instants are ISO 8601. */
export interface SprintCalendar {
  /** The one that contains an instant; null in a gap, and before the first. */
  at(instant: string): Sprint | null;
  /** The first that starts after an instant; null when none is planned. */
  next(instant: string): Sprint | null;
  /** Up to so many that have ended by an instant, latest first. */
  previous(instant: string, count: number): readonly Sprint[];
}

/** What any source needs to turn dates into sprints. */
export interface CalendarOptions {
  /** IANA name. */
  readonly timezone: string;
  /** Sprints with their band suspended: dates (`YYYY-MM-DD`) that lie in them, or globs of titles. */
  readonly innovation: readonly string[];
}

const DATE = /^\d{4}-\d\d-\d\d$/;

/** The sprint of the dates from `firstDate` until before `endDate`. */
export function sprintOf(firstDate: string, endDate: string, title: string | null, options: CalendarOptions): Sprint {
  const { timezone, innovation } = options;
  const isInnovation = innovation.some((entry) =>
    // Dates of this form sort as texts.
    DATE.test(entry) ? firstDate <= entry && entry < endDate : title !== null && matchesAnyTitle([entry], title),
  );
  return {
    start: startOfLocalDate(firstDate, timezone),
    end: startOfLocalDate(endDate, timezone),
    firstDate,
    endDate,
    days: localDaysBetween(firstDate, endDate),
    title,
    isInnovation,
  };
}

/** Of sprints in any order. Of two that contain an instant, the one that ends first counts. */
export function calendarOf(sprints: readonly Sprint[]): SprintCalendar {
  const byEnd = [...sprints].sort((a, b) => compareInstants(a.end, b.end));
  const byStart = [...sprints].sort((a, b) => compareInstants(a.start, b.start));
  return {
    at: (instant) => byEnd.find((sprint) => isWithin(sprint, instant)) ?? null,
    next: (instant) => byStart.find(({ start }) => compareInstants(start, instant) > 0) ?? null,
    previous(instant, count) {
      const ended = byEnd.filter(({ end }) => compareInstants(end, instant) <= 0);
      return ended.slice(Math.max(0, ended.length - count)).reverse();
    },
  };
}

/** How many of the sprint's local dates are wholly ahead: they have not begun before this instant. */
export function daysLeft({ start, endDate, days }: Sprint, instant: string, timezone: string): number {
  if (compareInstants(instant, start) <= 0) return days;
  let date = localDateOf(instant, timezone);
  while (compareInstants(startOfLocalDate(date, timezone), instant) < 0) date = addLocalDays(date, 1);
  return Math.max(0, localDaysBetween(date, endDate));
}

/** Of a sprint at an instant, what the decision needs. */
export function sprintFactsOf(sprint: Sprint, instant: string, timezone: string, isAssumed: boolean): SprintFacts {
  const { isInnovation, days } = sprint;
  return { isInnovation, isAssumed, days, daysLeft: daysLeft(sprint, instant, timezone) };
}
