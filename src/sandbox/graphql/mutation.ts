import { actorOf, canRead, demand } from '../auth.ts';
import { Refusal } from '../http-answer.ts';
import type { Issue } from '../state/model.ts';
import { pinIssue, unpinIssue } from '../state/pins.ts';
import { issueView } from './item.ts';
import { refusal, type View, type Viewing } from './view.ts';

interface Input {
  readonly input: { readonly issueId: string; readonly clientMutationId?: string | null };
}

export function mutationView(viewing: Viewing): View {
  const actor = () => actorOf(viewing.world, viewing.caller);
  return {
    pinIssue: ({ input }: Input) => {
      const issue = writable(viewing, input.issueId);
      if (!pinIssue(viewing.world, issue, actor())) {
        throw refusal('UNPROCESSABLE', 'Maximum 3 pinned issues per repository');
      }
      return { clientMutationId: input.clientMutationId, issue: issueView(viewing, issue) };
    },
    unpinIssue: ({ input }: Input) => {
      const issue = writable(viewing, input.issueId);
      unpinIssue(viewing.world, issue, actor());
      return { clientMutationId: input.clientMutationId, id: issue.nodeId, issue: issueView(viewing, issue) };
    },
  };
}

function writable({ world, caller }: Viewing, id: string): Issue {
  const record = world.nodes.get(id);
  const issue = record !== undefined && 'kind' in record && record.kind === 'Issue' ? record : null;
  if (issue === null || !canRead(caller, issue.repository, 'issues')) {
    throw refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  }
  try {
    demand(caller, issue.repository, 'issues', 'write');
  } catch (error) {
    if (error instanceof Refusal) throw refusal('FORBIDDEN', error.message);
    throw error;
  }
  return issue;
}
