/** The table from GitHub's events to what is evaluated again (spec, section 10). */
import { CONFIG_PATH } from '#core/config/config.ts';
import { RECHECK } from '#core/effects/check-run.ts';
import { parseExternalId } from '#core/effects/external-id.ts';
import type { RepositoryRef } from '#core/facts/repository.ts';
import type { Cause } from '#core/trigger.ts';
import type { HandledEvent } from './needs.ts';
import { installationOf, isOurOwn, type OurApp, type Payload, repositoryOf } from './payload.ts';
import { type Job, newJob, type Task } from './task.ts';

export interface Context {
  readonly our: OurApp;
  /** Open pull requests that the sweep and earlier events saw on a commit. */
  readonly pullRequestsOn: (repository: RepositoryRef, headOid: string) => readonly number[];
  /** Whether this person may ask for one more look at this pull request now. */
  readonly mayRecheck: (login: string, repository: RepositoryRef, number: number) => boolean;
}

type Translate = (payload: Payload, repository: RepositoryRef, context: Context) => readonly Asked[];

interface Asked {
  readonly task: Task;
  readonly priority?: Job['priority'];
  readonly headOid?: string;
  readonly seen?: string;
}

/** Events by name and action; `null` is an event without actions. Whatever is not here is not our business. */
const TABLE: Readonly<Record<HandledEvent, Readonly<Record<string, Translate>>>> = {
  pull_request: {
    opened: thatPullRequest,
    // A change of the base branch comes as this one, too.
    edited: thatPullRequest,
    synchronize: thatPullRequest,
    reopened: thatPullRequest,
    ready_for_review: thatPullRequest,
    converted_to_draft: thatPullRequest,
    labeled: thatPullRequest,
    unlabeled: thatPullRequest,
    milestoned: thatPullRequest,
    demilestoned: thatPullRequest,
    closed: othersOnItsHead,
  },
  issues: {
    opened: newIssue,
    edited: thatIssue,
    closed: thatIssue,
    reopened: thatIssue,
    labeled: thatIssue,
    unlabeled: thatIssue,
    typed: thatIssue,
    untyped: thatIssue,
    milestoned: thatIssue,
    demilestoned: thatIssue,
    transferred: whereItWent,
    // Nobody can be asked any more what hung on it, in whatever repository.
    deleted: wholeOwner,
  },
  // Told on both ends, which may belong to different owners.
  sub_issues: {
    parent_issue_added: subIssue,
    parent_issue_removed: subIssue,
    sub_issue_added: subIssue,
    sub_issue_removed: subIssue,
  },
  // For the verdicts that hang on issues that had it. Their own labels come with their next event, or a back-fill: GitHub
  // tells no such issue apart any more, and a repository may have thousands.
  label: { edited: renamedLabel, deleted: wholeOwner },
  check_run: { rerequested: rerun, requested_action: recheckByButton },
  check_suite: { rerequested: rerunCommit },
  merge_group: { checks_requested: mergeGroup },
  push: { '': pushOfConfig },
  // What merged under another name, and what links to it by that.
  repository: { renamed: wholeRepository, transferred: wholeRepository },
  milestone: {
    created: noPullRequest,
    edited: noPullRequest,
    closed: noPullRequest,
    opened: noPullRequest,
    deleted: noPullRequest,
  },
  projects_v2_item: {
    created: noPullRequest,
    edited: noPullRequest,
    archived: noPullRequest,
    restored: noPullRequest,
    deleted: noPullRequest,
  },
};

/** `pull_request.opened` …, as Probot registers them. */
export const HANDLED_EVENTS: readonly string[] = Object.entries(TABLE).flatMap(([event, actions]) =>
  Object.keys(actions).map((action) => (action === '' ? event : `${event}.${action}`)),
);

export function isHandled(event: string, action: string | undefined): boolean {
  return translation(event, action) !== undefined;
}

function translation(event: string, action = ''): Translate | undefined {
  if (!Object.hasOwn(TABLE, event)) return undefined;
  const actions = TABLE[event as HandledEvent];
  return Object.hasOwn(actions, action) ? actions[action] : undefined;
}

/** The work that a delivery asks for; none for what is not ours, incomplete or our own doing. Never throws. */
export function jobsOf(event: string, delivery: string, payload: Payload, context: Context): Job[] {
  const translate = translation(event, payload.action);
  const installation = installationOf(payload);
  const repository = repositoryOf(payload.repository);
  if (translate === undefined || installation === undefined || repository === null) return [];
  if (isOurOwn(payload, context.our)) return [];
  return translate(payload, repository, context).map(({ task, priority = 'own', headOid = null, seen }) =>
    newJob(installation, task, {
      priority,
      headOid,
      deliveries: [delivery],
      ...(seen !== undefined && { seen }),
    }),
  );
}

function thatPullRequest({ pull_request }: Payload, repository: RepositoryRef): readonly Asked[] {
  const { number, head } = pull_request ?? {};
  if (number === undefined) return [];
  return [
    {
      task: {
        kind: 'pull-request',
        repository,
        number,
        cause: 'own',
        ...(head?.ref !== undefined && { headRef: head.ref }),
      },
      ...(head?.sha !== undefined && { headOid: head.sha }),
    },
  ];
}

function issueAt(number: number | undefined, repository: RepositoryRef | null, withDependents: boolean): Asked[] {
  if (number === undefined || repository === null) return [];
  return [
    { task: { kind: 'issue', repository, number, ...(withDependents && { withDependents }) }, priority: 'fan-out' },
  ];
}

/** Nothing can hang on it yet. What was transferred comes as a new one, too; see there. */
function newIssue({ issue }: Payload, repository: RepositoryRef): readonly Asked[] {
  return issueAt(issue?.number, repository, false);
}

function thatIssue({ issue }: Payload, repository: RepositoryRef): readonly Asked[] {
  const seen = issue?.updated_at;
  // The sweep need not look at it once more.
  return issueAt(issue?.number, repository, true).map((asked) => ({ ...asked, ...(seen !== undefined && { seen }) }));
}

/** What hangs on it hangs on all above it. */
function subIssue({ sub_issue, sub_issue_repo }: Payload, repository: RepositoryRef): readonly Asked[] {
  const place = sub_issue_repo === undefined ? repository : repositoryOf(sub_issue_repo);
  // Another owner's installation is told on its own end.
  return place?.owner === repository.owner ? issueAt(sub_issue?.number, place, true) : [];
}

/** Its references come along; what names it by its old number may lead nowhere now. */
function whereItWent({ changes }: Payload, repository: RepositoryRef): readonly Asked[] {
  const { new_issue, new_repository } = changes ?? {};
  return [...issueAt(new_issue?.number, repositoryOf(new_repository), true), ...wholeOwner({}, repository)];
}

function wholeRepository(_: Payload, repository: RepositoryRef): readonly Asked[] {
  return everyOpenOne(repository);
}

/** Issues of one repository are named from all of its owner's. */
function wholeOwner(_: Payload, { owner }: RepositoryRef): readonly Asked[] {
  return [{ task: { kind: 'owner', owner }, priority: 'fan-out' }];
}

/** It is the sprint that it may change (`sprint-watch.ts`). */
function noPullRequest(): readonly Asked[] {
  return [];
}

function renamedLabel({ changes }: Payload, repository: RepositoryRef): readonly Asked[] {
  return changes?.name === undefined ? [] : wholeOwner({}, repository);
}

function everyOpenOne(repository: RepositoryRef): readonly Asked[] {
  return [{ task: { kind: 'repository', repository }, priority: 'fan-out' }];
}

function othersOnItsHead({ pull_request }: Payload, repository: RepositoryRef): readonly Asked[] {
  const { number, head } = pull_request ?? {};
  if (number === undefined || head?.ref === undefined || head.sha === undefined) return [];
  const task: Task = { kind: 'others-on-head', repository, headRef: head.ref, headOid: head.sha, closed: number };
  return [{ task, priority: 'fan-out' }];
}

/** Forks' check runs name no pull request, so the number comes from what we wrote into the run. */
function recheck(
  { check_run, sender }: Payload,
  repository: RepositoryRef,
  context: Context,
  cause: Cause,
): readonly Asked[] {
  const { external_id = null, head_sha, app } = check_run ?? {};
  if (!isOurs(app, context.our)) return [];
  const named = parseExternalId(external_id)?.pullRequests ?? [];
  const seen = head_sha === undefined ? [] : context.pullRequestsOn(repository, head_sha);
  const numbers = [...new Set([...named, ...seen])];
  return numbers
    .filter((number) => sender?.login === undefined || context.mayRecheck(sender.login, repository, number))
    .map((number, index) => ({
      // One fresh run answers for the whole commit.
      task: { kind: 'pull-request', repository, number, cause: index === 0 ? cause : 'own', closedToo: true },
      ...(head_sha !== undefined && { headOid: head_sha }),
    }));
}

function recheckByButton(payload: Payload, repository: RepositoryRef, context: Context): readonly Asked[] {
  return payload.requested_action?.identifier === RECHECK.identifier
    ? recheck(payload, repository, context, 'own')
    : [];
}

function rerun(payload: Payload, repository: RepositoryRef, context: Context): readonly Asked[] {
  return recheck(payload, repository, context, 'rerun');
}

function rerunCommit({ check_suite }: Payload, repository: RepositoryRef, { our }: Context): readonly Asked[] {
  const { head_sha: headOid, app } = check_suite ?? {};
  if (headOid === undefined || !isOurs(app, our)) return [];
  return [{ task: { kind: 'commit', repository, headOid } }];
}

function isOurs(app: { readonly id?: number } | null | undefined, our: OurApp): boolean {
  return our.id === null || app?.id === our.id;
}

function mergeGroup({ merge_group }: Payload, repository: RepositoryRef): readonly Asked[] {
  const { head_sha: headOid, head_ref: headRef, base_ref: baseRef } = merge_group ?? {};
  if (headOid === undefined || headRef === undefined || baseRef === undefined) return [];
  const base = baseRef.replace(/^refs\/heads\//, '');
  return [{ task: { kind: 'merge-group', repository, headOid, headRef, baseRef: base }, headOid }];
}

/** Commits that a push names at most (github/docs, webhook payload of `push`); one that names so many may hide some. */
const MAX_PUSHED_COMMITS = 2_048;
/** Where an owner's rules for all repositories stand. */
const OWNER_REPOSITORIES: ReadonlySet<string> = new Set(['.github', '.github-private']);

function pushOfConfig(
  { ref, forced, commits = [], repository: pushed }: Payload,
  repository: RepositoryRef,
): readonly Asked[] {
  if (pushed?.default_branch === undefined || ref !== `refs/heads/${pushed.default_branch}`) return [];
  const isTouched = commits.some(({ added = [], modified = [], removed = [] }) =>
    [...added, ...modified, ...removed].includes(CONFIG_PATH),
  );
  // A forced push may drop the commit that brought the file, and names none of what it drops.
  const isKnown = !forced && commits.length > 0 && commits.length < MAX_PUSHED_COMMITS;
  if (!isTouched && isKnown) return [];
  if (!OWNER_REPOSITORIES.has(repository.name.toLowerCase())) return everyOpenOne(repository);
  return wholeOwner({}, repository);
}
