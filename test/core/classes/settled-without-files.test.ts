import { describe, expect, it } from 'vitest';
import { classify } from '#core/classes/classify.ts';
import { isSettledWithoutFiles } from '#core/classes/settled-without-files.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { ANNE, classFacts, DEPENDABOT, label, labelEvent, linkedIssue } from '../../support/facts.ts';
import { CASES, type Given } from './cases.ts';

const MANY = { total: 250, paths: ['legacy/1.ts'], isComplete: false } as const;
const ALL = { total: 2, paths: ['legacy/1.ts', 'legacy/2.ts'], isComplete: true } as const;
const removed = { events: [labelEvent(ANNE, 'removed', 'tech-debt')], isComplete: true };
const reverted = { number: 31, found: { mergedAt: '2026-11-16T09:00:00Z', files: ALL } };
const nameless = { labels: [{ name: 'security' }], labelHistory: unavailable('labels', 'unreachable') };

const settled = ({ pullRequest, ...given }: Given) =>
  isSettledWithoutFiles(
    classify(classFacts({ detect: { paths: ['legacy/**'] }, ...given, pullRequest: { files: MANY, ...pullRequest } })),
  );

describe('isSettledWithoutFiles', () => {
  it.each<[string, Given, boolean]>([
    ['nothing says anything', {}, false],
    ['the files that were read say debt, so far', { detect: { paths: ['legacy/**'] } }, false],
    ['a person removed the label', { pullRequest: { labelHistory: removed } }, true],
    ['its title says debt', { pullRequest: { title: 'refactor: x' } }, true],
    ['a linked issue says debt', { linked: [linkedIssue({ type: 'Tech Debt' })] }, true],
    ['a bot opened it', { pullRequest: { author: DEPENDABOT } }, true],
    ['it is urgent', { pullRequest: { labels: [label('security')] } }, true],
    ['it says that it is a revert', { reverted }, false],
    ['it says so, and its title says debt', { reverted, pullRequest: { title: 'refactor: x' } }, false],
    ['it says so, and a person removed the label', { reverted, pullRequest: { labelHistory: removed } }, false],
    ['it says so, and is urgent all the same', { reverted, pullRequest: { labels: [label('security')] } }, true],
    ['it says so, and may be urgent', { reverted, pullRequest: nameless }, false],
  ])('where %s', (_, given, expected) => {
    expect(settled(given)).toBe(expected);
  });

  it('is true only where no list of files makes another class of it', () => {
    const lists = [MANY, ALL, { ...ALL, paths: ['src/other.ts'] }, { ...ALL, paths: [] }];
    for (const [what, given] of CASES) {
      const on = (files: (typeof lists)[number]) =>
        classify(
          classFacts({
            ...given,
            detect: { ...given.detect, paths: ['legacy/**'] },
            reverted: given.reverted ?? reverted,
            pullRequest: { ...given.pullRequest, files },
          }),
        );
      const first = on(MANY);
      if (isSettledWithoutFiles(first)) {
        expect([what, ...lists.map((files) => on(files).class)]).toEqual([what, ...lists.map(() => first.class)]);
      }
    }
  });
});
