import { actorOf, canRead, canSee } from '../auth.ts';
import type { NodeRecord } from '../state/world.ts';
import { runView, suiteView } from './check.ts';
import { itemView, milestoneView } from './item.ts';
import { ownerView } from './owner.ts';
import { repositoryView } from './repository.ts';
import { actorView, refusal, type View, type Viewing } from './view.ts';

export function queryView(viewing: Viewing): View {
  const { world, caller, limits, who } = viewing;
  return {
    rateLimit: () => {
      const { limit, used, remaining, reset } = limits.state(who, 'graphql');
      return {
        cost: viewing.points,
        limit,
        used,
        remaining,
        nodeCount: viewing.nodes,
        resetAt: `${new Date(reset * 1000).toISOString().slice(0, 19)}Z`,
      };
    },
    viewer: () => {
      const account = actorOf(world, caller);
      // The schema says `User`, so a bot shows here under its REST name.
      return account.kind === 'Bot'
        ? { ...actorView(viewing, account), __typename: 'User', login: `${account.login}[bot]` }
        : actorView(viewing, account);
    },
    repository: ({ owner, name, followRenames }: { owner: string; name: string; followRenames: boolean | null }) => {
      const former = followRenames === false ? undefined : world.renamed.get(`${owner}/${name}`.toLowerCase());
      const repository = world.findRepository(owner, name) ?? former;
      if (repository === undefined || !canSee(caller, repository)) {
        throw refusal('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return repositoryView(viewing, repository);
    },
    repositoryOwner: ({ login }: { login: string }) => {
      const account = world.accounts.get(login.toLowerCase());
      return account === undefined || account.kind === 'Bot' ? null : ownerView(viewing, account);
    },
    organization: ({ login }: { login: string }) => {
      const account = world.accounts.get(login.toLowerCase());
      if (account?.kind !== 'Organization') {
        throw refusal('NOT_FOUND', `Could not resolve to an Organization with the login of '${login}'.`);
      }
      return ownerView(viewing, account);
    },
    node: ({ id }: { id: string }) => nodeView(viewing, id),
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => {
        try {
          return nodeView(viewing, id);
        } catch (error) {
          return error;
        }
      }),
  };
}

function nodeView(viewing: Viewing, id: string): View {
  const record = viewing.world.nodes.get(id);
  const view = record === undefined ? null : viewOf(viewing, record);
  if (view === null) throw refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  return view;
}

function viewOf(viewing: Viewing, record: NodeRecord): View | null {
  const { caller } = viewing;
  if ('login' in record) return actorView(viewing, record);
  if ('branches' in record) return canSee(caller, record) ? repositoryView(viewing, record) : null;
  if ('suite' in record) return canRead(caller, record.suite.repository, 'checks') ? runView(viewing, record) : null;
  if ('runs' in record) return canRead(caller, record.repository, 'checks') ? suiteView(viewing, record) : null;
  if ('dueOn' in record) return canRead(caller, record.repository, 'issues') ? milestoneView(viewing, record) : null;
  return canRead(caller, record.repository, record.kind === 'Issue' ? 'issues' : 'pull_requests')
    ? itemView(viewing, record)
    : null;
}
