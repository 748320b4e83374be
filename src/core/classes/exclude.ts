/** Who and what is not the team's work: `excluded`. */
import { isNamedBranch } from '../branches.ts';
import { type Actor, bareLogin } from '../facts/actor.ts';
import type { Detection } from './class.ts';
import type { ExemptFacts } from './class-facts.ts';
import { labelThatExempts } from './exempting-label.ts';

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

/** The account's type decides, never its name alone: anybody may call a user account `dependabot-fan`. */
export function detectBot({ pullRequest, config }: ExemptFacts): Detection | null {
  const { author, hasCommitByPerson } = pullRequest;
  const { bots } = config.exclude;
  if (author?.kind !== 'Bot' || bots === 'none') return null;
  const login = bareLogin(author.login);
  const isHousekeeping = HOUSEKEEPING_BOTS.has(login);
  if (!isHousekeeping && bots !== 'all') return null;
  const reason = { code: isHousekeeping ? ('update-bot' as const) : ('bot' as const), login };
  return hasCommitByPerson
    ? { detector: 'bot', says: null, reason, doubt: 'has-commit-by-person' }
    : { detector: 'bot', says: 'excluded', reason };
}

export function detectAuthor({ pullRequest: { author }, config }: ExemptFacts): Detection | null {
  if (author === null) return null;
  const login = bareLogin(author.login);
  const isExcluded = config.exclude.authors.some(
    (excluded) => bareLogin(excluded) === login && isOfKind(excluded, author),
  );
  return isExcluded ? { detector: 'author', says: 'excluded', reason: { code: 'author', login } } : null;
}

/** An entry that ends in `[bot]` means the app: anybody may give a user account the name without it. */
function isOfKind(entry: string, { kind }: Actor): boolean {
  return kind === 'Bot' || !entry.toLowerCase().endsWith('[bot]');
}

export function detectIgnoreLabel({ pullRequest, config }: ExemptFacts): Detection | null {
  const found = labelThatExempts(pullRequest.labels, config.exclude.labels);
  if (found === null) return null;
  const reason = { code: 'ignore-label' as const, label: found.name };
  return found.counts
    ? { detector: 'ignore-label', says: 'excluded', reason }
    : { detector: 'ignore-label', says: null, reason, doubt: 'set-without-triage' };
}

export function detectBackMerge({ pullRequest, config, defaultBranch }: ExemptFacts): Detection | null {
  const { headRef, baseRef, isFork } = pullRequest;
  if (isFork || !isNamedBranch(headRef, config, defaultBranch)) return null;
  return { detector: 'back-merge', says: 'excluded', reason: { code: 'back-merge', from: headRef, into: baseRef } };
}
