import { userShape } from '../shapes/user.ts';
import type { Account, PullRequest, Review } from './model.ts';
import { tellItem } from './tell-item.ts';
import { nodeId, type World } from './world.ts';

export function requestReview(world: World, pr: PullRequest, reviewer: Account, actor: Account): void {
  if (pr.requested.has(reviewer)) return;
  pr.requested.add(reviewer);
  pr.updatedAt = world.stamp();
  pr.timeline.push({
    type: 'ReviewRequestedEvent',
    nodeId: nodeId('RRE', world.nextId()),
    at: pr.updatedAt,
    actor,
    reviewer,
  });
  tellItem(world, pr, 'review_requested', actor, () => ({ requested_reviewer: userShape(world, reviewer) }));
}

/** Whoever reviews is no longer waited for. A comment decides nothing. */
export function submitReview(world: World, pr: PullRequest, state: Review['state'], actor: Account): void {
  pr.requested.delete(actor);
  if (state !== 'COMMENTED') pr.reviewDecision = state;
  pr.updatedAt = world.stamp();
  pr.timeline.push({
    type: 'PullRequestReview',
    nodeId: nodeId('PRR', world.nextId()),
    at: pr.updatedAt,
    actor,
    state,
  });
}
