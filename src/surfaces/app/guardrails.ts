/** The App put together: deliveries become jobs, jobs are worked off in line, and the sweep finds what was missed. */
import type { Probot } from 'probot';
import { nameWithOwner } from '#core/facts/repository.ts';
import type { Mode } from '#core/verdict.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import type { Priority } from '#github/transport/budget.ts';
import type { Clock } from '#github/transport/limiter.ts';
import { BoundedMap } from './bounded-map.ts';
import { Connections } from './connections.ts';
import { DeliveryLog } from './delivery-log.ts';
import { DueDates } from './due-dates.ts';
import { HeadMap } from './head-map.ts';
import { KnownRepositories } from './known-repositories.ts';
import { Ledgers } from './ledgers.ts';
import type { Log } from './log.ts';
import { missingFrom, type Registration } from './needs.ts';
import { isOurOwn, type OurApp, type Payload } from './payload.ts';
import { RecheckLimit } from './recheck-limit.ts';
import { SprintWatch } from './sprint-watch.ts';
import { Standings } from './standings.ts';
import { sweep } from './sweep.ts';
import { SweepMemory } from './sweep-memory.ts';
import { type Job, keyOf, mergeJobs } from './task.ts';
import { HANDLED_EVENTS, jobsOf } from './triggers.ts';
import { Weekly } from './weekly.ts';
import { WorkQueue } from './work-queue.ts';
import { Worker } from './worker.ts';

/** Evaluations at once over all installations, and for one of them, so that none waits for a noisy one. */
const CONCURRENCY = 32;
const CONCURRENCY_PER_INSTALLATION = 4;
const SWEEP_EVERY_MS = 10 * 60_000;
/** Rounds of many processes that were started together drift apart. */
const SWEEP_JITTER_MS = 30_000;
const KEPT_PERMISSIONS = 20_000;
/** Some tens of kilobytes each at worst. */
const KEPT_CONFIGS = 1_000;
const PRIORITIES: readonly Priority[] = ['own', 'fan-out', 'sweep'];

export interface GuardrailsOptions {
  /** Null when the process does not know (a token instead of an app): then any app's run of our name counts as ours. */
  readonly appId: number | null;
  readonly modeCap: Mode | null;
  readonly log: Log;
  /** Answer a delivery only after its work: for hosts that stop the process once it has answered. */
  readonly waitsForWork: boolean;
  /** Whether the sweep runs in this process. */
  readonly sweeps: boolean;
  /** Another than the machine's, for measurements in time-lapse. */
  readonly clock?: Clock;
}

export interface Guardrails {
  /** Asks GitHub who we are, and logs what the registration lacks. Throws a `GitHubError`. */
  readonly introduce: () => Promise<void>;
  readonly deliveries: DeliveryLog;
  /** False since GitHub refused the app's key. */
  readonly isAccepted: () => boolean;
  /** Starts the sweep, at once and then every ten minutes. */
  readonly start: () => void;
  /** Finishes what was begun; gives back how many pieces of work were left. */
  readonly stop: (patienceMs: number) => Promise<number>;
}

const systemClock: Clock = {
  now: Date.now,
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/** Registers our events with Probot. Nothing is asked of GitHub before the first event, `introduce` or `start`. */
export function guardrails(probot: Probot, options: GuardrailsOptions): Guardrails {
  const { appId, modeCap, log, clock = systemClock } = options;
  const connections = new Connections(probot);
  const host = hostCapabilities();
  const heads = new HeadMap();
  const deliveries = new DeliveryLog();
  const rechecks = new RecheckLimit();
  const due = new DueDates();
  const memory = new SweepMemory();
  const known = new KnownRepositories();
  const ledgers = new Ledgers(clock.now);
  const standings = new Standings();
  const sprints = new SprintWatch(ledgers, standings);
  const weekly = new Weekly();
  const stopping = new AbortController();
  let our: OurApp = { id: appId, slug: null };

  const worker = new Worker({
    clientFor: (installation, request) => connections.asInstallation(installation, request),
    host,
    permissions: new BoundedMap(KEPT_PERMISSIONS),
    configs: new BoundedMap(KEPT_CONFIGS),
    ledgers,
    standings,
    heads,
    known,
    weekly,
    now: clock.now,
    appId,
    modeCap,
    log,
    enqueue: (job) => queue.add(job),
    onFailure: (delivery) => deliveries.failed(delivery),
    onDue: (job, at) => due.note(job, at),
    onDone: (job, isOurs) => memory.note(job, isOurs, clock.now()),
  });
  const queue = new WorkQueue<Job>({
    clock,
    keyOf,
    merge: mergeJobs,
    groupOf: ({ installation }) => installation,
    supersedes: (newer, running) =>
      newer.headOid !== null && running.headOid !== null && newer.headOid !== running.headOid,
    rankOf: ({ priority }) => PRIORITIES.indexOf(priority),
    run: (job, signal) => worker.run(job, signal),
    concurrency: CONCURRENCY,
    concurrencyPerGroup: CONCURRENCY_PER_INSTALLATION,
  });

  const receive = async (event: string, delivery: string, payload: Payload): Promise<void> => {
    const jobs = jobsOf(event, delivery, payload, {
      our,
      pullRequestsOn: (repository, headOid) => heads.pullRequestsOn(repository, headOid),
      mayRecheck: (login, repository, number) =>
        rechecks.allows(login, `${nameWithOwner(repository)}#${number}`, clock.now()),
    });
    jobs.push(...sprints.hear(event, delivery, payload, isOurOwn(payload, our)));
    const action = payload.action ?? '';
    log('info', 'delivery', { delivery, event, action, jobs: jobs.length });
    for (const job of jobs) {
      const { task, headOid, installation } = job;
      if (task.kind === 'pull-request' && headOid !== null && event === 'pull_request') {
        heads.note(installation, task.repository, task.number, headOid);
      }
      if (task.kind === 'repository') weekly.forget(task.repository);
      if (task.kind === 'owner') weekly.forgetAllOf(task.owner);
      if (task.kind === 'others-on-head') {
        heads.forget(task.repository, task.closed);
        standings.forget(task.repository, task.closed);
      }
      queue.add(job);
    }
    if (options.waitsForWork) await Promise.all(jobs.map((job) => queue.whenRun(job)));
  };
  for (const name of HANDLED_EVENTS) {
    probot.on(name as 'pull_request', (context) =>
      receive(context.name, context.id, context.payload as unknown as Payload),
    );
  }
  // Heard by every app; Probot lets go of what it kept for an installation that is gone.
  probot.on(['installation.deleted', 'installation.suspend'], (context) => {
    log('info', 'installation-gone', { installation: context.payload.installation.id });
  });

  const sweepOnce = () =>
    sweep({
      app: () => connections.asApp(stopping.signal),
      clientFor: (id) => connections.forSweep(id, stopping.signal),
      heads,
      appId,
      host,
      now: clock.now,
      log,
      enqueue: (job) => queue.add(job),
      rulesChangedAt: (repository, oids) => {
        weekly.sawRules(repository, oids, clock.now());
        return memory.rulesChangedAt(repository, oids, clock.now());
      },
      onListed: (installation, repository) => {
        for (const job of weekly.listed(installation, repository, clock.now())) queue.add(job);
      },
      hasDebtCheck: (repository) => known.hasCheck(repository, 'leadership/debt'),
      countsElsewhere: (repository) => standings.countsElsewhere(repository),
      onQuiet: (repository) => sprints.wasQuiet(repository),
      onSwept: (installation, repository, seen) => {
        for (const job of sprints.swept(installation, repository, seen)) queue.add(job);
      },
      isDone: (job, isCheckPassing) => memory.isDone(job, isCheckPassing, clock.now()),
      signal: stopping.signal,
    });

  const introduce = async (): Promise<void> => {
    const app = await connections.asApp();
    const registration = await app.request<Registration & { readonly id: number; readonly slug: string }>(
      'GET /app',
      {},
    );
    our = { id: appId ?? registration.id, slug: registration.slug };
    for (const problem of missingFrom(registration)) log('error', 'registration', { problem });
  };
  let cancelSweep = () => {};
  const sweepAgain = async (): Promise<void> => {
    if (our.slug === null) {
      await introduce().catch((error: unknown) => {
        log('warn', 'registration-unread', { error: error instanceof Error ? error.name : 'unknown' });
      });
    }
    for (const job of due.take(clock.now())) queue.add(job);
    weekly.beginRound(clock.now());
    await sweepOnce();
    for (const job of weekly.due(clock.now())) queue.add(job);
    if (stopping.signal.aborted) return;
    cancelSweep = clock.after(SWEEP_EVERY_MS + Math.random() * SWEEP_JITTER_MS, () => void sweepAgain());
  };

  return {
    deliveries,
    isAccepted: () => connections.isAccepted,
    introduce,
    start: () => {
      if (options.sweeps) void sweepAgain();
    },
    stop: async (patienceMs) => {
      stopping.abort();
      cancelSweep();
      return queue.drain(patienceMs);
    },
  };
}
