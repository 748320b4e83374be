/** Labels onto GitHub, singly. They fail open: what went wrong is told, and the verdict is written all the same. */
import type { LabelEffect } from '#core/effects/effect.ts';
import type { LabelProblem } from '#core/effects/label.ts';
import { isSameLabel } from '#core/facts/actor.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from './client.ts';
import { Forbidden, GitHubError, NotFound } from './errors.ts';

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
}

export async function applyLabels(
  effects: readonly LabelEffect[],
  repository: RepositoryRef,
  github: GitHubClient,
): Promise<AppliedLabels> {
  const applied: LabelEffect[] = [];
  const problems: LabelProblem[] = [];
  let isPending = false;
  for (const effect of effects) {
    try {
      await (effect.action === 'add' ? add(effect, repository, github) : remove(effect, repository, github));
      applied.push(effect);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      if (error.isPassing) isPending = true;
      else problems.push(problemOf(error, effect.label));
    }
  }
  return { applied, problems, isPending };
}

/**
 * One request where the label exists. GitHub makes a missing one on the way, grey and without a word; then a second one
 * gives it its looks. Asking first would cost every label a read, and two at once could both find it missing.
 */
async function add(
  { number, label }: LabelEffect,
  { owner, name: repo }: RepositoryRef,
  github: GitHubClient,
): Promise<void> {
  const labels = await github.request<readonly LabelAnswer[]>(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
    { owner, repo, issue_number: number, labels: [label] },
  );
  const added = labels.find(({ name }) => isSameLabel(name, label));
  if (added?.color !== MADE_ON_THE_WAY.color || added.description !== MADE_ON_THE_WAY.description) return;
  await github.request('PATCH /repos/{owner}/{repo}/labels/{name}', { owner, repo, name: added.name, ...LOOKS });
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
