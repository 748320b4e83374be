/** Label events read back to a person's word: that holds for good, and may be older than the newest hundred. */
import { isSameLabel } from '#core/facts/actor.ts';
import { type Hands, wordOn } from '#core/facts/label-history.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import type { LabelEventsAnswer, LabellingsAnswer } from '../answers.ts';
import type { GitHubClient } from '../client.ts';
import { LABEL_EVENTS_DOCUMENT } from '../documents.ts';
import { GitHubError } from '../errors.ts';
import { toLabelHistory } from './pull-request.ts';

/** Further pages of a hundred events: what was labelled more often than that is left alone. */
const MAX_PAGES = 5;

/** What lies behind a first page of label events. GitHub never changes it. */
export interface OlderEvents {
  /** Where that first page begins: with one event more it begins elsewhere. */
  readonly before: string;
  readonly pages: number;
  /** Those on the label alone, and how far back was read for them. */
  readonly found: LabellingsAnswer;
}

/** By pull request and label, for the life of a process; it must forget by itself. Losing it costs the pages once more. */
export interface OlderEventsCache {
  get(key: string): OlderEvents | undefined;
  set(key: string, value: OlderEvents): unknown;
}

interface ReadBack {
  readonly label: string;
  readonly hands: Hands;
  /** A page of a hundred that ends at a cursor; null where GitHub does not show it now. */
  readonly readOlder: (before: string) => Promise<LabellingsAnswer | null>;
  readonly known?: OlderEvents | undefined;
  readonly remember?: (older: OlderEvents) => void;
}

/**
 * The newest events, with those on `label` before them, so far back that what a person did to it shows, or to the
 * beginning; null where GitHub does not show all of that now.
 */
export async function readBack(
  newest: LabellingsAnswer | null,
  { label, hands, readOlder, known, remember }: ReadBack,
): Promise<LabellingsAnswer | null> {
  const before = newest?.pageInfo.startCursor ?? null;
  if (newest === null || before === null) return newest;
  let older = known?.before === before ? known : null;
  for (;;) {
    const whole = older === null ? newest : joined(older.found, newest);
    const history = toLabelHistory(whole);
    const cursor = whole.pageInfo.startCursor ?? null;
    const pages = older?.pages ?? 0;
    if (isUnavailable(history) || history.isComplete || cursor === null || pages === MAX_PAGES) return whole;
    if (wordOn(label, history, hands).word !== null) return whole;
    const page = await readOlder(cursor);
    if (page === null || isUnavailable(toLabelHistory(page))) return null;
    const own = page.nodes?.filter((event) => event !== null && isSameLabel(event.label.name, label)) ?? [];
    const found = joined({ pageInfo: page.pageInfo, nodes: own }, { nodes: older?.found.nodes ?? [] });
    older = { before, pages: pages + 1, found };
    remember?.(older);
  }
}

function joined(older: LabellingsAnswer, newer: Pick<LabellingsAnswer, 'nodes'>): LabellingsAnswer {
  return { pageInfo: older.pageInfo, nodes: [...(older.nodes ?? []), ...(newer.nodes ?? [])] };
}

/**
 * The pull request with its label events read back to a person's on `label`. No verdict hangs on it, so a failing look-up
 * is a fact.
 */
export async function withHistoryOf(
  label: string,
  pullRequest: PullRequestFacts,
  newest: LabellingsAnswer | null | undefined,
  repository: RepositoryRef,
  github: GitHubClient,
  hands: Hands,
  cache?: OlderEventsCache,
): Promise<PullRequestFacts> {
  const { owner, name } = repository;
  const { number } = pullRequest;
  const key = `${nameWithOwner(repository)}#${number} ${label}`.toLowerCase();
  const whole = await readBack(newest ?? null, {
    label,
    hands,
    readOlder: (before) => readEvents(github, { owner, name, number, before }),
    known: cache?.get(key),
    remember: (older) => cache?.set(key, older),
  });
  return { ...pullRequest, labelHistory: toLabelHistory(whole) };
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
