/** What a delivery, the sweep or a timer asks for. Tasks with one key are one piece of work: they never run side by side. */
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Cause, IssueTrigger, Trigger } from '#core/trigger.ts';
import type { PullRequestReading } from '#github/gather.ts';
import type { Priority } from '#github/transport/budget.ts';
import type { SharedQueries } from './shared-queries.ts';

/** An open pull request as it was seen. */
export interface Affected {
  readonly number: number;
  readonly headRef: string;
  readonly headOid: string;
}

/** The pull requests that something concerns are not known yet: look them up, then evaluate each. */
export type LookUp =
  /** A pull request was closed: the verdict on its head is that of the others there from now on. */
  | {
      readonly kind: 'others-on-head';
      readonly repository: RepositoryRef;
      readonly headRef: string;
      readonly headOid: string;
      readonly closed: number;
    }
  /** *Re-run all checks*: the event names no run, so ours on that commit are read. */
  | { readonly kind: 'commit'; readonly repository: RepositoryRef; readonly headOid: string }
  /** Something changed that several of a repository hang on: read together, then evaluated one by one. */
  | { readonly kind: 'many'; readonly repository: RepositoryRef; readonly pullRequests: readonly Affected[] }
  /** The rules of a repository changed, or something that any of its pull requests may hang on. */
  | { readonly kind: 'repository'; readonly repository: RepositoryRef }
  /**
   * The sprint of a repository changed, or what merged in it: those of the open pull requests that this turns. `open`: all
   * of them that have a debt check, where they were just seen.
   */
  | { readonly kind: 'sprint'; readonly repository: RepositoryRef; readonly open?: readonly Affected[] }
  /** The rules of an owner changed, or something that a pull request of any of the repositories may hang on. */
  | { readonly kind: 'owner'; readonly owner: string };

/** Its weekly summary may be due, or that of its team. */
export interface SummaryTask {
  readonly kind: 'summary';
  readonly repository: RepositoryRef;
}

export type Task = Trigger | IssueTrigger | LookUp | SummaryTask;

export interface Reading {
  readonly answer: PullRequestReading;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** What the others that were read with it asked since. */
  readonly shared: SharedQueries;
}

export interface Job {
  readonly installation: number;
  readonly task: Task;
  readonly priority: Priority;
  /** The head commit as far as the sender knew it: where to say so when GitHub answers nothing at all. */
  readonly headOid: string | null;
  /** Deliveries that asked for it, the newest last; for the log, and so that GitHub may send again what failed. */
  readonly deliveries: readonly string[];
  /** Since when GitHub has not given what the verdict needs; milliseconds since 1970, null while it has. */
  readonly unreadSince: number | null;
  /** How often it was tried since then. */
  readonly attempts: number;
  /** Whether the check already says that we wait, so that each further attempt writes nothing. */
  readonly saidSo: boolean;
  /** The check does not pass already, so that a verdict which cannot be had needs no further word. */
  readonly isFailing?: true;
  /** What GitHub says of the pull request, read along with others: good for one run, unless something newer is known. */
  readonly reading?: Reading;
  /** Set by the sweep: what it saw. Pull requests that never get a check are not looked at again while it is the same. */
  readonly seen?: string;
}

export function newJob(installation: number, task: Task, more: Partial<Omit<Job, 'installation' | 'task'>> = {}): Job {
  return {
    installation,
    task,
    priority: 'own',
    headOid: null,
    deliveries: [],
    unreadSince: null,
    attempts: 0,
    saidSo: false,
    ...more,
  };
}

/** What a job hands on to those that it leads to. */
export function inheritedFrom({ priority, deliveries }: Job): Pick<Job, 'priority' | 'deliveries'> {
  return { priority, deliveries };
}

export function keyOf({ installation, task }: Job): string {
  if (task.kind === 'owner') return `${installation} owner ${task.owner.toLowerCase()}`;
  const place = `${installation} ${task.repository.owner}/${task.repository.name}`.toLowerCase();
  switch (task.kind) {
    case 'pull-request':
      return `${place}#${task.number}`;
    case 'issue':
      return `${place} issue ${task.number}`;
    case 'merge-group':
      return `${place} group ${task.headOid}`;
    case 'others-on-head':
      return `${place} others ${task.headOid} ${task.closed}`;
    case 'many':
    case 'sprint':
    case 'summary':
      return `${place} ${task.kind}`;
    case 'commit':
      return `${place} commit ${task.headOid}`;
    case 'repository':
      return place;
  }
}

/** Deliveries remembered for one piece of work: a flood of events must not fill the memory. */
const KEPT_DELIVERIES = 20;
/** The one that writes most first. */
const CAUSES: readonly Cause[] = ['rerun', 'own', 'fan-out'];
const URGENCY: readonly Priority[] = ['own', 'fan-out', 'sweep'];

/** Two askings for the same work, as one: the newer knows the head, the more urgent sets the pace. */
export function mergeJobs(older: Job, newer: Job): Job {
  const { reading, ...rest } = newer;
  return {
    ...rest,
    // What was read may be older than what the other one is about.
    ...(reading !== undefined && older.reading !== undefined && { reading }),
    task: mergeTasks(older.task, newer.task),
    priority: URGENCY.indexOf(older.priority) < URGENCY.indexOf(newer.priority) ? older.priority : newer.priority,
    headOid: newer.headOid ?? older.headOid,
    deliveries: [...older.deliveries, ...newer.deliveries].slice(-KEPT_DELIVERIES),
    unreadSince: older.unreadSince ?? newer.unreadSince,
    attempts: Math.max(older.attempts, newer.attempts),
    saidSo: older.saidSo && (newer.headOid === null || newer.headOid === older.headOid),
  };
}

function mergeTasks(older: Task, newer: Task): Task {
  if (older.kind === 'many' && newer.kind === 'many') {
    const byNumber = new Map([...older.pullRequests, ...newer.pullRequests].map((one) => [one.number, one]));
    return { ...newer, pullRequests: [...byNumber.values()] };
  }
  if (older.kind === 'sprint' && newer.kind === 'sprint')
    return older.open === undefined ? newer : { ...older, ...newer };
  if (older.kind === 'issue' && newer.kind === 'issue') {
    return { ...newer, ...((older.withDependents || newer.withDependents) && { withDependents: true }) };
  }
  if (older.kind !== 'pull-request' || newer.kind !== 'pull-request') return newer;
  return {
    ...older,
    ...newer,
    cause: CAUSES.find((cause) => cause === older.cause || cause === newer.cause) ?? newer.cause,
    ...((older.closedToo || newer.closedToo) && { closedToo: true }),
  };
}

/** They were told already. */
export function withoutDependents(job: Job): Job {
  const { task } = job;
  return task.kind === 'issue' ? { ...job, task: { ...task, withDependents: false } } : job;
}

/** A rerun was answered; to look once more is not to be asked once more. */
export function answered(job: Job): Job {
  const { task } = job;
  return task.kind === 'pull-request' && task.cause === 'rerun' ? { ...job, task: { ...task, cause: 'own' } } : job;
}

/** The same work without the history of what failed. */
export function settled(job: Job): Job {
  const { isFailing: _, ...rest } = job;
  return { ...rest, unreadSince: null, attempts: 0, saidSo: false };
}
