/**
 * A week's figures once more, as naively as can be: every number by walking over all of the facts, dates by `Date` and
 * `Intl`, shares as fractions, what would be enough by trying one unit after the other. It shares nothing with the product
 * but the shape of its facts.
 */
import type { Item, MergedPullRequest, SprintWeek, WeekFacts } from '#core/summary/week.ts';

import { DAY, dayOf, time } from './days-by-hand.ts';
import { middle, rank } from './ranks-by-hand.ts';
import { sprintsByHand } from './sprints-by-hand.ts';

function mondayOf(name: string): number | null {
  const [, year, week] = /^(\d{4})-W(\d\d)$/.exec(name) ?? [];
  if (year === undefined || week === undefined) return null;
  const fourth = Date.UTC(Number(year), 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth / DAY - weekday + (Number(week) - 1) * 7;
}

function weeksFrom(name: string, until: string): number | null {
  const [from, to] = [mondayOf(name), mondayOf(until)];
  return from === null || to === null ? null : (to - from) / 7;
}

const refs = (items: readonly Item[]) => items.map(({ ref }) => ref).sort();

export function countByHand(week: WeekFacts) {
  const { period, rules, scope, now } = week;
  const zone = rules.timezone;
  const today = dayOf(now, zone);
  const age = (instant: string) => Math.max(0, today - dayOf(instant, zone));
  const within = (instant: string | null, from: string, to: string) =>
    instant !== null && time(instant) >= time(from) && time(instant) < time(to);
  const inWeek = week.merged.filter(({ mergedAt }) => within(mergedAt, period.start, period.end));
  const kept = week.previous?.kept?.scope === scope.id ? week.previous.kept : null;
  const sprints: SprintWeek | null = 'unavailable' in week.sprints ? null : week.sprints;
  // Links and objectives.
  const judged = inWeek.filter(({ outcome }) => ['pass', 'fail', 'not-available'].includes(outcome));
  const isAll = scope.missing.length === 0;
  const before =
    kept !== null && isAll && !kept.week.isPartial && weeksFrom(kept.week.period, period.name) === 1 ? kept.week : null;
  const objectives = week.objectives ?? [];
  const doneFor = (key: string) => inWeek.filter((one) => one.objectives.includes(key)).length;
  const moved = objectives.filter(
    ({ key, subIssueClosedAt }) => doneFor(key) > 0 || within(subIssueClosedAt, period.start, period.end),
  );
  const still = objectives.filter(
    (one) => one.isOpen && !moved.includes(one) && (one.createdAt === null || time(one.createdAt) < time(period.end)),
  );
  const silentSince = silentSinceOf(sprints, now);
  const isHidden = scope.missing.length > 0;
  const isSilenceKnown = silentSince !== null && !isHidden && time(week.mergedSince) <= time(silentSince);
  const silent = !isSilenceKnown
    ? []
    : objectives.filter(
        ({ isOpen, key, createdAt, subIssueClosedAt }) =>
          isOpen &&
          createdAt !== null &&
          time(createdAt) < time(silentSince) &&
          !(subIssueClosedAt !== null && time(subIssueClosedAt) >= time(silentSince)) &&
          !week.merged.some((one) => one.objectives.includes(key) && time(one.mergedAt) >= time(silentSince)),
      );
  const reported = sprints?.reported ?? null;
  const changed = objectives.filter(
    ({ isOpen, createdAt, editedAt }) =>
      isOpen &&
      reported !== null &&
      [createdAt, editedAt].some(
        (one) =>
          one !== null &&
          time(one) > time(reported.start) &&
          time(one) < Math.min(time(reported.end), time(period.end)),
      ),
  );
  const issues = week.issues ?? [];
  const openIssues = (kind: string) => issues.filter((one) => one.kind === kind && one.closedAt === null);
  const closedIssues = (kind: string) =>
    issues.filter((one) => one.kind === kind && within(one.closedAt, period.start, period.end));
  const ages = (items: readonly { readonly ref: string; readonly createdAt: string }[]) =>
    items.map(({ ref, createdAt }) => `${ref} ${age(createdAt)}`).sort();
  const openCount = objectives.filter(({ isOpen }) => isOpen).length;

  // Flow.
  const people = inWeek.filter((one) => one.class !== 'excluded');
  const isShown = new Set(people.map(({ author }) => author).filter((one) => !/\[bot\]$/.test(one))).size >= 3;
  const cycles = people.map((one) => (time(one.mergedAt) - time(one.createdAt)) / 1000);
  const incidents = closedIssues('incident');
  const restores = incidents.map((one) => Math.max(0, (time(one.closedAt ?? '') - time(one.createdAt)) / 1000));
  const delivered =
    week.deliveries === null || week.deliveries.kind === null
      ? null
      : week.deliveries.at.filter((one) => within(one, period.start, period.end)).length;
  const weeksBefore = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      (kept === null ? [] : [kept.week, ...kept.weeks]).find((one) => weeksFrom(one.period, period.name) === index + 1),
    ).filter((one) => one !== undefined);
  const usual = (which: 'cycleP50' | 'deliveries' | 'restoreP50' | 'reverts') =>
    middle(
      (isAll ? weeksBefore(4) : [])
        .filter((one) => !one.isPartial && (which !== 'deliveries' || one.kind === week.deliveries?.kind))
        .map((one) => one[which])
        .filter((value) => value !== null),
    );
  const debtAges = (week.debtIssues?.open ?? []).map(({ createdAt }) => age(createdAt));

  return {
    ...sprintsByHand(week),
    links: {
      linked: judged.filter((one) => one.isLinked).length,
      toObjective: judged.filter((one) => one.objectives.length > 0).length,
      of: judged.length,
    },
    linksBefore:
      before === null ? null : { linked: before.linked, toObjective: before.toObjective, of: before.ofLinked },
    moved: week.objectives === null ? null : moved.length,
    still: isHidden || week.objectives === null ? null : refs(still),
    isQuiet: isAll && inWeek.length === 0,
    decisions: ages(openIssues('decision')),
    questions: ages(openIssues('question')),
    oldestDecisionDays: rank(
      openIssues('decision').map(({ createdAt }) => age(createdAt)),
      100,
    ),
    reviews: (week.open ?? [])
      .filter((one) => !one.isDraft && one.waitsSince !== null && age(one.waitsSince) > 3)
      .map((one) => `${one.ref} ${age(one.waitsSince ?? '')}`)
      .sort(),
    blocked: refs([...(week.open ?? []).filter((one) => one.isBlocked), ...openIssues('blocked')]),
    silent: refs(silent),
    changed: refs(changed),
    sunset: openIssues('experiment')
      .filter(({ sunset }) => sunset !== null && Date.parse(sunset) / DAY < today)
      .map(({ ref, sunset }) => `${ref} ${today - Date.parse(sunset ?? '') / DAY}`)
      .sort(),
    rows: objectives.map(({ key }) => ({
      key,
      merged: doneFor(key),
      open: week.open === null ? null : week.open.filter((one) => one.objectives.includes(key)).length,
      lastMerge: latestDate(
        week.merged.filter((one) => one.objectives.includes(key)),
        zone,
      ),
    })),
    tooMany: openCount > rules.objectives['max-open'] ? { open: openCount, most: rules.objectives['max-open'] } : null,
    onlyToIssue: refs(judged.filter((one) => one.isLinked && one.objectives.length === 0)),
    toNothing: refs(inWeek.filter((one) => ['debt', 'other'].includes(one.class) && !one.isLinked)),
    debtIssues:
      week.debtIssues === null
        ? null
        : { open: debtAges.length, ageP50: rank(debtAges, 50), ageP90: rank(debtAges, 90) },
    learned: {
      objectives: refs(objectives.filter((one) => !one.isOpen && within(one.closedAt, period.start, period.end))),
      experiments: refs(closedIssues('experiment')),
      gotPast: inWeek.flatMap((one) => one.gotPast.map(({ by }) => `${one.ref} ${by}`)).sort(),
    },
    question: ['direction', 'right-problem', 'course', 'debt-plan'][(Number(period.name.slice(-2)) + 3) % 4],
    merged: refs(inWeek),
    flow: !isShown
      ? null
      : {
          cycle:
            people.length < 5
              ? null
              : { p50: rank(cycles, 50), p90: rank(cycles, 90), usual: usual('cycleP50'), n: people.length },
          deliveries: delivered === null ? null : { n: delivered, usual: usual('deliveries') },
          restore:
            restores.length < 3 ? null : { p50: rank(restores, 50), usual: usual('restoreP50'), n: restores.length },
          incidents: week.issues === null ? null : restores.length,
          reverts: { n: people.filter((one) => one.isRevert).length, of: people.length, usual: usual('reverts') },
        },
    weeksKept: weeksBefore(7).map((one) => one.period),
  };
}

function latestDate(items: readonly MergedPullRequest[], zone: string): string | null {
  const last = Math.max(...items.map(({ mergedAt }) => time(mergedAt)));
  return items.length === 0 ? null : new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(last);
}

/** Start of the second to last sprint that is over. */
function silentSinceOf(sprints: SprintWeek | null, now: string): string | null {
  if (sprints === null) return null;
  const all = [...(sprints.reported === null ? [] : [sprints.reported]), ...sprints.earlier];
  const over = all.filter((one) => time(one.end) <= time(now)).sort((a, b) => time(b.start) - time(a.start));
  return over[1]?.start ?? null;
}
