/**
 * Sprints against an independent reckoning of local time: the Temporal polyfill, which the product does not use
 * (docs/adr/0011-no-temporal-polyfill.md).
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, it } from 'vitest';
import { cadence } from '#core/capacity/sprints/cadence.ts';
import { daysLeft } from '#core/capacity/sprints/sprint.ts';
import { addLocalDays, addSeconds, localDateOf, localDaysBetween, startOfLocalDate } from '#core/time.ts';

const FIRST = '2020-01-01';
const AFTER_LAST = '2031-01-01';
const ZONES = Intl.supportedValuesOf('timeZone');
// biome-ignore format: a dozen where clocks do what nobody expects
const AWKWARD = [
  'Australia/Lord_Howe', 'Pacific/Apia', 'Antarctica/Troll', 'Africa/Casablanca', 'Africa/Cairo', 'America/Havana',
  'America/Santiago', 'Asia/Beirut', 'America/Asuncion', 'America/Nuuk', 'Asia/Gaza', 'America/St_Johns',
];

const DATES = Array.from({ length: localDaysBetween(FIRST, AFTER_LAST) }, (_, at) => addLocalDays(FIRST, at));

/** The first instant of a date, by the oracle. */
const startByOracle = (date: string, zone: string) =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString();

/** When clocks in a zone change in these years, with the offset after it; the first is the offset at the beginning. */
function changesOf(zone: string): readonly Temporal.ZonedDateTime[] {
  const changes = [Temporal.Instant.from('2019-12-01T00:00:00Z').toZonedDateTimeISO(zone)];
  for (;;) {
    const next = changes.at(-1)?.getTimeZoneTransition('next');
    if (!next || next.year > 2030) return changes;
    changes.push(next);
  }
}

/** Zones by what their clocks do in these years: the names of one entry cannot differ in anything tested here. */
const behaviours = new Map<string, { readonly zones: string[]; readonly changes: readonly Temporal.ZonedDateTime[] }>();

beforeAll(() => {
  for (const zone of ZONES) {
    const changes = changesOf(zone);
    const key = changes.map((change, at) => `${at === 0 ? '' : change.epochMilliseconds}${change.offset}`).join();
    const known = behaviours.get(key);
    if (known === undefined) behaviours.set(key, { zones: [zone], changes });
    else known.zones.push(zone);
  }
});

/** The sprint at `instant` by the oracle alone: dates counted from the anchor, starts of days as it reckons them. */
function sprintByOracle(anchor: string, length: number, zone: string, instant: string) {
  const first = Temporal.PlainDate.from(anchor);
  const today = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();
  let index = Math.floor(first.until(today).days / length);
  const start = (at: number) => startByOracle(first.add({ days: at * length }).toString(), zone);
  while (Temporal.Instant.compare(start(index + 1), instant) <= 0) index++;
  return { start: start(index), end: start(index + 1) };
}

/** Everything that tiling asks of the boundary on a date. */
function expectBoundary(anchor: string, length: number, zone: string, boundary: string): void {
  const calendar = cadence({ timezone: zone, innovation: [], anchor, length });
  const before = calendar.at(addSeconds(boundary, -1));
  const after = calendar.at(boundary);
  const where = `${zone}, ${length} days from ${anchor}, at ${boundary}`;
  expect([before?.end, after?.start], where).toEqual([boundary, boundary]);
  expect(calendar.next(addSeconds(boundary, -1))?.start, where).toBe(boundary);
  expect(calendar.previous(boundary, 1)[0]?.end, where).toBe(boundary);
}

describe('sprints tile time', () => {
  it('with every day of 2020 to 2030 starting where the oracle says, one after the other, in every zone', () => {
    expect([...behaviours.values()].flatMap(({ zones }) => zones)).toHaveLength(ZONES.length);
    for (const { zones } of behaviours.values()) {
      const [zone = ''] = zones;
      let previous = '';
      for (const date of DATES) {
        const start = startOfLocalDate(date, zone);
        if (start !== startByOracle(date, zone) || start <= previous) {
          expect.fail(
            `${date} in ${zone} starts at ${start}, after ${previous}; by the oracle ${startByOracle(date, zone)}`,
          );
        }
        previous = start;
      }
    }
    // Four million days: half a minute where the machine has other work.
  }, 120_000);

  it('in the name of every zone, at the middle of each year', () => {
    for (const zone of ZONES) {
      for (let year = 2020; year <= 2030; year++) {
        expect(startOfLocalDate(`${year}-07-01`, zone), zone).toBe(startByOracle(`${year}-07-01`, zone));
      }
    }
  });

  it('without gap or overlap around every change of clocks in every zone', () => {
    let checked = 0;
    for (const { zones, changes } of behaviours.values()) {
      const [zone = ''] = zones;
      for (const change of changes.slice(1)) {
        const day = change.toPlainDate();
        for (const days of [-1, 0, 1]) {
          const date = day.add({ days }).toString();
          expectBoundary(addLocalDays(date, -14), 14, zone, startByOracle(date, zone));
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(1000);
  });

  it.each(AWKWARD)('without gap or overlap in %s from every day, the lengths of 1 to 28 days taking turns', (zone) => {
    for (const [at, date] of DATES.entries()) {
      const length = 1 + (at % 28);
      const calendar = cadence({ timezone: zone, innovation: [], anchor: addLocalDays(date, -length), length });
      const boundary = startByOracle(date, zone);
      const [before, after] = [calendar.at(addSeconds(boundary, -1)), calendar.at(boundary)];
      if (before?.end !== boundary || after?.start !== boundary) expect.fail(`${length} days until ${date} in ${zone}`);
    }
  });

  it.each(AWKWARD)('without gap or overlap around every change of clocks in %s, for all of 1 to 28 days', (zone) => {
    for (const change of changesOf(zone).slice(1)) {
      for (let length = 1; length <= 28; length++) {
        const date = change.toPlainDate().add({ days: length % 2 });
        expectBoundary(date.subtract({ days: length }).toString(), length, zone, startByOracle(date.toString(), zone));
      }
    }
  });

  it('and hold each instant in exactly the sprint that the oracle says', () => {
    const anywhere = fc.record({
      zone: fc.oneof(fc.constantFrom(...AWKWARD), fc.constantFrom(...ZONES)),
      anchor: fc.constantFrom(...DATES.slice(0, 400)),
      length: fc.integer({ min: 1, max: 28 }),
      second: fc.integer({ min: 500 * 86_400, max: 4000 * 86_400 }),
    });
    fc.assert(
      fc.property(anywhere, ({ zone, anchor, length, second }) => {
        const instant = addSeconds('2020-01-01T00:00:00Z', second);
        const calendar = cadence({ timezone: zone, innovation: [], anchor, length });
        const sprint = calendar.at(instant);
        expect(sprint).toMatchObject(sprintByOracle(anchor, length, zone, instant));
        expect(calendar.next(instant)?.start).toBe(sprint?.end);
        expect(calendar.previous(instant, 1)[0]?.end).toBe(sprint?.start);
        expect(localDateOf(instant, zone)).toBe(
          Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString(),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('whose days left are the local dates that have not begun', () => {
    const anywhere = fc.record({
      zone: fc.constantFrom(...AWKWARD, 'UTC', 'Europe/Berlin'),
      length: fc.integer({ min: 1, max: 20 }),
      second: fc.integer({ min: 0, max: 4000 * 86_400 }),
    });
    fc.assert(
      fc.property(anywhere, ({ zone, length, second }) => {
        const instant = addSeconds('2020-01-02T00:00:00Z', second);
        const sprint = cadence({ timezone: zone, innovation: [], anchor: FIRST, length }).at(instant);
        if (sprint === null) return;
        const dates = Array.from({ length }, (_, at) => startByOracle(addLocalDays(sprint.firstDate, at), zone));
        expect(daysLeft(sprint, instant, zone)).toBe(
          dates.filter((start) => Temporal.Instant.compare(start, instant) >= 0).length,
        );
      }),
      { numRuns: 500 },
    );
  });
});
