import { nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import type { PullRequestTrigger } from '#core/trigger.ts';
import type { GitHubClient } from '#github/client.ts';
import { concernsAll, GitHubError, RateLimited, Unreachable } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { LedgersOfARun } from '#github/gather/ledgers-of-a-run.ts';
import { readManyPullRequests } from '#github/gather/many-pull-requests.ts';
import { readOpenPullRequests } from '#github/gather/open-pull-requests.ts';
import type { PullRequestReading } from '#github/gather.ts';
import { MANY } from '#github/many-pull-requests-document.ts';
import { type Ports, runPipeline } from '#pipeline';
import { type Allowed, type Clockwork, FIRST_PAUSE_MS, PATIENCE_MS } from './check.ts';
import { hintFor } from './failure.ts';

/** A job’s token has 1 000 requests an hour and repository (REST docs, "Rate limits"), of which others need some. */
const MOST = 500;

export interface Followed {
  /** Whose checks now say something else; in a dry run, would. */
  readonly changed: readonly { readonly number: number; readonly title: string }[];
  readonly looked: number;
  /** More are open than one job looks at. */
  readonly isComplete: boolean;
  /** Those of which GitHub told too little, by the reason and what to do. */
  readonly unread: readonly { readonly number: number; readonly why: string }[];
}

/** As it stands in a workflow. */
const NEEDS = '`permissions: { checks: write, contents: read, issues: read, pull-requests: read }`';

/** Too much at once for GitHub, perhaps. */
function askEachAlone(error: unknown): ReadonlyMap<number, PullRequestReading> {
  if (!(error instanceof GitHubError) || error instanceof RateLimited || !error.isPassing) throw error;
  return new Map();
}

/**
 * Judges the open pull requests anew, those that changed last first, and writes the checks that say something else now.
 * Where what decides could not be read, its check stays as it is, and the pull request is among the `unread`. Throws a `GitHubError` where not even they could be listed, or the job's requests are used up, or its token is not accepted.
 */
export async function followSprint(
  repository: RepositoryRef,
  { modeCap, checks }: Pick<Allowed, 'modeCap'> & { readonly checks: boolean },
  github: GitHubClient,
  { now, sleep }: Clockwork,
): Promise<Followed> {
  const host = hostCapabilities();
  const { open, isComplete } = await readOpenPullRequests(github, repository, MOST);
  const deadline = now() + PATIENCE_MS;
  let pause = FIRST_PAUSE_MS;
  const isPatient = () => now() + pause <= deadline;
  const common: Ports = {
    github,
    host,
    permissions: new Map(),
    configs: new Map(),
    ledgers: new LedgersOfARun(isPatient),
    now: () => new Date(now()).toISOString(),
    appId: null,
    door: 'action',
    withoutConfig: 'defaults',
    writes: { labels: false, checks },
    whenUnread: 'wait',
    modeCap,
  };
  /** The title of the first check that was written, in whichever attempt; null where none had to be. */
  const judge = async (trigger: PullRequestTrigger, first?: PullRequestReading): Promise<string | null> => {
    let title: string | null = null;
    for (let reading = first; ; reading = undefined) {
      try {
        const outcome = await runPipeline(trigger, { ...common, ...(reading !== undefined && { reading }) });
        if (outcome.kind === 'silent') return title;
        title ??= outcome.effects.find((effect) => effect.kind === 'check-run')?.title ?? null;
        if (!outcome.shouldRetry) return title;
        if (!isPatient()) throw new Unreachable('GitHub gave no answer about something that decides.');
      } catch (error) {
        // The client waits out the limits that end in time by itself.
        if (!(error instanceof Unreachable) || !isPatient()) throw error;
      }
      await sleep(pause);
      pause *= 2;
    }
  };
  const changed: { number: number; title: string }[] = [];
  const unread: { number: number; why: string }[] = [];
  for (let start = 0; start < open.length; start += MANY) {
    const page = open.slice(start, start + MANY);
    const readings = await readManyPullRequests(repository, page, { github, host, appId: null }).catch(askEachAlone);
    for (const { number, headRef } of page) {
      const trigger = { kind: 'pull-request', repository, number, headRef, cause: 'fan-out' } as const;
      try {
        const title = await judge(trigger, readings.get(number));
        if (title !== null) changed.push({ number, title });
      } catch (error) {
        if (!(error instanceof GitHubError) || concernsAll(error)) throw error;
        const why = `${nameWithOwner(repository)}#${number}: ${error.message} ${hintFor(error, NEEDS)}`;
        unread.push({ number, why });
      }
    }
  }
  return { changed, looked: open.length, isComplete, unread };
}
