import { createHash } from 'node:crypto';
import type { Commit, Repository } from '../state/model.ts';
import { fullName } from '../state/world.ts';
import { suiteView } from './check.ts';
import { actorView, connection, demandRead, type PageArguments, refusal, type View, type Viewing } from './view.ts';

/** GraphQL gives at most so much of a blob's text and says `isTruncated` beyond. */
const MAX_BLOB_TEXT = 512_000;

export function commitView(viewing: Viewing, repository: Repository, commit: Commit): View {
  const { world } = viewing;
  const path = `/${fullName(repository)}/commit/${commit.oid}`;
  const person = { ...personView(viewing, commit), date: commit.at };
  return {
    __typename: 'Commit',
    id: `C_${commit.oid}`,
    oid: commit.oid,
    abbreviatedOid: commit.oid.slice(0, 7),
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0],
    messageBody: commit.message.split('\n').slice(2).join('\n'),
    committedDate: commit.at,
    authoredDate: commit.at,
    author: person,
    committer: person,
    url: world.url + path,
    resourcePath: path,
    commitUrl: world.url + path,
    commitResourcePath: path,
    parents: (args: PageArguments) =>
      connection(
        commit.parents.flatMap((oid) => repository.commits.get(oid) ?? []),
        args,
        (parent) => commitView(viewing, repository, parent),
      ),
    file: (args: { path: string }) => {
      demandRead(viewing, repository, 'contents');
      return entryView(viewing, repository, commit, args.path);
    },
    history: (args: PageArguments & { path?: string | null }) => {
      demandRead(viewing, repository, 'contents');
      return connection(historyOf(repository, commit, args.path ?? null), args, (one) =>
        commitView(viewing, repository, one),
      );
    },
    checkSuites: (args: PageArguments & { filterBy?: { appId?: number | null; checkName?: string | null } | null }) => {
      demandRead(viewing, repository, 'checks');
      const { appId = null, checkName = null } = args.filterBy ?? {};
      const suites = (repository.suites.get(commit.oid) ?? []).filter(
        (suite) =>
          (appId === null || suite.app.id === appId) &&
          (checkName === null || suite.runs.some((run) => run.name === checkName)),
      );
      return connection(suites, args, (suite) => suiteView(viewing, suite));
    },
  };
}

function personView(viewing: Viewing, commit: Commit): View {
  const { author } = commit;
  return {
    name: author?.login ?? 'unknown',
    email: `${author?.login ?? 'unknown'}${author?.kind === 'Bot' ? '[bot]' : ''}@users.noreply.github.com`,
    // A bot is no User, and `GitActor.user` is one.
    user: author === null || author.kind !== 'User' ? null : actorView(viewing, author),
  };
}

/** Newest first along first parents; with a path only the commits that changed it. */
function historyOf(repository: Repository, from: Commit, path: string | null): Commit[] {
  const found: Commit[] = [];
  let commit: Commit | undefined = from;
  while (commit !== undefined) {
    const parent: Commit | undefined = repository.commits.get(commit.parents[0] ?? '');
    if (path === null || blobOid(commit, path) !== (parent === undefined ? null : blobOid(parent, path)))
      found.push(commit);
    commit = parent;
  }
  return found;
}

function blobOid(commit: Commit, path: string): string | null {
  const content = commit.tree.get(path);
  return content === undefined ? null : gitBlobOid(content);
}

const oids = new Map<string, string>();

/** The object id that git gives a blob of this content. */
export function gitBlobOid(content: string | Buffer): string {
  const known = typeof content === 'string' ? oids.get(content) : undefined;
  if (known !== undefined) return known;
  const oid = createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0`)
    .update(content)
    .digest('hex');
  if (typeof content === 'string' && oids.size < 1000) oids.set(content, oid);
  return oid;
}

/** A file, or the directory above files; null when there is neither. */
function entryView(viewing: Viewing, repository: Repository, commit: Commit, path: string): View | null {
  const content = commit.tree.get(path);
  const name = path.split('/').at(-1) ?? path;
  const shared = { name, path, repository: () => null };
  if (content !== undefined) {
    const oid = gitBlobOid(content);
    const size = Buffer.byteLength(content);
    return {
      ...shared,
      oid,
      mode: 0o100644,
      type: 'blob',
      size,
      extension: name.includes('.') ? `.${name.split('.').at(-1)}` : '',
      object: () => blobView(viewing, repository, content),
    };
  }
  if (![...commit.tree.keys()].some((key) => key.startsWith(`${path}/`))) return null;
  const oid = createHash('sha1').update(`${commit.oid}:${path}`).digest('hex');
  return {
    ...shared,
    oid,
    mode: 0o040000,
    type: 'tree',
    size: 0,
    extension: '',
    object: { __typename: 'Tree', oid, id: `T_${oid}` },
  };
}

function blobView(viewing: Viewing, repository: Repository, content: string | Buffer): View {
  const oid = gitBlobOid(content);
  const bytes = Buffer.byteLength(content);
  const isBinary = content.includes('\0');
  const path = `/${fullName(repository)}/blob/${oid}`;
  return {
    __typename: 'Blob',
    id: `B_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    byteSize: bytes,
    isBinary,
    isTruncated: bytes > MAX_BLOB_TEXT,
    text: isBinary
      ? null
      : bytes > MAX_BLOB_TEXT
        ? Buffer.from(content).subarray(0, MAX_BLOB_TEXT).toString()
        : content.toString(),
    commitUrl: viewing.world.url + path,
    commitResourcePath: path,
  };
}

export function objectView(
  viewing: Viewing,
  repository: Repository,
  args: { oid?: string | null; expression?: string | null },
): View | null {
  demandRead(viewing, repository, 'contents');
  if (args.oid == null && args.expression == null) throw refusal('NOT_FOUND', 'An oid or expression is required.');
  const [revision = '', path] = (args.oid ?? args.expression ?? '').split(':', 2);
  const oid =
    revision === 'HEAD'
      ? repository.branches.get(repository.defaultBranch)
      : (repository.branches.get(revision.replace(/^refs\/heads\//, '')) ?? revision);
  const commit = repository.commits.get(oid ?? '');
  if (commit === undefined) return null;
  if (path === undefined) return commitView(viewing, repository, commit);
  const content = commit.tree.get(path);
  return content === undefined ? null : blobView(viewing, repository, content);
}
