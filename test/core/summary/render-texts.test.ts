import { describe, expect, it } from 'vitest';
import { type RenderOptions, renderSummary } from '#core/summary/render.ts';
import type { Blocks, Debt, Headline, Objectives, SprintFigures, Summary } from '#core/summary/summary.ts';
import type { GotPast } from '#core/summary/week.ts';
import { emptySummary, item, RICH_BLOCKS, SPRINT, summary } from './support/summaries.ts';

/** What a reader sees of some blocks: without what is hidden, and without the addresses of links. */
function textOf(given: Summary, ...blocks: RenderOptions['blocks']): string {
  return renderSummary(given, { blocks, maxItems: 10 })
    .body.replace(/ ?<!--.*-->/g, '')
    .replace(/\]\(https[^)]*\)/g, ']')
    .trim();
}

const NOTHING = emptySummary().blocks;
const QUIET_HEADLINE = { ...RICH_BLOCKS.headline, moved: 0, still: [], oldestDecision: null, begun: null };

function headline(changes: Partial<Headline>): string {
  return textOf(summary({ headline: { ...QUIET_HEADLINE, ...changes } }), 'headline');
}

function sprintLine(changes: Partial<SprintFigures>): string {
  return (headline({ sprint: { ...SPRINT, ...changes } }).split('\n- ')[1] ?? '').split(' · ')[0] ?? '';
}

function debt(changes: Partial<Debt>, sprint: Partial<SprintFigures> = {}): string {
  return textOf(summary({ debt: { ...NOTHING.debt, sprint: { ...SPRINT, ...sprint }, ...changes } }), 'debt');
}

describe('the line of a sprint', () => {
  it.each<[Partial<SprintFigures>, string]>([
    [{}, 'Sprint 9–22 Nov is closed: debt **5 of 35**, inside the plan of 4–10 ✔'],
    [{ isFinal: false }, 'Sprint 9–22 Nov is running: debt **5 of 35** so far, inside the plan of 4–10 ✔'],
    [{ standing: 'below', debt: 1 }, 'Sprint 9–22 Nov is closed: debt **1 of 31**, below the plan of 4–10'],
    [
      { isFinal: false, standing: 'below', debt: 1 },
      'Sprint 9–22 Nov is running: debt **1 of 31** so far, still below the plan of 4–10',
    ],
    [{ standing: 'above', debt: 12 }, 'Sprint 9–22 Nov is closed: debt **12 of 42**, above the plan of 4–10'],
    [{ standing: 'none', plan: null }, 'Sprint 9–22 Nov is closed: debt **5 of 35**'],
    [{ plan: null }, 'Sprint 9–22 Nov is closed: debt **5 of 35**, inside the plan of 10–30 % ✔'],
    [{ plan: { least: 4, most: 3 } }, 'Sprint 9–22 Nov is closed: debt **5 of 35**, inside the plan of 10–30 % ✔'],
    [{ plan: { least: 5, most: 5 } }, 'Sprint 9–22 Nov is closed: debt **5 of 35**, inside the plan of 5 ✔'],
    [{ plan: { least: 0, most: 5 } }, 'Sprint 9–22 Nov is closed: debt **5 of 35**, inside the plan of up to 5 ✔'],
    [
      { plan: { least: 0, most: 0 }, debt: 0 },
      'Sprint 9–22 Nov is closed: debt **0 of 30**, inside the plan of less than 1 ✔',
    ],
    [{ debt: 0, other: 0, standing: 'none' }, 'Sprint 9–22 Nov is closed: no debt or other work'],
    [
      { unit: 'points', debt: 0.1, other: 0.2 },
      'Sprint 9–22 Nov is closed: debt **0.1 of 0.3** points, inside the plan of 4–10 ✔',
    ],
    [
      { unit: 'size', debt: 1, other: 0 },
      'Sprint 9–22 Nov is closed: debt **1 of 1** size point, inside the plan of 4–10 ✔',
    ],
    [{ isInnovation: true }, 'Sprint 9–22 Nov is set apart for innovation: debt **5 of 35**, weighed against no plan'],
    [
      { isInnovation: true, isFinal: false },
      'Sprint 9–22 Nov is set apart for innovation: debt **5 of 35** so far, weighed against no plan',
    ],
    [{ title: 'Sprint 24' }, 'Sprint 24 (9–22 Nov) is closed: debt **5 of 35**, inside the plan of 4–10 ✔'],
    [{ title: 'Refunds' }, 'Sprint “Refunds” (9–22 Nov) is closed: debt **5 of 35**, inside the plan of 4–10 ✔'],
    [
      { firstDate: '2026-12-21', lastDate: '2027-01-03' },
      'Sprint 21 Dec 2026 – 3 Jan 2027 is closed: debt **5 of 35**, inside the plan of 4–10 ✔',
    ],
    [
      { firstDate: '2026-11-30', lastDate: '2026-12-13' },
      'Sprint 30 Nov – 13 Dec is closed: debt **5 of 35**, inside the plan of 4–10 ✔',
    ],
    [
      { isAssumed: true },
      'Sprint 9–22 Nov (dates assumed: a `sprint` key in the configuration sets them) is closed: debt **5 of 35**, inside the plan of 4–10 ✔',
    ],
  ])('of %j is %s', (changes, expected) => {
    expect(sprintLine(changes)).toBe(expected);
  });

  it('tells none from one that could not be read', () => {
    expect(sprintLine({})).not.toBe('');
    expect(headline({ sprint: null })).toContain('\n- No sprint ran this week · linked');
    const unread = {
      headline: { ...QUIET_HEADLINE, sprint: null },
      debt: { ...NOTHING.debt, sprint: null, isUnread: true },
    };
    expect(textOf(summary(unread), 'headline')).toContain('\n- The sprint could not be read · linked');
    expect(textOf(summary(unread), 'debt')).toBe('**4 Debt** the sprint could not be read · debt issues: none');
  });
});

describe('the headline', () => {
  const links = RICH_BLOCKS.headline.links;
  const waiting = { ...item('#376'), title: 'Keep webhook v1?' };
  const begun = RICH_BLOCKS.headline.begun;

  it.each<[Partial<Headline>, string]>([
    [{ moved: 1 }, '- The one objective moved.'],
    [{ moved: 2 }, '- Both objectives moved.'],
    [{ moved: 3 }, '- All 3 objectives moved.'],
    [{ moved: 0, still: [item('#44')] }, '- The one objective, [#44], did not move.'],
    [{ moved: 0, still: [item('#44'), item('#45')] }, '- Neither objective moved: [#44], [#45].'],
    [
      { moved: 0, still: ['#4', '#5', '#6'].map((ref) => item(ref)) },
      '- None of 3 objectives moved: [#4], [#5], [#6].',
    ],
    [{ moved: 1, still: [item('#44')] }, '- 1 of 2 objectives moved; [#44] did not.'],
    [{ moved: null }, '- The objectives could not be read.'],
    [{ oldestDecision: { ...waiting, days: 1 } }, '- Decision [#376] (Keep webhook v1?) has been open for 1 day.'],
    [{ oldestDecision: { ...waiting, days: 2, title: null } }, '- Decision [#376] has been open for 2 days.'],
    [{ oldestDecision: { ...waiting, days: 0 } }, '- Decision [#376] (Keep webhook v1?) has been open since today.'],
    [{ links: { ...links, of: 0 } }, ' · nothing merged that must be linked'],
    [{ links: { ...links, of: 0 }, isQuiet: true }, ' · nothing merged this week'],
    [
      { links: { ...links, hasObjectives: false } },
      ' · linked to an issue **16 of 18** (week before 14 of 17) · no objectives yet',
    ],
    [{ linksBefore: null }, ' · linked to an issue **16 of 18** · to an objective **12 of 18**'],
    [
      { links: { ...links, require: 'objective' } },
      ' · linked to an objective **12 of 18** (week before 10 of 17) · to an issue **16 of 18** (14 of 17)',
    ],
    [{ vision: null }, '**1 Headline** Goal: Refunds without a ticket.'],
    [{ vision: null, goal: null }, '**1 Headline** No vision and no sprint goal are written down.'],
    [{ vision: 'a'.repeat(300) }, `${'a'.repeat(5)}… · Goal`],
    ...(begun === null
      ? []
      : ([
          [
            { begun },
            '- Sprint 25 (23 Nov – 6 Dec) has begun: about 36 pull requests, 4–10 of them debt. No goal is written yet.',
          ],
          [
            { begun: { ...begun, title: null } },
            '- Sprint 23 Nov – 6 Dec has begun: about 36 pull requests, 4–10 of them debt.',
          ],
          [
            { begun: { ...begun, size: 1, plan: { least: 0, most: 1 } } },
            'has begun: about 1 pull request, up to 1 of it debt.',
          ],
          [
            { begun: { ...begun, size: null, plan: null, goal: 'Invoices' } },
            '- Sprint 25 (23 Nov – 6 Dec) has begun. Goal: Invoices',
          ],
        ] satisfies [Partial<Headline>, string][])),
  ])('of %j says %s', (changes, expected) => {
    expect(headline(changes).replaceAll('\u200b', '')).toContain(expected);
  });

  it('names skipped periods, in whatever blocks are shown', () => {
    const given = summary({}, { skipped: ['2026-W45', '2026-W46'] });

    expect(textOf(given, 'headline')).toContain('\n- No summary was posted for 2026-W45, 2026-W46.');
    expect(textOf(given, 'zoom-out')).toMatch(/^No summary was posted for 2026-W45, 2026-W46\.\n/);
  });
});

describe('the block of debt', () => {
  const size = { origin: 'configured', units: 36 } as const;

  it.each<[Partial<Debt>, Partial<SprintFigures>, string]>([
    [
      { size },
      {},
      'final: debt **5 of 35**, plan 4–10 (10–30 % of what merged) · nothing to do · sprint size 36 pull requests as configured',
    ],
    [
      { wayBack: { class: 'debt', units: 3 } },
      { isFinal: false, standing: 'below' },
      ' · 3 more pull requests of debt work bring it inside · ',
    ],
    [
      { wayBack: { class: 'debt', units: 1 } },
      { isFinal: false, standing: 'below', unit: 'points' },
      ' · 1 more point of debt work brings it inside · ',
    ],
    [
      { wayBack: { class: 'other', units: 12 } },
      { standing: 'above' },
      ' · 12 more pull requests of other work would have brought it inside · ',
    ],
    [
      { size: { origin: 'unknown', sprints: 1 } },
      {},
      ' · sprint size not known yet: 1 of the 2 ended sprints that it takes · ',
    ],
    [{ size: { origin: 'unread' } }, {}, ' · the sprint size could not be read · '],
    [
      { size: { origin: 'history', units: 30.5, of: [30, 31] } },
      { unit: 'lines' },
      ' · sprint size 30.5 lines = median of 30 31 · ',
    ],
    [{}, { isFinal: false }, 'so far: debt **5 of 35**, plan 4–10 (10–30 %) · '],
    [{}, { plan: null }, 'final: debt **5 of 35**, plan 10–30 % · '],
    [{}, { isInnovation: true }, 'final: debt **5 of 35**, a sprint set apart for innovation: no plan weighs it · '],
    [{}, { isAssumed: true }, ' · sprint dates assumed, for want of a `sprint` key · '],
    [{ notCounted: { excluded: 0, expedite: 1 } }, {}, ' · not counted: 1 urgent · '],
    [{ unclassified: 1 }, {}, ' · 1 of the other work with neither a label nor an issue · '],
    [{ issues: null }, {}, ' · debt issues could not be read'],
    [
      { issues: { open: 100, opened: 1, closed: 0, ageP50: 1, ageP90: 2, isPartial: true } },
      {},
      ' · debt issues: at least 100 open (1 opened, 0 closed), age p50 1 d, p90 2 d of those read',
    ],
    [
      { issues: { open: 0, opened: 0, closed: 1, ageP50: null, ageP90: null, isPartial: false } },
      {},
      ' · debt issues: 0 open (0 opened, 1 closed)',
    ],
  ])('of %j and %j says %s', (changes, sprint, expected) => {
    expect(debt(changes, sprint)).toContain(expected);
  });

  it('says that sprints are left out unless it shows as many as it ever does', () => {
    const sprints = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        firstDate: `2026-0${at + 1}-05`,
        share: 10,
        floor: 10,
        ceiling: 30,
      }));

    expect(debt({ chart: sprints(7) })).toContain(
      'by sprint since 5 Jan; what came before is left out, not drawn as 0.*',
    );
    expect(debt({ chart: sprints(8) })).toContain('by sprint since 5 Jan.*');
  });

  it('draws no course of a single sprint', () => {
    const [first, second] = RICH_BLOCKS.debt.chart;
    if (first === undefined || second === undefined) throw new Error('no sprints to draw');

    expect(debt({ chart: [first] })).not.toContain('mermaid');
    expect(debt({ chart: [first, second] })).toContain('x-axis ["31 Aug", "14 Sep"]\n    y-axis "%" 0 --> 40\n');
    expect(debt({ chart: [first, { ...second, firstDate: '2027-08-31' }] })).toContain(
      '["31 Aug 2026", "31 Aug 2027"]',
    );
    expect(debt({ chart: [first, { ...second, share: 40 }] })).toContain('0 --> 50\n');
    expect(debt({ chart: [first, { ...second, share: 100 }] })).toContain('0 --> 100\n');
    expect(
      debt({
        chart: [
          { ...first, share: 0 },
          { ...second, share: 0 },
        ],
      }),
    ).toContain('▁▁ *0 · 0 % debt, by sprint since 31 Aug');
  });
});

describe('work that was for nothing, and what got past', () => {
  const { objectives, learned } = RICH_BLOCKS;
  const work = (ref: string, why: Objectives['toNothing'][number]['why'], label: string | null = null) => ({
    ...item(ref, 'Title'),
    isDebt: false,
    why,
    label,
  });

  it('is told by what it has in common, first that of which nobody said anything', () => {
    const toNothing = [
      work('#1', 'skipped'),
      work('#2', 'nothing-said'),
      work('#3', 'label', 'hotfix'),
      work('#4', 'skipped'),
      work('#5', 'failing-verdict'),
      work('#6', 'nothing-said'),
      work('#7', 'unread'),
    ];
    const text = (all: Objectives['toNothing']) =>
      textOf(summary({ objectives: { ...objectives, onlyToIssue: [], toNothing: all } }), 'objectives');

    expect(text(toNothing)).toContain(
      '\n**7** linked to nothing (2 of them need no link): [#2], [#6]; [#1], [#4] (no link needed); [#3] (label `hotfix`); [#5] (a failing check by today’s rules); [#7] (its links could not be read)',
    );
    expect(text([...toNothing, ...toNothing])).toMatch(/^\*\*14\*\* .*; and 4 more$/m);
  });

  it('is told by how it got past', () => {
    const past = (ref: string, how: GotPast) => ({ ...item(ref, 'Title'), past: how });
    const gotPast = [
      past('#1', { by: 'expedite', isVerified: true }),
      past('#2', { by: 'skip-label', label: 'none' }),
      past('#3', { by: 'expedite', isVerified: true }),
      past('#4', { by: 'expedite', isVerified: false }),
    ];

    expect(textOf(summary({ learned: { ...learned, gotPast } }), 'learned')).toContain(
      ' · got past a guardrail: [#1], [#3] (urgent); [#2] (label `none`); [#4] (urgent, not verified)',
    );
  });
});

describe('a week of which little is known', () => {
  it('claims nothing that was not read', () => {
    const unread: Partial<Blocks> = {
      objectives: { ...NOTHING.objectives, isUnread: true },
      flow: {
        ...NOTHING.flow,
        read: [],
        missing: ['a private repository of the team'],
        unread: [{ unavailable: true, what: 'the issues of shop/pay-api', reason: 'unreachable' }],
      },
    };

    expect(textOf(emptySummary(unread), 'needs-you', 'objectives', 'learned', 'flow')).toContain(
      [
        '**2 Needs you** nothing this week, as far as could be read.',
        '**3 Objectives** They could not be read.',
        '**5 Learned and traded** Nothing closed, and nothing got past a guardrail, as far as could be read.',
      ].join('\n\n'),
    );
    expect(textOf(emptySummary(unread), 'flow')).toContain(
      '- Read: nothing; not readable: a private repository of the team · could not be read: the issues of shop/pay-api (no answer)\n',
    );
  });

  it('shows of what its readers may not see no more than how it is called', () => {
    const [row] = RICH_BLOCKS.objectives.rows;
    if (row === undefined) throw new Error('no row to copy');
    const given = summary({
      objectives: { ...RICH_BLOCKS.objectives, rows: [{ ...row, ref: 'shop/secret#9', title: null, url: null }] },
    });

    expect(textOf(given, 'objectives')).toContain('\n| shop/secret#\u200b9 | lost carts');
  });

  it('does not miss what nobody can see, or what can’t be there', () => {
    const [row] = RICH_BLOCKS.objectives.rows;
    if (row === undefined) throw new Error('no row to copy');
    const hidden = { title: null, url: null };
    const rows = [
      { ...row, measure: null, ref: 'a private milestone', ...hidden },
      { ...row, measure: null, ref: 'O-3', key: 'known:O-3', title: 'Growth', url: null },
      { ...row, measure: null, ref: '#12', title: 'Carts' },
    ];
    const objectives = textOf(summary({ objectives: { ...RICH_BLOCKS.objectives, rows } }), 'objectives');
    expect(objectives).toContain(' · 1 without a measure');
    expect(objectives).toContain('\n| a private milestone | – |');
    expect(objectives).toContain('\n| O-3 Growth | – |');
    expect(objectives).toContain('Carts | **none** |');
    const experiments = [{ ref: 'a private issue', ...hidden, learned: null }];
    expect(textOf(summary({ learned: { ...RICH_BLOCKS.learned, experiments } }), 'learned')).toContain(
      'experiments closed: a private issue · ',
    );
  });

  it('counts no incidents that nobody read', () => {
    const { figures } = RICH_BLOCKS.flow;
    if (figures === null) throw new Error('no figures to copy');
    const flow = { ...RICH_BLOCKS.flow, figures: { ...figures, restore: null, incidents: null } };
    expect(textOf(summary({ flow }), 'flow')).toContain(' · time to restore: the incidents could not be read · ');
    expect(textOf(summary(), 'flow')).toContain(' · time to restore: too few (1) · ');
  });
});

describe('what waits for somebody', () => {
  it('is told with its age, and boxes with theirs', () => {
    const [person, ours] = RICH_BLOCKS.needsYou.boxes;
    if (person === undefined || ours === undefined) throw new Error('no boxes to copy');
    const boxes = [
      { ...person, text: 'call the bank' },
      { ...ours, weeks: 1 },
      { ...ours, weeks: 0, id: 'learned:#31' },
    ];
    const given = { ...NOTHING.needsYou, debtBehind: { debt: 1, least: 4, daysLeft: 1 }, boxes };

    expect(textOf(summary({ needsYou: given }), 'needs-you')).toBe(
      [
        '**2 Needs you** *debt is behind its plan:* 1 of at least 4, 1 day left',
        '- [ ] call the bank (2 weeks)',
        '- [ ] a measure for [#31] Smaller PCI scope (1 week)',
        '- [ ] what was learned from [#31] Smaller PCI scope',
      ].join('\n'),
    );
  });

  it('is folded, not lost, where there are more boxes than lines', () => {
    const [person] = RICH_BLOCKS.needsYou.boxes;
    if (person === undefined) throw new Error('no box to copy');
    const boxes = Array.from({ length: 12 }, (_, index) => ({ ...person, text: `box ${index + 1}` }));
    const text = textOf(emptySummary({ needsYou: { ...NOTHING.needsYou, boxes } }), 'needs-you');

    expect(text.match(/^- \[ \] box/gm)).toHaveLength(12);
    expect(text).toContain('- [ ] box 10 (2 weeks)\n<details><summary>and 2 more</summary>\n\n- [ ] box 11');
  });
});
