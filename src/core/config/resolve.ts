/**
 * The files that may govern a repository → the configuration that does. Defaults, then the owner's file, then the
 * repository's: maps merge, scalars and lists of the nearer win, and what the owner locked stays.
 */
import type { RepositoryRef } from '../facts/repository.ts';
import { isUnavailable, type Unavailable, unavailable } from '../facts/unavailable.ts';
import { matchesAnyTitle } from '../globs/matches.ts';
import {
  type Config,
  type ConfigFile,
  type ConfigOrigin,
  type ConfigProblem,
  MAX_VERSIONS,
  type ResolvedConfig,
} from './config.ts';
import { contradictionsIn } from './contradictions.ts';
import { DEFAULTS } from './defaults.ts';
import { type ConfigTree, changesNothing, mergeTrees, valueAt, withoutPath } from './merge.ts';
import { modeOf } from './mode.ts';
import { type ConfigRole, mistakesIn, parseConfig, type ValidConfig } from './parse.ts';
import { withoutPrivate } from './private-objectives.ts';
import { teamOf, teamsBeside, treeOfTeam, withoutOwnSummary, withoutShared } from './teams.ts';
import { unknownLabelsIn } from './unknown-labels.ts';
import { withDefaults } from './with-defaults.ts';
import type { Path } from './yaml-tree.ts';

/** Older committed versions of a file, newest first. */
export interface OlderVersions {
  readonly files: readonly ConfigFile[];
  /** Whether there are none older than these; those between the newest and these count as seen, and invalid. */
  readonly isComplete: boolean;
}

export interface ConfigInput {
  readonly target: RepositoryRef & { readonly isPrivate: boolean };
  /** The newest committed file of the target's default branch; null when it has none. */
  readonly repository: ConfigFile | null;
  /** Only needed once the newest proves invalid: resolve without them, and again with them as long as `unsettled` asks. */
  readonly previous?: OlderVersions;
  /**
   * The file of `.github-private`, else of `.github`. Null or `not-found`: none there, or not readable; GitHub does not
   * say which. Any other failure leaves open what the owner wants, and is never taken for "no file".
   */
  readonly owner: ConfigFile | null | Unavailable;
  readonly previousOwner?: OlderVersions;
  /** All labels of the target, to tell which of those that its file names are none; not told without them. */
  readonly labels?: readonly string[] | null;
}

const NOT_READ: OlderVersions = { files: [], isComplete: false };

/** Repositories whose file is the owner's and nothing else. */
const OWNER_REPOSITORIES: readonly string[] = ['.github', '.github-private'];

export function resolveConfig(input: ConfigInput): ResolvedConfig {
  const { target } = input;
  const isOwners = OWNER_REPOSITORIES.includes(target.name.toLowerCase());
  const isOwn = isOwners && input.repository !== null;
  const ownerFile = isOwn ? input.repository : input.owner;
  const failed = isUnavailable(ownerFile) && ownerFile.reason !== 'not-found' ? ownerFile : null;
  const owner = pick(
    isUnavailable(ownerFile) ? null : ownerFile,
    (isOwn ? input.previous : input.previousOwner) ?? NOT_READ,
    (file) => parseAs('owner', file),
  );
  const ownerTree = owner.chosen?.value ?? {};
  const ownerConfig = configOf(ownerTree);

  const repositoryFile = isOwners ? null : input.repository;
  const isIncluded = owner.chosen !== null && matchesAnyTitle(ownerConfig.repositories.include, target.name);
  const team = owner.chosen === null ? null : teamOf(ownerConfig.teams, target.name);
  const governs = owner.chosen !== null && (repositoryFile !== null || isIncluded || team !== null);
  const inherited = team === null ? withoutOwnSummary(ownerTree) : withModeOfTeam(treeOfTeam(ownerTree, team));
  const base = governs ? inherited : {};
  const baseConfig = team === null ? ownerConfig : configOf(base);
  const repository = pick(repositoryFile, input.previous ?? NOT_READ, (file) =>
    mergeOver(
      base,
      withoutTeams(parseAs('repository', file), team, owner.file),
      governs ? baseConfig : null,
      owner.file,
    ),
  );

  const tree = repository.chosen?.value ?? base;
  const config = configOf(tree);
  const missing = config.inherit === 'required' && owner.chosen === null ? missingOwner(target) : null;
  const isOwnerKnown = failed === null && missing === null && !owner.isInvalid;
  const unsettled = [owner, repository].find(({ state }) => state === 'unsettled')?.file ?? null;
  // Readers of a public repository are not those of a private file.
  const isSecret = !isUnavailable(ownerFile) && ownerFile?.isPrivate === true && !target.isPrivate;
  return {
    config: isSecret ? withoutPrivate(config, repository.chosen?.own ?? {}) : config,
    ...(team !== null && {
      team: { id: team, config: baseConfig, publicConfig: withoutPrivate(baseConfig, {}), isSecret },
    }),
    origin: {
      repository: repository.file === null ? null : nameOf(repository.file),
      owner: governs && owner.file !== null ? nameOf(owner.file) : null,
      state: stateOf(repository.state, governs || owner.state === 'unsettled' ? owner.state : 'none'),
      ownerFile: governs ? 'used' : owner.state === 'none' ? 'none-or-unreadable' : 'not-governing',
    },
    problems: [
      ...repository.problems,
      ...unknownLabelProblems(repository, config, input.labels),
      ...(missing === null || failed !== null ? [] : inheritProblems(repository)),
      ...(governs || isOwners || owner.chosen === null ? (isSecret ? untold(owner) : owner.problems) : []),
      ...(isSecret ? [] : claimedTwice(owner, ownerConfig, target.name)),
    ],
    ...(input.repository !== null && { ownSource: sourceOf(input.repository) }),
    // A failure is never "no file": whether the owner governs here is not known.
    isGoverned: repositoryFile !== null || governs || failed !== null || owner.state === 'unsettled',
    hasSummary: team === null && config.summary.enabled && isSummaryAsked(repository, tree),
    isCommittedInvalid: isOwn ? owner.isInvalid : repository.isInvalid,
    unsettled: [
      ...(owner.state === 'unsettled' ? [isOwn ? ('repository' as const) : ('owner' as const)] : []),
      ...(repository.state === 'unsettled' ? ['repository' as const] : []),
    ],
    ownerUnreadable: failed ?? (unsettled === null ? missing : tooFarBack(unsettled)),
    ...(isOwnerKnown && { askedOwner: owner.file?.repository ?? '' }),
  };
}

/** An owner's file alone posts nothing in the repositories that it governs, unless it locks that they have a summary. */
function isSummaryAsked({ chosen }: Picked, tree: ConfigTree): boolean {
  return chosen !== null || valueAt(tree, ['summary', 'enabled']) === true;
}

/** The schema fills in the keys that are absent. Maps merge with their defaults, so written categories add to those. */
function configOf(tree: ConfigTree): Config {
  const { categories } = DEFAULTS;
  return withDefaults(mergeTrees({ categories }, tree));
}

/** The general mode is the repository's to write, and through it each could leave the plan that all of them share. */
function withModeOfTeam(tree: ConfigTree): ConfigTree {
  return mergeTrees(tree, { guardrails: { 'debt-capacity': { mode: modeOf(configOf(tree), 'debt-capacity') } } });
}

/** A version of a file that can rule. `problems` are those that do not make it invalid. */
interface Usable {
  readonly ok: true;
  readonly value: ConfigTree;
  /** What this file itself adds to `value`. */
  readonly own: ConfigTree;
  readonly problems: readonly ConfigProblem[];
  readonly problemAt: ValidConfig['problemAt'];
}

type Candidate = Usable | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

interface Picked {
  /** The file that rules, or the invalid one when none does; null when there is none. */
  readonly file: ConfigFile | null;
  readonly chosen: Usable | null;
  readonly state: 'none' | 'committed' | 'last-valid' | 'never-valid' | 'unsettled';
  /** Of the newest version. */
  readonly problems: readonly ConfigProblem[];
  readonly isInvalid: boolean;
}

/** The newest version that is valid. */
function pick(newest: ConfigFile | null, previous: OlderVersions, read: (file: ConfigFile) => Candidate): Picked {
  if (newest === null) return { file: null, chosen: null, state: 'none', problems: [], isInvalid: false };
  const first = read(newest);
  const { problems } = first;
  if (first.ok) return { file: newest, chosen: first, state: 'committed', problems, isInvalid: false };
  for (const file of previous.files) {
    if (file.oid === newest.oid) continue;
    const older = read(file);
    if (older.ok) return { file, chosen: older, state: 'last-valid', problems, isInvalid: true };
  }
  const state = previous.isComplete ? 'never-valid' : 'unsettled';
  return { file: newest, chosen: null, state, problems, isInvalid: true };
}

function parseAs(role: ConfigRole, file: ConfigFile): Candidate {
  const parsed = parseConfig(file, sourceOf(file), role, role === 'owner');
  return parsed.ok ? { ...parsed, own: parsed.value } : parsed;
}

/** What the repository writes where its team decides for all has no effect, and it is told so. */
function withoutTeams(parsed: Candidate, team: string | null, ownerFile: ConfigFile | null): Candidate {
  if (team === null || !parsed.ok) return parsed;
  const { rest, idle } = withoutShared(parsed.value);
  const where = ownerFile === null ? 'the owner' : `\`${sourceOf(ownerFile)}\``;
  const message = `has no effect, since the repository belongs to a team, for which ${where} decides; remove it here`;
  const problems = idle.map((path) => ({ ...parsed.problemAt(path, message), consequence: 'ignored' as const }));
  return { ...parsed, value: rest, own: rest, problems: [...parsed.problems, ...problems] };
}

function claimedTwice({ chosen }: Picked, { teams }: Config, name: string): readonly ConfigProblem[] {
  return teamsBeside(teams, name).flatMap((id) => {
    const message = `also matches \`${name}\`, which belongs to the team \`${teamOf(teams, name)}\`; a repository belongs to one team, so narrow one of them`;
    const problem = chosen?.problemAt(['teams', id, 'repositories'], message);
    return problem === undefined ? [] : [{ ...problem, consequence: 'ignored' as const }];
  });
}

/** What is wrong only together with the owner's file is a problem of the repository's, the nearer one. */
function mergeOver(
  base: ConfigTree,
  parsed: Candidate,
  ownerConfig: Config | null,
  ownerFile: ConfigFile | null,
): Candidate {
  if (!parsed.ok) return parsed;
  const problems: ConfigProblem[] = [...parsed.problems];
  let nearer = parsed.value;
  for (const key of ownerConfig?.locked ?? []) {
    const path = key.split('.');
    const wanted = valueAt(nearer, path);
    if (wanted === undefined) continue;
    nearer = withoutPath(nearer, path);
    if (changesNothing(valueAt(ownerConfig, path), wanted)) continue;
    const where = ownerFile === null ? 'the owner' : `\`${sourceOf(ownerFile)}\``;
    const problem = parsed.problemAt(path, `is locked by ${where}, so what is written there stands; remove it here`);
    problems.push({ ...problem, consequence: 'ignored' });
  }
  const value = mergeTrees(base, nearer);
  const at = ({ path, message }: { readonly path: Path; readonly message: string }) => parsed.problemAt(path, message);
  const mistakes = mistakesIn(value);
  if (mistakes.length > 0) return { ok: false, problems: [...problems, ...mistakes.map(at)] };
  const contradictions = contradictionsIn(withDefaults(value), nearer);
  const refusing = contradictions.filter(({ isIgnored }) => !isIgnored);
  if (refusing.length > 0) return { ok: false, problems: [...problems, ...refusing.map(at)] };
  problems.push(...contradictions.map((found) => ({ ...at(found), consequence: 'ignored' as const })));
  return { ...parsed, value, own: nearer, problems };
}

function stateOf(repository: Picked['state'], owner: Picked['state']): ConfigOrigin['state'] {
  if (repository === 'unsettled' || owner === 'unsettled') return 'unsettled';
  if (repository === 'never-valid') return 'defaults-invalid';
  if (repository === 'last-valid' || owner === 'last-valid') return 'last-valid';
  return repository === 'none' && owner === 'none' ? 'defaults' : 'committed';
}

function missingOwner(target: RepositoryRef): Unavailable {
  return unavailable(`the configuration of ${target.owner}, which \`inherit: required\` asks for`, 'not-found');
}

function tooFarBack(file: ConfigFile): Unavailable {
  const what = `a valid version of ${sourceOf(file)}, of which the newest ${MAX_VERSIONS} are not`;
  return unavailable(what, 'not-found');
}

/** Problems quote what is written, so of a private file only its place is told, and only where it can't rule. */
function untold({ file, isInvalid }: Picked): readonly ConfigProblem[] {
  if (file === null || !isInvalid) return [];
  const message =
    'The file is not valid. It is private and this repository is not, so what is wrong is not repeated here; the next pull request that changes it says so.';
  return [{ source: sourceOf(file), path: '', message, line: 1, column: 1 }];
}

/** Of the repository's own file: the owner's is for many, and each has other labels. */
function unknownLabelProblems(
  { chosen, isInvalid }: Picked,
  config: Config,
  labels: ConfigInput['labels'],
): readonly ConfigProblem[] {
  if (chosen === null || isInvalid || labels == null) return [];
  return unknownLabelsIn(chosen.own, labels, config.debt.label).map(({ path, message }) => ({
    ...chosen.problemAt(path, message),
    consequence: 'ignored',
  }));
}

/** Only the repository's own file can have asked for it here: the owner's is not there. */
function inheritProblems({ chosen }: Picked): readonly ConfigProblem[] {
  const message =
    'is `required`, but the owner’s `.github` repository has no valid `.github/leadership.yml`, or it can’t be read from here; add it, let the app or the token read it, or write `optional`';
  return chosen === null ? [] : [{ ...chosen.problemAt(['inherit'], message), consequence: 'nothing-decided' }];
}

function nameOf(file: ConfigFile): string {
  return `${file.repository}/${file.path}@${file.commit.slice(0, 7)}`;
}

function sourceOf(file: ConfigFile): string {
  return `${file.repository}:${file.path}`;
}
