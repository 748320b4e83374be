import { describe, expect, it } from 'vitest';
import { BLOCKS } from '#core/config/summary-schema.ts';
import { summarize } from '#core/summary/figures.ts';
import { renderSummary } from '#core/summary/render.ts';
import type { WeekFacts } from '#core/summary/week.ts';
import { keptWeek, sprint } from './support/rich-week.ts';
import { CAPACITY, HOME, merged, objective, rules, SCOPE, week } from './support/week-facts.ts';

const scope = { ...SCOPE, repositories: [HOME], missing: ['shop/pay-web'] };

function summaryOf(changes: Partial<WeekFacts>) {
  return summarize(week({ scope, ...changes }));
}

function textOf(changes: Partial<WeekFacts>, blocks: readonly (typeof BLOCKS)[number][] = BLOCKS) {
  const { body } = renderSummary(summaryOf(changes), { blocks, maxItems: 10 });
  const [shown = ''] = body.replaceAll('\u200b', '').split('\n<!-- leadership:figures', 1);
  return shown;
}

const objectives = ['#1', '#2', '#3', '#4'].map((ref) => objective(ref, 'Goal', { key: ref }));
const movedTwo = ['#1', '#2'].map((key, at) =>
  merged(`#${9 + at}`, { objectives: [key], isLinked: true, outcome: 'pass' }),
);

describe('a week without one of the repositories', () => {
  it.each([
    ['all blocks', BLOCKS],
    ['one block', ['zoom-out'] as const],
  ])('says so where everybody reads it: %s', (_, blocks) => {
    expect(textOf({}, blocks)).toContain('This is without shop/pay-web, which could not be read.');
    expect(textOf({ scope: SCOPE }, blocks)).not.toContain('This is without');
  });

  it('has nothing that is nothing', () => {
    const text = textOf({});
    expect(text).toContain('nothing merged that must be linked, as far as could be read');
    expect(text).toContain('**2 Needs you** nothing this week, as far as could be read.');
    expect(text).toContain('**3 Objectives** No objectives, as far as could be read.');
    expect(text).toContain('debt issues: none, as far as could be read');
    expect(text).toContain('Nothing closed, and nothing got past a guardrail, as far as could be read.');
  });

  it('counts at least so many debt issues', () => {
    const debtIssues = { open: [], opened: 1, closed: 1, isPartial: false };
    expect(textOf({ debtIssues })).toContain('debt issues: at least 0 open (1 opened, 1 closed)');
  });

  it('had a sprint, of which nobody knows what merged in it', () => {
    const sprints = {
      reported: sprint('2026-11-09'),
      begun: null,
      earlier: [],
      isAssumed: false,
      goal: null,
      goalOfBegun: null,
      question: null,
    };
    const capacity = rules({
      timezone: 'Europe/Berlin',
      guardrails: Object.assign({}, { 'debt-capacity': { ...CAPACITY, capacity: 36 } }),
    });
    const text = textOf({ sprints, rules: capacity });
    expect(text).toContain('- The sprint could not be read · ');
    expect(text).toContain('**4 Debt** the sprint could not be read · ');
    expect(textOf({ rules: capacity })).toContain('- No sprint ran this week · ');
  });

  it('has objectives that moved, and none that are known to stand still', () => {
    expect(summaryOf({ objectives, merged: movedTwo }).blocks.headline).toMatchObject({ moved: 2, still: null });
    expect(textOf({ objectives, merged: movedTwo })).toContain('- 2 objectives moved, as far as could be read.');
    expect(textOf({ objectives })).toContain('- No objective moved, as far as could be read.');
  });

  it('may have objectives that nobody sees', () => {
    const linked = merged('#9', { isLinked: true, outcome: 'pass' });
    expect(textOf({ merged: [linked] })).toContain('to an objective **0 of 1**');
    expect(textOf({ merged: [linked] })).not.toMatch(/no objectives yet/i);
  });

  it('is not quiet', () => {
    expect(summaryOf({}).blocks.headline.isQuiet).toBe(false);
    expect(summaryOf({ scope: SCOPE }).blocks.headline.isQuiet).toBe(true);
  });

  it('is compared with no other, and no other with it', () => {
    const people = ['anne', 'bo', 'cleo'].map((author, at) => merged(`#${at + 1}`, { author }));
    const figuresAfter = (isPartial: boolean, changes: Partial<WeekFacts>) => {
      const kept = { ...summaryOf({}).kept, lines: [], week: keptWeek('2026-W46', { isPartial }), weeks: [] };
      const previous = {
        number: 1,
        url: 'https://github.com/shop/pay-api/issues/1',
        period: '2026-W46',
        kept,
        boxes: [],
      };
      const { headline, flow } = summaryOf({ merged: people, previous, ...changes }).blocks;
      return [headline.linksBefore?.of ?? null, flow.figures?.reverts.usual ?? null];
    };
    expect(summaryOf({}).kept.week.isPartial).toBe(true);
    expect(figuresAfter(true, { scope: SCOPE })).toEqual([null, null]);
    expect(figuresAfter(false, {})).toEqual([null, null]);
    expect(figuresAfter(false, { scope: SCOPE })).toEqual([16, 1]);
  });
});
