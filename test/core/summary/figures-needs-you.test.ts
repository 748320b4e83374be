import { describe, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import { sprint } from './support/rich-week.ts';
import { notable, objective, open, week } from './support/week-facts.ts';

describe('what waits for somebody', () => {
  it('comes longest first, and by number where it waits for as long', () => {
    const issues = ['#12', '#9', '#7'].map((ref) => notable('question', ref, 'Who?'));
    const oldest = notable('question', '#30', 'Why?', { createdAt: '2026-11-01T10:00:00Z' });
    const { answer } = summarize(week({ issues: [...issues, oldest] })).blocks.needsYou;
    expect(answer.map(({ ref, days }) => [ref, days])).toEqual([
      ['#30', 22],
      ['#7', 13],
      ['#9', 13],
      ['#12', 13],
    ]);
  });

  it('has its age in days of the calendar where the team is', () => {
    // An hour before and after midnight in Berlin.
    const days = ['2026-11-19T22:00:00Z', '2026-11-19T23:00:00Z'].map((createdAt) => {
      const issues = [notable('decision', '#1', 'Which?', { createdAt })];
      return summarize(week({ issues })).blocks.headline.oldestDecision?.days;
    });
    expect(days).toEqual([4, 3]);
  });

  it('is a review for longer than three days, and of no draft', () => {
    const waits = (waitsSince: string | null, isDraft = false) =>
      summarize(week({ open: [open('#1', { waitsSince, isDraft })] })).blocks.needsYou.reviews.length;
    expect([waits('2026-11-19T22:59:59Z'), waits('2026-11-19T23:00:00Z'), waits(null)]).toEqual([1, 0, 0]);
    expect(waits('2026-11-10T10:00:00Z', true)).toBe(0);
  });

  it('is an experiment from the day after its last', () => {
    const past = (sunset: string | null) =>
      summarize(week({ issues: [notable('experiment', '#1', 'Try', { sunset })] })).blocks.needsYou.sunset;
    expect([past('2026-11-23'), past(null)]).toEqual([[], []]);
    expect(past('2026-11-22').map(({ days }) => days)).toEqual([1]);
  });

  it('is an objective that changed while the reported sprint ran and the week lasted, not after', () => {
    const sprints = { begun: null, earlier: [], isAssumed: false, goal: null, goalOfBegun: null, question: null };
    const changed = (instant: string, firstDate = '2026-11-09') => {
      const objectives = [
        objective('#1', 'New', { createdAt: instant }),
        objective('#2', 'Old', { editedAt: instant }),
      ];
      const facts = { objectives, sprints: { ...sprints, reported: sprint(firstDate) } };
      return summarize(week(facts)).blocks.needsYou.changed.map(({ ref }) => ref);
    };
    expect(changed('2026-11-22T22:59:59Z')).toEqual(['#2', '#1']);
    expect(changed('2026-11-22T23:00:00Z')).toEqual([]);
    expect(changed('2026-11-08T22:59:59Z')).toEqual([]);
    // It ended in the midst of the week, or goes on after it.
    expect([changed('2026-11-19T10:00:00Z', '2026-11-05'), changed('2026-11-18T10:00:00Z', '2026-11-05')]).toEqual([
      [],
      ['#2', '#1'],
    ]);
    expect(changed('2026-11-23T07:00:00Z', '2026-11-16')).toEqual([]);
  });

  it('is blocked whether it is a pull request or an issue', () => {
    const facts = { open: [open('#5', { isBlocked: true }), open('#6')], issues: [notable('blocked', '#4', 'Bank')] };
    expect(summarize(week(facts)).blocks.needsYou.blocked.map(({ ref }) => ref)).toEqual(['#4', '#5']);
  });
});
