/** Posts one summary that may be due, and decides what to do when GitHub did not let it. */

import type { GitHubClient } from '#github/client.ts';
import type { ConfigCache } from '#github/config-cache.ts';
import { GitHubError, NotFound, RateLimited, Unauthorized } from '#github/errors.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { PermissionCache } from '#github/gather/permissions.ts';
import { hintOf } from '#github/hints.ts';
import type { ResolvedWeek } from '#github/summary/resolve-week.ts';
import { runSummary } from '#summary-pipeline';
import { jobLog } from './job-log.ts';
import type { Log, LogFields } from './log.ts';
import type { Job, SummaryTask } from './task.ts';
import type { Weekly } from './weekly.ts';
import type { Again } from './work-queue.ts';

/** Then the next round of the sweep asks for it. */
const ATTEMPTS = 5;
const FIRST_RETRY_MS = 15_000;

/** What the operator passes on. */
const PRIVATE_HOME = 'Set `summary.repository` to a private repository.';

/** By its rules, which the team it may have been in does not change. */
const HAS_NONE: ReadonlySet<string> = new Set(['no-config', 'no-summary', 'summary-disabled']);

export interface PostingParts {
  readonly weekly: Weekly;
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
  readonly configs: ConfigCache;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Throws what is a defect of ours. */
export async function postWeekly(
  job: Job & { readonly task: SummaryTask },
  github: GitHubClient,
  { weekly, host, permissions, configs, now, log }: PostingParts,
  signal: AbortSignal,
): Promise<Again<Job> | null> {
  const { repository } = job.task;
  const started = now();
  const say = jobLog(log);
  const tell = (level: Parameters<Log>[0], happening: string, fields: LogFields) =>
    say(level, happening, job, { ms: now() - started, ...fields });
  const begun: { scope: ResolvedWeek | null } = { scope: null };
  const end = (how: Parameters<Weekly['ended']>[1]) => {
    if (begun.scope !== null) weekly.ended(begun.scope, how, now());
    else if (how === 'refused' || how === 'unauthorized') weekly.cannot(repository, now(), how);
  };
  const isWanted = (scope: ResolvedWeek): boolean => {
    if (!weekly.begin(job, repository, scope, now())) return false;
    begun.scope = scope;
    return true;
  };
  try {
    const outcome = await runSummary(
      { repository, cause: 'due' },
      {
        github,
        host,
        permissions,
        configs,
        now: () => new Date(now()).toISOString(),
        withoutConfig: 'silence',
        writes: true,
        asMyself: false,
        isWanted,
        signal,
      },
    );
    if (outcome.kind === 'silent') {
      const { why, home } = outcome;
      end(why === 'superseded' ? 'unknown' : 'done');
      // It was looked at before it was due, or somebody else does it.
      if (why === 'superseded') return null;
      if (HAS_NONE.has(why)) weekly.hasNone(repository, now());
      else if (begun.scope === null) weekly.cannot(repository, now());
      // Only somebody who changes the configuration can end that.
      if (why === 'private-home') tell('warn', 'no-summary', { why, home: home ?? undefined, hint: PRIVATE_HOME });
      else tell('info', 'no-summary', { why });
      return null;
    }
    const { home, period, number, applied, notes, refusal } = outcome;
    if (refusal instanceof Unauthorized) throw refusal;
    const isLeft = outcome.effects.length > applied.length && refusal === null && !notes.includes('pin-refused');
    end(refusal !== null ? 'refused' : isLeft ? 'unknown' : applied.length > 0 ? 'written' : 'done');
    if (refusal !== null)
      tell('error', 'summary-refused', { home, period, ...described(refusal), hint: hintOf(refusal) });
    tell('info', applied.length === 0 ? 'summary-stands' : 'summary-posted', {
      home,
      period,
      number,
      writes: applied.map(({ type }) => type),
      notes: [...notes],
    });
    return null;
  } catch (error) {
    if (signal.aborted) {
      end('unknown');
      return null;
    }
    if (!(error instanceof GitHubError)) {
      end('refused');
      throw error;
    }
    if (error instanceof NotFound && begun.scope === null) weekly.hasNone(repository, now());
    else end(error.isPassing ? 'unknown' : error instanceof Unauthorized ? 'unauthorized' : 'refused');
    tell('warn', 'summary-unread', { ...described(error), attempts: job.attempts, hint: hintOf(error) });
    return error.isPassing ? again(job, error) : null;
  }
}

function again(job: Job, error: GitHubError): Again<Job> | null {
  if (job.attempts + 1 >= ATTEMPTS) return null;
  const inMs = error instanceof RateLimited ? error.retryAfter * 1_000 : FIRST_RETRY_MS * 2 ** job.attempts;
  return { job: { ...job, attempts: job.attempts + 1 }, inMs };
}

function described({ name, message }: GitHubError): { readonly error: string; readonly message: string } {
  return { error: name, message };
}
