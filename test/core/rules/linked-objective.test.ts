import { describe, expect, it } from 'vitest';
import type { Classification, PullRequestClass } from '#core/classes/class.ts';
import { type ClassLabels, classLabelsOf } from '#core/classes/class-labels.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import type { Link, LinkReport } from '#core/links/link.ts';
import { linkedObjective } from '#core/rules/linked-objective.ts';
import { label, linkReport, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';

type Options = Parameters<typeof linkedObjective.evaluate>[1];

const OPTIONS: Options = {
  require: 'link',
  skip: { labels: ['no-objective'], paths: ['docs/**', '**/*.md'], 'title-types': ['chore'] },
};

const TASK: Link = {
  way: 'closing',
  text: 'Closes #31',
  ref: '#31',
  title: 'Retry',
  url: null,
  objective: null,
  flags: [],
};
const OBJECTIVE: Link = {
  way: 'trailer',
  text: 'Objective: #12',
  ref: '#12',
  title: 'Cart survives',
  url: null,
  objective: { by: 'label', ref: '#12', title: 'Cart survives', url: null, distance: 0 },
  flags: [],
};

interface Case {
  readonly pullRequest?: Partial<PullRequestFacts>;
  readonly repository?: Partial<RepositoryFacts>;
  readonly links?: Partial<LinkReport>;
  readonly require?: Options['require'];
  readonly class?: PullRequestClass;
  readonly classLabels?: Partial<ClassLabels>;
}

function factsOf({ pullRequest, repository, links, class: counts = 'other', classLabels }: Case) {
  return {
    pullRequest: pullRequestFacts(pullRequest),
    repository: repositoryFacts(repository),
    links: linkReport(links),
    classification: {
      class: counts,
      reason: { code: 'default' },
      evidence: [],
      categories: [],
      unread: [],
    } satisfies Classification,
    classLabels: { ...classLabelsOf(DEFAULTS), ...classLabels },
  };
}

function judge(given: Case) {
  const { outcome, code } = linkedObjective.evaluate(factsOf(given), { ...OPTIONS, require: given.require ?? 'link' });
  return `${outcome}: ${code}`;
}

const paths = (...names: string[]) => ({ files: { total: names.length, paths: names, isComplete: true } });
const LOST = unavailable('who set and removed the labels', 'unreachable');
const unread = { unread: [unavailable('the issue shop/plans#7', 'unreachable')] };

describe('linked-objective', () => {
  it.each<[string, Case, string]>([
    ['a linked issue, where any link will do', { links: { links: [TASK] } }, 'pass: linked'],
    ['a linked objective, where any link will do', { links: { links: [OBJECTIVE] } }, 'pass: linked'],
    [
      'a linked objective, where one is required',
      { links: { links: [OBJECTIVE] }, require: 'objective' },
      'pass: linked',
    ],
    ['an objective beside a task', { links: { links: [TASK, OBJECTIVE] }, require: 'objective' }, 'pass: linked'],
    ['a task that belongs to no objective', { links: { links: [TASK] }, require: 'objective' }, 'fail: no-objective'],
    [
      'debt work linked to a task, where an objective is required',
      { links: { links: [TASK] }, require: 'objective', class: 'debt' },
      'pass: linked',
    ],
    ['debt work linked to nothing', { require: 'objective', class: 'debt' }, 'fail: no-link'],
    ['debt work linked to nothing, where any link will do', { class: 'debt' }, 'fail: no-link'],
    [
      'debt work linked to a task beside an unreadable one',
      { links: { links: [TASK], ...unread }, require: 'objective', class: 'debt' },
      'pass: linked',
    ],
    [
      'a task, where nobody knows what a person said of its label',
      { pullRequest: { labelHistory: LOST }, links: { links: [TASK] }, require: 'objective' },
      'not-available: unreadable',
    ],
    [
      'debt work linked to a task, where nobody knows what a person said of its label',
      { pullRequest: { labelHistory: LOST }, links: { links: [TASK] }, require: 'objective', class: 'debt' },
      'not-available: unreadable',
    ],
    [
      'an objective, whatever a person said of its label',
      { pullRequest: { labelHistory: LOST }, links: { links: [OBJECTIVE] }, require: 'objective' },
      'pass: linked',
    ],
    [
      'nothing, whatever a person said of its label',
      { pullRequest: { labelHistory: LOST }, require: 'objective' },
      'fail: no-link',
    ],
    ['nothing', {}, 'fail: no-link'],
    ['nothing, where an objective is required', { require: 'objective' }, 'fail: no-link'],
    ['only rejected references', { links: { rejected: [{ text: '#9', reason: 'no-keyword' }] } }, 'fail: no-link'],
    ['a link beside an unreadable one', { links: { links: [TASK], ...unread } }, 'pass: linked'],
    ['an unreadable reference only', { links: unread }, 'not-available: unreadable'],
    [
      'a task beside an unreadable one, where an objective is required',
      { links: { links: [TASK], ...unread }, require: 'objective' },
      'not-available: unreadable',
    ],
    [
      'the skip label, set by a person',
      { pullRequest: { labels: [label('No-Objective')] } },
      'not-applicable: skipped',
    ],
    [
      'the skip label, set by nobody with triage',
      { pullRequest: { labels: [{ ...label('no-objective'), setterMayTriage: false }] } },
      'fail: no-link',
    ],
    ['the skip label, set by who knows whom', { pullRequest: { labels: [{ name: 'no-objective' }] } }, 'fail: no-link'],
    ['a skipped type of title', { pullRequest: { title: 'chore(deps)!: bump' } }, 'not-applicable: skipped'],
    ['a skipped type in capitals', { pullRequest: { title: 'Chore: bump' } }, 'not-applicable: skipped'],
    ['a title that only looks conventional', { pullRequest: { title: 'chores: sweep' } }, 'fail: no-link'],
    [
      'only documentation',
      { pullRequest: paths('docs/a/b.png', 'README.md', 'src/NOTES.md') },
      'not-applicable: skipped',
    ],
    ['documentation and code', { pullRequest: paths('docs/a.md', 'src/a.ts') }, 'fail: no-link'],
    [
      'documentation in a list that is not whole',
      { pullRequest: { files: { total: 200, paths: ['docs/a.md'], isComplete: false } } },
      'fail: no-link',
    ],
    ['no files at all', { pullRequest: { files: { total: 0, paths: [], isComplete: true } } }, 'fail: no-link'],
    ['issues disabled', { repository: { hasIssues: false } }, 'not-applicable: no-issues'],
    [
      'issues disabled, but known objectives',
      { repository: { hasIssues: false }, links: { hasKnown: true } },
      'fail: no-link',
    ],
    [
      'issues disabled, but another tracker',
      { repository: { hasIssues: false }, links: { hasExternal: true } },
      'fail: no-link',
    ],
  ])('%s', (_, given, expected) => {
    expect(judge(given)).toBe(expected);
  });
});

/** The words for a failing case, all of it. */
function words(given: Case) {
  const finding = linkedObjective.evaluate(factsOf(given), { ...OPTIONS, require: given.require ?? 'link' });
  if (finding.code !== 'no-link' && finding.code !== 'no-objective') throw new Error(finding.code);
  return linkedObjective.messages[finding.code](finding.args, 'warn');
}

describe('the words of linked-objective', () => {
  const SUGGESTION = { ref: '#12', title: 'Cart survives', url: '', because: 'same-milestone' as const };

  it('gives the exact line to paste, with the likeliest objective in it', () => {
    const { paste, likely } = words({ require: 'objective', links: { suggestions: [SUGGESTION] } });

    expect(paste).toBe('Objective: #12');
    expect(likely?.map(({ markdown }) => markdown)).toEqual(['**#12** Cart survives (same milestone)']);
  });

  it('lets nobody paste a guess: where nothing matches it names what is open', () => {
    const guess = { ...SUGGESTION, because: 'recent' as const };
    const { paste, likely, ways } = words({ require: 'objective', links: { suggestions: [guess] } });

    expect(paste).toBe('Objective: #n');
    expect(likely).toEqual([]);
    expect(ways?.[0]?.markdown).toBe('Open objectives: #12 Cart survives.');
  });

  it('asks for a number where it knows none', () => {
    expect(words({ require: 'objective' }).paste).toBe('Objective: #n');
    expect(words({}).paste).toBe('Closes #n');
  });

  it('offers a fork’s author no label, sidebar or milestone', () => {
    const offered = words({ pullRequest: { isFork: true } }).ways?.map(({ markdown }) => markdown);

    expect(offered).toEqual([
      'Security fix, revert or incident? It needs no link: ask a maintainer for the label `security`, `incident` or `hotfix`.',
      'None fits? A maintainer can add the label `no-objective`.',
    ]);
  });

  it('offers only ways that the configuration accepts', () => {
    const { paste, ways, examined } = words({ links: { accept: ['label'] } });

    expect(paste).toBeUndefined();
    expect(ways?.map(({ markdown }) => markdown)).toEqual([
      'Security fix, revert or incident? It needs no link: add the label `security`, `incident` or `hotfix`.',
      'None fits? Somebody with triage can add the label `no-objective`.',
    ]);
    expect(examined?.[0]?.markdown).toBe('Looked at: labels.');
  });

  it('names each rejected reference with its reason', () => {
    const { examined } = words({ links: { rejected: [{ text: '#398', reason: 'is-pull-request' }] } });

    expect(examined?.[1]?.markdown).toBe('`#398` is a pull request');
  });

  it('never calls a link to a task "no link"', () => {
    const { title, statement } = words({ require: 'objective', links: { links: [TASK] } });

    expect(title).toBe('Linked to #31, which belongs to no objective · name one');
    expect(statement.markdown).toContain('is linked to #31, which belongs to no objective');
  });

  it('says so when merging would close the objective', () => {
    const closing: Link = { ...OBJECTIVE, way: 'closing', text: 'Closes #12', flags: ['closes-objective'] };

    expect(
      linkedObjective.messages.linked({ links: [closing], rejected: [], trailer: 'Goal', isDebtEnough: false }, 'warn')
        .examined?.[0]?.markdown,
    ).toBe('Merging will close objective #12. To keep it open write `Goal: #12`.');
  });

  it.each<[string, Case, readonly string[]]>([
    [
      'to no issue yet',
      {},
      [
        'Security fix, revert or incident? It needs no objective: add the label `security`, `incident` or `hotfix`, or link an issue that has one (`Closes #n`).',
        'Debt work? Its issue is enough: link it, and label it or this pull request `tech-debt`.',
      ],
    ],
    [
      'to a task',
      { links: { links: [TASK] } },
      [
        'Security fix, revert or incident? It needs no objective: add the label `security`, `incident` or `hotfix`, or link an issue that has one (`Closes #n`).',
        'Debt work? It needs no objective: label it `tech-debt`.',
      ],
    ],
    [
      'to no issue yet, from a fork',
      { pullRequest: { isFork: true } },
      [
        'Security fix, revert or incident? It needs no objective: ask a maintainer for the label `security`, `incident` or `hotfix`, or link an issue that has one (`Closes #n`).',
        'Debt work? Its issue is enough: link it, and ask a maintainer to label it `tech-debt`.',
      ],
    ],
    [
      'to a task, from a fork',
      { pullRequest: { isFork: true }, links: { links: [TASK] } },
      [
        'Security fix, revert or incident? It needs no objective: ask a maintainer for the label `security`, `incident` or `hotfix`, or link an issue that has one (`Closes #n`).',
        'Debt work? It needs no objective: ask a maintainer to label it `tech-debt`.',
      ],
    ],
    [
      'to no issue yet, by the labels that the configuration names',
      { classLabels: { debt: 'upkeep', expedite: ['p0'], expediteIssue: ['Outage', 'Security'] } },
      [
        'Security fix, revert or incident? It needs no objective: add the label `p0`, or link an issue labelled `Outage` or `Security` (`Closes #n`).',
        'Debt work? Its issue is enough: link it, and label it or this pull request `upkeep`.',
      ],
    ],
    [
      'to no issue yet, with no label for urgent work',
      { classLabels: { expedite: [] }, links: { accept: ['sidebar'], trailer: null } },
      [
        'Security fix, revert or incident? It needs no objective: link an issue labelled `security`, `incident` or `hotfix` (in the *Development* panel).',
        'Debt work? Its issue is enough: link it, and label it or this pull request `tech-debt`.',
      ],
    ],
    [
      'where no issue counts',
      { classLabels: { expedite: [], expediteIssue: [] }, links: { accept: ['milestone'], trailer: null } },
      [],
    ],
  ])('offers ways by what the work is, linked %s', (_, given, expected) => {
    const ways = words({ require: 'objective', ...given }).ways?.map(({ markdown }) => markdown) ?? [];

    expect(ways.filter((way) => /^(Security fix|Debt)/.test(way))).toEqual(expected);
  });

  it('asks debt work for a link only, and says so', () => {
    const { title, paste, ways } = words({ require: 'objective', class: 'debt' });

    expect(title).toBe('No issue linked · one line in the description fixes it');
    expect(paste).toBe('Closes #n');
    expect(ways?.map(({ markdown }) => markdown)).toEqual([
      'Debt work needs no objective: any issue that it serves will do.',
      'Or link the issue in the *Development* panel of this page.',
      'Or set a milestone.',
      'Security fix, revert or incident? It needs no link: add the label `security`, `incident` or `hotfix`.',
      'None fits? Somebody with triage can add the label `no-objective`.',
    ]);
  });

  it('says why debt work passes without an objective', () => {
    const { title, statement } = linkedObjective.messages.linked(
      {
        links: [TASK],
        rejected: [],
        trailer: 'Goal',
        isDebtEnough: true,
      },
      'warn',
    );

    expect(title).toBe('Linked to #31');
    expect(statement.markdown).toBe('**Linked:** #31 Retry (`Closes #31`). Debt work needs no objective.');
  });

  it('says that the labels are what could not be read', () => {
    const { title, statement, examined } = linkedObjective.messages.unreadable(
      {
        what: 'class',
        unread: [LOST],
        trailer: 'Goal',
      },
      'warn',
    );

    expect(title).toBe('Labels could not be read from GitHub · trying again');
    expect(statement.markdown).toContain('Whether this pull request is debt work could not be read');
    expect(examined?.map(({ markdown }) => markdown)).toEqual(['who set and removed the labels: no answer']);
  });
});
