/** From the event to the work: which pull request, which merge group, or which version of the configuration file. */
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Trigger } from '#core/trigger.ts';
import type { SummaryTrigger } from '#summary-pipeline';
import type { WorkflowEvent } from './event.ts';
import type { COMMANDS } from './inputs.ts';

export type Work =
  /** `headOid`: the commit whose check counts, as far as the event names it; null when it does not. */
  | { readonly kind: 'check'; readonly trigger: Trigger; readonly headOid: string | null }
  /** The sprint may have turned: the open pull requests are judged anew, and their checks written. */
  | { readonly kind: 'sprint'; readonly repository: RepositoryRef; readonly summary: SummaryTrigger['cause'] | null }
  /** `due`: time went by. `asked`: somebody wants it up to date. */
  | { readonly kind: 'summary'; readonly repository: RepositoryRef; readonly cause: SummaryTrigger['cause'] }
  /** `ref`: the commit whose configuration file is read. */
  | { readonly kind: 'validate'; readonly repository: RepositoryRef; readonly ref: string }
  | { readonly kind: 'impossible'; readonly why: string };

const PULL_REQUEST_EVENTS: ReadonlySet<string> = new Set(['pull_request', 'pull_request_target']);

/** Time went by, or somebody asks: no pull request is named, and so all that are open may be meant. */
const CAUSES: ReadonlyMap<string, SummaryTrigger['cause']> = new Map([
  ['schedule', 'due'],
  ['workflow_dispatch', 'asked'],
]);

/** `checkRun`: whether a check run is written, which alone can change when nobody pushes. */
export function workOf(event: WorkflowEvent, command: (typeof COMMANDS)[number], checkRun: boolean): Work {
  const repository = repositoryOf(event.repository);
  if (repository === null) {
    return impossible('GITHUB_REPOSITORY is not set to owner/name. The Action runs only inside a GitHub Actions job.');
  }
  if (command === 'validate') return { kind: 'validate', repository, ref: refToValidate(event) };
  const cause = CAUSES.get(event.name) ?? null;
  if (command === 'summary') return { kind: 'summary', repository, cause: cause ?? 'asked' };
  const isClosed = PULL_REQUEST_EVENTS.has(event.name) && valueAt(event.payload, ['action']) === 'closed';
  const summary = command === 'auto' ? cause : null;
  if (checkRun && (isClosed || cause !== null)) return { kind: 'sprint', repository, summary };
  if (summary !== null) return { kind: 'summary', repository, cause: summary };
  if (PULL_REQUEST_EVENTS.has(event.name)) return checkPullRequest(event, repository);
  if (event.name === 'merge_group') return checkMergeGroup(event, repository);
  if (event.name === 'push' && command === 'auto') return { kind: 'validate', repository, ref: event.sha };
  if (cause !== null) {
    return impossible(
      `On the event ${event.name} the open pull requests are judged anew, which only a check run can show: write \`check-run: true\`, with \`permissions: { checks: write }\`.`,
    );
  }
  const can = 'pull_request, pull_request_target and merge_group (check the pull request)';
  return impossible(
    command === 'auto'
      ? `The event ${event.name || '(none)'} starts nothing here. Run this Action on ${can}, on push (validate the configuration file), or on schedule and workflow_dispatch (the weekly summary).`
      : `There is nothing to check on the event ${event.name || '(none)'}. Run this Action on ${can}.`,
  );
}

function checkPullRequest(event: WorkflowEvent, repository: RepositoryRef): Work {
  const number = numberOf(event);
  if (number === null) {
    return impossible(
      `The event ${event.name} does not say which pull request it is about: its payload names none, and neither does GITHUB_REF. Run the job again; if it stays, push to the pull request.`,
    );
  }
  const headRef = textAt(event.payload, ['pull_request', 'head', 'ref']) ?? event.headRef;
  return {
    kind: 'check',
    headOid: textAt(event.payload, ['pull_request', 'head', 'sha']) ?? null,
    trigger: {
      kind: 'pull-request',
      repository,
      number,
      cause: 'own',
      // Somebody may run the job again after the merge: the verdict is then still the verdict.
      closedToo: true,
      ...(headRef !== '' && { headRef }),
    },
  };
}

function checkMergeGroup(event: WorkflowEvent, repository: RepositoryRef): Work {
  const headRef = textAt(event.payload, ['merge_group', 'head_ref']) ?? event.ref;
  // refs/heads/gh-readonly-queue/<base>/pr-<number>-<oid>; a base may hold slashes.
  const named = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(headRef)?.[1];
  const baseRef = textAt(event.payload, ['merge_group', 'base_ref']) ?? named;
  const headOid = textAt(event.payload, ['merge_group', 'head_sha']) ?? event.sha;
  if (baseRef === undefined || headOid === '') {
    return impossible(
      'The event merge_group does not say which group it is about. Add the pull request to the queue again.',
    );
  }
  return {
    kind: 'check',
    headOid,
    trigger: { kind: 'merge-group', repository, headOid, headRef, baseRef: baseRef.replace(/^refs\/heads\//, '') },
  };
}

/** A pull request's own version of the file; elsewhere the commit that the job runs for. */
function refToValidate(event: WorkflowEvent): string {
  const number = PULL_REQUEST_EVENTS.has(event.name) ? numberOf(event) : null;
  return number === null ? event.sha : `refs/pull/${number}/head`;
}

function repositoryOf(text: string): RepositoryRef | null {
  const [, owner, name] = /^([^/\s]+)\/([^/\s]+)$/.exec(text) ?? [];
  return owner === undefined || name === undefined ? null : { owner, name };
}

function numberOf({ payload, ref }: WorkflowEvent): number | null {
  for (const path of [['pull_request', 'number'], ['number']]) {
    const number = valueAt(payload, path);
    if (typeof number === 'number' && Number.isSafeInteger(number) && number > 0) return number;
  }
  const number = /^refs\/pull\/(\d{1,10})\/(?:merge|head)$/.exec(ref)?.[1];
  return number === undefined ? null : Number(number);
}

function textAt(payload: unknown, path: readonly string[]): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function valueAt(payload: unknown, path: readonly string[]): unknown {
  let value = payload;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function impossible(why: string): Work {
  return { kind: 'impossible', why };
}
