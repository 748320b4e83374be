/**
 * Decisions that somebody should look at: what the facts of a pull request say against its class. None of it decides
 * anything; it only puts those first that a reader would ask about.
 */

import { DEFAULTS } from '#core/config/defaults.ts';
import { closest } from '#core/config/did-you-mean.ts';
import type { CountedAs } from './counted-as.ts';
import type { MergedPullRequest } from './merged-pull-requests.ts';

export interface Doubtful {
  readonly number: number;
  readonly countedAs: CountedAs;
  readonly score: number;
  /** What speaks against it, the heaviest first. */
  readonly doubts: readonly string[];
}

interface Look {
  readonly pullRequest: MergedPullRequest;
  readonly countedAs: CountedAs;
  /** Of a conventional title: type and scope in lower case, `!`; what follows them, or else the whole title. */
  readonly type: string | null;
  readonly scope: string;
  readonly isBreaking: boolean;
  readonly words: string;
}

interface Sign {
  readonly code: string;
  readonly weight: number;
  readonly speaks: (look: Look) => boolean;
}

const HEADER = /^([a-z][a-z0-9-]*)(?:\(([^()]*)\))?(!?): /i;
const DEBT_TYPES = DEFAULTS.debt.detect['title-types'];
/** Types in use (the Angular convention and what commitlint adds), so that none of them passes for a slip of the pen. */
const KNOWN_TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];
const PRODUCT_TYPES = ['feat', 'fix', 'perf', 'docs'];
const UPKEEP_TYPES = ['build', 'chore', 'ci', 'style', 'test'];
const CLEANING =
  /\b(?:refactor\w*|clean(?:s|ed|ing)?[- ]?ups?|dead code|unused|obsolete|tidy|dedup\w*|consolidat\w*)\b/i;
/** What a change does stands first in its title; further on, the same words are mostly about what the product does. */
const STARTS_WITH_CLEANING = /^(?:refactor|clean|tidy|dedup\w*|consolidate|simplify|unify)\b/i;
const STARTS_WITH_RESHAPING =
  /^(?:remove|drop|rename|migrate|move|replace|inline|extract|split|rework|rewrite|deprecate)\b/i;
const ADDING = /\b(?:add|adds|added|support|allow|introduce|implement|enable|new)\b/i;
const FIXING = /\b(?:fix|fixes|bugs?|crash\w*|leaks?|errors?)\b/i;
const SECURITY = /\b(?:security|CVE-\d+|vulnerabilit\w+)\b/i;
const RELEASE = /^(?:chore(?:\([^)]*\))?: )?(?:release|publish|bump version|v?\d+\.\d+\.\d+)\b/i;
const BACK_MERGE = /^(?:\w+: )?(?:back-?merge|merge (?:branch|remote|main|master|release)|sync \S+ (?:in)?to )/i;
const NO_CODE = /(?:^|\/)(?:tests?|__tests__|docs?|examples?)\/|\.(?:test|spec)\.\w+$|\.(?:md|snap)$/i;
const MANIFESTS =
  /(?:^|\/)(?:package(?:-lock)?\.json|[\w.-]*lock[\w.-]*|[\w.-]+\.ya?ml|[\w.-]+\.toml|go\.(?:mod|sum))$/i;
/** Below it, proportions say little. */
const MANY_LINES = 50;

const SIGNS: Readonly<Record<CountedAs['class'], readonly Sign[]>> = {
  other: [
    { code: 'type-one-slip-from-debt', weight: 5, speaks: isSlip },
    { code: 'revert-without-proof', weight: 4, speaks: ({ pullRequest }) => /^revert\b/i.test(pullRequest.title) },
    { code: 'release-or-back-merge', weight: 4, speaks: ({ pullRequest: { title } }) => isHousekeeping(title) },
    { code: 'bot-is-judged', weight: 3, speaks: ({ pullRequest }) => pullRequest.isBot },
    { code: 'title-speaks-of-cleaning', weight: 3, speaks: isCleaning },
    { code: 'title-speaks-of-security', weight: 2, speaks: ({ words }) => SECURITY.test(words) },
    { code: 'mostly-deletes', weight: 2, speaks: ({ pullRequest }) => outweighs(pullRequest, 'deletions', 4) },
    { code: 'dependency-by-person', weight: 1, speaks: isUpdateByPerson },
    { code: 'title-speaks-of-reshaping', weight: 1, speaks: ({ words }) => STARTS_WITH_RESHAPING.test(words) },
    { code: 'type-of-upkeep', weight: 1, speaks: ({ type }) => type !== null && UPKEEP_TYPES.includes(type) },
    { code: 'feature-or-fix-without-code', weight: 1, speaks: isProductWithoutCode },
  ],
  debt: [
    { code: 'title-speaks-of-adding', weight: 3, speaks: ({ words }) => ADDING.test(words) },
    { code: 'title-speaks-of-fixing', weight: 3, speaks: ({ words }) => FIXING.test(words) },
    { code: 'breaking', weight: 2, speaks: ({ isBreaking }) => isBreaking },
    { code: 'mostly-adds', weight: 2, speaks: ({ pullRequest }) => outweighs(pullRequest, 'additions', 2) },
    { code: 'no-code', weight: 2, speaks: ({ pullRequest }) => isAllWithin(pullRequest, NO_CODE) },
  ],
  excluded: [
    { code: 'bot-touches-sources', weight: 3, speaks: isUpdateOfSources },
    { code: 'bot-of-a-feature', weight: 3, speaks: ({ type, scope }) => type === 'feat' && scope !== 'deps' },
  ],
  expedite: [{ code: 'large', weight: 2, speaks: ({ pullRequest }) => pullRequest.additions > 10 * MANY_LINES }],
};

/** The most doubtful first, those that nothing speaks against left out; the larger change first where equal. */
export function doubtful(decisions: readonly Pick<Look, 'pullRequest' | 'countedAs'>[]): readonly Doubtful[] {
  const size = ({ additions, deletions }: MergedPullRequest) => additions + deletions;
  return decisions
    .map(({ pullRequest, countedAs }) => {
      const look = lookAt(pullRequest, countedAs);
      const found = SIGNS[countedAs.class].filter(({ speaks }) => speaks(look));
      const score = found.reduce((sum, { weight }) => sum + weight, 0);
      return { pullRequest, countedAs, score, doubts: found.map(({ code }) => code) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || size(b.pullRequest) - size(a.pullRequest))
    .map(({ pullRequest: { number }, ...rest }) => ({ number, ...rest }));
}

function lookAt(pullRequest: MergedPullRequest, countedAs: CountedAs): Look {
  const [header = '', type, scope = '', mark] = HEADER.exec(pullRequest.title) ?? [];
  return {
    pullRequest,
    countedAs,
    type: type?.toLowerCase() ?? null,
    scope: scope.toLowerCase(),
    isBreaking: mark === '!',
    words: pullRequest.title.slice(header.length),
  };
}

function isSlip({ type }: Look): boolean {
  return type !== null && !KNOWN_TYPES.includes(type) && closest(type, DEBT_TYPES) !== null;
}

function isCleaning({ type, words }: Look): boolean {
  const isOfProduct = type !== null && PRODUCT_TYPES.includes(type);
  return STARTS_WITH_CLEANING.test(words) || (!isOfProduct && CLEANING.test(words));
}

function isHousekeeping(title: string): boolean {
  return RELEASE.test(title) || BACK_MERGE.test(title);
}

function isUpdateByPerson({ pullRequest, scope }: Look): boolean {
  return !pullRequest.isBot && scope.startsWith('deps');
}

function isProductWithoutCode({ type, pullRequest }: Look): boolean {
  return (type === 'feat' || type === 'fix') && isAllWithin(pullRequest, NO_CODE);
}

/** An update alone changes manifests and lock files; more than that is mostly a person's commit. */
function isUpdateOfSources({ pullRequest, countedAs: { decidedBy } }: Look): boolean {
  return decidedBy === 'bot' && pullRequest.paths.some((path) => !MANIFESTS.test(path) && !NO_CODE.test(path));
}

/** Only a whole list can say "all". */
function isAllWithin({ paths, changedFiles }: MergedPullRequest, where: RegExp): boolean {
  return paths.length > 0 && paths.length >= changedFiles && paths.every((path) => where.test(path));
}

function outweighs(
  { additions, deletions }: MergedPullRequest,
  which: 'additions' | 'deletions',
  times: number,
): boolean {
  const [more, less] = which === 'additions' ? [additions, deletions] : [deletions, additions];
  return more >= MANY_LINES && more >= times * less;
}
