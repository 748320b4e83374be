import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PeriodOptions, periodAt, periodNamed, periodsBetween, weeksBetween } from '#core/summary/period.ts';
import { addDays, addSeconds, compareInstants } from '#core/time.ts';

const BERLIN: PeriodOptions = { day: 'monday', time: '09:00', timezone: 'Europe/Berlin' };

describe('the period that is due', () => {
  it('is the seven whole local days before the day', () => {
    expect(periodAt('2026-11-23T08:00:00Z', BERLIN)).toEqual({
      name: '2026-W47',
      firstDate: '2026-11-16',
      endDate: '2026-11-23',
      start: '2026-11-15T23:00:00Z',
      end: '2026-11-22T23:00:00Z',
      dueAt: '2026-11-23T08:00:00Z',
    });
  });

  // biome-ignore format: one example a line reads best
  it.each([
    ['2026-11-23T07:59:59Z', {}, '2026-W46', 'a second before its time'],
    ['2026-11-23T08:00:00Z', {}, '2026-W47', 'at its time'],
    ['2026-11-30T07:59:59Z', {}, '2026-W47', 'until the next is due'],
    ['2026-11-22T23:00:00Z', { time: '00:00' }, '2026-W47', 'at midnight'],
    ['2026-11-23T22:59:00Z', { time: '23:59' }, '2026-W47', 'in the last minute of the day'],
    ['2026-11-24T08:00:00Z', { day: 'tuesday' }, '2026-W47', 'from a Tuesday on'],
    ['2026-11-22T08:00:00Z', { day: 'sunday' }, '2026-W46', 'a Sunday belongs to the week that it ends'],
    ['2026-11-22T20:00:00Z', { timezone: 'Pacific/Kiritimati' }, '2026-W47', 'the day begins early in the east'],
    ['2026-11-23T20:00:00Z', { timezone: 'Etc/GMT+12' }, '2026-W46', 'and late in the west'],
    ['2027-01-04T08:00:00Z', {}, '2026-W53', 'the year has a week 53'],
    ['2026-03-30T07:00:00Z', {}, '2026-W13', 'a week of 167 hours'],
    ['2026-10-26T08:00:00Z', {}, '2026-W43', 'a week of 169 hours'],
  ] as const)('at %s (%o) is %s: %s', (now, changed, name, _) => {
    expect(periodAt(now, { ...BERLIN, ...changed }).name).toBe(name);
  });

  it('is as long as its days are', () => {
    expect(periodNamed('2026-W13', BERLIN)).toMatchObject({
      start: '2026-03-22T23:00:00Z',
      end: '2026-03-29T22:00:00Z',
    });
    expect(periodNamed('2026-W43', BERLIN)).toMatchObject({
      start: '2026-10-18T22:00:00Z',
      end: '2026-10-25T23:00:00Z',
    });
  });

  it('is due when clocks jump over its time, and at the first of two', () => {
    const onSunday = { ...BERLIN, day: 'sunday', time: '02:30' } as const;
    expect(periodAt('2026-03-29T01:00:00Z', onSunday).dueAt).toBe('2026-03-29T01:00:00Z');
    expect(periodAt('2026-03-29T00:59:59Z', onSunday).endDate).toBe('2026-03-22');
    expect(periodAt('2026-10-25T00:30:00Z', onSunday).endDate).toBe('2026-10-25');
    expect(periodAt('2026-10-25T01:30:00Z', onSunday).endDate).toBe('2026-10-25');
  });

  it('is due although its day was skipped, and stays due although its day has begun twice', () => {
    const apia = periodAt('2011-12-30T10:00:00Z', { day: 'friday', time: '09:00', timezone: 'Pacific/Apia' });
    expect(apia).toMatchObject({ endDate: '2011-12-30', end: '2011-12-30T10:00:00Z', dueAt: '2011-12-30T10:00:00Z' });
    // A minute past midnight clocks went back to 23:01 of the Saturday.
    const newfoundland = { day: 'sunday', time: '00:00', timezone: 'America/St_Johns' } as const;
    for (const now of ['2010-11-07T02:30:30Z', '2010-11-07T02:31:00Z', '2010-11-07T03:15:00Z'])
      expect(periodAt(now, newfoundland).endDate).toBe('2010-11-07');
  });

  it('is an earlier one, with the same name as ever, when time jumps back', () => {
    const now = '2026-11-23T08:30:00Z';
    const before = periodAt(addSeconds(now, -7200), BERLIN);
    expect(before).toEqual(periodAt('2026-11-20T00:00:00Z', BERLIN));
    expect(periodAt(now, BERLIN)).toEqual(periodAt(addSeconds(now, 7200), BERLIN));
  });
});

describe('names of periods', () => {
  it.each(['2026-W54', '2027-W53', '2026-47', 'W47', '', '2026-W47 ', '9999-W99'])('%j is none', (name) => {
    expect(periodNamed(name, BERLIN)).toBeNull();
    expect(periodsBetween(name, '2026-W47')).toEqual([]);
    expect(weeksBetween('2026-W47', name)).toBeNull();
  });

  it('end before the years do', () => {
    expect(periodNamed('9999-W52', BERLIN)).toBeNull();
    expect(periodNamed('0001-W01', BERLIN)).toMatchObject({ firstDate: '0001-01-01' });
  });

  it.each([
    ['2026-W43', '2026-W47', ['2026-W44', '2026-W45', '2026-W46']],
    ['2026-W52', '2027-W02', ['2026-W53', '2027-W01']],
    ['2026-W46', '2026-W47', []],
    ['2026-W47', '2026-W47', []],
    ['2026-W48', '2026-W47', []],
  ])('between %s and %s are %j', (after, before, names) => {
    expect(periodsBetween(after, before)).toEqual(names);
  });

  it('between two that are ages apart are the latest', () => {
    const names = periodsBetween('1001-W01', '2026-W47');
    expect(names).toHaveLength(53);
    expect([names[0], names.at(-1)]).toEqual(['2025-W46', '2026-W46']);
  });

  it('tell how many weeks lie between', () => {
    expect(weeksBetween('2026-W52', '2027-W02')).toBe(3);
    expect(weeksBetween('2026-W47', '2026-W46')).toBe(-1);
  });
});

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Antarctica/Troll',
  'Etc/GMT+12',
];

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const anyOptions: fc.Arbitrary<PeriodOptions> = fc.record({
  day: fc.constantFrom(...DAYS),
  time: fc.constantFrom('00:00', '00:01', '01:30', '02:00', '02:30', '03:00', '09:00', '23:30', '23:59'),
  timezone: fc.constantFrom(...ZONES),
});
/** From 2005 to 2045, more often in the weeks in which clocks change. */
const anyInstant = fc
  .tuple(fc.integer({ min: 0, max: 40 * 365 * 86_400 }), fc.boolean(), fc.integer({ min: 0, max: 40 }))
  .map(([seconds, isNearChange, year]) =>
    isNearChange
      ? addSeconds(`${2005 + year}-${seconds % 2 === 0 ? '03-20' : '10-20'}T00:00:00Z`, seconds % (20 * 86_400))
      : addSeconds('2005-01-01T00:00:00Z', seconds),
  );

describe('periods', () => {
  it('are the latest that are due', () => {
    fc.assert(
      fc.property(anyInstant, anyOptions, (now, options) => {
        const period = periodAt(now, options);
        const next = periodAt(addDays(period.dueAt, 8), options);
        expect(compareInstants(period.dueAt, now)).toBeLessThanOrEqual(0);
        expect(compareInstants(next.dueAt, now)).toBeGreaterThan(0);
        expect(compareInstants(period.end, period.dueAt)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tile time: one begins where the other ends, under a name of its own', () => {
    fc.assert(
      fc.property(anyInstant, anyOptions, (now, options) => {
        const period = periodAt(now, options);
        const next = periodAt(addDays(period.dueAt, 8), options);
        expect(next).toMatchObject({ start: period.end, firstDate: period.endDate });
        expect(next.name > period.name).toBe(true);
        expect(weeksBetween(period.name, next.name)).toBe(1);
        expect(periodAt(next.dueAt, options)).toEqual(next);
        expect(periodAt(addSeconds(next.dueAt, -1), options)).toEqual(period);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are told by their names', () => {
    fc.assert(
      fc.property(anyInstant, anyOptions, (now, options) => {
        const period = periodAt(now, options);
        expect(periodNamed(period.name, options)).toEqual(period);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never go back as time goes on, and are one while it stands still', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 7200 }), anyOptions, (now, seconds, options) => {
        const [before, after] = [periodAt(now, options), periodAt(addSeconds(now, seconds), options)];
        expect(weeksBetween(before.name, after.name)).toBeGreaterThanOrEqual(0);
        expect(weeksBetween(before.name, after.name)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
