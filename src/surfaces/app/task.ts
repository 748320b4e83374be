/** What a delivery, the sweep or a timer asks for. Tasks with one key are one piece of work: they never run side by side. */
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Cause, IssueTrigger, Trigger } from '#core/trigger.ts';
import type { Priority } from '#github/transport/budget.ts';

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
  /** The rules of a repository changed. */
  | { readonly kind: 'repository'; readonly repository: RepositoryRef }
  /** The rules of an owner changed. */
  | { readonly kind: 'owner'; readonly owner: string };

export type Task = Trigger | IssueTrigger | LookUp;

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
  return {
    ...newer,
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
  if (older.kind !== 'pull-request' || newer.kind !== 'pull-request') return newer;
  return {
    ...older,
    ...newer,
    cause: CAUSES.find((cause) => cause === older.cause || cause === newer.cause) ?? newer.cause,
    ...((older.closedToo || newer.closedToo) && { closedToo: true }),
  };
}
