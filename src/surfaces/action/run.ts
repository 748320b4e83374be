/** One run of the Action: from inputs and event to what the job says. Never throws. */
import * as core from '@actions/core';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Trigger } from '#core/trigger.ts';
import { VERSION } from '#core/version.ts';
import { apply } from '#github/apply.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError, NotFound } from '#github/errors.ts';
import { baseUrlFrom } from '#github/transport/base-url.ts';
import { connect } from '#github/transport/connect.ts';
import type { Evaluated } from '#pipeline';
import { judge } from './check.ts';
import { readEvent } from './event.ts';
import { describeFailure } from './failure.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { reportFailure, reportProblems, reportSilence, reportVerdict, warn } from './report.ts';
import { validateAt } from './validate.ts';
import { workOf } from './work.ts';

type Connect = (within?: number) => GitHubClient;

export async function run(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await work(env);
  } catch (error) {
    await reportFailure([describeFailure(error)]);
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
  if (work.kind === 'check') return check(work.trigger, inputs.value, to);
  return reportProblems(await validateAt(to(), work.repository, work.ref), dryRun);
}

async function check(trigger: Trigger, { mode, dryRun, checkRun }: Inputs, to: Connect): Promise<void> {
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const outcome = await judge(trigger, mode, to, { now: Date.now, sleep });
  if (outcome.kind === 'silent') {
    if (outcome.why !== 'not-found') return reportSilence(outcome.why);
    throw new NotFound('GitHub shows no such pull request.');
  }
  await reportVerdict(outcome, dryRun);
  if (checkRun && !dryRun) await write(outcome, trigger.repository, to());
}

/** The verdict stands whether or not it could be written: the job's own result says it. */
async function write({ effects }: Evaluated, repository: RepositoryRef, github: GitHubClient): Promise<void> {
  try {
    await apply(effects, repository, github);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    warn(
      `The check run could not be written; the verdict of this job stands. ${error.message} For pull requests from forks use the event pull_request_target, with \`permissions: { checks: write }\`.`,
    );
  }
}
