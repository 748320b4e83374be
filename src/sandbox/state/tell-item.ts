import { issueShape } from '../shapes/issue.ts';
import { pullRequestShape } from '../shapes/pull-request.ts';
import type { Account, Issue, PullRequest } from './model.ts';
import type { World } from './world.ts';

/** Fires `issues.<action>` or `pull_request.<action>`, with what the action adds. */
export function tellItem(
  world: World,
  item: Issue | PullRequest,
  action: string,
  sender: Account,
  extra: () => Record<string, unknown> = () => ({}),
): void {
  const { repository } = item;
  if (item.kind === 'Issue') {
    world.tell({
      event: 'issues',
      action,
      repository,
      sender,
      detail: () => ({ issue: issueShape(world, item), ...extra() }),
    });
  } else {
    world.tell({
      event: 'pull_request',
      action,
      repository,
      sender,
      detail: () => ({ number: item.number, pull_request: pullRequestShape(world, item), ...extra() }),
    });
  }
}
