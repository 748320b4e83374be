import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { modeOf } from '#core/config/mode.ts';
import { type ConfigInput, type OlderVersions, resolveConfig } from '#core/config/resolve.ts';
import { unavailable } from '#core/facts/unavailable.ts';

const target = { owner: 'shop', name: 'web', isPrivate: false };
const NOTHING = { repository: null, owner: null, target } as const;

let count = 0;
function file(text: string, repository = 'shop/web'): ConfigFile {
  const id = (++count).toString(16).padStart(40, '0');
  return {
    repository,
    isPrivate: false,
    path: '.github/leadership.yml',
    commit: `${count}c0ffee`.padEnd(40, '0'),
    oid: id,
    byteSize: Buffer.byteLength(text),
    text,
  };
}
const ownerFile = (text: string) => file(text, 'shop/.github');
const privateFile = (text: string) => ({ ...file(text, 'shop/.github-private'), isPrivate: true });
const all = (...files: ConfigFile[]): OlderVersions => ({ files, isComplete: true });
const some = (...files: ConfigFile[]): OlderVersions => ({ files, isComplete: false });

function resolve(input: Partial<ConfigInput>) {
  return resolveConfig({ ...NOTHING, ...input });
}

function problems(input: Partial<ConfigInput>): string[] {
  return resolve(input).problems.map(
    ({ source, line, column, message }) => `${source.split(':')[0]} ${line}:${column} ${message}`,
  );
}

describe('resolveConfig', () => {
  it('gives the defaults, ungoverned, where there is no file', () => {
    expect(resolve({})).toEqual({
      config: DEFAULTS,
      origin: { repository: null, owner: null, state: 'defaults', ownerFile: 'none-or-unreadable' },
      problems: [],
      isGoverned: false,
      hasSummary: false,
      isCommittedInvalid: false,
      unsettled: [],
      ownerUnreadable: null,
      askedOwner: '',
    });
  });

  it('takes an empty file as consent to the defaults', () => {
    const own = file('');
    expect(resolve({ repository: own })).toMatchObject({
      config: DEFAULTS,
      isGoverned: true,
      origin: { repository: `shop/web/.github/leadership.yml@${own.commit.slice(0, 7)}`, state: 'committed' },
    });
  });

  describe('the owner’s file', () => {
    it.each<[owner: string, isGoverned: boolean]>([
      ['mode: enforce', false],
      ['repositories: { include: [web] }', true],
      ['repositories: { include: ["*"] }', true],
      ['repositories: { include: [WE*] }', true],
      ['repositories: { include: [api] }', false],
      ['repositories: { include: [] }', false],
    ])('%j governs a repository without a file: %j', (text, isGoverned) => {
      const resolved = resolve({ owner: ownerFile(text) });
      expect(resolved.isGoverned).toBe(isGoverned);
      expect(resolved.origin.ownerFile).toBe(isGoverned ? 'used' : 'not-governing');
      expect(resolved.config.mode).toBe('warn');
    });

    it('governs a repository that has a file of its own, listed or not', () => {
      const resolved = resolve({ repository: file(''), owner: ownerFile('mode: enforce') });
      expect(resolved.config.mode).toBe('enforce');
      expect(resolved.origin).toMatchObject({
        ownerFile: 'used',
        owner: expect.stringContaining('shop/.github/') as string,
      });
    });

    it.each<[what: string, owner: string, repository: string, effective: object]>([
      ['scalars of the nearer win', 'mode: enforce', 'mode: report', { mode: 'report' }],
      [
        'what the nearer leaves out stays',
        'timezone: Asia/Tokyo',
        'mode: off',
        { timezone: 'Asia/Tokyo', mode: 'off' },
      ],
      [
        'lists of the nearer replace',
        'exclude: { labels: [a, b] }',
        'exclude: { labels: [c] }',
        { exclude: { labels: ['c'] } },
      ],
      ['an empty list replaces', 'exclude: { labels: [a, b] }', 'exclude: { labels: [] }', { exclude: { labels: [] } }],
      [
        'maps merge',
        'objectives: { known: { a: { title: A } } }',
        'objectives: { known: { b: { title: B } } }',
        { objectives: { known: { a: { title: 'A' }, b: { title: 'B' } } } },
      ],
      [
        'entries of maps merge',
        'objectives: { known: { a: { title: A, url: "https://a.example" } } }',
        'objectives: { known: { a: { title: B } } }',
        { objectives: { known: { a: { title: 'B', url: 'https://a.example' } } } },
      ],
      ['an empty section changes nothing', 'exclude: { bots: all }', 'exclude:', { exclude: { bots: 'all' } }],
      [
        'sections merge at any depth',
        'guardrails: { linked-objective: { require: objective, skip: { labels: [x] } } }',
        'guardrails: { linked-objective: { skip: { paths: [] } } }',
        { guardrails: { 'linked-objective': { require: 'objective', skip: { labels: ['x'], paths: [] } } } },
      ],
    ])('%s', (_, owner, repository, effective) => {
      const resolved = resolve({ owner: ownerFile(owner), repository: file(repository) });
      expect(resolved.problems).toEqual([]);
      expect(resolved.config).toMatchObject(effective);
    });

    it.each<[owner: string, repository: string, mode: string]>([
      ['mode: enforce', 'mode: report', 'report'],
      ['guardrails: { linked-objective: { mode: enforce } }', 'mode: report', 'enforce'],
      ['mode: enforce', 'guardrails: { linked-objective: { mode: off } }', 'off'],
      [
        'guardrails: { linked-objective: { mode: enforce } }',
        'guardrails: { linked-objective: { mode: report } }',
        'report',
      ],
      ['', '', 'warn'],
    ])('a guardrail’s own mode beats the general one at any level: %j under %j is %s', (owner, repository, mode) => {
      const { config } = resolve({ owner: ownerFile(owner), repository: file(repository) });
      expect(modeOf(config, 'linked-objective')).toBe(mode);
    });

    it('counts the patterns of both files, against the nearer one', () => {
      const many = (key: string) => `${key}: [${'"a",'.repeat(150)}]`;
      const input = {
        owner: ownerFile(many('branches')),
        repository: file(`guardrails: { linked-objective: { skip: { ${many('paths')} } } }`),
      };
      expect(problems(input)).toEqual([
        expect.stringMatching(/^shop\/web 1:1 This brings the patterns to 300, and 200 are read/),
      ]);
      expect(resolve(input)).toMatchObject({ isCommittedInvalid: true, unsettled: ['repository'] });
    });
  });

  describe('what the owner locked', () => {
    const LOCKED = ', so what is written there stands; remove it here.';
    it.each<[what: string, owner: string, repository: string, places: string[], effective: object]>([
      [
        'stands',
        'mode: enforce\nlocked: [mode]',
        'branches: [x]\nmode: off',
        ['2:1 mode'],
        { mode: 'enforce', branches: ['x'] },
      ],
      [
        'covers its subtree',
        'locked: [guardrails]',
        'guardrails:\n  linked-objective: { mode: off }',
        ['1:1 guardrails'],
        { guardrails: DEFAULTS.guardrails },
      ],
      [
        'covers no more than that',
        'locked: [guardrails.linked-objective.require]',
        'guardrails:\n  linked-objective:\n    require: objective\n    mode: off',
        ['3:5 guardrails.linked-objective.require'],
        { guardrails: { 'linked-objective': { mode: 'off', require: 'link' } } },
      ],
      ['may be repeated', 'mode: enforce\nlocked: [mode]', 'mode: enforce', [], { mode: 'enforce' }],
      ['may be a default', 'locked: [mode]', 'mode: warn', [], { mode: 'warn' }],
      [
        'may be one entry',
        'objectives: { known: { a: { title: A } } }\nlocked: [objectives.known.a]',
        'objectives: { known: { a: { title: B }, b: { title: C } } }',
        ['1:24 objectives.known.a'],
        { objectives: { known: { a: { title: 'A' }, b: { title: 'C' } } } },
      ],
      [
        'gives one problem each',
        'locked: [mode, timezone]',
        'timezone: Asia/Tokyo\nmode: off',
        ['2:1 mode', '1:1 timezone'],
        { mode: 'warn', timezone: 'UTC' },
      ],
    ])('%s', (_, owner, repository, places, effective) => {
      const resolved = resolve({ owner: ownerFile(owner), repository: file(repository) });
      expect(resolved.problems.map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual(places);
      for (const { message, source } of resolved.problems) {
        expect(message).toContain('is locked by `shop/.github:.github/leadership.yml`');
        expect(message).toContain(LOCKED);
        expect(source).toBe('shop/web:.github/leadership.yml');
      }
      expect(resolved.config).toMatchObject(effective);
      expect(resolved).toMatchObject({ isCommittedInvalid: false, origin: { state: 'committed' } });
    });
  });

  describe('an owner’s file that is not there', () => {
    const notFound = unavailable('the owner’s file', 'not-found');
    it.each([null, notFound])('is none, or not readable, and said so (%j)', (owner) => {
      expect(resolve({ owner, repository: file('') })).toMatchObject({
        origin: { ownerFile: 'none-or-unreadable' },
        ownerUnreadable: null,
        problems: [],
      });
    });

    it.each([null, notFound])('is an error under `inherit: required` (%j)', (owner) => {
      const input = { owner, repository: file('mode: enforce\ninherit: required') };
      expect(problems(input)).toEqual([
        expect.stringMatching(/^shop\/web 2:1 `inherit` is `required`, but the owner’s/),
      ]);
      expect(resolve(input).ownerUnreadable).toMatchObject({ unavailable: true, reason: 'not-found' });
    });

    it.each(['forbidden', 'unreachable'] as const)('is never taken for no file when it was %s', (reason) => {
      const owner = unavailable('the owner’s file', reason);
      for (const repository of [null, file(''), file('inherit: required')]) {
        expect(resolve({ owner, repository })).toMatchObject({ ownerUnreadable: owner, isGoverned: true });
      }
    });

    const repository = file('');
    const broken = ownerFile('mode: enfore');
    it.each<[string, Partial<ConfigInput>, string | undefined]>([
      ['there is none', { repository }, ''],
      ['it governs', { repository, owner: ownerFile('') }, 'shop/.github'],
      ['it is the private one', { repository, owner: privateFile('') }, 'shop/.github-private'],
      ['it governs others', { owner: ownerFile('') }, 'shop/.github'],
      ['it was refused', { repository, owner: unavailable('it', 'forbidden') }, undefined],
      ['it is asked for and not there', { repository: file('inherit: required') }, undefined],
      ['it is broken', { repository, owner: broken, previousOwner: all(ownerFile('')) }, undefined],
      ['it was never valid', { repository, owner: broken, previousOwner: all() }, undefined],
      ['nobody knows whether it ever was valid', { repository, owner: broken }, undefined],
    ])('is said to have been asked, or not: %s', (_, input, expected) => {
      expect(resolve(input).askedOwner).toBe(expected);
    });
  });

  describe('a committed file that is invalid', () => {
    const broken = file('mode: enfore');
    const older = file('mode: enforce');
    it('gives way to the last valid version, which is named', () => {
      const resolved = resolve({
        repository: broken,
        previous: some(broken, file('modes: off'), older, file('mode: off')),
      });
      expect(resolved).toMatchObject({
        config: { mode: 'enforce' },
        isCommittedInvalid: true,
        unsettled: [],
        origin: { state: 'last-valid', repository: `shop/web/.github/leadership.yml@${older.commit.slice(0, 7)}` },
      });
      expect(resolved.problems).toHaveLength(1);
    });

    it('gives way to the defaults when none ever was valid', () => {
      expect(resolve({ repository: broken, previous: all(file('5')) })).toMatchObject({
        config: DEFAULTS,
        isCommittedInvalid: true,
        isGoverned: true,
        origin: { state: 'defaults-invalid' },
        problems: [{ path: 'mode', line: 1 }],
      });
    });

    it.each([undefined, some(file('5'))])('leaves everything open while older versions are not read', (previous) => {
      expect(resolve({ repository: broken, ...(previous && { previous }) })).toMatchObject({
        isGoverned: true,
        origin: { state: 'unsettled' },
        unsettled: ['repository'],
        ownerUnreadable: { reason: 'not-found', what: expect.stringContaining('shop/web') as string },
      });
    });

    it('does not loosen what the owner wants', () => {
      const resolved = resolve({ repository: broken, previous: all(), owner: ownerFile('mode: enforce') });
      expect(resolved).toMatchObject({
        config: { mode: 'enforce' },
        origin: { state: 'defaults-invalid', ownerFile: 'used' },
      });
    });

    it('of the owner gives way to its last valid version', () => {
      const input = {
        owner: ownerFile('repository: {}'),
        previousOwner: some(ownerFile('repositories: { include: ["*"] }\nmode: enforce')),
      };
      expect(resolve({ owner: input.owner })).toMatchObject({
        unsettled: ['owner'],
        isGoverned: true,
        ownerUnreadable: { reason: 'not-found' },
      });
      expect(resolve({ owner: input.owner, previousOwner: all() })).toMatchObject({
        unsettled: [],
        isGoverned: false,
        ownerUnreadable: null,
      });
      expect(resolve(input)).toMatchObject({
        unsettled: [],
        isGoverned: true,
        isCommittedInvalid: false,
        config: { mode: 'enforce' },
        origin: { state: 'last-valid' },
      });
      expect(problems(input)).toEqual([
        'shop/.github 1:1 `repository` is no key of this file. Did you mean `repositories`?',
      ]);
    });
  });

  describe('a private file of the owner, in a public repository', () => {
    const known = 'objectives: { known: { a: { title: Acquire, url: "https://p.example/a" } }';
    const owner = privateFile(`${known}, external: [{ prefix: P, url: "https://p.example/" }] }`);

    it.each<[what: string, repository: string, objectives: object]>([
      [
        'keeps titles and addresses to itself, and what they match',
        '',
        { known: { a: { title: null, privateUrl: 'https://p.example/a' } }, external: [{ prefix: 'P' }] },
      ],
      [
        'gives way to what the repository says itself',
        'objectives: { known: { a: { title: Public } } }',
        { known: { a: { title: 'Public', privateUrl: 'https://p.example/a' } } },
      ],
      [
        'leaves the repository’s own alone',
        'objectives: { known: { b: { title: B, url: "https://b.example" } }, external: [{ prefix: B, url: "https://b.example" }] }',
        {
          known: { b: { title: 'B', url: 'https://b.example' } },
          external: [{ prefix: 'B', url: 'https://b.example' }],
        },
      ],
    ])('%s', (_, repository, objectives) => {
      const { config } = resolve({ owner, repository: file(repository) });
      expect(config).toMatchObject({ objectives });
      expect(JSON.stringify(config)).not.toContain('Acquire');
    });

    it('is told where it came from in a private one', () => {
      const here = { ...target, isPrivate: true };
      expect(resolve({ owner, repository: file(''), target: here }).config).toMatchObject({
        objectives: { known: { a: { title: 'Acquire', url: 'https://p.example/a' } } },
      });
    });

    it('has problems that quote nothing', () => {
      const broken = privateFile('objectives: { known: { acquire: { titel: x } } }');
      expect(problems({ owner: broken, previousOwner: all() })).toEqual([
        expect.stringMatching(/^shop\/.github-private 1:1 The file is not valid\. It is private/),
      ]);
    });
  });

  describe('in the owner’s own repository', () => {
    const home = { owner: 'shop', name: '.github', isPrivate: false };
    it('reads the file as the owner’s only', () => {
      const own = ownerFile('mode: enforce\nlocked: [mode]\nrepositories: { include: [web] }');
      expect(resolve({ target: home, repository: own, owner: own })).toMatchObject({
        problems: [],
        isGoverned: false,
        config: DEFAULTS,
        origin: { repository: null },
      });
    });

    it('governs it where it includes itself', () => {
      const own = ownerFile('mode: enforce\nrepositories: { include: ["*"] }');
      expect(resolve({ target: home, repository: own, owner: own })).toMatchObject({
        isGoverned: true,
        config: { mode: 'enforce' },
      });
    });

    it('falls back on its own history', () => {
      const own = ownerFile('mode: enfore');
      const resolved = resolve({
        target: home,
        repository: own,
        owner: own,
        previous: all(ownerFile('repositories: { include: [.github] }')),
      });
      expect(resolved).toMatchObject({ isCommittedInvalid: true, isGoverned: true, origin: { state: 'last-valid' } });
      expect(resolved.problems).toHaveLength(1);
    });
  });
});
