import { afterEach, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import { renderSummary } from '#core/summary/render.ts';
import { MONDAY, openWeekShop, type WeekShop } from './week-shop.ts';

let shop: WeekShop;
afterEach(() => shop.close());

/** The text of an earlier week's issue, as it was written. */
async function written(week: string): Promise<{ readonly title: string; readonly body: string }> {
  const facts = await shop.gather({ week });
  return renderSummary(summarize(facts), { blocks: facts.rules.summary.blocks, maxItems: 10 });
}

function posted(text: { readonly title: string; readonly body: string }, author = shop.ourLogin) {
  return shop.at(MONDAY, () =>
    shop.sandbox.createIssue({ repo: 'shop/web', ...text, author, labels: ['leadership-summary'] }),
  );
}

it('the latest of an earlier period is the one before, with what it keeps and names of the periods between', async () => {
  shop = await openWeekShop();
  const older = await written('2026-W43');
  const latest = await written('2026-W45');
  const own = await written('2026-W47');
  const { number } = posted({ ...latest, body: latest.body.replace('\n', '\n\n- [ ] Ask the bank\n- [x] Done\n') });
  posted(older);
  posted(own);

  const { previous, skipped } = await shop.gather();

  expect(previous).toMatchObject({
    number,
    period: '2026-W45',
    kept: { v: 1, scope: 'shop/web', period: '2026-W45' },
    boxes: [{ text: 'Ask the bank', since: '2026-W45' }],
  });
  expect(skipped).toEqual(['2026-W46']);
});

it('one that somebody else wrote is none of ours, whatever it says', async () => {
  shop = await openWeekShop();
  const forged = await written('2026-W46');
  posted(forged, 'fred');
  posted(forged, shop.ourLogin.replace('[bot]', '-fan'));
  expect(await shop.gather()).toMatchObject({ previous: null, skipped: [] });
});

it('one of another scope is none of this', async () => {
  shop = await openWeekShop();
  const { title, body } = await written('2026-W46');
  posted({
    title,
    body: body.replaceAll('scope=shop/web', 'scope=carts').replaceAll('"scope":"shop/web"', '"scope":"carts"'),
  });
  expect((await shop.gather()).previous).toBeNull();
});

it('a block that is gone or broken leaves the issue, and all is read anew', async () => {
  shop = await openWeekShop({ config: 'sprint: { length: 2w, anchor: 2026-01-05 }\n' });
  const { title, body } = await written('2026-W46');
  const broken = posted({ title, body: body.replace(/(leadership:figures \{"v":1,)/, '$1 oh dear') });
  const { previous, mergedSince } = await shop.gather();
  expect(previous).toMatchObject({ number: broken.number, period: '2026-W46', kept: null });
  expect(mergedSince).toBe('2026-08-03T00:00:00Z');
});
