import { describe, expect, it } from 'vitest';
import type { ConfigOrigin, ConfigProblem } from '#core/config/config.ts';
import type { Link } from '#core/links/link.ts';
import { MAX_SUMMARY, renderCheck, worstFirst } from '#core/reports/check-run.ts';
import type { Conclusion, GuardrailResult, Verdict } from '#core/verdict.ts';

const ORIGIN: ConfigOrigin = {
  repository: 'shop/web/.github/leadership.yml@4be1c07',
  owner: null,
  state: 'committed',
  ownerFile: 'not-governing',
};

const MISSING = {
  require: 'objective',
  accept: ['closing', 'trailer', 'parent', 'sidebar', 'milestone', 'label'],
  trailer: 'Objective',
  isFork: false,
  skipLabels: ['no-objective'],
  links: [],
  rejected: [],
  suggestions: [{ ref: '#12', title: 'Cart survives', url: '', because: 'same-milestone' }],
};

const NO_NOTES = { problems: [], labelProblems: [] };

const FAILING: GuardrailResult = {
  rule: 'linked-objective',
  mode: 'enforce',
  outcome: 'fail',
  code: 'no-link',
  args: MISSING,
};

function verdict(result: GuardrailResult, parts: Partial<Verdict> = {}): Verdict {
  return {
    version: 1,
    repository: 'shop/web',
    pullRequest: 40,
    headOid: 'a'.repeat(40),
    classification: { class: 'other', reason: { code: 'default' }, evidence: [], categories: [], unread: [] },
    conclusion: 'failure',
    guardrails: [result],
    config: ORIGIN,
    validUntil: null,
    ...parts,
  };
}

describe('renderCheck', () => {
  it('puts the step first: what is so, the line to paste, the likely ones, the other ways', () => {
    expect(renderCheck([verdict(FAILING)], NO_NOTES, 'app').summary).toMatchInlineSnapshot(`
      "**This pull request does not say which objective it serves.** Add this line to the description; no push is needed:

          Objective: #12

      Likely: **#12** Cart survives (same milestone)

      Looked at: description, Development panel, milestone, labels.

      - A task under an objective also works: \`Closes #n\`. (\`Objective:\` keeps an objective open when this merges; \`Closes\` would close it.)
      - Or link the issue in the *Development* panel of this page.
      - None fits? Somebody with triage can add the label \`no-objective\`.

      **Counts as** feature or other work: nothing says debt.

      An edit is seen in seconds, a link in the Development panel within 10 minutes; *Re-check* is at once.

      <sub>Rules: \`shop/web/.github/leadership.yml@4be1c07\` · v0.1.0</sub>"
    `);
  });

  it.each([
    ['app', 'within 10 minutes; *Re-check* is at once'],
    ['action', 'run the job again'],
    ['command-line', 'Run the command again'],
  ] as const)('tells through the %s how a change is seen', (door, expected) => {
    expect(renderCheck([verdict(FAILING)], NO_NOTES, door).summary).toContain(expected);
  });

  it('says what a warning is, and from when a rule binds', () => {
    const warned = renderCheck([verdict({ ...FAILING, mode: 'warn' })], NO_NOTES, 'app').summary;
    const announced = renderCheck(
      [verdict({ ...FAILING, mode: 'warn', enforcedFrom: '2027-01-04' })],
      NO_NOTES,
      'app',
    ).summary;

    expect(warned).toContain('This does not block: the rule is in `warn`.');
    expect(announced).toContain('binds pull requests opened since 2027-01-04.');
  });

  it('names each pull request of a shared head, worst first', () => {
    const passing: GuardrailResult = { ...FAILING, outcome: 'not-applicable', code: 'no-issues', args: {} };
    const both = worstFirst([verdict(passing, { pullRequest: 3, conclusion: 'success' }), verdict(FAILING)]);
    const { title, summary } = renderCheck(both, NO_NOTES, 'app');

    expect(title).toMatch(/^#40: No objective linked/);
    expect(summary.indexOf('### #40')).toBeLessThan(summary.indexOf('### #3'));
  });

  it('puts a problem of the configuration on top, and says what rules meanwhile', () => {
    const problem: ConfigProblem = {
      source: 'shop/web:.github/leadership.yml',
      path: 'mode',
      message: '`mode` must be one of `off`',
      line: 3,
      column: 7,
    };
    const broken = verdict(FAILING, { config: { ...ORIGIN, state: 'last-valid' } });

    expect(renderCheck([broken], { problems: [problem], labelProblems: [] }, 'app').summary).toMatch(
      /^⚠ \*\*The configuration has a problem:\*\* `shop\/web:.github\/leadership.yml` line 3: `mode` must be one of `off`\. Until it is mended/,
    );
  });

  it.each<[string, GuardrailResult]>([
    [
      'a rename of a person',
      { ...FAILING, outcome: 'not-applicable', code: 'excluded', args: { code: 'author', login: '@org/team' } },
    ],
    [
      'a label',
      {
        ...FAILING,
        outcome: 'not-applicable',
        code: 'excluded',
        args: { code: 'ignore-label', label: '`</sub><!-- x -->' },
      },
    ],
    [
      'a back-merge',
      {
        ...FAILING,
        outcome: 'not-applicable',
        code: 'excluded',
        args: { code: 'back-merge', from: '#1', into: 'a|b' },
      },
    ],
  ])('makes %s harmless', (_, result) => {
    const { summary } = renderCheck([verdict(result)], NO_NOTES, 'app');

    // In a code span nothing but its own end and the bar of a table means anything.
    expect(summary.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '')).not.toMatch(/@org|<!--|#1\b/);
    expect(summary).not.toContain('a|b');
  });

  it('stays inside GitHub’s limits, whatever the links are called', () => {
    const link: Link = {
      way: 'closing',
      text: 'Closes #1',
      ref: '#1',
      title: '@'.repeat(70_000),
      url: null,
      objective: null,
      flags: [],
    };
    const many = {
      ...MISSING,
      links: Array.from({ length: 500 }, () => link),
      rejected: Array.from({ length: 2_000 }, () => ({ text: '`'.repeat(80), reason: 'in-code' as const })),
    };
    const one = verdict({ ...FAILING, code: 'no-objective', args: many });
    const { title, summary } = renderCheck(
      Array.from({ length: 60 }, () => one),
      NO_NOTES,
      'app',
    );

    expect(title.length).toBeLessThanOrEqual(80);
    expect(summary.length).toBeLessThanOrEqual(MAX_SUMMARY);
    expect(summary.slice(-200)).toContain('<sub>Rules:');
    expect(summary.slice(-600)).toMatch(/… and \d+ more pull requests\./);
  });
});

describe('worstFirst', () => {
  it('orders by conclusion, then by number', () => {
    const made = (pullRequest: number, conclusion: Conclusion) => verdict(FAILING, { pullRequest, conclusion });
    const ordered = worstFirst([made(5, 'success'), made(2, 'neutral'), made(9, 'failure'), made(1, 'failure')]);

    expect(ordered.map(({ pullRequest }) => pullRequest)).toEqual([1, 9, 2, 5]);
  });
});
