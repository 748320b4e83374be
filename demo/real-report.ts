/** What a run over merged pull requests comes to, in lines of text: counts, and pull requests by number alone. */
import { CLASSES, type PullRequestClass } from '#core/classes/class.ts';
import { CLASS_WORDS } from '#core/reports/classification.ts';
import { countedAs } from './counted-as.ts';
import { doubtful } from './doubts.ts';
import type { MergedPullRequest } from './merged-pull-requests.ts';
import type { CheckRun } from './sandbox-client.ts';
import { countBy, saidBy } from './tally.ts';

export interface Checked {
  readonly pullRequest: MergedPullRequest;
  readonly run: CheckRun;
}

const NAMES_ISSUE = /#\d+/;
const CLOSES_ISSUE = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#\d+/i;
const SHOWN_DOUBTS = 10;

export function describeInput(
  pullRequests: readonly MergedPullRequest[],
  owners: number,
  withTitles: boolean,
): string[] {
  const count = (isCounted: (pullRequest: MergedPullRequest) => boolean) => pullRequests.filter(isCounted).length;
  const bodies = count(({ body }) => body !== '');
  const cut = count(({ paths, changedFiles }) => paths.length < changedFiles);
  const named = count(({ title }) => NAMES_ISSUE.test(title));
  const closing = count(({ title }) => CLOSES_ISSUE.test(title));
  const nameless = count(({ isBot, author }) => isBot && author === null);
  return [
    `${pullRequests.length} pull requests, ${count(({ isBot }) => isBot)} by bots, ${bodies} with a description; dealt out to ${owners} owners.`,
    ...missing(pullRequests),
    ...(nameless > 0
      ? [
          `${nameless} bots have no name: renovate stands for those whose title updates dependencies, another app for the rest.`,
        ]
      : []),
    ...(cut > 0 ? [`${cut} lists of files are shorter than the pull request; made-up names stand for the rest.`] : []),
    `${named} titles name an issue, ${closing} with a closing keyword. GitHub makes no link from a title;`,
    withTitles
      ? 'here each title is in the description, too. The sandbox holds none of those issues, so none can be linked.'
      : 'without descriptions nothing can be linked, so this shows that each is checked, not how many would pass.',
  ];
}

/** What the rules would have read on GitHub, and the file does not hold. */
function missing(pullRequests: readonly MergedPullRequest[]): string[] {
  const facts: readonly (readonly [string, (pullRequest: MergedPullRequest) => boolean])[] = [
    ['descriptions', ({ body }) => body !== ''],
    ['labels', ({ labels }) => labels !== null],
    ['branches', ({ branch }) => branch !== null],
  ];
  const lost = facts.filter(([, isKnown]) => !pullRequests.some(isKnown)).map(([name]) => name);
  return [
    `Not in the file: ${[...lost, 'linked issues', 'commits'].join(', ')}. What only they could say is not said here.`,
  ];
}

export function describeChecks(checked: readonly Checked[]): string[] {
  const runs = checked.map(({ run }) => run);
  const said = runs.map((run) => saidBy(run) ?? { group: 'other', reason: run.output.title ?? '', rejected: [] });
  const linked = said.filter(({ group }) => group === 'linked').length;
  const rejected = said.flatMap((one) => one.rejected);
  return [
    ...countBy(runs, (run) => run.conclusion ?? 'none').map(([conclusion, count]) => row(count, conclusion)),
    '',
    'What they say:',
    ...countBy(said, ({ group, reason: why }) => `${group}: ${why}`).map(([reason, count]) => row(count, reason)),
    ...(linked === 0 ? [row(0, 'linked')] : []),
    '',
    'References that were found and rejected:',
    ...countBy(rejected, (why) => why).map(([reason, count]) => row(count, reason)),
    ...(rejected.length === 0 ? [row(0, 'none was found')] : []),
  ];
}

export function describeClasses(checked: readonly Checked[]): string[] {
  const found = decisions(checked);
  const silent = checked.length - found.length;
  return [
    'What they count as, and what decided it:',
    ...CLASSES.map((one) => {
      const of = found.filter(({ countedAs: { class: counts } }) => counts === one);
      const deciders = countBy(of, ({ countedAs: { decidedBy } }) => decidedBy).map(
        ([detector, count]) => `${detector} ${count}`,
      );
      return `${row(of.length, share(of.length, checked.length))}  ${nameOf(one)}${deciders.length > 0 ? `: ${deciders.join(', ')}` : ''}`;
    }),
    ...(silent > 0 ? [row(silent, 'say nothing of it')] : []),
  ];
}

export function describeDoubts(checked: readonly Checked[]): string[] {
  const found = doubtful(decisions(checked));
  return [
    `${found.length} decisions have something against them. The most doubtful, by number:`,
    ...found
      .slice(0, SHOWN_DOUBTS)
      .map(
        ({ number, countedAs: { class: counts, decidedBy }, score, doubts }) =>
          `${`#${number}`.padStart(8)}  ${counts} by ${decidedBy} · doubt ${score}: ${doubts.join(', ')}`,
      ),
  ];
}

function decisions(checked: readonly Checked[]) {
  return checked.flatMap(({ pullRequest, run }) => {
    const found = countedAs(run);
    return found === null ? [] : [{ pullRequest, countedAs: found }];
  });
}

function nameOf(one: PullRequestClass): string {
  return `${one} (${CLASS_WORDS[one]})`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1).padStart(5)} %`;
}

function row(count: number, what: string): string {
  return `${String(count).padStart(6)}  ${what}`;
}
