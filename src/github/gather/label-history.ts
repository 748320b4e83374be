import { type Hands, wordOn } from '#core/facts/label-history.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { LabelEventsAnswer, LabellingsAnswer } from '../answers.ts';
import type { GitHubClient } from '../client.ts';
import { LABEL_EVENTS_DOCUMENT } from '../documents.ts';
import { GitHubError } from '../errors.ts';
import { toLabelHistory } from './pull-request.ts';

/** Further pages of a hundred events: a pull request that was labelled more often than that is left alone. */
const MAX_PAGES = 5;

/**
 * The pull request with its label events read so far back that a person's on `label` shows, or to their beginning: that
 * word holds for good, and may be older than the newest hundred. No verdict hangs on it, so a failing look-up is a fact.
 */
export async function withHistoryOf(
  label: string,
  pullRequest: PullRequestFacts,
  newest: LabellingsAnswer | null | undefined,
  repository: RepositoryRef,
  github: GitHubClient,
  hands: Hands,
): Promise<PullRequestFacts> {
  let history = pullRequest.labelHistory;
  let cursor = newest?.pageInfo.startCursor ?? null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    if (isUnavailable(history) || history.isComplete || cursor === null) break;
    if (wordOn(label, history, hands).word !== null) break;
    const { owner, name } = repository;
    const variables = { owner, name, number: pullRequest.number, before: cursor };
    const timeline = await readEvents(github, variables);
    const older = toLabelHistory(timeline);
    history = isUnavailable(older) ? older : { ...older, events: [...older.events, ...history.events] };
    cursor = timeline?.pageInfo.startCursor ?? null;
  }
  return { ...pullRequest, labelHistory: history };
}

async function readEvents(
  github: GitHubClient,
  variables: Readonly<Record<string, unknown>>,
): Promise<LabellingsAnswer | null> {
  try {
    const { data } = await github.query<LabelEventsAnswer>(LABEL_EVENTS_DOCUMENT, variables);
    return data?.repository?.pullRequest?.timelineItems ?? null;
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPassing) throw error;
    return null;
  }
}
