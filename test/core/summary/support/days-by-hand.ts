/** Dates by `Date` and `Intl`. */
export const DAY = 86_400_000;
export const time = (instant: string) => Date.parse(instant);

/** Days since 1970 of the date that a clock on the wall shows. */
export function dayOf(instant: string, zone: string): number {
  const [date = ''] = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(time(instant)).split(' ');
  return Date.parse(date) / DAY;
}
