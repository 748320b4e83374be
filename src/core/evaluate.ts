/**
 * Facts and configuration in, verdict out. Pure: the same facts at the same instant give the same verdict through each
 * door, on each day.
 */
import type { Classification } from './classes/class.ts';
import { classLabelsOf } from './classes/class-labels.ts';
import { classify } from './classes/classify.ts';
import type { ResolvedConfig } from './config/config.ts';
import { modeOf } from './config/mode.ts';
import type { FactName, Facts } from './facts/index.ts';
import type { PullRequestFacts } from './facts/pull-request.ts';
import type { RepositoryFacts } from './facts/repository.ts';
import type { ClaimedRevert } from './facts/reverted.ts';
import { judgeLinks } from './links/judge.ts';
import type { LinkSources } from './links/link.ts';
import { RULES, type RuleId } from './rules/index.ts';
import { addSeconds, earliest, startOfLocalDate } from './time.ts';
import {
  conclusionOf,
  type Finding,
  type GuardrailResult,
  isUnmet,
  MODES,
  type Mode,
  type Verdict,
  worstConclusion,
} from './verdict.ts';

/** Everything that was gathered about one pull request. */
export interface GatheredFacts {
  readonly now: string;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly linkSources: LinkSources;
  readonly config: ResolvedConfig;
  /** Our own login without `[bot]`, lower case; null when we act under a person's token. */
  readonly ourLogin: string | null;
  /** The pull request that it says it reverts; null when it says nothing of the kind, or nobody needs to know. */
  readonly reverted: ClaimedRevert | null;
  /** The pull request changes nothing but the configuration file. */
  readonly touchesOnlyConfig: boolean;
}

export interface Evaluation {
  readonly verdict: Verdict;
  /** ISO 8601, UTC: GitHub's own list of links is settled then; null when it is already. */
  readonly settlesAt: string | null;
  /** A fact that decides could not be read, and may be readable soon. */
  readonly shouldRetry: boolean;
}

/** After which what let a pull request pass unverified is looked at again. */
const VERIFY_AGAIN_SECONDS = 120;

export function evaluate(gathered: GatheredFacts, modeCap: Mode = 'enforce'): Evaluation {
  const { now, repository, pullRequest, linkSources } = gathered;
  const { config, origin } = gathered.config;
  const links = judgeLinks({ now, repository, pullRequest, sources: linkSources, config });
  const classification = classify({
    pullRequest,
    defaultBranch: repository.defaultBranch,
    config,
    ourLogin: gathered.ourLogin,
    linked: links.issues,
    reverted: gathered.reverted,
    unreadLinks: links.unreadLinks,
  });
  const classLabels = classLabelsOf(config);
  const facts: Facts = { now, repository, pullRequest, classification, classLabels, links };

  const guardrails: GuardrailResult[] = [];
  for (const rule of RULES) {
    const { mode, enforcedFrom } = effectiveMode(rule.id, gathered.config, pullRequest, modeCap);
    if (mode === 'off') continue;
    const finding =
      exemption(gathered, classification) ?? rule.evaluate(only(facts, rule.needs), config.guardrails[rule.id]);
    guardrails.push({ rule: rule.id, mode, ...(enforcedFrom !== null && { enforcedFrom }), ...finding });
  }
  guardrails.sort((a, b) => rank(a) - rank(b));

  return {
    verdict: {
      version: 1,
      repository: repository.nameWithOwner,
      pullRequest: pullRequest.number,
      headOid: pullRequest.headOid,
      classification,
      conclusion: worstConclusion(guardrails.map(conclusionOf)),
      guardrails,
      config: origin,
      validUntil: earliest([
        links.validUntil,
        classification.isUnverified ? addSeconds(now, VERIFY_AGAIN_SECONDS) : null,
      ]),
    },
    // What GitHub's lag may add can't make a pass any better.
    settlesAt: guardrails.some(isUnmet) ? links.settlesAt : null,
    // A warning may say at once that it knows nothing, and what is refused stays refused; only an outage is waited out.
    shouldRetry:
      guardrails.some(({ outcome, mode }) => outcome === 'not-available' && mode === 'enforce') &&
      [...links.unread, ...classification.unread, gathered.config.ownerUnreadable].some(
        (unread) => unread?.reason === 'unreachable',
      ),
  };
}

/** What a rule did not ask for it does not get, whatever its types say. */
function only<Name extends FactName>(facts: Facts, names: readonly Name[]): Pick<Facts, Name> {
  return Object.fromEntries(names.map((name) => [name, facts[name]])) as Pick<Facts, Name>;
}

/** Failing guardrails come first; among equals the order of the registry stays. */
function rank({ outcome }: Finding): number {
  return outcome === 'fail' ? 0 : outcome === 'not-available' ? 1 : 2;
}

/** What lets a pull request past every guardrail, or past none because the rules themselves could not be read. */
function exemption({ config, touchesOnlyConfig }: GatheredFacts, classification: Classification): Finding | null {
  // A broken file must be mendable: nobody is locked out by the mistake that they came to fix, and only then.
  if (config.isCommittedInvalid && touchesOnlyConfig)
    return { outcome: 'not-applicable', code: 'config-repair', args: {} };
  if (config.ownerUnreadable !== null) {
    return { outcome: 'not-available', code: 'owner-config-unreadable', args: config.ownerUnreadable };
  }
  if (classification.class === 'excluded') {
    return { outcome: 'not-applicable', code: 'excluded', args: classification.reason };
  }
  if (classification.class === 'expedite') {
    const code = classification.isUnverified ? 'expedite-unverified' : 'expedite';
    return { outcome: 'not-applicable', code, args: classification.reason };
  }
  return null;
}

function effectiveMode(
  rule: RuleId,
  { config, ownerUnreadable }: ResolvedConfig,
  { createdAt }: PullRequestFacts,
  cap: Mode,
): { readonly mode: Mode; readonly enforcedFrom: string | null } {
  // The owner's file may enforce: while nobody knows, nothing may pass that it would stop.
  if (ownerUnreadable !== null) return { mode: weaker('enforce', cap), enforcedFrom: null };
  const configured = modeOf(config, rule);
  const from = config.guardrails[rule]['enforce-from'];
  const isAnnounced =
    configured === 'enforce' && from !== undefined && createdAt < startOfLocalDate(from, config.timezone);
  const mode = weaker(isAnnounced ? 'warn' : configured, cap);
  return { mode, enforcedFrom: isAnnounced ? from : null };
}

function weaker(a: Mode, b: Mode): Mode {
  return MODES.indexOf(a) <= MODES.indexOf(b) ? a : b;
}
