import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addLocalDays,
  addSeconds,
  compareInstants,
  earliest,
  localDateOf,
  localDaysBetween,
  millisecondsBetween,
  startOfLocalDate,
} from '#core/time.ts';
import { instantOfLocalTime, isoWeekdayOf, isoWeekOf, mondayOfIsoWeek } from '#core/weeks.ts';

describe('the first instant of a local date', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['2026-11-18', 'UTC', '2026-11-18T00:00:00Z', 'no offset'],
    ['2026-11-18', 'Europe/Berlin', '2026-11-17T23:00:00Z', 'winter'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00Z', 'summer'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', 'the day clocks go forward'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00Z', 'the day after'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z', 'the day clocks go back'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00Z', 'the day after that'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00Z', 'west of Greenwich'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 'no midnight: clocks jump to 01:00'],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00Z', 'clocks went back at midnight, to the day before'],
    ['2024-04-26', 'Africa/Cairo', '2024-04-25T22:00:00Z', 'no midnight in Cairo'],
    ['2024-03-31', 'Asia/Beirut', '2024-03-30T22:00:00Z', 'no midnight in Beirut'],
    ['2024-11-03', 'America/Havana', '2024-11-03T04:00:00Z', 'midnight twice: the first'],
    ['2010-11-07', 'America/St_Johns', '2010-11-07T02:30:00Z', 'back to the day before at one past midnight'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', 'a date that was skipped: the next begins'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00Z', 'the date after it'],
    ['2026-11-18', 'Asia/Kathmandu', '2026-11-17T18:15:00Z', 'a quarter of an hour'],
    ['2026-11-18', 'Pacific/Kiritimati', '2026-11-17T10:00:00Z', 'furthest east'],
    ['2026-11-18', 'Etc/GMT+12', '2026-11-18T12:00:00Z', 'furthest west'],
    ['2024-02-29', 'Asia/Tokyo', '2024-02-28T15:00:00Z', 'a leap day'],
  ])('%s in %s is %s (%s)', (date, zone, instant) => expect(startOfLocalDate(date, zone)).toBe(instant));

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '26-1-1', ''])('refuses %j', (date) =>
    expect(() => startOfLocalDate(date, 'UTC')).toThrow(RangeError),
  );
});

describe('the local date of an instant', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['2026-11-18T12:00:00Z', 'UTC', '2026-11-18'],
    ['2026-10-25T22:59:59.999Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T23:00:00Z', 'Europe/Berlin', '2026-10-26'],
    ['2026-11-18T04:59:59Z', 'America/New_York', '2026-11-17'],
    ['2026-11-18T10:00:00Z', 'Pacific/Kiritimati', '2026-11-19'],
    ['2026-12-31T23:30:00+01:00', 'UTC', '2026-12-31'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ['2024-04-25T22:00:00Z', 'Africa/Cairo', '2024-04-26'],
  ])('%s in %s is %s', (instant, zone, date) => expect(localDateOf(instant, zone)).toBe(date));

  it.each([
    ['2024-02-28', 2, '2024-03-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-10-12', 14, '2026-10-26'],
    ['1970-01-05', 0, '1970-01-05'],
  ])('%s and %d days is %s', (date, days, later) => {
    expect(addLocalDays(date, days)).toBe(later);
    expect(localDaysBetween(date, later)).toBe(days);
  });

  it.each(['', '2026-02-30', '2026-10-12T00:00:00Z'])('refuses %j', (date) =>
    expect(() => addLocalDays(date, 1)).toThrow(RangeError),
  );
});

describe('the instant of a local time', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['2026-11-23', '09:00', 'UTC', '2026-11-23T09:00:00Z', 'no offset'],
    ['2026-11-23', '09:00', 'Europe/Berlin', '2026-11-23T08:00:00Z', 'winter'],
    ['2026-07-06', '00:00', 'Europe/Berlin', '2026-07-05T22:00:00Z', 'midnight is the start of the date'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z', 'skipped: when clocks jump'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z', 'twice: the first'],
    ['2026-10-25', '23:59', 'Europe/Berlin', '2026-10-25T22:59:00Z', 'after clocks went back'],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z', 'half an hour back'],
    ['2011-12-30', '09:00', 'Pacific/Apia', '2011-12-30T10:00:00Z', 'a date that was skipped: the next begins'],
    ['2018-11-04', '00:30', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 'the first hour is skipped'],
  ])('%s %s in %s is %s (%s)', (date, time, zone, instant) => expect(instantOfLocalTime(date, time, zone)).toBe(instant));

  it.each(['9:00', '24:00', '09:60', '', '09:00:00'])('refuses %j', (time) =>
    expect(() => instantOfLocalTime('2026-11-23', time, 'UTC')).toThrow(RangeError),
  );

  it('agrees with Temporal', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'Asia/Kathmandu',
    );
    const minutes = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25_000 }), minutes, zones, (days, minute, zone) => {
        const date = addLocalDays('1990-01-01', days);
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const local = Temporal.PlainDateTime.from(`${date}T${time}`);
        // Of two it names the earlier. Temporal moves a time in a gap on by the gap; ours is when the gap begins.
        const zoned = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
        const isSkipped = !zoned.toPlainDateTime().equals(local);
        const expected = isSkipped
          ? zoned.subtract({ days: 1 }).getTimeZoneTransition('next')?.toInstant()
          : zoned.toInstant();
        expect(instantOfLocalTime(date, time, zone)).toBe(expected?.toString());
      }),
    );
  });
});

describe('ISO weeks', () => {
  // biome-ignore format: one example a line reads best
  it.each([
    ['2026-11-16', 1, '2026-W47'],
    ['2026-11-22', 7, '2026-W47'],
    ['2026-12-31', 4, '2026-W53'],
    ['2027-01-03', 7, '2026-W53'],
    ['2027-01-04', 1, '2027-W01'],
    ['2024-12-30', 1, '2025-W01'],
    ['1969-12-29', 1, '1970-W01'],
  ])('%s is day %d of %s', (date, day, week) => {
    expect(isoWeekdayOf(date)).toBe(day);
    expect(isoWeekOf(date)).toBe(week);
    expect(mondayOfIsoWeek(week)).toBe(addLocalDays(date, 1 - day));
  });

  it.each(['2026-W54', '2027-W53', '2026-W00', '2026-47', '2026-W7', ' 2026-W47', '', '9999-W99'])(
    '%j is none',
    (week) => expect(mondayOfIsoWeek(week)).toBeNull(),
  );

  it('agree with Temporal', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), (days) => {
        const date = addLocalDays('2000-01-01', days);
        const { weekOfYear, yearOfWeek, dayOfWeek } = Temporal.PlainDate.from(date);
        expect(isoWeekOf(date)).toBe(`${String(yearOfWeek).padStart(4, '0')}-W${String(weekOfYear).padStart(2, '0')}`);
        expect(isoWeekdayOf(date)).toBe(dayOfWeek);
        expect(mondayOfIsoWeek(isoWeekOf(date))).toBe(addLocalDays(date, 1 - dayOfWeek));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('instants', () => {
  it.each([
    [addSeconds('2026-12-31T23:59:30Z', 60), '2027-01-01T00:00:30Z'],
    [addSeconds('2026-01-01T00:00:00Z', -1), '2025-12-31T23:59:59Z'],
    [addSeconds('2026-01-01T00:00:00.250Z', 0.5), '2026-01-01T00:00:00.750Z'],
    [addDays('2024-02-28T12:00:00Z', 1), '2024-02-29T12:00:00Z'],
    [addDays('2026-11-18T12:00:00+01:00', 14), '2026-12-02T11:00:00Z'],
    [earliest([null, '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z']), '2026-01-01T00:00:00Z'],
    [earliest([null]), null],
    [millisecondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:01:00.5Z'), 60_500],
  ])('%j is %j', (actual, expected) => expect(actual).toBe(expected));

  it('compares across spellings', () => {
    expect(compareInstants('2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00Z')).toBe(0);
    expect(compareInstants('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.001Z')).toBeLessThan(0);
  });

  it.each(['', 'now', '2026-02-30T00:00:00Z', '2026-01-01'])('refuses %j', (instant) =>
    expect(() => addSeconds(instant, 1)).toThrow(RangeError),
  );

  it('agrees with the calendar of the platform', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: -1e8, max: 1e8 }), (start, seconds) => {
        const expected = new Date(start.getTime() + seconds * 1000).toISOString().replace('.000Z', 'Z');
        expect(addSeconds(start.toISOString(), seconds)).toBe(expected);
      }),
    );
  });
});
