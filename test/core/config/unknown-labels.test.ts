import { describe, expect, it } from 'vitest';
import type { ConfigFile } from '#core/config/config.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { configCheck } from '#core/effects/check-run.ts';

const HERE = ['security', 'no-objective', 'Objective', 'chore', 'ux'];

function file(text: string, repository = 'shop/web'): ConfigFile {
  const oid = Buffer.from(text).toString('hex').padEnd(40, '0').slice(0, 40);
  const path = '.github/leadership.yml';
  return { repository, isPrivate: false, path, commit: oid, oid, byteSize: Buffer.byteLength(text), text };
}

function resolve(text: string, labels: readonly string[] | null = HERE, owner: string | null = null, name = 'web') {
  return resolveConfig({
    target: { owner: 'shop', name, isPrivate: false },
    repository: file(text, `shop/${name}`),
    owner: owner === null ? null : file(owner, 'shop/.github'),
    labels,
  });
}

const told = (...given: Parameters<typeof resolve>) =>
  resolve(...given).problems.map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`);

const NONE = 'but no label of this repository is called that';

describe('a label that the repository does not have', () => {
  it.each<[text: string, problems: string[]]>([
    ['expedite:\n  labels: [securty, security]\n', [`2:12-19 \`expedite.labels[0]\` names \`securty\`, ${NONE}.`]],
    [
      'expedite:\n  labels: [securty]\n',
      [`2:12-19 \`expedite.labels[0]\` names \`securty\`, ${NONE}. Did you mean \`security\`?`],
    ],
    ['exclude: { labels: [wip] }', [`1:21-24 \`exclude.labels[0]\` names \`wip\`, ${NONE}.`]],
    [
      'debt:\n  detect:\n    labels:\n      - chore\n      - chroe-work\n',
      [`5:9-19 \`debt.detect.labels[1]\` names \`chroe-work\`, ${NONE}.`],
    ],
    [
      'guardrails: { linked-objective: { skip: { labels: [no-objectiv] } } }',
      [
        `1:52-63 \`guardrails.linked-objective.skip.labels[0]\` names \`no-objectiv\`, ${NONE}. Did you mean \`no-objective\`?`,
      ],
    ],
    // What GitHub takes for the same is the same.
    ['expedite: { labels: [SECURITY, " Chore "] }', []],
    // Ours is made when it is missing.
    ['debt: { label: debt-work, detect: { labels: [Debt-Work] } }', []],
    ['debt: { label: paydown }', []],
    ['debt: { detect: { labels: [tech-debt] } }', []],
    // Defaults are nobody's slip of the pen.
    ['mode: warn', []],
    // Types, titles, branches and logins are no labels.
    ['categories: { ux: { issue-types: [Uxx] } }\nexclude: { authors: [secruity] }', []],
    // Told for its length.
    [`exclude: { labels: [${'x'.repeat(51)}] }`, [expect.stringContaining('51 characters') as unknown as string]],
  ])('is told at its place: %j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each([
    ['objectives: { labels: [KEY] }', 'objectives.labels[0]'],
    ['debt: { detect: { issue-labels: [KEY] } }', 'debt.detect.issue-labels[0]'],
    ['expedite: { issue-labels: [KEY] }', 'expedite.issue-labels[0]'],
    ['categories: { risk: { labels: [KEY] } }', 'categories.risk.labels[0]'],
  ])('is told only of a close one where issues of other repositories may bear it: %s', (text, path) => {
    expect(told(text.replace('KEY', 'plan-of-record'))).toEqual([]);
    expect(told(text.replace('KEY', 'objectve'))).toEqual([
      expect.stringContaining(`\`${path}\` names \`objectve\`, ${NONE}. Did you mean \`Objective\`?`),
    ]);
  });

  it.each<[string, Parameters<typeof resolve>]>([
    ['while nobody knows the labels', ['exclude: { labels: [wip] }', null]],
    ['of the owner’s file', ['mode: warn', HERE, 'exclude: { labels: [wip] }']],
    ['of the owner’s file, where it stands', ['exclude: { labels: [wip] }', HERE, null, '.github']],
    [
      'of what the owner locked as it is written',
      ['exclude: { labels: [wip] }', HERE, 'locked: [exclude.labels]\nexclude: { labels: [wip] }'],
    ],
  ])('is not told %s', (_, given) => {
    expect(told(...given)).toEqual([]);
  });

  it('is told of every name, however many, and of the first ones with what was meant', () => {
    const names = Array.from({ length: 300 }, (_, at) => `securit${String(at).padStart(3, '0').slice(-2)}`);
    const problems = told(`exclude: { labels: [${names.join(', ')}] }`);

    expect(problems).toHaveLength(300);
    expect(problems.filter((message) => message.includes('Did you mean'))).toHaveLength(50);
  });

  it('is a warning of the check of the file, in the order of lines, and leaves the rest in force', () => {
    const text = `mode: enforce\nexpedite: { labels: [securty] }\ndebt: { label: ${'x'.repeat(51)} }\n`;
    const resolved = resolve(text);
    const { conclusion, title, summary, annotations } = configCheck([40], 'a'.repeat(40), resolved);

    expect(resolved).toMatchObject({ isCommittedInvalid: false, config: { mode: 'enforce' } });
    expect(conclusion).toBe('neutral');
    expect(title).toBe('The configuration is valid, but in part without effect · first in line 2');
    expect(summary).toContain('Line 2: `expedite.labels[0]` names `securty`,');
    expect(annotations).toMatchObject([
      { level: 'warning', title: 'expedite.labels[0]', startLine: 2, startColumn: 22, endColumn: 29 },
      { level: 'warning', title: 'debt.label', startLine: 3 },
    ]);
  });
});
