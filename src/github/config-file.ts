/** The configuration as GitHub holds it: always from default branches, never from a pull request's head. */
import { CONFIG_PATH, type ConfigFile, type ResolvedConfig } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { ConfigCommitAnswer, ConfigHistoryAnswer, OwnerConfigAnswer, PullRequestQueryAnswer } from './answers.ts';
import type { GitHubClient, QueryError } from './client.ts';
import { CONFIG_HISTORY_DOCUMENT } from './documents.ts';
import { Unreachable } from './errors.ts';
import { nodesOf } from './gather/issue.ts';

/** The files in question, as they came with the pull request's query. */
export interface ConfigSources {
  readonly repository: ConfigFile | null;
  /** Git's id of the repository's file; null when it has none. */
  readonly committedOid: string | null;
  /** `.github-private` before `.github`; null when neither holds the file, or neither can be seen. */
  readonly owner: ConfigFile | null | Unavailable;
}

export function configSources(answer: PullRequestQueryAnswer | null, errors: readonly QueryError[]): ConfigSources {
  const repository = fileOf(answer?.repository ?? null);
  return { repository, committedOid: repository?.oid ?? null, owner: ownerFile(answer, errors) };
}

function ownerFile(answer: PullRequestQueryAnswer | null, errors: readonly QueryError[]): ConfigSources['owner'] {
  for (const alias of ['ownerPrivate', 'ownerPublic'] as const) {
    const file = fileOf(answer?.[alias] ?? null);
    if (file !== null) return file;
    const error = errors.find(({ path, type }) => path[0] === alias && type !== 'NOT_FOUND');
    if (error !== undefined) {
      const name = alias === 'ownerPrivate' ? '.github-private' : '.github';
      return unavailable(
        `${CONFIG_PATH} in the owner’s ${name}`,
        error.type === 'FORBIDDEN' ? 'forbidden' : 'unreachable',
      );
    }
  }
  return null;
}

function fileOf(answer: OwnerConfigAnswer | null): ConfigFile | null {
  return answer === null ? null : fileAt(answer.nameWithOwner, answer.defaultBranchRef?.target ?? null);
}

function fileAt(repository: string, commit: ConfigCommitAnswer | null): ConfigFile | null {
  const file = commit?.file ?? null;
  if (commit?.oid === undefined || file === null) return null;
  const { text = null, byteSize = 0, isBinary = false, isTruncated = false } = file.object ?? {};
  return {
    repository,
    path: CONFIG_PATH,
    commit: commit.oid,
    oid: file.oid,
    byteSize,
    text: isBinary === true || isTruncated ? null : text,
  };
}

/**
 * What rules here. Parsing (YAML, Zod) is loaded only when there is a file to parse: it is more than half of a cold start
 * of the Action (docs/adr/0003-cold-start.md).
 */
export async function readConfig(
  github: GitHubClient,
  target: RepositoryRef,
  sources: ConfigSources,
): Promise<ResolvedConfig> {
  const { repository, owner } = sources;
  if (repository === null && owner === null) return WITHOUT_FILE;
  const { resolveConfig } = await import('#core/config/resolve.ts');
  const input = { repository, owner, target };
  const newest = resolveConfig(input);
  if (!newest.isCommittedInvalid && !newest.isOwnerInvalid) return newest;
  // An invalid file does not rule: the last valid version of it does, so older ones are needed.
  const previous = newest.isCommittedInvalid ? await readHistory(github, target) : [];
  const ownerAt = newest.isOwnerInvalid && owner !== null && !isUnavailable(owner) ? repositoryOf(owner) : null;
  const previousOwner = ownerAt === null ? [] : await readHistory(github, ownerAt);
  return resolveConfig({ ...input, previous, previousOwner });
}

function repositoryOf({ repository }: ConfigFile): RepositoryRef {
  const [owner = '', name = ''] = repository.split('/');
  return { owner, name };
}

/** What would rule if the file were on the default branch as the pull request has it. */
export async function readHeadConfig(
  target: RepositoryRef,
  { owner }: ConfigSources,
  commit: ConfigCommitAnswer,
): Promise<ResolvedConfig> {
  const { resolveConfig } = await import('#core/config/resolve.ts');
  const repository = fileAt(`${target.owner}/${target.name}`, commit);
  return resolveConfig({ repository, owner, target });
}

const WITHOUT_FILE: ResolvedConfig = {
  config: DEFAULTS,
  origin: { repository: null, owner: null, state: 'defaults', ownerFile: 'none-or-unreadable' },
  problems: [],
  isGoverned: false,
  isCommittedInvalid: false,
  ownerUnreadable: null,
};

async function readHistory(github: GitHubClient, target: RepositoryRef): Promise<ConfigFile[]> {
  const { data } = await github.query<ConfigHistoryAnswer>(CONFIG_HISTORY_DOCUMENT, {
    owner: target.owner,
    name: target.name,
    configPath: CONFIG_PATH,
  });
  const repository = data?.repository ?? null;
  if (repository === null) throw new Unreachable('GitHub gave no answer about the history of the configuration file');
  const commits = nodesOf(repository.defaultBranchRef?.target?.history);
  return commits.flatMap((commit) => fileAt(repository.nameWithOwner, commit) ?? []);
}
