/**
 * Milliseconds of this thread's own work: unlike the time on the wall it does not grow when the machine is busy with
 * something else, so that a bound on it means the same everywhere.
 */
export function workTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** The median of five runs after a first one, which only warms up. */
export function medianWorkTime(work: () => unknown): number {
  work();
  const times = Array.from({ length: 5 }, () => workTime(work)).sort((a, b) => a - b);
  return times[2] ?? Number.POSITIVE_INFINITY;
}
