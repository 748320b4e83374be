/** Labels onto GitHub, singly. They fail open: what went wrong is told, and the verdict is written all the same. */
import type { LabelEffect } from '#core/effects/effect.ts';
import type { LabelProblem } from '#core/effects/label.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from './client.ts';
import { Forbidden, GitHubError, NotFound, RateLimited } from './errors.ts';

/** What GitHub gives a label that it makes on the way, when one is added that the repository does not have. */
const MADE_ON_THE_WAY = { color: 'ededed', description: null };
/** What ours looks like. */
const LOOKS = { color: 'c2820e', description: 'Work that pays back technical debt' };

interface LabelAnswer {
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface AppliedLabels {
  /** Those that GitHub took. */
  readonly applied: readonly LabelEffect[];
  readonly problems: readonly LabelProblem[];
  /** GitHub gave no answer, and may soon. */
  readonly isPending: boolean;
  /** Seconds until GitHub will listen again, where it asks for a pause. */
  readonly retryAfter: number | null;
}

/** What there is to tell where nothing was to be written. */
export const NOTHING_APPLIED: AppliedLabels = { applied: [], problems: [], isPending: false, retryAfter: null };

/**
 * Labels that GitHub made and that did not get their looks yet, by repository. For the life of a process: without it they
 * get them when the next one is added.
 */
export interface LooksOwed {
  get(key: string): string | undefined;
  set(key: string, label: string): unknown;
  delete(key: string): unknown;
}

export async function applyLabels(
  effects: readonly LabelEffect[],
  repository: RepositoryRef,
  github: GitHubClient,
  looksOwed?: LooksOwed,
): Promise<AppliedLabels> {
  const applied: LabelEffect[] = [];
  const problems: LabelProblem[] = [];
  let isPending = false;
  let retryAfter: number | null = null;
  const wait = (error: GitHubError) => {
    isPending = true;
    if (error instanceof RateLimited) retryAfter = Math.max(retryAfter ?? 0, error.retryAfter);
  };
  const bare = new Set<string>();
  const key = nameWithOwner(repository).toLowerCase();
  const owed = looksOwed?.get(key);
  if (owed !== undefined) bare.add(owed);
  for (const effect of effects) {
    try {
      if (effect.action === 'remove') await remove(effect, repository, github);
      else {
        const made = await add(effect, repository, github);
        if (made !== null) bare.add(made);
      }
      applied.push(effect);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      if (error.isPassing) wait(error);
      else problems.push(problemOf(error, effect.label));
    }
  }
  for (const name of bare) {
    const refusal = await giveLooks(name, repository, github);
    if (refusal?.isPassing && looksOwed !== undefined) {
      looksOwed.set(key, name);
      wait(refusal);
    } else looksOwed?.delete(key);
    // Not its looks are missing but the label itself, and with it what was set by it.
    if (!(refusal instanceof NotFound)) continue;
    for (const effect of applied.filter(({ action, label }) => action === 'add' && isSameLabel(label, name))) {
      applied.splice(applied.indexOf(effect), 1);
      problems.push(problemOf(refusal, effect.label));
    }
  }
  return { applied, problems, isPending, retryAfter };
}

/**
 * One request where the label exists. GitHub makes a missing one on the way, grey and without a word: then gives back its
 * name. Asking first would cost every label a read, and two at once could both find it missing.
 */
async function add(
  { number, label }: LabelEffect,
  { owner, name: repo }: RepositoryRef,
  github: GitHubClient,
): Promise<string | null> {
  const labels = await github.request<readonly LabelAnswer[]>(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
    { owner, repo, issue_number: number, labels: [label] },
  );
  const added = labels.find(({ name }) => isSameLabel(name, label));
  const isBare = added?.color === MADE_ON_THE_WAY.color && added.description === MADE_ON_THE_WAY.description;
  return isBare ? added.name : null;
}

/** A grey label says the same, so a refusal is no problem that anybody has to know. */
async function giveLooks(
  name: string,
  { owner, name: repo }: RepositoryRef,
  github: GitHubClient,
): Promise<GitHubError | null> {
  try {
    await github.request('PATCH /repos/{owner}/{repo}/labels/{name}', { owner, repo, name, ...LOOKS });
    return null;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return error;
  }
}

async function remove(
  { number, label }: LabelEffect,
  { owner, name: repo }: RepositoryRef,
  github: GitHubClient,
): Promise<void> {
  try {
    await github.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
      owner,
      repo,
      issue_number: number,
      name: label,
    });
  } catch (error) {
    // Gone already: somebody was faster, or the label was deleted from the repository.
    if (!(error instanceof NotFound)) throw error;
  }
}

function problemOf(error: GitHubError, label: string): LabelProblem {
  if (error instanceof Forbidden) return { code: 'forbidden', label, missing: error.missing };
  return { code: error instanceof NotFound ? 'label-gone' : 'refused', label };
}
