/** From an issue down to the open pull requests whose verdicts may hang on it. */
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient, QueryError } from '../client.ts';
import type { DependentsAnswer, ReferringAnswer } from '../dependents-answers.ts';
import { furtherDependentsDocument, READ_ON } from '../dependents-documents.ts';
import { Unreachable } from '../errors.ts';
import { nodesOf } from './issue.ts';

/** An open pull request that mentions the issue, was connected to it or names it, or does so with an issue under it. */
export interface Dependent {
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly headRef: string;
  readonly headOid: string;
}

export interface Dependents {
  readonly pullRequests: readonly Dependent[];
  /**
   * False where the tree of issues, or what was said of them, is larger than is read for one event, or where branches of
   * the issue's own repository may name it.
   */
  readonly isComplete: boolean;
}

/** Of one issue, with those under it that were read. */
export interface DependentsBelow extends Dependents {
  readonly under: readonly { readonly repository: RepositoryRef; readonly number: number }[];
}

/** Queries beyond the first. */
const MAX_FURTHER = 10;

/** Where an issue is read on. */
interface Pending {
  readonly id: string;
  /** References older than that; null when there are no more. */
  readonly before: string | null;
  /** Sub-issues after that; undefined when there are no more, null is from the first. */
  readonly after: string | null | undefined;
}

/**
 * `path` is where the issue stands in its answer. What GitHub does not show us is none of our business; throws
 * `Unreachable` where it shows less than there is for now.
 */
export async function readDependents(
  issue: DependentsAnswer,
  errors: readonly QueryError[],
  path: readonly string[],
  github: GitHubClient,
): Promise<DependentsBelow> {
  const under: DependentsBelow['under'][number][] = [];
  const found = new Map<string, Dependent>();
  const seen = new Set<string>();
  let pending: Pending[] = [];

  const take = (node: DependentsAnswer): void => {
    const isFirst = !seen.has(node.id);
    seen.add(node.id);
    const { number, repository } = node;
    if (isFirst && repository !== undefined) {
      under.push({ repository: { owner: repository.owner.login, name: repository.name }, number });
    }
    for (const { source, subject } of nodesOf(node.references)) {
      for (const referring of [source, subject]) {
        const one = toDependent(referring);
        if (one !== null) found.set(keyOf(one), one);
      }
    }
    const { hasPreviousPage = false, startCursor = null } = node.references?.pageInfo ?? {};
    const { hasNextPage = false, endCursor = null } = node.subIssues?.pageInfo ?? {};
    const before = hasPreviousPage ? startCursor : null;
    // A tree is no circle, but it may change while it is read.
    const isUnread = isFirst && node.subIssues === undefined && (node.subIssuesSummary?.total ?? 0) > 0;
    const after = hasNextPage ? endCursor : isUnread ? null : undefined;
    if (before !== null || after !== undefined) pending.push({ id: node.id, before, after });
    for (const child of nodesOf(node.subIssues)) if (!seen.has(child.id)) take(child);
  };

  demandShown(errors, path);
  take(issue);
  for (let further = 0; pending.length > 0; further += 1) {
    if (further === MAX_FURTHER) return { pullRequests: [...found.values()], under, isComplete: false };
    const now = pending.slice(0, READ_ON);
    pending = pending.slice(READ_ON);
    const answer = await github.query<Readonly<Record<string, DependentsAnswer | null>>>(
      furtherDependentsDocument(now.length),
      variablesOf(now),
    );
    if (answer.data === null) throw new Unreachable('GitHub gave no answer about what hangs on the issue');
    demandShown(answer.errors, []);
    for (const index of now.keys()) {
      const node = answer.data[`i${index}`];
      if (node != null) take(node);
    }
  }
  return { pullRequests: [...found.values()], under, isComplete: true };
}

function variablesOf(pending: readonly Pending[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    pending.flatMap(({ id, before, after }, index) => [
      [`i${index}`, id],
      [`b${index}`, before],
      [`r${index}`, before !== null],
      [`a${index}`, after ?? null],
      [`s${index}`, after !== undefined],
    ]),
  );
}

/** Each once. */
export function withoutRepetitions(pullRequests: readonly Dependent[]): Dependent[] {
  return [...new Map(pullRequests.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ repository, number }: Dependent): string {
  return `${nameWithOwner(repository)}#${number}`;
}

/** Null for what is no open pull request. */
export function toDependent(referring: ReferringAnswer | null | undefined): Dependent | null {
  const { number, state, headRefName, headRefOid, repository } = referring ?? {};
  if (number === undefined || headRefName === undefined || headRefOid === undefined) return null;
  if (state !== 'OPEN' || repository === undefined) return null;
  const place = { owner: repository.owner.login, name: repository.name };
  return { repository: place, number, headRef: headRefName, headOid: headRefOid };
}

/** A part that is missing may hold anything, unless GitHub says that it is not there, or not for us. */
export function demandShown(
  errors: readonly QueryError[],
  path: readonly string[],
  parts: ReadonlySet<string> = PARTS,
): void {
  const lost = errors.filter(
    (error) =>
      path.every((step, index) => index >= error.path.length || error.path[index] === step) &&
      !['NOT_FOUND', 'FORBIDDEN'].includes(error.type) &&
      (error.path.length <= path.length || parts.has(String(error.path[path.length])) || path.length === 0),
  );
  if (lost.length > 0) throw new Unreachable(`GitHub did not show all that hangs on the issue: ${lost[0]?.type}`);
}

const PARTS: ReadonlySet<string> = new Set(['references', 'subIssues', 'subIssuesSummary']);
