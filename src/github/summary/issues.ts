/** Issues that a summary tells of beside objectives: debt, and what waits for somebody. */
import { isWithin } from '#core/capacity/ledger.ts';
import { isDate } from '#core/config/formats.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { Period } from '#core/summary/period.ts';
import type { DebtIssues, NotableIssue } from '#core/summary/week.ts';
import { compareInstants } from '#core/time.ts';
import { calledBy } from '../gather/scope-members.ts';
import type { DebtIssueAnswer, ListAnswer, NotableAnswer } from './answers.ts';
import { NOTABLE_KINDS } from './documents.ts';
import type { Overview } from './overview.ts';
import { allOf, listAt } from './part.ts';
import { isHidden, itemOf } from './shown.ts';
import { lineAfter } from './text-lines.ts';

export function debtIssuesFrom(
  overviews: readonly Overview[],
  period: Period,
  home: RepositoryFacts,
): DebtIssues | Unavailable {
  const parts = allOf(overviews.map((overview) => debtOf(overview, period, home)));
  if (isUnavailable(parts)) return parts;
  return {
    open: parts.flatMap(({ open }) => open).toSorted((a, b) => compareInstants(a.createdAt, b.createdAt)),
    opened: parts.reduce((sum, { opened }) => sum + opened, 0),
    closed: parts.reduce((sum, { closed }) => sum + closed, 0),
    isPartial: parts.some(({ isPartial }) => isPartial),
  };
}

function debtOf(
  { debt, errors, repository, member }: Overview,
  period: Period,
  home: RepositoryFacts,
): DebtIssues | Unavailable {
  const what = `the debt issues of ${calledBy(member)}`;
  const found = new Map<number, DebtIssueAnswer>();
  let isPartial = false;
  for (const list of Object.keys(debt ?? { labelled: null })) {
    const nodes = listAt(debt?.[list], ['debt', list], errors, what);
    if (isUnavailable(nodes)) return nodes;
    for (const node of nodes) found.set(node.number, node);
    isPartial ||= !/Latest$|Closed$/.test(list) && debt?.[list]?.pageInfo.hasNextPage === true;
  }
  const all = [...found.values()];
  return {
    open: all
      .filter(({ closedAt }) => closedAt === null)
      .map((issue) => ({ ...itemOf(issue, repository, home, 'issue'), createdAt: issue.createdAt })),
    opened: all.filter(({ createdAt }) => isWithin(period, createdAt)).length,
    closed: all.filter(({ closedAt }) => closedAt !== null && isWithin(period, closedAt)).length,
    isPartial,
  };
}

/** What matters and stands in no page that was read. Of debt how many are open is told as the least. */
export function beyondPages({ debt, notable, member }: Overview, period: Period): readonly Unavailable[] {
  const beyond = (list: ListAnswer<DebtIssueAnswer> | null | undefined, what: string, order: string) =>
    list?.pageInfo.hasNextPage === true
      ? [unavailable(`${what} of ${calledBy(member)} beyond the ${list.nodes?.length} ${order}`, 'unreachable')]
      : [];
  const ofDebt = Object.entries(debt ?? {}).flatMap(([name, list]) => {
    const last = list?.nodes?.at(-1);
    if (name.endsWith('Closed') && last != null && last.updatedAt >= period.start)
      return beyond(list, 'the closed debt issues', 'that changed last');
    if (name.endsWith('Latest') && last != null && last.createdAt >= period.start)
      return beyond(list, 'the debt issues', 'latest');
    return [];
  });
  const ofNotable = NOTABLE_KINDS.flatMap((kind) => [
    ...beyond(notable?.[kind], `the issues with the label ${kind}`, 'oldest'),
    ...beyond(notable?.[`${kind}Closed`], `the closed issues with the label ${kind}`, 'that changed last'),
  ]);
  return [...ofDebt, ...ofNotable];
}

/** Open ones, and those that closed at or after `since`. */
export function notableIssuesFrom(
  overviews: readonly Overview[],
  since: string,
  home: RepositoryFacts,
): readonly NotableIssue[] | Unavailable {
  const parts = allOf(overviews.map((overview) => notableOf(overview, since, home)));
  return isUnavailable(parts) ? parts : parts.flat();
}

function notableOf(
  { notable, errors, repository, member }: Overview,
  since: string,
  home: RepositoryFacts,
): readonly NotableIssue[] | Unavailable {
  const found: NotableIssue[] = [];
  for (const kind of NOTABLE_KINDS) {
    const what = `the issues of ${calledBy(member)} with the label ${kind}`;
    for (const list of [kind, `${kind}Closed`]) {
      const nodes = listAt(notable?.[list], ['notable', list], errors, what);
      if (isUnavailable(nodes)) return nodes;
      const recent = nodes.filter(({ closedAt }) => closedAt === null || compareInstants(since, closedAt) <= 0);
      found.push(...recent.map((issue) => toNotable(kind, issue, repository, home)));
    }
  }
  return found;
}

function toNotable(
  kind: NotableIssue['kind'],
  issue: NotableAnswer,
  repository: RepositoryFacts,
  home: RepositoryFacts,
): NotableIssue {
  const isExperiment = kind === 'experiment';
  const learned = isExperiment && !isHidden(repository, home) ? lineAfter(issue.body, 'Learned', 'Outcome') : null;
  return {
    ...itemOf(issue, repository, home, 'issue'),
    kind,
    createdAt: issue.createdAt,
    closedAt: issue.closedAt,
    sunset: isExperiment ? sunsetIn(issue.body) : null,
    learned,
  };
}

function sunsetIn(text: string): string | null {
  const [date] = /\d{4}-\d\d-\d\d/.exec(lineAfter(text, 'Sunset') ?? '') ?? [];
  return date !== undefined && isDate(date) ? date : null;
}
