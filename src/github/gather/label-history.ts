import { isSameLabel } from '#core/facts/actor.ts';
import type { LabelEvent } from '#core/facts/label-history.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { LabelEventsAnswer, LabellingsAnswer } from '../answers.ts';
import type { GitHubClient } from '../client.ts';
import { LABEL_EVENTS_DOCUMENT } from '../documents.ts';
import { toLabelHistory } from './pull-request.ts';

/** Further pages of a hundred events: a pull request that was labelled more often than that is left alone. */
const MAX_PAGES = 5;

/**
 * The pull request with its label events read so far back that one on `label` shows, or to their beginning: a person's
 * word holds for good, and may be older than the newest hundred.
 */
export async function withHistoryOf(
  label: string,
  pullRequest: PullRequestFacts,
  newest: LabellingsAnswer | null | undefined,
  repository: RepositoryRef,
  github: GitHubClient,
): Promise<PullRequestFacts> {
  let history = pullRequest.labelHistory;
  let cursor = newest?.pageInfo.startCursor ?? null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    if (isUnavailable(history) || history.isComplete || cursor === null || names(label, history.events)) break;
    const { owner, name } = repository;
    const variables = { owner, name, number: pullRequest.number, before: cursor };
    const { data } = await github.query<LabelEventsAnswer>(LABEL_EVENTS_DOCUMENT, variables);
    const timeline = data?.repository?.pullRequest?.timelineItems;
    const older = toLabelHistory(timeline);
    history = isUnavailable(older) ? older : { ...older, events: [...older.events, ...history.events] };
    cursor = timeline?.pageInfo.startCursor ?? null;
  }
  return { ...pullRequest, labelHistory: history };
}

function names(label: string, events: readonly LabelEvent[]): boolean {
  return events.some((event) => isSameLabel(event.label, label));
}
