import { describe, expect, test } from 'vitest';
import { broken, figureRow, noteRow, renderMarkdown, renderTerminal, requestRow, rounded } from '../../bench/report.ts';

const within = requestRow('a verdict', 'once', { reads: 1, writes: 0, points: 2 }, { reads: 1, writes: 0, points: 2 });

describe('a count', () => {
  test.each([
    ['a read', { reads: 2, writes: 0, points: 2 }],
    ['a write', { reads: 1, writes: 1, points: 2 }],
    ['a point', { reads: 1, writes: 0, points: 3 }],
  ])('fails the run when %s is too many', (_, got) => {
    const row = requestRow('a verdict', 'once', got, { reads: 1, writes: 0, points: 2 });
    expect(broken([{ title: 'Requests', rows: [within, row] }])).toEqual([row]);
  });

  test('prints points beside requests, and holds them only where the budget names them', () => {
    const row = requestRow('a sweep', 'once', { reads: 3, writes: 0, points: 150 }, { reads: 3, writes: 0 });
    expect(row.figure).toBe('3 reads · 0 writes · 150 points');
    expect(row.isOver).toBe(false);
  });
});

describe('a timing', () => {
  const slow = figureRow({ name: 'boot', measured: 'once', figure: 10, budget: 9 });

  test('is said to be over and does not fail the run', () => {
    expect(slow.isOver).toBe(true);
    expect(broken([{ title: 'The App', rows: [slow] }])).toEqual([]);
    expect(renderTerminal({ title: 'The App', rows: [slow] })).toMatch(/≤ 9 +over$/m);
  });

  test('that must reach its budget is over below it', () => {
    const rate = { name: 'rate', measured: 'once', budget: 0.25, isLeast: true };
    expect(figureRow({ ...rate, figure: 0.2 }).isOver).toBe(true);
    expect(figureRow({ ...rate, figure: 0.3 })).toMatchObject({ isOver: false, budget: '≥ 0.25' });
  });

  test('that could not be taken is over', () => {
    expect(figureRow({ name: 'lost', measured: 'once', figure: Number.NaN, budget: 1 }).isOver).toBe(true);
  });
});

describe('a table', () => {
  const rows = [within, noteRow('one GET', 'once', '1.4 | 2.1')];

  test('is Markdown when asked', () => {
    expect(renderMarkdown({ title: 'Requests', rows })).toMatchInlineSnapshot(`
      "### Requests

      | what | measured | figure | floor | budget | aim |  |
      | --- | --- | --- | --- | --- | --- | --- |
      | a verdict | once | 1 read · 0 writes · 2 points |  | 1 · 0 · 2 |  | ok |
      | one GET | once | 1.4 \\| 2.1 |  |  |  |  |"
    `);
  });

  test('has its columns under each other on a terminal', () => {
    const [, heading = '', first = ''] = renderTerminal({ title: 'Requests', rows }).split('\n');
    expect(first.indexOf('1 read')).toBe(heading.indexOf('figure'));
  });
});

test.each([
  [0.0123, '0.01'],
  [2.345, '2.35'],
  [46.51, '46.5'],
  [210.4, '210'],
  [10_000, '10 000'],
  [1_234_567, '1 234 567'],
])('%d is written %s', (value, text) => {
  expect(rounded(value)).toBe(text);
});
