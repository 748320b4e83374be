import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidden } from '#core/reports/posted-markdown.ts';
import { MAX_BODY_LENGTH } from '#core/summary/fit-body.ts';
import { isSameText, keepPeople } from '#core/summary/keep-people.ts';
import { type KeptFigures, keptBlock, markerOf, readKept } from '#core/summary/kept-figures.ts';
import { linesOf } from '#core/summary/lines.ts';

const KEPT: Omit<KeptFigures, 'lines'> = {
  v: 1,
  period: '2026-W47',
  scope: 'shop/web',
  week: {
    period: '2026-W47',
    isPartial: false,
    linked: 1,
    toObjective: 1,
    ofLinked: 1,
    merged: 1,
    cycleP50: null,
    cycleP90: null,
    deliveries: null,
    kind: null,
    restoreP50: null,
    reverts: 0,
  },
  weeks: [],
  sprints: [],
  rules: 'a',
  boxes: [],
};

const MARKER = markerOf('shop/web', '2026-W47');
const MEASURE = `- [ ] a measure for #31 (3 weeks) ${hidden('box:measure:shop/web#31').markdown}`;
const CARRIED = `- [ ] alert on queue age (1 week) ${hidden('box:text:0123456789').markdown}`;

function written(text: string): string {
  return `${MARKER}\n${text}\n\n${keptBlock(KEPT, text)}\n`;
}

const TEXT = `**1 Headline** Checkout that never loses a cart.
- linked to an issue **16 of 18**
- 3 of 4 objectives moved

**2 Needs you** decide: #376
${CARRIED}
${MEASURE}

**3 Objectives**

| objective | measure |
| --- | --- |
| #12 Cart | lost carts |
| #27 Refund | p90 < 24 h |

**4 Debt** 5 of 35

\`\`\`mermaid
xychart-beta
    bar [3, 6]
    line [10, 10]
\`\`\`

<details><summary>7 Data and flow</summary>

- cycle time 1.4 d
- reverts 0

</details>`;
const LATER = TEXT.replace('16 of 18', '17 of 19')
  .replace('3 of 4', '4 of 4')
  .replace('| #27 Refund | p90 < 24 h |\n', '');

/** What `keepPeople` gives, without the hidden figures. */
function textOf(body: string): string {
  return body.split('\n<!-- leadership:figures')[0]?.trimEnd() ?? '';
}

function kept(current: string, text = LATER): string {
  const { body, isFull } = keepPeople(written(text), current);
  expect(isFull).toBe(false);
  expect(keepPeople(written(text), body)).toEqual({ body, isFull: false });
  expect(readKept(body)).toMatchObject(KEPT);
  return textOf(body);
}

const current = (change: (body: string) => string) => change(written(TEXT));

describe('an issue that is written anew', () => {
  it('is what we write where nobody did anything', () => {
    expect(isSameText(keepPeople(written(TEXT), written(TEXT)).body, written(TEXT))).toBe(true);
    expect(isSameText(keepPeople(written(LATER), written(TEXT)).body, written(LATER))).toBe(true);
    expect(isSameText(keepPeople(written(LATER), written(TEXT).replaceAll('\n', '\r\n')).body, written(LATER))).toBe(
      true,
    );
  });

  it('keeps the ticks of boxes that still stand', () => {
    const ticked = current((body) => body.replace('- [ ] a measure', '- [x] a measure'));
    expect(kept(ticked)).toBe(`${MARKER}\n${LATER.replace('- [ ] a measure', '- [x] a measure')}`);
    const newWords = LATER.replace('a measure for #31', 'a measure for #31 “PCI”');
    expect(kept(ticked, newWords)).toContain('- [x] a measure for #31 “PCI”');
    expect(kept(current((body) => body.replace('- [ ] alert', '- [X] alert')))).toContain('- [x] alert');
    // Its cause is gone.
    expect(kept(ticked, LATER.replace(`${MEASURE}\n`, ''))).not.toContain('measure for');
  });

  it('keeps boxes and lines that people added, where they stand', () => {
    const changed = current((body) =>
      body
        .replace(MEASURE, `${MEASURE}\n  - asked Ben\n- [x] talk to legal\n- [ ] and to sales`)
        .replace('**4 Debt** 5 of 35\n', '**4 Debt** 5 of 35\n\nWe pay it back in December.\n\nAll of it.\n'),
    );
    expect(kept(changed)).toBe(
      `${MARKER}\n${LATER.replace(
        MEASURE,
        `${MEASURE}\n  - asked Ben\n- [x] talk to legal\n- [ ] and to sales`,
      ).replace('**4 Debt** 5 of 35\n', '**4 Debt** 5 of 35\n\nWe pay it back in December.\n\nAll of it.\n')}`,
    );
  });

  it('keeps what stands under a line that is gone at the end of its block', () => {
    const noted = current((body) =>
      body.replace('- 3 of 4 objectives moved', '- 3 of 4 objectives moved\n  Well done.'),
    );
    expect(kept(noted)).toBe(
      `${MARKER}\n${LATER.replace('4 of 4 objectives moved', '4 of 4 objectives moved\n\n  Well done.')}`,
    );
  });

  it('keeps what stands in a block that is gone at the end of the one before', () => {
    const noted = current((body) => body.replace('**4 Debt** 5 of 35', '**4 Debt** 5 of 35\nSoon.'));
    const without = LATER.replace(/\*\*4 Debt[\s\S]*?\n\n(?=<details)/, '');
    expect(kept(noted, without)).toBe(
      `${MARKER}\n${without.replace('| #12 Cart | lost carts |', '| #12 Cart | lost carts |\n\nSoon.')}`,
    );
  });

  it('keeps what stands above all, and below', () => {
    const noted = current((body) => `Read this!\n${body}\nSigned.\n`);
    expect(kept(noted)).toBe(`${MARKER}\n\nRead this!\n\n${LATER}\n\nSigned.`);
  });

  it('keeps a line of ours that somebody changed beside the new one', () => {
    const changed = current((body) => body.replace('16 of 18**', '16 of 18** wow'));
    expect(kept(changed)).toContain('\n- linked to an issue **17 of 19**\n');
    expect(kept(changed)).toContain('\n- linked to an issue **16 of 18** wow\n');
  });

  it('keeps blocks of code and folds that people added whole, although ours end alike', () => {
    const added = '```\nnpm run all\n\nnpm test\n```\n\n<details><summary>More</summary>\n\n- a\n\n</details>';
    for (const place of ['- 3 of 4 objectives moved', '- reverts 0', '    line [10, 10]\n```', '</details>']) {
      const changed = current((body) => body.replace(place, `${place}\n\n${added}\n\n`));
      expect(kept(changed)).toContain(`\n${added}\n`.trimEnd());
      expect(kept(changed).split('```')).toHaveLength(5);
      expect(kept(changed).split('</details>')).toHaveLength(3);
    }
  });

  it('takes the words of a box that somebody changed, once', () => {
    const changed = current((body) =>
      body.replace('alert on queue age', 'alert by Friday').replace('a measure for', 'find one for'),
    );
    expect(kept(changed)).toBe(
      `${MARKER}\n${LATER.replace('alert on queue age', 'alert by Friday').replace('a measure for', 'find one for')}`,
    );
  });

  it('asks no more for a box that somebody removed, and asks for a new one', () => {
    const removed = current((body) => body.replace(`${MEASURE}\n`, ''));
    expect(kept(removed)).not.toContain('measure for');
    const other = MEASURE.replaceAll('#31', '#44');
    expect(kept(removed, LATER.replace(MEASURE, `${MEASURE}\n${other}`))).toContain(`${CARRIED}\n${other}\n`);
    const again = keepPeople(written(LATER), keepPeople(written(LATER), removed).body).body;
    expect(again).not.toContain('measure for');
  });

  it('writes lines of ours again that somebody removed', () => {
    expect(kept(current((body) => body.replace('- 3 of 4 objectives moved\n', '')))).toBe(`${MARKER}\n${LATER}`);
  });

  it('loses nothing where the hidden figures are broken: what is not written anew stays', () => {
    for (const broken of [
      (body: string) => body.replace(/<!-- leadership:figures.*/, ''),
      (body: string) => body.replace('"v":1', '"v":9'),
    ]) {
      const text = kept(
        current((body) => broken(body.replace('**5', '').replace('- reverts 0', '- reverts 0\n- mine'))),
      );
      for (const line of ['- mine', '- linked to an issue **16 of 18**', '- linked to an issue **17 of 19**'])
        expect(text.split('\n').filter((each) => each === line)).toHaveLength(1);
      expect(text.split('\n').filter((each) => each === '**3 Objectives**')).toHaveLength(1);
    }
  });

  it('that was emptied is written whole', () => {
    expect(kept('')).toBe(`${MARKER}\n${LATER}`);
  });
});

describe('the room of an issue', () => {
  const list = (count: number) =>
    `**1 Headline**\n${Array.from({ length: count }, (_, at) => `- entry ${at} ${'x'.repeat(80)}`).join('\n')}`;
  const table = (count: number) =>
    `**3 Objectives**\n\n| a | b |\n| --- | --- |\n${Array.from({ length: count }, (_, at) => `| ${at} | ${'y'.repeat(80)} |`).join('\n')}`;
  const long = `${list(250)}\n- and 7 more\n\n${table(250)}\n\n**6 Zoom out** Are we?`;

  it('is for what people wrote first: our lists give way, and say so', () => {
    const mine = `My words ${'z'.repeat(30_000)}`;
    const text = kept(`${written(long)}\n${mine}`, long);
    expect(text).toContain(`\n${mine}`);
    const entries = text.match(/^- entry/gm)?.length ?? 0;
    expect(text).toContain(`\n- and ${257 - entries} more\n`);
    const rows = text.match(/^\| \d+ \| y/gm)?.length ?? 0;
    expect(text).toContain(`\n| and ${250 - rows} more |\n`);
    expect(Math.abs(rows - entries)).toBeLessThanOrEqual(2);
    expect(text).toContain('**6 Zoom out** Are we?');
    const { body } = keepPeople(written(long), `${written(long)}\n${mine}`);
    expect(body.length).toBeLessThanOrEqual(MAX_BODY_LENGTH);
    expect(body.length).toBeGreaterThan(MAX_BODY_LENGTH - 500);
    // What was cut comes back once there is room.
    expect(kept(body.replace(`\n${mine}`, ''), long)).toBe(`${MARKER}\n${long}`);
  });

  it('that is not enough leaves the issue as it is', () => {
    const current = `${written(TEXT)}\n${'z'.repeat(65_000)}`;
    expect(keepPeople(written(TEXT), current)).toEqual({ body: current, isFull: true });
  });
});

describe('keeping what people did', () => {
  /** Lines that are nobody’s but theirs, and those that look like the ends of ours. */
  const theirs = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 999 }).map((n) => `note ${n}`) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 99 }).map((n) => `- [${n % 2 === 0 ? 'x' : ' '}] box ${n}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('**4 Debt** mine', '**9 Else** mine', '  - nested', '| a | b | c |', '> quote'),
    },
    { weight: 2, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }).map((text) => `t${text.replace(/[\r\n]/g, '')}`) },
  );
  const alike = fc.constantFrom('```', '</details>', '| --- | --- |', '- reverts 0', '**4 Debt** 5 of 35', '', MARKER);
  const insertions = (lines: fc.Arbitrary<string>) =>
    fc.array(fc.tuple(fc.nat(), fc.array(lines, { minLength: 1, maxLength: 5 })), { maxLength: 6 });
  const insert = (body: string, added: readonly (readonly [number, readonly string[]])[]) => {
    const lines = [...linesOf(body)];
    for (const [at, more] of added) lines.splice(at % (lines.length + 1), 0, ...more);
    return lines.join('\n');
  };
  const texts = fc.subarray(TEXT.split('\n\n'), { minLength: 1 }).map((blocks) => blocks.join('\n\n'));
  const countOf = (text: string, line: string) =>
    linesOf(text).filter((each) => each.trimEnd() === line.trimEnd()).length;

  it('loses none of their lines, says none twice, and changes nothing when done again', () => {
    fc.assert(
      fc.property(texts, texts, insertions(theirs), (before, after, added) => {
        const now = insert(written(before), added);
        const { body } = keepPeople(written(after), now);
        expect(keepPeople(written(after), body).body).toBe(body);
        const mine = added.flatMap(([, lines]) => lines).filter((line) => line.trim() !== '');
        for (const line of mine) expect([line, countOf(body, line)]).toEqual([line, countOf(now, line)]);
        for (const line of after.split('\n')) expect(countOf(body, line)).toBeGreaterThanOrEqual(1);
        expect(linesOf(body)[0]).toBe(MARKER);
        expect(readKept(body)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('comes to rest whatever they wrote, also where it is what we write', () => {
    fc.assert(
      fc.property(texts, texts, insertions(fc.oneof(theirs, alike)), (before, after, added) => {
        const { body } = keepPeople(written(after), insert(written(before), added));
        expect(keepPeople(written(after), body).body).toBe(body);
        for (const line of after.split('\n')) expect(countOf(body, line)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on from writing to writing, with people at work in between', () => {
    const steps = fc.array(fc.tuple(texts, insertions(theirs), fc.boolean()), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(steps, (all) => {
        let now = '';
        const mine = new Set<string>();
        for (const [text, added, isFromBrowser] of all) {
          now = keepPeople(written(text), now).body;
          expect(keepPeople(written(text), now).body).toBe(now);
          const before = now;
          now = insert(now, added);
          for (const line of added.flatMap(([, lines]) => lines)) if (line.trim() !== '') mine.add(line);
          for (const line of mine) expect([line, countOf(now, line) >= countOf(before, line)]).toEqual([line, true]);
          for (const line of mine) expect([line, countOf(now, line)]).not.toEqual([line, 0]);
          if (isFromBrowser) now = now.replaceAll('\n', '\r\n');
        }
        const counts = [...mine].map((line) => [line, countOf(now, line)]);
        const last = keepPeople(written(TEXT), now).body;
        expect([...mine].map((line) => [line, countOf(last, line)])).toEqual(counts);
        // What people left is all that is more than ours.
        const theirLines = linesOf(last).filter((line) => mine.has(line.trimEnd()) || mine.has(line));
        const ourLines = TEXT.split('\n').filter((line) => line !== '');
        const shown = linesOf(last).filter((line) => line.trim() !== '' && !line.startsWith('<!-- leadership:'));
        expect(shown).toHaveLength(theirLines.length + ourLines.length);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the order in which they wrote in a block', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (places) => {
        const now = insert(
          written(TEXT),
          places.map((at, n) => [at, [`note ${n}`]]),
        );
        const notes = (text: string) => text.split('\n').filter((line) => line.startsWith('note'));
        expect(notes(keepPeople(written(TEXT), now).body)).toEqual(notes(now));
      }),
    );
  });

  it.each([
    ['line ends', '\n'.repeat(65_000)],
    ['fences', '```\n'.repeat(16_000)],
    ['boxes', '- [ ] a\n'.repeat(8_000)],
    ['short lines', Array.from({ length: 16_000 }, (_, at) => at % 997).join('\n')],
    ['one long line', 'a'.repeat(65_000)],
  ])('takes little time for an issue full of %s', (_, text) => {
    const start = performance.now();
    keepPeople(written(LATER), `${written(TEXT)}\n${text}`);
    keepPeople(written(LATER), text);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
