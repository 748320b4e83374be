/** What a pull request counts as. Every pull request has exactly one class, decided in the order of this file. */
import type { Config } from './config/config.ts';
import { type AppliedLabel, bareLogin, isSameLabel } from './facts/actor.ts';
import type { PullRequestFacts } from './facts/pull-request.ts';
import { matchesAny } from './globs/matches.ts';

export type PullRequestClass = 'excluded' | 'other';

export interface Classification {
  readonly class: PullRequestClass;
  readonly reason: ClassificationReason;
}

export type ClassificationReason =
  | { readonly code: 'update-bot' | 'bot' | 'author'; readonly login: string }
  | { readonly code: 'label'; readonly label: string }
  | { readonly code: 'back-merge'; readonly from: string; readonly into: string }
  | { readonly code: 'default' };

/**
 * Bots that update, release or merge, by login as GraphQL spells it (without `[bot]`). A coding agent's pull request is
 * the team's own work and is not among them.
 */
const HOUSEKEEPING_BOTS: ReadonlySet<string> = new Set([
  'dependabot',
  'dependabot-preview',
  'renovate',
  'mend-for-github-com',
  'pre-commit-ci',
  'github-actions',
  'release-please',
  'changeset-bot',
  'mergify',
  'kodiakhq',
  'allcontributors',
  'imgbot',
  'depfu',
]);

export function classify(pullRequest: PullRequestFacts, config: Config, defaultBranch: string | null): Classification {
  const reason = exclusion(pullRequest, config, defaultBranch);
  return reason === null ? { class: 'other', reason: { code: 'default' } } : { class: 'excluded', reason };
}

function exclusion(
  pullRequest: PullRequestFacts,
  config: Config,
  defaultBranch: string | null,
): ClassificationReason | null {
  const { author } = pullRequest;
  const { bots, authors, labels } = config.exclude;
  if (author !== null) {
    const login = bareLogin(author.login);
    // The account's type decides, never its name: anybody may call a user account `dependabot-fan`.
    if (author.kind === 'Bot' && !pullRequest.hasCommitByPerson && bots !== 'none') {
      if (HOUSEKEEPING_BOTS.has(login)) return { code: 'update-bot', login };
      if (bots === 'all') return { code: 'bot', login };
    }
    if (authors.some((excluded) => bareLogin(excluded) === login)) return { code: 'author', login };
  }
  const label = exemptingLabel(pullRequest.labels, labels);
  if (label !== null) return { code: 'label', label };
  if (!pullRequest.isFork && isNamedBranch(pullRequest.headRef, config, defaultBranch)) {
    return { code: 'back-merge', from: pullRequest.headRef, into: pullRequest.baseRef };
  }
  return null;
}

/**
 * The first label among `names` that exempts. It counts only if a person with triage or a trusted app set it: an
 * automation that copies a title into labels must not let its author past a guardrail.
 */
export function exemptingLabel(labels: readonly AppliedLabel[], names: readonly string[]): string | null {
  const label = labels.find(
    ({ name, setterMayTriage }) => setterMayTriage === true && names.some((wanted) => isSameLabel(wanted, name)),
  );
  return label?.name ?? null;
}

/**
 * A branch that the configuration names outright. A glob says what is checked and must not say what is exempt: anybody
 * who may push can call a branch `release/mine`.
 */
function isNamedBranch(branch: string, config: Config, defaultBranch: string | null): boolean {
  return branch === defaultBranch || (config.branches.includes(branch) && !/[*?[\]{}!]/.test(branch));
}

/** The default branch is always tracked; `branches` adds to it. */
export function isTrackedBranch(branch: string, config: Config, defaultBranch: string | null): boolean {
  return branch === defaultBranch || matchesAny(config.branches, branch);
}
