/** What GitHub's own parser makes of hostile text, where it is installed (Debian: `cmark-gfm`). */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { renderSummary } from '#core/summary/render.ts';
import { hostileSummary } from './support/hostile.ts';
import { summary } from './support/summaries.ts';

const OPTIONS = { blocks: DEFAULTS.summary.blocks, maxItems: 10 };
const EXTENSIONS = ['table', 'strikethrough', 'autolink', 'tasklist', 'tagfilter', 'footnotes'];
const isInstalled = spawnSync('cmark-gfm', ['--version']).status === 0;

function parsed(markdown: string): string {
  const args = ['-t', 'xml', ...EXTENSIONS.flatMap((name) => ['-e', name])];
  return spawnSync('cmark-gfm', args, { input: markdown, encoding: 'utf8', maxBuffer: 2 ** 26 }).stdout;
}

/** The blocks of a text, without what stands in them. */
function shapeOf(xml: string): string[] {
  return xml.match(/<(?:heading|block_quote|code_block|thematic_break|footnote_\w+|image|emph|html_inline)\b/g) ?? [];
}

describe.skipIf(!isInstalled)('what GitHub reads in an issue', () => {
  it('has no links but ours, no markup but ours, and whole tables, whatever titles hold', () => {
    fc.assert(
      fc.property(hostileSummary, (given) => {
        const { body } = renderSummary(given, OPTIONS);
        const xml = parsed(body);

        const links = [...xml.matchAll(/<link destination="([^"]*)"/g)].map(([, destination = '']) => destination);
        for (const link of links)
          expect(link).toMatch(/^https:\/\/(?:redirect\.github\.com|git\.shop\.example)\/shop\//);
        const html = [...xml.matchAll(/<html_(?:block|inline)[^>]*>([^<]*)</g)].map(([, text = '']) => text.trim());
        for (const part of html) {
          expect(part).toMatch(/^(?:&lt;!-- (?:leadership:|box:)|&lt;details&gt;&lt;summary&gt;|&lt;\/details&gt;$)/);
        }
        expect(xml.match(/<tasklist /g) ?? []).toHaveLength(given.blocks.needsYou.boxes.length);
        expect(shapeOf(xml).filter((each) => /heading|quote|break|footnote|image/.test(each))).toEqual([]);
        expect(xml.match(/<code_block/g) ?? []).toHaveLength(given.blocks.debt.chart.length < 2 ? 0 : 1);
        const rows = [...xml.matchAll(/<table_(?:row|header)>([\s\S]*?)<\/table_(?:row|header)>/g)];
        for (const [, row = ''] of rows) expect(row.match(/<table_cell/g)).toHaveLength(6);
        expect(rows.length).toBe(
          body.split('\n').filter((line) => line.startsWith('|')).length - (rows.length > 0 ? 1 : 0),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is what was meant in a rich week', () => {
    const xml = parsed(renderSummary(summary(), OPTIONS).body);

    expect(xml.match(/<table>/g)).toHaveLength(1);
    expect(xml.match(/<tasklist /g)).toHaveLength(2);
    expect(xml.match(/<code_block/g)).toHaveLength(1);
  });
});
