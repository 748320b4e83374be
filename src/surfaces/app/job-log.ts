import { nameWithOwner } from '#core/facts/repository.ts';
import type { Log, LogFields } from './log.ts';
import type { Job } from './task.ts';

export type JobLog = (level: Parameters<Log>[0], happening: string, job: Job, fields: LogFields) => void;

/** A log whose lines say which job they are about. */
export function jobLog(log: Log): JobLog {
  return (level, happening, { task, installation, deliveries }, fields) =>
    log(level, happening, {
      installation,
      work: task.kind,
      repository: task.kind === 'owner' ? task.owner : nameWithOwner(task.repository),
      number: task.kind === 'pull-request' || task.kind === 'issue' ? task.number : undefined,
      deliveries,
      ...fields,
    });
}
