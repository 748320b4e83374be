export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
}

export interface RepositoryFacts extends RepositoryRef {
  /** Spelt as GitHub spells it, which may differ in case from what was asked for. */
  readonly nameWithOwner: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly hasIssues: boolean;
  readonly defaultBranch: string | null;
}

/** GitHub compares owners and repositories without regard to case. */
export function isSameRepository(a: RepositoryRef, b: RepositoryRef): boolean {
  return a.owner.toLowerCase() === b.owner.toLowerCase() && a.name.toLowerCase() === b.name.toLowerCase();
}

export function isSameOwner(a: Pick<RepositoryRef, 'owner'>, b: Pick<RepositoryRef, 'owner'>): boolean {
  return a.owner.toLowerCase() === b.owner.toLowerCase();
}

export function nameWithOwner(repository: RepositoryRef): string {
  return `${repository.owner}/${repository.name}`;
}
