import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBoxes, unticked } from '#core/summary/boxes.ts';
import { summarize } from '#core/summary/figures.ts';
import { isSameText, keepPeople } from '#core/summary/keep-people.ts';
import { identityOf, readKept } from '#core/summary/kept-figures.ts';
import { linesOf } from '#core/summary/lines.ts';
import { renderSummary } from '#core/summary/render.ts';
import { richWeek } from './support/rich-week.ts';

const BLOCKS = ['headline', 'needs-you', 'objectives', 'debt', 'learned', 'zoom-out', 'flow'] as const;
const week = richWeek();
const { body } = renderSummary(summarize(week), { blocks: BLOCKS, maxItems: 10 });
const shorter = renderSummary(summarize(week), { blocks: BLOCKS.slice(1, 5), maxItems: 2 }).body;

describe('an issue as it is rendered', () => {
  it('keeps its figures, and is told by them', () => {
    const { lines, ...kept } = readKept(body) ?? {};
    expect(kept).toEqual(summarize(week).kept);
    expect(lines?.length).toBeGreaterThan(20);
    expect(identityOf(body)).toEqual({ scope: week.scope.id, period: week.period.name });
    expect(identityOf(`Somebody’s line.\n${body}`)).toEqual(identityOf(body));
  });

  it('stays as it is where nobody did anything', () => {
    expect(isSameText(keepPeople(body, body).body, body)).toBe(true);
    expect(isSameText(keepPeople(body, shorter).body, body)).toBe(true);
    expect(isSameText(keepPeople(shorter, body).body, shorter)).toBe(true);
  });

  it('keeps each line that people add anywhere, once, and each tick', () => {
    const added = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 999 })), { maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(body, shorter), fc.constantFrom(body, shorter), added, (before, after, notes) => {
        const lines = linesOf(before.replaceAll('- [ ]', '- [x]')).slice();
        for (const [at, n] of notes) lines.splice(at % lines.length, 0, `note ${n}`);
        const now = keepPeople(after, lines.join('\r\n')).body;
        expect(keepPeople(after, now).body).toBe(now);
        const notesIn = (text: readonly string[]) => text.filter((line) => line.startsWith('note ')).toSorted();
        expect(notesIn(linesOf(now))).toEqual(notesIn(lines));
        expect(linesOf(now)).toEqual(
          expect.arrayContaining(linesOf(after).filter((line) => !/^- \[ \]|leadership:figures/.test(line))),
        );
        const ticked = readBoxes(before).map(({ id }) => id);
        for (const box of readBoxes(now)) if (ticked.includes(box.id)) expect(box.isTicked).toBe(true);
      }),
    );
  });

  it('leaves lines of people where they stand, although they begin as a block of ours does', () => {
    const others = ['**5 people are away** until Friday.', '', 'So #376 waits.'];
    const [heading = ''] = linesOf(body).filter((line) => line.startsWith('**2 Needs you**'));
    const now = linesOf(keepPeople(shorter, body.replace(heading, [heading, '', ...others, ''].join('\n'))).body);
    const at = now.findIndex((line) => line.startsWith('**5 people'));
    expect(now.slice(at, at + others.length)).toEqual(others);
    expect(at).toBeLessThan(now.findIndex((line) => line.startsWith('**3 Objectives**')));
  });

  it('hands its boxes on to the next, and they are the same there', () => {
    const now = keepPeople(body, body.replace('\n\n**3', '\n- [ ] ask *Ben* about #12 & `x`\n- [x] done\n\n**3')).body;
    const first = unticked(now, readKept(now), week.period.name);
    expect(first.map(({ text }) => text)).toContain('ask *Ben* about #12 & `x`');
    expect(first.map(({ text }) => text)).not.toContain('done');
    const previous = {
      number: 1,
      url: 'https://github.com/a/b/issues/1',
      period: week.period.name,
      kept: readKept(now),
    };
    const next = renderSummary(summarize({ ...week, previous: { ...previous, boxes: first } }), {
      blocks: BLOCKS,
      maxItems: 10,
    });
    const second = unticked(next.body, readKept(next.body), '2026-W50');
    for (const { id, since } of first) expect(second.find((box) => box.id === id)?.since).toBe(since);
    expect(second.find(({ text }) => text.startsWith('ask'))).toEqual(first.find(({ text }) => text.startsWith('ask')));
  });
});
