import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { summarize } from '#core/summary/figures.ts';
import { type RenderOptions, renderSummary } from '#core/summary/render.ts';
import { richWeek } from './support/rich-week.ts';
import { emptySummary, firstSummary } from './support/summaries.ts';

const { blocks, 'max-items': maxItems } = DEFAULTS.summary;
const OPTIONS: RenderOptions = { blocks, maxItems };

describe('an issue', () => {
  it.each([
    ['rich-week', summarize(richWeek())],
    ['empty-week', emptySummary()],
    ['first-week', firstSummary()],
  ])('of a %s is as it was looked at', async (name, given) => {
    const { title, body } = renderSummary(given, OPTIONS);

    await expect(`# ${title}\n\n${body}`).toMatchFileSnapshot(`snapshots/${name}.md`);
  });
});
