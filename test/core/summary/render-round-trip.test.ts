import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { readBoxes, unticked } from '#core/summary/boxes.ts';
import { summarize } from '#core/summary/figures.ts';
import { keepPeople } from '#core/summary/keep-people.ts';
import { readKept, readMarker } from '#core/summary/kept-figures.ts';
import { renderSummary } from '#core/summary/render.ts';
import { hostileSummary } from './support/hostile.ts';
import { RICH_BLOCKS, summary } from './support/summaries.ts';
import { objective, week } from './support/week-facts.ts';

const OPTIONS = { blocks: DEFAULTS.summary.blocks, maxItems: 10 };

describe('an issue that is read again', () => {
  it('is ours, keeps its figures, and needs no second writing', () => {
    fc.assert(
      fc.property(hostileSummary, (given) => {
        const { body } = renderSummary(given, OPTIONS);

        expect(readMarker(body)).toEqual({ scope: 'payments', period: '2026-W47' });
        expect(readKept(body)).toMatchObject(given.kept);
        expect(keepPeople(body, body).body.trimEnd()).toBe(body.trimEnd());
        // As GitHub's editor leaves it.
        expect(keepPeople(body, body.replaceAll('\n', '\r\n')).body.trimEnd()).toBe(body.trimEnd());
      }),
      { numRuns: 60 },
    );
  });

  const objectives = Array.from({ length: 300 }, (_, at) => objective(`#${at + 1}`, 'Goal', { measure: null }));
  const first = objectives[0]?.key;
  const previousOf = (body: string) => {
    const kept = readKept(body);
    const [number, url, period] = [1, 'https://github.com/shop/pay-api/issues/1', '2026-W47'];
    return { number, url, period, kept, boxes: unticked(body, kept, period) };
  };
  const nextOf = (body: string) =>
    renderSummary(summarize(week({ objectives, previous: previousOf(body) })), OPTIONS).body;

  it('does not ask again for what somebody ticked, however many boxes there are', () => {
    const { body } = renderSummary(summarize(week({ objectives })), OPTIONS);
    const ticked = body.replace('- [ ] a measure for [#1]', '- [x] a measure for [#1]');
    const third = nextOf(nextOf(ticked));
    for (const text of [nextOf(ticked), third]) {
      expect(readKept(text)?.boxes[0]).toEqual({ id: `measure:${first}`, since: '2026-W47' });
      expect(readBoxes(text).map(({ id }) => id)).not.toContain(`measure:${first}`);
    }
  });

  it('keeps all that it may have to keep', () => {
    const { body } = renderSummary(summarize(week({ objectives })), OPTIONS);
    const next = nextOf(body.replaceAll('- [ ] a measure', '- [x] a measure'));
    expect(readKept(next)?.boxes).toHaveLength(210);
  });

  it('takes no box for ticked that it never showed', () => {
    const { body } = renderSummary(summarize(week({ objectives })), { ...OPTIONS, blocks: ['headline'] });
    expect(readKept(body)?.boxes).toEqual([]);
    expect(readBoxes(nextOf(body)).map(({ id }) => id)).toContain(`measure:${first}`);
    const all = renderSummary(summarize(week({ objectives })), OPTIONS).body;
    expect(readKept(all)?.boxes.map(({ id }) => id)).toEqual(readBoxes(all).map(({ id }) => id));
  });

  it('holds the boxes that it asks for, each by its id', () => {
    const carried = RICH_BLOCKS.needsYou.boxes.map((box) => ({ ...box, id: box.id ?? 'text:0123456789' }));
    const again = renderSummary(summary({ needsYou: { ...RICH_BLOCKS.needsYou, boxes: carried } }), OPTIONS);
    expect(readBoxes(again.body)).toEqual([
      { id: 'text:0123456789', text: 'alert on refund-queue age (from #391)', isTicked: false },
      { id: 'measure:shop/pay-api#31', text: 'a measure for #31 Smaller PCI scope', isTicked: false },
    ]);
  });
});
