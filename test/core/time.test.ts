import fc from 'fast-check';
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
