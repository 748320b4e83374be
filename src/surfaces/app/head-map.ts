import type { RepositoryRef } from '#core/facts/repository.ts';

interface Heads {
  /** Under which the repository was last seen. */
  installation: number;
  readonly oidOf: Map<number, string>;
  readonly numbersOn: Map<string, Set<number>>;
}

/**
 * Which open pull requests sit on which commit, as the sweep and events told last. GitHub cannot be asked this way round
 * for forks. A hint like all else: whoever uses it reads the pull request again.
 */
export class HeadMap {
  readonly #repositories = new Map<string, Heads>();
  readonly #complete = new Set<string>();

  pullRequestsOn(repository: RepositoryRef, headOid: string): readonly number[] {
    return [...(this.#repositories.get(keyOf(repository))?.numbersOn.get(headOid) ?? [])];
  }

  /** The installation under which this pull request was seen open; null when it was not. */
  installationOf(repository: RepositoryRef, number: number): number | null {
    const heads = this.#repositories.get(keyOf(repository));
    return heads?.oidOf.has(number) ? heads.installation : null;
  }

  numbersIn(repository: RepositoryRef): readonly number[] {
    return [...(this.#repositories.get(keyOf(repository))?.oidOf.keys() ?? [])];
  }

  /** Whether all of its open pull requests were seen once; events told of those that came since. */
  isComplete(repository: RepositoryRef): boolean {
    return this.#complete.has(keyOf(repository));
  }

  note(installation: number, repository: RepositoryRef, number: number, headOid: string): void {
    const key = keyOf(repository);
    const heads = this.#repositories.get(key) ?? { installation, oidOf: new Map(), numbersOn: new Map() };
    this.#repositories.set(key, heads);
    heads.installation = installation;
    if (heads.oidOf.get(number) === headOid) return;
    leave(heads, number);
    heads.oidOf.set(number, headOid);
    heads.numbersOn.set(headOid, (heads.numbersOn.get(headOid) ?? new Set()).add(number));
  }

  forget(repository: RepositoryRef, number: number): void {
    const key = keyOf(repository);
    const heads = this.#repositories.get(key);
    if (heads === undefined) return;
    leave(heads, number);
    if (heads.oidOf.size === 0) this.#repositories.delete(key);
  }

  /** After all of a repository's open pull requests were seen: the others are closed. */
  keepOnly(repository: RepositoryRef, open: ReadonlySet<number>): void {
    this.#complete.add(keyOf(repository));
    const known = this.#repositories.get(keyOf(repository))?.oidOf.keys() ?? [];
    for (const number of [...known]) if (!open.has(number)) this.forget(repository, number);
  }
}

function leave(heads: Heads, number: number): void {
  const headOid = heads.oidOf.get(number);
  if (headOid === undefined) return;
  heads.oidOf.delete(number);
  const numbers = heads.numbersOn.get(headOid);
  numbers?.delete(number);
  if (numbers?.size === 0) heads.numbersOn.delete(headOid);
}

function keyOf({ owner, name }: RepositoryRef): string {
  return `${owner}/${name}`.toLowerCase();
}
