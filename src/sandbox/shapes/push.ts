import type { Account, Commit, Repository } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';
import { committerShape } from './user.ts';

const NOTHING = '0'.repeat(40);

export interface Push {
  readonly branch: string;
  readonly before: string | null;
  readonly commit: Commit;
  readonly pusher: Account;
}

export function pushDetail(world: World, repository: Repository, push: Push): Record<string, unknown> {
  const { commit } = push;
  const paths = (status: string) =>
    commit.changes.filter((change) => change.status === status).map((change) => change.path);
  const renamed = commit.changes.filter((change) => change.status === 'renamed');
  const shape = {
    ...headCommitShape(commit),
    distinct: true,
    url: `${world.url}/${fullName(repository)}/commit/${commit.oid}`,
    added: [...paths('added'), ...renamed.map((change) => change.path)],
    removed: [...paths('removed'), ...renamed.map((change) => change.previousPath ?? change.path)],
    modified: paths('modified'),
  };
  return {
    ref: `refs/heads/${push.branch}`,
    before: push.before ?? NOTHING,
    after: commit.oid,
    created: push.before === null,
    deleted: false,
    forced: push.before !== null && !commit.parents.includes(push.before),
    base_ref: null,
    compare: `${world.url}/${fullName(repository)}/compare/${(push.before ?? commit.oid).slice(0, 12)}...${commit.oid.slice(0, 12)}`,
    commits: [shape],
    head_commit: shape,
    pusher: { name: push.pusher.login, email: committerShape(push.pusher).email },
  };
}

/** A commit as suites, merge groups and pushes carry it. */
export function headCommitShape(commit: Commit): Record<string, unknown> {
  const person = committerShape(commit.author);
  return {
    id: commit.oid,
    tree_id: commit.oid,
    message: commit.message,
    timestamp: commit.at,
    author: person,
    committer: person,
  };
}
