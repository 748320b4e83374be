import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '#core/config/config.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { problemLines } from './parsed.ts';

function file(repository: string, text: string, isPrivate = false): ConfigFile {
  const byteSize = Buffer.byteLength(text);
  return { repository, isPrivate, path: 'f.yml', commit: 'c'.repeat(40), oid: text, byteSize, text };
}

interface Files {
  readonly own?: string;
  readonly owner?: string;
  readonly name?: string;
  readonly isOwnerPrivate?: boolean;
}

function resolved({ own, owner, name = 'web', isOwnerPrivate = false }: Files) {
  return resolveConfig({
    target: { owner: 'shop', name, isPrivate: false },
    repository: own === undefined ? null : file(`shop/${name}`, own),
    owner: owner === undefined ? null : file('shop/.github', owner, isOwnerPrivate),
  });
}

describe('keys of the weekly summary', () => {
  it('have a default each', () => {
    expect(resolved({ own: '' }).config).toMatchObject({
      vision: { outcomes: [], constraints: [] },
      objectives: { 'max-open': 5 },
      summary: {
        enabled: true,
        day: 'monday',
        time: '09:00',
        labels: ['leadership-summary'],
        pin: false,
        'close-previous': true,
        blocks: ['headline', 'needs-you', 'objectives', 'debt', 'learned', 'zoom-out', 'flow'],
        'max-items': 10,
        'skip-if-quiet': false,
      },
    });
  });

  it.each([
    ['summary: { time: "9:00" }', '`summary.time` is no time of day; write hours and minutes, such as `09:00`'],
    ['summary: { time: "24:00" }', 'is no time of day'],
    ['summary: { time: 9 }', '`summary.time` must be text, not the number 9'],
    ['summary: { day: Monday }', 'Did you mean `monday`?'],
    ['summary: { labels: [] }', '`summary.labels` is empty'],
    [`summary: { labels: [${'x'.repeat(51)}] }`, '`summary.labels[0]` is longer than 50 characters'],
    ['summary: { repository: shop/home }', 'holds a `/`; write the repository’s name without its owner'],
    ['summary: { blocks: [needsYou] }', 'Did you mean `needs-you`?'],
    ['summary: { max-items: 0 }', '`summary.max-items` must be at least 1, not 0'],
    [
      'summary: { close-prevous: true }',
      '`summary.close-prevous` is no key of this file. Did you mean `close-previous`?',
    ],
    ['vision: { statment: A }', 'Did you mean `statement`?'],
    ['vision: Growth', '`vision` must be a section'],
    ['objectives: { max-open: 0 }', '`objectives.max-open` must be at least 1, not 0'],
  ])('refuse %s', (text, words) => {
    const problems = problemLines(text);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });
});

describe('who has a weekly summary', () => {
  const owner =
    'repositories: { include: ["*"] }\nsummary: { time: "07:00", enabled: true }\nvision: { statement: A }\n';

  it.each([
    ['a repository with a file of its own', { own: '' }, true],
    ['one that turns it off', { own: 'summary: { enabled: false }' }, false],
    ['one whose file was never valid', { own: 'mode: loud' }, false],
    ['one without a file', {}, false],
    ['one that only the owner’s file governs', { owner }, false],
    ['one where the owner locks that it has one', { owner: `${owner}locked: [summary.enabled]` }, true],
    ['one of a team', { owner: 'teams: { a: { repositories: [web] } }', own: 'summary: { enabled: true }' }, false],
    ['the repository of the owner’s file', { own: owner, name: '.github' }, false],
  ] as const)('%s: %s', (_, files, has) => {
    expect(resolved(files).hasSummary).toBe(has);
  });

  it('inherits the vision, and of the section only what is locked', () => {
    expect(resolved({ owner, own: '' }).config).toMatchObject({
      summary: { time: '09:00' },
      vision: { statement: 'A' },
    });
    const locked = resolved({ owner: `${owner}locked: [summary.time]`, own: 'summary: { time: "10:00", pin: true }' });
    expect(locked.config.summary).toMatchObject({ time: '07:00', pin: true });
    expect(locked.problems).toMatchObject([{ path: 'summary.time', consequence: 'ignored' }]);
    expect(resolved({ owner: `${owner}locked: [summary]`, own: '' }).config.summary.time).toBe('07:00');
  });

  it('takes a team’s from the team alone', () => {
    const teams = 'teams: { pay: { repositories: [web], summary: { repository: home } } }';
    const { team, problems } = resolved({
      owner: `${owner}${teams}`,
      own: 'summary: { pin: true }\nvision: { problem: Mine }\nobjectives: { max-open: 9, labels: [goal] }',
    });

    expect(team?.config.summary).toMatchObject({ repository: 'home', time: '09:00', pin: false });
    expect(team?.config.vision).toMatchObject({ statement: 'A' });
    expect(problems.map(({ path, consequence }) => `${path} ${consequence}`)).toEqual([
      'vision ignored',
      'objectives.max-open ignored',
      'summary ignored',
    ]);
  });

  it('keeps the vision of a private file out of a public repository', () => {
    const { vision } = resolved({
      owner: 'vision: { statement: Secret, outcomes: [hidden] }',
      own: 'vision: { problem: Known }',
      isOwnerPrivate: true,
    }).config;

    expect(vision).toEqual({ problem: 'Known', outcomes: [], constraints: [] });
  });
});
