/** Sprints of one length, one after the other, from an anchor on. */
import { addLocalDays, compareInstants, localDateOf, localDaysBetween, startOfLocalDate } from '../../time.ts';
import { type CalendarOptions, type Sprint, type SprintCalendar, sprintOf } from './sprint.ts';

export interface CadenceOptions extends CalendarOptions {
  /** Local date on which the first sprint starts; before it there is none. */
  readonly anchor: string;
  /** In local days, at least 1. */
  readonly length: number;
}

/** A length as written, `2w` or `10d`, in days; null for anything else. */
export function parseLength(written: string): number | null {
  const [, count, unit] = LENGTH.exec(written) ?? [];
  if (count === undefined) return null;
  return Number(count) * (unit === 'w' ? 7 : 1);
}

const LENGTH = /^([1-9]\d{0,2})([dw])$/;

export function cadence(options: CadenceOptions): SprintCalendar {
  const { anchor, length, timezone } = options;
  const firstDate = (index: number): string => addLocalDays(anchor, index * length);
  const numbered = (index: number): Sprint => sprintOf(firstDate(index), firstDate(index + 1), null, options);

  /** Of the sprint that contains an instant; negative before the anchor. */
  function indexAt(instant: string): number {
    let index = Math.floor(localDaysBetween(anchor, localDateOf(instant, timezone)) / length);
    // Where clocks go back over midnight, the local date goes back with them, but the sprint has begun.
    while (compareInstants(startOfLocalDate(firstDate(index + 1), timezone), instant) <= 0) index++;
    return index;
  }

  return {
    at(instant) {
      const index = indexAt(instant);
      return index < 0 ? null : numbered(index);
    },
    next: (instant) => numbered(Math.max(0, indexAt(instant) + 1)),
    previous(instant, count) {
      const current = Math.max(0, indexAt(instant));
      return Array.from({ length: Math.min(count, current) }, (_, back) => numbered(current - 1 - back));
    },
  };
}
