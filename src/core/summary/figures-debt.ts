/** Block 4: debt against its plan, and what both are made of. */
import type { SprintSize } from '../capacity/size.ts';
import { ONE } from '../capacity/weight.ts';
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import type { SprintState } from './figures-sprint.ts';
import { chartOf } from './figures-sprints.ts';
import type { KeptSprint } from './kept-figures.ts';
import { mergedWithin, shownItem, type Work } from './period-work.ts';
import { percentile } from './ranks.ts';
import type { Debt } from './summary.ts';
import { ageAt } from './waiting.ts';
import { isWhole, type WeekFacts } from './week.ts';

export function debtOf({ week, merged }: Work, { reported, size }: SprintState, kept: readonly KeptSprint[]): Debt {
  const items = reported === null ? [] : mergedWithin(merged, reported.sprint);
  return {
    sprint: reported?.figures ?? null,
    isUnread: reported === null && (isUnavailable(week.sprints) || week.sprints.reported !== null),
    wayBack: reported?.wayBack ?? null,
    size: sizeFigures(size),
    notCounted: { excluded: reported?.sums.excludedCount ?? 0, expedite: reported?.sums.expediteCount ?? 0 },
    unclassified: items.filter((item) => item.class === 'other' && item.isUnclassified).length,
    debtItems: items.filter((item) => item.class === 'debt').map(shownItem),
    issues: issuesOf(week),
    chart: chartOf(kept),
  };
}

function sizeFigures(size: SprintSize | Unavailable): Debt['size'] {
  if (isUnavailable(size)) return { origin: 'unread' };
  switch (size.origin) {
    case 'configured':
      return { origin: 'configured', units: size.size / ONE };
    case 'history':
      return {
        origin: 'history',
        units: size.size / ONE,
        of: size.weights.toReversed().map((weight) => weight / ONE),
      };
    case 'unknown':
      return { origin: 'unknown', sprints: size.sprints };
  }
}

function issuesOf(week: WeekFacts): Debt['issues'] {
  if (week.debtIssues === null) return null;
  const { open, opened, closed, isPartial } = week.debtIssues;
  const age = ageAt(week);
  const ages = open.map(({ createdAt }) => age(createdAt));
  return {
    open: open.length,
    opened,
    closed,
    ageP50: percentile(ages, 50),
    ageP90: percentile(ages, 90),
    isPartial: isPartial || !isWhole(week.scope),
  };
}
