/** Up to three open objectives that a pull request without one most likely serves. */
import { isSameLabel } from '../facts/actor.ts';
import type { IssueFacts } from '../facts/issue.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import { isSameRepository } from '../facts/repository.ts';
import { isUnavailable } from '../facts/unavailable.ts';
import type { LinkSources, Suggestion } from './link.ts';
import { isObjective, type ObjectiveContext, publicFace } from './objective.ts';
import { referenceKey } from './targets.ts';

const MAX_SUGGESTIONS = 3;
/** A title or a list of paths says what it is about early on; the bound keeps hostile ones cheap. */
const MAX_TEXT = 20_000;

/** What one sign is worth. One shared word of the titles outweighs any single path or label. */
const WORTH = { milestone: 50, title: 10, label: 4, path: 3 } as const;
/** Signs of one kind that still add to the rank. */
const MOST = 4;

/** `linked` holds the keys of what is linked already. What would not count as an objective is never suggested. */
export function suggestObjectives(
  objectives: LinkSources['openObjectives'],
  pullRequest: PullRequestFacts,
  context: ObjectiveContext,
  linked: ReadonlySet<string>,
): readonly Suggestion[] {
  if (objectives === null || isUnavailable(objectives)) return [];
  const { repository } = context;
  const objectiveLabels = context.objectives.labels;
  const titleStems = stemsOf(pullRequest.title);
  const pathStems = stemsOf(pullRequest.files.paths.join(' ').slice(0, MAX_TEXT));
  const ranked = objectives
    .filter((issue) => issue.isOpen && isObjective(issue, context) && !linked.has(keyOf(issue)))
    .map((issue) => ({ issue, ...rank(issue) }))
    .sort((a, b) => b.score - a.score || b.issue.number - a.issue.number || (a.issue.id < b.issue.id ? -1 : 1));
  const suggestions: Suggestion[] = [];
  for (const { issue, because } of ranked) {
    // A private issue elsewhere is not even named.
    const { ref, title, url } = publicFace(issue, context);
    if (ref === null || title === null || url === null || title.trim() === '') continue;
    if (suggestions.push({ ref, title, url, because }) === MAX_SUGGESTIONS) break;
  }
  return suggestions;

  function rank(issue: IssueFacts): { score: number; because: Suggestion['because'] } {
    const words = stemsOf(issue.title);
    const labels = issue.labels.filter(
      ({ name }) =>
        !objectiveLabels.some((label) => isSameLabel(label, name)) &&
        pullRequest.labels.some((label) => isSameLabel(label.name, name)),
    ).length;
    const signs: [Suggestion['because'], number][] = [
      ['same-milestone', isSameMilestone(issue) ? WORTH.milestone : 0],
      ['title', WORTH.title * Math.min(MOST, sharedStems(words, titleStems))],
      ['labels', WORTH.label * Math.min(MOST, labels)],
      ['paths', WORTH.path * Math.min(MOST, sharedStems(words, pathStems))],
    ];
    const score = signs.reduce((sum, [, worth]) => sum + worth, 0);
    const strongest = signs.reduce((best, sign) => (sign[1] > best[1] ? sign : best), ['recent', 0]);
    return { score, because: strongest[0] };
  }

  function isSameMilestone({ milestone, repository: home }: IssueFacts): boolean {
    const own = pullRequest.milestone;
    return own !== null && milestone?.number === own.number && isSameRepository(home, repository);
  }
}

function keyOf({ repository: { owner, name }, number }: IssueFacts): string {
  return referenceKey({ kind: 'issue', owner, name, number });
}

const STOP_WORDS = new Set(
  (
    'a an and are as at be by for from has have in into is it its not of on or our per so than that the their then ' +
    'this to up via was we when where which while will with within without ' +
    'add adds allow avoid bump change chore ci docs drop feat fix fixes improve make merge move new perf refactor remove ' +
    'rename revert set support test tests update use src lib index main js ts tsx jsx json md'
  ).split(' '),
);

/** Words in lower case, cut to where most endings begin, without those that say nothing. */
function stemsOf(text: string): ReadonlySet<string> {
  const stems = new Set<string>();
  // One class, repeated: linear. A capital within a word starts another one: `RefundDialog`.
  for (const [word] of text.slice(0, MAX_TEXT).matchAll(/\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+|\p{N}+/gu)) {
    const lower = word.normalize('NFKC').toLowerCase();
    if (lower.length < 2 || STOP_WORDS.has(lower)) continue;
    stems.add(stem(lower));
  }
  return stems;
}

/** Endings that turn a word into a form of itself; a stem keeps at least three letters. */
function stem(word: string): string {
  for (const ending of ['ments', 'ment', 'ings', 'ing', 'ies', 'ers', 'er', 'ed', 'es', 's', 'y', 'e']) {
    if (word.length - ending.length >= 3 && word.endsWith(ending)) return word.slice(0, -ending.length);
  }
  return word;
}

function sharedStems(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const stem of a) if (b.has(stem)) shared++;
  return shared;
}
