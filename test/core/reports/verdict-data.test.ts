import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { evaluate } from '#core/evaluate.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { renderVerdictData } from '#core/reports/verdict-data.ts';
import type { HeadVerdict, Verdict } from '#core/verdict.ts';
import { issueFacts, label, NOW, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';

function verdict(title: string): HeadVerdict {
  return { version: 1, repository: 'shop/web', headOid: 'a'.repeat(40), conclusion: 'success', title, verdicts: [] };
}

/** What a script does that reads a check. */
function read(text: string | null): unknown {
  const [, json = ''] = /^(?:`{3,})json\n([\s\S]*)\n`{3,}$/m.exec(text ?? '') ?? [];
  return JSON.parse(json);
}

describe('renderVerdictData', () => {
  it('comes back as it went in, whatever foreign text is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        expect(read(renderVerdictData(verdict(title)))).toEqual(verdict(title));
      }),
    );
  });

  it('can not be closed from inside, nor hide anything', () => {
    const text = renderVerdictData(verdict('```\n</details>\u202e````')) ?? '';

    expect(text).toContain('\n`````json\n');
    expect(text.split('\n').filter((line) => line.startsWith('```'))).toEqual(['`````json', '`````']);
    expect(text).not.toContain('\u202e');
  });

  it('is left out rather than cut', () => {
    expect(renderVerdictData(verdict('a'.repeat(65_000)))).toBeNull();
  });
});

/** The verdict on a pull request that this issue is linked to in the Development panel. */
function judged(issue: ReturnType<typeof issueFacts>, globs: readonly string[] = []): Verdict {
  const detect = { ...DEFAULTS.debt.detect, paths: [...globs] };
  const { verdict: one } = evaluate({
    now: NOW,
    repository: repositoryFacts(),
    pullRequest: pullRequestFacts({
      title: 'refactor: split the cart',
      headRef: 'refactor/cart',
      labels: [label('refactor'), label('bug')],
      files: { total: 1, paths: ['src/cart.ts'], isComplete: true },
    }),
    linkSources: {
      parsed: { found: [], rejected: [] },
      closing: [{ isUserLinked: true, issue }],
      references: {},
      openObjectives: null,
    },
    config: {
      config: { ...DEFAULTS, debt: { ...DEFAULTS.debt, detect } },
      isGoverned: true,
      isCommittedInvalid: false,
      origin: { repository: null, owner: null, state: 'defaults', ownerFile: 'not-governing' },
      problems: [],
      ownSource: '',
      ownerUnreadable: null,
    },
    ourLogin: 'leadership-guardrails',
    reverted: null,
    capacity: null,
    touchesOnlyConfig: false,
  });
  return one;
}

describe('what a verdict tells of the class', () => {
  it('is the class, its reason, all that was found, the categories and what could not be read', () => {
    const unread = [{ part: 'labels', reason: 'forbidden' }] as const;
    const { classification } = judged(issueFacts({ type: 'Tech Debt', unread }));

    expect(classification).toEqual({
      class: 'debt',
      reason: { code: 'issue', ref: '#12', label: null, type: 'Tech Debt' },
      evidence: [
        { detector: 'issue', says: 'debt', reason: { code: 'issue', ref: '#12', label: null, type: 'Tech Debt' } },
        { detector: 'label', says: 'debt', reason: { code: 'label', label: 'refactor' } },
        { detector: 'title', says: 'debt', reason: { code: 'title', type: 'refactor' } },
        { detector: 'branch', says: 'debt', reason: { code: 'branch', prefix: 'refactor/' } },
      ],
      categories: ['bug'],
      unread: expect.arrayContaining([unavailable('the labels of #12', 'forbidden')]),
    });
  });

  it('holds nothing of a private issue elsewhere', () => {
    const secret = issueFacts({
      number: 7,
      title: 'Hushed breach',
      url: 'https://github.com/shop/secret/issues/7',
      repository: { owner: 'shop', name: 'secret', nameWithOwner: 'shop/secret', isPrivate: true },
      labels: [label('tech-debt'), label('security')],
      unread: [{ part: 'type', reason: 'forbidden' }],
    });
    const [one, other] = [judged(secret), judged({ ...secret, labels: [], type: 'Tech Debt' })];

    expect(one.classification).toMatchObject({
      class: 'expedite',
      reason: { code: 'expedite-issue', ref: null, label: null, type: null },
      categories: ['bug'],
    });
    expect(other.classification.reason).toEqual({ code: 'issue', ref: null, label: null, type: null });
    for (const made of [one, other]) {
      expect(JSON.stringify(made)).not.toMatch(/secret|Hushed|#7|"security"|Tech Debt|tech-debt/);
    }
  });

  it('fits where everything speaks at once', () => {
    const one = judged(issueFacts({ labels: [label('tech-debt')] }), ['src/**', '**/*.ts']);
    const head = { ...verdict('Linked'), verdicts: [one] };

    expect(one.classification.evidence.map(({ detector }) => detector)).toEqual([
      'issue',
      'label',
      'title',
      'branch',
      'paths',
    ]);
    expect(renderVerdictData(head)?.length).toBeLessThan(65_000);
  });
});
