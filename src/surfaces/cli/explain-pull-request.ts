/** What a pull request counts as, and everything that was looked at to say so. Reads GitHub and writes nothing. */
import {
  DETECTOR_IDS,
  type Detection,
  type DetectorId,
  type Doubt,
  type PullRequestClass,
  type Reason,
} from '#core/classes/class.ts';
import { handsOf } from '#core/classes/class-facts.ts';
import type { ConfigOrigin } from '#core/config/config.ts';
import { isKnownDebt, underKnownRules } from '#core/effects/known-debt.ts';
import { type LabelStanding, labelStanding } from '#core/effects/label-standing.ts';
import { type Evaluation, evaluate, type GatheredFacts } from '#core/evaluate.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import { knowsOwnHand } from '#core/facts/label-history.ts';
import { isSameRepository, nameWithOwner } from '#core/facts/repository.ts';
import type { Unavailable } from '#core/facts/unavailable.ts';
import { judgeLinks } from '#core/links/judge.ts';
import type { LinkedIssue } from '#core/links/link.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import type { Conclusion } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError, NotFound } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { type Gathered, gatherPullRequest } from '#github/gather.ts';
import { accessGitHub } from './access.ts';
import type { ExplainSubject } from './arguments.ts';
import { layOutExplanation } from './explain-pull-request.words.ts';
import { hasUnreadNames, notLookedAt } from './not-looked-at.ts';
import { patiently } from './patience.ts';
import { withProgress } from './progress.ts';
import { explainRefusal } from './refusal.ts';
import { SILENCE } from './silence.ts';
import { EXIT, type ExitCode, type Terminal, wrap } from './terminal.ts';

type Subject = Extract<ExplainSubject, { readonly kind: 'pull-request' }>;

/** What `--json` prints, and what the text is made of. */
export interface PullRequestExplanation {
  readonly version: 1;
  readonly repository: string;
  readonly pullRequest: number;
  readonly headOid: string;
  readonly conclusion: Conclusion;
  readonly class: PullRequestClass;
  readonly reason: Reason;
  /** GitHub gave no answer about what decided, which counts all the same for now. */
  readonly isUnverified: boolean;
  /** All of them, in the order in which they decide. */
  readonly detectors: readonly Answer[];
  readonly linked: readonly ShownIssue[];
  /** The text names issues that nobody read, since they could not change the class. */
  readonly hasUnreadNames: boolean;
  readonly label: { readonly name: string; readonly isPresent: boolean; readonly standing: LabelStanding };
  readonly categories: readonly string[];
  readonly unread: readonly Unavailable[];
  readonly config: ConfigOrigin;
  /** Whether, with the token given, the labels that we set can be told from those of other bots. */
  readonly knowsOwnLabels: boolean;
}

export interface Answer {
  readonly detector: DetectorId;
  readonly found: 'nothing' | 'counts' | 'does-not-count' | 'not-looked-at';
  readonly says: PullRequestClass | null;
  readonly isDecisive: boolean;
  /** Null where nothing was found, or looked at. */
  readonly reason: Reason | null;
  /** Why what was found does not count; null where it does. */
  readonly doubt: Doubt | null;
}

/** An issue as far as readers of the pull request may see it. */
export interface ShownIssue {
  readonly ref: string | null;
  readonly isClosing: boolean;
  /** Null where they may not. */
  readonly labels: readonly string[] | null;
  readonly type: string | null;
}

export async function explainPullRequest(subject: Subject, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const github = accessGitHub(subject, 'explain', terminal);
  if (github === null) return EXIT.usage;
  const name = `${nameWithOwner(subject.repository)}#${subject.number}`;
  let read: Read;
  try {
    read = await withProgress(terminal, `Reading ${name}`, () => readPullRequest(subject, github));
    if (read.kind === 'nothing' && read.why === 'not-found')
      throw new NotFound(`GitHub shows no pull request ${name}.`);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return explainRefusal(error, name, terminal);
  }
  if (read.kind === 'nothing') {
    const why = read.why === 'not-found' ? '' : SILENCE[read.why];
    terminal.print(json ? jsonLine({ conclusion: 'skipped', why: read.why }) : `${name} is not checked: ${why}.`);
    return EXIT.pass;
  }
  const explanation = explanationOf(read.facts, read.evaluation);
  terminal.print(json ? jsonLine(explanation) : wrap(layOutExplanation(explanation), terminal.width));
  return EXIT.pass;
}

type Read =
  | Extract<Gathered, { readonly kind: 'nothing' }>
  | { readonly kind: 'facts'; readonly facts: GatheredFacts; readonly evaluation: Evaluation };

function readPullRequest({ repository, number }: Subject, github: GitHubClient): Promise<Read> {
  const attempt = async (): Promise<Read> => {
    const now = new Date();
    const gathered = await gatherPullRequest(
      { repository, number, headRef: null, closedToo: true, findSharing: false },
      {
        github,
        host: hostCapabilities(),
        permissions: new Map(),
        appId: null,
        now: now.toISOString(),
        nowMs: now.getTime(),
        withoutConfig: 'defaults',
      },
    );
    if (gathered.kind === 'nothing') return gathered;
    return { kind: 'facts', facts: gathered.facts, evaluation: evaluate(gathered.facts) };
  };
  return patiently(attempt, (read) => read.kind === 'facts' && read.evaluation.retrying.length > 0);
}

function explanationOf(facts: GatheredFacts, { verdict }: Evaluation): PullRequestExplanation {
  const { now, repository, pullRequest, linkSources, ourLogin } = facts;
  const { config, origin } = facts.config;
  const { classification, conclusion } = verdict;
  const { ownerUnreadable } = facts.config;
  const isDebt = underKnownRules(isKnownDebt(classification), facts.config);
  const skipped = notLookedAt(facts, classification);
  const hands = handsOf({ config, ourLogin });
  const { issues } = judgeLinks({ now, repository, pullRequest, sources: linkSources, config });
  return {
    version: 1,
    repository: repository.nameWithOwner,
    pullRequest: pullRequest.number,
    headOid: pullRequest.headOid,
    conclusion,
    class: classification.class,
    reason: classification.reason,
    isUnverified: classification.isUnverified === true,
    detectors: DETECTOR_IDS.map((detector) =>
      answerOf(
        detector,
        classification.evidence.find((each) => each.detector === detector),
        classification.reason,
        skipped.has(detector),
      ),
    ),
    linked: issues.map((linked) => showIssue(linked, repository)),
    hasUnreadNames: hasUnreadNames(facts),
    label: {
      name: config.debt.label,
      isPresent: pullRequest.labels.some(({ name }) => isSameLabel(name, config.debt.label)),
      standing: labelStanding(pullRequest, isDebt, config, hands),
    },
    categories: classification.categories,
    unread: ownerUnreadable === null ? classification.unread : [ownerUnreadable, ...classification.unread],
    config: origin,
    knowsOwnLabels: knowsOwnHand(ourLogin),
  };
}

function answerOf(
  detector: DetectorId,
  detection: Detection | undefined,
  decisive: Reason,
  isSkipped: boolean,
): Answer {
  if (detection === undefined || isSkipped) {
    const found = isSkipped ? 'not-looked-at' : 'nothing';
    return { detector, found, says: null, isDecisive: false, reason: null, doubt: null };
  }
  const { says, reason, doubt = null } = detection;
  const found = says === null ? 'does-not-count' : 'counts';
  return { detector, found, says, isDecisive: reason === decisive, reason, doubt };
}

/** A title is foreign text that nobody needs here, and what is private elsewhere may be pasted from a terminal. */
function showIssue({ issue, ref, isClosing }: LinkedIssue, here: GatheredFacts['repository']): ShownIssue {
  const isShown = ref !== null && (isSameRepository(issue.repository, here) || !issue.repository.isPrivate);
  return {
    ref,
    isClosing,
    labels: isShown ? issue.labels.map(({ name }) => name) : null,
    type: isShown ? issue.type : null,
  };
}
