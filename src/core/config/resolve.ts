/**
 * The files that may govern a repository → the configuration that does. Defaults, then the owner's file, then the
 * repository's: maps merge, scalars and lists of the nearer win, and what the owner locked stays.
 */
import type { RepositoryRef } from '../facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '../facts/unavailable.ts';
import { matchesAnyTitle } from '../globs/matches.ts';
import type { Config, ConfigFile, ConfigOrigin, ConfigProblem, ResolvedConfig } from './config.ts';
import { type ConfigTree, changesNothing, mergeTrees, valueAt, withoutPath } from './merge.ts';
import { type ConfigRole, mistakesIn, parseConfig, type ValidConfig } from './parse.ts';
import { Config as schema } from './schema.ts';

export interface ConfigInput {
  readonly target: RepositoryRef;
  /** The newest committed file of the target's default branch; null when it has none. */
  readonly repository: ConfigFile | null;
  /**
   * Older committed versions, newest first. Only needed once the newest proves invalid: resolve without them, and again
   * with them when `isCommittedInvalid` says so.
   */
  readonly previous?: readonly ConfigFile[];
  /**
   * The file of `.github-private`, else of `.github`. Null or `not-found`: none there, or not readable; GitHub does not
   * say which. Any other failure leaves open what the owner wants, and is never taken for "no file".
   */
  readonly owner: ConfigFile | null | Unavailable;
  /** Likewise older versions of the owner's file, once `isOwnerInvalid`. */
  readonly previousOwner?: readonly ConfigFile[];
}

/** Repositories whose file is the owner's and nothing else. */
const OWNER_REPOSITORIES: readonly string[] = ['.github', '.github-private'];

export function resolveConfig(input: ConfigInput): ResolvedConfig {
  const { target } = input;
  const isOwners = OWNER_REPOSITORIES.includes(target.name.toLowerCase());
  const ownerFile = isOwners ? (input.repository ?? input.owner) : input.owner;
  const failed = isUnavailable(ownerFile) && ownerFile.reason !== 'not-found' ? ownerFile : null;
  const owner = pick(
    isUnavailable(ownerFile) ? null : ownerFile,
    (isOwners && input.repository !== null ? input.previous : input.previousOwner) ?? [],
    (file) => parseAs('owner', file),
  );
  const ownerTree = owner.chosen?.value ?? {};
  const ownerConfig = schema.parse(ownerTree);

  const repositoryFile = isOwners ? null : input.repository;
  const isIncluded = owner.chosen !== null && matchesAnyTitle(ownerConfig.repositories.include, target.name);
  const governs = owner.chosen !== null && (repositoryFile !== null || isIncluded);
  const base = governs ? ownerTree : {};
  const repository = pick(repositoryFile, input.previous ?? [], (file) =>
    mergeOver(base, parseAs('repository', file), governs ? ownerConfig : null, owner.file),
  );

  const tree = repository.chosen?.value ?? base;
  const config = schema.parse(tree);
  const missing =
    config.inherit === 'required' && owner.chosen === null && failed === null ? missingOwner(target) : null;
  return {
    config,
    origin: {
      repository: repository.file === null ? null : nameOf(repository.file),
      owner: governs && owner.file !== null ? nameOf(owner.file) : null,
      state: stateOf(repository.state, governs ? owner.state : 'none'),
      ownerFile: governs ? 'used' : owner.state === 'none' ? 'none-or-unreadable' : 'not-governing',
    },
    problems: [
      ...repository.problems,
      ...(missing === null ? [] : inheritProblems(repository)),
      ...(governs || isOwners || owner.chosen === null ? owner.problems : []),
    ],
    // A failure is never "no file": whether the owner governs here is not known.
    isGoverned: repositoryFile !== null || governs || failed !== null,
    isCommittedInvalid: isOwners ? input.repository !== null && owner.isInvalid : repository.isInvalid,
    isOwnerInvalid: owner.isInvalid,
    ownerUnreadable: failed ?? missing,
  };
}

/** A version of a file that can rule. `problems` are those that do not make it invalid. */
interface Usable {
  readonly ok: true;
  readonly value: ConfigTree;
  readonly problems: readonly ConfigProblem[];
  readonly problemAt: ValidConfig['problemAt'];
}

type Candidate = Usable | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

interface Picked {
  /** The file that rules, or the invalid one when none does; null when there is none. */
  readonly file: ConfigFile | null;
  readonly chosen: Usable | null;
  readonly state: 'none' | 'committed' | 'last-valid' | 'never-valid';
  /** Of the newest version. */
  readonly problems: readonly ConfigProblem[];
  readonly isInvalid: boolean;
}

/** The newest version that is valid. */
function pick(
  newest: ConfigFile | null,
  previous: readonly ConfigFile[],
  read: (file: ConfigFile) => Candidate,
): Picked {
  if (newest === null) return { file: null, chosen: null, state: 'none', problems: [], isInvalid: false };
  const first = read(newest);
  const { problems } = first;
  if (first.ok) return { file: newest, chosen: first, state: 'committed', problems, isInvalid: false };
  for (const file of previous) {
    if (file.oid === newest.oid) continue;
    const older = read(file);
    if (older.ok) return { file, chosen: older, state: 'last-valid', problems, isInvalid: true };
  }
  return { file: newest, chosen: null, state: 'never-valid', problems, isInvalid: true };
}

function parseAs(role: ConfigRole, file: ConfigFile) {
  return parseConfig(file, sourceOf(file), role);
}

/** What is wrong only together with the owner's file is a problem of the repository's, the nearer one. */
function mergeOver(
  base: ConfigTree,
  parsed: ReturnType<typeof parseConfig>,
  ownerConfig: Config | null,
  ownerFile: ConfigFile | null,
): Candidate {
  if (!parsed.ok) return parsed;
  const problems: ConfigProblem[] = [];
  let nearer = parsed.value;
  for (const key of ownerConfig?.locked ?? []) {
    const path = key.split('.');
    const wanted = valueAt(nearer, path);
    if (wanted === undefined) continue;
    nearer = withoutPath(nearer, path);
    if (changesNothing(valueAt(ownerConfig, path), wanted)) continue;
    const where = ownerFile === null ? 'the owner' : `\`${sourceOf(ownerFile)}\``;
    problems.push(parsed.problemAt(path, `is locked by ${where}, so what is written there stands; remove it here`));
  }
  const value = mergeTrees(base, nearer);
  const afterMerge = mistakesIn(value).map(({ path, message }) => parsed.problemAt(path, message));
  if (afterMerge.length > 0) return { ok: false, problems: [...problems, ...afterMerge] };
  return { ...parsed, value, problems };
}

function stateOf(repository: Picked['state'], owner: Picked['state']): ConfigOrigin['state'] {
  if (repository === 'never-valid') return 'defaults-invalid';
  if (repository === 'last-valid' || owner === 'last-valid') return 'last-valid';
  return repository === 'none' && owner === 'none' ? 'defaults' : 'committed';
}

function missingOwner(target: RepositoryRef): Unavailable {
  return unavailable(`the configuration of ${target.owner}, which \`inherit: required\` asks for`, 'not-found');
}

/** Only the repository's own file can have asked for it here: the owner's is not there. */
function inheritProblems({ chosen }: Picked): readonly ConfigProblem[] {
  const message =
    'is `required`, but the owner’s `.github` repository has no valid `.github/leadership.yml`, or it can’t be read from here; add it, let the app or the token read it, or write `optional`';
  return chosen === null ? [] : [chosen.problemAt(['inherit'], message)];
}

function nameOf(file: ConfigFile): string {
  return `${file.repository}/${file.path}@${file.commit.slice(0, 7)}`;
}

function sourceOf(file: ConfigFile): string {
  return `${file.repository}:${file.path}`;
}
