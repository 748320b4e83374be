/** Check runs onto GitHub. */
import type { Annotation, CheckRunEffect } from '#core/effects/effect.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from './client.ts';

export async function apply(
  effects: readonly CheckRunEffect[],
  repository: RepositoryRef,
  github: GitHubClient,
): Promise<void> {
  for (const effect of effects) await applyCheckRun(effect, repository, github);
}

/**
 * A changed verdict is a new run of the same name: GitHub does not reopen a completed one. A lost answer is not repeated
 * here; the next evaluation finds the run by its `external_id` and has nothing left to write.
 */
async function applyCheckRun(check: CheckRunEffect, repository: RepositoryRef, github: GitHubClient): Promise<void> {
  const { name, headOid, externalId, conclusion, title, summary, text, annotations, actions } = check;
  await github.request('POST /repos/{owner}/{repo}/check-runs', {
    owner: repository.owner,
    repo: repository.name,
    name,
    head_sha: headOid,
    external_id: externalId,
    ...(conclusion === null ? { status: 'in_progress' } : { status: 'completed', conclusion }),
    output: {
      title,
      summary,
      ...(text !== null && { text }),
      ...(annotations.length > 0 && { annotations: annotations.map(toRow) }),
    },
    actions,
  });
}

function toRow({ path, startLine, endLine, startColumn, endColumn, level, title, message }: Annotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn !== undefined && { start_column: startColumn }),
    ...(endColumn !== undefined && { end_column: endColumn }),
    annotation_level: level,
    title,
    message,
  };
}
