import type { WeekFacts } from '#core/summary/week.ts';
import { richWeek } from './rich-week.ts';
import { itemOf, merged, objective, open } from './week-facts.ts';

/** 5 000 pull requests in the sprint, half of them in the week. */
export function greatWeek(): WeekFacts {
  const objectives = Array.from({ length: 200 }, (_, index) => objective(`#${index + 1}`, `Objective ${index}`));
  const all = Array.from({ length: 5000 }, (_, index) => {
    const minutes = index % 1440;
    const day = 9 + Math.floor((index * 14) / 5000);
    const clock = `${String(Math.floor(minutes / 60) % 20).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return merged(`#${1000 + index}`, {
      class: index % 5 === 0 ? 'debt' : 'other',
      mergedAt: `2026-11-${String(day).padStart(2, '0')}T${clock}:00Z`,
      createdAt: '2026-11-08T10:00:00Z',
      author: `author-${index % 90}`,
      outcome: 'pass',
      isLinked: true,
      objectives: [objectives[index % 200]?.key ?? ''],
    });
  });
  return richWeek({
    objectives,
    merged: all,
    open: Array.from({ length: 500 }, (_, index) => open(`#${8000 + index}`, { waitsSince: '2026-11-16T10:00:00Z' })),
    debtIssues: {
      open: Array.from({ length: 500 }, (_, index) => ({
        ...itemOf(`#${9000 + index}`, 'Old', 'issues'),
        createdAt: '2026-05-04T10:00:00Z',
      })),
      opened: 0,
      closed: 0,
      isPartial: false,
    },
  });
}
