/**
 * Facts and configuration in, verdict out. Pure: the same facts at the same instant give the same verdict through each
 * door, on each day.
 */
import type { Classification } from './classes/class.ts';
import { classLabelsOf } from './classes/class-labels.ts';
import { classify } from './classes/classify.ts';
import type { ResolvedConfig } from './config/config.ts';
import { modeOf } from './config/mode.ts';
import type { CapacityState } from './facts/capacity.ts';
import type { FactName, Facts } from './facts/index.ts';
import type { PullRequestFacts } from './facts/pull-request.ts';
import type { RepositoryFacts } from './facts/repository.ts';
import type { ClaimedRevert } from './facts/reverted.ts';
import { isUnavailable, type Unavailable } from './facts/unavailable.ts';
import { judgeLinks } from './links/judge.ts';
import type { LinkSources } from './links/link.ts';
import { LISTED_RULES, RULES, type RuleId } from './rules/index.ts';
import { addSeconds, earliest, startOfLocalDate } from './time.ts';
import {
  type CheckName,
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
  /** Null where no guardrail that needs it is in `warn` or `enforce`. */
  readonly capacity: CapacityState | null;
  /** The pull request changes nothing but the configuration file. */
  readonly touchesOnlyConfig: boolean;
}

export interface Evaluation {
  readonly verdict: Verdict;
  /** ISO 8601, UTC: GitHub's own list of links is settled then; null when it is already. */
  readonly settlesAt: string | null;
  /** Checks for which a fact that decides could not be read, and may be readable soon. */
  readonly retrying: readonly CheckName[];
}

/** After which what let a pull request pass unverified is looked at again. */
const VERIFY_AGAIN_SECONDS = 120;

/** `sprintCap`: the most that counts of what the sprint decides, where nobody comes by when the sprint has turned. */
export function evaluate(gathered: GatheredFacts, modeCap: Mode = 'enforce', sprintCap: Mode = 'enforce'): Evaluation {
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
  const { capacity } = gathered;
  const facts: Facts = { now, repository, pullRequest, classification, classLabels, links, capacity };

  const guardrails: GuardrailResult[] = [];
  const ends: (string | null)[] = [links.validUntil];
  for (const rule of LISTED_RULES) {
    const { mode, enforcedFrom } = effectiveMode(rule.id, gathered.config, pullRequest, modeCap);
    // Of rules that could not be read the first check says so; this one would stay behind where they have no band.
    if (mode === 'off' || isForReportsOnly(rule.check, weaker(mode, modeOf(config, rule.id)))) continue;
    const {
      modeCap: ownCap,
      validUntil,
      ...finding
    } = exemption(gathered, classification) ?? rule.evaluate(only(facts, rule.needs), config.guardrails[rule.id]);
    ends.push(validUntil ?? null);
    const asRuled = weaker(mode, ownCap ?? 'enforce');
    const counts = rule.check === 'leadership/debt' ? weaker(asRuled, sprintCap) : asRuled;
    guardrails.push({
      rule: rule.id,
      mode: counts,
      ...(enforcedFrom !== null && { enforcedFrom }),
      ...(counts !== asRuled && { isOfTheMoment: true }),
      ...finding,
    });
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
      validUntil: earliest([...ends, classification.isUnverified ? addSeconds(now, VERIFY_AGAIN_SECONDS) : null]),
    },
    // What GitHub's lag may add can't make a pass any better.
    settlesAt: guardrails.some(isUnmet) ? links.settlesAt : null,
    // A warning may say at once that it knows nothing, and what is refused stays refused; only an outage is waited out.
    retrying: retryingOf(guardrails, {
      leadership: [...links.unread, ...classification.unread, gathered.config.ownerUnreadable],
      'leadership/debt': [...classification.unread, gathered.config.ownerUnreadable, ...unreadOf(capacity)],
      'leadership/config': [],
    }),
  };
}

/** A check of its own is written only where it can say something; `report` is for the weekly issue. */
function isForReportsOnly(check: CheckName, mode: Mode): boolean {
  return check !== 'leadership' && mode === 'report';
}

function unreadOf(capacity: CapacityState | null): readonly Unavailable[] {
  return [capacity?.sprint, capacity?.sums, capacity?.hasDebt, ...(capacity?.completed ?? [])].filter(isUnavailable);
}

function retryingOf(
  guardrails: readonly GuardrailResult[],
  unread: Readonly<Record<CheckName, readonly (Unavailable | null)[]>>,
): readonly CheckName[] {
  const unknown = guardrails.filter(({ outcome, mode }) => outcome === 'not-available' && mode === 'enforce');
  const checks = new Set(RULES.filter(({ id }) => unknown.some(({ rule }) => rule === id)).map(({ check }) => check));
  return [...checks].filter((check) => unread[check].some((missing) => missing?.reason === 'unreachable'));
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
