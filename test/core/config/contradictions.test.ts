import { describe, expect, it } from 'vitest';
import { CONFIG_PATH, type ConfigFile } from '#core/config/config.ts';
import { modeOf } from '#core/config/mode.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { configuredBand } from '#core/rules/debt-capacity.facts.ts';
import { parsed, problemLines } from './parsed.ts';

const GUARDRAIL = 'guardrails.debt-capacity';
const WIDTH = 'a band without width would let nothing merge.';

function file(text: string, repository = 'shop/web'): ConfigFile {
  const byteSize = Buffer.byteLength(text);
  return { repository, isPrivate: false, path: CONFIG_PATH, commit: 'c'.repeat(40), oid: text, byteSize, text };
}

function resolve(own: string, owner: string | null = null) {
  const target = { owner: 'shop', name: 'web', isPrivate: false };
  return resolveConfig({
    target,
    repository: file(own),
    owner: owner === null ? null : file(owner, 'shop/.github'),
    previous: { files: [], isComplete: true },
  });
}

const capacity = (text: string) => `guardrails:\n  debt-capacity:\n    { ${text} }\n`;

describe('a band', () => {
  it.each([
    // A39 and A40 of the specification first.
    ['floor: 0.1', `3:14 \`${GUARDRAIL}.floor\` must be a percentage; did you mean \`10%\`?`],
    ['floor: 30, ceiling: 30', `3:7 \`${GUARDRAIL}.floor\` must be below \`ceiling\`, which is 30%: ${WIDTH}`],
    ['ceiling: 0.3', `3:16 \`${GUARDRAIL}.ceiling\` must be a percentage; did you mean \`30%\`?`],
    ['floor: .125', `3:14 \`${GUARDRAIL}.floor\` must be a percentage; did you mean \`12.5%\`?`],
    ['floor: 50%, ceiling: 20%', `3:7 \`${GUARDRAIL}.floor\` must be below \`ceiling\`, which is 20%: ${WIDTH}`],
    ['floor: 35%', `3:7 \`${GUARDRAIL}.floor\` must be below \`ceiling\`, which is 30% unless written: ${WIDTH}`],
    ['ceiling: 10%', `3:7 \`${GUARDRAIL}.ceiling\` must be above \`floor\`, which is 10% unless written: ${WIDTH}`],
    ['floor: [10]', `3:14 \`${GUARDRAIL}.floor\` must be a percentage, such as \`15%\`, not a list.`],
    ['floor: ~', `3:14 \`${GUARDRAIL}.floor\` has no value; write a percentage, such as \`15%\`, or remove the key.`],
    ['capacity: autom', `3:17 \`${GUARDRAIL}.capacity\` must be \`auto\` or a number, not \`autom\`.`],
    [
      'capacity: "20"',
      `3:17 \`${GUARDRAIL}.capacity\` must be \`auto\` or a number, not \`20\`; write \`20\` without quotes.`,
    ],
    ['capacity: 2.5555', `3:17 \`${GUARDRAIL}.capacity\` has more than three decimals; round it.`],
    ['capacity: -3', `3:17 \`${GUARDRAIL}.capacity\` must be at least 1, not -3.`],
    ['points: { default: -1 }', `3:26 \`${GUARDRAIL}.points.default\` must be at least 0, not -1.`],
    ['points: { default: 1e-7 }', `3:26 \`${GUARDRAIL}.points.default\` has more than three decimals; round it.`],
    ['capacity: 2000000', `3:17 \`${GUARDRAIL}.capacity\` must be at most 1000000, not 2000000.`],
  ])('refuses %s', (text, expected) => {
    expect(problemLines(capacity(text))).toEqual([expected]);
    expect(parsed(capacity(text)).ok).toBe(false);
  });

  it.each([
    'floor: 12.345%',
    'floor: -5',
    'floor: 101%',
    'floor: ten',
    'ceiling: 100.01',
    'carry-over: { interest: 1e3 }',
  ])('refuses %s, which is no percentage', (text) => {
    expect(problemLines(capacity(text))).toEqual([
      expect.stringMatching(/must be a percentage from 0 to 100 with at most two decimals, such as `15%`\.$/),
    ]);
  });

  it.each([
    ['floor: 10%, ceiling: 30%', 1000, 3000],
    ['floor: 10, ceiling: 30', 1000, 3000],
    ['floor: "10 %", ceiling: 30.5 %', 1000, 3050],
    ['floor: 0, ceiling: 100', 0, 10_000],
    ['floor: 0.1%, ceiling: 0.2%', 10, 20],
    ['floor: 15%', 1500, 3000],
    ['ceiling: 12%', 1000, 1200],
  ])('%s is one', (text, floor, ceiling) => {
    const { config, problems } = resolve(capacity(text));

    expect(problems).toEqual([]);
    expect(configuredBand(config.guardrails['debt-capacity'])).toEqual({ floor, ceiling });
  });
});

describe('what only two files together show', () => {
  it.each([
    ['a floor above the owner’s ceiling', 'floor: 30%', 'ceiling: 25%', '3:7 floor'],
    ['a ceiling below the owner’s floor', 'ceiling: 20%', 'floor: 25%', '3:7 ceiling'],
  ])('is a problem of the nearer one: %s', (_, own, owner, expected) => {
    const { problems, isCommittedInvalid } = resolve(capacity(own), capacity(owner));

    expect(problems.map(({ source, line, column, path }) => `${source} ${line}:${column} ${path}`)).toEqual([
      `shop/web:${CONFIG_PATH} ${expected.replace(' ', ` ${GUARDRAIL}.`)}`,
    ]);
    expect(isCommittedInvalid).toBe(true);
  });

  it('may also mend what the nearer one alone would get wrong', () => {
    const { config, problems } = resolve(capacity('floor: 40%'), capacity('ceiling: 60%'));

    expect(problems).toEqual([]);
    expect(configuredBand(config.guardrails['debt-capacity'])).toEqual({ floor: 4000, ceiling: 6000 });
    expect(resolve('sprint: { source: project }', 'sprint: { project: 12 }').problems).toEqual([]);
  });

  it('is the owner’s own where it stands in one file', () => {
    const { problems } = resolve('', capacity('floor: 40%, ceiling: 40%'));

    expect(problems.map(({ source }) => source)).toEqual([`shop/.github:${CONFIG_PATH}`]);
  });
});

describe('a sprint', () => {
  it.each([
    [
      'source: project',
      '1:11 `sprint.source` needs the number of the project that holds the iterations; write `project: 12` beside `source: project`, with its number.',
    ],
    ['length: 2 weeks', '1:19 `sprint.length` is no length; write weeks or days, such as `2w` or `10d`.'],
    ['length: 0d', '1:19 `sprint.length` is no length; write weeks or days, such as `2w` or `10d`.'],
    ['length: 2', '1:19 `sprint.length` must be text, not the number 2; put it in quotes: `"2"`.'],
    [
      'anchor: 2026-02-30',
      '1:19 `sprint.anchor` is no date; write one of the calendar as YYYY-MM-DD, such as 2027-01-04.',
    ],
    ['project: 0', '1:20 `sprint.project` must be at least 1, not 0.'],
    [
      'innovation: [2026-02-30]',
      '1:24 `sprint.innovation[0]` is no date of the calendar; write one as YYYY-MM-DD, or a title.',
    ],
  ])('refuses %s', (text, expected) => {
    expect(problemLines(`sprint: { ${text} }`)).toEqual([expected]);
    expect(parsed(`sprint: { ${text} }`).ok).toBe(false);
  });

  it.each([
    [
      'match: "Sprint *"',
      '1:11 `sprint.match` has no effect, since sprints come from `source: cadence`; write `source: milestone`, or remove it.',
    ],
    [
      'project: 12',
      '1:11 `sprint.project` has no effect, since sprints come from `source: cadence`; write `source: project`, or remove it.',
    ],
    [
      'source: milestone, anchor: 2026-11-09',
      '1:30 `sprint.anchor` has no effect, since sprints come from `source: milestone`; write `source: cadence`, or remove it.',
    ],
    [
      'source: project, project: 12, length: 2w',
      '1:41 `sprint.length` has no effect, since sprints come from `source: project`; remove it.',
    ],
    [
      'innovation: ["IP *"]',
      '1:11 `sprint.innovation` names `IP *`, but sprints of a cadence have no titles; write a date in each, as YYYY-MM-DD.',
    ],
  ])('says what of %s has no effect, and lets the rest rule', (text, expected) => {
    expect(problemLines(`sprint: { ${text} }`)).toEqual([expected]);
    expect(parsed(`sprint: { ${text} }`).ok).toBe(true);
    expect(resolve(`sprint: { ${text} }`).problems.map(({ consequence }) => consequence)).toEqual(['ignored']);
  });
});

describe('the mode of the capacity guardrail', () => {
  it.each([
    ['', 'report'],
    ['mode: enforce', 'report'],
    ['mode: off', 'report'],
    [`mode: enforce\n${capacity('unit: size')}`, 'report'],
    [capacity('floor: 15%'), 'warn'],
    [`mode: enforce\n${capacity('ceiling: 40%')}`, 'enforce'],
    [`mode: off\n${capacity('ceiling: 40%')}`, 'off'],
    [capacity('mode: enforce'), 'enforce'],
    [`mode: enforce\n${capacity('mode: warn, floor: 15%')}`, 'warn'],
  ])('of %j is %s', (text, expected) => {
    expect(modeOf(resolve(text).config, 'debt-capacity')).toBe(expected);
  });

  it('reaches it from the owner’s file once the repository writes a band', () => {
    expect(modeOf(resolve(capacity('floor: 15%'), 'mode: enforce').config, 'debt-capacity')).toBe('enforce');
    expect(modeOf(resolve('mode: enforce', capacity('floor: 15%')).config, 'debt-capacity')).toBe('enforce');
  });
});

describe('the examples of the specification', () => {
  it('a band that is enforced at both ends', () => {
    const { config, problems } = resolve(
      'mode: enforce\nguardrails:\n  debt-capacity: { floor: 15%, ceiling: 30%, floor-mode: enforce }\n',
    );
    const options = config.guardrails['debt-capacity'];

    expect(problems).toEqual([]);
    expect(modeOf(config, 'debt-capacity')).toBe('enforce');
    expect([configuredBand(options), options['floor-mode']]).toEqual([{ floor: 1500, ceiling: 3000 }, 'enforce']);
  });

  it('milestones, sizes and a date from which it binds', () => {
    const { config, problems } = resolve(`timezone: Europe/Berlin
sprint: { source: milestone, match: "Sprint *" }
guardrails:
  linked-objective: { mode: enforce, require: objective }
  debt-capacity: { mode: enforce, enforce-from: 2027-01-04, unit: size, capacity: 60, floor: 15%, ceiling: 35% }
`);

    expect(problems).toEqual([]);
    expect(config.sprint).toMatchObject({ source: 'milestone', match: 'Sprint *' });
    expect(config.guardrails['debt-capacity']).toMatchObject({
      mode: 'enforce',
      'enforce-from': '2027-01-04',
      unit: 'size',
      capacity: 60,
      'floor-mode': 'warn',
    });
  });

  it('an owner that locks the ceiling', () => {
    const owner = `timezone: UTC
locked: [expedite, guardrails.debt-capacity.ceiling]
objectives: { types: [Objective] }
guardrails: { linked-objective: { require: objective } }
sprint: { source: project, project: 12, field: Sprint }
`;
    const { config, problems } = resolve(capacity('floor: 15%, ceiling: 60%'), owner);

    expect(problems.map(({ message, consequence }) => `${consequence}: ${message}`)).toEqual([
      `ignored: \`${GUARDRAIL}.ceiling\` is locked by \`shop/.github:${CONFIG_PATH}\`, so what is written there stands; remove it here.`,
    ]);
    expect(configuredBand(config.guardrails['debt-capacity'])).toEqual({ floor: 1500, ceiling: 3000 });
    expect(config.sprint).toMatchObject({ source: 'project', project: 12, field: 'Sprint' });
  });
});
