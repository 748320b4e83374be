/** Evaluates one trigger, and decides what to do when GitHub did not tell enough. */
import { nameWithOwner } from '#core/facts/repository.ts';
import type { IssueTrigger, Trigger } from '#core/trigger.ts';
import type { HeadVerdict, Mode } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';
import type { ConfigCache } from '#github/config-cache.ts';
import { Forbidden, GitHubError, NotFound, RateLimited } from '#github/errors.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { OlderEvents } from '#github/gather/label-history.ts';
import type { PermissionCache } from '#github/gather/permissions.ts';
import type { Priority } from '#github/transport/budget.ts';
import { runIssuePipeline } from '#issue-pipeline';
import { type Ports, runPipeline } from '#pipeline';
import { BoundedMap } from './bounded-map.ts';
import { firstDue } from './due-dates.ts';
import type { HeadMap } from './head-map.ts';
import type { KnownRepositories } from './known-repositories.ts';
import type { Log, LogFields } from './log.ts';
import { findPullRequests } from './look-up.ts';
import { Readings } from './readings.ts';
import { type Said, sayUnread } from './say-unread.ts';
import { sharingQueries } from './shared-queries.ts';
import { answered, type Job, newJob, settled, withoutDependents } from './task.ts';
import { ofDependents } from './together.ts';
import type { Again } from './work-queue.ts';

/** From the first failure: so long the head's last verdict stands (spec, section 3). */
const SAY_SO_AFTER_MS = 2 * 60_000;
/** … and from then on the check is concluded, which under `enforce` is a failure that names the cause. */
const CONCLUDE_AFTER_MS = 10 * 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 30_000;
/** How often a label that GitHub did not take is tried again. */
const LABEL_ATTEMPTS = 8;
/** GitHub's longest limit, on what is made in an hour; by then the line before us is served. */
const LONGEST_LABEL_WAIT_MS = 60 * 60_000;
/** Some hundreds of bytes each. */
const KEPT_HISTORIES = 5_000;
const KEPT_LOOKS = 1_000;
/** A longer wait for GitHub's limits gives the slot to somebody else. */
const PATIENCE_MS = 30_000;

export type ClientFor = (
  installation: number,
  request: { readonly priority: Priority; readonly patience: number; readonly signal: AbortSignal },
) => Promise<GitHubClient>;

export interface WorkerParts {
  readonly clientFor: ClientFor;
  readonly host: HostCapabilities;
  readonly permissions: PermissionCache;
  readonly configs: ConfigCache;
  readonly heads: HeadMap;
  readonly known: KnownRepositories;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly appId: number | null;
  readonly modeCap: Mode | null;
  readonly log: Log;
  readonly enqueue: (job: Job) => void;
  /** The work that a delivery asked for failed for good. */
  readonly onFailure: (delivery: string) => void;
  /** When time alone may change what was decided: milliseconds since 1970, or null. */
  readonly onDue: (job: Job, at: number | null) => void;
  /** The job was done to its end; `isOurs` is false when nothing there is ours to judge. */
  readonly onDone: (job: Job, isOurs: boolean) => void;
}

export class Worker {
  readonly #parts: WorkerParts;
  readonly #readings = new Readings();
  readonly #olderEvents = new BoundedMap<string, OlderEvents>(KEPT_HISTORIES);
  readonly #looksOwed = new BoundedMap<string, string>(KEPT_LOOKS);

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Never throws: a defect is caught here, once, and told to the log. */
  async run(job: Job, signal: AbortSignal): Promise<Again<Job> | null> {
    try {
      const request = { priority: job.priority, patience: PATIENCE_MS, signal };
      const github = await this.#parts.clientFor(job.installation, request);
      const { task } = job;
      if (task.kind === 'pull-request' || task.kind === 'merge-group') {
        return await this.#evaluate(job, task, github, signal);
      }
      if (task.kind === 'issue') return await this.#label(job, task, github, signal);
      const found = await findPullRequests({ ...job, task }, github, this.#parts);
      for (const one of found) this.#parts.enqueue(one);
      this.#log('info', 'looked-up', job, { found: found.length });
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      try {
        return await this.#afterFailure(job, error, signal);
      } catch (second) {
        return this.#giveUp(job, second);
      }
    }
  }

  async #evaluate(asked: Job, trigger: Trigger, github: GitHubClient, signal: AbortSignal): Promise<Again<Job> | null> {
    const { reading: _, ...job } = asked;
    const reading = this.#readings.use(asked, this.#parts.now());
    const { host, permissions, configs, appId, modeCap, heads, known, now } = this.#parts;
    const ports: Ports = {
      github: reading === null ? github : sharingQueries(github, reading.shared),
      host,
      permissions,
      configs,
      olderEvents: this.#olderEvents,
      looksOwed: this.#looksOwed,
      now: () => new Date(now()).toISOString(),
      appId,
      door: 'app',
      withoutConfig: 'silence',
      writes: { labels: true, checks: true },
      whenUnread: this.#stepOf(job),
      ...(modeCap !== null && { modeCap }),
      ...(reading !== null && { reading: reading.answer }),
      pullRequestsOn: (repository, headOid) => heads.pullRequestsOn(refOf(repository), headOid),
      signal,
    };
    const started = now();
    const outcome = await runPipeline(trigger, ports);
    known.learn(trigger.repository, outcome);
    const ms = now() - started;
    if (outcome.kind === 'silent') {
      if (outcome.why === 'untracked-base' || outcome.why === 'no-config') this.#parts.onDone(job, false);
      this.#log('info', 'silent', job, { why: outcome.why, ms });
      return null;
    }
    const { verdict, effects, shouldRetry, settlesAt, isLabelPending, labelRetryAfter } = outcome;
    this.#log('info', 'evaluated', job, { conclusion: verdict?.conclusion ?? null, writes: effects.length, ms });
    // A label that cannot be written stays planned; only a check tells others, or answers anybody.
    const isTold = effects.some(({ kind }) => kind === 'check-run');
    const next = isTold ? answered(job) : job;
    if (shouldRetry && ports.whenUnread !== 'conclude') return this.#retry(next, next.saidSo);
    this.#parts.onDone(job, true);
    this.#parts.onDue(job, firstDue(verdict));
    if (isTold) this.#askOthers(job, trigger, verdict);
    const settling = settlesAt === null ? null : Math.max(0, Date.parse(settlesAt) - now());
    const labelling = isLabelPending ? this.#labelAgain(next, labelRetryAfter) : null;
    if (settling !== null && (labelling === null || settling < labelling.inMs)) {
      return { job: settled(next), inMs: settling };
    }
    return labelling;
  }

  /**
   * A label may wait, and nothing waits for it: tried again for some minutes, then left to the next event. Where GitHub asks
   * for a pause many may wait for the same share, so each waits longer from time to time. `retryAfter`: seconds.
   */
  #labelAgain(job: Job, retryAfter: number | null): Again<Job> | null {
    if (job.attempts >= LABEL_ATTEMPTS) {
      this.#log('warn', 'label-given-up', job, { attempts: job.attempts });
      return null;
    }
    const limitMs = (retryAfter ?? 0) * 1_000 * 2 ** job.attempts;
    const inMs = Math.max(this.#retry(job, false).inMs, Math.min(limitMs, LONGEST_LABEL_WAIT_MS));
    return { job: { ...settled(job), attempts: job.attempts + 1 }, inMs };
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
    return isPending ? this.#labelAgain(withoutDependents(job), retryAfter) : null;
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

  #stepOf({ unreadSince }: Job): Ports['whenUnread'] {
    const since = unreadSince === null ? 0 : this.#parts.now() - unreadSince;
    return since < SAY_SO_AFTER_MS ? 'wait' : since < CONCLUDE_AFTER_MS ? 'say-so' : 'conclude';
  }

  #retry(job: Job, saidSo: boolean): Again<Job> {
    const { now } = this.#parts;
    const attempts = job.attempts + 1;
    const inMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** job.attempts);
    return { job: { ...job, attempts, saidSo, unreadSince: job.unreadSince ?? now() }, inMs };
  }

  async #afterFailure(job: Job, error: unknown, signal: AbortSignal): Promise<Again<Job> | null> {
    if (!(error instanceof GitHubError)) return this.#giveUp(job, error);
    if (!error.isPassing) {
      // A verdict that passed must not outlive the right to look: what cannot be read now may no longer hold.
      if (!(error instanceof NotFound) && !job.isFailing) await this.#sayUnread(job, 'conclude', error, signal);
      return this.#giveUp(job, error);
    }
    this.#log('warn', 'no-answer', job, { error: error.name, message: error.message, attempts: job.attempts });
    if (error instanceof RateLimited) return this.#waitForLimit(job, error, signal);
    const step = this.#stepOf(job);
    if (step === 'wait' || (step === 'say-so' && job.saidSo)) return this.#retry(job, job.saidSo);
    const said = await this.#sayUnread(job, step, error, signal);
    if (step === 'say-so') return this.#retry(job, said === 'said');
    // The sweep looks at a failing check again, and finds one that could not even be written.
    return said === 'said' ? null : this.#giveUp(job, error);
  }

  /** REST may still take a write while GraphQL's share is used up; one that is refused, too, is tried again. */
  async #waitForLimit(job: Job, error: RateLimited, signal: AbortSignal): Promise<Again<Job>> {
    const { now } = this.#parts;
    const unreadSince = job.unreadSince ?? now();
    const step = this.#stepOf(job);
    const isKnown = step === 'wait' || (step === 'say-so' ? job.saidSo : job.isFailing === true);
    const said = isKnown ? 'said' : await this.#sayUnread(job, step, error, signal);
    const limitMs = error.retryAfter * 1_000;
    const nextStep = step === 'wait' ? SAY_SO_AFTER_MS : step === 'say-so' ? CONCLUDE_AFTER_MS : null;
    const untilStep = nextStep === null ? limitMs : Math.max(0, unreadSince + nextStep - now());
    const inMs = Math.min(limitMs, untilStep, said === 'refused' ? LONGEST_RETRY_MS : limitMs);
    return {
      job: {
        ...job,
        unreadSince,
        saidSo: job.saidSo || (step === 'say-so' && said === 'said'),
        ...(step === 'conclude' && said === 'said' && { isFailing: true }),
      },
      inMs,
      // Behind a longer hold the others could not say in time that they wait.
      ...(limitMs <= SAY_SO_AFTER_MS && { holdsGroup: true }),
    };
  }

  async #sayUnread(job: Job, step: Ports['whenUnread'], error: GitHubError, signal: AbortSignal): Promise<Said> {
    const { clientFor, known } = this.#parts;
    const client = () => clientFor(job.installation, { priority: job.priority, patience: PATIENCE_MS, signal });
    const said = await sayUnread(job, step, error, known, client);
    if (said === 'said') this.#log('warn', 'said-unread', job, { step });
    return said;
  }

  #giveUp(job: Job, error: unknown): null {
    for (const delivery of job.deliveries) this.#parts.onFailure(delivery);
    if (error instanceof Forbidden) {
      this.#log('error', 'forbidden', job, { message: error.message, missing: error.missing, hint: error.hint });
    } else if (error instanceof NotFound) {
      // Uninstalled, suspended or deleted meanwhile: nothing that we could do.
      this.#log('info', 'gone', job, { message: error.message });
    } else if (error instanceof GitHubError) {
      this.#log('error', 'refused', job, { error: error.name, message: error.message, hint: error.hint });
    } else {
      const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      this.#log('error', 'defect', job, { error: name, message, at: stack.split('\n', 3).slice(1).join(' ') });
    }
    return null;
  }

  #log(level: Parameters<Log>[0], happening: string, job: Job, fields: LogFields): void {
    const { task, installation, deliveries } = job;
    this.#parts.log(level, happening, {
      installation,
      work: task.kind,
      repository: task.kind === 'owner' ? task.owner : nameWithOwner(task.repository),
      number: task.kind === 'pull-request' || task.kind === 'issue' ? task.number : undefined,
      deliveries,
      ...fields,
    });
  }
}

function refOf(nameWithOwner: string): { owner: string; name: string } {
  const [owner = '', name = ''] = nameWithOwner.split('/');
  return { owner, name };
}
