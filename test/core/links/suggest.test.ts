import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import type { ObjectiveContext } from '#core/links/objective.ts';
import { suggestObjectives } from '#core/links/suggest.ts';
import { issueFacts, label, NOW, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';

const q4 = { number: 4, title: 'Q4', isOpen: true };
const objective = (number: number, title: string, facts: Partial<IssueFacts> = {}) =>
  issueFacts({ number, title, labels: [label('objective')], milestone: null, ancestors: [], ...facts });

const CONTEXT: ObjectiveContext = {
  repository: repositoryFacts(),
  named: new Set(),
  objectives: DEFAULTS.objectives,
  at: NOW,
  isMerged: false,
};
const NONE: ReadonlySet<string> = new Set();

const OBJECTIVES = [
  objective(12, 'Cart survives a failed payment'),
  objective(27, 'Refund within a day', { milestone: q4 }),
  objective(31, 'Smaller PCI scope', { labels: [label('objective'), label('security')] }),
  objective(44, 'Self-serve invoices'),
  objective(45, 'Für alle: schnellere Überweisungen'),
];

function suggested(pullRequest: Partial<PullRequestFacts>, objectives = OBJECTIVES, linked = NONE): string[] {
  const files = { total: 1, paths: ['src/index.ts'], isComplete: true };
  const facts = pullRequestFacts({ title: 'chore: bump', files, ...pullRequest });
  return suggestObjectives(objectives, facts, CONTEXT, linked).map(({ ref, because }) => `${ref} ${because}`);
}

describe('likely objectives', () => {
  // biome-ignore format: one example a line reads best
  it.each<[string, Partial<PullRequestFacts>, string]>([
    ['share the milestone', { milestone: q4, title: 'Keep the cart' }, '#27 same-milestone'],
    ['share words of the title', { title: 'feat: keep carts after payments fail' }, '#12 title'],
    ['share words in another form', { title: 'Refunded twice' }, '#27 title'],
    ['share words with umlauts', { title: 'überweisungen prüfen' }, '#45 title'],
    ['share labels', { labels: [label('Security')] }, '#31 labels'],
    ['share words with changed paths', { files: { total: 1, paths: ['src/invoices/InvoiceList.tsx'], isComplete: true } }, '#44 paths'],
    ['are the newest when nothing else tells', {}, '#45 recent'],
  ])('%s', (_, pullRequest, first) => expect(suggested(pullRequest)[0]).toBe(first));

  it('are three at most, in the same order whatever order they were read in', () => {
    expect(suggested({})).toEqual(['#45 recent', '#44 recent', '#31 recent']);
    expect(suggested({}, OBJECTIVES.toReversed())).toEqual(suggested({}));
  });

  it('are never closed, nor private in another repository', () => {
    const repository = { owner: 'shop', name: 'plans', nameWithOwner: 'shop/plans', isPrivate: true };
    expect(suggested({}, [objective(7, 'Secret', { repository }), objective(8, 'Done', { isOpen: false })])).toEqual(
      [],
    );
    expect(suggested({}, [objective(7, 'Open', { repository: { ...repository, isPrivate: false } })])).toEqual([
      'shop/plans#7 recent',
    ]);
  });

  it('are nothing that would not count, and nothing that is linked already', () => {
    const submitted = objective(7, 'Cart', { labels: [{ name: 'objective' }] });
    const refused = objective(8, 'Cart', { labels: [{ name: 'objective', setterMayTriage: false }] });
    const typed = objective(9, 'Cart', { labels: [], type: 'Epic' });

    expect(suggested({}, [submitted, refused, typed, objective(10, 'Cart')], new Set(['shop/web#10']))).toEqual([
      '#9 recent',
    ]);
  });

  it('are none when they were not read', () => {
    for (const unread of [null, unavailable('the open objectives', 'unreachable')]) {
      expect(suggestObjectives(unread, pullRequestFacts(), CONTEXT, NONE)).toEqual([]);
    }
  });

  it('take no time over hostile titles', () => {
    const started = performance.now();
    suggested({
      title: 'aA'.repeat(500_000),
      files: { total: 3000, paths: Array(3000).fill('a/'.repeat(100)), isComplete: true },
    });
    expect(performance.now() - started).toBeLessThan(200);
  });
});
