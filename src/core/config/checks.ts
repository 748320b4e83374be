/**
 * What a value must satisfy beyond its type and size, by name: the generated schema names them, the reader looks them up.
 * Each says what is wrong, as the rest of a sentence that begins with the key, or null.
 */
import { parsePercentage } from '../capacity/band.ts';
import { parseLength } from '../capacity/sprints/cadence.ts';
import { globProblem } from '../globs/glob.ts';
import { isDate, isTimeZone } from './formats.ts';

export const CHECKS = {
  date: (text: string) =>
    isDate(text) ? null : 'is no date; write one of the calendar as YYYY-MM-DD, such as 2027-01-04',
  timezone: (text: string) =>
    isTimeZone(text) ? null : 'is no IANA time zone; write one such as `Europe/Berlin` or `UTC`',
  glob: (text: string) => globProblem(text),
  'repository-name': (text: string) =>
    text.includes('/') ? 'holds a `/`; write the repository’s name without its owner' : null,
  'date-or-title': (text: string) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && !isDate(text)
      ? 'is no date of the calendar; write one as YYYY-MM-DD, or a title'
      : null,
  'sprint-length': (text: string) =>
    parseLength(text) === null ? 'is no length; write weeks or days, such as `2w` or `10d`' : null,
  percentage: (written: string | number) => percentageProblem(written),
  thousandths: (written: number) =>
    /\.\d{4}|e-/.test(String(written)) ? 'has more than three decimals; round it' : null,
} as const satisfies Record<string, (value: never) => string | null>;

export type CheckName = keyof typeof CHECKS;

/** A check for a schema: `z.string().refine(...named('date'))`. */
export function named<Name extends CheckName>(name: Name) {
  type Value = Parameters<(typeof CHECKS)[Name]>[0];
  const problemOf = CHECKS[name] as (value: Value) => string | null;
  return [
    (value: Value) => problemOf(value) === null,
    { error: ({ input }: { readonly input?: unknown }) => problemOf(input as Value) ?? '', params: { check: name } },
  ] as const;
}

/** What is wrong with a percentage as written; null when nothing is. */
function percentageProblem(written: string | number): string | null {
  const parsed = parsePercentage(written);
  switch (parsed.problem) {
    case null:
      return null;
    case 'fraction':
      return `must be a percentage; did you mean \`${parsed.meant / 100}%\`?`;
    case 'malformed':
      return 'must be a percentage from 0 to 100 with at most two decimals, such as `15%`';
  }
}
