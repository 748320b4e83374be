import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HistoryEvent, makeHistory } from '../../demo/history.ts';
import { atQuantile, FIGURES } from '../../demo/history-figures.ts';
import { TEAM, UPDATE_BOT } from '../../demo/history-words.ts';

const UNTIL = '2026-11-20T12:00:00Z';
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

function of<K extends HistoryEvent['kind']>(seed: number, kind: K): Extract<HistoryEvent, { readonly kind: K }>[] {
  return makeHistory(seed, UNTIL).events.filter(
    (event): event is Extract<HistoryEvent, { readonly kind: K }> => event.kind === kind,
  );
}

function share<T>(items: readonly T[], isCounted: (item: T) => boolean): number {
  return items.filter(isCounted).length / items.length;
}

/** Many histories together, so that chance evens out. */
const pooled = Array.from({ length: 12 }, (_, seed) => of(seed, 'open')).flat();
const merges = Array.from({ length: 12 }, (_, seed) => of(seed, 'merge')).flat();
const people = pooled.filter(({ author }) => author !== UPDATE_BOT);

describe('the made history', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(makeHistory(seed, UNTIL)).toEqual(makeHistory(seed, UNTIL));
        expect(makeHistory(seed, UNTIL)).not.toEqual(makeHistory(seed + 1, UNTIL));
      }),
      { numRuns: 5 },
    );
  });

  it('happens in order, inside half a year, and names only what came before', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { events, open } = makeHistory(seed, UNTIL);
        const issues = new Set<number>();
        const opened = new Set<number>();
        let before = '2026-05-22T00:00:00Z';
        let items = 0;
        for (const event of events) {
          expect(event.at >= before && event.at <= UNTIL).toBe(true);
          before = event.at;
          if (event.kind === 'issue' || event.kind === 'open') {
            items += 1;
            expect(event.number).toBe(items);
          }
          if (event.kind === 'issue') {
            if (event.parent !== null) expect(issues).toContain(event.parent);
            issues.add(event.number);
          }
          if (event.kind === 'open') {
            const [, named] = /#(\d+)$/.exec(event.body) ?? [];
            if (named !== undefined) expect(issues).toContain(Number(named));
            opened.add(event.number);
          }
          if (event.kind === 'merge') expect(opened.delete(event.number)).toBe(true);
          if (event.kind === 'close-issue') expect(issues).toContain(event.number);
        }
        expect(opened.size).toBe(0);
        expect(open.flatMap(({ objective, task, looseTask }) => [objective, task, looseTask])).toHaveLength(12);
      }),
      { numRuns: 8 },
    );
  });

  it('has as many merges in half a year as the figures', () => {
    expect(of(1, 'merge').length / 182).toBeCloseTo(FIGURES.merged / FIGURES.days, 1);
  });

  it('has their share of bots', () => {
    expect(share(pooled, ({ author }) => author === UPDATE_BOT)).toBeCloseTo(FIGURES.bots / FIGURES.merged, 1);
  });

  it.each(Object.entries(FIGURES.kinds.people))('has their share of %s', (kind, count) => {
    const sum = Object.values(FIGURES.kinds.people).reduce((total, one) => total + one, 0);
    expect(Math.abs(share(people, ({ title }) => title.startsWith(kind)) - count / sum)).toBeLessThan(0.03);
  });

  it.each(FIGURES.weekdays.map((count, day) => [day, count] as const))(
    'merges on weekday %i as often',
    (day, count) => {
      const found = share(merges, ({ at }) => new Date(at).getUTCDay() === day);
      expect(Math.abs(found - count / FIGURES.merged)).toBeLessThan(0.03);
    },
  );

  it.each([
    ['additions', 0.25],
    ['additions', 0.5],
    ['additions', 0.75],
    ['deletions', 0.5],
    ['deletions', 0.75],
  ] as const)('changes as many lines: %s at quantile %d', (name, quantile) => {
    const sums = people.map(({ files }) => files.reduce((sum, file) => sum + file[name], 0)).sort((a, b) => a - b);
    const found = sums[Math.floor(sums.length * quantile)] ?? 0;
    const wanted = atQuantile(FIGURES.sizes.people[name], quantile);
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(2 + wanted * 0.15);
  });

  it('is written by the team and its bot alone', () => {
    expect(new Set(pooled.map(({ author }) => author))).toEqual(new Set([...Object.keys(TEAM), UPDATE_BOT]));
  });
});
