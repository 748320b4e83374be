/** Which of several issues of a period is the one, where several accounts wrote some. */
import { bareLogin } from '#core/facts/actor.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { weeklyOf } from '#core/summary/kept-figures.ts';
import { isDuplicate } from '#core/summary/plan-posting.ts';
import { Unreachable } from './errors.ts';
import { mayTriage, type PermissionCache } from './gather/permissions.ts';
import { isBot, oursAmong, type PostedIssue, type PostedIssues, type PostedRequest } from './posted-issues.ts';

export interface RivalRequest extends PostedRequest {
  readonly permissions: PermissionCache;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** More accounts than that never wrote one summary; whoever copies it from many is asked no further. */
const MAX_ASKED = 5;

/** Open ones first, and then the first. */
export function ofPeriod(
  issues: readonly PostedIssue[],
  { scope, period }: Pick<PostedRequest, 'scope' | 'period'>,
): readonly PostedIssue[] {
  const found = weeklyOf(issues, scope).filter((issue) => issue.period === period);
  return found.toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || a.number - b.number);
}

/**
 * Another account's issue that goes before ours; null where ours does, or there is none. Two accounts never write one
 * issue, so who comes second lets the first one's stand: an app that of another app or of a job, a person also that of
 * whoever may triage. What a person alone wrote never keeps an app from its own. One that a person closed goes on being
 * that of its period; one that was closed for another never was. Throws `Unreachable` where that can't be told.
 */
export async function rivalOf(request: RivalRequest, posted: PostedIssues): Promise<PostedIssue | null> {
  const ours = oursAmong(posted);
  const asked = new Set<string>();
  for (const issue of ofPeriod(posted.issues, request)) {
    if (!issue.isOpen && isDuplicate(issue.body)) continue;
    if (ours.some(({ number }) => number === issue.number)) return null;
    if (issue.isByBot) return issue;
    if (isBot(posted.viewer) || issue.author === null) continue;
    asked.add(bareLogin(issue.author));
    if (asked.size > MAX_ASKED) continue;
    if (await mayPost(issue.author, request)) return issue;
  }
  return null;
}

async function mayPost(login: string, { github, home, permissions, nowMs }: RivalRequest): Promise<boolean> {
  const place = { ...home, nameWithOwner: nameWithOwner(home) };
  const may = await mayTriage(github, place, login, permissions, nowMs);
  if (isUnavailable(may)) throw new Unreachable(`GitHub gave no answer about ${may.what} in ${place.nameWithOwner}.`);
  return may;
}
