/** Of a week, the sprint that it is of and those before it, counted again as naively as can be. */
import type { KeptSprint } from '#core/summary/kept-figures.ts';
import { rulesKey } from '#core/summary/rules-key.ts';
import type { SprintWeek, WeekFacts } from '#core/summary/week.ts';
import { DAY, dayOf, time } from './days-by-hand.ts';
import { Fraction } from './fraction.ts';

const least = (...all: readonly Fraction[]) => all.reduce((a, b) => (b.compare(a) < 0 ? b : a));
const most = (...all: readonly Fraction[]) => all.reduce((a, b) => (b.compare(a) > 0 ? b : a));
const ZERO = new Fraction(0);

interface Past {
  readonly firstDate: string;
  readonly days: number;
  readonly isInnovation: boolean;
  readonly debt: number;
  readonly other: number;
  readonly isKnown: boolean;
  readonly band: readonly [number, number] | null;
}

export function sprintsByHand(week: WeekFacts) {
  const { rules, now } = week;
  const zone = rules.timezone;
  const today = dayOf(now, zone);
  const within = (instant: string, from: string, to: string) => time(instant) >= time(from) && time(instant) < time(to);
  const kept = week.previous?.kept?.scope === week.scope.id ? week.previous.kept : null;
  const sprints: SprintWeek | null = 'unavailable' in week.sprints ? null : week.sprints;
  const reported = sprints?.reported ?? null;
  const isHidden = week.scope.missing.length > 0;
  const options = rules.guardrails['debt-capacity'];
  const bandPoints = [options.floor, options.ceiling].map((written) =>
    Math.round(Number.parseFloat(String(written)) * 100),
  );
  const [configuredFloor = 0, configuredCeiling = 0] = bandPoints;

  const past = sprints === null ? [] : pastOf(week, sprints, kept?.sprints ?? []);
  const shareOf = (points: number) => new Fraction(points, 10_000);

  function sumsWithin(from: string, to: string) {
    const all = week.merged.filter(({ mergedAt }) => within(mergedAt, from, to));
    const sum = (name: string) => all.filter((one) => one.class === name).reduce((total, one) => total + one.weight, 0);
    const count = (name: string) => all.filter((one) => one.class === name).length;
    return { all, debt: sum('debt'), other: sum('other'), count };
  }

  function sizeAfter(sprintsBefore: readonly Past[], days: number): Fraction | null | 'unread' {
    if (options.capacity !== 'auto') return new Fraction(options.capacity);
    const six = sprintsBefore.slice(0, 6);
    if (six.some(({ isKnown }) => !isKnown)) return 'unread';
    const rates = six
      .filter((one) => !one.isInnovation && one.debt + one.other > 0)
      .map((one) => new Fraction(one.debt + one.other, 1000 * one.days))
      .sort((a, b) => a.compare(b));
    if (rates.length < 2) return null;
    while (rates.length > 2) {
      rates.pop();
      rates.shift();
    }
    const rate = rates.reduce((a, b) => a.plus(b), ZERO).over(new Fraction(rates.length));
    return new Fraction(rate.times(new Fraction(days)).nearest);
  }

  /** In basis points; null where it is not known. */
  function bandAfter(
    sprintsBefore: readonly Past[],
    size: Fraction | null | 'unread',
  ): readonly [number, number] | null {
    if (options['carry-over'].mode !== 'enforce') return [configuredFloor, configuredCeiling];
    const six = sprintsBefore.slice(0, 6);
    // Facts of these weeks hold no other size, so what can't be told by the sprints is not known.
    if (six.some(({ isKnown }) => !isKnown)) return null;
    if (size === null || size === 'unread' || size.compare(ZERO) === 0) return [configuredFloor, configuredCeiling];
    const interest = new Fraction(Number.parseInt(String(options['carry-over'].interest), 10), 100);
    let owed = ZERO;
    for (const one of [...six].reverse()) {
      if (one.isInnovation || one.debt + one.other === 0) continue;
      const due = shareOf(configuredFloor)
        .times(new Fraction(one.debt + one.other, 1000))
        .minus(new Fraction(one.debt, 1000));
      owed = most(ZERO, owed.plus(owed.times(interest)).plus(due));
    }
    const maxShift = new Fraction(Number.parseInt(String(options['carry-over']['max-shift']), 10), 100);
    const room = shareOf(10_000 - configuredCeiling);
    const points = least(owed.over(size), maxShift, room).times(new Fraction(1000)).floor * 10;
    return [configuredFloor + points, configuredCeiling + points];
  }

  const isReadWhole = reported !== null && !isHidden && time(week.mergedSince) <= time(reported.start);
  const sums = reported === null ? null : sumsWithin(reported.start, reported.end);
  const isOver = reported !== null && time(reported.end) <= time(now);
  const size = reported === null ? null : sizeAfter(past, reported.days);
  const band = reported === null ? null : bandAfter(past, size);

  function standing() {
    if (reported === null || sums === null || band === null || reported.isInnovation) return null;
    const basis = isOver ? 'merged' : options.basis;
    if (basis !== 'merged' && !(size instanceof Fraction)) return null;
    const K = size instanceof Fraction ? size : ZERO;
    const lastDay = Date.parse(reported.endDate) / DAY;
    const left = Math.max(0, lastDay - today - (isMidnight(now, zone) ? 0 : 1));
    const base = (W: Fraction) =>
      basis === 'planned' ? most(K, W) : basis === 'merged' ? W : W.plus(K.times(new Fraction(left, reported.days)));
    const [D, N] = [new Fraction(sums.debt, 1000), new Fraction(sums.other, 1000)];
    const P = base(D.plus(N));
    if (P.compare(ZERO) === 0) return null;
    const [f, c] = [shareOf(band[0]), shareOf(band[1])];
    const plan = { least: f.times(P).ceiling, most: c.times(P).floor };
    const isBelow = (debt: Fraction, other: Fraction) => debt.compare(f.times(base(debt.plus(other)))) < 0;
    const isAbove = (debt: Fraction, other: Fraction) => debt.compare(c.times(base(debt.plus(other)))) > 0;
    const sample = Math.max(options['min-sample'], new Fraction(1).over(c.minus(f)).ceiling);
    const isForming = basis === 'merged' && sums.count('debt') + sums.count('other') < sample;
    const where = isForming ? 'none' : isBelow(D, N) ? 'below' : isAbove(D, N) ? 'above' : 'inside';
    let units = 0;
    if (where === 'below') while (isBelow(D.plus(new Fraction(units)), N)) units += 1;
    if (where === 'above') while (isAbove(D, N.plus(new Fraction(units)))) units += 1;
    return { plan, where, units, left };
  }

  const held = standing();
  const own: Past | null =
    reported === null || sums === null
      ? null
      : {
          firstDate: reported.firstDate,
          days: reported.days,
          isInnovation: reported.isInnovation,
          debt: sums.debt,
          other: sums.other,
          isKnown: isReadWhole,
          band: null,
        };
  const ended = isOver && own !== null ? [own, ...past] : past;
  const known = ended.filter(({ isKnown }) => isKnown);
  const keptSprints = known.slice(0, 8).map((one, at) => {
    const prior = known.slice(at + 1);
    const [floor, ceiling] = one.band ?? bandAfter(prior, sizeAfter(prior, one.days)) ?? [0, 0];
    return { ...one, floor, ceiling };
  });
  const begun = sprints?.begun ?? null;
  const sizeOfBegun = begun === null ? null : sizeAfter(ended, begun.days);
  const bandOfBegun = begun === null ? null : bandAfter(ended, sizeOfBegun);

  return {
    debtBehind:
      reported !== null &&
      isReadWhole &&
      sums !== null &&
      held !== null &&
      !isOver &&
      sprints?.isAssumed === false &&
      time(now) - time(reported.start) >= time(reported.end) - time(now) &&
      sums.debt / 1000 < held.plan.least / 2
        ? { debt: sums.debt / 1000, least: held.plan.least, daysLeft: held.left }
        : null,
    sprint:
      isReadWhole && sums !== null
        ? {
            debt: sums.debt / 1000,
            other: sums.other / 1000,
            plan: held?.plan ?? null,
            standing: held?.where ?? 'none',
            units: held?.units ?? 0,
            isFinal: isOver,
            excluded: sums.count('excluded'),
            expedite: sums.count('expedite'),
            unclassified: sums.all.filter((one) => one.class === 'other' && one.isUnclassified).length,
            debtItems: sums.all
              .filter((one) => one.class === 'debt')
              .map(({ ref }) => ref)
              .sort(),
            band: band ?? [configuredFloor, configuredCeiling],
          }
        : null,
    size: size instanceof Fraction ? size.nearest : null,
    begun:
      begun === null
        ? null
        : {
            size: sizeOfBegun instanceof Fraction ? sizeOfBegun.nearest : null,
            plan:
              sizeOfBegun instanceof Fraction &&
              sizeOfBegun.compare(ZERO) > 0 &&
              bandOfBegun !== null &&
              !begun.isInnovation
                ? {
                    least: shareOf(bandOfBegun[0]).times(sizeOfBegun).ceiling,
                    most: shareOf(bandOfBegun[1]).times(sizeOfBegun).floor,
                  }
                : null,
          },
    keptSprints: keptSprints.map(({ firstDate, debt, other, floor, ceiling }) => ({
      firstDate,
      debt,
      other,
      floor,
      ceiling,
    })),
    chart: keptSprints
      .filter((one) => !one.isInnovation && one.debt + one.other > 0)
      .map((one) => ({
        firstDate: one.firstDate,
        share: new Fraction(one.debt, one.debt + one.other).times(new Fraction(1000)).nearest,
      }))
      .reverse(),
  };
}

function isMidnight(instant: string, zone: string): boolean {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'medium' }).format(time(instant)) === '00:00:00';
}

function pastOf(week: WeekFacts, { reported, earlier }: SprintWeek, keptOnes: readonly KeptSprint[]): readonly Past[] {
  const day = (date: string) => Date.parse(date) / DAY;
  const ofKept = (one: KeptSprint): Past => ({
    ...one,
    days: day(one.endDate) - day(one.firstDate),
    isKnown: true,
    band: [one.floor, one.ceiling],
  });
  const usable = week.previous?.kept?.rules === rulesKey(week) ? keptOnes : [];
  const ofCalendar = earlier.map((sprint): Past => {
    const same = usable.find((one) => one.firstDate === sprint.firstDate && one.endDate === sprint.endDate);
    if (same !== undefined) return ofKept(same);
    const items = week.merged.filter(
      ({ mergedAt }) => time(mergedAt) >= time(sprint.start) && time(mergedAt) < time(sprint.end),
    );
    const sum = (name: string) => items.filter((one) => one.class === name).reduce((all, one) => all + one.weight, 0);
    const { firstDate, days, isInnovation } = sprint;
    const isKnown = week.scope.missing.length === 0 && time(week.mergedSince) <= time(sprint.start);
    return { firstDate, days, isInnovation, debt: sum('debt'), other: sum('other'), isKnown, band: null };
  });
  const taken = new Set<number>();
  for (const sprint of reported === null ? earlier : [reported, ...earlier]) {
    for (let one = day(sprint.firstDate); one < day(sprint.endDate); one += 1) taken.add(one);
  }
  const isFree = (one: KeptSprint) => {
    for (let at = day(one.firstDate); at < day(one.endDate); at += 1) if (taken.has(at)) return false;
    return reported === null || day(one.firstDate) < day(reported.firstDate);
  };
  const all = [...ofCalendar, ...usable.filter(isFree).map(ofKept)];
  return all.sort((a, b) => day(b.firstDate) - day(a.firstDate));
}
