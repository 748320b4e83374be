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
import type { Evaluated, Silence } from '#pipeline';
import { judge } from './check.ts';
import { readEvent } from './event.ts';
import { describeFailure, undecidedCheck } from './failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { fail, reportFailure, reportProblems, reportSilence, reportVerdict } from './report.ts';
import { validateAt } from './validate.ts';
import { type Work, workOf } from './work.ts';

type CheckWork = Extract<Work, { readonly kind: 'check' }>;
type Connect = (within?: number) => GitHubClient;

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
  const work = workOf(await readEvent(env), inputs.value.command);
  if (work.kind === 'impossible') return reportFailure([work.why]);
  const { token, dryRun } = inputs.value;
  const to: Connect = (within) =>
    connect({ token, baseUrl: baseUrlFrom(env), userAgent: `leadership-guardrails/${VERSION} (action)` }, within);
  if (work.kind === 'check') return check(work, inputs.value, to);
  return reportProblems(await validateAt(to(), work.repository, work.ref), dryRun);
}

async function check({ trigger, headOid }: CheckWork, inputs: Inputs, to: Connect): Promise<void> {
  const writes = inputs.checkRun && !inputs.dryRun;
  const write = (effects: readonly CheckRunEffect[]) =>
    writes ? writeTo(effects, trigger.repository, to()) : undefined;
  let outcome: Found;
  try {
    outcome = await judgeFound(trigger, inputs, to);
  } catch (error) {
    // The run on the head may say success from before, it may be the one that is required, and nobody comes by later.
    if (headOid !== null) await write([undecidedCheck(headOid, error)]);
    throw error;
  }
  if (outcome.kind === 'silent') return reportSilence(outcome.why);
  reportVerdict(outcome, inputs.dryRun);
  await write(outcome.effects.filter((effect) => effect.kind === 'check-run'));
}

type Found = Evaluated | { readonly kind: 'silent'; readonly why: Exclude<Silence, 'not-found'> };

async function judgeFound(trigger: Trigger, { mode, dryRun }: Inputs, to: Connect): Promise<Found> {
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const outcome = await judge(trigger, { modeCap: mode, labels: !dryRun }, to, { now: Date.now, sleep });
  if (outcome.kind === 'evaluated') return outcome;
  if (outcome.why === 'not-found') throw new NotFound('GitHub shows no such pull request.');
  return { kind: 'silent', why: outcome.why };
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
