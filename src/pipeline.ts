/**
 * The product on one page: a trigger comes in, facts are gathered, rules judge them, the verdict becomes a check, and
 * what GitHub does not show yet is written. Every surface runs this and nothing else.
 */

import type { Classification } from '#core/classes/class.ts';
import { configCheck, headVerdict, partOf, verdictCheck } from '#core/effects/check-run.ts';
import type { CheckRunEffect, Effect, ExistingCheckRun, LabelEffect } from '#core/effects/effect.ts';
import { ownerOf, parseExternalId } from '#core/effects/external-id.ts';
import { isKnownDebt } from '#core/effects/known-debt.ts';
import type { LabelProblem } from '#core/effects/label.ts';
import { plan } from '#core/effects/plan.ts';
import type { planSwitchedOff } from '#core/effects/switched-off.ts';
import { type Evaluation, evaluate, type GatheredFacts } from '#core/evaluate.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import type { Door } from '#core/reports/check-run.ts';
import { afterMerge } from '#core/rules/debt-capacity.facts.ts';
import type { MergeGroupTrigger, PullRequestTrigger, Trigger } from '#core/trigger.ts';
import { type CheckName, type HeadVerdict, type Mode, VERDICT_CHECKS } from '#core/verdict.ts';
import { apply } from '#github/apply.ts';
import { type AppliedLabels, applyLabels, type LooksOwed, NOTHING_APPLIED } from '#github/apply-labels.ts';
import type { GitHubClient } from '#github/client.ts';
import type { ConfigCache } from '#github/config-cache.ts';
import { Unreachable } from '#github/errors.ts';
import type { LedgerCache } from '#github/gather/capacity.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { OlderEventsCache } from '#github/gather/label-history.ts';
import { LedgersOfARun } from '#github/gather/ledgers-of-a-run.ts';
import { gatherMergeGroup } from '#github/gather/merge-group.ts';
import type { PermissionCache } from '#github/gather/permissions.ts';
import { type GatherContext, type Gathered, gatherPullRequest, type PullRequestReading } from '#github/gather.ts';
import { planDebtLabel } from './plan-debt-label.ts';

/** The outside world, as far as a verdict needs it. Each surface builds one. */
export interface Ports {
  readonly github: GitHubClient;
  /** One for the life of the process: what its GitHub can do, and permissions read within the last minute. */
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
  /** Likewise the configurations that were read; without it each run reads its own. */
  readonly configs?: ConfigCache;
  /** And what merged, with what happened to it since; without it each run reads its own, once. */
  readonly ledgers?: LedgerCache;
  /** Likewise who touched labels long ago; without it each run of a pull request with many labellings reads on. */
  readonly olderEvents?: OlderEventsCache;
  /** Likewise labels that were made and still look like any other. */
  readonly looksOwed?: LooksOwed;
  /** The present instant, ISO 8601, UTC. */
  readonly now: () => string;
  /** The app whose check runs are ours; null when unknown (then any app's run of our name counts). */
  readonly appId: number | null;
  /** For a surface that knows its own check runs from those of others, which may have known other rules. */
  readonly release?: typeof planSwitchedOff;
  readonly door: Door;
  /** What a repository without a configuration file gets: nothing at all (App), or the defaults (Action, command line). */
  readonly withoutConfig: 'silence' | 'defaults';
  /** What is written; where it is false, the same pipeline up to the plan. */
  readonly writes: { readonly labels: boolean; readonly checks: boolean };
  /**
   * What to do when a fact that decides could not be read and may be readable soon. `wait`: write nothing, the head's
   * last verdict stands. `say-so`: show a run in progress. `conclude`: write the verdict as it is, which under `enforce`
   * is a failure that names the cause.
   */
  readonly whenUnread: 'wait' | 'say-so' | 'conclude';
  /** No guardrail counts as stricter than this. */
  readonly modeCap?: Mode;
  /** Nor, of what the sprint decides, than this: a surface that does not come by when the sprint has turned it. */
  readonly sprintCap?: Mode;
  /** What GitHub says of the pull request that the trigger names, where it was read along with others after that. */
  readonly reading?: PullRequestReading;
  /** Told what each open pull request was judged by: for a surface that wants to know when it has to be judged again. */
  readonly onJudged?: (facts: GatheredFacts, classification: Classification) => void;
  /** Open pull requests known to sit on this commit whatever their branch is called (the sweep's map). */
  readonly pullRequestsOn?: (repository: string, headOid: string) => readonly number[];
  /** Aborted when a newer commit is known to make this run pointless: nothing is written after that. */
  readonly signal?: AbortSignal;
}

export type Silence = Extract<Gathered, { readonly kind: 'nothing' }>['why'] | 'superseded';

export interface Evaluated {
  readonly kind: 'evaluated';
  /** The verdict on the head commit, the worst over the pull requests that share it; null where only the file is looked at. */
  readonly verdict: HeadVerdict | null;
  /** The check runs as they should stand, whether or not they had to be written. */
  readonly checks: readonly CheckRunEffect[];
  /** What was missing on GitHub, labels first. */
  readonly effects: readonly Effect[];
  /** Those of them that were written. */
  readonly applied: readonly Effect[];
  /** The token is a person's, and so sets no label. */
  readonly isPersonsToken: boolean;
  /** ISO 8601, UTC: look again then, since GitHub's links lag behind an edit; null when settled. */
  readonly settlesAt: string | null;
  /** A fact that decides could not be read and may be readable soon: the surface tries again before it says so. */
  readonly shouldRetry: boolean;
  /** A label could not be written now, and may be soon. The verdict does not hang on it. */
  readonly isLabelPending: boolean;
  /** Seconds until GitHub will take it, where it says so. */
  readonly labelRetryAfter: number | null;
}

export type PipelineOutcome = { readonly kind: 'silent'; readonly why: Silence } | Evaluated;

export async function runPipeline(trigger: Trigger, ports: Ports): Promise<PipelineOutcome> {
  const gathered = await gather(trigger, ports);
  if (gathered.kind === 'nothing') {
    const { why, left } = gathered;
    if (left !== undefined && ports.writes.checks && trigger.kind === 'pull-request' && !ports.signal?.aborted) {
      await apply(ports.release?.(left, ports.appId) ?? [], trigger.repository, ports.github);
    }
    return { kind: 'silent', why };
  }

  const judged = judge(gathered, ports);
  if (ports.signal?.aborted) return { kind: 'silent', why: 'superseded' };

  // Before the check, which says so where the label could not be set.
  const labels = planLabels(trigger, judged);
  const isPersonsToken = judged.facts.some(({ facts }) => facts.ourLogin === null);
  const labelled = ports.writes.labels
    ? await setLabels(labels.effects, isPersonsToken, trigger, ports)
    : NOTHING_APPLIED;

  const shown = show(judged, [...labels.problems, ...labelled.problems], ports);
  const cause = trigger.kind === 'pull-request' ? trigger.cause : 'own';
  const released = ports.release?.(judged, ports.appId) ?? [];
  const effects = [...plan(whatToWrite(shown, ports), judged.existing, cause), ...released];

  if (ports.signal?.aborted) return { kind: 'silent', why: 'superseded' };
  if (ports.writes.checks) await apply(effects, trigger.repository, ports.github);
  const { retrying, ...rest } = shown;
  return {
    kind: 'evaluated',
    ...rest,
    shouldRetry: retrying.length > 0,
    effects: [...labels.effects, ...effects],
    applied: [...labelled.applied, ...(ports.writes.checks ? effects : [])],
    isPersonsToken,
    isLabelPending: labelled.isPending,
    labelRetryAfter: labelled.retryAfter,
  };
}

/** What a person's token sets would stand as that person's word, against all that is found later. */
async function setLabels(
  effects: readonly LabelEffect[],
  isPersonsToken: boolean,
  { repository }: Trigger,
  { github, looksOwed }: Ports,
): Promise<AppliedLabels> {
  if (!isPersonsToken) return applyLabels(effects, repository, github, looksOwed);
  return { ...NOTHING_APPLIED, problems: effects.map(({ label }) => ({ code: 'persons-token', label })) };
}

/** One check's outage does not hide another. */
function whatToWrite({ checks, retrying }: Shown, { whenUnread }: Ports): readonly CheckRunEffect[] {
  if (whenUnread === 'conclude') return checks;
  return checks.flatMap((check) => {
    if (!retrying.includes(check.name)) return [check];
    return whenUnread === 'wait' ? [] : [{ ...check, conclusion: null }];
  });
}

type OnePullRequest = Extract<Gathered, { readonly kind: 'facts' }>;

/** All that sits on one head commit. A merge group's verdict hangs on the group's own commit. */
interface OnHead {
  readonly kind: 'facts';
  readonly facts: readonly OnePullRequest[];
  readonly existing: readonly ExistingCheckRun[];
  readonly headOid: string;
  /** Of a merge queue: the pull requests land one after the other. */
  readonly isGroup: boolean;
}

type GatheredHead = OnHead | Extract<Gathered, { readonly kind: 'nothing' }>;

async function gather(trigger: Trigger, ports: Ports): Promise<GatheredHead> {
  const now = ports.now();
  const { ledgers = new LedgersOfARun() } = ports;
  const context: GatherContext = { ...ports, ledgers, now, nowMs: Date.parse(now) };
  return trigger.kind === 'merge-group' ? gatherGroup(trigger, context) : gatherHead(trigger, context, ports);
}

async function gatherHead(trigger: PullRequestTrigger, context: GatherContext, ports: Ports): Promise<GatheredHead> {
  const { repository, number, headRef = null, closedToo = false } = trigger;
  const target = { repository, number, headRef, closedToo, findSharing: true };
  const own = await gatherPullRequest(target, context, ports.reading);
  if (own.kind === 'nothing') return own;
  const { headOid, state } = own.facts.pullRequest;
  const facts = [own];
  const others = new Set([
    ...own.sharing,
    ...(ports.pullRequestsOn?.(nameWithOwner(repository), headOid) ?? []),
    // Whoever judged here before left the numbers of those that it knew.
    ...own.existing.flatMap(({ externalId }) => parseExternalId(externalId)?.pullRequests ?? []),
  ]);
  others.delete(number);
  for (const other of others) {
    const alike = { repository, number: other, headRef: null, closedToo: false, findSharing: false };
    const shared = await gatherPullRequest(alike, context);
    if (shared.kind === 'facts' && shared.facts.pullRequest.headOid === headOid) facts.push(shared);
  }
  // A closed one no longer speaks for a commit that an open one needs.
  const speaking = state !== 'OPEN' && facts.length > 1 ? facts.slice(1) : facts;
  return { kind: 'facts', facts: speaking, existing: own.existing, headOid, isGroup: false };
}

async function gatherGroup(trigger: MergeGroupTrigger, context: GatherContext): Promise<GatheredHead> {
  const { repository, headOid } = trigger;
  const { pullRequests, existing } = await gatherMergeGroup(trigger, context);
  const facts: OnePullRequest[] = [];
  for (const number of pullRequests) {
    const target = { repository, number, headRef: null, closedToo: true, findSharing: false, isForOthers: true };
    const one = await gatherPullRequest(target, context);
    if (one.kind === 'facts') facts.push(one);
    // They share a base and its rules, so what leaves one of them alone leaves all alone.
    else if (one.why !== 'not-found') return one;
  }
  // Never a silent pass: a group of which a part is unknown must not go green.
  if (facts.length < pullRequests.length || facts.length === 0) {
    throw new Unreachable('The pull requests of the merge group could not be found');
  }
  return { kind: 'facts', facts, existing, headOid, isGroup: true };
}

interface Judged extends OnHead {
  readonly evaluations: readonly { readonly one: OnePullRequest; readonly evaluation: Evaluation }[];
}

function judge(head: OnHead, { modeCap, sprintCap, onJudged }: Ports): Judged {
  const evaluations: { one: OnePullRequest; evaluation: Evaluation }[] = [];
  let { capacity = null } = head.facts[0]?.facts ?? {};
  for (const one of head.facts.filter(({ isGoverned }) => isGoverned)) {
    const { now, pullRequest, config } = one.facts;
    const evaluation = evaluate(head.isGroup ? { ...one.facts, capacity } : one.facts, modeCap, sprintCap);
    evaluations.push({ one, evaluation });
    if (!head.isGroup) onJudged?.(one.facts, evaluation.verdict.classification);
    // Those ahead in a merge group count as merged.
    const options = config.config.guardrails['debt-capacity'];
    const { repository, classification } = evaluation.verdict;
    capacity &&= afterMerge(capacity, { now, repository, pullRequest, classification }, options);
  }
  return { ...head, evaluations };
}

/** Of the pull request that the trigger names; others on its head have triggers of their own. */
function planLabels(
  trigger: Trigger,
  { evaluations }: Judged,
): { readonly effects: readonly LabelEffect[]; readonly problems: readonly LabelProblem[] } {
  const own = evaluations.filter(
    ({ one }) => trigger.kind === 'pull-request' && one.facts.pullRequest.number === trigger.number,
  );
  const plans = own.map(({ one: { facts }, evaluation: { verdict } }) =>
    planDebtLabel(facts.pullRequest, isKnownDebt(verdict.classification), facts.config, facts.ourLogin),
  );
  return {
    effects: plans.flatMap(({ effect }) => effect ?? []),
    problems: plans.flatMap(({ problem }) => problem ?? []),
  };
}

interface Shown extends Pick<Evaluated, 'verdict' | 'checks' | 'settlesAt'> {
  /** Checks that may say more soon. */
  readonly retrying: readonly CheckName[];
}

function show(
  { evaluations, facts, headOid }: Judged,
  labelProblems: readonly LabelProblem[],
  { door, modeCap }: Ports,
): Shown {
  const checks: CheckRunEffect[] = [];
  // Pull requests that share the head share its files: one check speaks for all of them.
  const changing = facts.filter(({ configChange }) => configChange !== null);
  const change = changing[0]?.configChange ?? null;
  if (change !== null) {
    const numbers = changing.map(({ facts: { pullRequest } }) => pullRequest.number);
    checks.push(configCheck(numbers, headOid, change.resolved, modeCap));
  }
  const all = evaluations.map(({ evaluation }) => evaluation);
  const settling = all.flatMap(({ settlesAt }) => settlesAt ?? []).sort();
  const base = { settlesAt: settling[0] ?? null, retrying: all.flatMap(({ retrying }) => retrying) };
  if (all.length === 0) return { verdict: null, checks, ...base };

  const problems = facts[0]?.facts.config.problems ?? [];
  const owner = ownerOf(facts.map(({ facts: { config } }) => config));
  const verdicts = all.map(({ verdict }) => verdict);
  const { head } = headVerdict(verdicts, headOid, { problems, labelProblems }, door);
  const parts = VERDICT_CHECKS.flatMap((name) => {
    const ofCheck = verdicts.flatMap((verdict) => partOf(verdict, name) ?? []);
    if (ofCheck.length === 0) return [];
    const notes = name === 'leadership' ? { problems, labelProblems } : { problems, labelProblems: [] };
    const part = headVerdict(ofCheck, headOid, notes, door);
    return [verdictCheck(name, part.head, part.summary, owner)];
  });
  return { verdict: head, checks: [...parts, ...checks], ...base };
}
