import { describe, expect, it } from 'vitest';
import type { CountedAs } from '../../demo/counted-as.ts';
import { doubtful } from '../../demo/doubts.ts';
import type { MergedPullRequest } from '../../demo/merged-pull-requests.ts';

const PULL_REQUEST: MergedPullRequest = {
  number: 7,
  title: 'fix: count gift wrapping',
  body: '',
  mergedAt: '2026-02-10T11:02:52.000Z',
  isBot: false,
  additions: 3,
  deletions: 1,
  changedFiles: 1,
  paths: ['src/cart.ts'],
  author: null,
  branch: null,
  labels: null,
};
const OTHER: CountedAs = { class: 'other', decidedBy: 'nothing' };
const DEBT: CountedAs = { class: 'debt', decidedBy: 'title' };
const EXCLUDED: CountedAs = { class: 'excluded', decidedBy: 'bot' };

function doubtsOf(countedAs: CountedAs, given: Partial<MergedPullRequest>): readonly string[] {
  return doubtful([{ pullRequest: { ...PULL_REQUEST, ...given }, countedAs }])[0]?.doubts ?? [];
}

describe('a doubt', () => {
  it.each<[string, CountedAs, Partial<MergedPullRequest>]>([
    ['type-one-slip-from-debt', OTHER, { title: 'refator: the cart' }],
    ['revert-without-proof', OTHER, { title: 'Revert "feat: vouchers"' }],
    ['release-or-back-merge', OTHER, { title: 'chore: release v2.0.0-rc.1' }],
    ['release-or-back-merge', OTHER, { title: 'Merge branch release into main' }],
    ['bot-is-judged', OTHER, { isBot: true }],
    ['title-speaks-of-cleaning', OTHER, { title: 'chore(cart): remove unused styles' }],
    ['title-speaks-of-cleaning', OTHER, { title: 'fix(cart): simplify the voucher' }],
    ['title-speaks-of-security', OTHER, { title: 'fix: a vulnerability in the parser' }],
    ['mostly-deletes', OTHER, { additions: 9, deletions: 90 }],
    ['dependency-by-person', OTHER, { title: 'chore(deps-dev): raise the bundler' }],
    ['title-speaks-of-reshaping', OTHER, { title: 'fix: rename the voucher' }],
    ['type-of-upkeep', OTHER, { title: 'CI: cache more' }],
    ['feature-or-fix-without-code', OTHER, { paths: ['test/cart.test.ts'] }],
    ['title-speaks-of-adding', DEBT, { title: 'refactor: add vouchers' }],
    ['title-speaks-of-fixing', DEBT, { title: 'refactor: fix a crash' }],
    ['breaking', DEBT, { title: 'refactor(cart)!: one entry point' }],
    ['mostly-adds', DEBT, { title: 'refactor: the cart', additions: 300, deletions: 20 }],
    ['no-code', DEBT, { title: 'refactor: the cart', paths: ['docs/cart.md'] }],
    ['bot-touches-sources', EXCLUDED, { isBot: true, paths: ['package.json', 'src/cart.ts'] }],
    ['bot-of-a-feature', EXCLUDED, { isBot: true, title: 'feat: vouchers' }],
    ['large', { class: 'expedite', decidedBy: 'expedite-label' }, { additions: 5_000 }],
  ])('%s is found', (doubt, countedAs, given) => {
    expect(doubtsOf(countedAs, given)).toContain(doubt);
  });

  it.each<[string, CountedAs, Partial<MergedPullRequest>]>([
    ['a plain fix', OTHER, {}],
    ['a plain refactoring', DEBT, { title: 'refactor: untangle the cart' }],
    ['an update of manifests', EXCLUDED, { isBot: true, paths: ['package.json', 'pnpm-lock.yaml', '.github/a.yml'] }],
    ['files that are not all known', OTHER, { paths: ['test/cart.test.ts'], changedFiles: 2 }],
    ['words about the product', OTHER, { title: 'fix: tell of an unused voucher, and move on' }],
    ['few lines', OTHER, { additions: 0, deletions: 9 }],
  ])('is not raised by %s', (_, countedAs, given) => {
    expect(doubtsOf(countedAs, given)).toEqual([]);
  });
});

it('the most doubtful stands first, the larger one where they are equal, and what is beyond doubt is left out', () => {
  const decided = (number: number, given: Partial<MergedPullRequest>) => ({
    pullRequest: { ...PULL_REQUEST, number, ...given },
    countedAs: OTHER,
  });
  const found = doubtful([
    decided(1, { title: 'chore: tick' }),
    decided(2, {}),
    decided(3, { title: 'chore: tock', additions: 40 }),
    decided(4, { title: 'chore: remove dead code' }),
  ]);
  expect(found.map(({ number, score }) => [number, score])).toEqual([
    [4, 5],
    [3, 1],
    [1, 1],
  ]);
});
