/** Texts of which only some are meant: whether they are. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `YYYY-MM-DD`, and a day that the calendar has. */
export function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  const days = DAYS[Number(month) - 1];
  if (days === undefined) return false;
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  return Number(day) >= 1 && Number(day) <= (month === '02' && isLeap ? 29 : days);
}

/** A name that the IANA database holds; offsets such as `+01:00` are none, since they know no summer time. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** A web address without anything that ends one in Markdown; a pattern, so that editors can say so, too. */
export const WEB_ADDRESS = /^https?:\/\/[^\s/?#<>()[\]"'`\\]+(?:[/?#][^\s<>()[\]"'`\\]*)?$/;
