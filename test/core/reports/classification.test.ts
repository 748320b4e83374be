import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classification, Detection, Doubt, Reason } from '#core/classes/class.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { CLASS_WORDS, describeDoubt, describeReason, renderClass } from '#core/reports/classification.ts';

const CLASSIFIED: Classification = {
  class: 'other',
  reason: { code: 'default' },
  evidence: [],
  categories: [],
  unread: [],
};

const LABELLED: Detection = {
  detector: 'expedite-label',
  says: null,
  reason: { code: 'expedite-label', label: 'security' },
  doubt: 'set-without-triage',
};

function line(parts: Partial<Classification>): string {
  return renderClass({ ...CLASSIFIED, ...parts }).markdown;
}

describe('describeReason', () => {
  it.each<[Reason, string]>([
    [{ code: 'update-bot', login: 'renovate' }, 'routine work by the bot renovate'],
    [{ code: 'bot', login: 'helper' }, 'opened by the bot helper'],
    [{ code: 'author', login: 'mirror' }, 'mirror is under `exclude.authors`'],
    [{ code: 'ignore-label', label: 'leadership-ignore' }, 'label `leadership-ignore`'],
    [{ code: 'back-merge', from: 'main', into: 'release/1' }, 'merges `main` into `release/1`'],
    [{ code: 'expedite-label', label: 'security' }, 'label `security`'],
    [{ code: 'expedite-issue', ref: '#40', label: 'incident', type: null }, 'linked issue #40 has label `incident`'],
    [{ code: 'revert', of: 31 }, 'it reverts #31'],
    [{ code: 'person', label: 'tech-debt', action: 'set' }, 'somebody set the label `tech-debt`'],
    [{ code: 'person', label: 'tech-debt', action: 'removed' }, 'somebody removed the label `tech-debt`'],
    [
      { code: 'issue', ref: 'shop/plans#40', label: null, type: 'Tech Debt' },
      'linked issue shop/plans#40 is of type `Tech Debt`',
    ],
    [{ code: 'issue', ref: null, label: null, type: null }, 'a linked issue that is private'],
    [{ code: 'label', label: 'refactor' }, 'label `refactor`'],
    [{ code: 'title', type: 'refactor' }, 'its title starts with `refactor:`'],
    [{ code: 'branch', prefix: 'debt/' }, 'its branch starts with `debt/`'],
    [{ code: 'paths', globs: ['a/**', 'b/**'] }, 'all of its files match `a/**`, `b/**`'],
    [
      { code: 'paths', globs: ['a/**', 'b/**', 'c/**', 'd/**', 'e/**'] },
      'all of its files match `a/**`, `b/**`, `c/**` or 2 more patterns',
    ],
    [{ code: 'default' }, 'nothing says debt'],
  ])('of %j', (reason, expected) => {
    expect(describeReason(reason).markdown).toBe(expected);
  });
});

describe('describeDoubt', () => {
  const revert: Reason = { code: 'revert', of: 31 };

  it.each<[Reason, Doubt, string]>([
    [
      { code: 'update-bot', login: 'renovate' },
      'has-commit-by-person',
      'routine work by the bot renovate (a person committed to it, too)',
    ],
    [
      { code: 'expedite-issue', ref: '#40', label: 'security', type: null },
      'set-without-triage',
      'linked issue #40 has label `security` (nobody with triage is known to have set it)',
    ],
    [
      { code: 'expedite-issue', ref: null, label: null, type: null },
      'set-without-triage',
      'a linked issue that is private (nobody with triage is known to have set it)',
    ],
    [{ code: 'person', label: 'tech-debt', action: 'set' }, 'set-by-bot', 'label `tech-debt` (set by a bot)'],
    [{ code: 'person', label: 'tech-debt', action: 'set' }, 'our-own', 'label `tech-debt` (our own doing)'],
    [
      { code: 'expedite-issue', ref: 'mallory/toys#1', label: 'security', type: null },
      'other-owner',
      'linked issue mallory/toys#1 has label `security` (kept by another owner)',
    ],
    [revert, 'not-found', 'it says that it reverts #31 (which can’t be seen from here)'],
    [revert, 'not-merged', 'it says that it reverts #31 (which is not merged)'],
    [revert, 'merged-too-long-ago', 'it says that it reverts #31 (merged more than 30 days before)'],
    [revert, 'merged-afterwards', 'it says that it reverts #31 (merged only after this was opened)'],
    [revert, 'changes-other-files', 'it says that it reverts #31 (which did not change all of these files)'],
    [revert, 'files-unknown', 'it says that it reverts #31 (not all files could be read)'],
    [{ code: 'paths', globs: ['a/**'] }, 'files-unknown', 'files that match `a/**` (not all files could be read)'],
  ])('of %j, %s', (reason, doubt, expected) => {
    expect(describeDoubt(reason, doubt).markdown).toBe(expected);
  });
});

describe('renderClass', () => {
  it('says what it counts as, and why', () => {
    expect(line({})).toBe('**Counts as** feature or other work: nothing says debt.');
    expect(line({ class: 'debt', reason: { code: 'title', type: 'refactor' } })).toBe(
      '**Counts as** debt work: its title starts with `refactor:`.',
    );
  });

  it('says what its author sees and what does not count all the same', () => {
    expect(line({ evidence: [LABELLED] })).toBe(
      '**Counts as** feature or other work: nothing says debt. Does not count: label `security` (nobody with triage is known to have set it).',
    );
  });

  it('keeps to itself what would have changed nothing', () => {
    const title: Detection = { detector: 'title', says: 'debt', reason: { code: 'title', type: 'refactor' } };
    const byBot: Detection = {
      detector: 'issue',
      says: null,
      reason: { code: 'issue', ref: '#9', label: 'tech-debt', type: null },
      doubt: 'set-by-bot',
    };
    const ours: Detection = { ...byBot, detector: 'person', doubt: 'our-own' };
    const paths: Detection = {
      detector: 'paths',
      says: null,
      reason: { code: 'paths', globs: ['a/**'] },
      doubt: 'files-unknown',
    };
    const debt = { class: 'debt', reason: title.reason } as const;

    expect(line({ ...debt, evidence: [byBot, title, paths] })).not.toContain('Does not count');
    expect(line({ evidence: [ours] })).not.toContain('Does not count');
    expect(line({ evidence: [byBot] })).toContain(
      'Does not count: linked issue #9 has label `tech-debt` (set by a bot).',
    );
    expect(line({ ...debt, evidence: [LABELLED, title] })).toContain('Does not count: label `security`');
  });

  it('says nothing of what a private issue holds, not even that it does not count', () => {
    for (const ref of [null, 'shop/secret#1']) {
      const hidden: Detection = {
        detector: 'expedite-issue',
        says: null,
        reason: { code: 'expedite-issue', ref, label: null, type: null },
        doubt: 'set-without-triage',
      };
      expect(line({ evidence: [hidden] })).toBe('**Counts as** feature or other work: nothing says debt.');
    }
  });

  it('does not take for granted what could not be read', () => {
    const unread = [unavailable('who set and removed the labels', 'unreachable')];

    expect(line({ unread })).toBe(
      '**Counts as** feature or other work: nothing that could be read says debt. Could not be read: who set and removed the labels.',
    );
    expect(line({ unread: [...unread, ...unread] })).toContain('labels, and 1 more.');
  });

  it('never says a class by the name that the code has for it', () => {
    for (const word of Object.values(CLASS_WORDS)) expect(word).not.toMatch(/^(excluded|expedite|debt|other)$/);
  });
});

/** Anything that GitHub would make more of than text. */
const HOSTILE = [
  '@org/team',
  '#1',
  'GH-1',
  '<!-- leadership -->',
  '</sub><img src=x>',
  '![x](https://e.vil/i.png)',
  '[x](javascript:1)',
  '`',
  '``` ',
  '|',
  '\n\n# heading\n- [ ] task',
  'www.e.vil',
  'deadbeef12345',
  '\u202e',
  '\ud800',
  'shop/web#2',
] as const;

const foreign = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
);
const place = fc.option(foreign, { nil: null });

/** One arbitrary for each code, so that a new code without one does not compile. */
const REASONS: { readonly [Code in Reason['code']]: fc.Arbitrary<Reason & { readonly code: Code }> } = {
  'update-bot': fc.record({ code: fc.constant('update-bot' as const), login: foreign }),
  bot: fc.record({ code: fc.constant('bot' as const), login: foreign }),
  author: fc.record({ code: fc.constant('author' as const), login: foreign }),
  'ignore-label': fc.record({ code: fc.constant('ignore-label' as const), label: foreign }),
  'expedite-label': fc.record({ code: fc.constant('expedite-label' as const), label: foreign }),
  label: fc.record({ code: fc.constant('label' as const), label: foreign }),
  'back-merge': fc.record({ code: fc.constant('back-merge' as const), from: foreign, into: foreign }),
  'expedite-issue': fc.record({ code: fc.constant('expedite-issue' as const), ref: place, label: place, type: place }),
  issue: fc.record({ code: fc.constant('issue' as const), ref: place, label: place, type: place }),
  revert: fc.record({ code: fc.constant('revert' as const), of: fc.nat() }),
  person: fc.record({
    code: fc.constant('person' as const),
    label: foreign,
    action: fc.constantFrom('set' as const, 'removed' as const),
  }),
  title: fc.record({ code: fc.constant('title' as const), type: foreign }),
  branch: fc.record({ code: fc.constant('branch' as const), prefix: foreign }),
  paths: fc.record({ code: fc.constant('paths' as const), globs: fc.array(foreign, { maxLength: 6 }) }),
  default: fc.record({ code: fc.constant('default' as const) }),
};
const reasons: fc.Arbitrary<Reason> = fc.oneof(...Object.values(REASONS));
const doubts = fc.constantFrom<Doubt>(
  'has-commit-by-person',
  'set-without-triage',
  'set-by-bot',
  'our-own',
  'other-owner',
  'not-found',
  'not-merged',
  'merged-too-long-ago',
  'merged-afterwards',
  'changes-other-files',
  'files-unknown',
);

/** What is left once whole code spans and our own references are taken out is text, or markup that we wrote. */
function expectInert(markdown: string): void {
  expect(markdown).not.toMatch(/[\n\r]|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  expect(markdown.isWellFormed()).toBe(true);
  const outside = markdown.replace(/\\./g, '').replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  expect(outside).not.toMatch(/[<>`|[\]]/);
  expect(outside).not.toMatch(/@[a-z0-9]/i);
  expect(outside).not.toMatch(/www\.|:\/\//i);
  expect(outside.length).toBeLessThan(1_000);
}

describe('whatever labels, branches, logins and issues are called', () => {
  it('a reason and a doubt are text', () => {
    fc.assert(
      fc.property(reasons, doubts, (reason, doubt) => {
        expectInert(describeReason(reason).markdown);
        expectInert(describeDoubt(reason, doubt).markdown);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the line of the check is one line of text', () => {
    fc.assert(
      fc.property(reasons, reasons, foreign, doubts, (reason, other, what, doubt) => {
        const evidence = [{ detector: 'revert', says: null, reason: other, doubt }] as const;
        expectInert(line({ reason, evidence, unread: [unavailable(what, 'unreachable')] }));
      }),
      { numRuns: 500 },
    );
  });

  it('of a private issue nothing is told but that it is one', () => {
    fc.assert(
      fc.property(foreign, foreign, (label, type) => {
        for (const code of ['issue', 'expedite-issue'] as const) {
          expect(describeReason({ code, ref: null, label, type }).markdown).toBe('a linked issue that is private');
        }
      }),
    );
  });
});
