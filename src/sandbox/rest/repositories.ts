import { gitBlobOid } from '../graphql/commit.ts';
import { invalid, notFound, Refusal } from '../http-answer.ts';
import { collaboratorShape } from '../shapes/app.ts';
import { fullRepositoryShape, repositoryUrl } from '../shapes/repository.ts';
import { signatureShape, userShape } from '../shapes/user.ts';
import { roleOf } from '../state/accounts.ts';
import type { Commit, Repository, Role } from '../state/model.ts';
import { commitFile } from '../state/push.ts';
import { fullName } from '../state/world.ts';
import { type Exchange, ok, param, type Route, repositoryRoute, sender, text } from './route.ts';

/** The older `permission` knows no triage or maintain. */
const LEGACY: Readonly<Record<Role, string>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

function commitOf(exchange: Exchange, repository: Repository, ref: string | null): Commit {
  const name = (ref ?? repository.defaultBranch).replace(/^refs\/heads\//, '').replace(/^heads\//, '');
  const commit = repository.commits.get(repository.branches.get(name) ?? name);
  if (commit === undefined)
    throw exchange.query.has('ref') ? new Refusal(404, `No commit found for the ref ${name}`) : notFound();
  return commit;
}

function entry(
  exchange: Exchange,
  repository: Repository,
  ref: string,
  path: string,
  content: string | Buffer | null,
): Record<string, unknown> {
  const url = `${repositoryUrl(exchange.world, repository)}/contents/${encodeURI(path)}?ref=${ref}`;
  const isFile = content !== null;
  const sha = isFile ? gitBlobOid(content) : gitBlobOid(path);
  const gitUrl = `${repositoryUrl(exchange.world, repository)}/git/${isFile ? 'blobs' : 'trees'}/${sha}`;
  const html = `${exchange.world.url}/${fullName(repository)}/${isFile ? 'blob' : 'tree'}/${ref}/${encodeURI(path)}`;
  return {
    name: path.split('/').at(-1),
    path,
    sha,
    size: isFile ? Buffer.byteLength(content) : 0,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: isFile ? `${html}?raw=1` : null,
    type: isFile ? 'file' : 'dir',
    _links: { self: url, git: gitUrl, html },
  };
}

function contents(exchange: Exchange, repository: Repository): unknown {
  const commit = commitOf(exchange, repository, exchange.query.get('ref'));
  const ref = exchange.query.get('ref') ?? repository.defaultBranch;
  const path = param(exchange, 'path').replace(/\/$/, '');
  const content = commit.tree.get(path);
  if (content !== undefined) {
    const encoded = Buffer.from(content).toString('base64').replaceAll(/.{60}/g, '$&\n');
    return { ...entry(exchange, repository, ref, path, content), content: `${encoded}\n`, encoding: 'base64' };
  }
  const prefix = path === '' ? '' : `${path}/`;
  const below = new Map<string, string | Buffer | null>();
  for (const [file, text] of commit.tree) {
    if (!file.startsWith(prefix)) continue;
    const [head = ''] = file.slice(prefix.length).split('/');
    below.set(prefix + head, file === prefix + head ? text : null);
  }
  if (below.size === 0) throw notFound();
  return [...below].map(([name, text]) => entry(exchange, repository, ref, name, text));
}

function commitShape(exchange: Exchange, repository: Repository, commit: Commit): Record<string, unknown> {
  const url = `${repositoryUrl(exchange.world, repository)}/commits/${commit.oid}`;
  const html = `${exchange.world.url}/${fullName(repository)}/commit/${commit.oid}`;
  const person = signatureShape(commit.author, commit.at);
  const account = commit.author === null ? null : userShape(exchange.world, commit.author);
  const tree = { sha: commit.oid, url: `${repositoryUrl(exchange.world, repository)}/git/trees/${commit.oid}` };
  const parents = commit.parents.map((sha) => ({
    sha,
    url: `${repositoryUrl(exchange.world, repository)}/commits/${sha}`,
    html_url: html,
  }));
  return {
    sha: commit.oid,
    node_id: `C_${commit.oid}`,
    url,
    html_url: html,
    comments_url: `${url}/comments`,
    parents,
    author: account,
    committer: account,
    commit: { author: person, committer: person, message: commit.message, tree, url, comment_count: 0 },
  };
}

/** The short form that a written file is answered with. */
function writtenShape(exchange: Exchange, repository: Repository, commit: Commit): Record<string, unknown> {
  const { commit: inner, ...outer } = commitShape(exchange, repository, commit) as {
    commit: Record<string, unknown>;
  } & Record<string, unknown>;
  return {
    ...inner,
    sha: outer.sha,
    node_id: outer.node_id,
    html_url: outer.html_url,
    parents: outer.parents,
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  };
}

export const repositoryRoutes: readonly Route[] = [
  repositoryRoute('GET', '', 'metadata', (exchange, repository) => ok(fullRepositoryShape(exchange.world, repository))),
  repositoryRoute('GET', '/collaborators/{username}/permission', 'metadata', (exchange, repository) => {
    const account = exchange.world.accounts.get(
      param(exchange, 'username')
        .toLowerCase()
        .replace(/\[bot\]$/, ''),
    );
    if (account === undefined) throw notFound();
    const role = roleOf(repository, account);
    return ok(collaboratorShape(exchange.world, account, LEGACY[role], role));
  }),
  repositoryRoute('GET', '/contents/{path}', 'contents', (exchange, repository) => ok(contents(exchange, repository))),
  repositoryRoute('PUT', '/contents/{path}', 'contents', (exchange, repository) => {
    const message = text(exchange, 'message');
    const content = text(exchange, 'content');
    if (message === undefined || content === undefined)
      throw invalid('Commit', message === undefined ? 'message' : 'content', 'missing_field');
    const branch = text(exchange, 'branch') ?? repository.defaultBranch;
    const path = param(exchange, 'path');
    const tip = repository.commits.get(repository.branches.get(branch) ?? '');
    const before = tip?.tree.get(path);
    const sha = text(exchange, 'sha');
    if (before !== undefined && sha !== gitBlobOid(before)) {
      throw sha === undefined
        ? new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
        : new Refusal(409, `${path} does not match ${sha}`);
    }
    const written = Buffer.from(content, 'base64').toString();
    const commit = commitFile(exchange.world, repository, path, written, {
      branch,
      message,
      author: sender(exchange).login,
    });
    return {
      status: before === undefined ? 201 : 200,
      body: {
        content: entry(exchange, repository, branch, path, written),
        commit: writtenShape(exchange, repository, commit),
      },
    };
  }),
  repositoryRoute('GET', '/commits/{ref}', 'contents', (exchange, repository) => {
    const commit = commitOf(exchange, repository, param(exchange, 'ref'));
    return ok({
      ...commitShape(exchange, repository, commit),
      stats: { additions: 0, deletions: 0, total: 0 },
      files: [],
    });
  }),
  repositoryRoute('POST', '/git/refs', 'contents', (exchange, repository) => {
    const ref = text(exchange, 'ref') ?? '';
    const sha = text(exchange, 'sha') ?? '';
    const branch = ref.replace(/^refs\/heads\//, '');
    if (branch === ref || !repository.commits.has(sha)) throw new Refusal(422, 'Object does not exist');
    if (repository.branches.has(branch)) throw new Refusal(422, 'Reference already exists');
    repository.branches.set(branch, sha);
    return {
      status: 201,
      body: {
        ref,
        node_id: `REF_${repository.id}`,
        url: `${repositoryUrl(exchange.world, repository)}/git/${ref}`,
        object: { type: 'commit', sha, url: `${repositoryUrl(exchange.world, repository)}/git/commits/${sha}` },
      },
    };
  }),
  {
    method: 'GET',
    template: '/users/{username}',
    handle: (exchange) => {
      const account = exchange.world.accounts.get(
        param(exchange, 'username')
          .toLowerCase()
          .replace(/\[bot\]$/, ''),
      );
      if (account === undefined) throw notFound();
      return ok({
        ...userShape(exchange.world, account),
        name: account.login,
        company: null,
        blog: '',
        location: null,
        email: null,
        hireable: null,
        bio: null,
        public_repos: 0,
        public_gists: 0,
        followers: 0,
        following: 0,
        created_at: account.createdAt,
        updated_at: account.createdAt,
      });
    },
  },
  {
    method: 'GET',
    template: '/rate_limit',
    handle: ({ limits, who }) => {
      const core = limits.state(who, 'core');
      return ok({
        resources: {
          core,
          graphql: limits.state(who, 'graphql'),
          search: { limit: 30, used: 0, remaining: 30, reset: core.reset },
        },
        rate: core,
      });
    },
  },
];
