import { describe, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import type { MergedPullRequest, WeekFacts } from '#core/summary/week.ts';
import { richWeek } from './support/rich-week.ts';
import { merged, objective, rules, week } from './support/week-facts.ts';

function blocksOf(changes: Partial<WeekFacts>) {
  return summarize(week(changes)).blocks;
}

describe('objectives of a summary', () => {
  it.each([
    [null, 'Ship the new checkout', true],
    [null, 'Migrating to the new bank', true],
    [null, 'Built for partners', true],
    ['Release three features', 'Faster checkout', true],
    ['conversion + 2 points', 'Ship the new checkout', false],
    ['Build time < 5 min', 'Faster feedback', false],
    [null, 'Shipwrights find us', false],
    [null, 'Fewer releases go wrong', false],
    [null, null, false],
  ])('whose measure is %j and whose title is %j: what is built: %j', (measure, title, isOutput) => {
    const one = { ...objective('#12', ''), title, measure };
    expect(blocksOf({ objectives: [one] }).objectives.rows[0]?.isOutput).toBe(isOutput);
  });

  it('come open before closed, oldest first, by number where they are of one age', () => {
    const closed = objective('#2', 'Closed', { isOpen: false, closedAt: '2026-11-17T10:00:00Z' });
    const young = objective('#3', 'Young', { createdAt: '2026-11-01T10:00:00Z' });
    const ageless = objective('#1', 'Elsewhere', { createdAt: null });
    const objectives = [closed, ageless, young, objective('#10', 'Ten'), objective('#9', 'Nine')];
    expect(blocksOf({ objectives }).objectives.rows.map(({ ref }) => ref)).toEqual(['#9', '#10', '#3', '#1', '#2']);
  });

  it('are too many above what is configured, and not at it', () => {
    const objectives = ['#1', '#2', '#3'].map((ref) => objective(ref, 'One'));
    const most = (max: number) => rules({ objectives: Object.assign({}, { 'max-open': max }) });
    expect(blocksOf({ objectives, rules: most(3) }).objectives.tooMany).toBeNull();
    expect(blocksOf({ objectives, rules: most(2) }).objectives.tooMany).toEqual({ open: 3, most: 2 });
  });

  it.each<[string, Partial<MergedPullRequest>, string]>([
    ['a label', { outcome: 'not-applicable', gotPast: [{ by: 'skip-label', label: 'no-objective' }] }, 'label'],
    ['its files or title', { outcome: 'not-applicable' }, 'skipped'],
    ['a merge over a failing check', { class: 'debt', gotPast: [{ by: 'failing-verdict' }] }, 'failing-verdict'],
    ['being debt', { class: 'debt' }, 'debt'],
    ['nothing', {}, 'nothing-said'],
    ['links that nobody could read', { class: 'debt', outcome: 'not-available' }, 'unread'],
  ])('say why work is for none of them: %s', (_, changes, why) => {
    const [work] = blocksOf({ merged: [merged('#1', changes)] }).objectives.toNothing;
    expect(work?.why).toBe(why);
    expect(work?.label).toBe(why === 'label' ? 'no-objective' : null);
  });

  it('are nobody’s standstill where a repository of the team could not be read', () => {
    const scope = { ...richWeek().scope, missing: ['shop/pay-old'] };
    const { headline, needsYou } = summarize(richWeek({ scope })).blocks;
    expect([headline.still, needsYou.silent, headline.sprint]).toEqual([null, [], null]);
  });

  it('are silent by no change of their text', () => {
    const { objectives, ...facts } = richWeek();
    const edited = objectives?.map((one) => (one.ref === '#44' ? { ...one, editedAt: '2026-11-20T10:00:00Z' } : one));
    const silent = (one: WeekFacts) => summarize(one).blocks.needsYou.silent.map(({ ref }) => ref);
    expect(silent({ ...facts, objectives: edited ?? null })).toEqual(['#44']);
    const closed = objectives?.map((one) =>
      one.ref === '#44' ? { ...one, subIssueClosedAt: '2026-10-25T23:00:00Z' } : one,
    );
    expect(silent({ ...facts, objectives: closed ?? null })).toEqual([]);
    expect(silent({ ...facts, objectives, mergedSince: '2026-10-27T00:00:00Z' })).toEqual([]);
  });

  it('are not closed once they are open again', () => {
    const reopened = objective('#12', 'Carts', { isOpen: true, closedAt: '2026-11-17T10:00:00Z' });
    expect(blocksOf({ objectives: [reopened] }).learned.objectives).toEqual([]);
  });

  it('are unread, not none', () => {
    const { headline, objectives, needsYou } = summarize(richWeek({ objectives: null, open: null })).blocks;
    expect(objectives).toMatchObject({ isUnread: true, rows: [], tooMany: null });
    expect(headline).toMatchObject({ moved: null, still: null, links: { hasObjectives: true } });
    expect(needsYou.reviews).toEqual([]);
  });
});
