import { checkAppOf } from '../auth.ts';
import { invalidRequest, isRecord, notFound, Refusal } from '../http-answer.ts';
import { checkRunShape } from '../shapes/check.ts';
import { type CheckRunInput, createCheckRun, requestCheckRun, updateCheckRun } from '../state/checks.ts';
import type { App, CheckAction, CheckAnnotation, CheckRun, CheckStatus, Repository } from '../state/model.ts';
import { created, type Exchange, ok, page, param, type Route, repositoryRoute, sender, text } from './route.ts';

/** https://docs.github.com/rest/checks/runs#create-a-check-run */
const MAX_TEXT = 65_535;
const MAX_ANNOTATIONS = 50;
const MAX_ACTIONS = 3;
const ACTION_LENGTHS = { label: 20, description: 40, identifier: 20 } as const;
const CONCLUSIONS = new Set([
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
]);
const STATUSES = new Set(['queued', 'in_progress', 'completed']);

function writer(exchange: Exchange): App {
  const app = checkAppOf(exchange.world, exchange.caller);
  if (app === null) throw new Refusal(403, 'You must authenticate via a GitHub App.');
  return app;
}

function input(exchange: Exchange): Partial<CheckRunInput> {
  const status = text(exchange, 'status');
  const conclusion = text(exchange, 'conclusion');
  if (status !== undefined && !STATUSES.has(status))
    throw invalidRequest(`${status} is not a member of ["queued", "in_progress", "completed"].`);
  if (conclusion !== undefined && !CONCLUSIONS.has(conclusion))
    throw invalidRequest(`${conclusion} is not a possible conclusion.`);
  if (status === 'completed' && conclusion === undefined)
    throw invalidRequest('Missing conclusion: a completed check run needs one.');
  const given = {
    name: text(exchange, 'name'),
    status: status as CheckStatus | undefined,
    conclusion,
    externalId: text(exchange, 'external_id'),
    detailsUrl: text(exchange, 'details_url'),
    startedAt: text(exchange, 'started_at'),
    completedAt: text(exchange, 'completed_at'),
    output: output(exchange.body.output),
    actions: actions(exchange.body.actions),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function output(value: unknown): CheckRunInput['output'] | undefined {
  if (!isRecord(value)) return undefined;
  for (const name of ['title', 'summary']) {
    if (typeof value[name] !== 'string') throw invalidRequest(`"${name}" wasn't supplied.`);
  }
  for (const name of ['title', 'summary', 'text']) {
    const length = typeof value[name] === 'string' ? [...value[name]].length : 0;
    if (length > MAX_TEXT) throw invalidRequest(`Only ${MAX_TEXT} characters are allowed; ${length} were supplied.`);
  }
  const annotations: unknown[] = Array.isArray(value.annotations) ? value.annotations : [];
  tooMany(annotations, MAX_ANNOTATIONS);
  for (const annotation of annotations) {
    const missing = ['path', 'start_line', 'end_line', 'annotation_level', 'message'].find(
      (name) => !isRecord(annotation) || annotation[name] === undefined,
    );
    if (missing !== undefined) throw invalidRequest(`"${missing}" wasn't supplied.`);
    if (
      isRecord(annotation) &&
      annotation.start_column !== undefined &&
      annotation.start_line !== annotation.end_line
    ) {
      throw invalidRequest(
        'start_column and end_column are only allowed if start_line and end_line have the same value.',
      );
    }
  }
  return {
    title: String(value.title),
    summary: String(value.summary),
    ...(typeof value.text === 'string' ? { text: value.text } : {}),
    annotations: annotations as CheckAnnotation[],
  };
}

function actions(value: unknown): CheckAction[] | undefined {
  if (!Array.isArray(value)) return undefined;
  tooMany(value, MAX_ACTIONS);
  for (const action of value) {
    for (const [name, most] of Object.entries(ACTION_LENGTHS)) {
      const given: unknown = isRecord(action) ? action[name] : undefined;
      if (typeof given !== 'string') throw invalidRequest(`"${name}" wasn't supplied.`);
      if (given.length > most)
        throw invalidRequest(`Only ${most} characters are allowed; ${given.length} were supplied.`);
    }
  }
  return value as CheckAction[];
}

function tooMany(items: readonly unknown[], most: number): void {
  if (items.length > most)
    throw invalidRequest(`No more than ${most} items are allowed; ${items.length} were supplied.`);
}

function runOf(exchange: Exchange, repository: Repository): CheckRun {
  const run = exchange.world.runs.get(Number(param(exchange, 'check_run_id')));
  if (run === undefined || run.suite.repository !== repository) throw notFound();
  return run;
}

export const checkRoutes: readonly Route[] = [
  repositoryRoute('POST', '/check-runs', 'checks', (exchange, repository) => {
    const app = writer(exchange);
    const name = text(exchange, 'name');
    const head = text(exchange, 'head_sha');
    if (name === undefined || head === undefined)
      throw invalidRequest(`"${name === undefined ? 'name' : 'head_sha'}" wasn't supplied.`);
    if (!repository.commits.has(head)) throw new Refusal(422, `No commit found for SHA: ${head}`);
    return created(
      checkRunShape(
        exchange.world,
        createCheckRun(exchange.world, repository, head, app, { ...input(exchange), name }),
      ),
    );
  }),
  repositoryRoute('PATCH', '/check-runs/{check_run_id}', 'checks', (exchange, repository) => {
    const app = writer(exchange);
    const run = runOf(exchange, repository);
    if (run.suite.app !== app)
      throw new Refusal(
        403,
        `Invalid app_id \`${run.suite.app.id}\` - check run can only be modified by the GitHub App that created it.`,
      );
    updateCheckRun(exchange.world, run, input(exchange));
    return ok(checkRunShape(exchange.world, run));
  }),
  repositoryRoute('GET', '/check-runs/{check_run_id}', 'checks', (exchange, repository) =>
    ok(checkRunShape(exchange.world, runOf(exchange, repository))),
  ),
  repositoryRoute('GET', '/check-runs/{check_run_id}/annotations', 'checks', (exchange, repository) => {
    const run = runOf(exchange, repository);
    return page(
      exchange,
      run.annotations,
      (shown) => shown,
      (annotation) => ({
        start_column: null,
        end_column: null,
        title: null,
        raw_details: null,
        ...annotation,
        blob_href: `${exchange.world.url}/blob/${run.suite.headOid}`,
      }),
    );
  }),
  repositoryRoute('POST', '/check-runs/{check_run_id}/rerequest', 'checks', (exchange, repository) => {
    requestCheckRun(exchange.world, runOf(exchange, repository), sender(exchange));
    return created({});
  }),
  repositoryRoute('GET', '/commits/{ref}/check-runs', 'checks', (exchange, repository) => {
    const ref = param(exchange, 'ref');
    const suites = repository.suites.get(repository.branches.get(ref) ?? ref) ?? [];
    const appId = exchange.query.get('app_id');
    const name = exchange.query.get('check_name');
    const every = exchange.query.get('filter') === 'all';
    const runs = suites
      .filter((suite) => appId === null || String(suite.app.id) === appId)
      .flatMap((suite) => (every ? suite.runs : [...new Map(suite.runs.map((run) => [run.name, run])).values()]))
      .filter((run) => name === null || run.name === name)
      .sort((a, b) => b.id - a.id);
    return page(
      exchange,
      runs,
      (check_runs, total_count) => ({ total_count, check_runs }),
      (run) => checkRunShape(exchange.world, run),
    );
  }),
];
