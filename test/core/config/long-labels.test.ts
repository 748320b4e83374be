import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '#core/config/config.ts';
import { LABEL_KEYS } from '#core/config/long-labels.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { SCHEMA } from '#core/config/schema-data.ts';
import { allKeys, schemaAt } from '#core/config/schema-keys.ts';
import { configCheck, headVerdict } from '#core/effects/check-run.ts';
import { evaluate } from '#core/evaluate.ts';
import { NOW, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';
import { parsed, written } from './parsed.ts';

const LONG = 'x'.repeat(51);
const TELLS = 'is 51 characters long; GitHub’s labels have at most 50, so none can match.';

let count = 0;
function file(text: string, repository = 'shop/web', isPrivate = false): ConfigFile {
  const id = String(++count).padStart(40, '0');
  return {
    repository,
    isPrivate,
    path: '.github/leadership.yml',
    commit: id,
    oid: id,
    byteSize: Buffer.byteLength(text),
    text,
  };
}

const target = { owner: 'shop', name: 'web', isPrivate: false };
const resolve = (repository: ConfigFile | null, owner: ConfigFile | null = null) =>
  resolveConfig({ target, repository, owner });

/** A map with `value` at a dotted key; `*` becomes a name. */
function treeOf(key: string, value: unknown): unknown {
  return key
    .replace('*', 'ux')
    .split('.')
    .reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

describe('a label that is longer than any on GitHub', () => {
  it.each<[text: string, problems: string[]]>([
    [`debt: { label: ${LONG} }`, [`1:16-67 \`debt.label\` ${TELLS}`]],
    [`debt: { label: "  ${LONG}" }`, [`1:16-71 \`debt.label\` ${TELLS}`]],
    [`debt: { label: ${'x'.repeat(50)} }`, []],
    [`debt: { label: "${'🧹'.repeat(50)}" }`, []],
    [`debt: { label: "${'🧹'.repeat(51)}" }`, [expect.stringContaining(TELLS) as unknown as string]],
    [
      `debt:\n  detect:\n    labels:\n      - a\n      - ${LONG}\n      - ${LONG}y\n`,
      [`5:9-60 \`debt.detect.labels[1]\` ${TELLS}`, `6:9-61 \`debt.detect.labels[2]\` ${TELLS.replace('51', '52')}`],
    ],
    [
      `expedite: { labels: [${LONG}] }\ndebt: { label: ${LONG} }\n`,
      [`1:22-73 \`expedite.labels[0]\` ${TELLS}`, `2:16-67 \`debt.label\` ${TELLS}`],
    ],
    // No labels, so whatever length matches what is as long.
    [`debt: { detect: { branches: [${LONG}], issue-types: [${LONG}] } }`, []],
    [`exclude: { authors: [${LONG}] }`, []],
    [`categories: { ux: { issue-types: [${LONG}] } }`, []],
  ])('is a problem that leaves the file valid: %j', (text, expected) => {
    const { ok, problems } = parsed(text);

    expect(ok).toBe(true);
    expect(problems.map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`)).toEqual(
      expected,
    );
    for (const { consequence } of problems) expect(consequence).toBe('ignored');
  });

  it.each(LABEL_KEYS)('is seen under %s', (key) => {
    for (const value of [LONG, [LONG]]) {
      const { ok, problems } = parsed(written(treeOf(key, value)));
      if (ok) expect(problems.map(({ path }) => path.replace(/\[0]$/, ''))).toEqual([key.replace('*', 'ux')]);
    }
    expect(parsed(written(treeOf(key, [LONG]))).ok || parsed(written(treeOf(key, LONG))).ok).toBe(true);
  });

  it('is looked for under every key that holds labels, but where the file is refused for it', () => {
    const ofCategory = allKeys(schemaAt(SCHEMA, ['categories', 'ux']) ?? SCHEMA).map((key) => `categories.*.${key}`);
    const holding = [...allKeys(SCHEMA), ...ofCategory].filter((key) => /(?<!auto-|^summary\.)labels?$/.test(key));

    expect([...LABEL_KEYS].sort()).toEqual(holding.sort());
  });

  it('is told beside what invalidates the file, too', () => {
    const { ok, problems } = parsed(`debt: { label: ${LONG} }\nmode: enfore\nexclude: { labels: [${LONG}, 7] }\n`);

    expect(ok).toBe(false);
    expect(problems.map(({ path, consequence = 'invalid' }) => `${path} ${consequence}`)).toEqual([
      'debt.label ignored',
      'mode invalid',
      'exclude.labels[0] ignored',
      'exclude.labels[1] invalid',
    ]);
  });

  it('keeps the rest in force', () => {
    const resolved = resolve(file(`mode: enforce\nexpedite: { labels: [${LONG}, urgent] }\n`));

    expect(resolved).toMatchObject({
      config: { mode: 'enforce' },
      isCommittedInvalid: false,
      unsettled: [],
      origin: { state: 'committed' },
      problems: [{ source: 'shop/web:.github/leadership.yml', line: 2, consequence: 'ignored' }],
    });
  });

  it('stands beside what the owner locked', () => {
    const owner = file('locked: [mode]\n', 'shop/.github');
    const { problems } = resolve(file(`mode: off\ndebt: { label: ${LONG} }\n`), owner);

    expect(problems.map(({ path, consequence }) => `${path} ${consequence}`)).toEqual([
      'debt.label ignored',
      'mode ignored',
    ]);
  });

  it.each<[string, boolean, boolean, number]>([
    ['is told of the owner’s file', true, false, 1],
    ['is not told where the owner’s file does not govern', false, false, 0],
    ['is not told of a private file to the readers of a public repository', true, true, 0],
  ])('%s', (_, governs, isPrivate, expected) => {
    const include = governs ? '["*"]' : '[]';
    const owner = file(`repositories: { include: ${include} }\ndebt: { label: ${LONG} }\n`, 'shop/.github', isPrivate);

    expect(resolve(null, owner).problems).toHaveLength(expected);
  });

  it('is said in the check, and changes no verdict', () => {
    const judge = (text: string) => {
      const config = resolve(file(text));
      const { verdict } = evaluate({
        now: NOW,
        repository: repositoryFacts(),
        pullRequest: pullRequestFacts(),
        linkSources: { parsed: { found: [], rejected: [] }, closing: [], references: {}, openObjectives: null },
        touchesOnlyConfig: false,
        ourLogin: null,
        reverted: null,
        capacity: null,
        config,
      });
      const { conclusion, guardrails, classification } = verdict;
      const { problems } = config;
      return {
        decision: { conclusion, guardrails, classification },
        ...headVerdict([verdict], 'a'.repeat(40), { problems, labelProblems: [] }, 'app'),
      };
    };
    const plain = judge('mode: enforce\nexclude: { labels: [] }\n');
    const long = judge(`mode: enforce\nexclude: { labels: [${LONG}] }\n`);

    expect(long.decision).toEqual(plain.decision);
    expect(long.head.title).toBe(plain.head.title);
    expect(long.summary).toMatch(
      /^⚠ \*\*The configuration has a problem:\*\* `shop\/web:.github\/leadership.yml` line 2: `exclude.labels\[0]` is 51 characters long; .* The rest of the file is in force\.\n/,
    );
  });

  it('is a warning of the check of the file, which says that the rest holds', () => {
    const { conclusion, title, summary, annotations } = configCheck(
      [40],
      'a'.repeat(40),
      resolve(file(`mode: enforce\ndebt: { label: ${LONG} }\n`)),
    );

    expect(conclusion).toBe('neutral');
    expect(title).toBe('The configuration is valid, but in part without effect · first in line 2');
    expect(summary).toContain('**Without effect**; the rest is in force:');
    expect(summary).toContain('Line 2: `debt.label` is 51 characters long;');
    expect(annotations).toMatchObject([{ level: 'warning', title: 'debt.label', startLine: 2 }]);
  });
});
