/** The configuration as GitHub holds it: always from default branches, never from a pull request's head. */
import { CONFIG_PATH, type ConfigFile, MAX_VERSIONS, type ResolvedConfig } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { ConfigInput, OlderVersions } from '#core/config/resolve.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { ConfigAnswer, ConfigCommitAnswer, OwnerConfigAnswer } from './answers.ts';
import type { GitHubClient, QueryError } from './client.ts';
import { demandRead, fileAt, isNoFile } from './config-answer.ts';
import { type ConfigCache, cacheKeyOf, isSettledByFiles } from './config-cache.ts';
import { configHistory } from './config-history.ts';
import { HISTORY_PAGE } from './documents.ts';
import { Forbidden, GitHubError } from './errors.ts';

/** The files in question, as they came with the pull request's query. */
export interface ConfigSources {
  readonly repository: ConfigFile | null;
  /** Git's id of the repository's file; null when it has none. */
  readonly committedOid: string | null;
  /** `.github-private` before `.github`; null when neither holds the file, or neither can be seen. */
  readonly owner: ConfigFile | null | Unavailable;
  readonly nameWithOwner: string;
  readonly isPrivate: boolean;
}

/**
 * Throws `Forbidden` or `Unreachable` where the repository's file, or the head's, is not known for certain: a file that
 * could not be read is never "no file".
 */
export function configSources(answer: ConfigAnswer | null, errors: readonly QueryError[]): ConfigSources {
  demandRead(
    errors.filter((error) => isOnConfig(error.path) && !isNoFile(error)),
    'the configuration file',
  );
  const repository = fileOf(answer?.repository ?? null);
  return {
    repository,
    committedOid: repository?.oid ?? null,
    owner: ownerFile(answer, errors),
    nameWithOwner: answer?.repository?.nameWithOwner ?? '',
    isPrivate: answer?.repository?.isPrivate ?? false,
  };
}

/** Where an error may hide the repository's file or the head's. One without a path may be about anything. */
function isOnConfig(path: QueryError['path']): boolean {
  const [root, part, below] = path;
  if (root === undefined) return true;
  if (root !== 'repository') return false;
  if (part === 'pullRequest' && below === 'head') return !path.some((step) => String(step).endsWith('Suites'));
  return part === undefined || part === 'defaultBranchRef';
}

function ownerFile(answer: ConfigAnswer | null, errors: readonly QueryError[]): ConfigSources['owner'] {
  for (const alias of ['ownerPrivate', 'ownerPublic'] as const) {
    const unread = errors.filter((error) => {
      const isNone = isNoFile(error) || (error.type === 'NOT_FOUND' && error.path.length === 1);
      return error.path[0] === alias && !isNone;
    });
    if (unread.length > 0) {
      const name = alias === 'ownerPrivate' ? '.github-private' : '.github';
      const isRefused = unread.every(({ type }) => type === 'FORBIDDEN');
      return unavailable(`${CONFIG_PATH} in the owner’s ${name}`, isRefused ? 'forbidden' : 'unreachable');
    }
    const file = fileOf(answer?.[alias] ?? null);
    if (file !== null) return file;
  }
  return null;
}

function fileOf(answer: OwnerConfigAnswer | null): ConfigFile | null {
  return answer === null ? null : fileAt(answer, answer.defaultBranchRef?.target ?? null);
}

/**
 * What rules here. Parsing is loaded only when there is a file to parse: YAML is a good part of a cold start of the Action
 * (docs/adr/0003-cold-start.md).
 */
export async function readConfig(
  github: GitHubClient,
  target: RepositoryRef,
  { repository, owner, isPrivate }: ConfigSources,
  cache?: ConfigCache,
): Promise<ResolvedConfig> {
  if (repository === null && owner === null) return WITHOUT_FILE;
  const input: ConfigInput = { repository, owner, target: { ...target, isPrivate } };
  const key = cache === undefined ? null : cacheKeyOf(input);
  const kept = key === null ? undefined : cache?.get(key);
  if (kept !== undefined) return kept;
  const resolved = await settle(github, input);
  if (key !== null && isSettledByFiles(resolved)) cache?.set(key, resolved);
  return resolved;
}

/** What would rule if the file were on the default branch as the pull request has it. */
export async function readHeadConfig(
  github: GitHubClient,
  target: RepositoryRef,
  { owner, nameWithOwner, isPrivate }: ConfigSources,
  commit: ConfigCommitAnswer,
): Promise<ResolvedConfig> {
  const repository = fileAt({ nameWithOwner, isPrivate }, commit);
  // What ruled before is no matter here: the head's version is what is looked at.
  const previous: OlderVersions = { files: [], isComplete: true };
  const labels = repository?.text?.includes('labels') === true ? await labelsOf(github, target) : null;
  return settle(github, { repository, owner, previous, labels, target: { ...target, isPrivate } });
}

/** Null where they can't be told: what is said with them is a hint, and not worth a verdict. */
async function labelsOf(github: GitHubClient, target: RepositoryRef): Promise<readonly string[] | null> {
  const { repositoryLabels } = await import('./gather/repository-labels.ts');
  try {
    return await repositoryLabels(github, target);
  } catch (error) {
    if (error instanceof GitHubError) return null;
    throw error;
  }
}

const WITHOUT_FILE: ResolvedConfig = {
  config: DEFAULTS,
  origin: { repository: null, owner: null, state: 'defaults', ownerFile: 'none-or-unreadable' },
  problems: [],
  isGoverned: false,
  isCommittedInvalid: false,
  ownerUnreadable: null,
  askedOwner: '',
};

/** An invalid file does not rule: the last valid version of it does, so older ones are read until one is valid. */
async function settle(github: GitHubClient, given: ConfigInput): Promise<ResolvedConfig> {
  const { resolveConfig } = await import('#core/config/resolve.ts');
  let input = given;
  let resolved = resolveConfig(input);
  for (const whose of ['owner', 'repository'] as const) {
    const place = whose === 'owner' ? repositoryOf(input.owner) : input.target;
    const history = place === null ? null : configHistory(github, place);
    for (let seen = 0; history !== null && resolved.unsettled?.[0] === whose; seen += HISTORY_PAGE) {
      if (seen >= MAX_VERSIONS) return resolved;
      let versions: OlderVersions;
      try {
        versions = await history();
      } catch (error) {
        if (whose === 'repository' || !(error instanceof GitHubError)) throw error;
        const what = `the history of ${CONFIG_PATH} in the owner’s ${place?.name}`;
        input = { ...input, owner: unavailable(what, error instanceof Forbidden ? 'forbidden' : 'unreachable') };
        resolved = resolveConfig(input);
        break;
      }
      input = { ...input, [whose === 'owner' ? 'previousOwner' : 'previous']: versions };
      resolved = resolveConfig(input);
    }
  }
  return resolved;
}

function repositoryOf(owner: ConfigInput['owner']): RepositoryRef | null {
  if (owner === null || isUnavailable(owner)) return null;
  const [login = '', name = ''] = owner.repository.split('/');
  return { owner: login, name };
}
