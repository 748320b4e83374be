/** Instants as people say them, on the clocks of an IANA zone. */
import { millisecondsBetween } from '../time.ts';

interface Words {
  readonly day: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
}

/** Making one costs more than a verdict, and a process sees few zones. */
const kept = new Map<string, Words>();
const MAX_KEPT = 50;

function wordsIn(timeZone: string): Words {
  const known = kept.get(timeZone);
  if (known !== undefined) return known;
  const words = {
    day: new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' }),
    time: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }),
  };
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(timeZone, words);
  return words;
}

/** `Mon 23 Nov`. */
export function dayOf(instant: string, timeZone: string): string {
  return wordsIn(timeZone).day.format(toNumber(instant)).replace(',', '');
}

/** `Mon 23 Nov 00:00 CET`. */
export function momentOf(instant: string, timeZone: string): string {
  return `${dayOf(instant, timeZone)} ${wordsIn(timeZone).time.format(toNumber(instant))}`;
}

function toNumber(instant: string): number {
  return millisecondsBetween('1970-01-01T00:00:00Z', instant);
}
