import { pullRequestsOfHead } from '../state/heads.ts';
import type { CheckRun, CheckSuite } from '../state/model.ts';
import { fullName, type World } from '../state/world.ts';
import { appShape } from './app.ts';
import { pullRequestMinimalShape } from './pull-request.ts';
import { headCommitShape } from './push.ts';
import { repositoryUrl } from './repository.ts';

export function checkRunShape(world: World, run: CheckRun): Record<string, unknown> {
  const { suite } = run;
  const url = `${repositoryUrl(world, suite.repository)}/check-runs/${run.id}`;
  const html = `${world.url}/${fullName(suite.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: suite.headOid,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: suite.id },
    app: appShape(world, suite.app),
    pull_requests: pullRequestsOfHead(suite.repository, suite.headOid).map((pr) => pullRequestMinimalShape(world, pr)),
  };
}

/** A run inside a webhook carries more of its suite. */
export function checkRunEventShape(world: World, run: CheckRun): Record<string, unknown> {
  return { ...checkRunShape(world, run), check_suite: { ...suiteCore(world, run.suite), deployment: undefined } };
}

/** `check_suite` of its own webhook. */
export function suiteEventShape(world: World, suite: CheckSuite): Record<string, unknown> {
  const commit = suite.repository.commits.get(suite.headOid);
  return {
    ...suiteCore(world, suite),
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${repositoryUrl(world, suite.repository)}/check-suites/${suite.id}/check-runs`,
    head_commit: commit === undefined ? null : headCommitShape(commit),
  };
}

export function suiteStatus(suite: CheckSuite): { status: string; conclusion: string | null } {
  const latest = [...new Map(suite.runs.map((run) => [run.name, run])).values()];
  if (latest.length === 0) return { status: 'queued', conclusion: null };
  if (latest.some((run) => run.status !== 'completed')) return { status: 'in_progress', conclusion: null };
  const worst = ['failure', 'timed_out', 'action_required', 'cancelled', 'neutral', 'success', 'skipped'];
  return {
    status: 'completed',
    conclusion: worst.find((word) => latest.some((run) => run.conclusion === word)) ?? 'neutral',
  };
}

function suiteCore(world: World, suite: CheckSuite): Record<string, unknown> {
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headOid,
    ...suiteStatus(suite),
    url: `${repositoryUrl(world, suite.repository)}/check-suites/${suite.id}`,
    before: suite.repository.commits.get(suite.headOid)?.parents[0] ?? null,
    after: suite.headOid,
    pull_requests: pullRequestsOfHead(suite.repository, suite.headOid).map((pr) => pullRequestMinimalShape(world, pr)),
    app: appShape(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}
