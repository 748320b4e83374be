import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect } from '#github/transport/connect.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop('mode: enforce\n');
});
afterEach(() => shop.close());

const LABELS_ONLY = { labels: true, checks: false };

it('with a person’s token no label is set in that person’s name, and the check says why', async () => {
  const pr = shop.open({ title: 'refactor: split the cart', body: 'Closes #2' });
  const token = shop.sandbox.userToken('anne');
  const github = connect({ token, baseUrl: shop.sandbox.url, userAgent: 'test' });
  const { effects, applied, isPersonsToken, checks } = await shop.evaluate(pr, { github, writes: LABELS_ONLY });

  expect(isPersonsToken).toBe(true);
  expect(effects).toContainEqual({ kind: 'label', number: pr.number, action: 'add', label: 'tech-debt' });
  expect(applied).toEqual([]);
  expect(checks[0]?.summary).toContain('The label `tech-debt` was left as it is: this token is a person’s');
  expect(shop.labels(pr)).toEqual([]);
});

it('what was written is told, and what GitHub refused is not among it', async () => {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
  shop.sandbox.faults.onRequest({ route, effect: { kind: 'status', status: 403, when: 'before', message: 'Locked' } });
  const refused = await shop.evaluate(shop.open({ title: 'refactor: a', body: 'Closes #2' }));
  expect(refused.effects.map(({ kind }) => kind)).toEqual(['label', 'check-run']);
  expect(refused.applied.map(({ kind }) => kind)).toEqual(['check-run']);

  const written = await shop.evaluate(shop.open({ title: 'refactor: b', body: 'Closes #2' }));
  expect(written.isPersonsToken).toBe(false);
  expect(written.applied).toEqual(written.effects);
});
