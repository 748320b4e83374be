/** Does one job: evaluates a pull request, labels an issue, or looks up which pull requests something concerns. */
import { planSwitchedOff } from '#core/effects/switched-off.ts';
import type { IssueTrigger, Trigger } from '#core/trigger.ts';
import type { HeadVerdict, Mode } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';
import type { ConfigCache } from '#github/config-cache.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { OlderEvents } from '#github/gather/label-history.ts';
import type { PermissionCache } from '#github/gather/permissions.ts';
import { runIssuePipeline } from '#issue-pipeline';
import { type Ports, runPipeline } from '#pipeline';
import { BoundedMap } from './bounded-map.ts';
import { firstDue } from './due-dates.ts';
import type { HeadMap } from './head-map.ts';
import { type JobLog, jobLog } from './job-log.ts';
import type { Ledgers, LedgerView } from './ledgers.ts';
import { findPullRequests } from './look-up.ts';
import { PATIENCE_MS, Patience, type PatienceParts } from './patience.ts';
import { postWeekly } from './post-weekly.ts';
import { Readings } from './readings.ts';
import { sharingQueries } from './shared-queries.ts';
import type { Standings } from './standings.ts';
import { answered, type Job, newJob, settled, withoutDependents } from './task.ts';
import { ofDependents } from './together.ts';
import type { Weekly } from './weekly.ts';
import type { Again } from './work-queue.ts';

/** Some hundreds of bytes each. */
const KEPT_HISTORIES = 5_000;
const KEPT_LOOKS = 1_000;

export interface WorkerParts extends PatienceParts {
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
  readonly configs: ConfigCache;
  readonly ledgers: Ledgers;
  readonly standings: Standings;
  readonly heads: HeadMap;
  readonly weekly: Weekly;
  readonly appId: number | null;
  readonly modeCap: Mode | null;
  readonly enqueue: (job: Job) => void;
  /** When time alone may change what was decided: milliseconds since 1970, or null. */
  readonly onDue: (job: Job, at: number | null) => void;
  /** The job was done to its end; `isOurs` is false when nothing there is ours to judge. */
  readonly onDone: (job: Job, isOurs: boolean) => void;
}

export class Worker {
  readonly #parts: WorkerParts;
  readonly #patience: Patience;
  readonly #log: JobLog;
  readonly #readings = new Readings();
  readonly #olderEvents = new BoundedMap<string, OlderEvents>(KEPT_HISTORIES);
  readonly #looksOwed = new BoundedMap<string, string>(KEPT_LOOKS);

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#patience = new Patience(parts);
    this.#log = jobLog(parts.log);
  }

  /** Never throws: a defect is caught here, once, and told to the log. */
  async run(job: Job, signal: AbortSignal): Promise<Again<Job> | null> {
    try {
      const request = { priority: job.priority, patience: PATIENCE_MS, signal };
      const github = await this.#parts.clientFor(job.installation, request);
      const { task } = job;
      if (task.kind === 'pull-request' || task.kind === 'merge-group') {
        const ledgers = this.#parts.ledgers.view();
        try {
          return await this.#evaluate(job, task, github, ledgers, signal);
        } finally {
          ledgers.close(signal.aborted);
          this.#askWhereBehind(job, task, ledgers);
        }
      }
      if (task.kind === 'summary') return await postWeekly({ ...job, task }, github, this.#parts, signal);
      if (task.kind === 'issue') return await this.#label(job, task, github, signal);
      const found = await findPullRequests({ ...job, task }, github, this.#parts);
      for (const one of found) this.#parts.enqueue(one);
      this.#log('info', 'looked-up', job, { found: found.length });
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      try {
        return await this.#patience.afterFailure(job, error, signal);
      } catch (second) {
        return this.#patience.giveUp(job, second);
      }
    }
  }

  async #evaluate(
    asked: Job,
    trigger: Trigger,
    github: GitHubClient,
    ledgers: LedgerView,
    signal: AbortSignal,
  ): Promise<Again<Job> | null> {
    const { reading: _, ...job } = asked;
    const reading = this.#readings.use(asked, this.#parts.now());
    const { host, permissions, configs, standings, appId, modeCap, heads, known, weekly, now } = this.#parts;
    const ports: Ports = {
      github: reading === null ? github : sharingQueries(github, reading.shared),
      host,
      permissions,
      configs,
      ledgers,
      olderEvents: this.#olderEvents,
      looksOwed: this.#looksOwed,
      now: () => new Date(now()).toISOString(),
      appId,
      release: planSwitchedOff,
      door: 'app',
      withoutConfig: 'silence',
      writes: { labels: true, checks: true },
      whenUnread: this.#patience.stepOf(job),
      ...(modeCap !== null && { modeCap }),
      ...(reading !== null && { reading: reading.answer }),
      onJudged: (facts, classification) => {
        standings.note(job.installation, facts, classification, ledgers.repositories);
        weekly.judged(job.installation, facts.repository, facts.config, now());
      },
      pullRequestsOn: (repository, headOid) => heads.pullRequestsOn(refOf(repository), headOid),
      signal,
    };
    const started = now();
    const outcome = await runPipeline(trigger, ports);
    known.learn(trigger.repository, outcome);
    const ms = now() - started;
    if (outcome.kind === 'silent') {
      if (outcome.why === 'no-config') standings.noteNone(trigger.repository);
      if (outcome.why !== 'superseded' && trigger.kind === 'pull-request') {
        standings.forget(trigger.repository, trigger.number);
      }
      if (outcome.why === 'untracked-base' || outcome.why === 'no-config') this.#parts.onDone(job, false);
      this.#log('info', 'silent', job, { why: outcome.why, ms });
      return null;
    }
    const { verdict, effects, shouldRetry, settlesAt, isLabelPending, labelRetryAfter } = outcome;
    this.#log('info', 'evaluated', job, { conclusion: verdict?.conclusion ?? null, writes: effects.length, ms });
    // A label that cannot be written stays planned; only a check tells others, or answers anybody.
    const isTold = effects.some(({ kind }) => kind === 'check-run');
    const next = isTold ? answered(job) : job;
    if (shouldRetry && ports.whenUnread !== 'conclude') return this.#patience.retry(next, next.saidSo);
    this.#parts.onDone(job, true);
    this.#parts.onDue(job, firstDue(verdict));
    if (isTold) this.#askOthers(job, trigger, verdict);
    const settling = settlesAt === null ? null : Math.max(0, Date.parse(settlesAt) - now());
    const labelling = isLabelPending ? this.#patience.labelAgain(next, labelRetryAfter) : null;
    if (settling !== null && (labelling === null || settling < labelling.inMs)) {
      return { job: settled(next), inMs: settling };
    }
    return labelling;
  }

  async #label(job: Job, trigger: IssueTrigger, github: GitHubClient, signal: AbortSignal): Promise<Again<Job> | null> {
    const { host, configs, heads, now } = this.#parts;
    const started = now();
    const looksOwed = this.#looksOwed;
    const writes = { labels: true };
    const ports = { github, host, configs, looksOwed, withoutConfig: 'silence', writes, signal } as const;
    const { label, dependents } = await runIssuePipeline(trigger, ports);
    const jobs = dependents === null ? [] : ofDependents(job, trigger.repository, dependents, heads);
    for (const one of jobs) this.#parts.enqueue(one);
    this.#parts.onDone(job, true);
    const ms = now() - started;
    if (label.kind === 'silent') {
      this.#log('info', 'silent', job, { why: label.why, found: dependents?.pullRequests.length, ms });
      return null;
    }
    const { effects, problems, isPending, retryAfter } = label;
    this.#log('info', 'labelled', job, {
      writes: effects.length,
      problems: problems.map(({ code }) => code),
      found: dependents?.pullRequests.length,
      ms,
    });
    return isPending ? this.#patience.labelAgain(withoutDependents(job), retryAfter) : null;
  }

  /**
   * Another process, or a run for another pull request of this head, may have read before and written after us, so each
   * of the others looks once more. It writes only where it would say something else, so this comes to rest.
   */
  #askOthers(job: Job, { repository }: Trigger, verdict: HeadVerdict | null): void {
    const { installation, headOid } = job;
    const numbers = verdict?.verdicts.map(({ pullRequest }) => pullRequest) ?? [];
    if (job.task.kind !== 'pull-request' || numbers.length < 2) return;
    for (const number of numbers) {
      if (number === job.task.number) continue;
      const task = { kind: 'pull-request', repository, number, cause: 'fan-out' } as const;
      this.#parts.enqueue(newJob(installation, task, { priority: 'fan-out', headOid }));
    }
  }

  /** Something merged while it was judged: what it was judged by may have turned since. */
  #askWhereBehind({ installation }: Job, { repository }: Trigger, ledgers: LedgerView): void {
    if (!ledgers.isBehind) return;
    this.#parts.enqueue(newJob(installation, { kind: 'sprint', repository }, { priority: 'fan-out' }));
  }
}

function refOf(nameWithOwner: string): { owner: string; name: string } {
  const [owner = '', name = ''] = nameWithOwner.split('/');
  return { owner, name };
}
