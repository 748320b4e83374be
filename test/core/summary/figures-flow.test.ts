import { describe, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import type { WeekFacts } from '#core/summary/week.ts';
import { greatWeek } from './support/great-week.ts';
import { keptSprint, keptWeek, richWeek } from './support/rich-week.ts';
import { merged, notable, week } from './support/week-facts.ts';

function blocksOf(changes: Partial<WeekFacts>) {
  return summarize(week(changes)).blocks;
}

describe('flow of a summary', () => {
  const work = (count: number, authors: number) =>
    Array.from({ length: count }, (_, index) =>
      merged(`#${100 + index}`, {
        author: `author-${index % authors}`,
        createdAt: `2026-11-17T0${index}:00:00Z`,
        mergedAt: '2026-11-17T10:00:00Z',
      }),
    );

  it('is nobody’s: it is told of three authors or more', () => {
    expect(blocksOf({ merged: work(6, 2) }).flow.figures).toBeNull();
    const issues = ['#1', '#2', '#3'].map((ref) =>
      notable('incident', ref, 'Down', { closedAt: '2026-11-17T10:00:00Z' }),
    );
    const kept = summarize(week({ merged: work(6, 2), issues })).kept.week;
    expect([kept.cycleP50, kept.cycleP90, kept.restoreP50]).toEqual([null, null, null]);
    expect(blocksOf({ merged: work(6, 3) }).flow.figures).not.toBeNull();
    const bot = merged('#200', { class: 'excluded', author: 'renovate' });
    const agent = merged('#201', { author: 'copilot[bot]' });
    expect(blocksOf({ merged: [...work(6, 2), bot, agent] }).flow.figures).toBeNull();
  });

  it('has percentiles by nearest rank of five pull requests or more', () => {
    expect(blocksOf({ merged: work(4, 3) }).flow.figures?.cycle).toBeNull();
    const hours = 3600;
    expect(blocksOf({ merged: work(5, 3) }).flow.figures?.cycle).toEqual({
      p50: 8 * hours,
      p90: 10 * hours,
      usual: null,
      n: 5,
    });
    expect(blocksOf({ merged: work(6, 3) }).flow.figures?.cycle).toMatchObject({ p50: 7 * hours, p90: 10 * hours });
  });

  it('has no time below zero, whatever an imported date says', () => {
    const imported = work(5, 3).map((one) => ({ ...one, createdAt: '2026-11-17T10:00:01Z' }));
    expect(blocksOf({ merged: imported }).flow.figures?.cycle).toMatchObject({ p50: 0, p90: 0 });
  });

  it('has a time to restore of three incidents or more', () => {
    const issues = ['#1', '#2', '#3'].map((ref, index) =>
      notable('incident', ref, 'Down', {
        createdAt: '2026-11-17T08:00:00Z',
        closedAt: `2026-11-17T${10 + index}:00:00Z`,
      }),
    );
    const restore = (count: number) => {
      const figures = blocksOf({ merged: work(6, 3), issues: issues.slice(0, count) }).flow.figures;
      return [figures?.restore, figures?.incidents];
    };
    expect(restore(2)).toEqual([null, 2]);
    expect(blocksOf({ merged: work(6, 3), issues: null }).flow.figures).toMatchObject({
      restore: null,
      incidents: null,
    });
    expect(restore(3)).toEqual([{ p50: 3 * 3600, usual: null, n: 3 }, 3]);
  });

  it('is usual by the four weeks directly before, as many of them as an issue holds', () => {
    const facts = richWeek();
    const { previous } = facts;
    if (previous?.kept == null) throw new Error('the made-up week has figures that are kept');
    const kept = {
      ...previous.kept,
      week: keptWeek('2026-W45', { cycleP50: 100 }),
      weeks: [
        keptWeek('2026-W44', { cycleP50: null }),
        keptWeek('2026-W43', { cycleP50: 300 }),
        keptWeek('2026-W42'),
        keptWeek('2026-W45'),
      ],
    };
    const { blocks, kept: next } = summarize({ ...facts, previous: { ...previous, kept } });
    expect(blocks.flow.figures?.cycle?.usual).toBe(200);
    expect(blocks.headline.linksBefore).toBeNull();
    expect(next.weeks.map(({ period }) => period)).toEqual(['2026-W45', '2026-W44', '2026-W43', '2026-W42']);
  });

  it('compares releases with releases only, deployments with deployments', () => {
    const facts = richWeek();
    const { previous } = facts;
    if (previous?.kept == null) throw new Error('the made-up week has figures that are kept');
    const kept = {
      ...previous.kept,
      week: keptWeek('2026-W46', { kind: 'release', deliveries: 1 }),
      weeks: [keptWeek('2026-W45', { deliveries: 9 }), keptWeek('2026-W44', { kind: null, deliveries: null })],
    };
    const usual = (kind: 'deployment' | 'release') => {
      const deliveries = { kind, at: ['2026-11-17T10:00:00Z'] };
      return summarize({ ...facts, deliveries, previous: { ...previous, kept } }).blocks.flow.figures?.deliveries;
    };
    expect(usual('deployment')).toEqual({ kind: 'deployment', n: 1, usual: 9 });
    expect(usual('release')).toEqual({ kind: 'release', n: 1, usual: 1 });
  });

  it('keeps seven weeks and eight sprints', () => {
    const facts = richWeek();
    const { previous, sprints } = facts;
    if (previous?.kept == null || 'unavailable' in sprints)
      throw new Error('the made-up week has figures that are kept');
    const names = ['2026-W45', '2026-W44', '2026-W43', '2026-W42', '2026-W41', '2026-W40', '2026-W39', '2026-W38'];
    const older = ['2026-07-20', '2026-07-06', '2026-06-22'].map((date) => keptSprint(date, 2, 8));
    const kept = {
      ...previous.kept,
      weeks: names.map((name) => keptWeek(name)),
      sprints: [...previous.kept.sprints, ...older],
    };
    const next = summarize({ ...facts, previous: { ...previous, kept } }).kept;
    expect(next.weeks.map(({ period }) => period)).toEqual(['2026-W46', ...names.slice(0, 6)]);
    expect(next.sprints).toHaveLength(8);
    expect(next.sprints[0]?.firstDate).toBe('2026-11-09');
  });
});

describe('a week of great size', () => {
  it('is counted whole: 5 000 pull requests, 200 objectives', () => {
    const { blocks } = summarize(greatWeek());
    expect(blocks.headline.links.of).toBe(2500);
    expect(blocks.flow.merged).toHaveLength(2500);
    expect(blocks.objectives.rows).toHaveLength(200);
    expect(blocks.objectives.rows.reduce((sum, { merged: count }) => sum + count, 0)).toBe(2500);
    expect(blocks.debt.sprint).toMatchObject({ debt: 1000, other: 4000 });
    expect(blocks.needsYou.reviews).toHaveLength(500);
  });
});
