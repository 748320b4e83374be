/**
 * Arithmetic on instants as text: ISO 8601, whole seconds wherever there are no others, always UTC (`…Z`) on the way out.
 * No clock in here: *now* is a fact that somebody passes in. No Temporal either: docs/adr/0011-no-temporal-polyfill.md.
 */

const DAY_MS = 86_400_000;
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/;
const LOCAL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Negative when `a` is earlier. Throws RangeError for what is no ISO instant, as all of this file does. */
export function compareInstants(a: string, b: string): number {
  return toMilliseconds(a) - toMilliseconds(b);
}

/** From `a` to `b`; negative when `b` is earlier. */
export function millisecondsBetween(a: string, b: string): number {
  return toMilliseconds(b) - toMilliseconds(a);
}

export function addSeconds(instant: string, seconds: number): string {
  return fromMilliseconds(toMilliseconds(instant) + Math.round(seconds * 1000));
}

/** Days of 24 hours: right for spans such as a grace, wrong for calendar days of a zone. */
export function addDays(instant: string, days: number): string {
  return fromMilliseconds(toMilliseconds(instant) + days * DAY_MS);
}

/** The calendar date (`YYYY-MM-DD`) that clocks in an IANA zone show at an instant. */
export function localDateOf(instant: string, zone: string): string {
  const milliseconds = toMilliseconds(instant);
  return dateOf(milliseconds + (zone === 'UTC' ? 0 : offsetAt(milliseconds, zone)));
}

/** The calendar date so many days later, or earlier if negative. */
export function addLocalDays(date: string, days: number): string {
  return dateOf(localMidnight(date) + days * DAY_MS);
}

/** From one calendar date to another; negative when `b` is earlier. */
export function localDaysBetween(a: string, b: string): number {
  return (localMidnight(b) - localMidnight(a)) / DAY_MS;
}

/** The earliest of those given; null when all of them are null. */
export function earliest(instants: Iterable<string | null>): string | null {
  let first: string | null = null;
  for (const instant of instants) {
    if (instant !== null && (first === null || compareInstants(instant, first) < 0)) first = instant;
  }
  return first;
}

/**
 * The first instant of a calendar date (`YYYY-MM-DD`) in an IANA zone. Where clocks skip midnight that is the instant
 * they jump; where they repeat it, the earlier one; where they skip the whole date, the start of the next.
 */
export function startOfLocalDate(date: string, zone: string): string {
  return firstAtLocal(localMidnight(date), zone);
}

/** `local`: what clocks show, in milliseconds counted as if it were UTC. */
export function firstAtLocal(local: number, zone: string): string {
  if (zone === 'UTC') return fromMilliseconds(local);
  // A day on either side is further than any offset reaches, and no zone changes its clocks twice within two days.
  const before = offsetAt(local - DAY_MS, zone);
  const after = offsetAt(local + DAY_MS, zone);
  if (before === after) return fromMilliseconds(local - before);
  const candidates = [local - before, local - after]
    .filter((instant) => instant + offsetAt(instant, zone) === local)
    .sort((a, b) => a - b);
  const [first] = candidates;
  if (first !== undefined) return fromMilliseconds(first);
  return fromMilliseconds(
    firstAtOrAfter(local, local - Math.max(before, after), local - Math.min(before, after), zone),
  );
}

/** `local` is in a gap: the second in which the local time first reaches it. */
function firstAtOrAfter(local: number, from: number, to: number, zone: string): number {
  let low = Math.floor(from / 1000) - 1;
  let high = Math.ceil(to / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle * 1000 + offsetAt(middle * 1000, zone) >= local) high = middle;
    else low = middle;
  }
  return high * 1000;
}

/** Local time minus UTC, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return daysSinceEpoch(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 - instant;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** In milliseconds, likewise. */
export function localMidnight(date: string): number {
  const [, year, month, day] = LOCAL_DATE.exec(date) ?? [];
  if (year === undefined || !isDate(Number(year), Number(month), Number(day))) {
    throw new RangeError(`${JSON.stringify(date)} is no calendar date`);
  }
  return daysSinceEpoch(Number(year), Number(month), Number(day)) * DAY_MS;
}

function toMilliseconds(instant: string): number {
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = INSTANT.exec(instant) ?? [];
  if (year === undefined || !isDate(Number(year), Number(month), Number(day))) {
    throw new RangeError(`${JSON.stringify(instant)} is no instant in ISO 8601`);
  }
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return days * DAY_MS + seconds * 1000 + milliseconds - zoneOffset(zone);
}

function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function fromMilliseconds(instant: number): string {
  const rest = instant - Math.floor(instant / DAY_MS) * DAY_MS;
  const time = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60].map((part) => digits(Math.floor(part), 2));
  const milliseconds = rest % 1000;
  const fraction = milliseconds === 0 ? '' : `.${digits(milliseconds, 3)}`;
  return `${dateOf(instant)}T${time.join(':')}${fraction}Z`;
}

function dateOf(milliseconds: number): string {
  const { year, month, day } = civilDate(Math.floor(milliseconds / DAY_MS));
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function isDate(year: number, month: number, day: number): boolean {
  const read = civilDate(daysSinceEpoch(year, month, day));
  return month <= 12 && read.year === year && read.month === month && read.day === day;
}

// Days of the proleptic Gregorian calendar, counted in years that begin in March so that a leap day comes last.

function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}
