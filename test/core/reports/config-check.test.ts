import { describe, expect, it } from 'vitest';
import { CONFIG_PATH, type ConfigFile, type ResolvedConfig } from '#core/config/config.ts';
import { resolveConfig } from '#core/config/resolve.ts';
import { renderConfigCheck } from '#core/reports/config-check.ts';

function resolved(text: string): ResolvedConfig {
  const repository: ConfigFile = {
    repository: 'shop/web',
    isPrivate: false,
    path: CONFIG_PATH,
    commit: 'c'.repeat(40),
    oid: 'b'.repeat(40),
    byteSize: text.length,
    text,
  };
  return resolveConfig({ target: { owner: 'shop', name: 'web', isPrivate: false }, repository, owner: null });
}

const capacity = (text: string) => `guardrails: { debt-capacity: { ${text} } }`;

describe('renderConfigCheck', () => {
  it.each([
    ['', '- `linked-objective` warns, and blocks nothing: The pull request names the objective that it serves.'],
    ['mode: off', '- `linked-objective` is switched off.'],
    ['mode: report', '- `linked-objective` is evaluated, and never colours the check: The pull request names'],
    ['mode: enforce', '- `linked-objective` blocks: The pull request names the objective that it serves.'],
    [
      'mode: enforce\nguardrails: { linked-objective: { enforce-from: 2027-01-04 } }',
      '- `linked-objective` blocks pull requests opened since 2027-01-04: The',
    ],
    ['mode: enforce\nguardrails: { linked-objective: { mode: warn } }', '- `linked-objective` warns'],
    ['', '- `debt-capacity` is for reports, and has no check; `floor` or `ceiling` arms it.'],
    [capacity('mode: off'), '- `debt-capacity` is switched off.'],
    [capacity('mode: report, floor: 15%'), '- `debt-capacity` is for reports, and has no check.'],
    [
      capacity('floor: 15%'),
      '- `debt-capacity` warns, and blocks nothing: 15–30 % of each sprint is for debt. What goes beyond 30 % gets a warning. Where so much other work merges that 15 % would be missed, the next of it gets a warning. ⚠ Nothing says when a sprint is, so it stops nothing yet: write `sprint`, such as `sprint: { length: 2w, anchor: 2027-01-04 }`.',
    ],
    [
      `mode: enforce\nsprint: { anchor: 2026-11-09 }\n${capacity('ceiling: 40%, floor-mode: enforce')}`,
      '- `debt-capacity` blocks: 10–40 % of each sprint is for debt. What goes beyond 40 % waits. Where so much other work merges that 10 % would be missed, the next of it waits. A sprint is `2w` long, and one begins on 2026-11-09 (UTC).',
    ],
    [
      `sprint: { source: milestone, match: "Sprint *" }\n${capacity('mode: enforce, enforce-from: 2027-01-04, floor: 0')}`,
      '- `debt-capacity` blocks pull requests opened since 2027-01-04: 0–30 % of each sprint is for debt. What goes beyond 30 % waits. A sprint ends with the due date of each milestone that matches `Sprint *` (UTC).',
    ],
    [
      `sprint: { source: project, project: 12, field: Sprint }\n${capacity('mode: warn, ceiling: 100, floor-mode: off')}`,
      '- `debt-capacity` warns, and blocks nothing: 10–100 % of each sprint is for debt. A sprint is an iteration of the field `Sprint` in project 12 (UTC).',
    ],
    ['branches: [release/*]', 'the default branch and `release/*` are checked'],
  ])('says what %j will do', (text, expected) => {
    const { title, summary } = renderConfigCheck(CONFIG_PATH, resolved(text));

    expect(title).toBe('The configuration is valid');
    expect(summary).toContain(expected);
  });

  it('tells every problem at once, each with its line', () => {
    const { title, summary } = renderConfigCheck(CONFIG_PATH, resolved('mode: enfroce\nbranchs: []\n'));

    expect(title).toBe('2 problems in the configuration · first in line 1');
    expect(summary).toContain('- Line 1: `mode` must be one of');
    expect(summary).toContain('- Line 2: `branchs` is no key');
  });

  it('lists fifty problems, and says how many more there are', () => {
    const keys = Array.from({ length: 60 }, (_, index) => `wrong${index}: 1`).join('\n');

    expect(renderConfigCheck(CONFIG_PATH, resolved(keys)).summary).toContain('- … and 10 more');
  });

  it('says what removing the file means', () => {
    expect(renderConfigCheck(CONFIG_PATH, null).title).toBe('Removes the configuration');
  });
});
