import { describe, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import type { CarriedBox, WeekFacts } from '#core/summary/week.ts';
import { keptWeek } from './support/rich-week.ts';
import { notable, objective, SCOPE, week } from './support/week-facts.ts';

const PCI = objective('#31', 'Smaller PCI scope', { measure: null });
const MEASURE = 'measure:shop/pay-api#31';
const LINKS = notable('experiment', '#341', 'Pay by link', { closedAt: '2026-11-04T10:00:00Z' });
const LEARNED = 'learned:#341';

function previous(boxes: readonly CarriedBox[], asked: readonly string[] = []): WeekFacts['previous'] {
  return {
    number: 397,
    url: 'https://github.com/shop/pay-api/issues/397',
    period: '2026-W45',
    kept: {
      v: 1,
      period: '2026-W45',
      scope: SCOPE.id,
      week: keptWeek('2026-W45'),
      weeks: [],
      sprints: [],
      rules: '',
      boxes: asked.map((id) => ({ id, since: '2026-W44' })),
      lines: [],
    },
    boxes,
  };
}

function boxes(changes: Partial<WeekFacts>) {
  const { blocks, kept } = summarize(week(changes));
  return {
    shown: blocks.needsYou.boxes.map(({ id, since, weeks, about }) => [id, since, weeks, about?.ref ?? null]),
    kept: kept.boxes,
  };
}

const box = (id: string | null, since = '2026-W44'): CarriedBox => ({ id, text: 'as it stood', since });

describe('boxes under “Needs you”', () => {
  it('ask for the measure of an open objective and for the outcome of a closed experiment', () => {
    expect(boxes({ objectives: [PCI, objective('#12', 'Carts')], issues: [LINKS] })).toEqual({
      shown: [
        [MEASURE, '2026-W47', 0, '#31'],
        [LEARNED, '2026-W47', 0, '#341'],
      ],
      kept: [
        { id: MEASURE, since: '2026-W47' },
        { id: LEARNED, since: '2026-W47' },
      ],
    });
  });

  it.each([
    ['a measure', { objectives: [{ ...PCI, measure: 'two systems' }] }],
    ['an objective that closed', { objectives: [{ ...PCI, isOpen: false, closedAt: '2026-11-17T10:00:00Z' }] }],
    ['one that readers may not see', { objectives: [{ ...PCI, title: null, url: null }] }],
    ['one that is kept in the configuration', { objectives: [{ ...PCI, key: 'known:pci' }] }],
    ['an experiment that still runs', { issues: [{ ...LINKS, closedAt: null }] }],
    ['an outcome', { issues: [{ ...LINKS, learned: 'nobody clicks' }] }],
    ['an issue of another kind', { issues: [{ ...LINKS, kind: 'incident' as const }] }],
  ])('ask for nothing of %s', (_, changes: Partial<WeekFacts>) => {
    expect(boxes(changes).shown).toEqual([]);
  });

  it('are carried over in the order in which they stood, with their age over weeks without an issue', () => {
    const carried = [box(null, '2026-W40'), box(MEASURE)];
    const { shown } = boxes({ objectives: [PCI], issues: [LINKS], previous: previous(carried, [MEASURE]) });
    expect(shown).toEqual([
      [null, '2026-W40', 7, null],
      [MEASURE, '2026-W44', 3, '#31'],
      [LEARNED, '2026-W47', 0, '#341'],
    ]);
  });

  it('count their age over the turn of a year', () => {
    const period = { ...week().period, name: '2027-W02' };
    expect(boxes({ period, previous: previous([box(null, '2026-W52')]) }).shown).toEqual([[null, '2026-W52', 3, null]]);
  });

  it('are new where nobody can read since when they stand', () => {
    expect(boxes({ previous: previous([box(null, 'long ago')]) }).shown).toEqual([[null, 'long ago', 0, null]]);
  });

  it('vanish when their cause is gone, and are then forgotten', () => {
    const facts = { objectives: [{ ...PCI, measure: 'two systems' }], previous: previous([box(MEASURE)], [MEASURE]) };
    expect(boxes(facts)).toEqual({ shown: [], kept: [] });
  });

  it('are not asked for again once somebody ticked them, as long as their cause lasts', () => {
    const facts = { objectives: [PCI], previous: previous([], [MEASURE]) };
    expect(boxes(facts)).toEqual({ shown: [], kept: [{ id: MEASURE, since: '2026-W44' }] });
  });

  it('that people added are carried with the period in which they first stood, and forgotten once they are ticked', () => {
    const standing = box('text:0123456789');
    expect(boxes({ previous: previous([standing], ['text:0123456789', 'text:9876543210']) })).toEqual({
      shown: [['text:0123456789', '2026-W44', 3, null]],
      kept: [{ id: 'text:0123456789', since: '2026-W44' }],
    });
  });

  it('stay where nobody can tell whether their cause is gone', () => {
    const facts = {
      objectives: null,
      issues: null,
      previous: previous([box(MEASURE), box(LEARNED)], [MEASURE, LEARNED, 'measure:shop/pay-api#9']),
    };
    expect(boxes(facts)).toEqual({
      shown: [
        [MEASURE, '2026-W44', 3, null],
        [LEARNED, '2026-W44', 3, null],
      ],
      kept: [
        { id: MEASURE, since: '2026-W44' },
        { id: LEARNED, since: '2026-W44' },
        { id: 'measure:shop/pay-api#9', since: '2026-W44' },
      ],
    });
  });

  it('of an experiment vanish once it closed too long ago to be read, and only then', () => {
    const carried = previous([box(LEARNED)], [LEARNED]);
    const unread = [{ unavailable: true, what: 'issues beyond the 100 oldest', reason: 'unreachable' } as const];
    const ids = (changes: Partial<WeekFacts>) => boxes({ previous: carried, ...changes }).shown.map(([id]) => id);
    expect(ids({ issues: [] })).toEqual([]);
    expect(ids({ issues: [LINKS] })).toEqual([LEARNED]);
    expect(ids({ issues: [], unread })).toEqual([LEARNED]);
    expect(ids({ issues: [], scope: { ...SCOPE, missing: ['shop/pay-web'] } })).toEqual([LEARNED]);
  });

  it('stay while a repository of the team is missing, unless what they ask for is there', () => {
    const scope = { ...SCOPE, missing: ['shop/pay-web'] };
    const asked = [MEASURE, 'measure:shop/pay-web#8', 'measure:shop/pay-web#9'];
    const facts = { scope, objectives: [{ ...PCI, measure: 'two systems' }] };
    expect(boxes({ ...facts, previous: previous([box(MEASURE), box('measure:shop/pay-web#9')], asked) })).toEqual({
      shown: [['measure:shop/pay-web#9', '2026-W44', 3, null]],
      kept: [
        { id: 'measure:shop/pay-web#9', since: '2026-W44' },
        { id: 'measure:shop/pay-web#8', since: '2026-W44' },
      ],
    });
  });

  it('are one each, however often somebody copied the line, while those of people stay as they are', () => {
    const carried = [box(MEASURE), box(MEASURE), box(null), box(null)];
    const { shown, kept } = boxes({ objectives: [PCI], previous: previous(carried, [MEASURE]) });
    expect(shown.map(([id]) => id)).toEqual([MEASURE, null, null]);
    expect(kept).toEqual([{ id: MEASURE, since: '2026-W44' }]);
  });

  it('are carried over from an issue whose figures are gone', () => {
    const gone = previous([box(MEASURE), box(null)]);
    const facts = { objectives: [PCI], previous: gone === null ? null : { ...gone, kept: null } };
    expect(boxes(facts).shown.map(([id, , weeks]) => [id, weeks])).toEqual([
      [MEASURE, 3],
      [null, 3],
    ]);
  });
});
