/**
 * Finds what an event should have told us and did not: open pull requests whose check is missing, failing, stale, older
 * than their last change, or in progress for too long, and issues that changed since the oldest of those checks. With it,
 * any loss of events ends in the same state as none (spec, law 1).
 */
import { parseExternalId } from '#core/effects/external-id.ts';
import { isSameRepository, type RepositoryRef } from '#core/facts/repository.ts';
import type { CheckName } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';
import { concernsAll, GitHubError } from '#github/errors.ts';
import type { Dependent } from '#github/gather/dependents.ts';
import type { HostCapabilities } from '#github/gather/host.ts';
import type { HeadMap } from './head-map.ts';
import { type Installation, installations, installedRepositories } from './installations.ts';
import type { Log } from './log.ts';
import { type ChangedIssue, type OpenPage, type OpenPullRequest, openPullRequests } from './open-pull-requests.ts';
import type { SweptSprint } from './sprint-watch.ts';
import { type Affected, type Job, newJob } from './task.ts';

const DEBT = 'leadership/debt' satisfies CheckName;
/** GitHub's answers take seconds; a check that waits for so long was forgotten. */
const STUCK_AFTER_MS = 10 * 60_000;
/** Our clock and GitHub's may be so far apart. */
const CLOCKS_APART_MS = 5 * 60_000;

export interface SweepParts {
  readonly app: () => Promise<GitHubClient>;
  /** Asked for each repository anew, so that one that fails does not use up the others' time for repetitions. */
  readonly clientFor: (installation: number) => Promise<GitHubClient>;
  readonly heads: HeadMap;
  readonly appId: number | null;
  readonly host: HostCapabilities;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  readonly enqueue: (job: Job) => void;
  /** When these files were first seen to rule instead of others, milliseconds since 1970; null when no others were seen. */
  readonly rulesChangedAt: (repository: RepositoryRef, oids: string | null) => number | null;
  /** Whether the debt check is written there; undefined where nobody looked yet. */
  readonly hasDebtCheck: (repository: RepositoryRef) => boolean | undefined;
  /** Told of each repository that the app is installed on, once its files were looked at or there was no need to. */
  readonly onListed: (installation: number, repository: RepositoryRef) => void;
  /** Whether what merges there counts in the sprint of another repository, too. */
  readonly countsElsewhere: (repository: RepositoryRef) => boolean;
  /** Told of one that is not looked at. */
  readonly onQuiet: (repository: RepositoryRef) => void;
  /** Told of what the sprint hangs on. */
  readonly onSwept: (installation: number, repository: RepositoryRef, seen: SweptSprint) => void;
  /** Whether the last look at it, while it was as `seen` says, still holds. */
  readonly isDone: (job: Job, isCheckPassing: boolean) => boolean;
  readonly signal: AbortSignal;
}

/** Why a pull request needs a look; null when its check is as it should be. */
type Lack = 'missing' | 'stuck' | 'stale' | 'failing' | 'changed' | null;

/** One round over all installations. Never throws: one that fails does not stop the others. */
export async function sweep(parts: SweepParts): Promise<void> {
  const { app, log, now, signal } = parts;
  const started = now();
  const counts = { installations: 0, repositories: 0, pullRequests: 0, enqueued: 0 };
  try {
    for await (const installation of installations(await app())) {
      if (signal.aborted) return;
      counts.installations++;
      await sweepInstallation(installation, parts, counts);
    }
  } catch (error) {
    if (signal.aborted) return;
    log('error', 'sweep-failed', described(error));
  }
  log('info', 'swept', { ...counts, ms: now() - started });
}

/** What is left to look at when all repositories of an installation were seen. */
interface Seen {
  /** Issues that none of their own repository's checks is older than, but perhaps another's. */
  readonly elsewhere: { readonly repository: RepositoryRef; readonly issue: ChangedIssue }[];
  oldestCheck: string | null;
}

async function sweepInstallation(
  { id }: Installation,
  parts: SweepParts,
  counts: { repositories: number; pullRequests: number; enqueued: number },
): Promise<void> {
  const seen: Seen = { elsewhere: [], oldestCheck: null };
  try {
    const github = await parts.clientFor(id);
    for await (const repository of installedRepositories(github)) {
      if (parts.signal.aborted) return;
      if (repository.openItems === 0 && !parts.countsElsewhere(repository)) {
        parts.heads.keepOnly(repository, new Set());
        parts.onQuiet(repository);
        parts.onListed(id, repository);
        continue;
      }
      counts.repositories++;
      try {
        await sweepRepository(id, repository, await parts.clientFor(id), parts, counts, seen);
        parts.onListed(id, repository);
      } catch (error) {
        // A limit, or a token that is not accepted, holds for all the others of the installation, too.
        if (!(error instanceof GitHubError) || concernsAll(error)) throw error;
        parts.log('warn', 'sweep-skipped', { installation: id, repository: repository.name, ...described(error) });
      }
    }
  } catch (error) {
    if (!parts.signal.aborted) parts.log('warn', 'sweep-skipped', { installation: id, ...described(error) });
  }
  sweepElsewhere(id, parts, counts, seen);
}

/**
 * A repository may hold nothing but the issues, without rules of its own. They are looked at where a pull request that we
 * saw may hang on them: most issues of most repositories have none.
 */
function sweepElsewhere(
  installation: number,
  { heads, enqueue, isDone }: SweepParts,
  counts: { enqueued: number },
  { elsewhere, oldestCheck }: Seen,
): void {
  for (const { repository, issue } of elsewhere) {
    if (!isNewer(issue, oldestCheck)) continue;
    const isOurs = (one: Dependent) =>
      !isSameRepository(one.repository, repository) && heads.installationOf(one.repository, one.number) !== null;
    if (!issue.hasMore && !issue.mentionedBy.some(isOurs)) continue;
    const job = issueJob(installation, repository, issue);
    if (isDone(job, true)) continue;
    counts.enqueued++;
    enqueue(job);
  }
}

function isNewer({ updatedAt }: ChangedIssue, oldestCheck: string | null): boolean {
  return oldestCheck !== null && updatedAt > oldestCheck;
}

function issueJob(installation: number, repository: RepositoryRef, { number, updatedAt }: ChangedIssue): Job {
  const task = { kind: 'issue', repository, number, withDependents: true } as const;
  return newJob(installation, task, { priority: 'sweep', seen: updatedAt });
}

async function sweepRepository(
  installation: number,
  repository: RepositoryRef,
  github: GitHubClient,
  parts: SweepParts,
  counts: { pullRequests: number; enqueued: number },
  seen: Seen,
): Promise<void> {
  const { heads, now, enqueue, rulesChangedAt, hasDebtCheck, onSwept, isDone } = parts;
  const open = new Set<number>();
  const inSprint: Affected[] = [];
  const labelled: OpenPullRequest[] = [];
  let first: OpenPage | null = null;
  const isDebtChecked = hasDebtCheck(repository) ?? false;
  const changedIssues: ChangedIssue[] = [];
  let oldestCheck: string | null = null;
  for await (const page of openPullRequests(github, repository, parts, true)) {
    const { rules } = page;
    first ??= page;
    changedIssues.push(...page.issues);
    const changedAt = rules === null ? null : rulesChangedAt(repository, rules.oids);
    const ruledSince = Math.max(
      Date.parse(rules?.touchedAt ?? '') || 0,
      changedAt === null ? 0 : changedAt + CLOCKS_APART_MS,
    );
    for (const pullRequest of page.pullRequests) {
      const { number, headRef, headOid, baseRef, updatedAt } = pullRequest;
      open.add(number);
      heads.note(installation, repository, number, headOid);
      counts.pullRequests++;
      if (pullRequest.labels.length > 0) labelled.push(pullRequest);
      if (pullRequest.checks?.some(({ name }) => name === DEBT)) inSprint.push({ number, headRef, headOid });
      const startedAt = pullRequest.checks?.find(({ name }) => name === 'leadership')?.startedAt ?? null;
      if (startedAt !== null && (oldestCheck === null || startedAt < oldestCheck)) oldestCheck = startedAt;
      const lack = worstOf([
        lackOf('leadership', pullRequest, now(), ruledSince),
        // Where nobody told that it is written, it is only looked at where it stands.
        lackOf(DEBT, pullRequest, now(), ruledSince, isDebtChecked),
      ]);
      if (lack === null || (lack === 'missing' && !isGoverned(page, pullRequest))) continue;
      const cause = lack === 'missing' ? 'own' : 'fan-out';
      const job = newJob(
        installation,
        { kind: 'pull-request', repository, number, cause, headRef },
        {
          priority: lack === 'failing' || lack === 'changed' ? 'sweep' : 'fan-out',
          headOid,
          seen: `${headOid} ${baseRef} ${rules?.oids} ${updatedAt}`,
          ...(lack === 'failing' && { isFailing: true }),
          ...(lack === 'stuck' && { unreadSince: startOf(pullRequest), saidSo: true }),
        },
      );
      if (isDone(job, lack === 'changed')) continue;
      counts.enqueued++;
      enqueue(job);
    }
  }
  heads.keepOnly(repository, open);
  onSwept(installation, repository, {
    open: inSprint,
    labelled,
    latestMerge: first?.latestMerge ?? null,
    milestones: first?.milestones ?? null,
    issues: changedIssues,
  });
  if (oldestCheck !== null && (seen.oldestCheck === null || oldestCheck < seen.oldestCheck))
    seen.oldestCheck = oldestCheck;
  for (const issue of changedIssues) {
    // A check from before may hang on what the issue was then; which one does, only the issue tells.
    if (!isNewer(issue, oldestCheck)) {
      seen.elsewhere.push({ repository, issue });
      continue;
    }
    const job = issueJob(installation, repository, issue);
    if (isDone(job, true)) continue;
    counts.enqueued++;
    enqueue(job);
  }
}

/** The one that most needs a look first. */
const LACKS: readonly Lack[] = ['missing', 'stuck', 'stale', 'failing', 'changed'];

function worstOf(lacks: readonly Lack[]): Lack {
  return LACKS.find((lack) => lacks.includes(lack)) ?? null;
}

/** `ruledSince`: a check from before may have followed other rules. */
function lackOf(
  name: CheckName,
  { number, checks, updatedAt }: OpenPullRequest,
  now: number,
  ruledSince: number,
  isExpected = true,
): Lack {
  const check = checks?.find((one) => one.name === name);
  if (check === undefined) return isExpected ? 'missing' : null;
  const said = parseExternalId(check.externalId);
  if (said === null || !said.pullRequests.includes(number)) return 'stale';
  if (!check.isCompleted) return now - Date.parse(check.startedAt ?? '') > STUCK_AFTER_MS ? 'stuck' : null;
  if (check.conclusion !== 'SUCCESS') return 'failing';
  // What the sprint does is found out for all of them together.
  if (name === DEBT) return null;
  // It passed as it, and the rules, were then: the event that took its link away may be lost, or the push of the rules.
  return Math.max(Date.parse(updatedAt), ruledSince) > Date.parse(check.startedAt ?? '') ? 'changed' : null;
}

/** Of the check that waits for longest. */
function startOf({ checks }: OpenPullRequest): number | null {
  const waiting = checks?.filter(({ isCompleted }) => !isCompleted) ?? [];
  const starts = waiting.flatMap(({ startedAt }) => (startedAt === null ? [] : [Date.parse(startedAt)]));
  return starts.length === 0 ? null : Math.min(...starts);
}

/** Where no file rules we are silent, but for the pull request that brings the file. */
function isGoverned({ rules }: OpenPage, { checks, headConfigOid }: OpenPullRequest): boolean {
  // Of what could not be read, the evaluation finds out.
  if (rules === null || rules.oids !== null) return true;
  return headConfigOid !== null && !(checks?.some(({ name }) => name === 'leadership/config') ?? false);
}

function described(error: unknown): Record<string, string> {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { error: name, message };
}
