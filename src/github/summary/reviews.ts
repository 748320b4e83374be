import type { OpenPullRequestAnswer, ReviewAuthor } from './answers.ts';

/**
 * Since when the oldest review is waited for that was asked for after the latest one was given; null where none is. GitHub
 * takes a request away once who was asked has reviewed, and keeps it when somebody else has: that answers it, too, unless it is a bot's.
 */
export function waitsSince({
  author,
  reviewRequests,
  reviews,
}: Pick<OpenPullRequestAnswer, 'author' | 'reviewRequests' | 'reviews'>): string | null {
  const pending = (reviewRequests?.nodes ?? []).filter((request) => request !== null);
  if (pending.length === 0) return null;
  const waiting = new Set(pending.map(({ requestedReviewer }) => requestedReviewer?.id ?? null));
  const events = (reviews.nodes ?? []).filter((event) => event !== null);
  let reviewedAt = '';
  const askedAt = new Map<string | null, string>();
  for (const event of events) {
    if (event.__typename === 'ReviewRequestedEvent') {
      const reviewer = event.requestedReviewer?.id ?? null;
      if (waiting.has(reviewer)) askedAt.set(reviewer, event.createdAt);
    } else if (isReview(event, author) && event.submittedAt !== null) {
      if (event.submittedAt > reviewedAt) reviewedAt = event.submittedAt;
    }
  }
  const open = [...askedAt.values()].filter((at) => at > reviewedAt).sort();
  return open[0] ?? null;
}

/** An author's own remarks are none. */
function isReview(
  event: { readonly author: ReviewAuthor | null },
  author: Pick<ReviewAuthor, 'login'> | null,
): boolean {
  return event.author?.__typename !== 'Bot' && event.author?.login !== author?.login;
}
