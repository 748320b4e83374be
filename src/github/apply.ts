/** Effects onto GitHub: one small function per kind. */
import type { CheckRunEffect, Effect } from '#core/effects/effect.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { GitHubClient } from './client.ts';

/** Annotations that one request may carry (REST docs, "Create a check run"); more follow by updating the run. */
const ANNOTATIONS_PER_REQUEST = 50;

export async function apply(
  effects: readonly Effect[],
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
  const place = { owner: repository.owner, repo: repository.name };
  const pages = pagesOf(check.annotations);
  const output = { title: check.title, summary: check.summary, ...(check.text !== null && { text: check.text }) };
  const { id } = await github.request<{ readonly id: number }>('POST /repos/{owner}/{repo}/check-runs', {
    ...place,
    name: check.name,
    head_sha: check.headOid,
    external_id: check.externalId,
    ...(check.conclusion === null ? { status: 'in_progress' } : { status: 'completed', conclusion: check.conclusion }),
    output: { ...output, ...(pages[0] !== undefined && { annotations: pages[0] }) },
    actions: check.actions,
  });
  for (const annotations of pages.slice(1)) {
    await github.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      ...place,
      check_run_id: id,
      output: { ...output, annotations },
    });
  }
}

function pagesOf(annotations: CheckRunEffect['annotations']) {
  const rows = annotations.map(({ path, startLine, endLine, startColumn, endColumn, level, title, message }) => ({
    path,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn !== undefined && { start_column: startColumn }),
    ...(endColumn !== undefined && { end_column: endColumn }),
    annotation_level: level,
    title,
    message,
  }));
  const pages: (typeof rows)[] = [];
  for (let from = 0; from < rows.length; from += ANNOTATIONS_PER_REQUEST) {
    pages.push(rows.slice(from, from + ANNOTATIONS_PER_REQUEST));
  }
  return pages;
}
