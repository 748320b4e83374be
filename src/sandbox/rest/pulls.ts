import { canSee } from '../auth.ts';
import { invalid, notFound, Refusal } from '../http-answer.ts';
import { pullRequestShape, pullRequestSimpleShape } from '../shapes/pull-request.ts';
import { treeChanges } from '../state/changes.ts';
import { pullRequestsOfHead } from '../state/heads.ts';
import { editText } from '../state/issues.ts';
import type { PullRequest, Repository } from '../state/model.ts';
import {
  closePullRequest,
  mergePullRequest,
  openPullRequest,
  reopenPullRequest,
  setBase,
} from '../state/pull-requests.ts';
import { fullName } from '../state/world.ts';
import {
  created,
  demandAuthor,
  type Exchange,
  list,
  ok,
  param,
  pullRequestOf,
  type Route,
  repositoryRoute,
  sender,
  text,
} from './route.ts';

/** `head`: a branch here, or `owner:branch` of a fork. */
function headOf(
  exchange: Exchange,
  repository: Repository,
  head: string,
): { headRepository: Repository; branch: string } {
  const [owner, branch] = head.includes(':') ? head.split(':', 2) : [repository.owner.login, head];
  const isHere = owner?.toLowerCase() === repository.owner.login.toLowerCase();
  const headRepository = isHere
    ? repository
    : [...exchange.world.repositories.values()].find(
        (fork) => fork.forkOf === repository && fork.owner.login.toLowerCase() === owner?.toLowerCase(),
      );
  if (headRepository === undefined || branch === undefined) throw invalid('PullRequest', 'head', 'invalid');
  return { headRepository, branch };
}

export const pullRoutes: readonly Route[] = [
  repositoryRoute('GET', '/pulls', 'pull_requests', (exchange, repository) => {
    const state = exchange.query.get('state') ?? 'open';
    const head = exchange.query.get('head');
    const base = exchange.query.get('base');
    const found = [...repository.items.values()]
      .filter((item): item is PullRequest => item.kind === 'PullRequest')
      .filter((pr) => state === 'all' || (state === 'open') === (pr.state === 'OPEN'))
      .filter(
        (pr) =>
          (base === null || pr.baseRef === base) &&
          (head === null || `${pr.headRepository.owner.login}:${pr.headRef}` === head),
      )
      .sort((a, b) => b.number - a.number);
    return list(exchange, found, (pr) => pullRequestSimpleShape(exchange.world, pr));
  }),
  repositoryRoute(
    'POST',
    '/pulls',
    'pull_requests',
    (exchange, repository) => {
      const title = text(exchange, 'title');
      const head = text(exchange, 'head');
      const base = text(exchange, 'base');
      if (title === undefined || head === undefined || base === undefined)
        throw invalid(
          'PullRequest',
          title === undefined ? 'title' : head === undefined ? 'head' : 'base',
          'missing_field',
        );
      const { headRepository, branch } = headOf(exchange, repository, head);
      const headOid = headRepository.branches.get(branch);
      const commit = repository.commits.get(headOid ?? '');
      if (commit === undefined) throw invalid('PullRequest', 'head', 'invalid');
      if (!repository.branches.has(base)) throw invalid('PullRequest', 'base', 'invalid');
      const isThere = [...repository.items.values()].some(
        (item) =>
          item.kind === 'PullRequest' &&
          item.state === 'OPEN' &&
          item.headRepository === headRepository &&
          item.headRef === branch &&
          item.baseRef === base,
      );
      if (isThere)
        throw new Refusal(422, 'Validation Failed', {
          errors: [{ resource: 'PullRequest', code: 'custom', message: `A pull request already exists for ${head}.` }],
        });
      const pr = openPullRequest(exchange.world, repository, {
        title,
        body: text(exchange, 'body') ?? '',
        author: sender(exchange),
        base,
        head: branch,
        headRepository,
        headOid: commit.oid,
        files: treeChanges(repository.commits.get(repository.branches.get(base) ?? '')?.tree ?? new Map(), commit.tree),
        draft: exchange.body.draft === true,
      });
      return created(pullRequestShape(exchange.world, pr));
    },
    'read',
  ),
  repositoryRoute('GET', '/pulls/{pull_number}', 'pull_requests', (exchange, repository) =>
    ok(pullRequestShape(exchange.world, pullRequestOf(exchange, repository))),
  ),
  repositoryRoute(
    'PATCH',
    '/pulls/{pull_number}',
    'pull_requests',
    (exchange, repository) => {
      const { world } = exchange;
      const pr = pullRequestOf(exchange, repository);
      demandAuthor(exchange, pr);
      const actor = sender(exchange);
      editText(world, pr, { title: text(exchange, 'title'), body: text(exchange, 'body') }, actor);
      const base = text(exchange, 'base');
      if (base !== undefined) {
        if (!repository.branches.has(base)) throw invalid('PullRequest', 'base', 'invalid');
        setBase(world, pr, base, actor);
      }
      const state = text(exchange, 'state');
      if (state === 'closed') closePullRequest(world, pr, actor);
      if (state === 'open') reopenPullRequest(world, pr, actor);
      return ok(pullRequestShape(world, pr));
    },
    'read',
  ),
  repositoryRoute('GET', '/pulls/{pull_number}/files', 'pull_requests', (exchange, repository) => {
    const pr = pullRequestOf(exchange, repository);
    return list(exchange, pr.files, (file) => {
      const html = `${exchange.world.url}/${fullName(repository)}`;
      return {
        sha: pr.headOid,
        filename: file.path,
        status: file.status,
        additions: file.additions,
        deletions: file.deletions,
        changes: file.additions + file.deletions,
        blob_url: `${html}/blob/${pr.headOid}/${encodeURI(file.path)}`,
        raw_url: `${html}/raw/${pr.headOid}/${encodeURI(file.path)}`,
        contents_url: `${html}/contents/${encodeURI(file.path)}?ref=${pr.headOid}`,
        ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
      };
    });
  }),
  repositoryRoute('PUT', '/pulls/{pull_number}/merge', 'contents', (exchange, repository) => {
    const pr = pullRequestOf(exchange, repository);
    if (pr.state !== 'OPEN' || pr.isDraft) throw new Refusal(405, 'Pull Request is not mergeable');
    const wanted = text(exchange, 'sha');
    if (wanted !== undefined && wanted !== pr.headOid)
      throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
    const commit = mergePullRequest(exchange.world, pr, sender(exchange));
    return ok({ sha: commit.oid, merged: true, message: 'Pull Request successfully merged' });
  }),
  repositoryRoute('GET', '/commits/{commit_sha}/pulls', 'pull_requests', (exchange, repository) => {
    if (!canSee(exchange.caller, repository)) throw notFound();
    const oid = param(exchange, 'commit_sha');
    if (!repository.commits.has(oid)) throw new Refusal(422, `No commit found for SHA: ${oid}`);
    return list(exchange, pullRequestsOfHead(repository, oid), (pr) => pullRequestSimpleShape(exchange.world, pr));
  }),
];
