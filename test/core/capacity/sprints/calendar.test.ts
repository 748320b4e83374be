import { describe, expect, it } from 'vitest';
import { cadence, parseLength } from '#core/capacity/sprints/cadence.ts';
import { iterationSprints } from '#core/capacity/sprints/iteration.ts';
import { type Milestone, milestoneSprints } from '#core/capacity/sprints/milestone.ts';
import { daysLeft, type SprintCalendar, sprintFactsOf } from '#core/capacity/sprints/sprint.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';

const BERLIN = { timezone: 'Europe/Berlin', innovation: [] };

function readable(calendar: SprintCalendar | Unavailable): SprintCalendar {
  if (isUnavailable(calendar)) throw new Error(`${calendar.what} should be readable`);
  return calendar;
}

describe('a cadence', () => {
  const fortnights = cadence({ ...BERLIN, anchor: '2026-10-12', length: 14 });

  it('A31: has a sprint of 337 hours where summer time ends', () => {
    const sprint = fortnights.at('2026-10-25T22:30:00Z');
    expect(sprint).toMatchObject({ start: '2026-10-11T22:00:00Z', end: '2026-10-25T23:00:00Z', days: 14 });
  });

  it('A32: and one of 335 hours where it begins', () => {
    const sprint = cadence({ timezone: 'America/New_York', innovation: [], anchor: '2027-03-01', length: 14 }).at(
      '2027-03-14T12:00:00Z',
    );
    expect(sprint).toMatchObject({ start: '2027-03-01T05:00:00Z', end: '2027-03-15T04:00:00Z' });
  });

  it('has none before its anchor, and says when the first begins', () => {
    expect(fortnights.at('2026-10-11T21:59:59Z')).toBeNull();
    expect(fortnights.next('2026-01-01T00:00:00Z')?.firstDate).toBe('2026-10-12');
    expect(fortnights.previous('2026-01-01T00:00:00Z', 6)).toEqual([]);
  });

  it('names the next and those that have ended, latest first, none before the anchor', () => {
    expect(fortnights.next('2026-10-12T12:00:00Z')?.firstDate).toBe('2026-10-26');
    const dates = (count: number) => fortnights.previous('2026-11-24T12:00:00Z', count).map((each) => each.firstDate);
    expect(dates(2)).toEqual(['2026-11-09', '2026-10-26']);
    expect(dates(6)).toEqual(['2026-11-09', '2026-10-26', '2026-10-12']);
  });

  it('turns at the very start of its first date', () => {
    expect(fortnights.at('2026-10-25T22:59:59Z')?.firstDate).toBe('2026-10-12');
    expect(fortnights.at('2026-10-25T23:00:00Z')?.firstDate).toBe('2026-10-26');
  });

  it('does not turn back with clocks that go back over midnight', () => {
    const zone = 'America/St_Johns';
    const sixes = cadence({ timezone: zone, innovation: [], anchor: '2010-11-01', length: 6 });
    // One minute into 7 November clocks went back to 23:01 of the day before.
    const again = '2010-11-07T03:00:00Z';
    const sprint = sixes.at(again);
    expect(sprint?.firstDate).toBe('2010-11-07');
    expect(sprint && daysLeft(sprint, again, zone)).toBe(5);
  });

  it.each([
    ['2w', 14],
    ['10d', 10],
    ['1d', 1],
    ['0w', null],
    ['2', null],
    ['2W', null],
    ['-1w', null],
    ['', null],
  ])('a length of %j is %j days', (written, days) => expect(parseLength(written)).toBe(days));
});

describe('milestones', () => {
  const options = { ...BERLIN, match: 'Sprint *', length: 14 };
  // GitHub keeps the date and puts Pacific midnight behind it.
  const due = (title: string, date: string | null): Milestone => ({
    title,
    dueOn: date === null ? null : `${date}T07:00:00Z`,
  });
  const three = [due('Sprint 3', '2026-11-08'), due('Sprint 1', '2026-10-11'), due('Sprint 2', '2026-10-25')];

  it('end with the local day of their due date', () => {
    const sprint = readable(milestoneSprints(three, options)).at('2026-10-25T22:30:00Z');
    expect(sprint).toMatchObject({
      title: 'Sprint 2',
      start: '2026-10-11T22:00:00Z',
      end: '2026-10-25T23:00:00Z',
      days: 14,
    });
  });

  it.each(['2026-10-25T00:00:00Z', '2026-10-25T07:00:00Z', '2026-10-25T08:00:00Z', '2026-10-25T23:59:59Z'])(
    'are due on the UTC date of %s',
    (dueOn) => {
      const calendar = readable(milestoneSprints([{ title: 'Sprint 2', dueOn }], options));
      expect(calendar.at('2026-10-25T12:00:00Z')?.endDate).toBe('2026-10-26');
    },
  );

  it('start where the one before ends, the first of all a length earlier', () => {
    const calendar = readable(milestoneSprints(three, options));
    expect(calendar.at('2026-09-28T12:00:00Z')).toMatchObject({ title: 'Sprint 1', firstDate: '2026-09-28' });
    expect(calendar.at('2026-09-27T12:00:00Z')).toBeNull();
  });

  it('of different length have different days', () => {
    const calendar = readable(milestoneSprints([...three, due('Sprint 4', '2026-11-15')], options));
    expect(calendar.at('2026-11-12T00:00:00Z')).toMatchObject({ title: 'Sprint 4', days: 7 });
  });

  it('without a due date, and those that do not match, are ignored', () => {
    const calendar = readable(
      milestoneSprints([...three, due('Sprint 9', null), due('Release', '2026-10-30')], options),
    );
    expect(calendar.at('2026-10-28T12:00:00Z')).toMatchObject({ title: 'Sprint 3', firstDate: '2026-10-26' });
  });

  it('that are due on the same day are one sprint, by the first title, in whichever order they come', () => {
    const both = [due('Sprint 2b', '2026-10-25'), ...three];
    for (const list of [both, [...both].reverse()]) {
      expect(readable(milestoneSprints(list, options)).at('2026-10-20T00:00:00Z')?.title).toBe('Sprint 2');
    }
  });

  it('that overlap count by the earliest end', () => {
    const calendar = readable(milestoneSprints([...three, due('Sprint 2.5', '2026-11-01')], options));
    expect(calendar.at('2026-10-30T00:00:00Z')?.title).toBe('Sprint 2.5');
    expect(calendar.at('2026-11-03T00:00:00Z')).toMatchObject({ title: 'Sprint 3', firstDate: '2026-11-02' });
  });

  it('that move in mid-sprint move the end, and the next start with it', () => {
    const moved = [due('Sprint 1', '2026-10-11'), due('Sprint 2', '2026-10-28'), due('Sprint 3', '2026-11-08')];
    const calendar = readable(milestoneSprints(moved, options));
    expect(calendar.at('2026-10-27T12:00:00Z')).toMatchObject({ title: 'Sprint 2', days: 17 });
    expect(calendar.next('2026-10-27T12:00:00Z')?.start).toBe('2026-10-28T23:00:00Z');
  });

  it('after the last of them there is no sprint, and no next', () => {
    const calendar = readable(milestoneSprints(three, options));
    expect([calendar.at('2026-11-08T23:00:00Z'), calendar.next('2026-11-08T23:00:00Z')]).toEqual([null, null]);
    expect(calendar.previous('2026-11-08T23:00:00Z', 2).map(({ title }) => title)).toEqual(['Sprint 3', 'Sprint 2']);
  });

  it('that could not be read are unreadable; none at all is empty', () => {
    const unread = unavailable('the milestones of acme/shop', 'unreachable');
    expect(milestoneSprints(unread, options)).toBe(unread);
    expect(readable(milestoneSprints([], options)).at('2026-10-20T00:00:00Z')).toBeNull();
  });
});

describe('iterations', () => {
  const field = {
    project: 'project 12 of acme',
    completedIterations: [{ title: 'Iteration 1', startDate: '2026-10-05', duration: 14 }],
    iterations: [
      { title: 'Iteration 2', startDate: '2026-10-19', duration: 14 },
      { title: 'Iteration 3', startDate: '2026-11-09', duration: 7 },
    ],
    itemCount: 1,
  };

  it('are local dates, past ones too', () => {
    const calendar = readable(iterationSprints(field, BERLIN));
    expect(calendar.at('2026-10-25T22:30:00Z')).toMatchObject({
      title: 'Iteration 2',
      start: '2026-10-18T22:00:00Z',
      end: '2026-11-01T23:00:00Z',
    });
    expect(calendar.previous('2026-10-25T22:30:00Z', 6).map(({ title }) => title)).toEqual(['Iteration 1']);
  });

  it('A42: have no sprint in a break, and name the next', () => {
    const calendar = readable(iterationSprints(field, BERLIN));
    expect(calendar.at('2026-11-05T12:00:00Z')).toBeNull();
    expect(calendar.next('2026-11-05T12:00:00Z')).toMatchObject({
      title: 'Iteration 3',
      start: '2026-11-08T23:00:00Z',
      days: 7,
    });
  });

  it('that are deleted leave a gap', () => {
    const calendar = readable(iterationSprints({ ...field, iterations: field.iterations.slice(1) }, BERLIN));
    expect(calendar.at('2026-10-25T12:00:00Z')).toBeNull();
  });

  it('of a project that shows no items are unreadable, not empty', () => {
    expect(iterationSprints({ ...field, itemCount: 0 }, BERLIN)).toMatchObject({
      unavailable: true,
      what: 'the items of project 12 of acme',
    });
    const unread = unavailable('project 12 of acme', 'forbidden');
    expect(iterationSprints(unread, BERLIN)).toBe(unread);
    expect(readable(iterationSprints({ ...field, iterations: [] }, BERLIN)).at('2026-10-25T12:00:00Z')).toBeNull();
  });
});

describe('an innovation sprint', () => {
  it.each([
    ['2026-10-12', true],
    ['2026-10-25', true],
    ['2026-10-26', false],
    ['2026-10-11', false],
    ['Sprint *', false],
  ])('of a cadence is the one that holds the date: %s', (date, expected) => {
    const calendar = cadence({ timezone: 'Europe/Berlin', innovation: [date], anchor: '2026-10-12', length: 14 });
    expect(calendar.at('2026-10-20T00:00:00Z')?.isInnovation).toBe(expected);
  });

  it.each([
    [['IP *'], true],
    [['ip sprint'], true],
    [['Sprint *'], false],
    [['2026-10-20'], true],
    [['2020-01-01', 'IP*'], true],
  ])('with a title is named by a glob or a date: %j', (innovation, expected) => {
    const milestones = [{ title: 'IP Sprint', dueOn: '2026-10-25T07:00:00Z' }];
    const options = { timezone: 'Europe/Berlin', innovation, match: '*', length: 14 };
    expect(readable(milestoneSprints(milestones, options)).at('2026-10-20T00:00:00Z')?.isInnovation).toBe(expected);
  });
});

describe('the days left', () => {
  const calendar = cadence({ ...BERLIN, anchor: '2026-10-12', length: 14 });
  const sprint = calendar.at('2026-10-20T00:00:00Z');
  // biome-ignore format: one example a line reads best
  it.each([
    ['2026-10-11T22:00:00Z', 14, 'at its start'],
    ['2026-10-11T22:00:01Z', 13, 'the first day has begun'],
    ['2026-10-12T21:59:59Z', 13, 'the last second of the first day'],
    ['2026-10-12T22:00:00Z', 13, 'the first instant of the second'],
    ['2026-10-24T12:00:00Z', 1, 'the day before the last'],
    ['2026-10-25T22:59:59Z', 0, 'the last second of a day of 25 hours'],
    ['2026-10-26T12:00:00Z', 0, 'after it'],
    ['2026-10-01T12:00:00Z', 14, 'before it'],
  ])('at %s are %d (%s)', (instant, left) => {
    expect(sprint && daysLeft(sprint, instant, 'Europe/Berlin')).toBe(left);
  });

  it('go into the decision with the rest of the sprint', () => {
    expect(sprint && sprintFactsOf(sprint, '2026-10-24T12:00:00Z', 'Europe/Berlin', true)).toEqual({
      isInnovation: false,
      isAssumed: true,
      days: 14,
      daysLeft: 1,
    });
  });
});
