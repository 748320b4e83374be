/** The summary before this one: ours or an app's by its author, this scope's by its marker. */
import { unticked } from '#core/summary/boxes.ts';
import { readKept, weeklyOf } from '#core/summary/kept-figures.ts';
import { isDuplicate } from '#core/summary/plan-posting.ts';
import type { PreviousIssue } from '#core/summary/week.ts';
import { oursAmong, type PostedIssues } from '../posted-issues.ts';
import type { ResolvedWeek } from './resolve-week.ts';

/**
 * Of the latest earlier period; where two were posted of it, the one that stayed. An app's that carries our label is read
 * as ours is, since an app and a job may take turns: only who may triage could have labelled it, and nobody else edits it.
 */
export function previousOf(
  posted: PostedIssues,
  { id, mark, period }: Pick<ResolvedWeek, 'id' | 'mark' | 'period'>,
): PreviousIssue | null {
  const ours = oursAmong(posted);
  const known = posted.issues.filter((issue) => issue.isByBot || ours.includes(issue));
  const earlier = weeklyOf(known, mark).filter((issue) => issue.period < period.name);
  const [latest] = earlier.toSorted((a, b) => {
    if (a.period !== b.period) return a.period < b.period ? 1 : -1;
    return Number(isDuplicate(a.body)) - Number(isDuplicate(b.body)) || a.number - b.number;
  });
  if (latest === undefined) return null;
  const { number, url, body } = latest;
  const read = readKept(body);
  // It is this scope's, whatever its repository was called then.
  const kept = read === null ? null : { ...read, scope: id };
  return { number, url, period: latest.period, kept, boxes: unticked(body, kept, latest.period) };
}
