import { describe, expect, it } from 'vitest';
import type { Classification } from '#core/classes/class.ts';
import { classLabelsOf } from '#core/classes/class-labels.ts';
import type { ConfigOrigin, ConfigProblem } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
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
  isDebtEnough: false,
  classLabels: classLabelsOf(DEFAULTS),
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
      - Security fix, revert or incident? It needs no objective: add the label \`security\`, \`incident\` or \`hotfix\`, or link an issue that has one (\`Closes #n\`).
      - Debt work? Its issue is enough: link it, and label it or this pull request \`tech-debt\`.
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

  it.each([
    [['`a` is locked.'], 'line 3: `a` is locked. Until'],
    [['`a` is no key. Did you mean `b`?'], 'line 3: `a` is no key. Did you mean `b`? Until'],
    [['`a` is locked.', '`b` is locked.'], 'line 3: `a` is locked. (And 1 more.) Until'],
  ])('ends the sentence about %j once', (messages, said) => {
    const problems = messages.map(
      (message): ConfigProblem => ({ source: 'shop/web:x', path: 'a', message, line: 3, column: 1 }),
    );
    const broken = verdict(FAILING, { config: { ...ORIGIN, state: 'last-valid' } });
    const { summary } = renderCheck([broken], { problems, labelProblems: [] }, 'app');
    expect(summary).toContain(said);
  });

  it('names what invalidates the file before what has no effect', () => {
    const at = (line: number) => ({ source: 'shop/web:x', path: 'a', message: 'A thing.', line, column: 1 });
    const problems: ConfigProblem[] = [{ ...at(1), consequence: 'ignored' }, at(2)];
    const { summary } = renderCheck([verdict(FAILING)], { problems, labelProblems: [] }, 'app');
    expect(summary).toContain('line 2: A thing. (And 1 more.)');
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

  const DEBT: Classification = {
    class: 'debt',
    reason: { code: 'issue', ref: '#31', label: 'tech-debt', type: null },
    evidence: [],
    categories: [],
    unread: [],
  };
  const LINK: Link = {
    way: 'closing',
    text: 'Closes #31',
    ref: '#31',
    title: 'Split the cart',
    url: null,
    objective: null,
    flags: [],
  };
  const PASSING: GuardrailResult = {
    ...FAILING,
    outcome: 'pass',
    code: 'linked',
    args: { links: [LINK], rejected: [], trailer: 'Objective', isDebtEnough: true },
  };
  const passing = (parts: Partial<Verdict> = {}) => verdict(PASSING, { conclusion: 'success', ...parts });

  it('says on passing in two lines what it is linked to and what it counts as', () => {
    const { title, summary } = renderCheck([passing({ classification: DEBT })], NO_NOTES, 'app');

    expect(title).toBe('Linked to #31 · debt work');
    expect(summary).toMatchInlineSnapshot(`
      "✔ **Linked:** #31 Split the cart (\`Closes #31\`). Debt work needs no objective.

      ✔ **Counts as** debt work: linked issue #31 has label \`tech-debt\`.

      <sub>Rules: \`shop/web/.github/leadership.yml@4be1c07\` · v0.1.0</sub>"
    `);
  });

  it('says what it counts as without a tick where something is in the way', () => {
    for (const mode of ['enforce', 'warn', 'report'] as const) {
      const { title, summary } = renderCheck(
        [verdict({ ...FAILING, mode }, { classification: DEBT })],
        NO_NOTES,
        'app',
      );
      expect(title).toBe('No objective linked · one line in the description fixes it');
      expect(summary).toContain('\n\n**Counts as** debt work: linked issue #31 has label `tech-debt`.');
      expect(summary).not.toContain('✔');
    }
  });

  it('does not say twice what lets it past', () => {
    const reason = { code: 'revert', of: 31 } as const;
    const urgent = { ...DEBT, class: 'expedite', reason } as const;
    const exempt: GuardrailResult = { ...FAILING, outcome: 'not-applicable', code: 'expedite', args: reason };
    const { title, summary } = renderCheck([verdict(exempt, { classification: urgent })], NO_NOTES, 'app');

    expect(title).toBe('Passes as urgent work: it reverts #31');
    expect(summary).toContain('✔ **Passes every guardrail as urgent work:** it reverts #31.');
    expect(summary).not.toContain('Counts as');
  });

  it('flags urgent work that nobody could verify', () => {
    const reason = { code: 'expedite-label', label: 'security' } as const;
    const urgent: Classification = { ...DEBT, class: 'expedite', reason, isUnverified: true };
    const exempt: GuardrailResult = {
      ...FAILING,
      outcome: 'not-applicable',
      code: 'expedite-unverified',
      args: reason,
    };
    const { title, summary } = renderCheck([verdict(exempt, { classification: urgent })], NO_NOTES, 'app');

    expect(title).toBe('Passes for now as urgent work · could not be verified yet');
    expect(summary).toContain(
      '✔ **Passes for now as urgent work:** label `security`. GitHub gave no answer when it was asked whether that holds; the next look decides.',
    );
  });

  it('says what it counts as where every guardrail is off', () => {
    const { title, summary } = renderCheck([passing({ classification: DEBT, guardrails: [] })], NO_NOTES, 'app');

    expect(title).toBe('No guardrail is switched on · debt work');
    expect(summary).toContain('✔ **Counts as** debt work: linked issue #31 has label `tech-debt`.');
  });

  it('gives each pull request of a shared head its own class', () => {
    const both = worstFirst([passing({ pullRequest: 3, classification: DEBT }), passing({ pullRequest: 7 })]);
    const { title, summary } = renderCheck(both, NO_NOTES, 'app');

    expect(title).toBe('#3: Linked to #31 · debt work');
    expect(summary).toMatch(/### #3\n[\s\S]*Counts as\*\* debt work[\s\S]*### #7\n[\s\S]*feature or other work/);
  });

  it('leaves the class out of a title that would be too long, and cuts no character in two', () => {
    const long = { ...LINK, ref: `${'p'.repeat(60)}🇩🇪🇩🇪🇩🇪` };
    const result = { ...PASSING, args: { links: [long], rejected: [], trailer: null, isDebtEnough: false } };
    const { title } = renderCheck([verdict(result, { classification: DEBT })], NO_NOTES, 'app');

    expect(title.length).toBeLessThanOrEqual(80);
    expect(title).not.toMatch(/\ufffd/);
    expect(title.isWellFormed()).toBe(true);
    expect(title).not.toContain('debt work');
  });

  it('says what is in the way of a label, and leaves the title alone', () => {
    const notes = { problems: [], labelProblems: [{ code: 'full', label: 'tech-debt' } as const] };
    const { title, summary } = renderCheck([passing({ classification: DEBT })], notes, 'app');

    expect(title).toBe('Linked to #31 · debt work');
    expect(summary).toContain('\n\n⚠ The label `tech-debt` could not be added: there are 100 labels already');
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
