/** One run of the Action: from inputs and event to what the job says. Never throws. */
import * as core from '@actions/core';
import type { CheckRunEffect } from '#core/effects/effect.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Trigger } from '#core/trigger.ts';
import { VERSION } from '#core/version.ts';
import { apply } from '#github/apply.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError, NotFound } from '#github/errors.ts';
import { baseUrlFrom } from '#github/transport/base-url.ts';
import { connect } from '#github/transport/connect.ts';
import type { Evaluated, Ports, Silence } from '#pipeline';
import type { SummaryTrigger } from '#summary-pipeline';
import { type Clockwork, judge } from './check.ts';
import { debtShareOf } from './debt-share.ts';
import { readEvent } from './event.ts';
import { describeFailure, undecidedCheck } from './failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { fail, reportFailure, reportFollowed, reportProblems, reportSilence, reportVerdict } from './report.ts';
import { validateAt } from './validate.ts';
import { type Work, workOf } from './work.ts';

type CheckWork = Extract<Work, { readonly kind: 'check' }>;
type Connect = (within?: number) => GitHubClient;

const CLOCKWORK: Clockwork = {
  now: Date.now,
  sleep: (milliseconds) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};

export async function run(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await work(env);
  } catch (error) {
    reportFailure([describeFailure(error)]);
  }
}

async function work(env: NodeJS.ProcessEnv): Promise<void> {
  const inputs = readInputs((name) => core.getInput(name));
  if (!inputs.ok) return reportFailure(inputs.problems);
  const work = workOf(await readEvent(env), inputs.value.command, inputs.value.checkRun);
  if (work.kind === 'impossible') return reportFailure([work.why]);
  const { token, dryRun } = inputs.value;
  const to: Connect = (within) =>
    connect({ token, baseUrl: baseUrlFrom(env), userAgent: `leadership-guardrails/${VERSION} (action)` }, within);
  if (work.kind === 'check') return check(work, inputs.value, to);
  if (work.kind === 'validate') return reportProblems(await validateAt(to(), work.repository, work.ref), dryRun);
  if (work.kind === 'summary') return summarize(work.repository, work.cause, dryRun, to, true);
  const { repository, summary } = work;
  const parts = [
    () => follow(repository, inputs.value, to),
    ...(summary === null ? [] : [() => summarize(repository, summary, dryRun, to, false)]),
  ];
  // Neither waits for what keeps the other from its work, and what is wrong with each is told.
  const failures: string[] = [];
  for (const part of parts) await part().catch((error: unknown) => failures.push(describeFailure(error)));
  if (failures.length > 0) reportFailure(failures);
}

async function summarize(
  repository: RepositoryRef,
  cause: SummaryTrigger['cause'],
  dryRun: boolean,
  to: Connect,
  isAlone: boolean,
): Promise<void> {
  const { postSummary } = await import('./post-summary.ts');
  await postSummary({ repository, cause }, { dryRun, isAlone }, to, CLOCKWORK);
}

async function check({ trigger, headOid }: CheckWork, inputs: Inputs, to: Connect): Promise<void> {
  const writes = inputs.checkRun && !inputs.dryRun;
  const write = (effects: readonly CheckRunEffect[]) =>
    writes ? writeTo(effects, trigger.repository, to()) : undefined;
  const share = { debt: '' };
  let outcome: Found;
  try {
    outcome = await judgeFound(trigger, inputs, to, ({ capacity }) => {
      share.debt = debtShareOf(capacity);
    });
  } catch (error) {
    // The run on the head may say success from before, it may be the one that is required, and nobody comes by later.
    if (headOid !== null) await write([undecidedCheck(headOid, error)]);
    throw error;
  }
  if (outcome.kind === 'silent') return reportSilence(outcome.why);
  reportVerdict(outcome, share.debt, inputs.dryRun);
  await write(outcome.effects.filter((effect) => effect.kind === 'check-run'));
}

type Found = Evaluated | { readonly kind: 'silent'; readonly why: Exclude<Silence, 'not-found'> };

async function judgeFound(
  trigger: Trigger,
  { mode, dryRun, checkRun }: Inputs,
  to: Connect,
  onJudged: NonNullable<Ports['onJudged']>,
): Promise<Found> {
  // A group is judged once it is to land, and a check run by whoever comes by later; a job's own colour stays.
  const isKeptUp = checkRun || trigger.kind === 'merge-group';
  const allowed = { modeCap: mode, sprintCap: isKeptUp ? 'enforce' : 'warn', labels: !dryRun, onJudged } as const;
  const outcome = await judge(trigger, allowed, to, CLOCKWORK);
  if (outcome.kind === 'evaluated') return outcome;
  if (outcome.why === 'not-found') throw new NotFound('GitHub shows no such pull request.');
  return { kind: 'silent', why: outcome.why };
}

async function follow(repository: RepositoryRef, { mode, dryRun }: Inputs, to: Connect): Promise<void> {
  const { followSprint } = await import('./follow-sprint.ts');
  reportFollowed(await followSprint(repository, { modeCap: mode, checks: !dryRun }, to(), CLOCKWORK), dryRun);
}

/** Whoever asked for a check run may require it, and not this job: where it could not be written, the job is red. */
async function writeTo(
  effects: readonly CheckRunEffect[],
  repository: RepositoryRef,
  github: GitHubClient,
): Promise<void> {
  try {
    await apply(effects, repository, github);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    fail(
      `The check run could not be written, so the one on GitHub may be out of date. ${error.message} For pull requests from forks use the event pull_request_target, with \`permissions: { checks: write }\`.`,
    );
  }
}
