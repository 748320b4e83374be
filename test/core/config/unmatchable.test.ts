import { describe, expect, it } from 'vitest';
import { resolveConfig } from '#core/config/resolve.ts';
import { parsed } from './parsed.ts';

describe('what can match nothing leaves the file valid, and is told with what to write', () => {
  it.each<[text: string, problems: string[]]>([
    [
      'debt: { detect: { title-types: ["refactor:", tidy] } }',
      ['1:33-44 `debt.detect.title-types[0]` can match no title; write `refactor`.'],
    ],
    [
      'debt: { detect: { title-types: ["Refactor(cart)!: x"] } }',
      ['1:33-53 `debt.detect.title-types[0]` can match no title; write `Refactor`.'],
    ],
    [
      'debt: { detect: { title-types: ["Re factor"] } }',
      [
        '1:33-44 `debt.detect.title-types[0]` can match no title; a type is one word of letters, digits and hyphens, such as `refactor`.',
      ],
    ],
    [
      'guardrails: { linked-objective: { skip: { title-types: ["chore:"] } } }',
      ['1:57-65 `guardrails.linked-objective.skip.title-types[0]` can match no title; write `chore`.'],
    ],
    [
      'exclude: { authors: ["@ben", "our-release-app[bot]", ann_shop] }',
      ['1:22-28 `exclude.authors[0]` is no login, so it matches nobody; write `ben`.'],
    ],
    ['trusted-apps: [app/planner]', ['1:16-27 `trusted-apps[0]` is no login, so it matches nobody; write `planner`.']],
    [
      'trusted-apps: ["Our Planner"]',
      [
        '1:16-29 `trusted-apps[0]` is no login, so it matches nobody; write it as GitHub shows it, such as `ben` or `planner[bot]`.',
      ],
    ],
    ['debt: { detect: { title-types: [refactor, Clean-Up, x2] } }', []],
  ])('%j', (text, expected) => {
    const { ok, problems } = parsed(text);

    expect(ok).toBe(true);
    expect(problems.map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`)).toEqual(
      expected,
    );
    for (const { consequence } of problems) expect(consequence).toBe('ignored');
  });

  it('stands in the order of the lines, whatever kind it is of', () => {
    const { problems } = parsed(
      `exclude: { authors: ["@ben"] }\ndebt: { label: ${'x'.repeat(51)}, detect: { title-types: ["a:"] } }\n`,
    );
    expect(problems.map(({ path }) => path)).toEqual([
      'exclude.authors[0]',
      'debt.label',
      'debt.detect.title-types[0]',
    ]);
  });
});

describe('categories', () => {
  const resolve = (text: string | null, owner: string | null = null) => {
    const file = (from: string | null, repository: string) =>
      from === null
        ? null
        : {
            repository,
            isPrivate: false,
            path: '.github/leadership.yml',
            commit: 'c'.repeat(40),
            oid: repository,
            byteSize: from.length,
            text: from,
          };
    return resolveConfig({
      target: { owner: 'shop', name: 'web', isPrivate: false },
      repository: file(text, 'shop/web'),
      owner: file(owner, 'shop/.github'),
    });
  };
  const UX = 'categories: { ux: { labels: [design] } }\n';

  it('that are written add to those that there are', () => {
    const { categories } = resolve(UX).config;
    expect(Object.keys(categories)).toEqual(['security', 'learning', 'platform', 'bug', 'ux']);
  });

  it('change only what they write of one that there is', () => {
    const { categories } = resolve('categories: { bug: { labels: [defect] } }').config;
    expect(categories.bug).toEqual({ labels: ['defect'], 'issue-types': ['Bug'] });
  });

  it('add to the owner’s, too, whose lock holds for what it says in all', () => {
    const owner = `repositories: { include: ["*"] }\n${UX}`;
    expect(Object.keys(resolve('mode: warn\n', owner).config.categories)).toContain('ux');
    expect(Object.keys(resolve('categories: { ml: {} }\n', owner).config.categories)).toEqual([
      ...['security', 'learning', 'platform', 'bug', 'ux', 'ml'],
    ]);
    const locking = 'repositories: { include: ["*"] }\nlocked: [categories]\n';
    expect(resolve('categories: { bug: { labels: [bug] } }\n', locking).problems).toEqual([]);
    const { config, problems } = resolve(UX, locking);
    expect(config.categories.ux).toBeUndefined();
    expect(problems).toMatchObject([{ path: 'categories', consequence: 'ignored' }]);
  });
});
