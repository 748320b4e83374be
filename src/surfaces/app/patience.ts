/** What becomes of a job when GitHub did not tell enough, or refused: for how long it is tried, and what is said meanwhile. */

import type { GitHubClient } from '#github/client.ts';
import { Forbidden, GitHubError, NotFound, RateLimited } from '#github/errors.ts';
import { hintOf } from '#github/hints.ts';
import type { Priority } from '#github/transport/budget.ts';
import type { Ports } from '#pipeline';
import { type JobLog, jobLog } from './job-log.ts';
import type { KnownRepositories } from './known-repositories.ts';
import type { Log } from './log.ts';
import { type Said, sayUnread } from './say-unread.ts';
import { type Job, settled } from './task.ts';
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
/** A longer wait for GitHub's limits gives the slot to somebody else. */
export const PATIENCE_MS = 30_000;

export type ClientFor = (
  installation: number,
  request: { readonly priority: Priority; readonly patience: number; readonly signal: AbortSignal },
) => Promise<GitHubClient>;

export interface PatienceParts {
  readonly clientFor: ClientFor;
  readonly known: KnownRepositories;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** The work that a delivery asked for failed for good. */
  readonly onFailure: (delivery: string) => void;
}

export class Patience {
  readonly #parts: PatienceParts;
  readonly #log: JobLog;

  constructor(parts: PatienceParts) {
    this.#parts = parts;
    this.#log = jobLog(parts.log);
  }

  /**
   * A label may wait, and nothing waits for it: tried again for some minutes, then left to the next event. Where GitHub asks
   * for a pause many may wait for the same share, so each waits longer from time to time. `retryAfter`: seconds.
   */
  labelAgain(job: Job, retryAfter: number | null): Again<Job> | null {
    if (job.attempts >= LABEL_ATTEMPTS) {
      this.#log('warn', 'label-given-up', job, { attempts: job.attempts });
      return null;
    }
    const limitMs = (retryAfter ?? 0) * 1_000 * 2 ** job.attempts;
    const inMs = Math.max(this.retry(job, false).inMs, Math.min(limitMs, LONGEST_LABEL_WAIT_MS));
    return { job: { ...settled(job), attempts: job.attempts + 1 }, inMs };
  }

  stepOf({ unreadSince }: Job): Ports['whenUnread'] {
    const since = unreadSince === null ? 0 : this.#parts.now() - unreadSince;
    return since < SAY_SO_AFTER_MS ? 'wait' : since < CONCLUDE_AFTER_MS ? 'say-so' : 'conclude';
  }

  retry(job: Job, saidSo: boolean): Again<Job> {
    const { now } = this.#parts;
    const attempts = job.attempts + 1;
    const inMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** job.attempts);
    return { job: { ...job, attempts, saidSo, unreadSince: job.unreadSince ?? now() }, inMs };
  }

  async afterFailure(job: Job, error: unknown, signal: AbortSignal): Promise<Again<Job> | null> {
    if (!(error instanceof GitHubError)) return this.giveUp(job, error);
    if (!error.isPassing) {
      // A verdict that passed must not outlive the right to look: what cannot be read now may no longer hold.
      if (!(error instanceof NotFound) && !job.isFailing) await this.#sayUnread(job, 'conclude', error, signal);
      return this.giveUp(job, error);
    }
    this.#log('warn', 'no-answer', job, { error: error.name, message: error.message, attempts: job.attempts });
    if (error instanceof RateLimited) return this.#waitForLimit(job, error, signal);
    const step = this.stepOf(job);
    if (step === 'wait' || (step === 'say-so' && job.saidSo)) return this.retry(job, job.saidSo);
    const said = await this.#sayUnread(job, step, error, signal);
    if (step === 'say-so') return this.retry(job, said === 'said');
    // The sweep looks at a failing check again, and finds one that could not even be written.
    return said === 'said' ? null : this.giveUp(job, error);
  }

  /** REST may still take a write while GraphQL's share is used up; one that is refused, too, is tried again. */
  async #waitForLimit(job: Job, error: RateLimited, signal: AbortSignal): Promise<Again<Job>> {
    const { now } = this.#parts;
    const unreadSince = job.unreadSince ?? now();
    const step = this.stepOf(job);
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

  giveUp(job: Job, error: unknown): null {
    for (const delivery of job.deliveries) this.#parts.onFailure(delivery);
    if (error instanceof Forbidden) {
      this.#log('error', 'forbidden', job, { message: error.message, missing: error.missing, hint: hintOf(error) });
    } else if (error instanceof NotFound) {
      // Uninstalled, suspended or deleted meanwhile: nothing that we could do.
      this.#log('info', 'gone', job, { message: error.message });
    } else if (error instanceof GitHubError) {
      this.#log('error', 'refused', job, { error: error.name, message: error.message, hint: hintOf(error) });
    } else {
      const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      this.#log('error', 'defect', job, { error: name, message, at: stack.split('\n', 3).slice(1).join(' ') });
    }
    return null;
  }
}
