import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '#core/config/config.ts';
import { mergeTrees } from '#core/config/merge.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { configTrees } from './config-trees.ts';
import { parsed, written } from './parsed.ts';

const target = { owner: 'shop', name: 'web', isPrivate: false };

function file(tree: unknown, repository = 'shop/web'): ConfigFile {
  const text = written(tree);
  return {
    repository,
    isPrivate: false,
    path: 'f',
    commit: 'c'.repeat(40),
    oid: text,
    byteSize: Buffer.byteLength(text),
    text,
  };
}

const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'mode',
        'objectives',
        'labels',
        '- ',
        ': ',
        '\n',
        '  ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '#',
        '"',
        "'",
        '|\n',
        '>\n',
        '&a ',
        '*a ',
        '!!',
        '? ',
        '---\n',
        '...\n',
        '%',
        '\t',
        '<<',
        '__proto__',
        '\r\n',
        '\uFEFF',
        '~',
        'null',
        '\\',
        '@',
        '`',
      ),
      fc.string({ maxLength: 4, unit: 'binary' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('parseConfig', () => {
  it('never throws, and places each problem inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          yamlish,
          fc.string({ unit: 'binary' }),
          fc.json().map((json) => written(JSON.parse(json))),
        ),
        fc.constantFrom('repository', 'owner'),
        (text, role) => {
          const result = parsed(text, role);
          expect(result.ok).toBe(result.problems.every(({ consequence }) => consequence === 'ignored'));
          const lines = text.split('\n').length;
          for (const { line, column, endColumn, message } of result.problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
            expect(column).toBeGreaterThanOrEqual(1);
            if (endColumn !== undefined) expect(endColumn).toBeGreaterThan(column);
            expect(message).toMatch(/[.?!]$/);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(configTrees({ onlyValid: true }), (tree) => {
        expect(parsed(written(tree), 'owner')).toMatchObject({ ok: true, value: tree });
      }),
    );
  });
});

describe('resolveConfig', () => {
  const own = configTrees({ onlyValid: true, role: 'repository' });
  const owners = configTrees({ onlyValid: true, role: 'owner' });

  it('takes an empty owner’s file as none', () => {
    fc.assert(
      fc.property(own, (tree) => {
        const repository = file(tree);
        const { config } = resolveConfig({ repository, owner: file({}, 'shop/.github'), target });
        expect(config).toEqual(resolveConfig({ repository, owner: null, target }).config);
      }),
    );
  });

  it('changes nothing when what it gave is written out and read again', () => {
    fc.assert(
      fc.property(own, owners, (tree, owner) => {
        const { config } = resolveConfig({ repository: file(tree), owner: file(owner, 'shop/.github'), target });
        const { repositories: _, locked: __, teams: ___, ...written } = config;
        const again = resolveConfig({ repository: file(written), owner: file(owner, 'shop/.github'), target });
        expect(again.config).toEqual(config);
        expect(again.problems).toEqual([]);
      }),
    );
  });

  it('never lets a repository change what is locked', () => {
    fc.assert(
      fc.property(
        own,
        owners,
        fc.constantFrom('mode', 'objectives', 'exclude.labels', 'guardrails'),
        (tree, owner, key) => {
          const withLock = { ...owner, locked: [key] };
          const input = { owner: file(withLock, 'shop/.github'), target };
          const at = (config: unknown) =>
            key.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], config);
          const locked = at(resolveConfig({ ...input, repository: file(tree) }).config);
          expect(locked).toEqual(at(resolveConfig({ ...input, repository: file({}) }).config));
        },
      ),
    );
  });
});

describe('mergeTrees', () => {
  it('is associative, and an empty map on either side is nothing', () => {
    fc.assert(
      fc.property(
        configTrees({ onlyValid: true }),
        configTrees({ onlyValid: true }),
        configTrees({ onlyValid: true }),
        (a, b, c) => {
          expect(mergeTrees(mergeTrees(a, b), c)).toEqual(mergeTrees(a, mergeTrees(b, c)));
          expect(mergeTrees(a, {})).toEqual(a);
          expect(mergeTrees({}, a)).toEqual(a);
        },
      ),
    );
  });
});
