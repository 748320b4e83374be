import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md } from '#core/reports/markdown.ts';
import {
  isSameScope,
  type KeptFigures,
  keptBlock,
  keptLine,
  markerOf,
  readKept,
  readMarker,
  type WeekFigures,
  withMarker,
} from '#core/summary/kept-figures.ts';
import { lineFingerprints } from '#core/summary/lines.ts';

const WEEK: WeekFigures = {
  period: '2026-W47',
  isPartial: false,
  linked: 16,
  toObjective: 12,
  ofLinked: 18,
  merged: 20,
  cycleP50: 120_960.5,
  cycleP90: null,
  deliveries: 6,
  kind: 'deployment',
  restoreP50: null,
  reverts: 0,
};

const KEPT: KeptFigures = {
  v: 1,
  period: '2026-W47',
  scope: 'shop/web',
  week: WEEK,
  weeks: [{ ...WEEK, period: '2026-W46' }],
  sprints: [
    {
      firstDate: '2026-11-09',
      endDate: '2026-11-23',
      debt: 5000,
      other: 30_000,
      debtCount: 5,
      otherCount: 30,
      isInnovation: false,
      floor: 1000,
      ceiling: 3000,
    },
  ],
  rules: 'cbf29ce484222325',
  boxes: [{ id: 'measure:shop/web#31', since: '2026-W44' }],
  lines: [],
};

const body = (kept: string, text = 'Text.', marker = markerOf('shop/web', '2026-W47')) =>
  `${marker}\n${text}\n\n${kept}\n`;

describe('the first line of an issue', () => {
  it('says of which scope and period it is', () => {
    expect(readMarker(body(''))).toEqual({ scope: 'shop/web', period: '2026-W47' });
    expect(readMarker(markerOf('shop/web#123', '2026-W47'))).toEqual({ scope: 'shop/web#123', period: '2026-W47' });
    expect(readMarker(markerOf('a--b', '2026-W53'))).toEqual({ scope: 'a--b', period: '2026-W53' });
    expect(readMarker(`${markerOf('payments', '2026-W47')}\r\nText.`)).toEqual({
      scope: 'payments',
      period: '2026-W47',
    });
  });

  it.each([
    ['on the second line', `\n${markerOf('shop/web', '2026-W47')}`],
    ['after some text', `Look: ${markerOf('shop/web', '2026-W47')}`],
    ['before some text', `${markerOf('shop/web', '2026-W47')} and so on`],
    ['in a quote', `> ${markerOf('shop/web', '2026-W47')}`],
    ['of another version', markerOf('shop/web', '2026-W47').replace('v=1', 'v=2')],
    ['of no week', markerOf('shop/web', '2027-W53')],
    ['of a scope that is none', markerOf('shop/web --> <b>', '2026-W47')],
    ['that is endless', markerOf('a'.repeat(100_000), '2026-W47')],
    ['that is not there', ''],
  ])('is none %s', (_, text) => {
    expect(readMarker(text)).toBeNull();
  });

  it('is never foreign text that went through `md`', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const { markdown } = md`${`${before}${markerOf('shop/web', '2026-W47')}${after}`}`;
        expect(readMarker(markdown)).toBeNull();
        expect(readKept(md`${`${before}${keptLine(KEPT)}${after}`}`.markdown)).toBeNull();
      }),
    );
  });
});

describe('the figures that an issue keeps', () => {
  it('are read as they were written', () => {
    expect(readKept(body(keptLine(KEPT)))).toEqual(KEPT);
    expect(readKept(body(keptLine(KEPT)).replaceAll('\n', '\r\n'))).toEqual(KEPT);
  });

  it('remember each line of the text that is not blank', () => {
    const { lines: _, ...rest } = KEPT;
    const kept = readKept(body(keptBlock(rest, '**1 Headline** A\n\n- b\n- b')));
    expect(kept?.lines).toEqual(lineFingerprints(['**1 Headline** A', '- b', '- b']));
    expect(kept?.lines).toHaveLength(3);
  });

  const anyWeek = fc.integer({ min: 1, max: 52 }).map((week) => `2026-W${String(week).padStart(2, '0')}`);
  const anyKept = fc.record({
    period: fc.constant('2026-W47'),
    scope: fc.constant('shop/web'),
    rules: fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }),
    boxes: fc.array(fc.record({ id: fc.string({ minLength: 1, maxLength: 400, unit: 'binary' }), since: anyWeek })),
    weeks: fc.array(
      fc.record({ cycleP50: fc.double({ min: 0, max: 1e9, noNaN: true }), merged: fc.nat() }).map((figures) => ({
        ...WEEK,
        ...figures,
      })),
      { maxLength: 7 },
    ),
  });

  it('survive whatever their ids and the text hold, in one line that ends once', () => {
    const markup = fc.constantFrom('-->', '<!--', '--', '@a', '#1', '</details>', '`', '\n', '\u2028', keptLine(KEPT));
    fc.assert(
      fc.property(
        anyKept,
        fc.array(fc.oneof(markup, fc.string({ unit: 'binary' }))),
        fc.array(markup),
        (some, parts, inId) => {
          const boxes = [...some.boxes, { id: `x${inId.join('').slice(0, 300)}`, since: '2026-W01' }];
          const kept: KeptFigures = { ...KEPT, ...some, boxes };
          const line = keptLine(kept);
          expect(line).toMatch(/^<!-- leadership:figures [ -~]* -->$/);
          expect(line.slice(4, -3)).not.toMatch(/--|[<>@#]/);
          const read = readKept(body(line, parts.join('').replaceAll('\n<!-- leadership:figures', '\n')));
          expect(read).toEqual(JSON.parse(JSON.stringify(kept)));
        },
      ),
    );
  });

  it('are those of the issue, although another’s stand beside them', () => {
    const other = keptLine({ ...KEPT, period: '2026-W46', rules: 'other' });
    expect(readKept(body(`${keptLine(KEPT)}\n${other}`))).toEqual(KEPT);
    expect(readKept(body(`${other}\n${keptLine(KEPT)}`))).toEqual(KEPT);
    expect(readKept(body(other))).toBeNull();
    expect(readKept(body(`${keptLine(KEPT)}\n<!-- leadership:figures {"v":1} -->`))).toEqual(KEPT);
    expect(readKept(body(keptLine(KEPT), 'Text.', 'Somebody’s line.'))).toEqual(KEPT);
  });

  const figure = (changed: object) => JSON.stringify({ ...KEPT, ...changed });
  // biome-ignore format: one example a line reads best
  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['nothing', 'null'],
    ['of another version', figure({ v: 2 })],
    ['with a key more', figure({ extra: 1 })],
    ['with a key less', JSON.stringify({ v: 1 })],
    ['with a prototype', figure({}).replace('"rules"', '"__proto__"')],
    ['of no week', figure({ period: '2027-W53' })],
    ['with a count below zero', figure({ week: { ...WEEK, merged: -1 } })],
    ['with a broken count', figure({ week: { ...WEEK, merged: 1.5 } })],
    ['with a count that is too large', figure({ week: { ...WEEK, merged: 1e300 } })],
    ['with a number that is none', figure({}).replace('120960.5', '1e999')],
    ['with text for a number', figure({ week: { ...WEEK, merged: '1' } })],
    ['with a date that is none', figure({ sprints: [{ ...KEPT.sprints[0], firstDate: '2026-02-30' }] })],
    ['with more weeks than are kept', figure({ weeks: new Array(8).fill(WEEK) })],
    ['with more boxes than an issue has', figure({ boxes: new Array(301).fill({ id: 'a', since: '2026-W01' }) })],
    ['with an empty id', figure({ boxes: [{ id: '', since: '2026-W01' }] })],
    ['with lines that are no fingerprints', figure({ lines: ['x'] })],
    ['with lists for objects', figure({ week: [] })],
    ['too long', figure({ lines: new Array(5000).fill('0123456789') })],
    ['deep', '['.repeat(20_000)],
  ])('are none where they are %s', (_, json) => {
    expect(readKept(body(`<!-- leadership:figures ${json} -->`))).toBeNull();
    expect(readKept(body(`<!-- leadership:figures ${json}`))).toBeNull();
  });

  it.each([
    ['openings', '<!-- leadership:figures '.repeat(40_000)],
    ['lines of openings', '<!-- leadership:figures {\n'.repeat(40_000)],
    ['figures', `${keptLine(KEPT).slice(0, -4)},\n`.repeat(1_000)],
    ['blanks', ' '.repeat(1_000_000)],
    ['line ends', '\r\n'.repeat(500_000)],
    ['dashes', '-'.repeat(1_000_000)],
  ])('take no time to read from a megabyte of %s', (_, text) => {
    const start = performance.now();
    expect(readKept(text)).toBeNull();
    expect(readMarker(text)).toBeNull();
    expect(performance.now() - start).toBeLessThan(500);
  });
});

it.each([
  ['shop/web', 'Shop/Web', true],
  ['shop/web#1', 'shop/store#1', true],
  ['shop/web#1', 'shop/web', true],
  ['shop/web#1', 'shop/web#2', false],
  ['shop/web', 'shop/api#1', false],
  ['payments', 'shop/web#1', false],
])('%s and %s are one scope: %s', (a, b, isSame) => {
  expect([isSameScope(a, b), isSameScope(b, a)]).toEqual([isSame, isSame]);
});

it('a text gets the marker that it should have, and no second one', () => {
  const [marker, other] = [markerOf('shop/web#1', '2026-W47'), { scope: 'shop/web#1', period: '2026-W47' }];
  expect(withMarker(`${markerOf('shop/web', '2026-W47')}\nText.\n`, other)).toBe(`${marker}\nText.\n`);
  expect(withMarker('Text.\n', other)).toBe(`${marker}\nText.\n`);
});
