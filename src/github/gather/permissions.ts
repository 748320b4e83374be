/** Whether people may triage: the repository permission, never `author_association`. */

import { type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient } from '../client.ts';
import { GitHubError } from '../errors.ts';

/** Roles from triage upwards, as `role_name` (github/docs, "Repository roles for an organization"). */
const MAY_TRIAGE: ReadonlySet<string> = new Set(['triage', 'write', 'maintain', 'admin']);
/** How long an answer may serve (spec, budgets): a role that was taken away stops counting within a minute. */
const KEPT_MS = 60_000;

interface Answer {
  readonly role_name?: string;
  readonly permission?: string;
}

export interface PermissionCache {
  get(key: string): { readonly mayTriage: boolean; readonly at: number } | undefined;
  set(key: string, value: { readonly mayTriage: boolean; readonly at: number }): unknown;
}

/** Nobody gains authority from a failing look-up: a refusal means no, and what may be answered later is not known. */
export async function mayTriage(
  github: GitHubClient,
  repository: { readonly owner: string; readonly name: string; readonly nameWithOwner: string },
  login: string,
  cache: PermissionCache,
  nowMs: number,
): Promise<boolean | Unavailable> {
  const key = `${repository.nameWithOwner}:${login}`.toLowerCase();
  const kept = cache.get(key);
  if (kept !== undefined && nowMs - kept.at < KEPT_MS) return kept.mayTriage;
  let may = false;
  try {
    const { role_name, permission } = await github.request<Answer>(
      'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      { owner: repository.owner, repo: repository.name, username: login },
    );
    // An organisation's own role has a name of its own; `permission` then tells what it is built on.
    may = [role_name, permission].some((role) => role !== undefined && MAY_TRIAGE.has(role));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.isPassing) return unavailable(`the permission of ${login}`, 'unreachable');
  }
  cache.set(key, { mayTriage: may, at: nowMs });
  return may;
}
