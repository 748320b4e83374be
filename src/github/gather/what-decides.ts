/** What of a pull request does not come with the first answer, read only where it can decide. */
import { claimedRevert } from '#core/classes/claimed-revert.ts';
import type { Classification } from '#core/classes/class.ts';
import { handsOf } from '#core/classes/class-facts.ts';
import { classify } from '#core/classes/classify.ts';
import { isSettledWithoutFiles } from '#core/classes/settled-without-files.ts';
import { planLabel } from '#core/effects/label.ts';
import type { ClaimedRevert } from '#core/facts/reverted.ts';
import { isUnavailable } from '#core/facts/unavailable.ts';
import { matchesAny } from '#core/globs/matches.ts';
import { judgeLinks } from '#core/links/judge.ts';
import { LISTED_RULES } from '#core/rules/index.ts';
import type { PullRequestAnswer } from '../answers.ts';
import type { GitHubClient } from '../client.ts';
import { couldAllMatch, readFiles } from './files.ts';
import { type OlderEventsCache, withHistoryOf } from './label-history.ts';
import { type LinkRequest, linksInAnswer } from './links.ts';
import { readReverted } from './reverted.ts';

type FactsBeforeLinks = LinkRequest['facts'];

/** Who touched the debt label, what is reverted, and all files: as far as the class or a rule hangs on them. */
export async function withWhatDecides(request: LinkRequest, olderEvents?: OlderEventsCache): Promise<FactsBeforeLinks> {
  const { answer, context, facts } = request;
  const { github } = context;
  const dated = await withLabelHistory(facts, answer, github, olderEvents);
  const { repository, config } = dated;
  const claim = config.config.expedite.reverts ? claimedRevert(dated.pullRequest, repository) : null;
  const reverted = claim === null ? null : await readReverted(github, repository, claim);
  return withAllFiles({ ...request, facts: { ...dated, reverted } });
}

/** What it would count as if it linked to nothing. */
function classAlone({
  pullRequest,
  repository,
  config: { config },
  ourLogin,
  reverted,
}: FactsBeforeLinks): Classification {
  const { defaultBranch } = repository;
  return classify({ pullRequest, config, ourLogin, reverted, defaultBranch, linked: [], unreadLinks: [] });
}

/** Whatever it links to, no guardrail judges it. */
export function isExempt(facts: FactsBeforeLinks): boolean {
  return isBeyondDebt(classAlone(facts));
}

/** Nothing that is said of debt goes before this. */
function isBeyondDebt({ class: counts, isUnverified }: Classification): boolean {
  return counts === 'excluded' || (counts === 'expedite' && isUnverified !== true);
}

/** Where the class hangs on no label of debt, a person's word matters only to a label of ours that would be taken away. */
async function withLabelHistory(
  facts: FactsBeforeLinks,
  { timelineItems }: Pick<PullRequestAnswer, 'timelineItems'>,
  github: GitHubClient,
  olderEvents: OlderEventsCache | undefined,
): Promise<FactsBeforeLinks> {
  const {
    pullRequest,
    repository,
    config: { config },
    ourLogin,
  } = facts;
  const hands = handsOf({ config, ourLogin });
  const { labelHistory } = pullRequest;
  if (isUnavailable(labelHistory)) return facts;
  const whole = { ...pullRequest, labelHistory: { ...labelHistory, isComplete: true } };
  if (isBeyondDebt(classAlone(facts)) && planLabel(whole, false, config, hands).effect === null) return facts;
  const { label } = config.debt;
  const dated = await withHistoryOf(label, pullRequest, timelineItems, repository, github, hands, olderEvents);
  return { ...facts, pullRequest: dated };
}

/** The list of files is read to its end only where a rule about paths could still decide. */
async function withAllFiles(request: LinkRequest): Promise<FactsBeforeLinks> {
  const { context, facts } = request;
  const {
    repository,
    pullRequest,
    config: { config },
    reverted,
  } = facts;
  const { files } = pullRequest;
  if (files.isComplete) return facts;
  const alone = classAlone(facts);
  // No rule is asked about it either.
  if (isBeyondDebt(alone)) return facts;
  const isSettled = isSettledWithoutFiles(alone) || isSettledWithoutFiles(await classWithLinks(request));
  const lists = [
    ...LISTED_RULES.flatMap(({ id, pathLists }) => pathLists(config.guardrails[id])),
    ...(isSettled ? [] : [config.debt.detect.paths]),
  ];
  const open = lists.filter((globs) => couldAllMatch(files, globs));
  const touched = isSettled ? null : touchedByReverted(reverted);
  if (open.length === 0 && touched === null) return facts;
  const decides = (path: string) => !open.some((globs) => matchesAny(globs, path)) && touched?.has(path) !== true;
  const all = await readFiles(context.github, repository, pullRequest.number, files.total, decides);
  return { ...facts, pullRequest: { ...pullRequest, files: all } };
}

/** With the issues that came with the first answer. */
async function classWithLinks(request: LinkRequest): Promise<Classification> {
  const {
    now,
    repository,
    pullRequest,
    config: { config },
    ourLogin,
    reverted,
  } = request.facts;
  const sources = await linksInAnswer(request);
  const { issues: linked } = judgeLinks({ now, repository, pullRequest, sources, config });
  const { defaultBranch } = repository;
  return classify({ pullRequest, config, ourLogin, reverted, defaultBranch, linked, unreadLinks: [] });
}

/** A revert may touch nothing else; null where there is none that could count. */
function touchedByReverted(reverted: ClaimedRevert | null): ReadonlySet<string> | null {
  if (reverted === null || isUnavailable(reverted.found) || reverted.found.mergedAt === null) return null;
  return new Set(reverted.found.files.paths);
}
