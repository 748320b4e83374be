import { describe, expect, it } from 'vitest';
import { unavailable } from '#core/facts/unavailable.ts';
import { summarize } from '#core/summary/figures.ts';
import type { WeekFacts } from '#core/summary/week.ts';
import { keptSprint, RICH_RULES, richWeek, sprint } from './support/rich-week.ts';
import { CAPACITY, merged, week } from './support/week-facts.ts';

function blocksOf(changes: Partial<WeekFacts>) {
  return summarize(week(changes)).blocks;
}

const SPRINTS = richWeek().sprints;
if ('unavailable' in SPRINTS) throw new Error('the sprints of the made-up week are known');

const configured = (capacity: number) => ({
  ...RICH_RULES,
  guardrails: { ...RICH_RULES.guardrails, 'debt-capacity': { ...RICH_RULES.guardrails['debt-capacity'], capacity } },
});

/** A sprint from 16 November on, of which so much of 36 has merged. */
function running(debt: number, other: number, changes: Partial<WeekFacts> = {}): WeekFacts {
  const all = Array.from({ length: debt + other }, (_, index) =>
    merged(`#${100 + index}`, { class: index < debt ? 'debt' : 'other' }),
  );
  return richWeek({
    merged: all,
    rules: configured(36),
    previous: null,
    mergedSince: '2026-11-08T23:00:00Z',
    sprints: { ...SPRINTS, reported: sprint('2026-11-16'), begun: null, earlier: [] },
    ...changes,
  });
}

describe('the sprint of a summary', () => {
  it('is held against what merged in it once it is over, however much was expected', () => {
    const { sprint: figures } = blocksOf({
      ...running(4, 6),
      now: '2026-11-30T08:00:00Z',
      period: { ...week().period, end: '2026-11-29T23:00:00Z' },
    }).headline;
    expect(figures).toMatchObject({ isFinal: true, debt: 4, plan: { least: 1, most: 3 }, standing: 'above' });
  });

  it('is held against what is planned while it runs', () => {
    const { debt } = summarize(running(4, 6)).blocks;
    expect(debt.sprint).toMatchObject({ isFinal: false, plan: { least: 4, most: 10 }, standing: 'inside' });
    expect(debt.wayBack).toBeNull();
    expect(summarize(running(3, 6)).blocks.debt.wayBack).toEqual({ class: 'debt', units: 1 });
    expect(summarize(running(11, 6)).blocks.debt.wayBack).toEqual({ class: 'other', units: 20 });
  });

  it('is planned by nothing while its size is not known', () => {
    const earlier = [sprint('2026-11-02')];
    const sprints = { ...SPRINTS, ...running(2, 6).sprints, earlier };
    const inSprint = running(2, 6).merged;
    const facts = running(2, 6, { rules: RICH_RULES, sprints, mergedSince: '2026-11-01T23:00:00Z' });
    const before = merged('#99', { mergedAt: '2026-11-05T12:00:00Z' });
    const { debt } = summarize({ ...facts, merged: [before, ...inSprint] }).blocks;
    expect(debt).toMatchObject({ sprint: { plan: null, standing: 'none' }, size: { origin: 'unknown', sprints: 1 } });
  });

  it('stands nowhere while it is an innovation sprint', () => {
    const facts = running(9, 9);
    const reported = sprint('2026-11-16', { isInnovation: true });
    const { debt } = summarize({ ...facts, sprints: { ...SPRINTS, ...facts.sprints, reported } }).blocks;
    expect(debt).toMatchObject({ sprint: { plan: null, standing: 'none' }, wayBack: null });
  });

  it('is behind its plan for debt from the middle on, below half of the least', () => {
    const behind = (debt: number, now: string) => summarize(running(debt, 6, { now })).blocks.needsYou.debtBehind;
    const middle = '2026-11-22T23:00:00Z';
    expect(behind(1, middle)).toEqual({ debt: 1, least: 4, daysLeft: 7 });
    expect(behind(1, '2026-11-22T22:59:59Z')).toBeNull();
    expect(behind(2, middle)).toBeNull();
    expect(behind(1, '2026-11-30T00:00:00Z')).toBeNull();
    const facts = running(1, 6, { now: middle });
    const assumed = { ...facts, sprints: { ...SPRINTS, ...facts.sprints, isAssumed: true } };
    expect(summarize(assumed).blocks.needsYou.debtBehind).toBeNull();
  });

  it('has the band that earlier sprints raised, where that is enforced', () => {
    const capacity = { ...RICH_RULES.guardrails['debt-capacity'], capacity: 20 };
    const enforced = { ...capacity, 'carry-over': { ...CAPACITY['carry-over'], mode: 'enforce' as const } };
    const configured = { ...RICH_RULES, guardrails: { ...RICH_RULES.guardrails, 'debt-capacity': enforced } };
    // (0, 20), (1, 20) and (5, 20) leave 0.52 owed of 20: 2.6 points (spec, debt-capacity.md, section 5).
    const kept = [keptSprint('2026-11-02', 5, 15), keptSprint('2026-10-19', 1, 19), keptSprint('2026-10-05', 0, 20)];
    const facts = running(3, 6, { rules: configured });
    const previous = richWeek({ rules: configured }).previous;
    if (previous?.kept == null) throw new Error('the made-up week has figures that are kept');
    const withKept = { ...facts, previous: { ...previous, kept: { ...previous.kept, sprints: kept } } };
    expect(summarize(withKept).blocks.debt.sprint).toMatchObject({
      floor: 12.6,
      ceiling: 32.6,
      plan: { least: 3, most: 6 },
    });
    const counted = { ...withKept, rules: { ...configured, timezone: 'Europe/Madrid' } };
    expect(summarize(counted).blocks.debt.sprint).toMatchObject({ floor: 10, ceiling: 30 });
  });

  it('is inside at either end of its band', () => {
    const standing = (debt: number) =>
      summarize(running(debt, 8, { rules: configured(20) })).blocks.debt.sprint?.standing;
    expect([1, 2, 6, 7].map(standing)).toEqual(['below', 'inside', 'inside', 'above']);
  });

  it('owes nothing for sprints before the six that the check looks back on', () => {
    const capacity = { ...RICH_RULES.guardrails['debt-capacity'], capacity: 20 };
    const enforced = { ...capacity, 'carry-over': { ...CAPACITY['carry-over'], mode: 'enforce' as const } };
    const configured = { ...RICH_RULES, guardrails: { ...RICH_RULES.guardrails, 'debt-capacity': enforced } };
    const dates = ['2026-11-02', '2026-10-19', '2026-10-05', '2026-09-21', '2026-09-07', '2026-08-24', '2026-08-10'];
    const facts = running(3, 6, { rules: configured });
    const previous = richWeek({ rules: configured }).previous;
    if (previous?.kept == null) throw new Error('the made-up week has figures that are kept');
    const sprints = dates.map((date, at) => keptSprint(date, at === 6 ? 0 : 2, at === 6 ? 200 : 18));
    const withKept = { ...facts, previous: { ...previous, kept: { ...previous.kept, sprints } } };
    expect(summarize(withKept).blocks.debt.sprint).toMatchObject({ floor: 10, ceiling: 30 });
  });

  it('is followed by one that began by the end of the next week: of a week that is long over, today’s is no news', () => {
    const begun = (firstDate: string) =>
      summarize(richWeek({ sprints: { ...SPRINTS, begun: sprint(firstDate) } })).blocks.headline.begun?.firstDate ??
      null;
    expect(['2026-11-23', '2026-11-29', '2026-11-30'].map(begun)).toEqual(['2026-11-23', '2026-11-29', null]);
  });

  it('has the size of those before it, which are told oldest first', () => {
    expect(summarize(richWeek()).blocks.debt.size).toEqual({
      origin: 'history',
      units: 36,
      of: [31, 36, 38, 34, 41, 36],
    });
  });

  it('is counted anew from what merged where other rules counted it', () => {
    const facts = richWeek();
    const { previous } = facts;
    if (previous?.kept == null) throw new Error('the made-up week has figures that are kept');
    const { blocks, kept } = summarize({ ...facts, previous: { ...previous, kept: { ...previous.kept, rules: 'x' } } });
    expect(kept.sprints.map(({ firstDate }) => firstDate)).toEqual(['2026-11-09', '2026-10-26', '2026-10-12']);
    expect(blocks.debt.chart.map(({ share }) => share)).toEqual([0, 19.4, 14.3]);
  });

  it('is unread, not none', () => {
    const { debt, headline, learned } = summarize(
      richWeek({ sprints: unavailable('the iterations', 'forbidden') }),
    ).blocks;
    expect(debt).toMatchObject({ sprint: null, size: { origin: 'unread' }, chart: [] });
    expect([headline.sprint, headline.goal, headline.begun, learned.question]).toEqual([null, null, null, null]);
  });
});
