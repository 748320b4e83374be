import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from '#core/summary/figures.ts';
import type { Summary } from '#core/summary/summary.ts';
import type { Item, WeekFacts } from '#core/summary/week.ts';
import { countByHand } from './support/counted-by-hand.ts';
import { anyWeek } from './support/generated-week.ts';
import { richWeek } from './support/rich-week.ts';
import { week } from './support/week-facts.ts';

const refs = (items: readonly Item[]) => items.map(({ ref }) => ref).sort();
const aged = (items: readonly (Item & { readonly days: number })[]) =>
  items.map(({ ref, days }) => `${ref} ${days}`).sort();

/** A summary's numbers in the form in which they are counted by hand. */
function numbersOf({ blocks, kept }: Summary): ReturnType<typeof countByHand> {
  const { headline, needsYou, objectives, debt, learned, zoomOut, flow } = blocks;
  const { sprint, links, linksBefore, begun } = headline;
  const figures = flow.figures;
  return {
    links: { linked: links.linked, toObjective: links.toObjective, of: links.of },
    linksBefore:
      linksBefore === null
        ? null
        : { linked: linksBefore.linked, toObjective: linksBefore.toObjective, of: linksBefore.of },
    moved: headline.moved,
    still: headline.still === null ? null : refs(headline.still),
    isQuiet: headline.isQuiet,
    decisions: aged(needsYou.decide),
    questions: aged(needsYou.answer),
    oldestDecisionDays: headline.oldestDecision?.days ?? null,
    reviews: aged(needsYou.reviews),
    blocked: refs(needsYou.blocked),
    silent: refs(needsYou.silent),
    changed: refs(needsYou.changed),
    sunset: aged(needsYou.sunset),
    debtBehind: needsYou.debtBehind,
    rows: objectives.rows
      .map(({ key, merged, open, lastMerge }) => ({ key, merged, open, lastMerge }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    tooMany: objectives.tooMany,
    onlyToIssue: refs(objectives.onlyToIssue),
    toNothing: refs(objectives.toNothing),
    sprint:
      sprint === null
        ? null
        : {
            debt: sprint.debt,
            other: sprint.other,
            plan: sprint.plan,
            standing: sprint.standing,
            units: debt.wayBack?.units ?? 0,
            isFinal: sprint.isFinal,
            excluded: debt.notCounted.excluded,
            expedite: debt.notCounted.expedite,
            unclassified: debt.unclassified,
            debtItems: refs(debt.debtItems),
            band: [Math.round(sprint.floor * 100), Math.round(sprint.ceiling * 100)],
          },
    size: 'units' in debt.size ? debt.size.units : null,
    begun: begun === null ? null : { size: begun.size, plan: begun.plan },
    keptSprints: kept.sprints.map(({ firstDate, debt: merged, other, floor, ceiling }) => ({
      firstDate,
      debt: merged,
      other,
      floor,
      ceiling,
    })),
    chart: debt.chart.map(({ firstDate, share }) => ({ firstDate, share: Math.round(share * 10) })),
    debtIssues:
      debt.issues === null ? null : { open: debt.issues.open, ageP50: debt.issues.ageP50, ageP90: debt.issues.ageP90 },
    learned: {
      objectives: refs(learned.objectives),
      experiments: refs(learned.experiments),
      gotPast: learned.gotPast.map(({ ref, past }) => `${ref} ${past.by}`).sort(),
    },
    question: zoomOut.question,
    merged: refs(flow.merged),
    flow:
      figures === null
        ? null
        : {
            cycle: figures.cycle,
            deliveries:
              figures.deliveries === null ? null : { n: figures.deliveries.n, usual: figures.deliveries.usual },
            restore: figures.restore,
            incidents: figures.incidents,
            reverts: figures.reverts,
          },
    weeksKept: kept.weeks.map(({ period }) => period),
  };
}

function byHand(facts: WeekFacts): ReturnType<typeof countByHand> {
  const counted = countByHand(facts);
  return { ...counted, rows: [...counted.rows].sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

describe('figures of a week', () => {
  it('are those that counting by hand gives, in every block', () => {
    fc.assert(
      fc.property(anyWeek(), (facts) => {
        expect(numbersOf(summarize(facts))).toEqual(byHand(facts));
      }),
      { numRuns: 400 },
    );
  });

  it('are those that counting by hand gives in a week in which every block has something to say', () => {
    expect(numbersOf(summarize(richWeek()))).toEqual(byHand(richWeek()));
  });

  it('are the same in whichever order the facts come', () => {
    fc.assert(
      fc.property(anyWeek(), fc.nat(1000), (facts, seed) => {
        const shuffled = <T>(items: readonly T[]): readonly T[] => {
          const order = items.map((item, index) => ({ item, key: ((index + 1) * 7919 * (seed + 1)) % 1009 }));
          return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
        };
        const other: WeekFacts = {
          ...facts,
          merged: shuffled(facts.merged),
          open: facts.open === null ? null : shuffled(facts.open),
          objectives: facts.objectives === null ? null : shuffled(facts.objectives),
          issues: facts.issues === null ? null : shuffled(facts.issues),
          deliveries: facts.deliveries === null ? null : { ...facts.deliveries, at: shuffled(facts.deliveries.at) },
          debtIssues: facts.debtIssues === null ? null : { ...facts.debtIssues, open: shuffled(facts.debtIssues.open) },
        };
        expect(summarize(other)).toEqual(summarize(facts));
      }),
      { numRuns: 100 },
    );
  });

  it('tell of an empty week only that it was quiet', () => {
    const { blocks, kept } = summarize(week());
    expect(blocks.headline).toMatchObject({ isQuiet: true, sprint: null, linksBefore: null, oldestDecision: null });
    expect(blocks.needsYou).toEqual({
      decide: [],
      answer: [],
      reviews: [],
      blocked: [],
      silent: [],
      changed: [],
      sunset: [],
      debtBehind: null,
      boxes: [],
    });
    expect(blocks.flow.figures).toBeNull();
    expect(kept).toMatchObject({ sprints: [], weeks: [], boxes: [] });
  });

  it('compare the first week with none', () => {
    const { blocks, kept } = summarize(richWeek({ previous: null }));
    expect(blocks.headline.linksBefore).toBeNull();
    expect(blocks.flow.figures?.cycle?.usual).toBeNull();
    expect(blocks.needsYou.boxes.map(({ weeks }) => weeks)).toEqual([0, 0]);
    expect(kept.weeks).toEqual([]);
  });

  it('name nobody', () => {
    const written = JSON.stringify(summarize(richWeek()));
    for (const author of ['anne', 'bo', 'cleo', 'dev']) expect(written).not.toContain(`"${author}"`);
    expect(written).not.toContain('author');
  });
});
