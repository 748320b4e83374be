import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { type RenderOptions, renderSummary } from '#core/summary/render.ts';
import type { Summary } from '#core/summary/summary.ts';
import { medianWorkTime } from '../../support/work-time.ts';
import { hostileSummary } from './support/hostile.ts';
import { item, RICH_BLOCKS, summary } from './support/summaries.ts';

const OPTIONS: RenderOptions = { blocks: DEFAULTS.summary.blocks, maxItems: 10 };
const options = fc.record({
  blocks: fc.subarray([...DEFAULTS.summary.blocks], { minLength: 1 }),
  maxItems: fc.integer({ min: 1, max: 100 }),
});

const FIGURES = /^<!-- leadership:figures .* -->$/gm;
const OUR_LINK = /\[(?:\\.|[^\\\]])*\]\(https:\/\/(?:redirect\.github\.com|git\.shop\.example)\/[\w./-]*\)/g;
const OUR_COMMENT = /<!-- (?:leadership:(?:weekly|figures)|box:)[^\n]*? -->/g;
const OUR_TAGS = /^<\/?details>(?:<summary>(?:7 Data and flow|and \d+ more)<\/summary>)?$/gm;
const CODE = /(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g;

/** What a reader sees of foreign text: everything but our links, comments, tags, charts and code. */
function foreign(body: string): string {
  return body
    .replace(/^```mermaid\n[\s\S]*?\n```$/gm, '')
    .replace(OUR_TAGS, '')
    .replace(OUR_COMMENT, '')
    .replace(CODE, '')
    .replace(OUR_LINK, '');
}

/** Lines before anything folded. */
function shownFirst(body: string): number {
  return (body.split(/^<details>|^<!-- leadership:figures/m)[0] ?? '').trimEnd().split('\n').length;
}

describe('text of others in an issue', () => {
  it('notifies nobody, references nothing, links nowhere and opens no tag', () => {
    fc.assert(
      fc.property(hostileSummary, (given) => {
        const text = foreign(renderSummary(given, OPTIONS).body);

        expect(text).not.toMatch(/@[a-z0-9]/i);
        expect(text).not.toMatch(/#\d|gh-\d/i);
        expect(text).not.toMatch(/[0-9a-f]{7,}/i);
        expect(text).not.toMatch(/:\/\/|www\./i);
        expect(text).not.toMatch(/<|(?<!\\)(?:\\\\)*\]\(/);
      }),
      { numRuns: 150 },
    );
  });

  it('forges no marker, no figures, no box and no fold', () => {
    fc.assert(
      fc.property(hostileSummary, options, (given, chosen) => {
        const { title, body } = renderSummary(given, chosen);
        const lines = body.split('\n');

        expect(title).not.toMatch(/[\n\r]/);
        expect(lines[0]).toBe('<!-- leadership:weekly scope=payments period=2026-W47 v=1 -->');
        expect(body.match(/<!--\s*leadership:weekly/g)).toHaveLength(1);
        expect(body.match(FIGURES)).toHaveLength(1);
        expect(body.trimEnd().split('\n').at(-1)).toMatch(/^<!-- leadership:figures /);
        const boxes = chosen.blocks.includes('needs-you') ? given.blocks.needsYou.boxes : [];
        const written = lines.filter((line) => /^\s*[-*+] \[[ x]\]/i.test(line));
        expect(written).toHaveLength(boxes.length);
        expect(written.every((line) => line.startsWith('- [ ] '))).toBe(true);
        expect(body.match(/<!-- box:/g) ?? []).toHaveLength(boxes.filter(({ id }) => id !== null).length);
        expect(body.match(/^<details>/gm)?.length).toBe(body.match(/^<\/details>$/gm)?.length);
        expect(body.match(/<\/details/g) ?? []).toHaveLength(
          body.match(OUR_TAGS)?.filter((tag) => tag.startsWith('</')).length ?? 0,
        );
        expect(
          lines
            .filter((line) => /^\s*</.test(line))
            .every((line) => new RegExp(OUR_TAGS.source).test(line) || line.startsWith('<!-- leadership:')),
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('breaks no table, no chart and no line', () => {
    fc.assert(
      fc.property(hostileSummary, (given) => {
        const { body } = renderSummary(given, OPTIONS);
        const rows = body.split('\n').filter((line) => line.startsWith('|'));
        const { rows: objectives } = given.blocks.objectives;

        for (const row of rows.filter((each) => !/^\| and \d+ more \|$/.test(each)))
          expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(7);
        const left = Number(/^\| and (\d+) more \|/m.exec(body)?.[1] ?? 0);
        const told = rows.length - 2 - (left > 0 ? 1 : 0) + left;
        expect(told).toBe(objectives.length === 0 ? -2 : objectives.length);
        expect(body.match(/^```/gm) ?? []).toHaveLength(given.blocks.debt.chart.length < 2 ? 0 : 2);
        expect(body.isWellFormed()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('an issue of whatever size', () => {
  it('has at most 40 lines before anything folded, and fits', () => {
    fc.assert(
      fc.property(hostileSummary, options, (given, chosen) => {
        const { body } = renderSummary(given, chosen);

        expect(shownFirst(body)).toBeLessThanOrEqual(40);
        expect(body.length).toBeLessThanOrEqual(60_000);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['plain titles', 'A title as people write them, of some length but not too much', 100],
    ['titles of 64 KiB', 'x'.repeat(65_536), 10],
    ['titles of 64 KiB that grow when escaped', '&'.repeat(65_536), 100],
    ['titles of 64 KiB in few characters', `a${'\u0301'.repeat(65_535)}`, 100],
  ])('says how many are left out of 5 000 pull requests and 200 objectives with %s', (_, title, maxItems) => {
    const { body } = renderSummary(huge(title), { ...OPTIONS, maxItems });

    expect(shownFirst(body)).toBeLessThanOrEqual(40);
    expect(body.length).toBeLessThanOrEqual(60_000);
    const [, merged = '', more = '0'] = /^- Merged \(5000\): (.*?)(?: · )?(?:and (\d+) more)?$/m.exec(body) ?? [];
    expect((merged.match(/\]\(https/g) ?? []).length + Number(more)).toBe(5000);
    const objectives = body.split('\n').filter((line) => line.startsWith('| ['));
    expect(objectives.length + Number(/^\| and (\d+) more \|/m.exec(body)?.[1])).toBe(200);
    expect(objectives.length).toBeGreaterThan(0);
  });

  it('is quick about a week of 5 000 pull requests', () => {
    const given = huge('Keep the cart when a payment fails');

    expect(medianWorkTime(() => renderSummary(given, OPTIONS))).toBeLessThan(50);
  });
});

function huge(title: string): Summary {
  const items = (count: number) => Array.from({ length: count }, (_, index) => item(`#${index + 1}`, title));
  const { objectives, needsYou, flow, debt, headline } = RICH_BLOCKS;
  const [row] = objectives.rows;
  if (row === undefined) throw new Error('no row to copy');
  return summary({
    headline: { ...headline, still: items(200), vision: title, goal: title },
    needsYou: {
      ...needsYou,
      silent: items(200),
      reviews: items(5000).map((each) => ({ ...each, days: 4 })),
      boxes: items(200).map((about) => ({
        id: `measure:${about.ref}`,
        text: title,
        since: '2026-W40',
        about,
        weeks: 7,
      })),
    },
    objectives: {
      ...objectives,
      rows: items(200).map((each) => ({ ...row, ...each, measure: title })),
      toNothing: items(5000).map((each) => ({ ...each, isDebt: false, why: 'label', label: title })),
    },
    debt: { ...debt, debtItems: items(5000) },
    flow: { ...flow, merged: items(5000) },
  });
}
