/** Weeks and times of day: what only a weekly summary asks of a calendar. Throws as `time.ts` does. */
import { addLocalDays, firstAtLocal, localDaysBetween, localMidnight } from './time.ts';

const LOCAL_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const ISO_WEEK = /^(\d{4})-W(\d\d)$/;

/** Day of the week of a calendar date: 1 is Monday, 7 Sunday. */
export function isoWeekdayOf(date: string): number {
  // The epoch was a Thursday.
  return ((((localDaysBetween('1970-01-01', date) + 3) % 7) + 7) % 7) + 1;
}

/** ISO 8601 week of a calendar date, `2026-W47`: it belongs to the year that its Thursday is in. */
export function isoWeekOf(date: string): string {
  const thursday = addLocalDays(date, 4 - isoWeekdayOf(date));
  const year = thursday.slice(0, 4);
  const week = Math.floor(localDaysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The Monday of an ISO week; null for what names none. */
export function mondayOfIsoWeek(week: string): string | null {
  const [, year, number] = ISO_WEEK.exec(week) ?? [];
  if (year === undefined) return null;
  // The 4th of January is always in the first week.
  const fourth = `${year}-01-04`;
  const monday = addLocalDays(fourth, 1 - isoWeekdayOf(fourth) + (Number(number) - 1) * 7);
  return /^\d{4}-/.test(monday) && isoWeekOf(monday) === week ? monday : null;
}

/** The first instant at which clocks in an IANA zone show a time of day (`HH:MM`) of a date, or have skipped it. */
export function instantOfLocalTime(date: string, time: string, zone: string): string {
  const [, hours, minutes] = LOCAL_TIME.exec(time) ?? [];
  if (hours === undefined) throw new RangeError(`${JSON.stringify(time)} is no time of day`);
  return firstAtLocal(localMidnight(date) + (Number(hours) * 60 + Number(minutes)) * 60_000, zone);
}
