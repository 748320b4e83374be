import { describe, expect, it } from 'vitest';
import { parseConfig } from '#core/config/parse.ts';
import { medianWorkTime } from '../../support/work-time.ts';
import { parsed, problemLines } from './parsed.ts';

const MODES = '`off`, `report`, `warn`, `enforce`';

describe('parseConfig', () => {
  it.each<[text: string, value: object]>([
    ['', {}],
    ['# nothing yet\n', {}],
    ['null', {}],
    ['{}', {}],
    ['---\nmode: off\n', { mode: 'off' }],
    ['\uFEFFmode: report\r\nbranches:\r\n  - "release/*"\r\n', { mode: 'report', branches: ['release/*'] }],
    ['objectives:\n  # labels: [goal]\nguardrails:\n', { objectives: {}, guardrails: {} }],
    [
      'guardrails:\n  linked-objective:\n    enforce-from: 2028-02-29\n',
      { guardrails: { 'linked-objective': { 'enforce-from': '2028-02-29' } } },
    ],
    [
      'objectives: { known: { constructor: { title: Built } } }',
      { objectives: { known: { constructor: { title: 'Built' } } } },
    ],
    ['exclude: { labels: ["yes", no, on] }', { exclude: { labels: ['yes', 'no', 'on'] } }],
    ['debt: { label: debt, auto-label: false }', { debt: { label: 'debt', 'auto-label': false } }],
    ['debt:\n  detect:\n', { debt: { detect: {} } }],
    [
      'debt: { detect: { labels: [], issue-types: [Chore], title-types: [perf], branches: [d/], paths: ["lib/**"] } }',
      {
        debt: {
          detect: {
            labels: [],
            'issue-types': ['Chore'],
            'title-types': ['perf'],
            branches: ['d/'],
            paths: ['lib/**'],
          },
        },
      },
    ],
    ['expedite: { labels: [], reverts: false }', { expedite: { labels: [], reverts: false } }],
    ['categories: { ux: { labels: [design] } }', { categories: { ux: { labels: ['design'] } } }],
    ['categories: {}', { categories: {} }],
  ])('reads %j as what was written', (text, value) => {
    expect(parsed(text)).toMatchObject({ ok: true, problems: [] });
    expect(parsed(text)).toHaveProperty('value', value);
  });

  // What was written, and every problem as `line:column message`.
  it.each<[name: string, text: string, problems: string[]]>([
    ['an unknown key, near one', 'mod: warn', ['1:1 `mod` is no key of this file. Did you mean `mode`?']],
    [
      'a key in camel case',
      'guardrails:\n  linkedObjective: {}',
      ['2:3 `guardrails.linkedObjective` is no key of this file. Did you mean `linked-objective`?'],
    ],
    [
      'a key with an underscore',
      'trusted_apps: []',
      ['1:1 `trusted_apps` is no key of this file. Did you mean `trusted-apps`?'],
    ],
    [
      'a key of another place',
      'require: link',
      ['1:1 `require` is no key at this place. Did you mean `guardrails.linked-objective.require`?'],
    ],
    [
      'a key of nowhere',
      'guardrails:\n  x: 1',
      ['2:3 `guardrails.x` is no key of this file; the keys here are `linked-objective`, `debt-capacity`.'],
    ],
    [
      'a key of a later version',
      'waivers: { self: true }',
      [
        expect.stringMatching(
          /^1:1 `waivers` is no key of this file; the keys here are `version`, /,
        ) as unknown as string,
      ],
    ],
    [
      'a rule of a later version',
      'guardrails: { review-latency: {} }',
      [
        '1:15 `guardrails.review-latency` is no key of this file; the keys here are `linked-objective`, `debt-capacity`.',
      ],
    ],
    [
      'a wrong mode',
      'mode: enfore',
      [`1:7 \`mode\` must be one of ${MODES}, not \`enfore\`. Did you mean \`enforce\`?`],
    ],
    [
      'a mode in capitals',
      'mode: WARN',
      [`1:7 \`mode\` must be one of ${MODES}, not \`WARN\`. Did you mean \`warn\`?`],
    ],
    ['a mode far from all', 'mode: strict', [`1:7 \`mode\` must be one of ${MODES}, not \`strict\`.`]],
    ['a mode that is a boolean', 'mode: false', [`1:7 \`mode\` must be one of ${MODES}, not \`false\`.`]],
    ['a mode without a value', 'mode:', [`1:6 \`mode\` has no value; write one of ${MODES}, or remove the key.`]],
    ['a mode that is a number', 'mode: 1e9', [`1:7 \`mode\` must be one of ${MODES}, not the number 1000000000.`]],
    ['another version', 'version: 2', ['1:10 `version` must be `1`, not the number 2.']],
    ['a version as text', 'version: "1"', ['1:10 `version` must be `1`, not text; write `1` without quotes.']],
    [
      'a number for a list',
      'objectives:\n  labels: 5',
      ['2:11 `objectives.labels` must be a list of text, not the number 5; write `[5]`.'],
    ],
    ['text for a list', 'branches: main', ['1:11 `branches` must be a list of globs, not `main`; write `[main]`.']],
    [
      'a section for a list',
      'exclude: { authors: { a: b } }',
      ['1:21 `exclude.authors` must be a list of text, not a section.'],
    ],
    [
      'a list for a section',
      'objectives: [okr]',
      [
        '1:13 `objectives` must be a section, not a list; its keys are `accept`, `labels`, `types`, `milestones`, `trailers`, `branch-prefixes`, `known`, `external`, `max-open`, `closed-grace-days`.',
      ],
    ],
    [
      'a number in a list of text',
      'objectives:\n  types:\n    - Epic\n    - 7',
      ['4:7 `objectives.types[1]` must be text, not the number 7; put it in quotes: `"7"`.'],
    ],
    [
      'an empty item',
      'objectives:\n  labels:\n    - okr\n    -',
      [expect.stringMatching(/^4:6 `objectives.labels\[1]` has no value; write text/) as unknown as string],
    ],
    ['an empty text', 'trusted-apps: ["  "]', ['1:16 `trusted-apps[0]` is empty; write some text, or remove it.']],
    [
      'more labels than one query may ask for',
      `objectives: { labels: [${'a,'.repeat(21)}] }`,
      ['1:23 `objectives.labels` has more than 20 entries.'],
    ],
    [
      'more types than one query may ask for',
      `objectives: { types: [${'a,'.repeat(11)}] }`,
      ['1:22 `objectives.types` has more than 10 entries.'],
    ],
    [
      'an unknown way',
      'objectives: { accept: [closing, sidbar] }',
      [
        '1:33 `objectives.accept[1]` must be one of `closing`, `sidebar`, `parent`, `milestone`, `trailer`, `label`, `branch`, `mention`, not `sidbar`. Did you mean `sidebar`?',
      ],
    ],
    [
      'a way of a later version',
      'objectives: { accept: [command] }',
      [expect.stringMatching(/^1:24 `objectives.accept\[0]` must be one of .*not `command`\.$/) as unknown as string],
    ],
    [
      'no way at all',
      'objectives: { accept: [] }',
      ['1:23 `objectives.accept` is empty; name at least one, or remove the key.'],
    ],
    [
      'days that are negative',
      'objectives: { closed-grace-days: -1 }',
      ['1:34 `objectives.closed-grace-days` must be at least 0, not -1.'],
    ],
    [
      'days without end',
      'objectives: { closed-grace-days: .inf }',
      ['1:34 `objectives.closed-grace-days` must be a whole number, not the number Infinity.'],
    ],
    [
      'days that are no number',
      'objectives: { closed-grace-days: .nan }',
      ['1:34 `objectives.closed-grace-days` must be a whole number, not the number NaN.'],
    ],
    [
      'half a day',
      'objectives: { closed-grace-days: 1.5 }',
      ['1:34 `objectives.closed-grace-days` must be a whole number, not the number 1.5.'],
    ],
    [
      'a billion days',
      'objectives: { closed-grace-days: 1e9 }',
      ['1:34 `objectives.closed-grace-days` must be at most 3650, not 1000000000.'],
    ],
    [
      'days in quotes',
      'objectives: { closed-grace-days: "7" }',
      ['1:34 `objectives.closed-grace-days` must be a whole number, not `7`; write `7` without quotes.'],
    ],
    [
      'an id that is a number',
      'objectives: { known: { 12: { title: A } } }',
      [
        '1:24 `objectives.known.12` can’t be named in a text; an id is letters, digits, `-`, `_` and `.`, and not a number alone.',
      ],
    ],
    [
      'an objective without a title',
      'objectives:\n  known:\n    a: {}',
      ['3:8 `objectives.known.a.title` is missing; it must be text.'],
    ],
    [
      'an objective without anything',
      'objectives:\n  known:\n    a:',
      [expect.stringMatching(/^3:7 `objectives.known.a.title` is missing/) as unknown as string],
    ],
    [
      'an address that runs a script',
      'objectives: { known: { a: { title: A, url: "javascript:alert(1)" } } }',
      ['1:44 `objectives.known.a.url` is no web address; write one that starts with `https://`.'],
    ],
    [
      'a prefix with its hyphen',
      'objectives: { external: [{ prefix: SHOP- }] }',
      [
        '1:36 `objectives.external[0].prefix` is no prefix; write the letters before the hyphen: `SHOP` for `SHOP-123`.',
      ],
    ],
    [
      'a trailer with its colon',
      'objectives: { trailers: ["Part of:"] }',
      ['1:26 `objectives.trailers[0]` is no trailer; write one word without the colon, such as `Part-of`.'],
    ],
    [
      'a date that is none',
      'guardrails: { linked-objective: { enforce-from: 2027-02-29 } }',
      [
        '1:49 `guardrails.linked-objective.enforce-from` is no date; write one of the calendar as YYYY-MM-DD, such as 2027-01-04.',
      ],
    ],
    [
      'a date in another order',
      'guardrails: { linked-objective: { enforce-from: 04.01.2027 } }',
      [expect.stringContaining('is no date') as unknown as string],
    ],
    [
      'a date that is a number',
      'guardrails: { linked-objective: { enforce-from: 20270104 } }',
      [
        expect.stringContaining(
          '1:49 `guardrails.linked-objective.enforce-from` must be a date as text (YYYY-MM-DD), not the number 20270104',
        ) as unknown as string,
      ],
    ],
    [
      'a time zone misspelt',
      'timezone: Europe/Berln',
      [
        '1:11 `timezone` is no IANA time zone; write one such as `Europe/Berlin` or `UTC`. Did you mean `Europe/Berlin`?',
      ],
    ],
    [
      'an offset for a time zone',
      'timezone: "+01:00"',
      [expect.stringContaining('1:11 `timezone` is no IANA time zone') as unknown as string],
    ],
    [
      'a regular expression',
      'branches: ["^(a+)+$"]',
      [
        expect.stringContaining(
          '1:12 `branches[0]` looks like a regular expression; patterns are globs',
        ) as unknown as string,
      ],
    ],
    [
      'an excluding pattern',
      'guardrails: { linked-objective: { skip: { paths: ["!src/**"] } } }',
      [
        '1:51 `guardrails.linked-objective.skip.paths[0]` starts with `!`, but a glob can’t exclude; list what is to match.',
      ],
    ],
    [
      'a pattern too long',
      `branches: ["${'a'.repeat(257)}"]`,
      [expect.stringContaining('1:12 `branches[0]` is longer than 256 characters; shorten it.') as unknown as string],
    ],
    [
      'too many patterns',
      `branches: [${'"a",'.repeat(201)}]`,
      [expect.stringContaining('brings the patterns to 201, and 200 are read') as unknown as string],
    ],
    [
      'another owner to inherit from',
      'inherit: other/.github',
      ['1:10 `inherit` must be one of `optional`, `required`, not `other/.github`.'],
    ],
    [
      'a lock in a repository',
      'locked: [mode]',
      ['1:1 `locked` counts only in the owner’s `.github` repository; remove it here.'],
    ],
    [
      'repositories in a repository',
      'repositories: { include: ["*"] }',
      ['1:1 `repositories` counts only in the owner’s `.github` repository; remove it here.'],
    ],
    [
      'a key twice',
      'mode: warn\nmode: off',
      ['2:1 `mode` is written twice, and only one can count; remove one of them.'],
    ],
    ['a merge key', '<<: {}', ['1:1 `<<` is a merge key, and these are not read here; write the keys out.']],
    ['a prototype', '__proto__: { mode: off }', ['1:1 `__proto__` is no key of this file; remove it.']],
    ['a list as a key', '? [a]\n: b', ['1:3 This has a list or a section as a key; a key is text.']],
    ['a label of debt that is a list', 'debt: { label: [a, b] }', ['1:16 `debt.label` must be text, not a list.']],
    [
      'a label of debt that is empty',
      'debt: { label: " " }',
      ['1:16 `debt.label` is empty; write some text, or remove it.'],
    ],
    [
      'a misspelt key of debt',
      'debt: { labels: x }',
      ['1:9 `debt.labels` is no key of this file. Did you mean `label`?'],
    ],
    [
      'labels of debt in the wrong place',
      'debt: { issue-labels: [x] }',
      [
        '1:9 `debt.issue-labels` is no key at this place. Did you mean `debt.detect.issue-labels` or `expedite.issue-labels`?',
      ],
    ],
    [
      'a switch in words',
      'debt: { auto-label: "yes" }',
      [expect.stringContaining('1:21 `debt.auto-label` must be') as unknown as string],
    ],
    [
      'paths of debt that are a regular expression',
      'debt: { detect: { paths: ["^src/.*$"] } }',
      [expect.stringContaining('1:27 `debt.detect.paths[0]` looks like a regular expression') as unknown as string],
    ],
    [
      'paths of debt beyond the number that is read',
      `debt: { detect: { paths: [${'"a",'.repeat(201)}] } }`,
      [expect.stringContaining('brings the patterns to 201, and 200 are read') as unknown as string],
    ],
    [
      'a misspelt way to find debt',
      'debt: { detect: { title-type: [x] } }',
      ['1:19 `debt.detect.title-type` is no key of this file. Did you mean `title-types`?'],
    ],
    [
      'labels of urgent work that are text',
      'expedite: { labels: security }',
      ['1:21 `expedite.labels` must be a list of text, not `security`; write `[security]`.'],
    ],
    [
      'a misspelt key of urgent work',
      'expedite: { revert: false }',
      ['1:13 `expedite.revert` is no key of this file. Did you mean `reverts`?'],
    ],
    [
      'reverts in words',
      'expedite: { reverts: never }',
      ['1:22 `expedite.reverts` must be `true` or `false`, not `never`.'],
    ],
    [
      'a yes',
      'debt: { auto-label: yes }',
      ['1:21 `debt.auto-label` must be `true` or `false`, not `yes`; write `true`.'],
    ],
    [
      'a no in quotes',
      'debt: { auto-label: "False" }',
      ['1:21 `debt.auto-label` must be `true` or `false`, not `False`; write `false` without quotes.'],
    ],
    [
      'a switch that is empty',
      'debt: { auto-label: }',
      ['1:21 `debt.auto-label` has no value; write `true` or `false`, or remove the key.'],
    ],
    [
      'a category with capitals',
      'categories: { Bug: {} }',
      [
        '1:15 `categories.Bug` is no name of a category; a name is up to 32 lower-case letters, digits and hyphens, and begins with a letter: `bug`.',
      ],
    ],
    [
      'a misspelt key of a category',
      'categories: { bug: { label: [x] } }',
      ['1:22 `categories.bug.label` is no key of this file. Did you mean `labels`?'],
    ],
    [
      'a category that is a list',
      'categories: { bug: [x] }',
      ['1:20 `categories.bug` must be a section, not a list; its keys are `labels`, `issue-types`.'],
    ],
    ['an anchor', 'mode: &m warn', [expect.stringMatching(/^1:7 This is an anchor/) as unknown as string]],
    [
      'a bare star',
      'branches: [*.x]',
      [
        '1:12 This begins with `*`, which YAML reads as an alias, and aliases are not read here; put a pattern in quotes: `"*.x"`.',
      ],
    ],
    ['a tag', 'mode: !!str warn', [expect.stringMatching(/^1:7 This begins with `!`/) as unknown as string]],
    [
      'a directive',
      '%YAML 1.1\n---\nmode: off',
      ['1:1 This is a YAML directive, and directives are not read here; remove the line.'],
    ],
    [
      'a second document',
      'mode: off\n---\nmode: warn',
      ['2:1 This begins a second document (`---`), and one is read; join them, or remove the line.'],
    ],
    ['a tab', 'objectives:\n\tlabels: []', ['2:1 This is indented by a tab; YAML wants spaces.']],
    [
      'a bracket left open',
      'branches: [a',
      [expect.stringMatching(/^1:13 This is not valid YAML: /) as unknown as string],
    ],
    ['a bracket too many', 'branches: [a]]', ['1:14 This closes a bracket that was not opened.']],
    [
      'a list',
      '- mode: warn',
      ['1:1 This is no configuration: the file must hold keys such as `mode: warn`, or nothing.'],
    ],
    ['text', 'warn', ['1:1 This is no configuration: the file must hold keys such as `mode: warn`, or nothing.']],
    ['UTF-16', '\uFFFD\uFFFDm\0o\0d\0e\0', ['1:1 This is not UTF-8 text (UTF-16, or binary); save it as UTF-8.']],
    ['NUL', 'mode: wa\0rn', ['1:9 This is not UTF-8 text (UTF-16, or binary); save it as UTF-8.']],
    ['a control character', 'mode: \u001fwarn', ['1:7 This contains a control character; remove it.']],
    [
      'nesting',
      `objectives: ${'{a: '.repeat(14)}${'}'.repeat(14)}`,
      [
        expect.stringContaining('objectives') as unknown as string,
        expect.stringContaining('nested deeper than 12 levels') as unknown as string,
      ],
    ],
    [
      'too many values',
      `objectives: { labels: [${'a,'.repeat(2_001)}] }`,
      [expect.stringContaining('holds more than 2000 values') as unknown as string],
    ],
  ])('refuses %s', (_, text, problems) => {
    expect(problemLines(text)).toEqual(problems);
  });

  it('gives all problems at once, in the order of the file', () => {
    const text = 'mode: enfore\nmod: 1\nobjectives:\n  labels: 5\n  acept: []\ntimezone: Mars\nmode: warn\n';
    expect(parsed(text).problems.map(({ path, line }) => `${line} ${path}`)).toEqual([
      '1 mode',
      '2 mod',
      '4 objectives.labels',
      '5 objectives.acept',
      '6 timezone',
      '7 mode',
    ]);
  });

  it('says which text is meant, and in which file', () => {
    expect(parsed('\uFEFF\r\nmode: enfore').problems).toEqual([
      expect.objectContaining({
        source: 'shop/web:.github/leadership.yml',
        path: 'mode',
        line: 2,
        column: 7,
        endColumn: 13,
      }),
    ]);
  });

  it('refuses a file whose text GitHub would not give', () => {
    const { problems } = parseConfig({ text: null, byteSize: 10 }, 'f', 'repository');
    expect(problems).toEqual([
      { source: 'f', path: '', line: 1, column: 1, message: expect.stringContaining('binary') as string },
    ]);
  });

  it.each<[text: string, problems: string[]]>([
    ['repositories: { include: ["pay-*"] }\nlocked: [guardrails.linked-objective, mode]', []],
    [
      'repositories: { include: ["shop/*"] }',
      ['1:27 `repositories.include[0]` holds a `/`; write the repository’s name without its owner.'],
    ],
    [
      'locked: [guardrail.linked-objective]',
      [
        '1:10 `locked[0]` names `guardrail.linked-objective`, which is no key of this file. Did you mean `guardrails.linked-objective`?',
      ],
    ],
    ['locked: [zzzzzzzz]', ['1:10 `locked[0]` names `zzzzzzzz`, which is no key of this file.']],
    ['locked: mode', ['1:9 `locked` must be a list of text, not `mode`; write `[mode]`.']],
  ])('reads the owner’s %j', (text, problems) => {
    expect(problemLines(text, 'owner')).toEqual(problems);
  });
});

describe('hostile files', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`).join('\n')}`;
  const distinct = (count: number) => Array.from({ length: count }, (_, at) => `key-${at}: ${at}`).join('\n');
  it.each<[name: string, text: string]>([
    ['20 000-deep flow nesting', '['.repeat(20_000)],
    ['20 000-deep nesting, closed', '['.repeat(16_000) + ']'.repeat(16_000)],
    ['deep maps', '{a: '.repeat(8_000)],
    ['deep lists on a line', '- '.repeat(16_000)],
    ['deep explicit keys', '? '.repeat(16_000)],
    ['deep blocks', Array.from({ length: 250 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['an alias bomb', bomb],
    ['489 KiB of keys', distinct(29_000)],
    ['32 KiB of keys', distinct(1_900)],
    ['950 unknown keys', distinct(950)],
    ['a 10 MB file', 'a'.repeat(10_000_000)],
    ['colons', ': '.repeat(16_000)],
    ['quotes', '"'.repeat(32_000)],
    ['closing brackets', '}'.repeat(32_000)],
    ['line ends', '\n'.repeat(32_000)],
    ['comments', '#\n'.repeat(16_000)],
    ['1 500 patterns', `branches: [${'"a*",'.repeat(1_500)}]`],
    ['braces', `branches: [${'"{a,b}{a,b}{a,b}{a,b}{a,b}",'.repeat(900)}]`],
  ])('refuses %s within 50 ms', (_, text) => {
    expect(parsed(text).ok).toBe(false);
    expect(medianWorkTime(() => parsed(text))).toBeLessThan(50);
  });
});
