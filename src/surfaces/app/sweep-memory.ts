import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Job, keyOf } from './task.ts';

const KEPT = 50_000;
const KEPT_REPOSITORIES = 20_000;
/** An owner's rules may begin to hold without a sign on the pull request. */
const NOT_OURS_FOR_MS = 3_600_000;

/** What the sweep need not look at again while it sees the same. Losing it costs one more look. */
export class SweepMemory {
  readonly #looked = new BoundedMap<string, { readonly seen: string; readonly at: number; readonly isOurs: boolean }>(
    KEPT,
  );

  readonly #rules = new BoundedMap<string, { readonly oids: string | null; readonly changedAt: number | null }>(
    KEPT_REPOSITORIES,
  );

  /**
   * When the sweep saw that the files which rule a repository are others than before; null while it did not. Their
   * commits' dates do not tell: what is merged may have been committed long ago.
   */
  rulesChangedAt(repository: RepositoryRef, oids: string | null, now: number): number | null {
    const key = nameWithOwner(repository).toLowerCase();
    const known = this.#rules.get(key);
    const changedAt = known === undefined ? null : known.oids === oids ? known.changedAt : now;
    this.#rules.set(key, { oids, changedAt });
    return changedAt;
  }

  /** The sweep's job was done; `isOurs` is false when nothing there is ours to judge. */
  note(job: Job, isOurs: boolean, now: number): void {
    if (job.seen !== undefined) this.#looked.set(keyOf(job), { seen: job.seen, at: now, isOurs });
  }

  /** Whether this pull request gets no check of ours, or gave the same verdict, as it was and still is. */
  isDone(job: Job, isCheckPassing: boolean, now: number): boolean {
    const known = this.#looked.get(keyOf(job));
    if (known === undefined || known.seen !== job.seen) return false;
    return known.isOurs ? isCheckPassing : now - known.at < NOT_OURS_FOR_MS;
  }
}
